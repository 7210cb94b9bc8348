//! Rows of a dump: one XML file a table, a `row` an item, read one after the other.

use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use kernel::{Fault, Outcome, Ts};
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

/// One row: its attributes by name.
#[derive(Debug, Clone, Default)]
pub(super) struct Row(HashMap<String, String>);

impl Row {
    /// An attribute, where the row has it.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// An attribute, empty where the row does not have it.
    pub(super) fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// The row's own key.
    pub(super) fn id(&self) -> &str {
        self.text("Id")
    }

    /// A time; the dumps' times are UTC without saying so.
    pub(super) fn time(&self, name: &str) -> Option<Ts> {
        format!("{}Z", self.get(name)?).parse().ok()
    }

    /// A whole number, zero where there is none.
    pub(super) fn number(&self, name: &str) -> i64 {
        self.get(name).and_then(|text| text.parse().ok()).unwrap_or(0)
    }

    /// A row made by hand.
    #[cfg(test)]
    pub(super) fn of(pairs: &[(&str, &str)]) -> Self {
        Self(pairs.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect())
    }
}

/// The rows of one file.
pub(super) struct Rows {
    reader: Reader<BufReader<File>>,
    buffer: Vec<u8>,
}

impl Rows {
    /// Opens `DIR/TABLE.xml`.
    ///
    /// # Errors
    /// `Invalid` for the field `dir` with `import.unreadable` when there is no such file.
    pub(super) fn open(dir: &Path, table: &str) -> Outcome<Self> {
        let path = dir.join(format!("{table}.xml"));
        let file =
            File::open(path).map_err(|_missing| Fault::invalid("dir", "import.unreadable"))?;
        let reader = Reader::from_reader(BufReader::with_capacity(1 << 18, file));
        Ok(Self { reader, buffer: Vec::new() })
    }

    /// The next row; none at the end of the file.
    fn next_row(&mut self) -> Outcome<Option<Row>> {
        loop {
            self.buffer.clear();
            let event = self.reader.read_event_into(&mut self.buffer).map_err(damaged)?;
            match event {
                Event::Empty(tag) | Event::Start(tag) if tag.name().as_ref() == "row" => {
                    return row(&tag).map(Some);
                }
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    /// Up to `most` more rows; none at the end of the file.
    pub(super) fn batch(&mut self, most: usize) -> Outcome<Vec<Row>> {
        let mut rows = Vec::with_capacity(most);
        while rows.len() < most {
            let Some(row) = self.next_row()? else { break };
            rows.push(row);
        }
        Ok(rows)
    }
}

fn row(tag: &BytesStart<'_>) -> Outcome<Row> {
    let mut row = Row::default();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(damaged)?;
        let name = attribute.key.as_ref().to_owned();
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(damaged)?;
        row.0.insert(name, value.into_owned());
    }
    Ok(row)
}

fn damaged(error: impl std::fmt::Display) -> Fault {
    Fault::broken("reading a dump", error.to_string())
}

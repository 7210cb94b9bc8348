//! Many rows into one table, by COPY in its text form.

use std::io::Write as _;
use std::pin::Pin;

use bytes::Bytes;
use deadpool_postgres::Object;
use futures_util::SinkExt as _;
use kernel::{Cell, Val};
use tokio_postgres::CopyInSink;

use crate::failure::Failure;

/// Bytes that travel at once.
const PIECE: usize = 256 * 1024;

/// Rows on their way into a table; none is there before [`finish`](Self::finish), and a dropped one
/// leaves nothing.
pub(crate) struct Copy {
    sink: Pin<Box<CopyInSink<Bytes>>>,
    piece: Vec<u8>,
    /// Whether the row that is being written has a field already.
    within: bool,
}

impl Copy {
    /// Begins to fill a table's columns, as they stand between the parentheses of COPY.
    pub(crate) async fn begin(
        client: &Object,
        table: &str,
        columns: &str,
    ) -> Result<Self, Failure> {
        let sink = client.copy_in(&format!("COPY \"{table}\" ({columns}) FROM STDIN")).await?;
        Ok(Self { sink: Box::pin(sink), piece: Vec::with_capacity(PIECE), within: false })
    }

    /// Adds the next field of the row.
    pub(crate) fn field(&mut self, cell: Cell<'_>) {
        if self.within {
            self.piece.push(b'\t');
        }
        self.within = true;
        write_field(&mut self.piece, cell);
    }

    /// Ends the row.
    pub(crate) async fn end_row(&mut self) -> Result<(), Failure> {
        self.piece.push(b'\n');
        self.within = false;
        if self.piece.len() > PIECE {
            let full = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
            self.sink.send(full.into()).await?;
        }
        Ok(())
    }

    /// Hands over what is left; how many rows came.
    pub(crate) async fn finish(mut self) -> Result<u64, Failure> {
        self.sink.send(std::mem::take(&mut self.piece).into()).await?;
        Ok(self.sink.as_mut().finish().await?)
    }
}

/// Fills columns with rows that have a value for each.
pub(crate) async fn bulk(
    client: &Object,
    table: &str,
    columns: &str,
    rows: &[Vec<Val>],
) -> Result<u64, Failure> {
    let mut copy = Copy::begin(client, table, columns).await?;
    for row in rows {
        for value in row {
            copy.field(cell(value));
        }
        copy.end_row().await?;
    }
    copy.finish().await
}

fn cell(value: &Val) -> Cell<'_> {
    match value {
        Val::Null => Cell::Null,
        Val::Int(number) => Cell::Int(*number),
        Val::Real(number) => Cell::Real(*number),
        Val::Bool(yes) => Cell::Bool(*yes),
        Val::Text(text) => Cell::Text(text),
        Val::Bytes(bytes) => Cell::Bytes(bytes),
    }
}

/// Writes a value as COPY reads it.
fn write_field(out: &mut Vec<u8>, cell: Cell<'_>) {
    // Writing to a Vec never fails.
    let _ = match cell {
        Cell::Null => out.write_all(b"\\N"),
        Cell::Bool(yes) => out.write_all(if yes { b"t" } else { b"f" }),
        Cell::Int(number) => write!(out, "{number}"),
        Cell::Real(number) => write!(out, "{number}"),
        Cell::Text(text) => {
            for byte in text.bytes() {
                match byte {
                    b'\\' => out.extend(b"\\\\"),
                    b'\n' => out.extend(b"\\n"),
                    b'\r' => out.extend(b"\\r"),
                    b'\t' => out.extend(b"\\t"),
                    other => out.push(other),
                }
            }
            Ok(())
        }
        Cell::Bytes(bytes) => {
            out.extend(b"\\\\x");
            bytes.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(cell: Cell<'_>) -> String {
        let mut out = Vec::new();
        write_field(&mut out, cell);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_value_has_one_spelling_that_copy_reads() {
        assert_eq!(field(Cell::Null), "\\N");
        assert_eq!(field(Cell::Bool(true)), "t");
        assert_eq!(field(Cell::Int(-7)), "-7");
        assert_eq!(field(Cell::Text("a\tb\\N\n茶")), "a\\tb\\\\N\\n茶");
        assert_eq!(field(Cell::Bytes(&[0, 255])), "\\\\x00ff");
        assert_eq!(field(Cell::Real(0.1)), "0.1");
    }
}

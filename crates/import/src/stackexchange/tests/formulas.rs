//! Every formula of a real community: drawn, or one of the few that cannot be.

use text::markdown::Words;

use super::super::html::Converter;
use super::super::remark;
use super::super::row::{Row, Rows};
use super::wish;

fn rows(table: &str) -> Vec<Row> {
    let mut rows = Rows::open(&wish().dir, table).unwrap();
    let mut all = Vec::new();
    loop {
        let batch = rows.batch(1000).unwrap();
        if batch.is_empty() {
            return all;
        }
        all.extend(batch);
    }
}

fn context() -> text::Context<'static> {
    let word = "word";
    text::Context::new(Words {
        footnotes: word,
        footnote_back: word,
        table: word,
        picture: word,
        remote_picture: word,
        task_done: word,
        task_open: word,
    })
}

/// Where formulas stand that are shown as their source, and why.
const LEFT: [(&str, &str); 6] = [
    ("post 85", "a picture drawn with boxes that are moved about"),
    ("post 1971", "a term struck out crosswise, for which MathML Core has no sign"),
    ("post 2135", "a picture drawn with boxes that are moved about"),
    ("post 2299", "a picture drawn with boxes that are moved about"),
    ("comment 1373", "an error at its source too: it ends brackets that nothing begins"),
    ("comment 1820", "an error at its source too: it uses a command that does not exist"),
];

#[test]
fn all_formulas_of_a_community_are_drawn_but_six() {
    let converter = Converter::new();
    let bodies = rows("Posts")
        .into_iter()
        .map(|row| (format!("post {}", row.id()), converter.markdown(row.text("Body")).unwrap()));
    let remarks = rows("Comments")
        .into_iter()
        .map(|row| (format!("comment {}", row.id()), remark::markdown(row.text("Text"))));
    let (mut all, mut left) = (0, Vec::new());
    for (key, source) in bodies.chain(remarks) {
        let rendered = text::render(&source, &context());
        all += rendered.formulas;
        for part in rendered.html.split("class=\"math-error\">").skip(1) {
            left.push((key.clone(), part.split("</code>").next().unwrap_or_default().to_owned()));
        }
    }
    let keys: Vec<&str> = left.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, LEFT.map(|(key, _)| key), "{left:#?}");
    assert_eq!(all, 11_029);
}

//! The Rust text of a slice's messages.

use std::fmt::Write as _;

use crate::file::File;
use crate::message::{Argument, Choice, Message, Piece};

/// Writes the type `Texts` with one function per message, and the table of fault texts.
pub(crate) fn texts(slice: &str, chinese: &File, english: &File) -> Result<String, String> {
    same_keys("message", chinese.messages.keys(), english.messages.keys())?;
    same_keys("fault", chinese.faults.keys(), english.faults.keys())?;
    let mut code = format!(
        "/// The texts of `{slice}` in one language.\n\
         #[derive(Debug, Clone, Copy)]\npub struct Texts(kernel::Locale);\n\n\
         impl Texts {{\n    /// The texts in this language.\n    #[must_use]\n    \
         pub const fn new(locale: kernel::Locale) -> Self {{\n        Self(locale)\n    }}\n\n    \
         /// The language.\n    #[must_use]\n    \
         pub const fn locale(self) -> kernel::Locale {{\n        self.0\n    }}\n"
    );
    for (name, english_text) in &english.messages {
        let chinese_text =
            chinese.messages.get(name).ok_or_else(|| format!("{name} is missing"))?;
        code.push_str(&function(name, chinese_text, english_text)?);
    }
    code.push_str("}\n");
    code.push_str(&faults(chinese, english));
    Ok(code)
}

fn same_keys<'a>(
    what: &str,
    chinese: impl Iterator<Item = &'a String>,
    english: impl Iterator<Item = &'a String>,
) -> Result<(), String> {
    let chinese: std::collections::BTreeSet<_> = chinese.collect();
    let english: std::collections::BTreeSet<_> = english.collect();
    match chinese.symmetric_difference(&english).next() {
        Some(lonely) => Err(format!("{what} {lonely} stands in one language only")),
        None => Ok(()),
    }
}

fn function(name: &str, chinese: &Message, english: &Message) -> Result<String, String> {
    let arguments = arguments(name, chinese, english)?;
    let doc = english.plain().unwrap_or_else(|| name.replace('_', " "));
    let doc = doc.replace('\n', " ").replace('[', "(").replace(']', ")");
    if let (true, Some(zh), Some(en)) = (arguments.is_empty(), chinese.plain(), english.plain()) {
        return Ok(format!(
            "\n    /// {doc}\n    #[must_use]\n    \
             pub const fn {name}(self) -> &'static str {{\n        match self.0 {{\n            \
             kernel::Locale::ZhCn => {zh:?},\n            kernel::Locale::En => {en:?},\n        \
             }}\n    }}\n"
        ));
    }
    let mut list = String::new();
    for (argument, kind) in &arguments {
        let kind = match kind {
            Argument::Shown => "impl ::std::fmt::Display",
            Argument::Number => "i64",
            Argument::Word => "&str",
        };
        write!(list, ", {argument}: {kind}").map_err(|e| e.to_string())?;
    }
    let (zh, en) = (body(chinese, "ZhCn")?, body(english, "En")?);
    Ok(format!(
        "\n    /// {doc}\n    #[must_use]\n    pub fn {name}(self{list}) -> String {{\n        \
         let mut out = String::new();\n        match self.0 {{\n            \
         kernel::Locale::ZhCn => {{ {zh} }}\n            kernel::Locale::En => {{ {en} }}\n        \
         }}\n        out\n    }}\n"
    ))
}

/// The arguments of both languages, in the order of the English text; a number or word decides
/// over a shown variable of the same name in the other language.
fn arguments(
    name: &str,
    chinese: &Message,
    english: &Message,
) -> Result<Vec<(String, Argument)>, String> {
    let (zh, mut en) = (chinese.arguments(), english.arguments());
    for (argument, kind) in &zh {
        let Some(known) = en.iter_mut().find(|(known, _)| known == argument) else {
            return Err(format!("{name}: ${argument} stands in zh-CN only"));
        };
        if known.1 == Argument::Shown {
            known.1 = *kind;
        }
    }
    match en.iter().find(|(argument, _)| !zh.iter().any(|(known, _)| known == argument)) {
        Some((argument, _)) => Err(format!("{name}: ${argument} stands in en only")),
        None => Ok(en),
    }
}

fn body(message: &Message, locale: &str) -> Result<String, String> {
    let mut code = String::new();
    for piece in &message.0 {
        let line = match piece {
            Piece::Words(words) => match words.chars().next() {
                Some(only) if words.chars().count() == 1 => format!("out.push({only:?});"),
                _ => format!("out.push_str({words:?});"),
            },
            Piece::Show(name) => {
                format!("{{ use ::std::fmt::Write as _; let _ = write!(out, \"{{{name}}}\"); }}")
            }
            Piece::Count(name) => {
                format!("out.push_str(&kernel::Locale::{locale}.count({name}));")
            }
            Piece::Number(name) => {
                format!("out.push_str(&kernel::Locale::{locale}.number({name}));")
            }
            Piece::Choose(choice) => choose(choice, locale)?,
        };
        code.push_str(&line);
        code.push('\n');
    }
    Ok(code)
}

/// Plural rules of the two languages (CLDR): English knows `one` (exactly 1) and `other`,
/// Chinese `other` alone.
fn choose(choice: &Choice, locale: &str) -> Result<String, String> {
    let mut code = String::new();
    let by = &choice.by;
    for (key, message) in &choice.variants {
        let test = match (choice.by_number, key.as_str()) {
            (true, "one") if locale == "En" => format!("{by} == 1"),
            (true, "one" | "other") => continue,
            (true, number) => format!("{by} == {number}"),
            (false, word) => format!("{by} == {word:?}"),
        };
        write!(code, "if {test} {{ {} }} else ", body(message, locale)?)
            .map_err(|e| e.to_string())?;
    }
    write!(code, "{{ {} }}", body(&choice.otherwise, locale)?).map_err(|e| e.to_string())?;
    Ok(code)
}

/// The texts of faults as one sorted table: key, Chinese, English.
fn faults(chinese: &File, english: &File) -> String {
    let row = |(key, en): (&String, &String)| {
        let zh = chinese.faults.get(key).map(String::as_str).unwrap_or_default();
        format!("    ({key:?}, {zh:?}, {en:?}),\n")
    };
    let rows: String = english.faults.iter().map(row).collect();
    if rows.is_empty() {
        return String::new();
    }
    format!(
        "\nconst FAULTS: &[(&str, &str, &str)] = &[\n{rows}];\n\n\
         fn fault_text(locale: kernel::Locale, key: &str) -> Option<&'static str> {{\n    \
         let place = FAULTS.binary_search_by(|row| row.0.cmp(key)).ok()?;\n    \
         let (_, chinese, english) = FAULTS.get(place)?;\n    \
         Some(match locale {{\n        kernel::Locale::ZhCn => chinese,\n        \
         kernel::Locale::En => english,\n    }})\n}}\n\n\
         kernel::fault_texts!(fault_text);\n"
    )
}

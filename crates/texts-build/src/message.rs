//! One message: the pieces of its text and the variables in them.

use fluent_syntax::ast;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    /// Words as they stand.
    Words(String),
    /// A variable as it prints itself.
    Show(String),
    /// A number in the language's short form: 1.2 万, 12K.
    Count(String),
    /// A number with its thousands apart.
    Number(String),
    /// One of several texts, chosen by a variable.
    Choose(Choice),
}

/// A choice between texts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Choice {
    /// The variable that decides.
    pub(crate) by: String,
    /// Whether it decides by number (`one`, `other`, `0`) or by word.
    pub(crate) by_number: bool,
    /// What is tried, in order: a key and its text.
    pub(crate) variants: Vec<(String, Message)>,
    /// What is said when no key fits.
    pub(crate) otherwise: Message,
}

/// A text in pieces.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Message(pub(crate) Vec<Piece>);

/// What the type of an argument has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Argument {
    /// Anything that prints itself.
    Shown,
    /// A whole number.
    Number,
    /// A word that decides.
    Word,
}

impl Message {
    /// The text, where it has no variable.
    pub(crate) fn plain(&self) -> Option<String> {
        let mut text = String::new();
        for piece in &self.0 {
            let Piece::Words(words) = piece else { return None };
            text.push_str(words);
        }
        Some(text)
    }

    /// The variables in the order of their first appearance, with what each has to be.
    pub(crate) fn arguments(&self) -> Vec<(String, Argument)> {
        let mut found = Vec::new();
        self.collect(&mut found);
        found
    }

    fn collect(&self, found: &mut Vec<(String, Argument)>) {
        for piece in &self.0 {
            match piece {
                Piece::Words(_) => {}
                Piece::Show(name) => note(found, name, Argument::Shown),
                Piece::Count(name) | Piece::Number(name) => note(found, name, Argument::Number),
                Piece::Choose(choice) => {
                    let kind = if choice.by_number { Argument::Number } else { Argument::Word };
                    note(found, &choice.by, kind);
                    choice.variants.iter().for_each(|(_, message)| message.collect(found));
                    choice.otherwise.collect(found);
                }
            }
        }
    }
}

fn note(found: &mut Vec<(String, Argument)>, name: &str, kind: Argument) {
    match found.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) if *known == Argument::Shown => *known = kind,
        Some(_) => {}
        None => found.push((name.to_owned(), kind)),
    }
}

/// Reads a pattern of the parser into pieces.
pub(crate) fn read(pattern: &ast::Pattern<&str>) -> Result<Message, String> {
    let mut pieces = Vec::new();
    for element in &pattern.elements {
        pieces.push(match element {
            ast::PatternElement::TextElement { value } => Piece::Words((*value).to_owned()),
            ast::PatternElement::Placeable { expression } => read_expression(expression)?,
        });
    }
    Ok(Message(pieces))
}

fn read_expression(expression: &ast::Expression<&str>) -> Result<Piece, String> {
    match expression {
        ast::Expression::Inline(inline) => read_inline(inline),
        ast::Expression::Select { selector, variants } => read_choice(selector, variants),
    }
}

fn read_inline(inline: &ast::InlineExpression<&str>) -> Result<Piece, String> {
    match inline {
        ast::InlineExpression::StringLiteral { value } => Ok(Piece::Words((*value).to_owned())),
        ast::InlineExpression::VariableReference { id } => Ok(Piece::Show(id.name.to_owned())),
        ast::InlineExpression::FunctionReference { id, arguments } => {
            let Some(ast::InlineExpression::VariableReference { id: variable }) =
                arguments.positional.first()
            else {
                return Err(format!("{}() takes one variable", id.name));
            };
            match id.name {
                "COUNT" => Ok(Piece::Count(variable.name.to_owned())),
                "NUMBER" => Ok(Piece::Number(variable.name.to_owned())),
                other => Err(format!("{other}() is not known: use COUNT or NUMBER")),
            }
        }
        other => Err(format!("not supported in our texts: {other:?}")),
    }
}

fn read_choice(
    selector: &ast::InlineExpression<&str>,
    variants: &[ast::Variant<&str>],
) -> Result<Piece, String> {
    let ast::InlineExpression::VariableReference { id } = selector else {
        return Err("a choice is made by a variable".to_owned());
    };
    let mut tried = Vec::new();
    let mut otherwise = None;
    let mut by_number = true;
    for variant in variants {
        let (key, numeric) = match &variant.key {
            ast::VariantKey::NumberLiteral { value } => ((*value).to_owned(), true),
            ast::VariantKey::Identifier { name } => {
                ((*name).to_owned(), matches!(*name, "one" | "other"))
            }
        };
        by_number &= numeric;
        let message = read(&variant.value)?;
        if variant.default {
            otherwise = Some(message);
        } else {
            tried.push((key, message));
        }
    }
    let otherwise = otherwise.ok_or("a choice needs a default")?;
    Ok(Piece::Choose(Choice { by: id.name.to_owned(), by_number, variants: tried, otherwise }))
}

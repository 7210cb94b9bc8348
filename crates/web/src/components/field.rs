//! What a person fills in.

/// A labelled control of a form (component 4), drawn by `form::field`.
#[derive(Debug, Clone, Default)]
pub struct FieldView {
    /// The id in the page; errors and hints hang on it.
    pub id: String,
    /// The name in the form.
    pub name: String,
    /// The visible label.
    pub label: String,
    /// `text`, `email`, `password`, `number`, `date`, `search`, `tel`, `url` or `area`.
    pub kind: &'static str,
    /// What stands in it now.
    pub value: String,
    /// What helps to fill it in.
    pub hint: Option<String>,
    /// What is wrong with it.
    pub error: Option<String>,
    /// The word "optional" where it is.
    pub optional: Option<String>,
    /// The autofill token: `email`, `current-password`, `one-time-code` …
    pub autocomplete: Option<&'static str>,
    /// The keyboard to show: `numeric`, `email`, `decimal` …
    pub inputmode: Option<&'static str>,
    /// The unit before a number: `¥`.
    pub unit: Option<String>,
    /// Must not stay empty.
    pub required: bool,
    /// The most characters.
    pub max: Option<u32>,
    /// The lines of an area.
    pub rows: u8,
    /// Takes the focus when the page opens.
    pub focus: bool,
}

impl FieldView {
    /// A required field of this kind; id and name are the same.
    pub fn new(kind: &'static str, name: impl Into<String>, label: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            id: name.clone(),
            name,
            label: label.into(),
            kind,
            required: true,
            rows: 4,
            ..Self::default()
        }
    }

    /// With what stands in it now.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// With a hint below the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With what is wrong, if anything is.
    #[must_use]
    pub fn error(mut self, error: Option<impl Into<String>>) -> Self {
        self.error = error.map(Into::into);
        self
    }

    /// May stay empty; `note` is the word that says so.
    #[must_use]
    pub fn optional(mut self, note: impl Into<String>) -> Self {
        self.required = false;
        self.optional = Some(note.into());
        self
    }

    /// With an autofill token.
    #[must_use]
    pub const fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token);
        self
    }

    /// With at most this many characters.
    #[must_use]
    pub const fn max(mut self, characters: u32) -> Self {
        self.max = Some(characters);
        self
    }

    /// Whether it is an area of several lines.
    #[must_use]
    pub fn is_area(&self) -> bool {
        self.kind == "area"
    }
}

/// One option of a choice or select (components 5 and 6).
#[derive(Debug, Clone, Default)]
pub struct ChoiceView {
    /// What is sent.
    pub value: String,
    /// What it says.
    pub label: String,
    /// A second line.
    pub sub: Option<String>,
    /// What stands at the end of the line.
    pub end: Option<String>,
    /// Whether it is chosen.
    pub checked: bool,
    /// Whether it cannot be chosen now; say why in `sub`.
    pub disabled: bool,
    /// The language of the label where it is not the page's.
    pub lang: Option<String>,
}

impl ChoiceView {
    /// An option without a second line.
    pub fn new(value: impl Into<String>, label: impl Into<String>, checked: bool) -> Self {
        Self { value: value.into(), label: label.into(), checked, ..Self::default() }
    }
}

/// One line of an error summary (component 8).
#[derive(Debug, Clone)]
pub struct Problem {
    /// The id of the field that it leads to.
    pub field_id: String,
    /// The same words as at the field.
    pub text: String,
}

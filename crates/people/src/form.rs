//! Forms that are shown again: what was wrong, at each field and in sum.

use kernel::{Fault, FieldErrors, Locale, Outcome};
use web::{FieldView, Problem, fault_text};

/// What was wrong with a form, in one language.
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    locale: Locale,
    fields: FieldErrors,
}

impl Refused {
    /// A form that nobody has sent yet.
    #[must_use]
    pub(crate) const fn nothing(locale: Locale) -> Self {
        Self { locale, fields: FieldErrors::none() }
    }

    /// Takes what a form can show: fields that must be put right, and a conflict or refusal at the
    /// field where it belongs. Anything else goes on as it is.
    ///
    /// # Errors
    /// The fault, when it is none of those.
    pub(crate) fn by(locale: Locale, fault: Fault, field: &'static str) -> Outcome<Self> {
        let fields = match fault {
            Fault::Invalid(fields) => fields,
            Fault::Conflict(key) => FieldErrors::one(field, key),
            Fault::TooFast { key, .. } => FieldErrors::one(field, key),
            Fault::Denied(denied) if denied.key != "session.reauthenticate" => {
                FieldErrors::one(field, denied.key)
            }
            other => return Err(other),
        };
        Ok(Self { locale, fields })
    }

    /// What is wrong with a field, if anything.
    #[must_use]
    pub(crate) fn of(&self, field: &str) -> Option<&'static str> {
        self.fields.of(field).map(|key| fault_text(self.locale, key))
    }

    /// The same with each field's words, for the summary above a form.
    #[must_use]
    pub(crate) fn problems(&self) -> Vec<Problem> {
        let problem = |(field, key): (&'static str, &'static str)| Problem {
            field_id: field.to_owned(),
            text: fault_text(self.locale, key).to_owned(),
        };
        self.fields.iter().map(problem).collect()
    }

    /// Whether nothing was wrong.
    #[must_use]
    pub(crate) fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// A field with what is wrong with it.
    #[must_use]
    pub(crate) fn at(&self, field: FieldView) -> FieldView {
        let error = self.of(&field.name);
        field.error(error)
    }
}

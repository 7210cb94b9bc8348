//! Forms that are shown again: what was wrong, at each field and in sum.

use askama::Template;
use http::{HeaderValue, StatusCode, header};
use kernel::{Fault, FieldErrors, Locale, Outcome};
use web::{FieldView, Problem, Reply, fault_text};

use crate::texts::Texts;

/// What was wrong with a form, in one language, and the outcome that it is answered with.
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    locale: Locale,
    fields: FieldErrors,
    status: StatusCode,
    /// Seconds after which it may go through, of what was done too often.
    wait: Option<u32>,
}

impl Refused {
    /// A form that nobody has sent yet.
    #[must_use]
    pub(crate) const fn nothing(locale: Locale) -> Self {
        Self { locale, fields: FieldErrors::none(), status: StatusCode::OK, wait: None }
    }

    /// Takes what a form can show: fields that must be put right, and a conflict, a refusal or a
    /// limit at the field where it belongs. Anything else goes on as it is.
    ///
    /// # Errors
    /// The fault, when it is none of those.
    pub(crate) fn by(locale: Locale, fault: Fault, field: &'static str) -> Outcome<Self> {
        let status = StatusCode::from_u16(fault.status());
        let status = status.map_err(|e| Fault::broken("the status of a form", e))?;
        let (fields, wait) = match fault {
            Fault::Invalid(fields) => (fields, None),
            Fault::Conflict(key) => (FieldErrors::one(field, key), None),
            Fault::TooFast { key, retry_after_s } => {
                (FieldErrors::one(field, key), Some(retry_after_s))
            }
            Fault::Denied(denied) if denied.key != web::STALE => {
                (FieldErrors::one(field, denied.key), None)
            }
            other => return Err(other),
        };
        Ok(Self { locale, fields, status, wait })
    }

    /// The page that shows the form: answered with what became of it, and with when to try again.
    ///
    /// # Errors
    /// `Broken` when the page cannot be drawn.
    pub(crate) fn answer(&self, page: &impl Template) -> Reply {
        let mut response = web::html_status(self.status, page)?;
        if let Some(seconds) = self.wait {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        Ok(response)
    }

    /// What is wrong with a field, if anything.
    #[must_use]
    pub(crate) fn of(&self, field: &str) -> Option<String> {
        self.fields.of(field).map(|key| self.text(key))
    }

    /// The same with each field's words, for the summary above a form.
    #[must_use]
    pub(crate) fn problems(&self) -> Vec<Problem> {
        let problem = |(field, key): (&'static str, &'static str)| Problem {
            field_id: field.to_owned(),
            text: self.text(key),
        };
        self.fields.iter().map(problem).collect()
    }

    fn text(&self, key: &str) -> String {
        let why = fault_text(self.locale, key);
        match self.wait {
            Some(seconds) => {
                Texts::new(self.locale).form_too_fast(why, web::again(self.locale, seconds))
            }
            None => why.to_owned(),
        }
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

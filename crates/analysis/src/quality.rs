//! The quality of a text, as a score whose parts can be shown.
//!
//! [`content_quality`] looks at the text alone; [`shrunk_rate`] and [`wilson`] judge it by the
//! response,
//! when there is any, without falling for small numbers; [`response_quality`] corrects the response
//! for reach and age first.

mod archive;
mod parts;
mod reading;
mod response;
mod units;

pub use archive::Archive;
pub use reading::{Part, Quality, Structure, Writing, content_quality};
pub use response::{Prior, Response, response_quality, shrunk_rate, wilson};

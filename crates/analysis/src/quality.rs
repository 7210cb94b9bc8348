//! The quality of a text, as a score whose parts can be shown.

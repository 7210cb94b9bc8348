//! The figures of a community over a window, as the operator's handbook defines them.

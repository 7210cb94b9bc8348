//! Turns a slice's Fluent files into Rust, one typed function per message.
//!
//! A slice calls [`generate`] from its `build.rs` and includes the result:
//!
//! ```ignore
//! // build.rs
//! fn main() { texts_build::generate("community"); }
//! // src/texts.rs
//! include!(concat!(env!("OUT_DIR"), "/texts.rs"));
//! ```
//!
//! The files are `locales/{zh-CN,en}/<slice>.ftl`. Each message `community-comment-count` becomes
//! `Texts::comment_count`, its variables the arguments in the order in which the English text
//! first names them. A missing message, another set of variables or an unknown construct stops
//! the build. A message `fault-post-locked` is the text of the fault `post.locked`.
//!
//! Arguments: a variable that selects by number is `i64`, one that selects by word is `&str`, one
//! inside `COUNT()` (1.2 万, 12K) or `NUMBER()` (12,345) is `i64`, any other is `impl Display`.

mod file;
mod message;
mod write;

use std::path::{Path, PathBuf};

/// Writes `texts.rs` into `OUT_DIR` for the slice that is being built.
///
/// # Panics
/// On any mistake in the files: a build script has no other way to say so.
pub fn generate(slice: &str) {
    if let Err(mistake) = run(slice) {
        #[expect(clippy::panic, reason = "a build script fails by panicking")]
        {
            panic!("texts of {slice}: {mistake}");
        }
    }
}

fn run(slice: &str) -> Result<(), String> {
    let folder = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join("../../locales");
    let chinese = read(&folder, "zh-CN", slice)?;
    let english = read(&folder, "en", slice)?;
    let code = write::texts(slice, &chinese, &english)?;
    let target = PathBuf::from(variable("OUT_DIR")?).join("texts.rs");
    std::fs::write(&target, code).map_err(|e| format!("{}: {e}", target.display()))
}

fn read(folder: &Path, language: &str, slice: &str) -> Result<file::File, String> {
    let path = folder.join(language).join(format!("{slice}.ftl"));
    println!("cargo::rerun-if-changed={}", path.display());
    let source = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    file::parse(slice, &source).map_err(|e| format!("{language}/{slice}.ftl: {e}"))
}

#[expect(clippy::disallowed_methods, reason = "a build script is told by the environment")]
fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|e| format!("{name}: {e}"))
}

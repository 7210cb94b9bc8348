//! Makes the typed texts, and names the built assets.

use std::path::Path;

fn main() {
    texts_build::generate("web");
    if let Err(mistake) = assets() {
        #[expect(clippy::panic, reason = "a build script fails by panicking")]
        {
            panic!("{mistake}");
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a build script is told by the environment")]
fn out_dir() -> Result<String, String> {
    std::env::var("OUT_DIR").map_err(|e| e.to_string())
}

/// Writes `assets.rs`: the hashed name of each built file, so that a page that names a file which
/// was not built does not compile.
fn assets() -> Result<(), String> {
    let manifest = Path::new("dist/manifest.json");
    println!("cargo::rerun-if-changed={}", manifest.display());
    let text = std::fs::read_to_string(manifest)
        .map_err(|_missing| "the assets are not built: run `make web` first".to_owned())?;
    let names: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&text).map_err(|e| format!("dist/manifest.json: {e}"))?;
    let mut code = String::new();
    for (logical, hashed) in &names {
        let hashed = hashed.as_str().ok_or("dist/manifest.json: a name is no text")?;
        let constant = logical.to_uppercase().replace(['.', '-', '/'], "_");
        code.push_str(&format!(
            "/// Address of the built file `{logical}`.\n\
             pub const {constant}: &str = \"/assets/{hashed}\";\n"
        ));
    }
    std::fs::write(Path::new(&out_dir()?).join("assets.rs"), code).map_err(|e| e.to_string())
}

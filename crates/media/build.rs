//! Makes the typed texts.

fn main() {
    texts_build::generate("media");
}

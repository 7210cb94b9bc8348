//! Makes the typed texts of the slice.

fn main() {
    texts_build::generate("site");
}

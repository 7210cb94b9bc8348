//! Makes the typed texts of the rooms.

fn main() {
    texts_build::generate("yaji");
}

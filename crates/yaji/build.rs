//! Makes the typed texts of the rooms, and what the program sets before it begins.

fn main() {
    texts_build::generate("yaji");
    share_heaps();
}

/// Puts `arenas.c` into the program: the one thing that only the C library can be told.
fn share_heaps() {
    println!("cargo::rerun-if-changed=src/arenas.c");
    for object in cc::Build::new().file("src/arenas.c").compile_intermediates() {
        println!("cargo::rustc-link-arg-bins={}", object.display());
    }
}

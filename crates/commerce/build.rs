//! Makes one typed function per message of this slice.

fn main() {
    texts_build::generate("commerce");
}

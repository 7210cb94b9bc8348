//! The `yaji` program.

fn main() {}

//! The `yaji` program.

use std::process::ExitCode;

/// Pages are made on one thread of rows that another one has read; glibc's allocator spent a
/// seventh of a page's time on that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    yaji::cli::main()
}

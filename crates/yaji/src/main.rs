//! The `yaji` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    yaji::cli::main()
}

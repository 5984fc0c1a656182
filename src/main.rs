//! The program; all of it stands in the library, under `cli`.

fn main() -> std::process::ExitCode {
    mondegreen::cli::main()
}

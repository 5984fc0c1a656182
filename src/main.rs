fn main() -> std::process::ExitCode {
    mondegreen::cli::main()
}

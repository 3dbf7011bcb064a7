"""The command line: one module per command, each with add_to(subparsers) and run(...)."""

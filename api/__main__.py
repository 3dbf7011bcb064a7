"""The command line: `python -m api serve`, `migrate`, and the administrators' commands.

What a command needs is imported when it is asked for, so that `--help` answers at once.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

COMMANDS = {
    "account": (
        "api.commands.accounts",
        "create, disable and list accounts, grant, confirm and revoke roles",
    ),
    "authority": (
        "api.commands.authorities",
        "create, correct, move, close and list authorities",
    ),
    "backup": ("api.commands.backups", "write the whole database to a file"),
    "duties": ("api.commands.scheduled_jobs", "run the scheduled jobs now"),
    "evidence": ("api.commands.evidence", "check the files of evidence against the database"),
    "export": ("api.commands.export", "write the register as a ledger"),
    "import": ("api.commands.imports", "import a ledger"),
    "in-service-teachers": (
        "api.commands.in_service_teachers",
        "load a list of in-service school teachers",
    ),
    "jobs": ("api.commands.jobs", "list, run, stop and resume scheduled jobs; see to the outbox"),
    "regions": ("api.commands.regions", "maintain the table of regions"),
    "restore": ("api.commands.restore", "restore a backup into an empty database"),
    "rules": ("api.commands.adoptions", "adopt rules from a day on, end and list them"),
    "seed": ("api.commands.seed_register", "fill an empty register with invented rows"),
    "setup": (
        "api.commands.setup",
        "set an empty register up: the first authority and its three administrators",
    ),
    "template": ("api.commands.templates", "write an empty ledger with explanations"),
}
"""The administrators' commands: where each is, and its help. The module has `add_to` and `run`."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one command. 0: done, 1: refused or impossible, 2: wrong arguments."""
    words = sys.argv[1:] if words is None else words
    arguments = _parser(words).parse_args(words)
    if hasattr(arguments, "alone"):
        # Needs neither settings nor a database.
        status: int = arguments.alone(arguments)
        return status
    from api.settings import Settings, SettingsInvalid  # see above

    try:
        settings = Settings.from_environment(os.environ)
    except SettingsInvalid as problems:
        print(problems, file=sys.stderr)
        return 2
    if arguments.command == "serve":
        from api import memory

        # Before most of it is taken.
        memory.give_back()
        from api.server import serve

        return serve(settings, has_worker=not arguments.no_worker)
    if arguments.command == "worker":
        from api.worker import work

        return work(settings)
    from api.administration import administer

    return administer(settings, arguments)


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m api", description="Spotcheck on the command line.")
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="start the server with its database")
    serve.add_argument(
        "--no-worker", action="store_true", help="leave what runs by itself to a `worker`"
    )
    commands.add_parser("worker", help="run what runs by itself: deliveries and scheduled jobs")
    commands.add_parser("migrate", help="upgrade the database to the current version")
    command = next((word for word in words if not word.startswith("-")), None)
    for name, (module, about) in COMMANDS.items():
        if name == command:
            importlib.import_module(module).add_to(commands)
        else:
            commands.add_parser(name, help=about)
    return parser


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(version("spotcheck"))
        parser.exit()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        # Also while modules are still being imported, which takes a second.
        sys.exit(130)

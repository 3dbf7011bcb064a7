"""`python -m api template`: an empty ledger with a sheet that explains each column."""

import argparse
import sys
from pathlib import Path
from typing import Any

from ledgers import templates
from ledgers.layouts import LAYOUTS
from ledgers.refused import FileRefused


def add_to(subparsers: Any) -> None:
    parser = subparsers.add_parser("template", help="write an empty ledger with explanations")
    parser.add_argument("ledger", choices=LAYOUTS)
    parser.add_argument(
        "file", metavar="FILE", type=Path, help=".xlsx file to create (or .csv: header only)"
    )
    parser.set_defaults(alone=run)


def run(arguments: argparse.Namespace) -> int:
    """0: written, 2: not possible."""
    path: Path = arguments.file
    try:
        templates.write(LAYOUTS[arguments.ledger], path)
    except FileRefused as reason:
        print(reason, file=sys.stderr)
        return 2
    print(f"The template was written to {path}.")
    return 0

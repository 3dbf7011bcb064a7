"""`python -m api regions`: regions that the shipped table does not know, and regions that end."""

import argparse
import datetime as dt
import sys
from typing import Any

from domain import dates
from domain.regions import is_region_code
from persistence.engine import audit
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.regions import writes as regions
from persistence.regions.writes import RegionNotAdded, RegionNotEnded


def add_to(subparsers: Any) -> None:
    parser = subparsers.add_parser("regions", help="maintain the table of regions")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    adding = actions.add_parser("add", help="add a region below an existing one")
    adding.add_argument(
        "code", metavar="CODE", type=region_code, help="six digits, as in GB/T 2260"
    )
    adding.add_argument("name", metavar="NAME", type=_name, help="name, up to 50 characters")
    adding.add_argument(
        "--parent",
        metavar="CODE",
        type=region_code,
        help="region above; derived from the code, and checked if given",
    )
    adding.set_defaults(run=add)
    ending = actions.add_parser("end", help="have a region end and become part of another")
    ending.add_argument("code", metavar="CODE", type=region_code, help="region that ends")
    ending.add_argument(
        "--successor", metavar="CODE", type=region_code, required=True, help="region it belongs to"
    )
    ending.add_argument(
        "--on", metavar="DATE", type=day, required=True, help="day it ends, like 2026-12-01"
    )
    ending.set_defaults(run=end)
    resuming = actions.add_parser("resume", help="take back the end of a region")
    resuming.add_argument("code", metavar="CODE", type=region_code, help="region that goes on")
    resuming.set_defaults(run=resume)


async def add(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    """Add the region of the arguments. 0: it is there now, 1: it cannot be added."""
    code, name = arguments.code, arguments.name
    try:
        async with database.writing() as session:
            is_new = await regions.add(session, code, name, arguments.parent)
            if is_new:
                audit.record(session, "region.added", by=None, on=None, region_code=code)
    except RegionNotAdded as reason:
        print(reason, file=sys.stderr)
        return 1
    print(f"{code} {name}: {'added' if is_new else 'already exists'}.")
    return 0


async def end(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    """End the region of the arguments. 0: it has ended, 1: it cannot."""
    code, successor, on = arguments.code, arguments.successor, arguments.on
    try:
        async with database.writing() as session:
            if await regions.end(session, code, successor_code=successor, on=on):
                audit.record(
                    session,
                    "region.ended",
                    by=None,
                    on=None,
                    region_code=code,
                    successor_code=successor,
                    ended_on=on.isoformat(),
                )
    except RegionNotEnded as reason:
        print(reason, file=sys.stderr)
        return 1
    print(f"{code}: part of {successor} from {on}.")
    return 0


async def resume(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    """Take back the end of the region. 0: it goes on, 1: there is no such region."""
    try:
        async with database.writing() as session:
            if await regions.resume(session, arguments.code):
                audit.record(
                    session, "region.resumed", by=None, on=None, region_code=arguments.code
                )
    except RegionNotEnded as reason:
        print(reason, file=sys.stderr)
        return 1
    print(f"{arguments.code}: in force.")
    return 0


def region_code(text: str) -> str:
    """An argument of a command that is a region's code."""
    if not is_region_code(text):
        raise argparse.ArgumentTypeError("must be a region code of six digits")
    return text


def day(text: str) -> dt.date:
    """An argument of a command that is a day."""
    try:
        return dates.of_iso(text)
    except dates.NotADate as reason:
        raise argparse.ArgumentTypeError(reason.en) from None


def _name(text: str) -> str:
    name = text.strip()
    if not (1 <= len(name) <= 50 and name.isprintable()):
        raise argparse.ArgumentTypeError("must have 1 to 50 printable characters")
    return name

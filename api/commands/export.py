"""`python -m api export`: the register as a ledger, as far as the acting account may see it."""

import argparse
import sys
from pathlib import Path
from typing import Any

from api.commands.acting_account import NotAnAccount, actor_of
from api.commands.regions import region_code
from api.steps import step
from domain.regions import subtree
from ledgers.export import EVERYWHERE, EXPORTED, export, layout_of
from ledgers.refused import FileRefused
from ledgers.rows_out import open_new_rows
from persistence.engine import audit
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.ledgers import writes as ledgers


def add_to(subparsers: Any) -> None:
    parser = subparsers.add_parser("export", help="write the register as a ledger")
    parser.add_argument("ledger", choices=EXPORTED)
    parser.add_argument("file", metavar="FILE", type=Path, help=".xlsx or .csv file to create")
    parser.add_argument(
        "--region", metavar="CODE", type=region_code, help="only this region and those below it"
    )
    parser.add_argument(
        "--as",
        dest="acting",
        metavar="LOGIN",
        help="export what this account may see; default: what is public",
    )
    parser.set_defaults(run=run)


async def run(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    """Export to the file of the arguments. 0: done, 2: not possible."""
    path: Path = arguments.file
    try:
        if arguments.region and arguments.ledger in EVERYWHERE:
            raise FileRefused(
                "该台账不分地区",
                f"There are no {arguments.ledger} of one region: leave --region out",
            )
        actor = await actor_of(database, keys, arguments.acting)
        async with database.writing() as session:
            offices = await ledgers.offices(session)
        within = subtree(arguments.region) if arguments.region else None
        with (
            step(f"writing {path.name}"),
            open_new_rows(path, layout_of(arguments.ledger).zh) as rows,
        ):
            count = await export(
                database,
                arguments.ledger,
                by=actor,
                keys=keys,
                offices=offices,
                within=within,
                write=rows.write,
            )
            # Before the file gets its name: no export exists that is not in the audit.
            async with database.writing() as session:
                audit.record(
                    session,
                    f"{arguments.ledger}.exported",
                    by=actor.account_id,
                    on=None,
                    region_code=arguments.region,
                    rows=count,
                )
    except (FileRefused, NotAnAccount) as reason:
        print(reason, file=sys.stderr)
        return 2
    print(f"{count:,} {arguments.ledger} in {rows.count - 1:,} rows: {path}")
    return 0

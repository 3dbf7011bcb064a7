"""`python -m api rules`: rules that hold here from the day on which the operator has them hold."""

import argparse
import datetime as dt
import sys
from typing import Any

from api.commands.regions import day, region_code
from domain.adoptions import AdoptableRule, Adoption, AdoptionRefused
from domain.moments import day_of
from domain.regions import NATION
from persistence.adoptions import writes as adoptions
from persistence.engine.database import Database
from persistence.engine.keys import Keys


def add_to(subparsers: Any) -> None:
    parser = subparsers.add_parser("rules", help="adopt rules from a day on, end and list them")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    for name, is_in_force, about in (
        ("adopt", True, "have a rule hold from a day to come"),
        ("end", False, "have a rule hold no more from a day to come"),
    ):
        action = actions.add_parser(name, help=about)
        action.add_argument(
            "rule",
            metavar="RULE",
            type=_rule,
            help=", ".join(f"{each.value}: {each.en.lower()}" for each in AdoptableRule),
        )
        action.add_argument(
            "--from",
            dest="holds_from",
            metavar="DATE",
            type=day,
            required=True,
            help="first day, like 2027-01-01; after today",
        )
        action.add_argument(
            "--region",
            metavar="CODE",
            type=region_code,
            default=NATION,
            help="where authorities follow it, with all below; everywhere by default",
        )
        action.set_defaults(run=record, is_in_force=is_in_force)
    actions.add_parser("list", help="what was adopted and ended").set_defaults(run=show)


async def record(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    """Adopt or end the rule of the arguments. 0: it is recorded, 1: it cannot be."""
    adoption = Adoption(
        arguments.rule, arguments.region, arguments.holds_from, arguments.is_in_force
    )
    try:
        async with database.writing() as session:
            await adoptions.record(session, adoption, today=day_of(dt.datetime.now(dt.UTC)))
    except AdoptionRefused as reason:
        print(reason, file=sys.stderr)
        return 1
    print(_line(adoption))
    return 0


async def show(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    async with database.writing() as session:
        rows = await adoptions.every_one(session)
    for row in rows:
        print(_line(Adoption(row.rule, row.region_code, row.holds_from, row.is_in_force)))
    if not rows:
        print("No rule is adopted.")
    return 0


def _line(adoption: Adoption) -> str:
    holds = "holds" if adoption.is_in_force else "holds no more"
    return f"{adoption.rule.value} {holds} in {adoption.region_code} from {adoption.holds_from}."


def _rule(text: str) -> AdoptableRule:
    if text not in AdoptableRule.__members__:
        raise argparse.ArgumentTypeError(f"must be one of {', '.join(AdoptableRule.__members__)}")
    return AdoptableRule[text]

"""`python -m api setup [FILE]`: the first authority and its three administrators, from a file or by asking.

Safe to repeat: what is there stays, what is lacking is made. Exit codes: 0 all of it is there, 1 refused,
2 the file or an answer cannot be read.
"""

import argparse
import datetime as dt
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from domain import identifiers
from domain.authorities import AuthorityKind, Sector
from domain.refusals import Refusal
from domain.roles import Role
from domain.setup import ADMINISTRATORS, FirstAuthority, FirstPerson
from domain.terms import Term
from persistence.accounts import links, setup
from persistence.accounts.setup import SetUp
from persistence.engine.database import Database
from persistence.engine.keys import Keys

_EXAMPLE = """An example of the file (TOML):

  [authority]
  name = "示例市教育局"
  region = "320500"
  sectors = ["EDUCATION", "SPORTS"]
  # kind = "SOCIAL_ORG" for a social organisation; an administrative organ unless given.

  [system]
  login = "first"
  name = "甲某"
  # phone = "…" is the person's own mobile number, to which the link of a reset goes; may be left out.

  [security]
  login = "second"
  name = "乙某"

  [audit]
  login = "third"
  name = "丙某"
"""


Listed = TypeVar("Listed", bound=Term)


class Unreadable(Exception):
    """The file or an answer is not what is needed; the message says what is."""


def add_to(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "setup",
        help="set an empty register up: the first authority and its three administrators",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help="TOML with what is asked for otherwise"
    )
    parser.add_argument(
        "--address",
        metavar="URL",
        help="address at which people reach this server, put before the links; default: HOST and PORT",
    )
    parser.set_defaults(run=run)


async def run(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    try:
        given = _read(arguments.file) if arguments.file else _ask(input)
        authority, people = _authority(given), _people(given)
        async with database.writing() as session:
            done = await setup.set_up(
                session, authority, people, keys=keys, now=dt.datetime.now(dt.UTC)
            )
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except Unreadable as reason:
        print(reason, file=sys.stderr)
        return 2
    _report(done, authority, keys, _address(arguments))
    return 0


def _report(done: SetUp, authority: FirstAuthority, keys: Keys, address: str) -> None:
    print(
        f"{authority.name} ({authority.region_code}) {'was entered' if done.is_new else 'is there'}."
    )
    for role in ADMINISTRATORS:
        login = done.logins[role]
        if role in done.links:
            print(f"{role.value}\t{login}\t{address}{links.address(keys, done.links[role])}")
        else:
            print(f"{role.value}\t{login}\tis there")
    if done.links:
        print("Each link is shown only once, for its person alone, and good for seven days.")
    else:
        print("Nothing was changed. Another link: python -m api account recover LOGIN")


def _address(arguments: argparse.Namespace) -> str:
    if arguments.address:
        return str(arguments.address).rstrip("/")
    settings = arguments.settings
    return f"http://{settings.host}:{settings.port}"


def _read(file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(Path(file).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Unreadable(f"{file} cannot be read: {error}") from None


def _ask(ask: Callable[[str], str]) -> dict[str, Any]:
    """The same as a file has. Raises Unreadable without a terminal."""
    if not sys.stdin.isatty():
        raise Unreadable("There is no terminal to answer questions. Name a file; --help shows one.")
    sectors = ", ".join(f"{sector.value} {sector.zh}" for sector in Sector)
    kinds = ", ".join(f"{kind.value} {kind.zh}" for kind in AuthorityKind)
    given: dict[str, Any] = {
        "authority": {
            "kind": ask(f"Kind of the authority / 机关性质 ({kinds}) [ADMIN_ORGAN]: "),
            "name": ask("Name of the authority / 机关全称: "),
            "region": ask("Its region, six digits / 地区代码 (000000: the nation / 全国): "),
            "sectors": ask(
                f"Its sectors, separated by commas / 负责领域，以逗号隔开\n({sectors}): "
            )
            .replace("，", ",")
            .split(","),
        }
    }
    for role, name in ADMINISTRATORS.items():
        given[name] = {
            "login": ask(f"Login of the {name} administrator / {role.zh}登录名: "),
            "name": ask("Display name / 显示姓名: "),
            "phone": ask("Mobile number, may be left empty / 手机号码，可不填: "),
        }
    return given


def _authority(given: Mapping[str, Any]) -> FirstAuthority:
    table = _table(given, "authority", ("name", "region", "sectors"), ("kind",))
    listed = table["sectors"]
    if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
        raise Unreadable("authority.sectors must be a list of names.")
    names = [name for each in listed if (name := each.strip())]
    return FirstAuthority(
        _text(table, "authority", "name"),
        _text(table, "authority", "region"),
        frozenset(_term(Sector, "authority.sectors", name) for name in names),
        _term(AuthorityKind, "authority.kind", _text(table, "authority", "kind") or "ADMIN_ORGAN"),
    )


def _term(terms: type[Listed], field: str, name: str) -> Listed:
    """By its code, or as it is called in Chinese."""
    known = {key: term for term in terms for key in (term.value, term.zh)}
    if name not in known:
        raise Unreadable(f"{field}: {name} is none of {', '.join(term.value for term in terms)}.")
    return known[name]


def _people(given: Mapping[str, Any]) -> dict[Role, FirstPerson]:
    people = {}
    for role, name in ADMINISTRATORS.items():
        table = _table(given, name, ("login", "name"), ("phone",))
        phone = identifiers.mobile(_text(table, name, "phone"))
        login, display_name = _text(table, name, "login"), _text(table, name, "name")
        people[role] = FirstPerson(login, display_name, phone or None)
    return people


def _table(
    given: Mapping[str, Any], name: str, fields: tuple[str, ...], more: tuple[str, ...]
) -> Mapping[str, Any]:
    """`more` may be left out: they are empty then."""
    table = given.get(name)
    if not isinstance(table, dict):
        raise Unreadable(f"[{name}] is missing; --help shows an example.")
    if lacking := [field for field in fields if field not in table]:
        raise Unreadable(f"{name}.{lacking[0]} is missing; --help shows an example.")
    if unknown := [field for field in table if field not in (*fields, *more)]:
        raise Unreadable(f"{name}.{unknown[0]} is not known; --help shows an example.")
    return dict.fromkeys(more, "") | table


def _text(table: Mapping[str, Any], name: str, field: str) -> str:
    value = table[field]
    if not isinstance(value, str):
        raise Unreadable(f"{name}.{field} must be a text in quotation marks.")
    return value.strip()

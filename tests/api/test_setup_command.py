"""`python -m api setup`: four things together, from a file or by asking, as often as one likes."""

import argparse
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from api.commands import setup as command
from domain.authorities import Sector
from domain.roles import Role
from domain.setup import FirstAuthority, FirstPerson
from persistence import installation
from persistence.accounts import phones
from persistence.accounts.table import Account, RoleGrant
from persistence.authorities.table import Authority
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent, Installation
from tests.api.test_account_commands import BOOTSTRAP, Console, console
from tests.factories import NOW, accounts

__all__ = ["console"]

FILE = """
[authority]
name = "苏州市教育局"
region = "320500"
sectors = ["EDUCATION", "SPORTS"]
[system]
login = "first"
name = "甲某"
[security]
login = "second"
name = "乙某"
[audit]
login = "third"
name = "丙某"
"""


PHONES = FILE
for _name, _phone in (
    ("甲某", "13800000001"),
    ("乙某", "13800000002"),
    ("丙某", "+86 138-0000-0003"),
):
    PHONES = PHONES.replace(f'name = "{_name}"', f'name = "{_name}"\nphone = "{_phone}"')
SOCIETY = FILE.replace("苏州市教育局", "示例学会").replace(
    "[system]", 'kind = "社会组织"\n[system]'
)


class SetupConsole:
    def __init__(self, database: Database, keys: Keys, capsys: Any, folder: Path) -> None:
        self._database, self._keys, self._capsys = database, keys, capsys
        self._file = folder / "setup.toml"

    async def __call__(self, text: str | None = FILE) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        command.add_to(parser.add_subparsers())
        words = []
        if text is not None:
            self._file.write_text(text, "utf-8")
            words = [str(self._file)]
        arguments = parser.parse_args(["setup", *words])
        arguments.settings = SimpleNamespace(host="127.0.0.1", port=8000)
        code = await arguments.run(arguments, self._database, self._keys)
        output, angry = self._capsys.readouterr()
        return code, output, angry


@pytest.fixture
async def set_up(
    database: Database, keys: Keys, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> SetupConsole:
    await installation.refuse_other_key(database, keys)
    return SetupConsole(database, keys, capsys, tmp_path)


async def _grants(database: Database) -> list[tuple[str, str | None, str]]:
    async with database.writing() as session:
        rows = await session.execute(
            sa.select(RoleGrant.role, Account.login, Authority.region_code)
            .join(Account, Account.id == RoleGrant.account_id)
            .join(Authority, Authority.id == RoleGrant.authority_id)
            .order_by(Account.login)
        )
        return [(role.value, login, region) for role, login, region in rows]


THREE = [
    ("SYS_ADMIN", "first", "320500"),
    ("SECURITY_ADMIN", "second", "320500"),
    ("AUDIT_ADMIN", "third", "320500"),
]


async def test_the_first_time_makes_all_four_and_the_second_changes_nothing(
    set_up: SetupConsole, database: Database
) -> None:
    code, output, angry = await set_up()
    again = await set_up()

    assert (code, angry) == (0, "")
    lines = output.splitlines()
    assert lines[0] == "苏州市教育局 (320500) was entered."
    assert [line.split("\t")[:2] for line in lines[1:4]] == [[r, login] for r, login, _ in THREE]
    assert all("\thttp://127.0.0.1:8000/password#" in line for line in lines[1:4])
    assert again[0] == 0
    assert again[1].splitlines() == [
        "苏州市教育局 (320500) is there.",
        *(f"{role}\t{login}\tis there" for role, login, _ in THREE),
        "Nothing was changed. Another link: python -m api account recover LOGIN",
    ]
    assert await _grants(database) == THREE
    async with database.writing() as session:
        tags = (await session.scalars(sa.select(AuditEvent.tag).order_by("at"))).all()
    assert sorted(tags) == ["account.created"] * 3 + ["authority.set_up"]


async def test_telephones_are_kept_sealed_and_a_second_time_changes_none(
    set_up: SetupConsole, database: Database, keys: Keys
) -> None:
    assert (await set_up(PHONES))[0] == 0
    assert (await set_up(PHONES.replace("13800000001", "13800000009")))[0] == 0

    async with database.writing() as session:
        found = list(await session.scalars(sa.select(Account).order_by(Account.login)))
        rows = (await session.execute(sa.text("select a::text from accounts a"))).scalars().all()
        audited = (await session.execute(sa.text("select a::text from audit_events a"))).scalars()
        traces = str([*rows, *audited])
    numbers = ["13800000001", "13800000002", "13800000003"]
    assert [phones.of(account, keys) for account in found] == numbers
    assert {account.phone_hash for account in found} == {None}
    assert not [number for number in numbers if number in traces]


async def test_a_social_organisation_sets_itself_up_and_an_organ_beside_it_later(
    set_up: SetupConsole, database: Database
) -> None:
    first, again = await set_up(SOCIETY), await set_up(SOCIETY)
    other = await set_up(SOCIETY.replace("示例学会", "另一学会"))
    others = FILE
    for login in ("first", "second", "third"):
        others = others.replace(f'"{login}"', f'"o-{login}"')
    organ = await set_up(others)
    closed = await set_up(others.replace("苏州市教育局", "无锡市教育局").replace("3205", "3202"))

    assert [each[0] for each in (first, again, other, organ, closed)] == [0, 0, 1, 0, 1]
    assert "Nothing was changed." in again[1]
    assert "already has accounts" in other[2]
    async with database.writing() as session:
        rows = await session.execute(sa.select(Authority.name, Authority.kind))
        top = await session.scalar(sa.select(Installation.top_region_code))
    assert {name: kind.value for name, kind in rows} == {
        "示例学会": "SOCIAL_ORG",
        "苏州市教育局": "ADMIN_ORGAN",
    }
    assert top == "320500"


async def test_what_was_done_by_half_is_completed(set_up: SetupConsole, database: Database) -> None:
    await set_up()
    async with database.writing() as session:
        await session.execute(
            sa.update(Account).where(Account.login == "third").values(disabled_at=NOW)
        )

    code, output, _ = await set_up(FILE.replace('"third"', '"fourth"'))

    assert code == 0
    found = [line.split("\t")[1:3] for line in output.splitlines()[1:4]]
    assert found[:2] == [["first", "is there"], ["second", "is there"]]
    assert found[2][0] == "fourth"
    assert found[2][1].startswith("http://127.0.0.1:8000/password#")
    assert ("AUDIT_ADMIN", "fourth", "320500") in await _grants(database)


async def test_who_administers_a_register_already_makes_the_next_authority(
    set_up: SetupConsole, console: Console, database: Database
) -> None:
    await set_up()

    other = await set_up(FILE.replace("苏州市教育局", "无锡市教育局").replace("320500", "320200"))
    nation = await console(*BOOTSTRAP)

    assert (other[0], nation[0]) == (1, 1)
    assert "already has accounts" in other[2]
    assert "already has accounts" in nation[2]
    assert await _grants(database) == THREE


async def test_a_login_of_somebody_else_makes_nothing(
    set_up: SetupConsole, database: Database
) -> None:
    async with database.writing() as session:
        session.add(accounts.account("third"))

    code, output, angry = await set_up()

    assert (code, output) == (1, "")
    assert angry == "This login is already in use. Choose another.\n"
    assert await _grants(database) == []


@pytest.mark.parametrize(
    ("text", "code", "angry"),
    [
        ("[authority", 2, "cannot be read"),
        ("", 2, "[authority] is missing"),
        (FILE.replace('region = "320500"', ""), 2, "authority.region is missing"),
        (FILE.replace('"320500"', "320500"), 2, "authority.region must be a text"),
        (FILE.replace('"SPORTS"', '"CHESS"'), 2, "CHESS is none of"),
        (FILE.replace('["EDUCATION", "SPORTS"]', '"EDUCATION"'), 2, "must be a list"),
        (FILE + 'mail = "x"', 2, "audit.mail is not known"),
        (FILE + 'phone = "1"', 1, "audit.phone: must be a mainland mobile number"),
        (FILE.replace("[system]", 'kind = "CLUB"\n[system]'), 2, "CLUB is none of ADMIN_ORGAN"),
        (PHONES.replace("13800000002", "+86 13800000001"), 1, "must be another number"),
        (FILE.replace('"320500"', '"999999"'), 1, "there is no such region"),
        (FILE.replace('"third"', '"first"'), 1, "must be another person"),
        (FILE.replace('"third"', '"Third"'), 1, "audit.login"),
    ],
    ids=range(13),
)
async def test_a_file_that_does_not_say_it_is_refused_by_what_is_wrong(
    set_up: SetupConsole, database: Database, text: str, code: int, angry: str
) -> None:
    result = await set_up(text)

    assert (result[0], result[1]) == (code, "")
    assert angry in result[2]
    assert await _grants(database) == []


async def test_without_a_terminal_a_file_is_needed(
    set_up: SetupConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)

    code, _, angry = await set_up(None)

    assert code == 2
    assert "Name a file" in angry


def test_who_answers_the_questions_says_what_a_file_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    answers = iter(
        [
            *("", "苏州市教育局", "320500", "EDUCATION，体育"),
            *("first", "甲", "13800000001"),
            *("second", "乙", ""),
            *("third", "丙", " 138 0000 0003 "),
        ]
    )

    asked_for = command._ask(lambda _: next(answers))

    authority, people = command._authority(asked_for), command._people(asked_for)
    sectors = frozenset({Sector.EDUCATION, Sector.SPORTS})
    assert authority == FirstAuthority("苏州市教育局", "320500", sectors)
    assert people == {
        Role.SYS_ADMIN: FirstPerson("first", "甲", "13800000001"),
        Role.SECURITY_ADMIN: FirstPerson("second", "乙"),
        Role.AUDIT_ADMIN: FirstPerson("third", "丙", "13800000003"),
    }

"""`python -m api setup`: four things together, from a file or by asking, as often as one likes."""

import argparse
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from api.commands import setup as command
from domain.roles import Role
from persistence import installation
from persistence.accounts.table import Account, RoleGrant
from persistence.authorities.table import Authority
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent
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
        (FILE + 'phone = "1"', 2, "audit.phone is not known"),
        (FILE.replace('"320500"', '"999999"'), 1, "there is no such region"),
        (FILE.replace('"third"', '"first"'), 1, "must be another person"),
        (FILE.replace('"third"', '"Third"'), 1, "audit.login"),
    ],
    ids=range(10),
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
            "苏州市教育局",
            "320500",
            "EDUCATION, SPORTS",
            "first",
            "甲",
            "second",
            "乙",
            "third",
            "丙",
        ]
    )

    asked_for = command._ask(lambda _: next(answers))

    assert (
        command._authority(asked_for).sectors
        == command._authority(
            {"authority": {"name": "x", "region": "320500", "sectors": ["SPORTS", "EDUCATION"]}}
        ).sectors
    )
    assert command._people(asked_for)[Role.AUDIT_ADMIN].login == "third"

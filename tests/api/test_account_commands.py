"""`python -m api account …`: the same permissions, the same audit, one clear message."""

import argparse
import io
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from api.commands import accounts as commands
from domain.roles import Role
from persistence.accounts.passwords import Passwords
from persistence.accounts.table import Account, RoleGrant
from persistence.authorities.table import Authority, InspectorProfile, Officer
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent
from persistence.reading import ids
from tests.people import GUSU, JIANGSU, MAPLE, NATION, mei, shan

GUSU_ID = ids.write("Authority", GUSU.id)


class Console:
    """One call of the command; the exit code, what was said, and what was said in anger."""

    def __init__(self, database: Database, keys: Keys, capsys: Any) -> None:
        self._database, self._keys, self._capsys = database, keys, capsys

    async def __call__(self, *words: str) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        commands.add_to(parser.add_subparsers())
        arguments = parser.parse_args(["account", *words])
        code = await arguments.run(arguments, self._database, self._keys)
        output, angry = self._capsys.readouterr()
        return code, output, angry


@pytest.fixture
def console(database: Database, keys: Keys, capsys: pytest.CaptureFixture[str]) -> Console:
    return Console(database, keys, capsys)


@pytest.fixture
def password_file(tmp_path: Path) -> str:
    file = tmp_path / "password"
    file.write_text("first password\n")
    return str(file)


async def _account(database: Database, login: str) -> Account | None:
    async with database.writing() as session:
        return await session.scalar(sa.select(Account).where(Account.login == login))


async def _audit(database: Database) -> list[tuple[str, Any]]:
    async with database.writing() as session:
        rows = await session.execute(
            sa.select(AuditEvent.tag, AuditEvent.actor_id).order_by(AuditEvent.at)
        )
        return [(tag, actor) for tag, actor in rows]


async def test_the_first_account_administers_the_nation(
    console: Console, database: Database
) -> None:
    code, output, angry = await console("bootstrap", "root", "--authority-name", "某平台")

    password = output.rpartition(" ")[2].strip()
    account = await _account(database, "root")
    assert (code, angry) == (0, "")
    assert account is not None
    assert account.must_change_password
    assert await Passwords().matches(account.password_hash, password)
    async with database.writing() as session:
        (authority,) = (await session.scalars(sa.select(Authority))).all()
        (grant,) = (await session.scalars(sa.select(RoleGrant))).all()
    assert (authority.name, authority.region_code, len(authority.sectors)) == (
        "某平台",
        "000000",
        8,
    )
    assert (grant.role, grant.authority_id) == (Role.SYS_ADMIN, authority.id)
    assert await _audit(database) == [("account.created", None)]


async def test_there_is_one_first_account(console: Console, database: Database) -> None:
    await console("bootstrap", "root")

    code, output, angry = await console("bootstrap", "toor")

    assert (code, output) == (1, "")
    assert "already has accounts" in angry
    assert await _account(database, "toor") is None


async def test_the_first_account_makes_the_next(
    console: Console, database: Database, password_file: str
) -> None:
    await console("bootstrap", "root")
    async with database.writing() as session:
        authority_id = await session.scalar(sa.select(Authority.id))
        assert authority_id is not None
    place = ids.write("Authority", authority_id)

    code, output, _ = await console(
        *("create", "anna", "--as", "root", "--role", "SECURITY_ADMIN"),
        *("--authority", place, "--password-file", password_file),
    )

    assert (code, output) == (0, "anna was created.\n")
    account = await _account(database, "anna")
    assert account is not None
    assert account.must_change_password


async def test_an_inspector_is_made_granted_revoked_disabled_and_listed(
    world: None, console: Console, database: Database, password_file: str
) -> None:
    made = await console(
        *("create", "wei", "--as", "shan", "--role", "INSPECTOR", "--authority", GUSU_ID),
        *("--name", "魏检查", "--password-file", password_file, "--staff-no", "G-17"),
        *("--certificate-no", "32050899001", "--valid-from", "2026-01-01"),
        *("--valid-to", "2030-12-31", "--may-lead"),
    )
    place = ("--role", "TASK_MANAGER", "--authority", GUSU_ID)
    granted = await console("grant", "wei", "--as", "shan", *place)
    _, listed, _ = await console("list", "--as", "shan")
    revoked = await console("revoke", "wei", "--as", "shan", *place)
    disabled = await console("disable", "wei", "--as", "sen")

    assert made == (0, "wei was created.\n", "")
    assert granted == (0, "wei now has the role TASK_MANAGER.\n", "")
    assert revoked == (0, "wei no longer has the role TASK_MANAGER.\n", "")
    assert disabled == (0, "wei was disabled.\n", "")
    (line,) = [line for line in listed.splitlines() if "\twei\t" in line]
    assert line.split("\t")[1:] == [
        "wei",
        "魏检查",
        "active",
        "INSPECTOR 姑苏区教育局; TASK_MANAGER 姑苏区教育局",
    ]
    assert [tag for tag, _ in await _audit(database)] == [
        "account.created",
        "account.role_granted",
        "account.role_revoked",
        "account.disabled",
    ]
    async with database.writing() as session:
        officer = await session.scalar(sa.select(Officer).where(Officer.staff_no == "G-17"))
        assert officer is not None
        profile = await session.get_one(InspectorProfile, officer.id)
    assert (officer.name, profile.may_lead, profile.specialities) == ("魏检查", True, ["EDUCATION"])


async def test_an_institutions_administrator_is_made(
    world: None, console: Console, password_file: str
) -> None:
    code, _, _ = await console(
        *("create", "feng", "--as", "shan", "--role", "INSTITUTION_ADMIN"),
        *("--institution", ids.write("Institution", MAPLE), "--password-file", password_file),
    )

    assert code == 0


@pytest.mark.parametrize(
    ("words", "code", "angry"),
    [
        (("grant", "mei", "--as", "lin"), 1, "NOT_PERMITTED"),
        (("grant", "nobody", "--as", "shan"), 2, "There is no account nobody that you may see."),
        (("grant", "mei", "--as", "nobody"), 2, "There is no active account nobody."),
        (("grant", "shan", "--as", "shan"), 1, "OWN_GRANT: You cannot grant"),
        (("grant", "acct_1", "--as", "shan"), 1, "INVALID_INPUT"),
    ],
    ids=lambda value: value[1] + "-" + value[3] if isinstance(value, tuple) else None,
)
async def test_what_is_refused_is_said_once_and_leaves_nothing(
    world: None,
    console: Console,
    database: Database,
    words: tuple[str, ...],
    code: int,
    angry: str,
) -> None:
    place = ("--role", "HEAD", "--authority", ids.write("Authority", NATION.id))

    result = await console(*words, *place)

    assert (result[0], result[1]) == (code, "")
    assert result[2].startswith(angry)
    assert result[2].count("\n") == 1
    assert await _audit(database) == []


async def test_a_password_is_read_from_standard_input_and_never_repeated(
    world: None, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("too short\n"))

    code, output, angry = await console(
        *("create", "wei", "--as", "shan", "--role", "HEAD", "--authority", GUSU_ID),
        *("--password-file", "-"),
    )

    assert code == 1
    assert "PASSWORD_TOO_WEAK" in angry
    assert "too short" not in output + angry.replace("shorter", "")


async def test_without_terminal_or_file_there_is_no_password(
    world: None, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    place = ("--role", "HEAD", "--authority", GUSU_ID)

    missing = await console("create", "wei", "--as", "shan", *place)
    unread = await console(
        "create", "wei", "--as", "shan", *place, "--password-file", "/nowhere/at/all"
    )

    assert missing[0] == unread[0] == 2
    assert "--password-file" in missing[2]


async def test_there_is_no_word_for_a_password(console: Console) -> None:
    with pytest.raises(SystemExit):
        await console("create", "wei", "--as", "shan", "--role", "HEAD", "--password", "x")


async def test_an_administrator_below_reaches_no_further(
    world: None, console: Console, database: Database, password_file: str
) -> None:
    place = ("--authority", ids.write("Authority", JIANGSU.id))
    await console(
        *("create", "jia", "--as", "shan", "--role", "SYS_ADMIN", *place),
        *("--password-file", password_file),
    )

    code, _, angry = await console(
        *("grant", ids.write("Account", mei.id), "--as", "jia", "--role", "HEAD"),
        *("--authority", ids.write("Authority", NATION.id)),
    )

    assert code == 1
    assert angry.startswith("OUTSIDE_JURISDICTION")
    assert [actor for _, actor in await _audit(database)] == [shan.id]

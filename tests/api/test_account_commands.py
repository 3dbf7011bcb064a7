"""`python -m api account …`: the same permissions, the same audit, one clear message."""

import argparse
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from api.commands import accounts as commands
from domain.roles import Role
from persistence.accounts import links
from persistence.accounts.passwords import Passwords
from persistence.accounts.table import Account, RoleGrant
from persistence.authorities.table import Authority, InspectorProfile, Officer
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent
from persistence.reading import ids
from tests.factories import accounts
from tests.people import GUSU, JIANGSU, MAPLE, NATION, mei, sen, shan, shen

BOOTSTRAP = ("bootstrap", "root", "guard", "witness")
SECOND, SECOND_OF_THREE = ("--second", "sen"), ("--second", "guard")
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


async def test_the_first_accounts_are_three_people_who_administer_the_nation(
    console: Console, database: Database
) -> None:
    code, output, angry = await console(*BOOTSTRAP, "--authority-name", "某平台")

    assert (code, angry) == (0, "")
    made = [line.split("\t") for line in output.splitlines()[1:]]
    roles = ["SYS_ADMIN", "SECURITY_ADMIN", "AUDIT_ADMIN"]
    assert [line[:2] for line in made] == list(map(list, zip(roles, BOOTSTRAP[1:], strict=True)))
    for _, login, password in made:
        account = await _account(database, login)
        assert account is not None
        assert account.must_change_password
        assert await Passwords().matches(account.password_hash, password)
    assert len({password for _, _, password in made}) == 3
    async with database.writing() as session:
        (authority,) = (await session.scalars(sa.select(Authority))).all()
        grants = (await session.scalars(sa.select(RoleGrant))).all()
    assert (authority.name, authority.region_code, len(authority.sectors)) == (
        "某平台",
        "000000",
        8,
    )
    assert sorted(grant.role.value for grant in grants) == sorted(roles)
    assert {grant.authority_id for grant in grants} == {authority.id}
    assert await _audit(database) == [("account.created", None)] * 3


async def test_the_first_accounts_are_made_once(console: Console, database: Database) -> None:
    await console(*BOOTSTRAP)

    code, output, angry = await console("bootstrap", "toor", "eruces", "tidua")

    assert (code, output) == (1, "")
    assert "already has accounts" in angry
    assert await _account(database, "toor") is None


async def test_one_person_is_not_three(console: Console, database: Database) -> None:
    code, output, angry = await console("bootstrap", "root", "guard", "root")

    assert (code, output) == (2, "")
    assert "three different people" in angry
    assert await _account(database, "root") is None


async def test_a_register_from_before_is_given_the_administrators_that_it_lacks(
    world: None, console: Console, database: Database
) -> None:
    async with database.writing() as session:
        await session.execute(
            sa.update(Account).where(Account.id == sen.id).values(disabled_at=sa.func.now())
        )

    code, output, _ = await console(*BOOTSTRAP)

    assert code == 0
    (made,) = [line.split("\t")[:2] for line in output.splitlines()[1:]]
    assert made == ["SECURITY_ADMIN", "guard"]
    assert await _account(database, "root") is None


async def test_the_first_accounts_make_the_next(
    console: Console, database: Database, password_file: str
) -> None:
    await console(*BOOTSTRAP)
    async with database.writing() as session:
        authority_id = await session.scalar(sa.select(Authority.id))
        assert authority_id is not None
    place = ids.write("Authority", authority_id)

    code, output, _ = await console(
        *("create", "anna", "--as", "root", *SECOND_OF_THREE, "--role", "SECURITY_ADMIN"),
        *("--authority", place, "--password-file", password_file),
    )

    # Who chose the password could sign in first: it is confirmed once its holder changed it.
    assert (code, output) == (1, "anna was created.\n")
    account = await _account(database, "anna")
    assert account is not None
    assert account.must_change_password
    async with database.writing() as session:
        await session.execute(sa.update(Account).values(must_change_password=False))
    confirmed = await console(
        *("confirm", "anna", "--as", SECOND_OF_THREE[1], "--role", "SECURITY_ADMIN"),
        *("--authority", place),
    )
    assert confirmed[:2] == (0, "anna now has the role SECURITY_ADMIN.\n")


async def test_an_inspector_is_made_granted_revoked_disabled_and_listed(
    world: None, console: Console, database: Database, password_file: str
) -> None:
    made = await console(
        *("create", "wei", "--as", "shan", *SECOND, "--role", "INSPECTOR"),
        *("--authority", GUSU_ID),
        *("--name", "魏检查", "--password-file", password_file, "--staff-no", "G-17"),
        *("--certificate-no", "32050899001", "--valid-from", "2026-01-01"),
        *("--valid-to", "2030-12-31", "--may-lead"),
    )
    place = ("--role", "TASK_MANAGER", "--authority", GUSU_ID)
    granted = await console("grant", "wei", "--as", "shan", *SECOND, *place)
    confirmed_again = await console("confirm", "wei", "--as", "sen", *place)
    _, listed, _ = await console("list", "--as", "shan")
    revoked = await console("revoke", "wei", "--as", "shan", *place)
    disabled = await console("disable", "wei", "--as", "sen")

    assert made == (0, "wei was created.\nwei now has the role INSPECTOR.\n", "")
    output = "TASK_MANAGER was granted to wei.\nwei now has the role TASK_MANAGER.\n"
    assert granted == (0, output, "")
    assert confirmed_again[0] == 1
    assert confirmed_again[2].startswith("NOTHING_TO_CONFIRM")
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
        "account.grant_confirmed",
        "account.role_granted",
        "account.grant_confirmed",
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
        *("create", "feng", "--as", "shan", *SECOND, "--role", "INSTITUTION_ADMIN"),
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
        (("grant", "sen", "--as", "shan"), 1, "ADMINISTRATORS_HOLD_NOTHING_ELSE"),
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

    result = await console(*words, *SECOND, *place)

    assert (result[0], result[1]) == (code, "")
    assert result[2].startswith(angry)
    assert result[2].count("\n") == 1
    assert await _audit(database) == []


async def test_a_password_is_read_from_standard_input_and_never_repeated(
    world: None, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("too short\n"))

    code, output, angry = await console(
        *("create", "wei", "--as", "shan", *SECOND, "--role", "HEAD", "--authority", GUSU_ID),
        *("--password-file", "-"),
    )

    assert code == 1
    assert "PASSWORD_TOO_WEAK" in angry
    assert "too short" not in output + angry.replace("shorter", "")


async def test_without_terminal_or_file_there_is_no_password(
    world: None, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    place = (*SECOND, "--role", "HEAD", "--authority", GUSU_ID)

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
        *("create", "jia", "--as", "shan", *SECOND, "--role", "SYS_ADMIN", *place),
        *("--password-file", password_file),
    )
    async with database.writing() as session:
        await session.execute(
            sa.update(Account).where(Account.login == "jia").values(must_change_password=False)
        )
    await console("confirm", "jia", "--as", "sen", "--role", "SYS_ADMIN", *place)

    code, _, angry = await console(
        *("grant", ids.write("Account", mei.id), "--as", "jia", *SECOND, "--role", "HEAD"),
        *("--authority", ids.write("Authority", NATION.id)),
    )

    assert code == 1
    assert angry.startswith("OUTSIDE_JURISDICTION")
    assert [actor for _, actor in await _audit(database)] == [shan.id, sen.id]


async def test_a_grant_that_the_second_person_does_not_confirm_waits(
    world: None, console: Console, database: Database
) -> None:
    place = ("--role", "HEAD", "--authority", GUSU_ID)

    nobody = await console("grant", "mei", "--as", "shan", "--second", "nobody", *place)
    by_another = await console("grant", "mei", "--as", "shan", "--second", "shen", *place)
    later = await console("confirm", "mei", "--as", "sen", *place)

    assert (nobody[0], nobody[2]) == (2, "There is no active account nobody.\n")
    assert (by_another[0], by_another[1]) == (1, "HEAD was granted to mei.\n")
    assert by_another[2].startswith("NOT_PERMITTED")
    assert later == (0, "mei now has the role HEAD.\n", "")


async def test_grants_from_before_that_join_an_administration_are_listed_and_ended(
    world: None, console: Console, database: Database
) -> None:
    async with database.writing() as session:
        session.add(accounts.grant(shen, Role.SUPERVISOR))
        session.add(accounts.grant(mei, Role.SUPERVISOR))

    _, before, _ = await console("conflicts", "--as", "shan")
    place = ("--role", "SUPERVISOR", "--authority", ids.write("Authority", NATION.id))
    ended = await console("revoke", "shen", "--as", "shan", *place)
    _, after, _ = await console("conflicts", "--as", "shan")

    (line,) = before.splitlines()
    assert line.split("\t")[1:] == ["shen", "AUDIT_ADMIN 国家平台; SUPERVISOR 国家平台"]
    assert ended[0] == 0
    assert after == ""
    assert await _audit(database) == [("account.role_revoked", shan.id)]


async def test_who_is_invited_reset_and_enabled_sets_the_password_with_a_link(
    world: None, console: Console, database: Database, keys: Keys
) -> None:
    place = ("--role", "HEAD", "--authority", GUSU_ID)
    base = ("--address", "https://register.example/")
    invited = await console("invite", "wei", "--as", "shan", *SECOND, *place, *base)
    reset = await console("reset", "wei", "--as", "sen", *base)
    disabled = await console("disable", "wei", "--as", "shan")
    enabled = await console("enable", "wei", "--as", "shan")
    unlocked = await console("unlock", "wei", "--as", "sen")

    assert [each[0] for each in (invited, reset, disabled, enabled, unlocked)] == [0] * 5
    first, link = invited[1].splitlines()[0], invited[1].splitlines()[2]
    assert first == "wei was invited."
    assert link.startswith("https://register.example/password#")
    assert invited[1].endswith("wei now has the role HEAD.\n")
    assert reset[1].splitlines()[-1].startswith("https://register.example/password#")
    account = await _account(database, "wei")
    assert account is not None
    assert not account.must_change_password
    assert [tag for tag, _ in await _audit(database)] == [
        "account.invited",
        "account.grant_confirmed",
        "account.reset_issued",
        "account.disabled",
        "account.enabled",
        "account.unlocked",
    ]


async def test_the_reset_of_an_administrator_shows_its_link_to_the_second_person(
    world: None, console: Console
) -> None:
    issued = await console("reset", "sen", "--as", "shan")
    own = await console("confirm-reset", "sen", "--as", "shan")
    confirmed = await console("confirm-reset", "sen", "--as", "shen")

    assert "/password#" not in issued[1]
    assert "confirm-reset" in issued[1]
    assert (own[0], own[2].split(":")[0]) == (1, "OWN_REVIEW")
    assert "/password#" in confirmed[1]


async def test_a_sole_administrator_who_is_locked_out_comes_in_again(
    console: Console, database: Database, keys: Keys
) -> None:
    await console(*BOOTSTRAP)

    code, output, _ = await console("recover", "root")
    absent = await console("recover", "nobody")

    assert code == 0
    token = output.splitlines()[-1].partition("#")[2]
    async with database.writing() as session:
        link = await links.find(session, token, keys=keys, now=dt.datetime.now(dt.UTC))
        account = await session.get_one(Account, link.account_id)
    assert account.login == "root"
    assert absent[::2] == (2, "There is no account nobody.\n")
    assert (await _audit(database))[-1] == ("account.recovered", None)


async def test_sessions_are_listed_and_ended(
    world: None, console: Console, database: Database
) -> None:
    far = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    async with database.writing() as session:
        session.add(accounts.session(mei.id, device_id="tablet-1", expires_at=far))

    listed = await console("sessions", "mei", "--as", "sen")
    ended = await console("sessions", "mei", "--as", "sen", "--end")
    after = await console("sessions", "mei", "--as", "sen")

    assert listed[0] == 0
    assert listed[1].split("\t")[1] == "tablet-1"
    assert ended[1].splitlines()[1].endswith("has ended.")
    assert after[1] == ""

"""The ledger of officers: one proposal for all that are new, confirmed once; nothing twice."""

import csv
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from domain.authorities import ChangeKind
from persistence.accounts.table import Account, RoleGrant
from persistence.authorities import officers
from persistence.authorities.table import (
    ChangeProposal,
    EnforcementCertificate,
    InspectorProfile,
    Officer,
)
from persistence.engine.database import Database
from persistence.reading import ids
from tests import people
from tests.client import Client
from tests.ledgers.conftest import Run
from tests.schema.authorities.officer_steps import with_certificates

pytestmark = pytest.mark.usefixtures("world")
Capture = pytest.CaptureFixture[str]


def _row(number: int, **more: Any) -> dict[str, Any]:
    return {
        "机关": people.GUSU.name if number % 2 else people.SUZHOU.name,
        "工号": f"N-{number}",
        "姓名": f"某{number}",
        "职务": "科员",
        "登录名": f"n{number}" if number % 4 else "",
        "执法证号": f"苏执法{number}",
        "有效期起": "2026年1月1日",
        "有效期止": "2030-12-31",
        "专业领域": "教育、体育",
        "可任组长": "是",
        **more,
    }


def _file(path: Path, rows: list[dict[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)))
        writer.writeheader()
        writer.writerows(rows)
    return path


async def _on_staff(database: Database) -> int:
    async with database.writing() as session:
        statement = sa.select(sa.func.count()).where(
            Officer.id.is_not(None), officers.is_on_staff()
        )
        return await session.scalar(statement) or 0


async def test_forty_officers_are_one_proposal_that_is_confirmed_once(
    take_in: Run, ask: Client, database: Database, tmp_path: Path, capsys: Capture
) -> None:
    path = _file(tmp_path / "a.csv", [_row(number) for number in range(40)])
    before = await _on_staff(database)

    assert await take_in("officers", path, by="shan") == 0
    assert "40 new, 0 changed, 0 unchanged, 0 rejected" in capsys.readouterr().out
    assert await _on_staff(database) == before
    async with database.writing() as session:
        (proposal,) = await session.scalars(sa.select(ChangeProposal))
        accounts = list(await session.scalars(sa.select(Account).where(Account.login.like("n%"))))
        grants = list(
            await session.scalars(sa.select(RoleGrant).where(RoleGrant.proposal_id.is_not(None)))
        )
    assert (proposal.kind, len(grants)) == (ChangeKind.OFFICERS, 30)
    assert {account.password_hash for account in accounts} == {""}
    assert all(grant.in_force_at is None for grant in grants)

    given = {"proposalId": ids.write("ChangeProposal", proposal.id)}
    assert (await ask.do("confirmChange", given, by=people.sen))["__typename"] == "ChangeConfirmed"

    assert await _on_staff(database) == before + 40
    assert await take_in("officers", path, by="shan") == 0
    assert "0 new, 0 changed, 40 unchanged, 0 rejected" in capsys.readouterr().out


@pytest.mark.parametrize("named", ["", ids.write("Authority", people.NATION.id)])
async def test_an_officer_stands_once_however_the_authority_is_named(
    take_in: Run, database: Database, tmp_path: Path, capsys: Capture, named: str
) -> None:
    rows = [_row(3, 机关=people.NATION.name), {"机关": named, "工号": "N-3", "姓名": "另一人"}]

    assert await take_in("officers", _file(tmp_path / "a.csv", rows), by="shan") == 1

    assert "1 new, 0 changed, 0 unchanged, 1 rejected" in capsys.readouterr().out
    async with database.writing() as session:
        found = sa.select(Officer.name).where(Officer.staff_no == "N-3")
        assert list(await session.scalars(found)) == ["某3"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_an_export_comes_back_unchanged(
    take_in: Run, give_out: Run, database: Database, tmp_path: Path, capsys: Capture, form: str
) -> None:
    await with_certificates(database)
    await take_in("officers", _file(tmp_path / "a.csv", [_row(1), _row(2), _row(4)]), by="shan")
    path = tmp_path / f"out.{form}"

    assert await give_out("officers", path, by="shan") == 0
    assert await take_in("officers", path, by="shan") == 0

    assert "0 new, 0 changed, 7 unchanged" in capsys.readouterr().out


async def test_a_row_corrects_and_renews(
    take_in: Run, database: Database, tmp_path: Path, capsys: Capture
) -> None:
    await take_in("officers", _file(tmp_path / "a.csv", [_row(1)]), by="shan")
    further = {"有效期起": "2031-01-01", "有效期止": "2035-12-31", "执法证号": "苏执法新"}
    row = _row(1, 姓名="新名", 可任组长="否", **further)

    assert await take_in("officers", _file(tmp_path / "b.csv", [row]), by="shan") == 0

    assert "0 new, 1 changed" in capsys.readouterr().out
    async with database.writing() as session:
        officer = await session.scalar(sa.select(Officer).where(Officer.staff_no == "N-1"))
        assert officer is not None
        profile = await session.get_one(InspectorProfile, officer.id)
        held = sa.select(sa.func.count()).where(EnforcementCertificate.officer_id == officer.id)
        count = await session.scalar(held)
    assert (officer.name, profile.may_lead, profile.certificate_no) == ("新名", False, "苏执法新")
    assert (str(profile.certificate_valid_from), str(profile.certificate_valid_to)) == (
        "2026-01-01",
        "2035-12-31",
    )
    assert count == 2


REJECTED: list[Any] = [
    (_row(1, 机关="没有的局"), "is not the name of one authority"),
    (_row(1, 机关=people.SUZHOU_SPORTS.name), "outside your jurisdiction"),
    (_row(1, 姓名=""), "is missing"),
    (_row(1, 有效期止="2020-01-01"), "must not be before validFrom"),
    (_row(1, 专业领域=""), "is required for an inspector"),
    (_row(1, 登录名="mei"), "This login is already in use"),
    (_row(1, 登录名="1"), "must have 2 to 40 of a-z"),
    (_row(1, 执法证号=f"32050{people.mei.as_officer.hex[-6:]}"), "is already registered"),
    (_row(2, 工号="mei", 登录名="other"), "cannot be changed here"),
    (_row(2, 工号="mei", 登录名="", 版本=9), "The days overlap those of a certificate"),
]


@pytest.mark.parametrize(("row", "why"), REJECTED, ids=[f"{i}" for i, _ in enumerate(REJECTED)])
async def test_what_does_not_fit_is_rejected_with_its_reason(
    take_in: Run, database: Database, tmp_path: Path, capsys: Capture, row: Any, why: str
) -> None:
    await with_certificates(database)

    assert await take_in("officers", _file(tmp_path / "a.csv", [row]), by="shan") == 1

    assert why in capsys.readouterr().err
    async with database.writing() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(Officer)) == 4
        assert await session.scalar(sa.select(sa.func.count()).select_from(ChangeProposal)) == 0


async def test_two_rows_with_one_certificate_are_one_too_many(
    take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    rows = [_row(1), _row(3, 执法证号="苏执法1")]

    assert await take_in("officers", _file(tmp_path / "a.csv", rows), by="shan") == 1

    assert "1 new, 0 changed, 0 unchanged, 1 rejected" in capsys.readouterr().out


async def test_a_dry_run_writes_nothing(
    take_in: Run, database: Database, tmp_path: Path, capsys: Capture
) -> None:
    path = _file(tmp_path / "a.csv", [_row(1)])

    assert await take_in("officers", path, "--dry-run", by="shan") == 0

    assert "It would be: 1 new" in capsys.readouterr().out
    async with database.writing() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(Officer)) == 4


@pytest.mark.parametrize("login", ["sen", "hua", "rui"])
async def test_who_does_not_administer_imports_nothing(
    take_in: Run, tmp_path: Path, login: str
) -> None:
    assert await take_in("officers", _file(tmp_path / "a.csv", [_row(1)]), by=login) == 2

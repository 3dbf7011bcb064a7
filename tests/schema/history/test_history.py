"""Histories: what a mutation or a ledger changes is kept with it, field by field, for those who answer for it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from domain.institutions import ListStatus, RiskClass
from domain.permissions import GRANTS, Permission
from persistence.engine.columns import Table
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.engine.records import FieldChange
from persistence.institutions.table import Institution
from persistence.reading import ids
from persistence.teachers.table import Teacher
from tests.client import Client
from tests.factories import courses, institutions, teachers
from tests.ledgers import samples
from tests.ledgers.conftest import Run, take_in
from tests.people import GUSU, MAPLE, SUZHOU, rui, yin

__all__ = ["take_in"]

CHANGED = """query ($id: ID!) { institution(by: {id: $id}) { history(first: 50) { nodes {
    kind objectId fieldName before after isConfidential operation reason accountName authority { name }
    } } } }"""
_ID = ids.write("Institution", MAPLE)

pytestmark = pytest.mark.usefixtures("world")


async def history(ask: Client, by: Any = rui) -> list[dict[str, Any]]:
    """Of 枫叶, latest first."""
    found = await ask(CHANGED, {"id": _ID}, by=by)
    nodes: list[dict[str, Any]] = found["institution"]["history"]["nodes"]
    return nodes


async def test_what_a_mutation_changes_is_kept_field_by_field(ask: Client) -> None:
    given = {
        "institutionId": _ID,
        "expectedVersion": 1,
        "name": "苏州红枫培训中心",
        "kinds": ["ONLINE_PLATFORM", "OFF_CAMPUS_TRAINING"],
        "establishedOn": "2018-09-02",
        "supervisingAuthorityId": ids.write("Authority", SUZHOU.id),
        "contactName": None,
        "registeredCapitalFen": 0,
    }

    payload = await ask.do("updateInstitution", given, by=rui)

    assert payload["__typename"] == "InstitutionUpdated"
    changes = await history(ask)
    assert {each["fieldName"]: (each["before"], each["after"]) for each in changes} == {
        "name": ("苏州枫叶教育培训中心", "苏州红枫培训中心"),
        "kinds": ('["OFF_CAMPUS_TRAINING"]', '["OFF_CAMPUS_TRAINING", "ONLINE_PLATFORM"]'),
        "establishedOn": ("2018-09-01", "2018-09-02"),
        "supervisingAuthorityId": (
            ids.write("Authority", GUSU.id),
            ids.write("Authority", SUZHOU.id),
        ),
        "contactName": ("某联系人", None),
        "registeredCapitalFen": (None, "0"),
    }
    by = {"kind": "Institution", "objectId": _ID, "operation": "updateInstitution", "reason": None}
    of_whom = {"accountName": "rui", "authority": {"name": SUZHOU.name}, "isConfidential": False}
    for each in changes:
        assert {name: each[name] for name in (by | of_whom)} == by | of_whom


async def test_the_institution_sees_the_authority_and_not_the_person(ask: Client) -> None:
    given = {"institutionId": _ID, "expectedVersion": 1, "address": "观前街2号"}
    await ask.do("updateInstitution", given, by=rui)
    own = {"institutionId": _ID, "expectedVersion": 2, "publicPhone": "0512-1"}
    await ask.do("updateInstitution", own, by=yin)

    phone, address = await history(ask, by=yin)

    assert (address["authority"], address["accountName"]) == ({"name": SUZHOU.name}, None)
    assert (phone["fieldName"], phone["authority"], phone["accountName"]) == (
        "publicPhone",
        None,
        None,
    )
    assert (await history(ask))[0]["accountName"] == "yin"


async def test_what_changes_nothing_or_is_refused_or_sent_again_leaves_nothing_more(
    ask: Client, database: Database
) -> None:
    same = {"institutionId": _ID, "expectedVersion": 1, "address": "观前街1号"}
    await ask.do("updateInstitution", same, by=rui)
    await ask.do("updateInstitution", {**same, "expectedVersion": 7, "address": "x"}, by=rui)
    assert await history(ask) == []
    given = {**same, "operationId": str(new_key()), "address": "观前街2号"}

    answers = await asyncio.gather(*(ask.do("updateInstitution", given, by=rui) for _ in range(3)))
    again = await ask.do("updateInstitution", given, by=rui)

    assert {each["__typename"] for each in (*answers, again)} <= {
        "InstitutionUpdated",
        "OperationInProgress",
    }
    assert len(await history(ask)) == 1


async def test_of_identity_numbers_only_that_they_were_changed_is_kept(
    ask: Client, database: Database, keys: Keys
) -> None:
    teacher = teachers.teacher(MAPLE, keys, work_permit_no="WP-1")
    async with database.writing() as session:
        session.add(teacher)
    async with database.writing() as session:
        row = await session.get_one(Teacher, teacher.id)
        row.work_permit_no, row.name = "WP-2", "新名"
        row.resident_id_hash, row.resident_id_sealed = b"hash", b"sealed"

    kept = {each["fieldName"]: each for each in await history(ask)}

    assert kept.keys() == {"name", "workPermitNo", "residentId"}
    for name in ("workPermitNo", "residentId"):
        found = kept[name]
        assert (found["isConfidential"], found["before"], found["after"]) == (True, None, None)
    assert (kept["name"]["before"], kept["name"]["operation"]) == ("某老师", None)


async def test_a_merger_leaves_the_history_of_all_that_it_touches(
    ask: Client, database: Database
) -> None:
    kept, duplicate, course = new_key(), new_key(), new_key()
    async with database.writing() as session:
        for id, is_main in ((kept, False), (duplicate, True)):
            session.add(institutions.site(MAPLE, id=id, address="某路1号", is_main=is_main))
        await session.flush()
        session.add(courses.course(MAPLE, id=course, site_id=duplicate))
    given = {"duplicateId": ids.write("Site", duplicate), "keptId": ids.write("Site", kept)}

    await ask.do("mergeSites", {**given, "expectedVersion": 1}, by=rui)

    found = {
        (each["objectId"], each["fieldName"]): (each["before"], each["after"])
        for each in await history(ask)
    }
    assert found == {
        (ids.write("Site", kept), "isMain"): ("false", "true"),
        (ids.write("Site", duplicate), "isMain"): ("true", "false"),
        (ids.write("Site", duplicate), "closedOn"): (None, "2026-11-18"),
        (ids.write("Course", course), "siteId"): (given["duplicateId"], given["keptId"]),
    }


async def test_a_ledger_leaves_the_same_history(
    ask: Client, database: Database, take_in: Run, tmp_path: Path
) -> None:
    first = [samples.row(1)]
    await take_in("institutions", samples.write(tmp_path / "1.csv", samples.table(first)))
    then = [
        samples.row(1, address="平江路9号"),
        samples.row(1, address="平江路9号", site="x路1号", site_name="东校区"),
    ]
    path = samples.write(tmp_path / "2.csv", samples.table(then))
    await take_in("institutions", path, "--dry-run")
    async with database.writing() as session:
        assert list(await session.scalars(sa.select(FieldChange))) == []

    await take_in("institutions", path)

    async with database.writing() as session:
        found = list(await session.scalars(sa.select(FieldChange).order_by(FieldChange.id)))
    assert {(each.kind, each.field_name, each.before, each.after) for each in found} == {
        ("Institution", "address", "平江路1号", "平江路9号"),
        ("Site", None, None, "x路1号"),
    }
    assert {(each.operation, each.account_id) for each in found} == {
        ("institutions.imported", rui.id)
    }


async def test_a_change_past_a_mutation_is_kept_as_nobodys(ask: Client, database: Database) -> None:
    async with database.writing() as session:
        maple = await session.get_one(Institution, MAPLE)
        maple.list_status, maple.risk_class = ListStatus.BLACK_LISTED, RiskClass.D

    (change,) = await history(ask)

    assert (change["fieldName"], change["after"]) == ("listStatus", "BLACK_LISTED")
    assert (change["operation"], change["accountName"], change["authority"]) == (None, None, None)


def test_who_reads_histories_may_see_all_that_is_in_them() -> None:
    readers = {role for role, held in GRANTS.items() if Permission.HISTORY_READ in held}

    assert readers <= {
        r for r, held in GRANTS.items() if Permission.INSTITUTION_READ_CONTACT in held
    }


def test_which_tables_keep_a_history() -> None:
    kept = {each.class_.__name__ for each in Table.registry.mappers if each.class_.history}

    assert kept >= {"Institution", "Site", "Entitlement", "Course", "Teacher"}

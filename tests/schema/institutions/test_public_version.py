"""What everybody sees of an institution or a teacher raises the version that everybody reads, by one."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, GraphQLObjectType, GraphQLUnionType, get_named_type

from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.institutions.table import Institution
from persistence.reading import ids
from schema.assembly import core
from tests.client import SCHEMA, Client, Clock
from tests.factories import institutions, teachers
from tests.ledgers import samples
from tests.ledgers.conftest import Run, take_in
from tests.people import GUSU, MAPLE, key, rui
from tests.schema.institutions.keeping import REASON
from tests.schema.standings.deciding import GROUND
from tests.schema.test_what_is_withheld import WRITTEN
from tests.world import LICENCE

__all__ = ["take_in"]

_MAPLE, _TEACHER = ids.write("Institution", MAPLE), key(1500)
_FIRST, _SECOND, _AGAIN = key(1501), key(1502), key(1503)
_LICENCE, _LICENCE_AGAIN = key(1504), key(1505)
_TWICE = (f"{LICENCE}乙", f"{LICENCE}乙 ")
READ = f"""{{ institution(by: {{id: "{_MAPLE}"}}) {{ version updatedAt }}
    teacher(id: "{ids.write("Teacher", _TEACHER)}") {{ version }} }}"""


def _institution(**given: Any) -> dict[str, Any]:
    return {"institutionId": _MAPLE, "reason": REASON, **given}


def _site(site: Any, **given: Any) -> dict[str, Any]:
    return {"siteId": ids.write("Site", site), "reason": REASON, **given}


def _merged(kind: str, duplicate: Any, kept: Any) -> dict[str, Any]:
    return {"duplicateId": ids.write(kind, duplicate), "keptId": ids.write(kind, kept)}


def _licence(**given: Any) -> dict[str, Any]:
    return {"entitlementId": ids.write("Entitlement", _LICENCE), **GROUND, **given}


ACTS = (
    # What is withheld in the same correction does not count beside it.
    ("updateInstitution", {"institutionId": _MAPLE, "publicPhone": "1", "contactName": "某乙"}),
    ("renameInstitution", _institution(name="苏州红枫培训中心")),
    ("moveInstitution", _institution(address="观前街9号")),
    (
        "addSite",
        _institution(site={"name": "东", "regionCode": "320508", "address": "干将路1号"}),
    ),
    ("updateSite", _site(_FIRST, capacity=70)),
    ("moveSite", _site(_FIRST, regionCode="320508", address="干将路2号")),
    ("closeSite", _site(_FIRST, closedOn="2026-11-18")),
    ("mergeSites", _merged("Site", _AGAIN, _SECOND)),
    ("mergeEntitlements", _merged("Entitlement", _LICENCE_AGAIN, _LICENCE)),
    (
        "correctLicenceNumber",
        {"entitlementId": ids.write("Entitlement", _LICENCE), "number": "新号"},
    ),
    (
        "grantEntitlement",
        {
            "institutionId": _MAPLE,
            "entitlement": {
                "kind": "FILING",
                "programme": "校外线上培训备案",
                "authorityId": ids.write("Authority", GUSU.id),
                "number": "备案新号",
                "validFrom": "2026-11-01",
            },
            **GROUND,
        },
    ),
    ("suspendEntitlement", _licence()),
    ("resumeEntitlement", _licence()),
    ("correctEntitlement", _licence(validTo="2027-06-30")),
    ("renewEntitlement", _licence()),
    ("surrenderEntitlement", _licence()),
    ("closeInstitution", _institution(ground="DEREGISTERED", closedOn="2026-11-18")),
)
OF_TEACHER = (
    "correctTeacher",
    {"teacherId": ids.write("Teacher", _TEACHER), "reason": REASON, "name": "另名"},
)


@pytest.fixture
async def maple(world: None, database: Database, keys: Keys) -> None:
    """With sites and a licence that are there twice."""
    async with database.writing() as session:
        row = await session.get_one(Institution, MAPLE)
        row.unified_social_credit_code = samples.code(1)
        row.record_search([LICENCE, *_TWICE])
        session.add(teachers.teacher(MAPLE, keys, id=_TEACHER))
        for site, address in ((_FIRST, "某路1号"), (_SECOND, "某路2号"), (_AGAIN, "某路2号 ")):
            session.add(institutions.site(MAPLE, id=site, address=address, is_main=False))
        for i, (licence, number) in enumerate(zip((_LICENCE, _LICENCE_AGAIN), _TWICE, strict=True)):
            session.add(institutions.entitlement(MAPLE, number, id=licence, number_spelling=i))


async def test_each_act_raises_it_by_one(
    ask: Client, maple: None, clock: Clock, take_in: Run, tmp_path: Path
) -> None:
    await ask.do("stateHeadcount", {**_HEADCOUNT, "expectedVersion": 1}, by=rui)
    guard, seen, licence = 2, 1, 2
    for mutation, given in ACTS:
        clock.now += dt.timedelta(minutes=1)
        if mutation == "closeInstitution":
            await _add_by_ledger(take_in, tmp_path / "sites.csv")
            guard, seen = guard + 1, seen + 1
        expected = licence if given.get("entitlementId") else guard
        payload = await ask.do(mutation, {**given, "expectedVersion": expected}, by=rui)
        licence += bool(given.get("entitlementId"))
        assert "message" not in payload, (mutation, payload)
        guard, seen = guard + 1, seen + 1

        assert (await ask(READ))["institution"] == {
            "version": seen,
            "updatedAt": clock.now.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        }, mutation
        assert (await ask(READ, by=rui))["institution"]["version"] == guard


_HEADCOUNT = {
    "institutionId": _MAPLE,
    "staffCount": 3,
    "offlineLearnerCount": 7,
    "preschoolLearnerCount": 0,
    "countedOn": "2026-11-18",
}


async def _add_by_ledger(take_in: Run, path: Path) -> None:
    """A site, and nothing of the entry itself."""
    lines = [
        ["统一社会信用代码", "机构名称", "地区代码", "校区地址", "校区名称"],
        [samples.code(1), "苏州红枫培训中心", "320508", "观前街77号", "西"],
    ]
    assert await take_in("institutions", samples.write(path, lines)) == 0


async def test_a_teacher_s_too(ask: Client, maple: None) -> None:
    mutation, given = OF_TEACHER
    payload = await ask.do(mutation, {**given, "expectedVersion": 1}, by=rui)

    assert payload == {"__typename": "TeacherCorrected"}
    assert (await ask(READ))["teacher"] == {"version": 2}


def test_every_mutation_that_expects_such_a_version_is_tried() -> None:
    """Here, or among those of what is withheld."""
    tried = {mutation for mutation, _ in (*ACTS, OF_TEACHER)}

    assert tried | {each.mutation for each in WRITTEN} == set(_mutations())


def _mutations() -> Iterator[str]:
    mutations = core(SCHEMA).mutation_type
    assert mutations is not None
    for name, field in mutations.fields.items():
        kind = get_named_type(field.args["input"].type) if "input" in field.args else None
        payload = get_named_type(field.type)
        if isinstance(kind, GraphQLInputObjectType) and "expectedVersion" in kind.fields:
            assert isinstance(payload, GraphQLUnionType)
            success: GraphQLObjectType = payload.types[0]
            if _KEPT & {get_named_type(each.type).name for each in success.fields.values()}:
                yield name


_KEPT = {"Institution", "Site", "Entitlement", "Teacher"}

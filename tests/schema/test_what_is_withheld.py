"""What not everybody sees of an institution or a teacher changes no byte of what the others are answered.

The mutations and their fields are found in the schema: what is withheld, the tables say (`WITHHELD`).
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    GraphQLInputObjectType,
    GraphQLUnionType,
    get_named_type,
    is_required_input_field,
)

from domain.roles import Role
from persistence.engine.columns import Table, withheld
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.institutions.table import Institution
from persistence.reading import ids
from persistence.reading.shape import public_name
from persistence.register import REGISTER
from persistence.registries import risk
from schema.assembly import core
from tests.client import SCHEMA, Client, Clock
from tests.everything_seen import all_ids, differences, everything_seen
from tests.factories import NOW, accounts, courses, institutions, teachers
from tests.ledgers import samples
from tests.ledgers.conftest import Run, take_in
from tests.notified import notified
from tests.people import (
    CHAOYANG,
    FARAWAY,
    MAPLE,
    SOCIETY,
    Person,
    fang,
    key,
    ling,
    rui,
    tong,
    xu,
    yang,
    yin,
)

__all__ = ["take_in"]

lan = Person(key(905), "lan", Role.INSTITUTION_ADMIN, institution_id=FARAWAY)
zhu = Person(key(911), "zhu", Role.REGISTRAR, SOCIETY)
"""May keep the register of the nation, and sees of no institution what is withheld."""
hai = Person(key(912), "hai", Role.REGISTRAR, CHAOYANG)
OTHERS = (None, fang, lan, hai, xu, ling, yang, tong, zhu)
"""A visitor, a parent, another institution; officials elsewhere, of another sector, of another part."""

_TEACHER = key(1500)
_KEYS = {"institutionId": ("Institution", MAPLE), "teacherId": ("Teacher", _TEACHER)}
_AROUND = {"operationId", "expectedVersion", "reason"}
_VALUES: dict[str, tuple[Any, Any]] = {
    "String": ("另一内容", "再一内容"),
    "Int": (7, 8),
    "Date": ("2026-11-17", "2026-11-18"),
}
"""Two of each, so that the second changes the first."""


@dataclass(frozen=True)
class Written:
    """A mutation of a row, which its input names by `key`, with the fields that it is given."""

    mutation: str
    success: str
    key: str
    fields: tuple[tuple[str, str], ...]
    needs_reason: bool

    @property
    def type_name(self) -> str:
        return _KEYS[self.key][0]

    def given(self, which: int) -> dict[str, Any]:
        values = {name: _VALUES[kind][which] for name, kind in self.fields}
        reason = {"reason": "核对"} if self.needs_reason else {}
        return {self.key: ids.write(*_KEYS[self.key]), **values, **reason}

    def __str__(self) -> str:
        return f"{self.mutation}-{'-'.join(name for name, _ in self.fields)}"


def _withheld_of(type_name: str) -> frozenset[str]:
    """The public names of what is withheld of a row, and of tables that are parts of it and withheld whole."""
    tables = [REGISTER.shapes[type_name].table]
    if type_name == "Institution":
        tables += [
            each
            for each in Table.metadata.tables.values()
            if "institution_id" in each.c and withheld(each) == set(each.c.keys())
        ]
    return frozenset(
        public_name(name) for each in tables if each is not None for name in withheld(each)
    )


def _written() -> Iterator[Written]:
    """Each field by itself, unless all must be given; of every mutation that expects a version of the row."""
    mutations = core(SCHEMA).mutation_type
    assert mutations is not None
    for name, field in mutations.fields.items():
        kind = get_named_type(field.args["input"].type) if "input" in field.args else None
        payload = get_named_type(field.type)
        if not isinstance(kind, GraphQLInputObjectType) or "expectedVersion" not in kind.fields:
            continue
        for by in _KEYS.keys() & kind.fields.keys():
            hidden = _withheld_of(_KEYS[by][0])
            given = {n: f for n, f in kind.fields.items() if n not in {*_AROUND, by}}
            found = [(n, get_named_type(f.type).name) for n, f in given.items() if n in hidden]
            required = {n for n, f in given.items() if is_required_input_field(f)}
            alone = [tuple(found)] if required else [(each,) for each in found]
            if required <= hidden:
                assert isinstance(payload, GraphQLUnionType)
                success = payload.types[0].name
                for fields in alone:
                    yield Written(name, success, by, fields, "reason" in kind.fields)


WRITTEN = list(_written())


@pytest.fixture
async def maple(world: None, database: Database, keys: Keys) -> None:
    """With a teacher, a course and a headcount, and some who look and keep the register elsewhere."""
    async with database.writing() as session:
        session.add_all(accounts.account(each.login, id=each.id) for each in (lan, zhu, hai))
        await session.flush()
        session.add_all(accounts.grant(each) for each in (lan, zhu, hai))
        session.add(teachers.teacher(MAPLE, keys, id=_TEACHER))
        session.add_all([courses.course(MAPLE), institutions.headcount(MAPLE)])
        row = await session.get_one(Institution, MAPLE)
        # That of the people's world is none that a ledger takes.
        row.unified_social_credit_code = samples.code(1)
        row.record_search()


Seen = list[dict[str, bytes]]


async def _seen(
    ask: Client, known: Mapping[str, list[str]], people: Sequence[Person | None] = OTHERS
) -> Seen:
    return [await everything_seen(ask, known, person) for person in people]


def _differences(before: Seen, after: Seen) -> list[str]:
    return [
        f"{i}: {each}"
        for i, (was, now) in enumerate(zip(before, after, strict=True))
        for each in differences(was, now)
    ]


async def version_of(ask: Client, type_name: str, by: Person | None) -> int:
    (id,) = (ids.write(*each) for each in _KEYS.values() if each[0] == type_name)
    found = await ask(f'{{ node(id: "{id}") {{ ... on {type_name} {{ version }} }} }}', by=by)
    version: int = found["node"]["version"]
    return version


async def written(
    ask: Client, case: Written, by: Person, which: int = 0, *, expected: int | None = None
) -> dict[str, Any]:
    """What its writer is answered, who bases it on the version that is read, unless another is named."""
    if expected is None:
        expected = await version_of(ask, case.type_name, by)
    given = {**case.given(which), "expectedVersion": expected}
    return await ask.do(case.mutation, given, CHANGED, by=by)


CHANGED = "... on ChangedMeanwhile { currentVersion }"


def test_the_schema_has_what_is_withheld() -> None:
    """So that the tests below cannot come to have nothing to do."""
    assert {str(each) for each in WRITTEN} >= {
        "updateInstitution-contactName",
        "updateInstitution-legalRepresentative",
        "stateHeadcount-staffCount-offlineLearnerCount-preschoolLearnerCount-countedOn",
        "correctTeacher-workPermitNo",
    }


async def test_what_is_withheld_changes_nothing_that_others_are_answered(
    ask: Client,
    maple: None,
    database: Database,
    clock: Clock,
    take_in: Run,
    tmp_path: Path,
) -> None:
    """By each mutation twice, and by ledgers."""
    known = await all_ids(database)
    before = await _seen(ask, known)
    assert sum(map(len, before)) > 100
    read = {name: await version_of(ask, name, rui) for name, _ in _KEYS.values()}
    clock.now += dt.timedelta(days=1)

    async with notified(database) as changed:
        for case in WRITTEN:
            for which in (0, 1):
                payload = await written(ask, case, rui, which)
                assert payload == {"__typename": case.success}
                read[case.type_name] += 1
        for ledger, lines in LEDGERS.items():
            assert await take_in(ledger, samples.write(tmp_path / f"{ledger}.csv", lines)) == 0
    clock.now = NOW

    assert _differences(before, await _seen(ask, known)) == []
    # Nor does it take away what is remembered, which would be seen by how long an answer takes.
    assert changed == []
    for name, version in read.items():
        assert await version_of(ask, name, rui) == version + 1, "and once by a ledger"


async def test_a_risk_class_changes_nothing_for_whom_it_is_not(
    ask: Client, maple: None, database: Database, clock: Clock
) -> None:
    """The institution itself is one of them."""
    known = await all_ids(database)
    people = (None, fang, lan, yin, tong)
    before = await _seen(ask, known, people)

    async with notified(database) as changed:
        recomputed = await risk.recompute(database, now=clock.now, today=clock.now.date())

    assert recomputed.changed > 0
    assert _differences(before, await _seen(ask, known, people)) == []
    assert changed == []


LEDGERS = {
    "institutions": [
        ["统一社会信用代码", "机构名称", "联系电话", "法定代表人"],
        [samples.code(1), "苏州枫叶教育培训中心", "0512-11111111", "某甲"],
    ],
    "teachers": [
        ["教师编号", "机构统一社会信用代码", "姓名", "工作许可号"],
        [ids.write("Teacher", _TEACHER), samples.code(1), "某老师", "WP-77"],
    ],
}


@pytest.mark.parametrize("case", WRITTEN, ids=str)
async def test_each_writer_goes_by_the_version_that_is_read(
    case: Written, ask: Client, maple: None
) -> None:
    """No change is lost, and none is refused for what its writer cannot see."""
    await written(ask, case, rui)
    await written(ask, case, rui, 1)

    for by, current in ((rui, 3), (zhu, 1)):
        assert await version_of(ask, case.type_name, by) == current
        for expected in {1, 2, 3, 4} - {current}:
            payload = await written(ask, case, by, expected=expected)
            assert payload["currentVersion"] == current
    for by in (zhu, rui):
        payload = await written(ask, case, by, int(by is rui))
        assert payload == {"__typename": case.success}

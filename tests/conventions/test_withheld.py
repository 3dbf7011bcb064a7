"""Nothing that moves reveals what is withheld: what is gated, who may write, and what numbers rise."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from graphql import GraphQLObjectType

from domain.actors import ANONYMOUS
from domain.permissions import GRANTS, Permission
from persistence.engine.columns import BOOKKEEPING, withheld
from persistence.engine.public_versions import PartlyPublic
from persistence.reading.logic import is_never
from persistence.reading.rows import alias_of
from persistence.reading.shape import Column, Page, Shape, UnlessLookingBack, public_name
from persistence.reading.viewer import Binds, Viewer
from persistence.register import REGISTER
from persistence.tables import Table
from schema.assembly import core
from tests.client import SCHEMA

MOVING = ("version", "updatedAt")
NEVER_MOVED_BY = {
    "ExternalRegistration.state": "a difference is a row of its own, which moves no version of it",
    "ExternalRegistration.verifiedBy": "written with the day of the verification, which all see",
    "ExternalRegistration.verifiedFor": "written with the day of the verification, which all see",
    "RegistrationDifference.seenBy": "written with the difference, and never changed",
    "RegistrationDifference.decidedBy": "written with the decision, which all see who see the row",
    "Complaint.statement": "the complainant's own words, which are never changed",
    "Inspection.inspectionCode": "drawn when the visit is assigned, and never changed",
    "InspectionTask.quotas": "written with the task, and never changed",
    "InspectionTask.shares": "are committed and revealed without a version of the task",
    "InspectionTask.draw": "each step of it that raises the task's version is a state that all see",
}
"""What is gated of a type of which something moves, and why that never reveals it."""


def _moving() -> Iterator[tuple[Shape, str]]:
    for shape in REGISTER.shapes.values():
        kind = core(SCHEMA).get_type(shape.name)
        assert isinstance(kind, GraphQLObjectType)
        for name in MOVING:
            if name in kind.fields:
                yield shape, name


def _gated(shape: Shape) -> Iterator[tuple[str, Any]]:
    """Fields that not everybody sees who sees the row; pages have rows with gates of their own."""
    for name, field in shape.fields.items():
        if isinstance(field, Page) or name in MOVING:
            continue
        if getattr(field, "visible_if", None) is not None or field.permission is not None:
            yield name, field


@pytest.mark.parametrize(
    ("shape", "moving"), list(_moving()), ids=lambda each: getattr(each, "name", each)
)
def test_what_moves_has_a_gate_where_anything_has_one_that_moves_it(
    shape: Shape, moving: str
) -> None:
    """Where this fails a visitor may learn that something was changed that a visitor does not see: let its table
    be `PartlyPublic` and its shape have `version(…)`, or say above why it is never moved."""
    answer = shape.fields.get(moving)
    gate = getattr(answer, "visible_if", None)
    if isinstance(gate, UnlessLookingBack):
        gate = gate.gate
    for name, field in _gated(shape):
        if f"{shape.name}.{name}" not in NEVER_MOVED_BY:
            assert isinstance(answer, Column), name
            assert answer.fallback is not None, name
            assert field.visible_if is gate or _is_bookkeeping(shape, field), name


def _is_bookkeeping(shape: Shape, field: Any) -> bool:
    """It has its own gate, and no mutation that raises a version writes it."""
    if not isinstance(field, Column):
        return False
    assert isinstance(shape.table, sa.Table)
    (column,) = field.of(shape.table).base_columns
    return bool(column.info.get("history", True) is BOOKKEEPING["history"])


def test_every_reason_is_of_something_gated() -> None:
    known = {
        f"{shape.name}.{name}" for shape in REGISTER.shapes.values() for name, _ in _gated(shape)
    }

    assert NEVER_MOVED_BY.keys() <= known


def test_what_a_table_withholds_has_a_gate_or_is_not_in_the_schema() -> None:
    viewer, found = Viewer(ANONYMOUS, Binds({})), 0
    for shape in REGISTER.shapes.values():
        kind = core(SCHEMA).get_type(shape.name)
        assert isinstance(kind, GraphQLObjectType)
        if not isinstance(shape.table, sa.Table) or is_never(
            shape.visible_to(alias_of(shape.table), viewer)
        ):
            continue
        for name in map(public_name, withheld(shape.table)):
            if name in kind.fields:
                found += 1
                assert shape.fields[name].visible_if is not None, f"{shape.name}.{name}"  # type: ignore[union-attr]  # of a row
    assert found > 5


def test_rows_that_are_partly_public_have_shapes_that_say_so() -> None:
    tables: list[Any] = [
        each.class_ for each in Table.registry.mappers if issubclass(each.class_, PartlyPublic)
    ]

    assert len(tables) >= 2
    for table in tables:
        answer = REGISTER.shapes[table.__name__].fields["version"]
        row = alias_of(table.__table__)
        assert isinstance(answer, Column)
        assert answer.fallback is not None
        assert answer.fallback(row) is row.c.public_version
        assert {"version", "updated_at"} & set(table.__table__.c.keys()) <= withheld(
            table.__table__
        )


@pytest.mark.parametrize(
    ("writes", "reads"),
    [
        (Permission.INSTITUTION_UPDATE, Permission.INSTITUTION_READ_CONTACT),
        (Permission.INSTITUTION_REGISTER, Permission.INSTITUTION_READ_CONTACT),
        (Permission.TEACHER_REGISTER, Permission.TEACHER_READ_PRIVATE),
        (Permission.PLAN_MANAGE, Permission.INSPECTION_READ),
        (Permission.PLAN_APPROVE, Permission.INSPECTION_READ),
    ],
)
def test_who_may_write_reads_the_version_that_every_change_raises(
    writes: Permission, reads: Permission
) -> None:
    """By the role. Where a seat reaches further in writing than in reading, `refuse_changed` knows."""
    holders = [role for role, held in GRANTS.items() if writes in held]

    assert holders
    assert [role for role in holders if reads not in GRANTS[role]] == []

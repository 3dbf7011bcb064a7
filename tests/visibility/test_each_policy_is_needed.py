"""The matrix notices: a policy opened or closed, a permission dropped, moves at least one cell.

The one place where our own code is replaced: to see that its absence does not pass.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from persistence.reading.shape import Predicate, Register, Row, Visibility, by_parent, to_all
from persistence.reading.viewer import Viewer
from persistence.register import REGISTER
from tests.client import Client
from tests.visibility import paths
from tests.visibility.cells import Looker, Sightings, asking, looker
from tests.visibility.people import LOOKING
from tests.visibility.rows import World
from tests.visibility.table import MAY_ASK, OPEN, SEEN, TRIED_ELSEWHERE
from tests.visibility.test_matrix import values_astray

REPEATED = {
    "RoleGrant": {"Account"},
    "InspectorProfile": {"Officer"},
}
"""Shapes that repeat the policy of the only type that leads to them: it stands for the day when
another path is made, and until then no answer can show it."""

LISTED = {
    "Alert": "alerts",
    "AlertCount": "alertCounts",
    "DrawPolicy": "drawPolicies",
    "InspectionLoad": "inspectionLoads",
    "InspectionObject": "inspectionObjects",
}
"""Shapes without an id, and the list that leads to them."""

BELOW = {
    "InspectionAssignment": ("Inspection", "assignments"),
    "NoticeOfficer": ("Notice", "officers"),
    "PublicReply": ("PublicRecord", "reply"),
    "PublicTermDecision": ("Inspection", "publicTermDecision"),
    "RecordSignature": ("InspectionRecord", "signatures"),
    "ResultAudit": ("Inspection", "audits"),
    "ResultCorrection": ("Inspection", "corrections"),
    "SignatureRefusal": ("InspectionRecord", "signatureRefusal"),
}
"""Shapes without an id and without a list, and the field of another type that leads to them."""

GUARDED = [
    name
    for name, shape in REGISTER.shapes.items()
    if shape.visible_to not in (to_all, by_parent) and name not in paths.LOOKING_BACK
]


def opened(row: Row, viewer: Viewer) -> Predicate:
    return sa.true()


def closed(row: Row, viewer: Viewer) -> Predicate:
    return sa.false()


MUTANTS = pytest.mark.parametrize(
    "mutant", [opened, closed], ids=lambda visible_if: visible_if.__name__
)


@MUTANTS
@pytest.mark.parametrize(
    "kind", [name for name in GUARDED if name not in {*REPEATED, *TRIED_ELSEWHERE}]
)
async def test_each_policy_is_needed(
    ask: Client, everything: World, kind: str, mutant: Visibility
) -> None:
    register = _with_shape(kind, visible_to=mutant)

    assert await anext(_astray(ask, everything, kind, register, ""), None) is not None


@MUTANTS
@pytest.mark.parametrize("where", OPEN)
async def test_each_gate_is_needed(
    ask: Client, everything: World, where: str, mutant: Visibility
) -> None:
    kind, _, name = where.partition(".")
    register = _with_field(kind, name, visible_if=mutant)

    assert await anext(_astray(ask, everything, kind, register, name), None) is not None


@pytest.mark.parametrize("where", MAY_ASK)
async def test_each_permission_is_needed(ask: Client, everything: World, where: str) -> None:
    kind, _, name = where.partition(".")
    person = await looker(ask, everything, "visitor")
    person.register = _with_field(kind, name, permission=None)

    assert person.refused(asking(kind, name, everything)) is None


@pytest.mark.parametrize("kind", REPEATED)
def test_a_repeated_policy_is_that_of_the_only_way_in(kind: str) -> None:
    leading = {
        parent
        for parent in (*REGISTER.shapes, "Query")
        for (_, target, _) in paths.edges(parent)
        if target == kind
    }

    assert leading == REPEATED[kind]
    assert kind not in paths.fetched()


async def _astray(
    ask: Client, world: World, kind: str, register: Register, name: str
) -> AsyncIterator[str]:
    """The cells that differ from the table, of one type fetched by its ids; one is enough."""
    for login in LOOKING:
        if name and login not in MAY_ASK[f"{kind}.{name}"]:
            continue
        if kind in LISTED and login not in MAY_ASK[f"Query.{LISTED[kind]}"]:
            continue
        person = await looker(ask, world, login)
        person.register = register
        seen = Sightings()
        seen.note_all(await person.answers(_document(person, kind, f"{paths.marked(kind)} {name}")))
        allowed = {row for row, people in SEEN[kind].items() if login in people}
        for row in {world.names[kind][mark] for mark in seen.of(kind)} ^ allowed:
            yield f"{login}: {row}"
        for cell in values_astray(seen, world, login):
            yield cell


def _document(person: Looker, kind: str, selection: str) -> str:
    if kind in LISTED:
        return f"{{ {LISTED[kind]}(first: 100) {{ nodes {{ {selection} }} }} }}"
    if kind in BELOW:
        parent, field = BELOW[kind]
        return person.fetch(parent, f"{paths.marked(parent)} {field} {{ {selection} }}")
    return person.fetch(kind, selection)


def _with_shape(kind: str, **changes: Any) -> Register:
    shape = replace(REGISTER.shapes[kind], **changes)
    return replace(REGISTER, shapes={**REGISTER.shapes, kind: shape})


def _with_field(kind: str, name: str, **changes: Any) -> Register:
    if kind == "Query":
        return replace(REGISTER, roots=_changed(REGISTER.roots, name, changes))
    return _with_shape(kind, fields=_changed(REGISTER.shapes[kind].fields, name, changes))


def _changed(fields: Mapping[str, Any], name: str, changes: dict[str, Any]) -> dict[str, Any]:
    return {**fields, name: replace(fields[name], **changes)}

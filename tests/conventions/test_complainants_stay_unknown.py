"""No way leads to who complained: not through the schema, not through what the database keeps."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_abstract_type,
    parse,
)

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.register import REGISTER
from schema.assembly import core
from schema.operations import operation_of
from tests.client import SCHEMA, Client
from tests.people import fang, gao
from tests.schema.complaints.complaint_steps import ADDRESS, DISPUTE, NAME, PHONE, REPORT, raised
from tests.schema.evidence import evidence_steps

GRAPH = core(SCHEMA)
PUBLIC = (
    "Institution",
    "InspectionTask",
    "Inspection",
    "PublicRecord",
    "Course",
    "Teacher",
    "Authority",
)
OF_OTHERS = {
    "CheckHireInput.identityNumber": "of somebody to be employed, compared and kept nowhere",
    "ListPersonInput.identityNumber": "of somebody on the staff black list, kept sealed",
    "ListedPerson.maskedIdentityNumber": "the same, masked, for officials in scope",
    "RegisterTeacherInput.identityNumber": "a teacher's, written and never read",
}
_SUSPECT = re.compile("complainant|identity", re.IGNORECASE)
TRACES = (
    "complaints",
    "state_transitions",
    "audit_events",
    "operations",
    "outbox_messages",
    "evidence",
    "uploads",
    "blobs",
)


def _below(name: str) -> Iterator[str]:
    """The object types one step away."""
    kind = GRAPH.get_type(name)
    assert isinstance(kind, GraphQLObjectType | GraphQLInterfaceType), name
    for field in kind.fields.values():
        yield from _objects(get_named_type(field.type))


def _objects(kind: Any) -> Iterator[str]:
    if isinstance(kind, GraphQLObjectType):
        yield kind.name
    elif isinstance(kind, GraphQLInterfaceType | GraphQLUnionType):
        assert is_abstract_type(kind)
        yield from (each.name for each in GRAPH.get_possible_types(kind))


def _reached_from(name: str) -> set[str]:
    """The object types any number of steps away."""
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        new = set(_below(waiting.pop())) - reached
        reached |= new
        waiting += new
    return reached


def _fields() -> Iterator[tuple[str, GraphQLField]]:
    for kind in GRAPH.type_map.values():
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            yield from ((f"{kind.name}.{name}", field) for name, field in kind.fields.items())


@pytest.mark.parametrize("name", PUBLIC)
def test_nothing_public_or_official_leads_to_a_complaint_or_an_account(name: str) -> None:
    assert _reached_from(name) & {"Complaint", "ComplaintStep", "Account"} == set()


def test_a_complaint_leads_to_no_account() -> None:
    reached = _reached_from("Complaint")

    assert reached & {"Account", "RoleGrant", "Me", "Query", "Mutation"} == set()
    assert {"Institution", "Authority", "ComplaintStep"} <= reached


def test_an_account_does_not_lead_to_its_complaints() -> None:
    assert _reached_from("Account") & {"Complaint", "ComplaintStep"} == set()


def test_only_queries_and_mutations_about_complaints_return_them() -> None:
    returning = {
        where for where, field in _fields() if "Complaint" in _objects(get_named_type(field.type))
    }

    assert returning == {
        "Query.complaint",
        "Query.complaintByReceipt",
        "Query.node",
        "Query.nodes",
        "ComplaintConnection.nodes",
        "ComplaintEdge.node",
        "ComplaintRaised.complaint",
        "EvidenceChecked.complaint",
        "EvidenceDeclared.complaint",
        "EvidenceWithdrawn.complaint",
    }


def test_no_field_is_named_for_the_complainant() -> None:
    names = {where for where, _ in _fields()}
    for kind in GRAPH.type_map.values():
        if isinstance(kind, GraphQLInputObjectType):
            names |= {f"{kind.name}.{field}" for field in kind.fields}

    suspects = {name for name in names if _SUSPECT.search(name.partition(".")[2])}
    assert suspects - OF_OTHERS.keys() == set()
    assert "Complaint.identification" in names


async def _dumped(database: Database) -> dict[str, str]:
    """Every table of the register, its rows as text; bytes as they are and in hex."""
    found = {}
    async with database.writing() as session:
        tables = await session.scalars(
            sa.text("select tablename from pg_tables where schemaname = 'public'")
        )
        for table in tables:
            rows = await session.scalars(sa.text(f'select r::text from "{table}" r'))
            found[table] = "\n".join(rows)
    return found


def _spellings(text: str) -> set[str]:
    return {text, text.encode().hex(), text.encode("unicode_escape").decode()}


async def test_what_is_kept_of_complaints_names_nobody_and_repeats_nothing(
    ask: Client, world: None, database: Database
) -> None:
    real = await raised(ask, DISPUTE, by=fang)
    anonymous = await raised(ask, REPORT, by=gao)
    visitor = await raised(ask, REPORT, by=None)
    await evidence_steps.arrived(ask, real["complaint"]["id"], by=fang)
    await evidence_steps.arrived(
        ask, anonymous["complaint"]["id"], by=gao, declaring={"receipt": anonymous["receipt"]}
    )

    kept = await _dumped(database)

    assert real["complaintNo"] in kept["complaints"]
    words = (NAME, PHONE, ADDRESS, DISPUTE["statement"], REPORT["statement"])
    for text in (*words, anonymous["receipt"], visitor["receipt"]):
        for spelling in _spellings(text):
            assert [table for table, rows in kept.items() if spelling in rows] == []
    for person in (fang, gao):
        for spelling in (str(person.id), person.id.hex, *_spellings(person.login)):
            assert [table for table in TRACES if spelling in kept[table]] == []


async def test_operations_cannot_be_matched_with_the_account_behind_them(
    ask: Client, world: None, database: Database
) -> None:
    await raised(ask, {**DISPUTE, "operationId": str(new_key())}, by=fang)
    await raised(ask, REPORT, by=fang)
    await raised(ask, REPORT, by=gao)

    async with database.writing() as session:
        keys = list(await session.scalars(sa.text("select actor_key from operations")))

    named = ask.keys.hash("operation actor raiseComplaint", fang.id.bytes)
    assert sorted(keys) == sorted([named, b"anonymous", b"anonymous"])


@pytest.mark.parametrize("name", ["raiseComplaint", "declareEvidence", "withdrawEvidence"])
def test_no_log_names_the_account_beside_the_time_of_a_mutation_on_a_complaint(name: str) -> None:
    document = parse(f"mutation Anything {{ other: {name}(input: {{}}) {{ __typename }} }}")

    operation = operation_of(GRAPH, REGISTER, document, None)

    assert operation is not None
    assert operation.is_confidential

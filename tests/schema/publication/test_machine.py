"""Every state of every machine of publication × every event of a mutation, from the tables themselves.

The row is put into the state by SQL; then somebody who may sends the mutation: where the table allows
it, the row is in the table's state afterwards, elsewhere the named refusal leaves it as it was. Before,
one who may not has tried in vain.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from domain.inspections.terms import InspectionState
from domain.inspections.transitions import RESULT
from domain.publication.terms import (
    FollowUpState,
    ObjectionState,
    PublicationState,
    RepairState,
    ReplyState,
)
from domain.publication.transitions import FOLLOW_UP, OBJECTION, OUTLET, REPAIR, REPLY
from domain.terms import Term
from persistence.engine.database import Database
from persistence.publication import withdrawals
from persistence.publication.table import (
    Objection,
    Publication,
    RepairRequest,
    Reply,
)
from persistence.reading import ids
from tests.client import Client
from tests.factories import NOW, TODAY
from tests.people import Person, fang, hua, jun, mei, qiao
from tests.schema.inspections import steps as visits
from tests.schema.publication import steps

Answer = dict[str, Any]
PUBLIC_STATES = ("PUBLISHED", "TO_CORRECT", "CORRECTED", "WITHDRAWN")


@dataclass(frozen=True)
class Move:
    """One event as a mutation: by whom, with what, and how it is refused in a wrong state."""

    event: str
    mutation: str
    by: Person
    refusal: str
    facts: Callable[[str], Answer]

    async def tried(self, ask: Client, id: str, by: Person) -> Answer:
        return await ask.do(self.mutation, self.facts(id), by=by)


def _possible(table: Any, state: Term, event: str) -> Term | None:
    return next((t.to_state for t in table if t.from_state is state and t.event == event), None)


def _cases(table: Any, states: type[Term], moves: tuple[Move, ...]) -> list[Any]:
    return [
        pytest.param(
            move,
            state,
            _possible(table, state, move.event),
            id=f"{state.value}-{move.event}",
        )
        for move in moves
        for state in states
    ]


async def _set(database: Database, table: str, key: UUID, **values: Any) -> None:
    assigned = ", ".join(f"{name} = :{name}" for name in values)
    async with database.writing() as session:
        await session.execute(
            sa.text(f"update {table} set {assigned} where id = :key"),  # our own words
            {**values, "key": key},
        )


async def _row(database: Database, table: str, key: UUID) -> Any:
    async with database.writing() as session:
        statement = sa.text(f"select * from {table} where id = :key")  # our own words
        return (await session.execute(statement, {"key": key})).mappings().one()


async def _try(
    ask: Client,
    database: Database,
    move: Move,
    table: str,
    id: str,
    key: UUID,
    to: Term | None,
) -> None:
    before = await _row(database, table, key)
    stranger = await move.tried(ask, id, fang)
    assert stranger["code"] in ("NOT_PERMITTED", "NOT_FOUND")
    assert await _row(database, table, key) == before

    payload = await move.tried(ask, id, move.by)

    after = await _row(database, table, key)
    if to is None:
        assert payload.get("code") == move.refusal
        assert after == before
    else:
        assert "code" not in payload, payload
        assert after["state"] == to.value


# The result itself


def _visit(**facts: Any) -> Callable[[str], Answer]:
    return lambda id: {"inspectionId": id, **facts}


_AUDITED = (
    Move(
        "approve",
        "auditInspectionResult",
        qiao,
        "NOT_AWAITING_AUDIT",
        _visit(decision="APPROVED", publish=False),
    ),
    Move(
        "reject",
        "auditInspectionResult",
        qiao,
        "NOT_AWAITING_AUDIT",
        _visit(decision="REJECTED", reason="缺照片"),
    ),
    Move("publish", "publishInspectionResult", qiao, "NOT_AWAITING_PUBLICATION", _visit()),
)
_OF_PUBLIC = (
    Move(
        "publish_correction",
        "publishInspectionResult",
        qiao,
        "NOT_AWAITING_PUBLICATION",
        _visit(),
    ),
    Move(
        "reopen",
        "reopenResult",
        qiao,
        "RESULT_NOT_STANDING",
        _visit(reason="有误", foundOn="2026-11-18"),
    ),
    Move("withdraw", "withdrawResult", hua, "RESULT_NOT_STANDING", _visit(ground="WRONG_SUBJECT")),
)
_BY_OFFICERS = (
    Move(
        "file",
        "fileInspectionResult",
        mei,
        "RESULT_ALREADY_FILED",
        lambda id: visits.a_problem(id, correctionReason="更正"),
    ),
    Move(
        "confirm_last",
        "confirmInspectionResult",
        jun,
        "NOT_AWAITING_CONFIRMATION",
        _visit(recordVersionNo=1),
    ),
)


@pytest.mark.parametrize(("move", "state", "to"), _cases(RESULT, InspectionState, _AUDITED))
async def test_a_result_on_its_way(
    ask: Client,
    confirmed: str,
    database: Database,
    move: Move,
    state: InspectionState,
    to: InspectionState | None,
) -> None:
    key = visits.key(confirmed)
    published_at = NOW if state.value in PUBLIC_STATES else None
    await _set(database, "inspections", key, state=state.value, published_at=published_at)

    await _try(ask, database, move, "inspections", confirmed, key, to)


@pytest.mark.parametrize(("move", "state", "to"), _cases(RESULT, InspectionState, _OF_PUBLIC))
async def test_a_result_that_was_public(
    ask: Client,
    public_id: str,
    confirmed: str,
    database: Database,
    move: Move,
    state: InspectionState,
    to: InspectionState | None,
) -> None:
    key = visits.key(confirmed)
    await _set(database, "inspections", key, state=state.value)

    await _try(ask, database, move, "inspections", confirmed, key, to)


@pytest.mark.parametrize(
    ("move", "state", "to"),
    [
        case
        for case in _cases(RESULT, InspectionState, _BY_OFFICERS)
        # A correction before all have confirmed is tested where it is filed.
        if case.id != "TO_CONFIRM-file"
    ],
)
async def test_a_result_with_its_officers(
    ask: Client,
    filed: str,
    database: Database,
    move: Move,
    state: InspectionState,
    to: InspectionState | None,
) -> None:
    key = visits.key(filed)
    published_at = NOW if state.value in PUBLIC_STATES else None
    await _set(database, "inspections", key, state=state.value, published_at=published_at)

    await _try(ask, database, move, "inspections", filed, key, to)


@pytest.mark.parametrize("state", list(InspectionState), ids=lambda state: state.value)
async def test_the_clock_ends_what_stands_in_public(
    ask: Client, public_id: str, confirmed: str, database: Database, state: InspectionState
) -> None:
    key = visits.key(confirmed)
    to = _possible(RESULT, state, "expire")
    await _set(database, "inspections", key, state=state.value)
    await _set(database, "public_records", steps.key("PublicRecord", public_id), expires_on=TODAY)
    before = await _row(database, "inspections", key)

    in_time = await withdrawals.expire_due(database, now=NOW, today=TODAY)
    late = await withdrawals.expire_due(database, now=NOW, today=TODAY.replace(day=TODAY.day + 1))

    after = await _row(database, "inspections", key)
    assert (in_time, late) == (0, 0 if to is None else 1)
    if to is None:
        assert after == before
    else:
        assert after["state"] == to.value


def test_every_event_of_a_result_is_brought_about_by_a_mutation() -> None:
    """What is not tried above: a file without co-officers, and yes of one of several, go the way of
    `file` and `confirm_last`; a task voids its visits; what a wrong clock withdrew is put back by a
    command."""
    tried = {move.event for move in (*_AUDITED, *_OF_PUBLIC, *_BY_OFFICERS)} | {"expire"}

    assert {each.event for each in RESULT} - tried == {
        "file_alone",
        "confirm",
        "void",
        "put_back",
        "put_back_corrected",
    }


# What stands beside it


def _about(name: str, **facts: Any) -> Callable[[str], Answer]:
    return lambda id: {name: id, **facts}


_OBJECTIONS = tuple(
    Move(
        event,
        "decideObjection",
        hua,
        "OBJECTION_ALREADY_DECIDED",
        _about("objectionId", isUpheld=event == "uphold", reason="已核实"),
    )
    for event in ("uphold", "reject")
)
_REPLIES = (
    Move("show", "showReply", qiao, "REPLY_ALREADY_DECIDED", _about("replyId")),
    Move(
        "decline", "declineReply", qiao, "REPLY_ALREADY_DECIDED", _about("replyId", ground="INSULT")
    ),
)
_REPAIRS = tuple(
    Move(
        event,
        "decideRepair",
        hua,
        "REPAIR_ALREADY_DECIDED",
        _about("repairRequestId", isGranted=event == "grant", reason="已核实"),
    )
    for event in ("grant", "refuse")
)
_FOLLOW_UPS = (
    Move(
        "finish",
        "finishFollowUp",
        mei,
        "FOLLOW_UP_NOT_OPEN",
        _about("followUpId", finishedOn="2026-11-18", note="已复核"),
    ),
)
_OUTLETS = (
    Move(
        "record",
        "recordOutletPublication",
        qiao,
        "OUTLET_NOT_PENDING",
        _about("publicRecordId", publishedAt="2026-11-18T02:00:00Z", reference="JS-1"),
    ),
)


def _decided(state: Term) -> dict[str, Any]:
    """What the database asks of a row that was decided."""
    is_open = state.value in ("RECEIVED", "REQUESTED", "WRITTEN")
    return {"decided_at": None if is_open else NOW}


@pytest.mark.parametrize(("move", "state", "to"), _cases(OBJECTION, ObjectionState, _OBJECTIONS))
async def test_an_objection(
    ask: Client,
    public_id: str,
    database: Database,
    move: Move,
    state: ObjectionState,
    to: ObjectionState | None,
) -> None:
    id = await steps.object_to(ask, public_id)
    key = steps.key("Objection", id)
    is_judged = state in (ObjectionState.UPHELD, ObjectionState.REJECTED)
    judged = {"reason": "x", "decided_by": hua.id} if is_judged else {}
    await _set(database, "objections", key, state=state.value, **_decided(state), **judged)

    await _try(ask, database, move, "objections", id, key, to)


@pytest.mark.parametrize(("move", "state", "to"), _cases(REPLY, ReplyState, _REPLIES))
async def test_a_reply(
    ask: Client,
    public_id: str,
    database: Database,
    move: Move,
    state: ReplyState,
    to: ReplyState | None,
) -> None:
    id = await steps.reply(ask, public_id)
    key = steps.key("Reply", id)
    ground = "INSULT" if state is ReplyState.DECLINED else None
    await _set(
        database, "replies", key, state=state.value, decline_ground=ground, **_decided(state)
    )

    await _try(ask, database, move, "replies", id, key, to)


@pytest.mark.parametrize(("move", "state", "to"), _cases(REPAIR, RepairState, _REPAIRS))
async def test_a_repair(
    ask: Client,
    public_id: str,
    database: Database,
    move: Move,
    state: RepairState,
    to: RepairState | None,
) -> None:
    id = await steps.request_repair(ask, public_id)
    key = steps.key("RepairRequest", id)
    await _set(database, "repair_requests", key, state=state.value, reason="x", **_decided(state))

    await _try(ask, database, move, "repair_requests", id, key, to)


@pytest.mark.parametrize(("move", "state", "to"), _cases(FOLLOW_UP, FollowUpState, _FOLLOW_UPS))
async def test_a_measure(
    ask: Client,
    public_id: str,
    confirmed: str,
    database: Database,
    move: Move,
    state: FollowUpState,
    to: FollowUpState | None,
) -> None:
    id = await steps.follow_up(database, confirmed, "ORDER_CORRECTION")
    key = steps.key("FollowUp", id)
    is_done = state is FollowUpState.FINISHED
    done = {"finished_on": TODAY, "finished_by": mei.id, "note": "x"} if is_done else {}
    await _set(database, "follow_ups", key, state=state.value, **done)

    await _try(ask, database, move, "follow_ups", id, key, to)


@pytest.mark.parametrize(("move", "state", "to"), _cases(OUTLET, PublicationState, _OUTLETS))
async def test_an_outlet(
    ask: Client,
    public_id: str,
    database: Database,
    move: Move,
    state: PublicationState,
    to: PublicationState | None,
) -> None:
    async with database.writing() as session:
        key = await session.scalar(
            sa.select(Publication.id).where(Publication.outlet == "ENTERPRISE_CREDIT")
        )
    assert key is not None
    is_out = state is PublicationState.PUBLISHED
    out = {"published_at": NOW, "reference": "x"} if is_out else {}
    await _set(database, "publications", key, state=state.value, **out)

    await _try(ask, database, move, "publications", public_id, key, to)


def test_every_other_event_follows_from_a_change_of_the_result() -> None:
    """They are tried with the withdrawal and the correction that bring them about."""
    moves = (*_OBJECTIONS, *_REPLIES, *_REPAIRS, *_FOLLOW_UPS, *_OUTLETS)
    tables = (*OBJECTION, *REPLY, *REPAIR, *FOLLOW_UP, *OUTLET)
    tried = {move.event for move in moves}

    assert {each.event for each in tables} - tried == {
        "cancel",
        "drop",
        "put_back",
        "record_withdrawn",
        "require",
    }


def test_ids_of_the_rows_are_those_that_clients_know() -> None:
    tables = (Objection, Reply, RepairRequest)
    assert [ids.PREFIX_OF[table.__name__] for table in tables] == ["obj", "rply", "rep"]

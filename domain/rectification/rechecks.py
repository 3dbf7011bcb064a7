"""A re-inspection: never drawn, with at least one officer who was not there the first time (§3.11)."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from domain import deadlines
from domain.actors import Actor
from domain.inspections.results import NEGATIVE
from domain.inspections.terms import ResultCode
from domain.permissions import Permission
from domain.rectification.submissions import refuse_unless_at
from domain.rectification.terms import OrderState
from domain.rectification.transitions import ORDER
from domain.refusals import Refusal
from domain.transitions import transition


class RecheckTeamUnchanged(
    Refusal,
    zh="复查须至少有一名未参加首次检查的人员。",
    en="At least one officer of the re-inspection must not have taken part in the first visit.",
    basis="INF",
):
    """The first team must not be the only judge of its own order."""


@dataclass(frozen=True, slots=True)
class FailedOrder:
    """The facts about the order; `officers` are all who were ever sent to the visit."""

    state: OrderState
    authority_id: UUID
    officers: frozenset[UUID]


def plan(order: FailedOrder, officer_ids: Collection[UUID], *, by: Actor) -> OrderState:
    """NotPermitted at another authority; IllegalTransition; RecheckTeamUnchanged. Who may be sent
    at all is judged as of every case visit."""
    refuse_unless_at(order.authority_id, Permission.INSPECTION_ASSIGN, by=by)
    state = transition(ORDER, order.state, "plan_recheck")
    refuse_first_team(order.officers, officer_ids)
    return state


def refuse_first_team(first: frozenset[UUID], officer_ids: Collection[UUID]) -> None:
    """Raise RecheckTeamUnchanged where all of the re-inspection had been sent the first time: when it
    is planned, and when an officer is replaced."""
    if first.issuperset(officer_ids):
        raise RecheckTeamUnchanged


def lapsed_before(today: dt.date) -> dt.date:
    """The day before which a window must have ended for an unfiled re-inspection to lapse: phones
    have then had time to send what was found within the window."""
    rule = deadlines.at("CO_RECHECK_LAPSE", today)
    return today - dt.timedelta(days=rule.value or 0)


def end(state: OrderState, result_codes: Collection[ResultCode]) -> tuple[str, OrderState]:
    """What an approved result of the re-inspection does to the order: the event and the state."""
    event = "fail" if NEGATIVE.intersection(result_codes) else "pass"
    return event, transition(ORDER, state, event)

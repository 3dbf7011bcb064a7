"""When a result stops being public: withdrawn by the head, repaired on application, or over."""

import datetime as dt
from dataclasses import dataclass

from domain import deadlines
from domain.actors import Actor
from domain.deadlines import Due
from domain.inspections.terms import InspectionState
from domain.inspections.transitions import RESULT
from domain.permissions import Permission
from domain.publication import commitments
from domain.publication.commitments import Commitment, CommitmentMissing
from domain.publication.results import (
    PublicResult,
    refuse_part,
    refuse_unless_office,
    refuse_unless_own,
    refuse_unless_public,
)
from domain.publication.terms import RepairState, WithdrawalGround
from domain.publication.transitions import REPAIR
from domain.refusals import InvalidInput, Refusal
from domain.transitions import transition
from domain.workdays import Calendar

_BY_RULE = (WithdrawalGround.EXPIRED, WithdrawalGround.REPAIRED)
BASIS_OF = {
    WithdrawalGround.EXPIRED: "X60",
    WithdrawalGround.REPAIRED: "X34",
    WithdrawalGround.NOT_TO_BE_PUBLISHED: "X39",
}
"""The documents by which a result goes; a decision that revokes one rests on its own."""


class RepairPending(
    Refusal,
    zh="已有信用修复申请待决定。",
    en="An application for credit repair is already awaiting a decision.",
):
    """One application at a time."""


@dataclass(eq=False)
class OrdersStillOpen(
    Refusal,
    zh="尚有{count}项责令改正未办结，不能申请信用修复。",
    en="{count} correction orders of this visit are still open. Close them before applying "
    "for credit repair.",
    basis="X34",
):
    count: int


@dataclass(eq=False)
class RepairTooEarly(
    Refusal,
    zh="最短公示期未满，{first_on}起可以申请信用修复。",
    en="The record has not been public for the shortest time yet. Credit repair is possible from {first_on}.",
    basis="X80",
):
    first_on: dt.date


class NothingToRepair(
    Refusal,
    zh="该公示信息没有负面结果，无需修复。",
    en="The public record contains no negative result, so there is nothing to repair.",
    basis="X34",
):
    """A record without a negative result does no harm to the institution."""


@dataclass(eq=False)
class RepairAlreadyDecided(
    Refusal,
    zh="该修复申请已办结：{state.zh}。",
    en="The application for credit repair has already been decided. Current state: {state.en}.",
):
    state: RepairState


@dataclass(frozen=True, slots=True)
class Withdrawal:
    event: str
    state: InspectionState
    ground: WithdrawalGround


@dataclass(frozen=True, slots=True)
class RepairDecision:
    """`withdrawal` is None where the repair was refused."""

    event: str
    state: RepairState
    withdrawal: Withdrawal | None


def withdraw(result: PublicResult, *, by: Actor, ground: WithdrawalGround) -> Withdrawal:
    """Take a result out of the public, every version of it.

    NotPermitted for all but the authority's head; ResultNotStanding; DeciderTookPart; InvalidInput
    for a ground that only a rule or an application gives.
    """
    refuse_unless_office(result.authority_id, by, Permission.RESULT_WITHDRAW)
    refuse_unless_public(result)
    refuse_part(result.officers, by)
    if ground in _BY_RULE:
        raise InvalidInput.of("ground", "不能选择此依据", "cannot be chosen here")
    return Withdrawal("withdraw", transition(RESULT, result.state, "withdraw"), ground)


def expire(state: InspectionState, *, expires_on: dt.date, today: dt.date) -> Withdrawal | None:
    """Withdraw a result whose time in public is over; nothing before its last day is over (X60)."""
    if today <= expires_on:
        return None
    return Withdrawal("expire", transition(RESULT, state, "expire"), WithdrawalGround.EXPIRED)


def put_back(
    state: InspectionState, *, was_corrected: bool, expires_on: dt.date, today: dt.date
) -> tuple[str, InspectionState] | None:
    """The event and state by which a result is public again that a wrong clock took to be over; None
    where it is over."""
    if today > expires_on:
        return None
    event = "put_back_corrected" if was_corrected else "put_back"
    return event, transition(RESULT, state, event)


def request_repair(
    result: PublicResult,
    *,
    by: Actor,
    commitment: Commitment | None,
    today: dt.date,
    calendar: Calendar,
) -> Due | None:
    """When an application for repair has to be decided (a result that is not graded: None), or the refusal
    of it.

    NotPermitted; RecordSuperseded, ResultNotStanding; NothingToRepair; RepairPending; OrdersStillOpen
    while an order of the visit is not closed (X34). Of a graded result RepairTooEarly before its shortest
    time is over, and CommitmentMissing (X80). InvalidInput for a commitment that is none.
    """
    refuse_unless_own(result, by)
    refuse_unless_public(result)
    if not result.is_negative:
        raise NothingToRepair
    if result.has_open_repair:
        raise RepairPending
    _refuse_unfit(result, today)
    if commitment is not None:
        commitments.check(commitment, published_on=result.published_on, today=today)
    if not result.is_graded:
        return None
    if commitment is None:
        raise CommitmentMissing
    return deadlines.due(deadlines.at("DR_REPAIR", today), today, calendar)


def _refuse_unfit(result: PublicResult, today: dt.date) -> None:
    if result.open_orders:
        raise OrdersStillOpen(result.open_orders)
    if result.repairable_from is not None and today < result.repairable_from:
        raise RepairTooEarly(result.repairable_from)


def decide_repair(
    result: PublicResult, state: RepairState, *, by: Actor, is_granted: bool, today: dt.date
) -> RepairDecision:
    """Decide an application; granted, the result is withdrawn.

    NotPermitted for all but the authority's head; RepairAlreadyDecided; DeciderTookPart;
    ResultNotStanding while it is being corrected; OrdersStillOpen, for an order may have come since, and
    RepairTooEarly, for a correction may have made it more serious.
    """
    refuse_unless_office(result.authority_id, by, Permission.RESULT_WITHDRAW)
    if state is not RepairState.REQUESTED:
        raise RepairAlreadyDecided(state)
    refuse_part(result.officers, by)
    if not is_granted:
        return RepairDecision("refuse", transition(REPAIR, state, "refuse"), None)
    refuse_unless_public(result)
    _refuse_unfit(result, today)
    withdrawn = transition(RESULT, result.state, "withdraw")
    return RepairDecision(
        "grant",
        transition(REPAIR, state, "grant"),
        Withdrawal("withdraw", withdrawn, WithdrawalGround.REPAIRED),
    )

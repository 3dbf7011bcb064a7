"""The institution reports what it corrected; an auditor accepts it on file; the head gives more time."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from domain.actors import Actor
from domain.permissions import Permission
from domain.publication.results import refuse_part
from domain.rectification.orders import refuse_too_long
from domain.rectification.terms import OrderKind, OrderState
from domain.rectification.transitions import ORDER
from domain.refusals import InvalidInput, NotFound, NotPermitted, Refusal
from domain.transitions import transition


class AcceptorIsOfficer(
    Refusal,
    zh="您参与了该次检查，不得验收其责令的整改。",
    en="You took part in this visit, so you cannot accept the correction it ordered.",
):
    """The officers who ordered a correction do not accept it on paper."""


class OrderImmediate(
    Refusal,
    zh="立行立改的，整改期限不予延长。",
    en="A correction that is due immediately cannot be extended.",
    basis="INF",
):
    """An immediate correction is due on the day of the order."""


@dataclass(eq=False)
class AlreadyExtended(
    Refusal,
    zh="整改期限已延长过一次（至{due_on}），不得再次延长。",
    en="The deadline has already been extended once, to {due_on}. It cannot be extended again.",
    basis="INF",
):
    due_on: dt.date


@dataclass(frozen=True, slots=True)
class StandingOrder:
    """The facts about an order; `officers` are all who were ever sent to the visit, or to the
    re-inspection planned last."""

    state: OrderState
    kind: OrderKind
    institution_id: UUID
    authority_id: UUID
    issued_on: dt.date
    due_on: dt.date
    is_extended: bool
    officers: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Submission:
    state: OrderState
    is_late: bool


def submit(order: StandingOrder, *, by: Actor, today: dt.date) -> Submission:
    """Take the institution's report. NotFound at another institution; IllegalTransition, which does not
    tell a re-inspection that is planned."""
    by.needs(Permission.ORDER_ANSWER)
    if order.institution_id not in by.institutions_with(Permission.ORDER_ANSWER):
        raise NotFound
    is_planned = order.state is OrderState.RECHECK_PLANNED
    visible_state = OrderState.SUBMITTED if is_planned else order.state
    return Submission(transition(ORDER, visible_state, "submit"), is_late=today > order.due_on)


def accept(order: StandingOrder, *, by: Actor) -> OrderState:
    """Accept on file. NotPermitted at another authority; IllegalTransition; AcceptorIsOfficer."""
    refuse_unless_at(order.authority_id, Permission.ORDER_ACCEPT, by=by)
    state = transition(ORDER, order.state, "accept")
    if by.officer_id in order.officers:
        raise AcceptorIsOfficer
    return state


def extend(order: StandingOrder, *, by: Actor, due_on: dt.date, today: dt.date) -> OrderState:
    """Give more time, once.

    NotPermitted at another authority; IllegalTransition, also where the day is over and the order
    is not yet marked overdue; DeciderTookPart for an officer of the visit; OrderImmediate;
    AlreadyExtended; InvalidInput for a day that is no later; OrderTooLong for more than 90 days in all.
    """
    refuse_unless_at(order.authority_id, Permission.ORDER_EXTEND, by=by)
    is_over = order.state is OrderState.ISSUED and today > order.due_on
    state = transition(ORDER, OrderState.OVERDUE if is_over else order.state, "extend")
    refuse_part(order.officers, by)
    if order.kind is OrderKind.IMMEDIATE:
        raise OrderImmediate
    if order.is_extended:
        raise AlreadyExtended(order.due_on)
    if due_on <= order.due_on:
        raise InvalidInput.of("dueOn", "须晚于原期限", "must be later than the previous deadline")
    refuse_too_long(order.issued_on, due_on)
    return state


def refuse_unless_at(authority_id: UUID, permission: Permission, *, by: Actor) -> None:
    """Raise NotPermitted unless the permission is held at this authority."""
    if all(office.authority_id != authority_id for office in by.offices_with(permission)):
        raise NotPermitted(permission)

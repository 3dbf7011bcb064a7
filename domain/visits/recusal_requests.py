"""Recusal from one visit: asked by the institution or by the officer, decided by the head (X38, X44)."""

from dataclasses import dataclass
from uuid import UUID

from domain.actors import Actor
from domain.inspections.terms import InspectionState
from domain.permissions import Permission
from domain.refusals import InvalidInput, NotPermitted, Refusal
from domain.transitions import transition
from domain.visits.terms import RecusalRequestSide, RecusalRequestState
from domain.visits.transitions import RECUSAL_REQUEST


class RecusalRequestOpen(
    Refusal,
    zh="已有关于该人员的回避申请待决定。",
    en="A recusal request about this officer is already awaiting a decision.",
    basis="X38; X44",
):
    """One open request for each officer of a visit."""


@dataclass(eq=False)
class RecusalRequestSettled(
    Refusal,
    zh="该回避申请当前“{state.zh}”，不能再作决定。",
    en="This recusal request has already been decided. Current state: {state.en}.",
):
    state: RecusalRequestState


class OwnRecusalRequest(
    Refusal,
    zh="您不得决定涉及本人的回避申请。",
    en="You cannot decide a recusal request about yourself.",
    basis="X44",
):
    pass


@dataclass(eq=False)
class RecusalTooLate(
    Refusal,
    zh="检查结果当前“{state.zh}”，不能再申请回避。",
    en="Recusal can no longer be requested. Current state: {state.en}.",
    basis="X44",
):
    state: InspectionState


@dataclass(frozen=True, slots=True)
class ContestedVisit:
    """`is_noticed`: the institution knows who comes. `officers` are those sent now."""

    state: InspectionState
    authority_id: UUID
    institution_id: UUID
    is_noticed: bool
    officers: frozenset[UUID]


def request(visit: ContestedVisit, officer_id: UUID, *, by: Actor) -> RecusalRequestSide:
    """The institution may request it once it has the notice, an officer for themselves.

    NotPermitted; InvalidInput for an officer who is not sent; RecusalTooLate once it is filed.
    """
    by.needs(Permission.RECUSAL_REQUEST)
    side = _side(visit, officer_id, by)
    if officer_id not in visit.officers:
        raise InvalidInput.of("officerId", "不是本次检查人员", "is not an officer of this visit")
    _refuse_once_filed(visit)
    return side


def decide(
    visit: ContestedVisit,
    state: RecusalRequestState,
    officer_id: UUID,
    *,
    is_upheld: bool,
    reason: str | None,
    by: Actor,
) -> RecusalRequestState:
    """NotPermitted for all but a head of the visit's authority; OwnRecusalRequest;
    RecusalRequestSettled; RecusalTooLate where it is upheld too late; InvalidInput."""
    held = (o.authority_id for o in by.offices_with(Permission.INSPECTION_REPLACE_OFFICER))
    if visit.authority_id not in tuple(held):
        raise NotPermitted(Permission.INSPECTION_REPLACE_OFFICER)
    if by.officer_id == officer_id:
        raise OwnRecusalRequest
    if state is not RecusalRequestState.REQUESTED:
        raise RecusalRequestSettled(state)
    if is_upheld:
        _refuse_once_filed(visit)
    elif reason is None:
        raise InvalidInput.of("reason", "不予回避须说明理由", "is required to refuse the request")
    return transition(RECUSAL_REQUEST, state, "uphold" if is_upheld else "refuse")


def _side(visit: ContestedVisit, officer_id: UUID, by: Actor) -> RecusalRequestSide:
    if by.officer_id == officer_id and officer_id in visit.officers:
        return RecusalRequestSide.OFFICER
    own = visit.institution_id in tuple(by.institutions_with(Permission.RECUSAL_REQUEST))
    if own and visit.is_noticed:
        return RecusalRequestSide.INSTITUTION
    raise NotPermitted(Permission.RECUSAL_REQUEST)


def _refuse_once_filed(visit: ContestedVisit) -> None:
    if visit.state is not InspectionState.TO_ENTER:
        raise RecusalTooLate(visit.state)

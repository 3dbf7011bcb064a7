"""The institution's right of reply: what it says to a public record, shown beside it."""

from dataclasses import dataclass
from uuid import UUID

from domain.actors import Actor
from domain.permissions import Permission
from domain.publication.results import (
    PublicResult,
    RecordSuperseded,
    refuse_part,
    refuse_unless_office,
    refuse_unless_own,
)
from domain.publication.terms import ReplyState
from domain.publication.transitions import REPLY
from domain.refusals import Refusal
from domain.transitions import transition

LONGEST = 1_000
"""Characters of a reply."""


class ReplyAlreadyWritten(
    Refusal,
    zh="您已对该版公示信息作出回应，不得更改。",
    en="You have already replied to this version. A reply cannot be changed.",
):
    """One reply to a version; a corrected version may have a reply of its own."""


@dataclass(eq=False)
class ReplyAlreadyDecided(
    Refusal,
    zh="该回应已处理：{state.zh}。",
    en="The reply has already been decided. Current state: {state.en}.",
):
    state: ReplyState


def write(result: PublicResult, *, by: Actor) -> None:
    """Let the institution reply, or refuse: NotPermitted, RecordSuperseded, ReplyAlreadyWritten.

    A record that is being corrected is public still, and may be replied to.
    """
    refuse_unless_own(result, by)
    if not result.is_current:
        raise RecordSuperseded
    if result.has_reply:
        raise ReplyAlreadyWritten


def show(
    state: ReplyState, *, by: Actor, authority_id: UUID, officers: frozenset[UUID]
) -> ReplyState:
    """Show a reply as it was written: NotPermitted, ReplyAlreadyDecided, DeciderTookPart."""
    return _decided(state, "show", by, authority_id, officers)


def decline(
    state: ReplyState, *, by: Actor, authority_id: UUID, officers: frozenset[UUID]
) -> ReplyState:
    """Keep a reply from the public, for one of the grounds and nothing else: the refusals of `show`."""
    return _decided(state, "decline", by, authority_id, officers)


def _decided(
    state: ReplyState, event: str, by: Actor, authority_id: UUID, officers: frozenset[UUID]
) -> ReplyState:
    refuse_unless_office(authority_id, by, Permission.RESULT_PUBLISH)
    if state is not ReplyState.WRITTEN:
        raise ReplyAlreadyDecided(state)
    refuse_part(officers, by)
    return transition(REPLY, state, event)

"""When it is recorded that another outlet has published a version."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from domain.actors import Actor
from domain.permissions import Permission
from domain.publication.results import refuse_unless_office
from domain.publication.terms import Outlet, PublicationState
from domain.publication.transitions import OUTLET
from domain.refusals import InvalidInput, Refusal
from domain.transitions import transition


@dataclass(eq=False)
class OutletNotPending(
    Refusal,
    zh="该版本在此渠道当前“{state.zh}”，无需登记。",
    en="This version is not awaiting publication in this outlet. Current state: {state.en}.",
    basis="X37",
):
    state: PublicationState


def record(
    state: PublicationState | None,
    outlet: Outlet,
    *,
    by: Actor,
    authority_id: UUID,
    recorded_at: dt.datetime,
    published_at: dt.datetime,
    now: dt.datetime,
) -> PublicationState:
    """Decide that a version stands in an outlet, or refuse.

    NotPermitted beyond the authority; OutletNotPending where it stands there already or was
    withdrawn before; InvalidInput for this platform, for a version that was never handed over, and
    for a moment before the version was published here or in the future.
    """
    refuse_unless_office(authority_id, by, Permission.RESULT_PUBLISH)
    if outlet is Outlet.PLATFORM:
        raise InvalidInput.of("outlet", "本平台无需登记", "is this platform: no entry is needed")
    if state is None:
        raise InvalidInput.of(
            "publicRecordId", "该版本未推送", "was not handed over to this outlet"
        )
    if state is not PublicationState.PENDING:
        raise OutletNotPending(state)
    if published_at.tzinfo is None or not recorded_at <= published_at <= now:
        raise InvalidInput.of(
            "publishedAt",
            "须在本平台公示之后且不晚于现在",
            "must be between the publication and now",
        )
    return transition(OUTLET, state, "record")

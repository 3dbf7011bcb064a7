"""Which objects of the registry stay out of a pool, and on what ground (§3.4; X39, X45)."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.institutions.terms import Existence
from domain.registries.terms import ExclusionGround


@dataclass(frozen=True, slots=True)
class PoolCandidate:
    """What is known of an object when a pool is frozen; visits are those of the window's year."""

    existence: Existence
    is_stopped: bool
    is_in_open_task: bool
    visits_for_item: int
    visits_of_authority: int
    holds_nothing: bool = False
    """All its entitlements have ended, at least one for good and by a decision."""


@dataclass(frozen=True, slots=True)
class Caps:
    """How often an object may be drawn in a year, for an item and by an authority; by an authority whose
    campaign was ordered from above there is no cap (X43)."""

    per_item: int
    per_authority: int | None


def exclusion(candidate: PoolCandidate, caps: Caps) -> ExclusionGround | None:
    """The first ground that keeps an object out of the pool; None lets it in.

    Named cases (complaint, lead, order from above, re-inspection, emergency) are never kept out:
    they are not drawn. Their visits count here.
    """
    grounds: Mapping[ExclusionGround, bool] = {
        ExclusionGround.NOT_EXISTING: candidate.existence is not Existence.EXISTING,
        ExclusionGround.NOTHING_HELD: candidate.holds_nothing,
        ExclusionGround.STOPPED: candidate.is_stopped,
        ExclusionGround.IN_OPEN_TASK: candidate.is_in_open_task,
        ExclusionGround.CAP_OF_ITEM: candidate.visits_for_item >= caps.per_item,
        ExclusionGround.CAP_OF_AUTHORITY: caps.per_authority is not None
        and candidate.visits_of_authority >= caps.per_authority,
    }
    return next((ground for ground, holds in grounds.items() if holds), None)

"""What another register says otherwise than ours: compared, queued once, and decided by a person.

Nothing of it ever writes over our register. A source that reports an older state than it did before is not
heard; what somebody has decided to keep is not queued again until either side changes.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from domain import credit_codes, identifiers
from domain.refusals import Refusal
from domain.registrations.rules import Stated
from domain.registrations.terms import DifferenceDecision, DifferenceField, DifferenceState

NATIONAL_PLATFORM = "全国校外教育培训监管与服务综合平台"
"""The source of which `externalRef` is the reference."""

OPEN = frozenset(
    {DifferenceState.OPEN, DifferenceState.PUT_TO_INSTITUTION, DifferenceState.EXPLAINED}
)
"""States in which somebody has to decide, or to answer."""

_FOLDS: Mapping[DifferenceField, Callable[[str], str]] = {
    DifferenceField.NAME: identifiers.folded,
    DifferenceField.UNIFIED_SOCIAL_CREDIT_CODE: credit_codes.spelt,
    DifferenceField.LEGAL_REPRESENTATIVE: identifiers.folded,
    DifferenceField.ADDRESS: identifiers.address,
    DifferenceField.LICENCE_NUMBER: identifiers.number,
    DifferenceField.EXISTENCE: str,
    DifferenceField.EXTERNAL_REF: str,
}


@dataclass(eq=False)
class DifferenceDecided(
    Refusal,
    zh="该差异已处理（{state.zh}）。",
    en="This difference is settled already ({state.en}).",
):
    state: DifferenceState


class ExternalRefTaken(
    Refusal,
    zh="该平台编号已对应另一机构。",
    en="This reference of the platform is another institution's by now.",
):
    """Raised where the unique constraint on the reference is hit."""


class NothingWasAsked(
    Refusal, zh="没有待答复的询问。", en="No question about this difference waits for an answer."
):
    pass


class ExistenceNotTaken(
    Refusal,
    zh="存续状态不能直接采纳：请先办理机构终止（closeInstitution）或更正登记（updateInstitution），再采纳该差异。",
    en="Legal existence is not taken over like this: close the institution with closeInstitution, or correct "
    "its entry with updateInstitution, then take theirs.",
):
    """The end of an institution closes its sites and withdraws its courses with it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The facts about one that is kept."""

    id: UUID
    field: DifferenceField
    ours: str | None
    theirs: str | None
    state: DifferenceState


@dataclass(frozen=True, slots=True)
class Queueing:
    """What a report comes to for one object: differences to queue, and open ones that end by it."""

    added: tuple[Stated, ...]
    ended: Mapping[UUID, DifferenceState]


def compare(
    ours: Mapping[DifferenceField, Collection[str]], theirs: Mapping[DifferenceField, str]
) -> list[Stated]:
    """Of each field that the source states, whether it is one of ours but for its spelling."""
    return list(_compared(ours, theirs))


def _compared(
    ours: Mapping[DifferenceField, Collection[str]], theirs: Mapping[DifferenceField, str]
) -> Iterator[Stated]:
    for field, value in theirs.items():
        if not is_same(field, ours[field], value):
            yield Stated(field, "、".join(ours[field]) or None, value)


def is_same(field: DifferenceField, ours: Collection[str], theirs: str) -> bool:
    fold = _FOLDS[field]
    return fold(theirs) in map(fold, ours)


def is_outdated(reported: dt.datetime, last: dt.datetime | None) -> bool:
    """Whether the source stated a later state before; the same moment is the same state sent again."""
    return last is not None and reported < last


def queue(
    compared: Collection[DifferenceField], found: Sequence[Stated], earlier: Sequence[Difference]
) -> Queueing:
    """`earlier` are those of the same object from the same source, in the order in which they came."""
    stated = {each.field: each for each in found}
    ended: dict[UUID, DifferenceState] = {}
    added = []
    for field in compared:
        now = stated.get(field)
        before = [each for each in earlier if each.field is field]
        waiting = [each for each in before if each.state in OPEN]
        stays = [each for each in waiting if now is not None and each.theirs == now.theirs]
        for each in waiting:
            if each not in stays:
                over = DifferenceState.AGREED if now is None else DifferenceState.SUPERSEDED
                ended[each.id] = over
        if now is not None and not stays and not _was_kept(now, before):
            added.append(now)
    return Queueing(tuple(added), ended)


def _was_kept(now: Stated, before: Sequence[Difference]) -> bool:
    """Somebody looked at the same before, and nothing came between."""
    if not before:
        return False
    last = before[-1]
    return last.state is DifferenceState.KEPT and (last.ours, last.theirs) == (now.ours, now.theirs)


_AFTER = {
    DifferenceDecision.TAKE_THEIRS: DifferenceState.TAKEN,
    DifferenceDecision.KEEP_OURS: DifferenceState.KEPT,
    DifferenceDecision.ASK_INSTITUTION: DifferenceState.PUT_TO_INSTITUTION,
}


def decide(state: DifferenceState, decision: DifferenceDecision) -> DifferenceState:
    """The state after the decision. Raises DifferenceDecided; the institution may be asked once more."""
    if state not in OPEN:
        raise DifferenceDecided(state)
    return _AFTER[decision]


def explain(state: DifferenceState) -> DifferenceState:
    """The institution answers what it was asked, once. Raises DifferenceDecided or NothingWasAsked."""
    if state not in OPEN:
        raise DifferenceDecided(state)
    if state is not DifferenceState.PUT_TO_INSTITUTION:
        raise NothingWasAsked
    return DifferenceState.EXPLAINED

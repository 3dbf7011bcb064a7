"""When evidence may be declared, corrected and withdrawn (domain analysis §3.8)."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from domain.evidence import quotas
from domain.evidence.owners import OWNERS
from domain.evidence.quotas import EvidenceQuota
from domain.evidence.terms import EvidenceKind, EvidenceState, OwnerKind
from domain.positions import Position, to_wgs84
from domain.refusals import InvalidInput, NotFound, Refusal, Violation
from domain.terms import Term


@dataclass(eq=False)
class EvidenceClosed(
    Refusal,
    zh="该事项当前“{state}”，不再接收证据。",
    en="No more evidence is accepted here: the matter is closed.",
):
    """The owner is published, voided or closed: later evidence would not have been considered."""

    state: str


class LateEvidenceNeedsReason(
    Refusal,
    zh="检查结果已录入，补充证据须说明理由。",
    en="The result has already been filed. Give a reason for adding evidence.",
):
    """The record is sealed with the evidence declared before; later evidence is kept beside it."""


@dataclass(eq=False)
class EvidenceSuperseded(
    Refusal,
    zh="该证据第{version_no}版已被更新的版本取代。",
    en="Version {version_no} of this evidence has already been replaced by a later one.",
):
    version_no: int


@dataclass(eq=False)
class EvidenceNotExpected(
    Refusal,
    zh="该证据当前“{state.zh}”，无需上传。",
    en="This evidence is not awaiting an upload. Current state: {state.en}.",
):
    """Evidence that arrived is never replaced; a further version is declared, with a reason."""

    state: EvidenceState


@dataclass(eq=False)
class EvidenceNotArrived(
    Refusal,
    zh="该证据尚未收到（{state.zh}），无法核验。",
    en="This evidence has not arrived ({state.en}), so it cannot be verified.",
):
    state: EvidenceState


@dataclass(frozen=True, slots=True)
class EvidenceDeclaration:
    """One thing that will come. `sha256` has 32 bytes; `size` is in bytes and above zero.

    `captured_at` and `position` are the device's claim.
    """

    kind: EvidenceKind
    sha256: bytes
    size: int
    media_type: str
    file_name: str | None = None
    captured_at: dt.datetime | None = None
    position: Position | None = None
    replaces_id: UUID | None = None
    reason: str | None = None

    @property
    def wgs84(self) -> Position | None:
        return to_wgs84(self.position) if self.position else None


@dataclass(frozen=True, slots=True)
class Slot:
    """What there is already, where it is to be replaced."""

    version_no: int
    is_superseded: bool


@dataclass(frozen=True, slots=True)
class OwnerFacts:
    """The owner, and how much evidence it and the person have declared so far; `person` is None for
    who came with nothing but a receipt, or for an institution. `is_anonymous` is a complaint that
    nobody stands behind."""

    owner_kind: OwnerKind
    state: Term
    slots: Mapping[UUID, Slot]
    owner: EvidenceQuota
    person: EvidenceQuota | None
    is_anonymous: bool = False


def declare(facts: OwnerFacts, declared: Collection[EvidenceDeclaration]) -> list[int]:
    """The version number of each, or a refusal.

    In this order: EvidenceClosed; InvalidInput for what a complaint must not keep; NotFound and
    EvidenceSuperseded for what is to be replaced; LateEvidenceNeedsReason; then the quotas of owner
    and person.
    """
    owner = OWNERS[facts.owner_kind]
    if facts.state not in owner.open:
        raise EvidenceClosed(facts.state.zh)
    if not owner.names_people:
        _refuse_identifying(declared)
    versions = [_version(facts, each) for each in declared]
    if facts.state in owner.filed and not all(each.reason for each in declared):
        raise LateEvidenceNeedsReason
    count, size = len(declared), sum(each.size for each in declared)
    most = quotas.PER_ANONYMOUS_COMPLAINT if facts.is_anonymous else owner.quota
    quotas.refuse_above(most, facts.owner, count=count, size=size)
    if facts.person is not None:
        quotas.refuse_above_daily(facts.person, count=count, size=size)
    return versions


def refuse_unless_expected(state: EvidenceState) -> None:
    """Raise EvidenceNotExpected for a slot that takes nothing any more."""
    if state is not EvidenceState.EXPECTED:
        raise EvidenceNotExpected(state)


def _version(facts: OwnerFacts, declared: EvidenceDeclaration) -> int:
    if declared.replaces_id is None:
        return 1
    slot = facts.slots.get(declared.replaces_id)
    if slot is None:
        raise NotFound
    if slot.is_superseded:
        raise EvidenceSuperseded(slot.version_no)
    return slot.version_no + 1


def _refuse_identifying(declared: Collection[EvidenceDeclaration]) -> None:
    """A place or a file name may tell who complained; the original keeps what it has, sealed."""
    faults = [
        Violation(
            f"slots[{i}].{name}",
            "投诉证据不得填写此项，以免泄露投诉人身份",
            "must be left out for a complaint: it could reveal who complained",
        )
        for i, each in enumerate(declared)
        for name, value in (("position", each.position), ("fileName", each.file_name))
        if value is not None
    ]
    if faults:
        raise InvalidInput(tuple(faults))

"""When an auditor may open one picture to the public, and close it again."""

from dataclasses import dataclass
from uuid import UUID

from domain.actors import Actor
from domain.evidence.terms import EvidenceVerdict
from domain.inspections.audits import AuditorIsOfficer
from domain.inspections.terms import InspectionState
from domain.permissions import Permission
from domain.refusals import NotPermitted, Refusal

_PUBLIC = (InspectionState.PUBLISHED, InspectionState.CORRECTED)


class NotAReleasablePicture(
    Refusal,
    zh="只有检查中已收到的图片可以公开。",
    en="Only a picture that belongs to an inspection and has arrived can be released.",
):
    """Recordings and documents have no copy without metadata; evidence of a complaint is never
    released."""


class EvidenceNotIntact(
    Refusal,
    zh="该证据与封存时不一致，不得公开。",
    en="This evidence differs from what was sealed, so it cannot be released.",
):
    pass


@dataclass(eq=False)
class ResultNotPublic(
    Refusal,
    zh="检查结果当前“{state.zh}”，公示之后方可公开图片。",
    en="Pictures can be released only after the result is published. Current state: {state.en}.",
):
    state: InspectionState


class EvidenceAlreadyReleased(Refusal, zh="该图片已公开。", en="The picture is already public."):
    pass


class EvidenceNotReleased(Refusal, zh="该图片尚未公开。", en="The picture is not public."):
    pass


@dataclass(frozen=True, slots=True)
class Picture:
    """The facts that turn on it; `officers` are all who were ever sent to the visit."""

    is_picture: bool
    verdict: EvidenceVerdict | None
    is_released: bool
    authority_id: UUID
    state: InspectionState
    officers: frozenset[UUID]


def release(picture: Picture, *, by: Actor) -> None:
    """Refuse, or let it be public.

    NotPermitted for an auditor of another authority; AuditorIsOfficer; NotAReleasablePicture;
    ResultNotPublic; EvidenceNotIntact; EvidenceAlreadyReleased.
    """
    _refuse_other(picture, by)
    if not picture.is_picture:
        raise NotAReleasablePicture
    if picture.state not in _PUBLIC:
        raise ResultNotPublic(picture.state)
    if picture.verdict is not EvidenceVerdict.INTACT:
        raise EvidenceNotIntact
    if picture.is_released:
        raise EvidenceAlreadyReleased


def retract(picture: Picture, *, by: Actor) -> None:
    """Refuse, or close it again: NotPermitted, AuditorIsOfficer, EvidenceNotReleased."""
    _refuse_other(picture, by)
    if not picture.is_released:
        raise EvidenceNotReleased


def _refuse_other(picture: Picture, by: Actor) -> None:
    held = {office.authority_id for office in by.offices_with(Permission.EVIDENCE_RELEASE)}
    if picture.authority_id not in held:
        raise NotPermitted(Permission.EVIDENCE_RELEASE)
    if by.officer_id in picture.officers:
        raise AuditorIsOfficer

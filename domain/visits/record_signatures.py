"""What a signature covers, who records it, and what the inspected party has to sign."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.actors import Actor
from domain.inspections.terms import InspectionState, Method, ResultCode
from domain.moments import day_of
from domain.permissions import Permission
from domain.refusals import InvalidInput, NotPermitted, Refusal, Violation
from domain.visits.canonical import digest
from domain.visits.clocks import corrected, tolerance
from domain.visits.terms import SignatureParty, UnsignedBecause

MOST = 20
"""Signatures under one version of a record."""

_OPEN = (InspectionState.TO_CONFIRM, InspectionState.TO_AUDIT)

_NOBODY_MET = frozenset(
    {
        ResultCode.UNREACHABLE,
        ResultCode.CLOSED_OR_LIQUIDATING,
        ResultCode.DEREGISTERED,
        ResultCode.LICENCE_REVOKED,
        ResultCode.REGISTRATION_CANCELLED,
        ResultCode.MOVED_OUT,
    }
)


_SOMEBODY_MET = frozenset({ResultCode.CORRECTED_AFTER_ORDER, ResultCode.NON_COOPERATION_SERIOUS})
"""Result codes that imply a representative of the institution was present."""


@dataclass(eq=False)
class SignatureDoesNotFit(
    Refusal,
    zh="签名所依据的文本与第{version_no}版记录的规范文本不一致，请核对规范文本后重新签名。",
    en="The signature does not match version {version_no} of the record. Compare what was signed "
    "with the canonical text, and have that signed.",
):
    """The hash given with the signature differs from that of the canonical record: `canonical` is the
    text as the server has it and `record_hash` its hash, both None for a record from before there were."""

    version_no: int
    record_hash: str | None = None
    canonical: str | None = None


@dataclass(eq=False)
class SignatureTooLate(
    Refusal,
    zh="该检查当前“{state.zh}”，不能再签字。",
    en="The record can no longer be signed. Current state: {state.en}.",
):
    """A record can be signed after its filing and before its audit."""

    state: InspectionState


class AlreadySigned(Refusal, zh="该签字已登记。", en="This signature is already registered."):
    """One signature of each person for each party, and one note of why a party did not sign."""


class SignatureMissing(
    Refusal,
    zh="实地检查记录须有被检查方签字，或注明拒签、不在场情况并由见证人签字。",
    en="An on-site record needs the inspected party's signature, or a note of the refusal or "
    "absence signed by a witness.",
):
    """A party that was present signs, or the record notes its refusal."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed what, as written down by an officer. `record_hash` is of the bytes that the person
    saw."""

    party: SignatureParty
    name: str
    capacity: str
    record_hash: str
    signed_at: dt.datetime


@dataclass(frozen=True, slots=True)
class WitnessedRefusal:
    """Why the inspected party did not sign, with the witness."""

    because: UnsignedBecause
    reason: str
    witness_name: str
    witness_capacity: str
    record_hash: str
    noted_at: dt.datetime


@dataclass(frozen=True, slots=True)
class GivenSignatures:
    """Signatures, and the note on a missing one, each with its picture; `pictures` once more with
    the paths under which they were given."""

    signatures: Sequence[tuple[Signature, UUID | None]]
    unsigned: tuple[WitnessedRefusal, UUID | None] | None
    pictures: Sequence[tuple[str, UUID | None]]

    @property
    def hashes(self) -> list[str]:
        given = [each.record_hash for each, _ in self.signatures]
        return given if self.unsigned is None else [*given, self.unsigned[0].record_hash]


@dataclass(frozen=True, slots=True)
class Record:
    """The current version; one without a hash cannot be signed."""

    state: InspectionState
    version_no: int
    hash: str | None
    canonical: str | None
    officers: frozenset[UUID]
    signature_count: int = 0


def faults(given: Sequence[Signature], path: str = "signatures") -> Iterable[Violation]:
    """What is wrong with their form."""
    seen: set[tuple[SignatureParty, str]] = set()
    for index, each in enumerate(given):
        if (each.party, each.name) in seen:
            yield Violation(f"{path}[{index}].name", "重复", "is listed twice")
        seen.add((each.party, each.name))


def refuse_unfit(canonical: str, signed: Iterable[str], *, version_no: int) -> None:
    """Raise SignatureDoesNotFit unless all that was signed is this text."""
    record_hash = digest(canonical)
    if any(each != record_hash for each in signed):
        raise SignatureDoesNotFit(version_no, record_hash, canonical)


def sign(record: Record, record_hash: str, *, by: Actor) -> UUID:
    """Accept a signature, or the note that there is none, for a filed record; return the officer
    who records it. NotPermitted, SignatureTooLate, SignatureDoesNotFit, InvalidInput."""
    by.needs(Permission.VISIT_ATTEND)
    if by.officer_id is None or by.officer_id not in record.officers:
        raise NotPermitted(Permission.VISIT_ATTEND)
    if record.state not in _OPEN:
        raise SignatureTooLate(record.state)
    if record.hash is None or record.hash != record_hash:
        raise SignatureDoesNotFit(record.version_no, record.hash, record.canonical)
    if record.signature_count >= MOST:
        raise InvalidInput.of(
            "recordHash", f"最多{MOST}个签名", f"at most {MOST} signatures are allowed"
        )
    return by.officer_id


def signed_at(
    claimed: dt.datetime, offset_ms: int | None, *, now: dt.datetime, field: str
) -> dt.datetime:
    """The moment of signing on the server's clock. InvalidInput for one in the future."""
    at = corrected(claimed, offset_ms)
    if at > now + tolerance(day_of(now)):
        raise InvalidInput.of(field, "不得晚于当前时间", "must not be in the future")
    return at


def refuse_unless_signed(
    methods: Iterable[str],
    result_codes: Iterable[str],
    *,
    parties: Iterable[SignatureParty],
    is_explained: bool,
    was_there: bool = False,
) -> None:
    """Raise SignatureMissing for an on-site record of a present party without its signature.

    `is_explained`: it says why the inspected party did not sign, with a witness. `was_there`: an
    officer had arrived, whatever the methods say.
    """
    codes = set(result_codes)
    is_met = bool(_SOMEBODY_MET & codes) or not _NOBODY_MET & codes
    is_on_site = was_there or Method.ON_SITE in set(methods)
    signing = {SignatureParty.INSPECTED, SignatureParty.WITNESS} & set(parties)
    if is_on_site and is_met and not signing and not is_explained:
        raise SignatureMissing

"""The list of officers: whose certificate is valid from when, and who may not be drawn meanwhile."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from domain.inspections.certificates import Certificate
from domain.refusals import InvalidInput, Refusal

_ONE_DAY = dt.timedelta(days=1)


@dataclass(eq=False)
class CertificateOverlaps(
    Refusal,
    zh="与已登记的执法证有效期（{valid_from}至{valid_to}）重叠。",
    en="The days overlap those of a certificate that is registered already ({valid_from} to {valid_to}).",
    basis="X43",
):
    valid_from: dt.date
    valid_to: dt.date


@dataclass(eq=False)
class CertificatePredates(
    Refusal,
    zh="早于现有执法证（自{valid_from}起），换发的执法证须在其之后。",
    en="The certificate is older than the current one (from {valid_from}). A renewal follows it.",
    basis="X43",
):
    valid_from: dt.date


@dataclass(eq=False)
class CertificateLeavesGap(
    Refusal,
    zh="现有执法证至{valid_to}仍有效，换发的执法证须自次日起，或在其到期后登记。",
    en="The current certificate is valid until {valid_to}. The next one begins on the day after, or is "
    "registered when it has expired.",
    basis="X43",
):
    valid_to: dt.date


class AlreadyInspector(
    Refusal,
    zh="该工作人员已有执法证，请办理换发。",
    en="The officer has an enforcement certificate already. Renew it.",
):
    pass


class NotAnInspector(
    Refusal, zh="该工作人员不是执法检查人员。", en="The officer has no enforcement certificate."
):
    pass


@dataclass(eq=False)
class OfficerLeft(
    Refusal,
    zh="该工作人员已于{left_on}离开名录。",
    en="The officer left the list on {left_on}.",
):
    left_on: dt.date


class OfficerIsSuspended(
    Refusal, zh="该工作人员已暂停执法。", en="The officer is suspended from inspecting."
):
    pass


class OfficerNotSuspended(
    Refusal, zh="该工作人员未被暂停执法。", en="The officer is not suspended."
):
    pass


class AccountOfAnotherOfficer(
    Refusal, zh="该账号已属于另一名工作人员。", en="The account is another officer's already."
):
    pass


class OfficerStays(
    Refusal,
    zh="该工作人员已在该机关。",
    en="The officer is on the staff of that authority already.",
):
    pass


@dataclass(frozen=True, slots=True)
class ListedOfficer:
    """What rules read of an inspector on the list."""

    left_on: dt.date | None
    is_suspended: bool

    def refuse_left(self, today: dt.date) -> None:
        if self.left_on is not None and self.left_on <= today:
            raise OfficerLeft(self.left_on)


def renew(held: Iterable[Certificate], new: Certificate, *, today: dt.date) -> Certificate:
    """Decide a further certificate: the unbroken days of it and of those that lead to it.

    CertificateOverlaps, CertificatePredates, CertificateLeavesGap; InvalidInput for days in the wrong order.
    """
    _refuse_disorder(new)
    known = sorted(held, key=lambda each: each.valid_from)
    for each in known:
        if each.valid_from <= new.valid_to and new.valid_from <= each.valid_to:
            raise CertificateOverlaps(each.valid_from, each.valid_to)
    if known and new.valid_to < known[-1].valid_from:
        raise CertificatePredates(known[-1].valid_from)
    if known and today <= known[-1].valid_to < new.valid_from - _ONE_DAY:
        raise CertificateLeavesGap(known[-1].valid_to)
    return unbroken([*known, new])


def correct(
    others: Iterable[Certificate], corrected: Certificate, *, today: dt.date
) -> Certificate:
    """Decide other days of a certificate. CertificateOverlaps, InvalidInput."""
    _refuse_disorder(corrected)
    known = list(others)
    for each in known:
        if each.valid_from <= corrected.valid_to and corrected.valid_from <= each.valid_to:
            raise CertificateOverlaps(each.valid_from, each.valid_to)
    return unbroken([*known, corrected])


def unbroken(certificates: Iterable[Certificate]) -> Certificate:
    """The days of the latest certificate and of those before it without a day between."""
    first, *earlier = sorted(certificates, key=lambda each: each.valid_from, reverse=True)
    valid_from = first.valid_from
    for each in earlier:
        if each.valid_to < valid_from - _ONE_DAY:
            break
        valid_from = each.valid_from
    return Certificate(valid_from, first.valid_to)


def leave(officer: ListedOfficer, left_on: dt.date, *, entered_on: dt.date, today: dt.date) -> None:
    """Allow the end of service: OfficerLeft; InvalidInput for a day before the entry, or past a year ahead."""
    officer.refuse_left(today)
    if not entered_on <= left_on <= today + dt.timedelta(days=366):
        raise InvalidInput.of(
            "leftOn",
            "不得早于登记之日，且在一年以内",
            "must not be before the entry in the list, nor more than a year ahead",
        )


def suspend(officer: ListedOfficer, *, today: dt.date) -> None:
    officer.refuse_left(today)
    if officer.is_suspended:
        raise OfficerIsSuspended


def resume(officer: ListedOfficer, *, today: dt.date) -> None:
    officer.refuse_left(today)
    if not officer.is_suspended:
        raise OfficerNotSuspended


def _refuse_disorder(certificate: Certificate) -> None:
    if certificate.valid_to < certificate.valid_from:
        raise InvalidInput.of("validTo", "不得早于起始日期", "must not be before the first day")

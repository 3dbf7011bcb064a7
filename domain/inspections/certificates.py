"""The enforcement certificate: an inspector needs a valid one (X43)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from domain.refusals import Refusal


@dataclass(eq=False)
class CertificateNotValid(
    Refusal,
    zh="检查人员的执法证在检查期间无效（有效期至：{until}）。",
    en="The officer's enforcement certificate is not valid on the day of the visit (valid "
    "until: {until}).",
    basis="X43",
):
    """`valid_to` is None for an officer who has no inspector profile."""

    officer_id: UUID
    valid_to: dt.date | None

    def __post_init__(self) -> None:
        self.until = self.valid_to or "–"


@dataclass(frozen=True, slots=True)
class Certificate:
    """First and last day on which an officer may inspect, both inclusive."""

    valid_from: dt.date
    valid_to: dt.date


def refuse_unless_valid(
    certificates: Mapping[UUID, Certificate | None],
    officer_id: UUID,
    first_on: dt.date,
    last_on: dt.date,
) -> None:
    """Raise CertificateNotValid unless the officer's holds on every day from first to last."""
    certificate = certificates.get(officer_id)
    if certificate is None:
        raise CertificateNotValid(officer_id, None)
    if not certificate.valid_from <= first_on <= last_on <= certificate.valid_to:
        raise CertificateNotValid(officer_id, certificate.valid_to)

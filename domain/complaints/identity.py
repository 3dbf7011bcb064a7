"""What must be known of who complains; it lives in the vault and nowhere else."""

from dataclasses import dataclass, field
from uuid import UUID

from domain.complaints.terms import ComplaintKind


@dataclass(frozen=True, slots=True)
class Complainant:
    """Who raised a real-name complaint. Nothing of it shows when it is printed or logged."""

    account_id: UUID = field(repr=False)
    name: str = field(repr=False)
    phone: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)


def demanded_parts(kind: ComplaintKind) -> frozenset[str]:
    """The parts of the identity that a real-name complaint of this kind cannot do without: who
    wants mediation must be reached by telephone and by letter (X50)."""
    if kind is ComplaintKind.DISPUTE:
        return frozenset({"name", "phone", "address"})
    return frozenset({"name"})

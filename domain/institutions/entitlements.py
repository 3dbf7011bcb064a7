"""What an entitlement lets its holder teach, and which two listings exclude one another."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from domain.institutions.terms import (
    Delivery,
    EntitlementKind,
    EntitlementState,
    ListingRole,
    SubjectKind,
)
from domain.refusals import Refusal

_LIVE = {EntitlementState.ACTIVE, EntitlementState.RECTIFYING, EntitlementState.SUSPENDED}
_LICENSING = {EntitlementKind.LICENCE, EntitlementKind.FILING}
"""Only these let a school subject be taught (S4, X18); a programme's listing or base does not."""


@dataclass(eq=False)
class ConflictOfInterest(
    Refusal,
    zh="机构已列入职业“{occupation}”的{held_role.zh}目录，不得同时从事该职业的培训与评价。",
    en="The institution is already listed ({held_role.en}) for the occupation {occupation}. "
    "It cannot offer both training and evaluation for one occupation.",
    basis="S2 Art. 18",
):
    occupation: str
    held_role: ListingRole


class LicenceNumberTaken(
    Refusal,
    zh="该许可证（备案、目录）编号已登记。",
    en="This licence, filing or listing number is already registered.",
):
    """Raised where the unique constraint on an entitlement's number is hit."""


@dataclass(frozen=True, slots=True)
class Entitlement:
    """The facts about an entitlement; `valid_to` is inclusive, None is open.

    `delivery` and `subject_kind` are None where the entitlement does not narrow them.
    """

    id: UUID
    kind: EntitlementKind
    state: EntitlementState
    valid_from: dt.date
    valid_to: dt.date | None = None
    delivery: Delivery | None = None
    subject_kind: SubjectKind | None = None
    listing_role: ListingRole | None = None
    occupation: str | None = None

    def is_active_on(self, day: dt.date) -> bool:
        return (
            self.state is EntitlementState.ACTIVE
            and self.valid_from <= day
            and (self.valid_to is None or day <= self.valid_to)
        )

    def covers(self, delivery: Delivery, subject_kind: SubjectKind) -> bool:
        """Whether it lets its holder teach in this way; online is licensed separately (X18)."""
        return (
            self._lets_teach(subject_kind)
            and self.delivery in (None, delivery)
            and self.subject_kind in (None, subject_kind)
        )

    def _lets_teach(self, subject_kind: SubjectKind) -> bool:
        if self.kind in _LICENSING:
            return True
        is_programme = self.kind is EntitlementKind.BASE or (
            self.kind is EntitlementKind.LISTING and self.listing_role is ListingRole.TRAINING
        )
        return is_programme and subject_kind is SubjectKind.NON_SUBJECT


def refuse_conflict_of_interest(
    role: ListingRole, occupation: str, held: Iterable[Entitlement]
) -> None:
    """Raise ConflictOfInterest if the other role's listing for the occupation is live (S2 Art. 18).

    `held` are the entitlements of the institution and of those linked with it.
    """
    for entitlement in held:
        other = entitlement.listing_role
        is_live = entitlement.state in _LIVE and entitlement.occupation == occupation
        if is_live and other is not None and other is not role:
            raise ConflictOfInterest(occupation, other)

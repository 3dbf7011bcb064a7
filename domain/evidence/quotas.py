"""How much evidence may be declared: per file, per owner and per person. All numbers are ours [INF]."""

from dataclasses import dataclass

from domain.evidence.terms import EvidenceKind
from domain.refusals import Refusal

MOST_SLOTS_AT_ONCE = 100
"""Slots of one declaration."""

MOST_BYTES = {
    EvidenceKind.PHOTO: 50_000_000,
    EvidenceKind.SCREENSHOT: 50_000_000,
    EvidenceKind.DOCUMENT: 100_000_000,
    EvidenceKind.AUDIO: 200_000_000,
    # GraphQL's Int ends here.
    EvidenceKind.VIDEO: 2**31 - 1,
}


@dataclass(frozen=True, slots=True)
class EvidenceQuota:
    """A number of slots and of bytes, withdrawn and refused ones included: they were sent, or may
    have been."""

    count: int
    size: int

    def plus(self, count: int, size: int) -> "EvidenceQuota":
        return EvidenceQuota(self.count + count, self.size + size)

    def is_within(self, most: "EvidenceQuota") -> bool:
        return self.count <= most.count and self.size <= most.size


PER_PERSON_AND_DAY = EvidenceQuota(count=1_000, size=40_000_000_000)
"""Of one officer, or of one complainant over all complaints raised by name, in 24 hours."""

PER_ANONYMOUS_COMPLAINT = EvidenceQuota(count=20, size=500_000_000)
"""Less than by name: nobody's quota of the day bounds how many there are."""


@dataclass(eq=False)
class OwnerQuotaExceeded(
    Refusal,
    zh="该事项最多可登记{most_count}件证据，合计不超过{most_megabytes}兆字节。",
    en="At most {most_count} pieces of evidence, {most_megabytes} MB in total, are accepted here.",
):
    most_count: int
    most_megabytes: int


@dataclass(eq=False)
class PersonQuotaExceeded(
    Refusal,
    zh="每人每24小时最多登记{most_count}件证据，合计不超过{most_megabytes}兆字节，请稍后再试。",
    en="You can declare at most {most_count} pieces of evidence, {most_megabytes} MB in "
    "total, in 24 hours. Try again later.",
):
    most_count: int
    most_megabytes: int


def refuse_above(most: EvidenceQuota, used: EvidenceQuota, *, count: int, size: int) -> None:
    """Raise OwnerQuotaExceeded where this much more would be too much for the owner."""
    if not used.plus(count, size).is_within(most):
        raise OwnerQuotaExceeded(most.count, most.size // 1_000_000)


def refuse_above_daily(used: EvidenceQuota, *, count: int, size: int) -> None:
    """Raise PersonQuotaExceeded where this much more would be too much for one person and day."""
    most = PER_PERSON_AND_DAY
    if not used.plus(count, size).is_within(most):
        raise PersonQuotaExceeded(most.count, most.size // 1_000_000)

"""How many are drawn from each stratum and who is sent: the rule set of one draw, frozen with it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.draws.canonical import Json, code

LEAD = "LEAD"
"""Every team needs one officer with it; it is not the code of a speciality."""

MOST_SEATS, MOST_SPECIALITIES, MOST_DEPARTMENTS = 20, 5, 20
"""More would not be a visit, and the verifier of a stranger's proof needs a bound on its work."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """Basis points of the rows left after exclusion, half up, but at least `minimum` of them."""

    basis_points: int
    minimum: int = 0

    def __post_init__(self) -> None:
        if not (0 <= self.basis_points <= 10_000 and self.minimum >= 0):
            raise ValueError(f"no ratio: {self.basis_points} basis points, minimum {self.minimum}")

    def of(self, eligible: int) -> int:
        rounded = (eligible * self.basis_points * 2 + 10_000) // 20_000
        return min(eligible, max(rounded, self.minimum))

    def document(self) -> dict[str, Json]:
        return {"basis_points": self.basis_points, "minimum": self.minimum}


@dataclass(frozen=True, slots=True)
class FixedCount:
    """A fixed number, or all where there are fewer."""

    count: int

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError(f"no count: {self.count}")

    def of(self, eligible: int) -> int:
        return min(eligible, self.count)

    def document(self) -> dict[str, Json]:
        return {"count": self.count}


Quantity = Ratio | FixedCount


@dataclass(frozen=True, slots=True)
class Department:
    """One department that takes part, and the teams it sends: officers, or groups formed before.

    Every team has one who may lead, and for each speciality one who has it.
    """

    code: str
    per_object: int = 2
    specialities: frozenset[str] = frozenset()
    by_group: bool = False

    @property
    def is_bounded(self) -> bool:
        return self.per_object <= MOST_SEATS and len(self.specialities) <= MOST_SPECIALITIES

    @property
    def needs(self) -> frozenset[str]:
        return self.specialities | {LEAD}

    def document(self) -> dict[str, Json]:
        return {
            "code": code(self.code),
            "per_object": self.per_object,
            "by_group": self.by_group,
            "specialities": sorted(code(each) for each in self.specialities),
        }


@dataclass(frozen=True, slots=True)
class DrawRules:
    """The rule set; the first department leads. Caps are published as they were applied.

    `quantities` has an entry for each stratum of the pool. A redraw names the task it repeats and
    how many draws were made before it over the same plan line and pool.
    """

    task_code: str
    quantities: Mapping[str, Quantity]
    departments: tuple[Department, ...]
    window_from: dt.date
    window_to: dt.date
    caps: Mapping[str, int] = field(default_factory=dict[str, int])
    redraw_of: str | None = None
    redraws: int = 0


def quantity(document: Mapping[str, int]) -> Quantity:
    """What `Quantity.document` wrote."""
    if "count" in document:
        return FixedCount(document["count"])
    return Ratio(document["basis_points"], document["minimum"])

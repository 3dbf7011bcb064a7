"""The risk class of an object: what it is made of, and how (§3.4 of the domain analysis; X25, X29).

Internal: it decides how many of a class are drawn, and is no evaluation. The weights are our own
choice, the classes are those of the opinion on credit risk.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.institutions.terms import RiskClass
from domain.registries.terms import RiskInput

RULES = "RISK-1"
"""The version that an assessment names; other weights are another version."""


@dataclass(frozen=True, slots=True)
class Weight:
    """Points for each, up to a most; negative points speak for the object."""

    each: int
    most: int


BASE = 10
"""Of whom nothing is known: fair."""

WEIGHTS: Mapping[RiskInput, Weight] = {
    RiskInput.COMPLAINTS_UPHELD: Weight(15, 45),
    RiskInput.COMPLAINTS_RECEIVED: Weight(2, 10),
    RiskInput.VIOLATIONS_FOUND: Weight(8, 40),
    RiskInput.RESULT_PENDING: Weight(15, 15),
    RiskInput.LICENCE_EXPIRED: Weight(30, 30),
    RiskInput.LICENCE_EXPIRING: Weight(5, 5),
    RiskInput.UNDER_RECTIFICATION: Weight(20, 20),
    RiskInput.NO_LICENCE: Weight(30, 30),
    RiskInput.BLACK_LISTED: Weight(100, 100),
    RiskInput.STAFF_DISMISSED: Weight(5, 15),
    RiskInput.CLEAN_RESULT: Weight(-10, -10),
}

_UPPER = ((RiskClass.A, 9), (RiskClass.B, 29), (RiskClass.C, 59))
"""The most points of each class but the last."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A class, the points it comes from, and the counts that made them; zeros are left out."""

    risk_class: RiskClass
    points: int
    inputs: Mapping[RiskInput, int]
    rules: str = RULES


def assess(counts: Mapping[RiskInput, int]) -> Assessment:
    """The class of an object by what is known of it; counts are not negative."""
    inputs = {name: counts[name] for name in RiskInput if counts.get(name, 0) > 0}
    points = BASE + sum(_points(WEIGHTS[name], count) for name, count in inputs.items())
    found = next((word for word, most in _UPPER if points <= most), RiskClass.D)
    return Assessment(found, points, inputs)


def _points(weight: Weight, count: int) -> int:
    points = weight.each * count
    return max(points, weight.most) if weight.each < 0 else min(points, weight.most)

import pytest

from domain.institutions.terms import RiskClass
from domain.registries.risk import assess
from domain.registries.terms import RiskInput


@pytest.mark.parametrize(
    ("known", "once", "at_most"),
    [
        (RiskInput.COMPLAINTS_UPHELD, 15, 45),
        (RiskInput.COMPLAINTS_RECEIVED, 2, 10),
        (RiskInput.VIOLATIONS_FOUND, 8, 40),
        (RiskInput.RESULT_PENDING, 15, 15),
        (RiskInput.LICENCE_EXPIRED, 30, 30),
        (RiskInput.LICENCE_EXPIRING, 5, 5),
        (RiskInput.UNDER_RECTIFICATION, 20, 20),
        (RiskInput.NO_LICENCE, 30, 30),
        (RiskInput.BLACK_LISTED, 100, 100),
        (RiskInput.STAFF_DISMISSED, 5, 15),
        (RiskInput.CLEAN_RESULT, -10, -10),
    ],
)
def test_what_is_known_of_an_institution_adds_so_many_points(
    known: RiskInput, once: int, at_most: int
) -> None:
    assert assess({known: 1}).points == 10 + once
    assert assess({known: 99}).points == 10 + at_most


C_RECEIVED, C_UPHELD = RiskInput.COMPLAINTS_RECEIVED, RiskInput.COMPLAINTS_UPHELD
VIOLATIONS, STAFF = RiskInput.VIOLATIONS_FOUND, RiskInput.STAFF_DISMISSED
CLEAN = RiskInput.CLEAN_RESULT


@pytest.mark.parametrize(
    ("counts", "points", "risk_class"),
    [
        ({CLEAN: 1, STAFF: 1, C_RECEIVED: 2}, 9, RiskClass.A),
        ({}, 10, RiskClass.B),
        ({C_UPHELD: 1, C_RECEIVED: 2}, 29, RiskClass.B),
        ({C_UPHELD: 1, STAFF: 1}, 30, RiskClass.C),
        ({C_UPHELD: 3, C_RECEIVED: 2}, 59, RiskClass.C),
        ({C_UPHELD: 3, STAFF: 1}, 60, RiskClass.D),
    ],
)
def test_the_class_follows_from_the_points(
    counts: dict[RiskInput, int], points: int, risk_class: RiskClass
) -> None:
    found = assess(counts)

    assert (found.points, found.risk_class) == (points, risk_class)
    assert found.inputs == counts

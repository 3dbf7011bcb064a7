import pytest

from domain.draws.rules import FixedCount, Quantity, Ratio, quantity


@pytest.mark.parametrize(
    ("eligible", "basis_points", "drawn"),
    [
        (100, 200, 2),
        (124, 200, 2),
        (125, 200, 3),
        (24, 200, 0),
        (25, 200, 1),
        (5, 1_000, 1),
        (4, 1_000, 0),
        (15, 1_000, 2),
        (14, 1_000, 1),
        (12, 4_000, 5),
        (11, 4_000, 4),
        (7, 10_000, 7),
        (0, 10_000, 0),
        (10**9, 3_333, 333_300_000),
        (50, 0, 0),
    ],
)
def test_a_ratio_is_rounded_half_up(eligible: int, basis_points: int, drawn: int) -> None:
    assert Ratio(basis_points).of(eligible) == drawn


@pytest.mark.parametrize(
    ("rule", "eligible", "drawn"),
    [
        (Ratio(4_000, 1), 1, 1),
        (Ratio(100, 1), 3, 1),
        (Ratio(100, 1), 0, 0),
        (Ratio(100, 5), 3, 3),
        (FixedCount(5), 3, 3),
        (FixedCount(2), 3, 2),
        (FixedCount(0), 3, 0),
    ],
    ids=str,
)
def test_of_few_there_is_a_least_and_never_more_than_there_are(
    rule: Quantity, eligible: int, drawn: int
) -> None:
    assert rule.of(eligible) == drawn


@pytest.mark.parametrize(("points", "minimum"), [(-1, 0), (10_001, 0), (100, -1)])
def test_a_ratio_is_between_none_and_all(points: int, minimum: int) -> None:
    with pytest.raises(ValueError, match="no ratio"):
        Ratio(points, minimum)


def test_a_count_is_not_negative() -> None:
    with pytest.raises(ValueError, match="no count"):
        FixedCount(-1)


@pytest.mark.parametrize("rule", [Ratio(200), Ratio(4_000, 1), FixedCount(7)], ids=str)
def test_a_rule_is_read_as_it_was_written(rule: Quantity) -> None:
    assert quantity(rule.document()) == rule  # type: ignore[arg-type]  # integers all

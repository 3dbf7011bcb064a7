import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.courses import (
    ChargeBasis,
    ChargeExceedsAmount,
    ChargeExceedsSixtyClassHours,
    ChargeExceedsThreeMonths,
    FeeItem,
)
from domain.courses.fees import faults, refuse_excess
from tests.domain.facts import TODAY

LIMIT = 500_000


def by_period(months: int | None, days: int | None, fen: int = 1) -> FeeItem:
    return FeeItem("tuition", ChargeBasis.PERIOD, fen, months=months, days=days)


def by_hour(class_hours: int | None, fen: int = 1) -> FeeItem:
    return FeeItem("tuition", ChargeBasis.CLASS_HOUR, fen, class_hours=class_hours)


@pytest.mark.parametrize(
    "item",
    [by_period(3, 0), by_period(2, 27), by_period(3, 0, LIMIT), by_hour(60), by_hour(60, LIMIT)],
)
def test_a_charge_up_to_the_limits_is_allowed(item: FeeItem) -> None:
    assert list(faults([item])) == []
    refuse_excess([item], on=TODAY)


@pytest.mark.parametrize(
    ("item", "refusal"),
    [
        (by_period(3, 1), ChargeExceedsThreeMonths("tuition", 3, 1)),
        (by_period(4, 0), ChargeExceedsThreeMonths("tuition", 4, 0)),
        (by_hour(61), ChargeExceedsSixtyClassHours("tuition", 61)),
        (by_period(1, 0, LIMIT + 1), ChargeExceedsAmount("tuition", LIMIT + 1)),
        (by_hour(1, LIMIT + 1), ChargeExceedsAmount("tuition", LIMIT + 1)),
    ],
)
def test_a_charge_beyond_a_limit_is_refused(item: FeeItem, refusal: Exception) -> None:
    with pytest.raises(type(refusal)) as raised:
        refuse_excess([by_hour(1), item], on=TODAY)
    assert vars(raised.value) == vars(refusal)


def test_the_amount_is_said_in_yuan_and_fen() -> None:
    refusal = ChargeExceedsAmount("学费", 500_005)
    assert refusal.message("zh") == "收费项目“学费”一次性收取5000.05元，不得超过5000元。"


@pytest.mark.parametrize(
    "item",
    [
        by_period(None, 0),
        by_period(1, None),
        by_period(0, 0),
        by_period(1, 28),
        by_period(-1, 5),
        by_period(1, -1),
        by_period(1, 0, -1),
        by_hour(None),
        by_hour(0),
        FeeItem("both", ChargeBasis.PERIOD, 1, months=1, days=0, class_hours=1),
        FeeItem("both", ChargeBasis.CLASS_HOUR, 1, months=1, days=0, class_hours=1),
    ],
)
def test_a_quantity_that_is_not_of_the_basis_is_a_fault_of_its_item(item: FeeItem) -> None:
    assert [fault.field for fault in faults([by_hour(1), item])] == ["feeItems[1]"]


@given(st.integers(0, 12), st.integers(0, 27))
def test_a_period_is_refused_exactly_beyond_three_months(months: int, days: int) -> None:
    is_refused = False
    try:
        refuse_excess([by_period(months, days)], on=TODAY)
    except ChargeExceedsThreeMonths:
        is_refused = True
    assert is_refused == (months * 28 + days > 3 * 28)


@given(st.integers(0, 2 * LIMIT), st.integers(1, 120))
def test_hours_and_amount_are_refused_exactly_beyond_their_limits(fen: int, hours: int) -> None:
    refusal: type[Exception] | None = None
    try:
        refuse_excess([by_hour(hours, fen)], on=TODAY)
    except (ChargeExceedsAmount, ChargeExceedsSixtyClassHours) as raised:
        refusal = type(raised)
    expected = ChargeExceedsAmount if fen > LIMIT else None
    assert refusal is (ChargeExceedsSixtyClassHours if hours > 60 else expected)

"""How much a course may charge at once."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain import amounts, thresholds
from domain.courses.terms import ChargeBasis
from domain.refusals import Refusal, Violation

_BASIS = "S4 link 11; X9"
_LAST_ODD_DAY = 27
"""28 days may be a month already, so that months and days always compare."""


@dataclass(eq=False)
class ChargeExceedsThreeMonths(
    Refusal,
    zh="收费项目“{fee_item}”一次性收取{months}个月零{days}天的费用，不得超过3个月。",
    en='The fee item "{fee_item}" charges for {months} months and {days} days at once. The '
    "limit is 3 months.",
    basis=_BASIS,
):
    fee_item: str
    months: int
    days: int


@dataclass(eq=False)
class ChargeExceedsSixtyClassHours(
    Refusal,
    zh="收费项目“{fee_item}”一次性收取{class_hours}课时的费用，不得超过60课时。",
    en='The fee item "{fee_item}" charges for {class_hours} class hours at once. The limit is 60.',
    basis=_BASIS,
):
    fee_item: str
    class_hours: int


@dataclass(eq=False)
class ChargeExceedsAmount(
    Refusal,
    zh="收费项目“{fee_item}”一次性收取{yuan}元，不得超过5000元。",
    en='The fee item "{fee_item}" charges {yuan} yuan at once. The limit is 5,000 yuan.',
    basis=_BASIS,
):
    fee_item: str
    amount_fen: int

    def __post_init__(self) -> None:
        self.yuan = amounts.yuan(self.amount_fen)


@dataclass(frozen=True, slots=True)
class FeeItem:
    """One payment asked for at once: by period (`months` and 0..27 `days`) or by class hours."""

    name: str
    basis: ChargeBasis
    amount_fen: int
    months: int | None = None
    days: int | None = None
    class_hours: int | None = None
    refund_rule: str | None = None


def faults(fee_items: Iterable[FeeItem]) -> Iterator[Violation]:
    """What is wrong with the form of fee items: a quantity that is not of their basis."""
    for index, item in enumerate(fee_items):
        if not _is_whole(item):
            yield Violation(
                f"feeItems[{index}]",
                "按周期收费须填写月数和0至27的天数，按课时收费须填写课时数，金额不得为负",
                "by period requires months and 0 to 27 days, by class hour requires class hours,"
                " and the amount must not be negative",
            )


def refuse_excess(fee_items: Iterable[FeeItem], *, on: dt.date) -> None:
    """Raise the refusal of the first fee item that charges too much at once.

    The amount limits every item; the period or the hours limit those charged by them.
    """
    for item in fee_items:
        if (item.months or 0, item.days or 0) > (thresholds.at("PREPAY_PERIOD", on).value, 0):
            raise ChargeExceedsThreeMonths(item.name, item.months or 0, item.days or 0)
        if not thresholds.at("PREPAY_HOURS", on).is_met_by(item.class_hours or 0):
            raise ChargeExceedsSixtyClassHours(item.name, item.class_hours or 0)
        if not thresholds.at("PREPAY_AMOUNT", on).is_met_by(item.amount_fen):
            raise ChargeExceedsAmount(item.name, item.amount_fen)


def _is_whole(item: FeeItem) -> bool:
    if item.amount_fen < 0:
        return False
    if item.basis is ChargeBasis.CLASS_HOUR:
        return (item.class_hours or 0) > 0 and item.months is None and item.days is None
    if item.months is None or item.days is None or item.class_hours is not None:
        return False
    is_some_time = item.months > 0 or item.days > 0
    return is_some_time and item.months >= 0 and 0 <= item.days <= _LAST_ODD_DAY

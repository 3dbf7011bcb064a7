"""Whether an institution has the staff and the room that rules ask for (Appendix B: X16, X73)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from domain import thresholds
from domain.refusals import InvalidInput

_ALL = 10_000


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many there are by an institution's own statement; None where it stated nothing."""

    staff_count: int | None = None
    offline_learner_count: int | None = None
    preschool_learner_count: int | None = None


@dataclass(frozen=True, slots=True)
class StaffRatio:
    """A threshold with what there is: basis points, rounded down, or whole square metres.

    `actual` and `is_met` are None where what `missing` names is not known.
    """

    code: str
    label_zh: str
    label_en: str
    measured: thresholds.Measured
    required: int
    actual: int | None
    is_met: bool | None
    missing: str | None
    basis: str


def state(headcount: Headcount, counted_on: dt.date, *, today: dt.date) -> None:
    """Let it be stated, or raise InvalidInput."""
    pupils, children = headcount.offline_learner_count or 0, headcount.preschool_learner_count or 0
    if children > pupils:
        zh, en = "不得多于线下学员数", "must not be more than all learners offline"
        raise InvalidInput.of("preschoolLearnerCount", zh, en)
    if counted_on > today:
        raise InvalidInput.of("countedOn", "不得晚于今天", "must not be in the future")


def ratios(
    headcount: Headcount, *, full_time_teachers: int, least_area: int | None, on: dt.date
) -> Iterator[StaffRatio]:
    """Each ratio that applies: that to pre-school children only where there are some. `least_area` is that of
    the open site with the least room for each of the learners that fit in it."""
    pupils, children = headcount.offline_learner_count, headcount.preschool_learner_count
    older = None if pupils is None else pupils - (children or 0)
    yield _share("STAFF_FULLTIME", full_time_teachers, headcount.staff_count, "staffCount", on)
    if older is None or older > 0:
        yield _share("CLASS_STAFF_PUPIL", full_time_teachers, older, "offlineLearnerCount", on)
    if children:
        yield _share("CLASS_STAFF_PRESCHOOL", full_time_teachers, children, "", on)
    yield _ratio("AREA_PER_PUPIL", least_area, "sites", on)


def _share(code: str, part: int, whole: int | None, missing: str, on: dt.date) -> StaffRatio:
    return _ratio(code, part * _ALL // whole if whole else None, missing, on)


def _ratio(code: str, actual: int | None, missing: str, on: dt.date) -> StaffRatio:
    rule = thresholds.at(code, on)
    return StaffRatio(
        code,
        rule.zh,
        rule.en,
        rule.measured,
        rule.value,
        actual,
        None if actual is None else rule.is_met_by(actual),
        missing if actual is None else None,
        rule.basis,
    )

"""When a published course may be withdrawn."""

import datetime as dt
from dataclasses import dataclass

from domain.courses.terms import CourseState
from domain.refusals import InvalidInput, Refusal


@dataclass(eq=False)
class CourseNotPublished(
    Refusal,
    zh="只有已发布的课程可以下架，本课程当前“{state.zh}”。",
    en="Only a published course can be withdrawn. Current state: {state.en}.",
):
    state: CourseState


@dataclass(frozen=True, slots=True)
class CourseWithdrawal:
    reason: str
    on: dt.date


def withdraw(state: CourseState, *, reason: str, on: dt.date) -> CourseWithdrawal:
    """Decide the withdrawal, or raise CourseNotPublished, or InvalidInput for a blank reason."""
    if state is not CourseState.PUBLISHED:
        raise CourseNotPublished(state)
    if not reason.strip():
        raise InvalidInput.of("reason", "请说明原因", "is required")
    return CourseWithdrawal(reason.strip(), on)

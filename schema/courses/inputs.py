"""The charges and class times of a course as clients send them, and the rows made from them."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain.courses import ChargeBasis, Weekday
from persistence.courses.table import ClassTime, FeeItem
from persistence.engine.identifiers import new_key
from schema.fields import field, optional
from schema.inputs import InputFaults
from schema.scalars import FenAmount


@strawberry.input(description="One charge of a course, paid in a single payment.")
class FeeItemInput:
    name: str = field("The purpose of the charge, up to 100 characters.")
    basis: ChargeBasis = field("Whether the charge is for a period or for a number of class hours.")
    amount_fen: FenAmount = field("The amount of this single charge, in fen (1/100 yuan).")
    months: int | None = optional(
        "The whole months that the charge covers, when charged by period; left out for none."
    )
    days: int | None = optional(
        "The days beyond whole months, 0 to 27, when charged by period; left out for none."
    )
    class_hours: int | None = optional(
        "The number of class hours covered, when charged by class hour."
    )
    refund_rule: str | None = optional("How a refund is calculated, up to 500 characters.")


@strawberry.input(description="One class that is held in every week of the term.")
class ClassTimeInput:
    weekday: Weekday = field("The day of the week on which the class is held.")
    starts_at: dt.time = field("The time at which the class begins, in Asia/Shanghai.")
    ends_at: dt.time = field("The time at which the class ends, in Asia/Shanghai.")


def fee_items(
    faults: InputFaults, inputs: Sequence[FeeItemInput], course_id: UUID
) -> list[FeeItem]:
    """One row each, in the order given. Whether a charge is allowed is decided by the domain's
    rule."""
    faults.number("feeItems.length", len(inputs), least=0, most=20)
    return [
        _fee_item(faults, f"feeItems[{position}]", input, course_id, position)
        for position, input in enumerate(inputs)
    ]


def class_times(
    faults: InputFaults, inputs: Sequence[ClassTimeInput], course_id: UUID
) -> list[ClassTime]:
    faults.number("classTimes.length", len(inputs), least=0, most=40)
    return [
        ClassTime(
            id=new_key(),
            course_id=course_id,
            position=position,
            weekday=input.weekday,
            starts_at=input.starts_at,
            ends_at=input.ends_at,
        )
        for position, input in enumerate(inputs)
    ]


def _fee_item(
    faults: InputFaults, field: str, input: FeeItemInput, course_id: UUID, position: int
) -> FeeItem:
    none = 0 if input.basis is ChargeBasis.PERIOD else None
    return FeeItem(
        id=new_key(),
        course_id=course_id,
        position=position,
        name=faults.name(f"{field}.name", input.name, longest=100),
        basis=input.basis,
        amount_fen=input.amount_fen,
        months=none if input.months in (UNSET, None) else input.months,
        days=none if input.days in (UNSET, None) else input.days,
        class_hours=None if input.class_hours is UNSET else input.class_hours,
        refund_rule=faults.optional_text(f"{field}.refundRule", input.refund_rule, longest=500),
    )

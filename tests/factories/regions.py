"""Reference rows beside those that every register starts from."""

import datetime as dt
from typing import Any

from domain.regions import RegionLevel
from persistence.regions.table import Region, SchoolVacation, Workday
from tests.factories import row


def region(**facts: Any) -> Region:
    """That no list has."""
    return row(Region, facts, code="999999", name="某区", level=RegionLevel.COUNTY)


def workday(day: dt.date, **facts: Any) -> Workday:
    return row(Workday, facts, day=day, is_workday=True, note="调休", source_notice="国办发明电")


def school_vacation(first_day: dt.date, last_day: dt.date, **facts: Any) -> SchoolVacation:
    return row(
        SchoolVacation,
        facts,
        region_code="320500",
        name="暑假",
        first_day=first_day,
        last_day=last_day,
    )

"""Moments and the calendar day they fall on in China."""

import datetime as dt

# One zone for all of China, without summer time since 1991: the zone database is not needed.
SHANGHAI = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")


def day_of(moment: dt.datetime) -> dt.date:
    """The date of an aware moment in Asia/Shanghai; a naive one is a ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(SHANGHAI).date()


def in_shanghai(moment: dt.datetime) -> str:
    """An aware moment as people in China read it, to the minute: `2026-11-30 06:30`.

    A naive moment is a ValueError. Messages print moments with this function, or to the second.
    """
    return to_the_second(moment)[: -len(":00")]


def to_the_second(moment: dt.datetime) -> str:
    """As `in_shanghai`, where seconds matter: `2026-11-30 06:30:07`."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"

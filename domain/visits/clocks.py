"""A phone's clock: what it says, how far off it says it is, and the moment that counts."""

import datetime as dt

from domain import thresholds


def corrected(claimed: dt.datetime, offset_ms: int | None) -> dt.datetime:
    """The claimed moment on the server's clock; `offset_ms` is the phone's time minus the server's."""
    return claimed - dt.timedelta(milliseconds=offset_ms or 0)


def is_off(offset_ms: int | None, on: dt.date) -> bool:
    return abs(dt.timedelta(milliseconds=offset_ms or 0)) > tolerance(on)


def tolerance(on: dt.date) -> dt.timedelta:
    return dt.timedelta(minutes=thresholds.at("DR_CLOCK_TOLERANCE", on).value)

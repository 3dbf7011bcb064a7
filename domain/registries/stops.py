"""Inspections of an object stopped for a time: it stays in the registry and out of every pool."""

import datetime as dt
from dataclasses import dataclass

from domain.actors import Actor
from domain.authorities import Sector
from domain.offices import organ_among, refuse_unless_reached
from domain.permissions import Permission
from domain.refusals import InvalidInput, NotPermitted, Refusal


@dataclass(eq=False)
class StopEndedAlready(
    Refusal, zh="该暂停已于{ended_on}结束。", en="This stop already ended on {ended_on}."
):
    ended_on: dt.date


def stop(
    region_code: str,
    sector: Sector,
    *,
    first_on: dt.date,
    last_on: dt.date | None,
    by: Actor,
    today: dt.date,
) -> None:
    """Let a head stop inspections of an object in jurisdiction, from today on or later.

    NotPermitted, NotAnAdministrativeOrgan, OutsideJurisdiction, InvalidInput.
    """
    offices = tuple(by.offices_with(Permission.OBJECT_STOP))
    if not offices:
        raise NotPermitted(Permission.OBJECT_STOP)
    organ_among(offices)
    refuse_unless_reached(offices, region_code, sector)
    if first_on < today:
        raise InvalidInput.of("firstOn", "不得早于今天", "must not be in the past")
    if last_on is not None and last_on < first_on:
        raise InvalidInput.of("lastOn", "不得早于首日", "must not be before the first day")


def end(first_on: dt.date, last_on: dt.date | None, *, today: dt.date) -> dt.date:
    """The last day of a stop that is ended now: yesterday, or the day before one yet to begin.

    StopEndedAlready.
    """
    ended_on = max(today, first_on) - dt.timedelta(days=1)
    if last_on is not None and last_on <= ended_on:
        raise StopEndedAlready(last_on)
    return ended_on

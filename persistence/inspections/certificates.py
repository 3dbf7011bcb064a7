"""The days on which an officer may inspect, as the rules see them."""

import datetime as dt

from domain.inspections.certificates import Certificate
from persistence.authorities.table import InspectorProfile

_ONE_DAY = dt.timedelta(days=1)


def certificate(profile: InspectorProfile | None) -> Certificate | None:
    if profile is None:
        return None
    return within_list(
        profile.certificate_valid_from,
        profile.certificate_valid_to,
        profile.entered_on,
        profile.left_on,
    )


def within_list(
    valid_from: dt.date, valid_to: dt.date, entered_on: dt.date, left_on: dt.date | None
) -> Certificate:
    """The certificate within the officer's time on the list; the day of leaving is out of it."""
    last_on = valid_to if left_on is None else min(valid_to, left_on - _ONE_DAY)
    return Certificate(max(valid_from, entered_on), last_on)

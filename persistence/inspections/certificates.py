"""The days on which an officer may inspect, as the rules see them."""

import datetime as dt

from domain.inspections.certificates import Certificate
from persistence.authorities.table import InspectorProfile

_ONE_DAY = dt.timedelta(days=1)


def certificate(profile: InspectorProfile | None) -> Certificate | None:
    """The certificate within the officer's time on the list; the day of leaving is out of it."""
    if profile is None:
        return None
    last_on = profile.certificate_valid_to
    if profile.left_on is not None:
        last_on = min(last_on, profile.left_on - _ONE_DAY)
    return Certificate(max(profile.certificate_valid_from, profile.entered_on), last_on)

"""The inspection code that officers show at the door, and what it is worth on a day."""

import datetime as dt
import re

from domain import identifiers
from domain.inspections.terms import InspectionState
from domain.visits.terms import CodeStatus

_ALPHABET = "0-9A-HJKMNP-TV-Z"
_WRITTEN = re.compile(f"[{_ALPHABET}]{{12}}")
# Crockford: what is easily misread is read as what was meant.
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None})


def normal(given: str) -> str | None:
    """Twelve letters of Crockford's base 32 in groups of four, or None for any other text."""
    letters = identifiers.folded(given).upper().translate(_MISREAD) if len(given) <= 40 else ""
    if not _WRITTEN.fullmatch(letters):
        return None
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def status(
    state: InspectionState, window_from: dt.date, window_to: dt.date, *, today: dt.date
) -> CodeStatus:
    """Valid from the first day of the window to the last, while nothing is filed."""
    if state is not InspectionState.TO_ENTER or today > window_to:
        return CodeStatus.OVER
    return CodeStatus.NOT_YET if today < window_from else CodeStatus.VALID

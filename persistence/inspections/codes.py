"""The codes of tasks: one form for all, so that a code does not tell what led to the task."""

import datetime as dt
import os

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_BITS = 30


def new_code(region_code: str, on: dt.date) -> str:
    """`RW` (任务), the authority's region, the day and six letters of Crockford's base 32, drawn by
    chance. Tasks of before 2026-12 have `CC` (drawn) or `AJ` (case) in front."""
    number = int.from_bytes(os.urandom(4))
    letters = (_CROCKFORD[number >> shift & 31] for shift in range(0, _CODE_BITS, 5))
    return f"RW-{region_code}-{on:%Y%m%d}-{''.join(letters)}"

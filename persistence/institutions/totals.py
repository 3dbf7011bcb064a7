"""How many institutions each region has, by what they teach."""

import sqlalchemy as sa

from persistence.engine.tallies import Tally

TALLY = Tally(
    "institution_totals",
    "select region_code, subject_kind, 1 as n from institutions",
    {"region_code": sa.Text(), "subject_kind": sa.Text()},
    levels=("region_code",),
)
TALLY.stand()
TOTALS = TALLY.read()

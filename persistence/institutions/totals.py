"""How many institutions each region has, by what they teach."""

import sqlalchemy as sa

from persistence.engine.tallies import Tally
from persistence.engine.views import VIEWS, stand

TALLY = Tally(
    "institution_totals",
    "select region_code, subject_kind from institutions",
    {"region_code": sa.Text(), "subject_kind": sa.Text()},
    levels=("region_code",),
)
TALLY.stand()
stand(TALLY.texts)
TOTALS = TALLY.view(VIEWS)

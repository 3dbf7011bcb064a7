"""How many visits there are of each authority, region, sector, state and category."""

import sqlalchemy as sa

from persistence.engine.tallies import Tally

TALLY = Tally(
    "inspection_totals",
    "select t.authority_id, t.authority_region_code, t.region_code, t.sector, t.state, k.category,"
    " 1 as n from inspections t join inspection_tasks k on k.id = t.task_id",
    {
        "authority_id": sa.Uuid(),
        "authority_region_code": sa.Text(),
        "region_code": sa.Text(),
        "sector": sa.Text(),
        "state": sa.Text(),
        "category": sa.Text(),
    },
    levels=("authority_region_code", "region_code"),
    coarse=("sector", "state", "category"),
)
TALLY.stand()
TOTALS = TALLY.read()
TOTALS_OF_ALL = TALLY.read(is_coarse=True)

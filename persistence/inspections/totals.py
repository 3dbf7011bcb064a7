"""How many visits there are of each authority, region, sector, state and category; how many public results."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from persistence.engine.tallies import Tally

_VISIT: Mapping[str, sa.types.TypeEngine[Any]] = {
    "authority_id": sa.Uuid(),
    "authority_region_code": sa.Text(),
    "region_code": sa.Text(),
    "sector": sa.Text(),
    "state": sa.Text(),
    "category": sa.Text(),
}
TALLY = Tally(
    "inspection_totals",
    "select t.authority_id, t.authority_region_code, t.region_code, t.sector, t.state, k.category,"
    " 1 as n from inspections t join inspection_tasks k on k.id = t.task_id",
    _VISIT,
    levels=("authority_region_code", "region_code"),
    sums={"": tuple(_VISIT), "_of_all": ("sector", "state", "category")},
)
TALLY.stand()
TOTALS = TALLY.read()
TOTALS_OF_ALL = TALLY.read("_of_all")

_RESULT = (
    "select region_code, category, result_codes, inspected_on, 1 as n from public_records where"
)
_LISTED = "withdrawn_at is null and superseded_at is null"
RESULTS = Tally(
    "public_result_totals",
    f"{_RESULT} {_LISTED}",
    {
        "region_code": sa.Text(),
        "category": sa.Text(),
        "result_codes": ARRAY(sa.Text()),
        "inspected_on": sa.Date(),
    },
    levels=("region_code",),
    sums={
        "_of_places": ("region_code", "category", "result_codes"),
        "_of_days": ("inspected_on", "category", "result_codes"),
        "_of_codes": ("result_codes",),
    },
    # A job withdraws them, some time after midnight.
    over=f"{_RESULT} {_LISTED} and expires_on < timezone('Asia/Shanghai', now())::date",
)
RESULTS.stand()
RESULTS_OF_PLACES = RESULTS.read("_of_places")
RESULTS_OF_DAYS = RESULTS.read("_of_days")
RESULTS_OF_CODES = RESULTS.read("_of_codes")

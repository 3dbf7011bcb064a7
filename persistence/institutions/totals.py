"""How many institutions each region has, by what they teach, and the nation, by all that they are listed by."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from persistence.engine.tallies import Tally

_LISTED_BY: Mapping[str, sa.types.TypeEngine[Any]] = {
    "subject_kind": sa.Text(),
    "kinds": ARRAY(sa.Text()),
    "sector": sa.Text(),
    "list_status": sa.Text(),
    "existence": sa.Text(),
    "credit_grade": sa.Text(),
    "risk_class": sa.Text(),
}
TALLY = Tally(
    "institution_totals",
    "select region_code, subject_kind, kinds, sector, list_status, existence,"
    " coalesce(credit_grade, '') as credit_grade, risk_class, 1 as n from institutions",
    {"region_code": sa.Text(), **_LISTED_BY},
    levels=("region_code",),
    sums={
        "": ("region_code", "subject_kind"),
        "_of_all": tuple(_LISTED_BY),
        "_of_kinds": ("kinds",),
    },
)
TALLY.stand()
TOTALS = TALLY.read()
TOTALS_OF_ALL = TALLY.read("_of_all")
TOTALS_OF_KINDS = TALLY.read("_of_kinds")

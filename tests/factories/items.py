"""Items of inspection that an organ adds to the common list."""

from typing import Any

from domain.authorities import Sector
from domain.inspections.terms import Method
from domain.institutions import InstitutionKind
from domain.items import ItemClass
from persistence.items.table import InspectionItem
from tests.factories import TODAY, row
from tests.people import Place


def item(place: Place, **facts: Any) -> InspectionItem:
    return row(
        InspectionItem,
        facts,
        code="SZ-01",
        version_no=1,
        authority_id=place.id,
        sector=Sector.EDUCATION,
        item_class=ItemClass.GENERAL,
        title="本市事项",
        legal_basis=["X15"],
        applies_to=[InstitutionKind.OFF_CAMPUS_TRAINING],
        ratio_bp=1000,
        max_per_year=1,
        methods=[Method.ON_SITE],
        checklist_code="OFF_CAMPUS_GENERAL",
        checklist_version=1,
        checklist_item_codes=["OC01_LICENCE"],
        violation_codes=[],
        threshold_codes=[],
        effective_from=TODAY,
    )

"""An item of the Suzhou education bureau, as the API takes it."""

from typing import Any

SHOWS = """... on InspectionItemPublished { item { id code versionNo title itemClass sector
    legalBasis appliesTo ratioBp violationCodes effectiveFrom effectiveTo authority { name } } }"""


def an_item(**facts: Any) -> dict[str, Any]:
    return {
        "code": "SZ-01",
        "itemClass": "GENERAL",
        "title": "暑期安全",
        "legalBasis": ["X47", "X48"],
        "appliesTo": ["OFF_CAMPUS_TRAINING"],
        "ratioBp": 500,
        "maxPerYear": 2,
        "methods": ["ON_SITE"],
        "checklistCode": "OFF_CAMPUS_GENERAL",
        "checklistItemCodes": ["OC17_FIRE"],
        "effectiveFrom": "2026-11-20",
        **facts,
    }

"""What visitors ask: every list with all that stands on it, every row, and the pages of the apps."""

from collections.abc import Mapping
from typing import Any

from domain.actors import ANONYMOUS
from schema import app_documents
from schema.assembly import core
from tests.client import SCHEMA
from tests.documents.cases import QUERIES
from tests.everything_seen import _documents

_SEEN = (
    "Authority",
    "Course",
    "Entitlement",
    "ExternalRegistration",
    "InspectionItem",
    "InspectionPlan",
    "Institution",
    "PlanLine",
    "PublicRecord",
    "Site",
    "Standing",
    "Teacher",
)

Question = tuple[str, dict[str, Any]]


def everything(ids: Mapping[str, list[str]]) -> list[Question]:
    """All that a visitor can see, in few and long questions."""
    names = core(SCHEMA).query_type
    assert names is not None
    known = {name: ids[name] for name in _SEEN}
    found = _documents(known, ANONYMOUS, [*names.fields])
    return [(each, {}) for each in found if "{ me {" not in each and "stuckEvidence" not in each]


def pages(ids: Mapping[str, list[str]]) -> list[Question]:
    """The pages of the apps, about every row that is there."""
    # What was shown earlier is read each time.
    cases = [
        (each.text, each.variables) for each in QUERIES if each.by is None and not each.is_as_of
    ]
    found = [
        (text, given)
        for text, given in cases
        if "complaintByReceipt" not in text and "registerHistory" not in text
    ]
    for institution in ids["Institution"]:
        of_one = {"first": 20, "filter": {"institutionId": institution}}
        found += [
            (app_documents.text("parent/institution_page"), {"by": {"id": institution}}),
            (app_documents.text("parent/course_list"), of_one),
            (app_documents.text("parent/public_results"), of_one),
        ]
    for page, type_name in _PAGES.items():
        found += [(app_documents.text(page), {"id": each}) for each in ids[type_name]]
    return found


_PAGES = {
    "parent/course_page": "Course",
    "parent/teacher_page": "Teacher",
    "parent/public_record": "PublicRecord",
}

"""With what each document of the apps is sent, and by whom."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from persistence.reading import ids
from schema import app_documents
from tests.documents import rows
from tests.people import MAPLE, Person, fang, hua, lin, mei, ou, qiao, rui, shan, su, yin


@dataclass(frozen=True, slots=True)
class Case:
    """A document of one app; `name` is `app/file`."""

    name: str
    by: Person | None
    given: dict[str, Any] = field(default_factory=dict)
    is_as_of: bool = False

    @property
    def variables(self) -> dict[str, Any]:
        """Those given; as of the moment at which they are asked for, where the document takes one."""
        if not self.is_as_of:
            return self.given
        return {**self.given, "asOf": dt.datetime.now(dt.UTC).isoformat()}

    @property
    def text(self) -> str:
        return app_documents.text(self.name)


_MAPLE = ids.write("Institution", MAPLE)
_INSPECTION = ids.write("Inspection", rows.INSPECTION)
_ORDER = ids.write("CorrectionOrder", rows.ORDER)
_IN_SUZHOU = {"regionCode": "320500"}
_NAMED = {"field": "NAME", "direction": "DESC"}

TAKEN_AWAY = {"tombstone", "tombstones"}
"""Roots that answer nothing while nothing has been taken out of the public."""
QUERIES = (
    Case("dashboard/accounts", shan, {"first": 20}),
    Case(
        "dashboard/authorities",
        None,
        {"first": 20, "filter": {**_IN_SUZHOU, "sector": "EDUCATION"}},
    ),
    Case("dashboard/change_proposals", shan, {"first": 20, "filter": {"state": "WAITING"}}),
    Case("dashboard/code_lists", None, {"names": ["Sector", "Datum"]}),
    Case("dashboard/complaint", ou, {"id": ids.write("Complaint", rows.COMPLAINT)}),
    Case(
        "dashboard/complaints",
        su,
        {
            "first": 20,
            "filter": {"states": ["RECEIVED"], "acceptDueBefore": "2027-01-01", **_IN_SUZHOU},
            "orderBy": {"field": "ACCEPT_DUE_ON", "direction": "ASC"},
        },
    ),
    Case("dashboard/evidence_review", qiao, {"id": _INSPECTION}),
    Case("dashboard/inspection_review", qiao, {"id": _INSPECTION}),
    Case(
        "dashboard/inspections", lin, {"first": 20, "filter": {"states": ["PUBLISHED", "TO_ENTER"]}}
    ),
    Case("dashboard/draw_edition", ou, {"taskCode": rows.DRAWN}),
    Case("dashboard/draw_policies", ou, {"first": 8}),
    Case("dashboard/draws", ou, {"first": 20, "filter": {"stages": ["REVEALED", "SEALED"]}}),
    Case("dashboard/staff_ratios", rui, {"id": _MAPLE}),
    Case(
        "dashboard/stale_registrations",
        rui,
        {
            "first": 20,
            "filter": {
                **_IN_SUZHOU,
                "registration": {"kinds": ["MLPS_FILING"], "states": ["STALE", "UNVERIFIED"]},
            },
        },
    ),
    Case(
        "dashboard/registration_differences",
        rui,
        {"first": 20, "filter": {"isSettled": False, **_IN_SUZHOU}},
    ),
    Case("institution/registration_questions", yin, {"first": 20}),
    Case("parent/institution_registrations", None, {"by": {"id": _MAPLE}}),
    Case("dashboard/history", rui, {"id": _MAPLE, "first": 20}),
    Case(
        "dashboard/expiring_entitlements",
        su,
        {
            "first": 20,
            "filter": {
                **_IN_SUZHOU,
                "entitlement": {
                    "states": ["ACTIVE"],
                    "categories": ["ACADEMIC"],
                    "delivery": "OFFLINE",
                    "expiresBefore": "2028-01-01",
                },
            },
        },
    ),
    Case("dashboard/institutions", su, {"first": 20, "filter": _IN_SUZHOU, "orderBy": _NAMED}),
    Case("dashboard/ledger_job", rui, {"id": ids.write("LedgerJob", rows.LEDGER), "first": 20}),
    Case("dashboard/ledger_jobs", rui, {"first": 20, "filter": {"states": ["CHECKED"]}}),
    Case("dashboard/me", lin),
    Case("dashboard/own_sessions", lin),
    Case("dashboard/nested_page", su, {"first": 20, "filter": _IN_SUZHOU}),
    Case("dashboard/objects", su, {"first": 20, "filter": {"riskClasses": ["B"], **_IN_SUZHOU}}),
    Case("dashboard/pairing", lin, {"code": rows.DRAWN, "first": 20}),
    Case("dashboard/plan", lin, {"id": ids.write("InspectionPlan", rows.PLAN)}),
    Case("dashboard/plans", lin, {"first": 20, "filter": {"year": 2026}}),
    Case("dashboard/officers", lin, {"first": 20, "filter": {"certificateValidOn": "2026-11-30"}}),
    Case("dashboard/shared_licence_numbers", su, {"first": 20}),
    Case("dashboard/shared_site_addresses", su, {"first": 20}),
    Case("dashboard/shared_officer_numbers", lin, {"first": 20}),
    Case("dashboard/refetch", su, {"ids": [_INSPECTION, _MAPLE, ids.write("Course", rows.COURSE)]}),
    Case("dashboard/statistics", None, {"parent": "320500"}),
    Case("dashboard/task", lin, {"code": rows.DRAWN}),
    Case("dashboard/teachers", rui, {"first": 20, "filter": {"institutionId": _MAPLE}}),
    Case("dashboard/tasks", su, {"first": 20, "filter": {"states": ["ISSUED"]}}),
    Case("dashboard/stuck_evidence", lin, {"first": 20, "filter": {"ownerKind": "INSPECTION"}}),
    Case("dashboard/objections", qiao, {"first": 20, "filter": {"states": ["RECEIVED"]}}),
    Case("dashboard/publication_review", qiao, {"id": _INSPECTION}),
    Case("dashboard/repair_requests", hua, {"first": 20, "filter": {"states": ["REQUESTED"]}}),
    Case("dashboard/results_with_longer_term", hua, {"first": 20}),
    Case("institution/credit_commitment_texts", None),
    Case("dashboard/replies", qiao, {"first": 20, "filter": {"states": ["WRITTEN"]}}),
    Case("institution/objections", yin, {"first": 20, "filter": {"institutionId": _MAPLE}}),
    Case("institution/repair_requests", yin, {"first": 20, "filter": {"institutionId": _MAPLE}}),
    Case("institution/replies", yin, {"first": 20, "filter": {"institutionId": _MAPLE}}),
    Case("parent/register_history", None),
    Case("parent/institution_as_of", None, {"by": {"id": _MAPLE}}, is_as_of=True),
    Case("parent/lists_as_of", None, {"first": 20, "regionCode": "320500"}, is_as_of=True),
    Case(
        "parent/public_record_as_of",
        None,
        {"id": ids.write("PublicRecord", rows.PUBLISHED)},
        is_as_of=True,
    ),
    Case("parent/public_record", None, {"id": ids.write("PublicRecord", rows.PUBLISHED)}),
    Case("dashboard/alerts", su, {"first": 20, "filter": {"dueBefore": "2027-01-01"}}),
    Case("dashboard/alert_counts", su, {"first": 20, "filter": _IN_SUZHOU}),
    Case("dashboard/correction_order", qiao, {"id": _ORDER}),
    Case(
        "dashboard/correction_orders",
        lin,
        {"first": 20, "filter": {"states": ["OVERDUE", "ISSUED"]}},
    ),
    Case("dashboard/escalation_proposals", hua, {"first": 20, "filter": {"states": ["PROPOSED"]}}),
    Case("dashboard/rulings", hua, {"first": 20, "filter": {"states": ["NOTICED"]}}),
    Case("dashboard/ruling", qiao, {"id": ids.write("Ruling", rows.RULING)}),
    Case("institution/my_rulings", yin, {"first": 20, "filter": {"states": ["NOTICED"]}}),
    Case("dashboard/inspection_load", lin, {"institutionId": _MAPLE, "year": 2026}),
    Case(
        "dashboard/repeated_visits", su, {"first": 20, "filter": {"year": 2026, "visitsAtLeast": 2}}
    ),
    Case("inspector/corrections", mei, {"id": _INSPECTION}),
    Case("institution/correction_orders", yin, {"first": 20, "filter": {"kind": "DEADLINE"}}),
    Case("inspector/assignment", mei, {"id": _INSPECTION}),
    Case("inspector/checklists", mei),
    Case("inspector/evidence", mei, {"id": _INSPECTION}),
    Case("inspector/me", mei),
    Case("inspector/my_assignments", mei, {"first": 20, "filter": {"windowTo": "2026-12-31"}}),
    Case("inspector/node", mei, {"id": ids.write("InspectionRecord", rows.RECORD)}),
    Case("inspector/recusals", mei, {"first": 20, "filter": {"isStanding": True}}),
    Case("institution/me", yin),
    Case("institution/my_visits", yin, {"first": 20}),
    Case("institution/visit", yin, {"id": _INSPECTION}),
    Case("parent/verify_inspection_code", None, {"code": "0000-0000-0000"}),
    Case("parent/draw_proof", None, {"taskCode": rows.DRAWN}),
    Case("parent/draw_proofs", None, {"first": 20, "filter": _IN_SUZHOU}),
    Case("parent/draw_slip", yin, {"taskCode": rows.DRAWN, "institutionId": _MAPLE}),
    Case("parent/inspection_items", None, {"first": 20, "filter": {"inForceOn": "2026-11-18"}}),
    Case("parent/inspection_plans", None, {"first": 20}),
    Case("parent/verify_draw", None, {"taskCode": rows.DRAWN}),
    Case("parent/complaint_by_receipt", None, {"receipt": ""}),
    Case("parent/complaint_evidence", fang, {"first": 20}),
    Case("parent/course_list", None, {"first": 20, "filter": {"stages": ["JUNIOR_SECONDARY"]}}),
    Case(
        "parent/find_courses",
        None,
        {
            "first": 20,
            "filter": {
                **_IN_SUZHOU,
                "text": "数学",
                "isEnrolling": True,
                "chargesFromFen": 0,
                "chargesToFen": 500_000,
            },
        },
    ),
    Case(
        "parent/courses_nearby",
        None,
        {
            "first": 20,
            "near": {"latitude": 31.31, "longitude": 120.63, "datum": "GCJ02", "radiusM": 5_000},
        },
    ),
    Case("parent/list_entries", None, {"filter": {**_IN_SUZHOU, "kinds": ["WHITE_LIST"]}}),
    Case("parent/find_results", None, {"first": 20, "search": "枫叶"}),
    Case("parent/find_teachers", None, {"first": 20, "text": "老师"}),
    Case("parent/course_page", None, {"id": ids.write("Course", rows.COURSE)}),
    Case("parent/find_by_name", None, {"first": 20, "search": "suzhoufengye 教育"}),
    Case(
        "parent/find_nearby",
        None,
        {
            "first": 20,
            "near": {"latitude": 31.31, "longitude": 120.63, "datum": "GCJ02", "radiusM": 5_000},
        },
    ),
    Case("parent/institution_page", None, {"by": {"creditCode": "91320508MA1MAPLE0X"}}),
    Case("parent/me", fang),
    Case("parent/my_complaints", fang, {"first": 20}),
    Case("parent/public_pictures", None, {"first": 20, "filter": _IN_SUZHOU}),
    Case("parent/public_results", None, {"first": 20, "filter": _IN_SUZHOU}),
    Case("parent/regions", None, {"parent": "320500"}),
    Case(
        "parent/search_institutions",
        None,
        {"first": 20, "filter": {**_IN_SUZHOU, "subjectKind": "SUBJECT"}},
    ),
    Case("parent/statistics", None, {"parent": "320000"}),
    Case("parent/teacher_page", None, {"id": ids.write("Teacher", rows.TEACHER)}),
)
BY_RESOLVER = {
    "parent/register_history": "another answer at each moment",
    "dashboard/draw_edition": "made of what lies sealed",
    "parent/draw_slip": "made of what lies sealed",
    "parent/verify_draw": "does the draw again",
    "parent/verify_inspection_code": "answers whatever is asked",
    "dashboard/code_lists": "static",
    "institution/credit_commitment_texts": "static",
    "inspector/assignment": "what is static beside what is not",
    "inspector/checklists": "static",
    "parent/complaint_by_receipt": "spends from a budget first",
}
"""Queries that a resolver answers, with the reason."""


def planned() -> list[Case]:
    return [case for case in QUERIES if case.name not in BY_RESOLVER]

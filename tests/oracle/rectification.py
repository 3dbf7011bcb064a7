"""Corrections, alerts and loads said once more in Python. What is in a view is taken from it: the
tests of alerts say what belongs there."""

from typing import TYPE_CHECKING, Any

from tests.oracle.pages import key_of
from tests.oracle.register import Thing

if TYPE_CHECKING:
    from tests.oracle.answers import Oracle, Resolver

CAP = 2


def _to(type_name: str, column: str) -> "Resolver":
    return lambda oracle, thing, _: oracle.one(type_name, thing.row[column])


def _reports(oracle: "Oracle", thing: Thing, _: Any) -> list[Thing]:
    return oracle.many("RectificationReport", order_id=thing.row["id"])


def _escalations(oracle: "Oracle", thing: Thing, _: Any) -> list[Thing]:
    return oracle.many(
        "EscalationProposal",
        lambda row: (row["proposed_at"], row["id"]),
        order_id=thing.row["id"],
    )


def _recheck(oracle: "Oracle", thing: Thing, _: Any) -> Thing | None:
    """The newer of those that are seen: the one planned last, and the one known before it."""
    keys = [thing.row[f"{which}_id"] for which in ("known_recheck", "recheck_inspection")]
    seen = [found for key in keys if key and (found := oracle.one("Inspection", key))]
    return max(seen, key=lambda each: (each.row["created_at"], each.row["id"]), default=None)


def _orders(oracle: "Oracle", thing: Thing, _: Any) -> list[Thing]:
    return oracle.many(
        "CorrectionOrder",
        lambda row: (row["issued_on"], row["id"]),
        inspection_id=thing.row["id"],
    )


def _is_late(oracle: "Oracle", thing: Thing, _: Any) -> bool:
    return bool(thing.row["due_on"] < oracle.register.today)


def _load(oracle: "Oracle", _: Thing, arguments: dict[str, Any]) -> list[Thing]:
    return oracle.many(
        "InspectionLoad",
        lambda row: (-row["visit_count"], row["id"]),
        institution_id=key_of("Institution", arguments["institutionId"]),
        year=arguments["year"],
    )


FIELDS: dict[str, "Resolver"] = {
    "Inspection.correctionOrders": _orders,
    "CorrectionOrder.inspection": _to("Inspection", "inspection_id"),
    "CorrectionOrder.institution": _to("Institution", "institution_id"),
    "CorrectionOrder.authority": _to("Authority", "authority_id"),
    "CorrectionOrder.issuedBy": _to("Officer", "issued_by"),
    "CorrectionOrder.recheck": _recheck,
    "CorrectionOrder.reports": _reports,
    "CorrectionOrder.escalations": _escalations,
    "EscalationProposal.order": _to("CorrectionOrder", "order_id"),
    "EscalationProposal.institution": _to("Institution", "institution_id"),
    "EscalationProposal.authority": _to("Authority", "authority_id"),
    "Alert.isLate": _is_late,
    "Alert.authority": _to("Authority", "authority_id"),
    "Alert.institution": _to("Institution", "institution_id"),
    "Alert.inspection": _to("Inspection", "inspection_id"),
    "Alert.order": _to("CorrectionOrder", "order_id"),
    "Alert.proposal": _to("EscalationProposal", "proposal_id"),
    "Alert.evidence": _to("Evidence", "evidence_id"),
    "AlertCount.authority": _to("Authority", "authority_id"),
    "AlertCount.region": lambda oracle, thing, _: (
        oracle.one("Region", thing.row["region_code"]) if thing.row["region_code"] else None
    ),
    "InspectionLoad.institution": _to("Institution", "institution_id"),
    "Alert.officer": _to("Officer", "officer_id"),
    "InspectionLoad.authority": _to("Authority", "authority_id"),
    "InspectionLoad.cap": lambda oracle, thing, _: _cap(oracle, thing),
    "InspectionLoad.isCapReached": lambda oracle, thing, _: (
        thing.row["drawn_count"] >= _cap(oracle, thing)
    ),
}


def _cap(oracle: Any, thing: Thing) -> int:
    authority = oracle.register.get("Authority", thing.row["authority_id"])
    return authority["yearly_cap"] or CAP


ROOTS: dict[str, "Resolver"] = {
    "correctionOrder": lambda oracle, _, arguments: oracle.one(
        "CorrectionOrder", key_of("CorrectionOrder", arguments["id"])
    ),
    "inspectionLoad": _load,
}

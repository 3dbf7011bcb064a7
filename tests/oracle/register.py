"""The register as rows in memory, one `select *` per table, and who is looking at it."""

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg

from domain.permissions import ANONYMOUS, GRANTS, Permission
from domain.roles import Role
from persistence.engine.keys import Keys
from tests.oracle.story import Story

Row = dict[str, Any]

TABLES = {
    "Account": "accounts",
    "Alert": "alerts",
    "AlertCount": "placed_alert_counts",
    "Authority": "authorities",
    "Blob": "blobs",
    "Appointment": "appointments",
    "ChangeProposal": "change_proposals",
    "CheckIn": "check_ins",
    "CheckOut": "check_outs",
    "ClassTime": "class_times",
    "Complaint": "complaints",
    "CampaignFiling": "campaign_filings",
    "ComplaintStep": "state_transitions",
    "CorrectionOrder": "correction_orders",
    "CreditCommitment": "repair_requests",
    "Course": "courses",
    "Draw": "draws",
    "DrawEvent": "draw_events",
    "DrawPolicy": "draw_policies",
    "DrawProof": "draws",
    "DrawShare": "draw_shares",
    "Entitlement": "entitlements",
    "EnforcementCertificate": "enforcement_certificates",
    "EscalationProposal": "escalation_proposals",
    "Evidence": "evidence",
    "ExternalRegistration": "external_registrations",
    "FeeItem": "fee_items",
    "FieldChange": "field_changes",
    "Finding": "findings",
    "FollowUp": "follow_ups",
    "FormerName": "former_names",
    "Headcount": "headcounts",
    "Inspection": "inspections",
    "InspectionAssignment": "inspection_assignments",
    "InspectionItem": "inspection_items",
    "InspectionLoad": "inspection_loads",
    "InspectionObject": "institutions",
    "InspectionPlan": "inspection_plans",
    "InspectionRecord": "inspection_records",
    "InspectionTask": "inspection_tasks",
    "InspectorProfile": "inspector_profiles",
    "Institution": "institutions",
    "LedgerJob": "ledger_jobs",
    "LedgerRow": "ledger_rows",
    "ListedPerson": "listed_persons",
    "LongerTerm": "public_records",
    "Notice": "notices",
    "NoticeItem": "notice_items",
    "NoticeOfficer": "notice_officers",
    "ObjectStop": "object_stops",
    "Objection": "objections",
    "Officer": "officers",
    "OfficerReplacement": "officer_replacements",
    "Pairing": "pairings",
    "PlanAmendment": "plan_amendments",
    "PlanLine": "plan_lines",
    "PlatformReport": "platform_reports",
    "PoolObject": "pool_objects",
    "PoolOfficer": "pool_officers",
    "PoolStratum": "pool_strata",
    "PublicRecord": "public_records",
    "PublicReply": "replies",
    "PublicTermDecision": "public_term_decisions",
    "Publication": "publications",
    "RecordAnswer": "record_answers",
    "RecordConfirmation": "record_confirmations",
    "RecordSignature": "record_signatures",
    "Recusal": "recusals",
    "RecusalRequest": "recusal_requests",
    "RecordEvidence": "record_evidence",
    "RectificationReport": "rectification_reports",
    "Region": "regions",
    "RegistrationDifference": "registration_differences",
    "RepairRequest": "repair_requests",
    "Reply": "replies",
    "ResultAudit": "result_audits",
    "ResultCorrection": "result_corrections",
    "RiskAssessment": "risk_assessments",
    "RiskInputCount": "risk_input_counts",
    "RoleGrant": "role_grants",
    "Ruling": "rulings",
    "RulingStep": "ruling_steps",
    "Session": "sessions",
    "SignatureRefusal": "signature_refusals",
    "Site": "sites",
    "Standing": "standings",
    "StandingEnd": "standing_ends",
    "TaskDepartment": "task_departments",
    "TaskItem": "task_items",
    "TaskQuota": "task_quotas",
    "TaskStep": "state_transitions",
    "Teacher": "teachers",
}
KEYS = {
    "CampaignFiling": "plan_id",
    "PublicTermDecision": "inspection_id",
    "Headcount": "institution_id",
    "Blob": "sha256",
    "CheckOut": "check_in_id",
    "Region": "code",
    "StandingEnd": "standing_id",
    "InspectorProfile": "officer_id",
}
LINKS = {
    "PlanAmendment",
    "PoolStratum",
    "RecordConfirmation",
    "RecordEvidence",
    "RiskInputCount",
    "TaskDepartment",
    "TaskItem",
    "TaskQuota",
}
"""Rows with no key of one column."""
PREFIXES = {
    "acct": "Account",
    "appt": "Appointment",
    "auth": "Authority",
    "cert": "EnforcementCertificate",
    "prop": "ChangeProposal",
    "chk": "CheckIn",
    "cmp": "Complaint",
    "crs": "Course",
    "draw": "Draw",
    "ent": "Entitlement",
    "esc": "EscalationProposal",
    "evid": "Evidence",
    "chg": "FieldChange",
    "fup": "FollowUp",
    "insp": "Inspection",
    "irec": "InspectionRecord",
    "item": "InspectionItem",
    "line": "PlanLine",
    "order": "CorrectionOrder",
    "plan": "InspectionPlan",
    "rec": "Recusal",
    "rreq": "RecusalRequest",
    "share": "DrawShare",
    "rul": "Ruling",
    "sess": "Session",
    "stdg": "Standing",
    "stop": "ObjectStop",
    "task": "InspectionTask",
    "inst": "Institution",
    "ldgr": "LedgerJob",
    "lrow": "LedgerRow",
    "ntc": "Notice",
    "obj": "Objection",
    "ofcr": "Officer",
    "pub": "PublicRecord",
    "prep": "PlatformReport",
    "rdif": "RegistrationDifference",
    "rep": "RepairRequest",
    "rply": "Reply",
    "site": "Site",
    "xreg": "ExternalRegistration",
    "tch": "Teacher",
}
PREFIX_OF = {name: prefix for prefix, name in PREFIXES.items()}


@dataclass
class Thing:
    """One row as a value of the GraphQL type it is seen as; below a complaint shown by its receipt
    with the receipt's digest."""

    type_name: str
    row: Row
    receipt: bytes | None = None


@dataclass
class Register:
    story: Story
    rows: dict[str, list[Row]]
    today: dt.date
    """Of the database's clock, as alerts are reckoned by it."""
    now: dt.datetime
    decided_on: dt.date
    """Of the server's own clock."""
    by_key: dict[str, dict[Any, Row]] = field(init=False)
    _by_column: dict[tuple[str, str], dict[Any, list[Row]]] = field(
        init=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        self.by_key = {
            name: {row[KEYS.get(name, "id")]: row for row in rows}
            for name, rows in self.rows.items()
            if name not in LINKS
        }

    def get(self, type_name: str, key: Any) -> Row | None:
        return self.by_key[type_name].get(key)

    def where(self, type_name: str, **columns: Any) -> list[Row]:
        """The rows with these values, in the order of the table."""
        (first, value), *others = columns.items()
        by_value = self._by_column.get((type_name, first))
        if by_value is None:
            by_value = self._by_column[type_name, first] = {}
            for row in self.rows[type_name]:
                by_value.setdefault(row[first], []).append(row)
        return [row for row in by_value.get(value, ()) if all(row[c] == v for c, v in others)]


async def load(url: str, story: Story, decided_on: dt.date) -> Register:
    connection = await asyncpg.connect(url)
    await connection.set_type_codec(
        "jsonb", encoder=json.dumps, decoder=json.loads, schema="pg_catalog"
    )
    rows = {
        name: [dict(row) for row in await connection.fetch(f"select * from {table}")]
        for name, table in TABLES.items()
    }
    _end_what_waited(rows, decided_on)
    now: dt.datetime = await connection.fetchval("select now()")
    await connection.close()
    # Suzhou is eight hours ahead all year.
    today = (now.astimezone(dt.UTC) + dt.timedelta(hours=8)).date()
    return Register(story, rows, today, now, decided_on)


def _end_what_waited(rows: dict[str, list[Row]], decided_on: dt.date) -> None:
    """A task that was frozen and should have been issued by a day that is over is void, and its draw
    with it, whatever is written."""
    waiting = {"POOL_FROZEN", "OBJECTS_DRAWN", "OFFICERS_DRAWN", "LOCKED"}
    tasks = {task["id"]: task for task in rows["InspectionTask"]}
    over = {d["task_id"] for d in rows["Draw"] if (decided_on - d["issue_due_on"]).days > 0}
    ended = {key for key in over if tasks[key]["state"] in waiting}
    void = {
        "void_reason": "未在规定日期前下发，抽取失效（The task was not issued in time, so the draw has"
        " failed.）"
    }
    for key in ended:
        tasks[key].update(state="VOIDED", **void)
    for draw in (*rows["Draw"], *rows["DrawProof"]):
        if draw["task_id"] in ended:
            draw.update(stage="VOIDED", **void)


@dataclass(frozen=True)
class Viewer:
    """Someone who looks: roles held now, and by what else they may be recognised."""

    account_id: UUID | None = None
    officer_id: UUID | None = None
    complainant_ref: bytes | None = None
    seats: tuple[tuple[Role, UUID], ...] = ()
    institutions: tuple[tuple[Role, UUID], ...] = ()
    permissions: frozenset[Permission] = ANONYMOUS

    def at(self, permission: Permission) -> list[tuple[Role, UUID]]:
        """The roles bundling the permission, each with its authority."""
        return [(role, place) for role, place in self.seats if permission in GRANTS[role]]

    def runs(self, institution_id: UUID, permission: Permission) -> bool:
        return any(
            place == institution_id and permission in GRANTS[role]
            for role, place in self.institutions
        )


def viewer(register: Register, account_id: UUID | None, keys: Keys) -> Viewer:
    if account_id is None:
        return Viewer()
    grants = [
        grant
        for grant in register.where("RoleGrant", account_id=account_id, revoked_at=None)
        if grant["in_force_at"] is not None
    ]
    officers = register.where("Officer", account_id=account_id)
    roles = [Role[grant["role"]] for grant in grants]
    permissions = frozenset().union(*(GRANTS[role] for role in roles)) if roles else ANONYMOUS
    return Viewer(
        account_id,
        officers[0]["id"] if officers else None,
        keys.complainant_ref(account_id),
        tuple(
            (Role[grant["role"]], authority["id"])
            for grant in grants
            for authority in register.rows["Authority"]
            # Of a closed authority its successor's people.
            if grant["authority_id"]
            and grant["authority_id"] in (authority["id"], authority["successor_id"])
        ),
        tuple((Role[g["role"]], g["institution_id"]) for g in grants if g["institution_id"]),
        permissions,
    )

"""Inspections with task, officers, records and findings; and their public results."""

from collections.abc import Mapping

import sqlalchemy as sa

from domain.permissions import Permission
from persistence.engine.records import StateTransition
from persistence.evidence import shape as evidence
from persistence.evidence.sealed import hexed
from persistence.inspections.policies import (
    can_see_inspection,
    can_see_task,
    is_assigned,
    officials_of_result,
)
from persistence.inspections.table import (
    Finding,
    Inspection,
    InspectionAssignment,
    InspectionRecord,
    InspectionTask,
    PublicRecord,
    RecordAnswer,
    RecordConfirmation,
    ResultAudit,
)
from persistence.publication import shape as publication
from persistence.publication.policies import can_see_public_record, public_result
from persistence.reading import ids
from persistence.reading.compiler import by_id
from persistence.reading.conditions import (
    equals,
    from_day,
    one_of_values,
    overlaps,
    refers_to,
    to_day,
    within,
)
from persistence.reading.logic import all_of
from persistence.reading.rows import alias_of
from persistence.reading.shape import (
    Column,
    Condition,
    Expression,
    Join,
    KeysetOrder,
    Many,
    One,
    Page,
    Predicate,
    Row,
    SameRow,
    Shape,
    Visibility,
    by_parent,
    column,
    moment,
    moments,
)
from persistence.reading.viewer import Value, Viewer
from persistence.tasks.table import TaskItem
from persistence.visits import shape as visits


def of_inspection(parent: Row, row: Row) -> Predicate:
    return row.c.inspection_id == parent.c.id


def of_record(parent: Row, row: Row) -> Predicate:
    return row.c.record_id == parent.c.id


def of_category(row: Row, value: Value) -> Predicate:
    task = alias_of(InspectionTask.__table__)
    return sa.exists().where(task.c.id == row.c.task_id, task.c.category == value.text())


def has_position(row: Row) -> Predicate:
    return row.c.latitude.is_not(None)


_UTF8: Expression = sa.literal_column("'UTF8'")
_ORDERS: Mapping[str, KeysetOrder] = {
    "REGISTERED_AT": KeysetOrder(()),
    "WINDOW_FROM": KeysetOrder((lambda row: row.c.window_from,)),
}
_FILTERS: Mapping[str, Condition] = {
    "institutionId": refers_to("Institution", "institution_id"),
    "authorityId": refers_to("Authority", "authority_id"),
    "regionCode": within("region_code"),
    "states": one_of_values("state"),
    "category": of_category,
    "windowFrom": from_day("window_to"),
    "windowTo": to_day("window_from"),
}


def INSPECTIONS(on: Join | None = None, where: Visibility | None = None) -> Page:
    return Page(
        "Inspection",
        on=on,
        where=where,
        orders=_ORDERS,
        default_order=("REGISTERED_AT", "DESC"),
        filters=_FILTERS,
        permission=Permission.INSPECTION_READ,
    )


def is_listed(row: Row, viewer: Viewer) -> Predicate:
    """The current version of each result, while it is public: withdrawn results are not listed,
    though officials may look them up."""
    is_current = row.c.superseded_at.is_(None)
    if not viewer.may(Permission.INSPECTION_READ):
        return is_current
    return all_of(is_current, public_result(row, viewer))


def is_current_version(parent: Row, row: Row) -> Predicate:
    return sa.and_(row.c.inspection_id == parent.c.inspection_id, row.c.superseded_at.is_(None))


def PUBLIC_RESULTS(on: Join | None = None) -> Page:  # a constant but for its join
    return Page(
        "PublicRecord",
        on=on,
        where=is_listed,
        orders={"PUBLISHED_AT": KeysetOrder((lambda row: row.c.published_at,))},
        default_order=("PUBLISHED_AT", "DESC"),
        filters={
            "institutionId": refers_to("Institution", "institution_id"),
            "regionCode": within("region_code"),
            "resultCodes": overlaps("result_codes"),
            "category": equals("category"),
            "inspectedFrom": from_day("inspected_on"),
            "inspectedTo": to_day("inspected_on"),
        },
    )


def confirmed_at(row: Row) -> Expression:
    """When the officer confirmed the record that counts now."""
    confirmation = alias_of(RecordConfirmation.__table__)
    inspection = alias_of(Inspection.__table__)
    found = (
        sa.select(confirmation.c.confirmed_at)
        .where(
            confirmation.c.record_id == inspection.c.current_record_id,
            confirmation.c.officer_id == row.c.officer_id,
            inspection.c.id == row.c.inspection_id,
        )
        .correlate(row)
        .subquery()
    )
    return sa.select(moment("confirmed_at").of(found)).scalar_subquery()


INSPECTION = Shape(
    "Inspection",
    Inspection.__table__,
    {
        "id": Column(lambda row: ids.expression("Inspection", row.c.id)),
        "task": One("InspectionTask", on=lambda parent, row: row.c.id == parent.c.task_id),
        "institution": One(
            "Institution", on=lambda parent, row: row.c.id == parent.c.institution_id
        ),
        "site": One("Site", on=lambda parent, row: row.c.id == parent.c.site_id),
        "authority": One("Authority", on=lambda parent, row: row.c.id == parent.c.authority_id),
        "region": One("Region", on=lambda parent, row: row.c.code == parent.c.region_code),
        "sector": column("sector"),
        "windowFrom": column("window_from"),
        "windowTo": column("window_to"),
        "noticeMode": column("notice_mode"),
        "noticedAt": moment("noticed_at"),
        "checklistCode": column("checklist_code"),
        "checklistVersion": column("checklist_version"),
        "state": column("state"),
        "filedAt": moment("filed_at"),
        "inspectedOn": column("inspected_on"),
        "publishDueOn": column("publish_due_on"),
        "publishDueIsProvisional": column("publish_due_is_provisional"),
        "publishedAt": moment("published_at"),
        "assignments": Many(
            "InspectionAssignment",
            on=of_inspection,
            order=lambda row: [row.c.is_leader.desc(), row.c.id],
        ),
        "record": One(
            "InspectionRecord", on=lambda parent, row: row.c.id == parent.c.current_record_id
        ),
        "records": Many("InspectionRecord", on=of_inspection, order=lambda row: [row.c.version_no]),
        "audits": Many(
            "ResultAudit", on=of_inspection, order=lambda row: [row.c.decided_at, row.c.id]
        ),
        "publicRecords": Many(
            "PublicRecord", on=of_inspection, order=lambda row: [row.c.version_no]
        ),
        **publication.OF_INSPECTION,
        "correctionOrders": Many(
            "CorrectionOrder", on=of_inspection, order=lambda row: [row.c.issued_on, row.c.id]
        ),
        "evidence": evidence.OF_OWNER,
        "inspectionCode": column("inspection_code", visible_if=is_assigned),
        "notice": visits.NOTICE,
        "appointments": visits.APPOINTMENTS,
        "recusalRequests": visits.RECUSAL_REQUESTS,
        "checkIns": visits.CHECK_INS,
        "version": column("version"),
        "createdAt": moment("created_at"),
    },
    can_see_inspection,
)


def of_task(parent: Row, row: Row) -> Predicate:
    return row.c.task_id == parent.c.id


def item_of_task(parent: Row, row: Row) -> Predicate:
    link = alias_of(TaskItem.__table__)
    found = sa.exists().where(link.c.task_id == parent.c.id, link.c.item_id == row.c.id)
    return found.correlate(parent, row)


TASK = Shape(
    "InspectionTask",
    InspectionTask.__table__,
    {
        "id": Column(lambda row: ids.expression("InspectionTask", row.c.id)),
        "code": column("code"),
        "name": column("name"),
        "authority": One("Authority", on=lambda parent, row: row.c.id == parent.c.authority_id),
        "sector": column("sector"),
        "category": column("category"),
        "trigger": column("trigger"),
        "reason": column("reason"),
        "windowFrom": column("window_from"),
        "windowTo": column("window_to"),
        "state": column("state"),
        "voidReason": column("void_reason"),
        "region": One("Region", on=lambda parent, row: row.c.code == parent.c.region_code),
        "targetKinds": column("kinds"),
        "subjectKind": column("subject_kind"),
        "isTargeted": column("is_targeted"),
        "noticeMode": column("notice_mode"),
        "publishDrawnList": column("publish_drawn_list"),
        "checklistCode": column("checklist_code"),
        "checklistVersion": column("checklist_version"),
        "planLine": One("PlanLine", on=lambda parent, row: row.c.id == parent.c.plan_line_id),
        "redrawOf": One("InspectionTask", on=lambda parent, row: row.c.id == parent.c.redraw_of_id),
        "items": Many("InspectionItem", on=item_of_task, order=lambda row: [row.c.code, row.c.id]),
        "departments": Many("TaskDepartment", on=of_task, order=lambda row: [row.c.position]),
        "quotas": Many(
            "TaskQuota",
            on=of_task,
            order=lambda row: [row.c.risk_class],
            permission=Permission.DRAW_READ,
        ),
        "shares": Many(
            "DrawShare",
            on=of_task,
            order=lambda row: [row.c.party],
            permission=Permission.DRAW_READ,
        ),
        "draw": One("Draw", on=of_task, permission=Permission.DRAW_READ),
        "steps": Many(
            "TaskStep",
            on=lambda parent, row: row.c.subject_id == parent.c.id,
            where=lambda row, _: row.c.entity == sa.literal_column("'InspectionTask'"),
            order=lambda row: [row.c.at, row.c.id],
        ),
        "inspections": INSPECTIONS(of_task),
        "createdAt": moment("created_at"),
        "approvedAt": moment("approved_at"),
        "version": column("version"),
    },
    can_see_task,
)

TASK_STEP = Shape(
    "TaskStep",
    StateTransition.__table__,
    {
        "at": moment("at"),
        "event": column("event"),
        "fromState": column("from_state"),
        "toState": column("to_state"),
        "ground": column("ground"),
        "officer": One("Officer", on=lambda parent, row: row.c.account_id == parent.c.actor_id),
    },
    by_parent,
)

ASSIGNMENT = Shape(
    "InspectionAssignment",
    InspectionAssignment.__table__,
    {
        "officer": One("Officer", on=lambda parent, row: row.c.id == parent.c.officer_id),
        "isLeader": column("is_leader"),
        "assignedAt": moment("assigned_at"),
        "confirmedAt": Column(confirmed_at),
        "replacedAt": moment("replaced_at"),
        "replacementReason": column("replacement_reason"),
    },
    by_parent,
)

VISIT_POSITION = Shape(
    "VisitPosition",
    None,
    {
        "latitude": column("latitude"),
        "longitude": column("longitude"),
        "accuracyM": column("accuracy_m"),
        "datum": column("datum"),
        "wgs84Latitude": column("wgs84_latitude"),
        "wgs84Longitude": column("wgs84_longitude"),
    },
    by_parent,
)

RECORD = Shape(
    "InspectionRecord",
    InspectionRecord.__table__,
    {
        "versionNo": column("version_no"),
        "correctionReason": column("correction_reason"),
        "filedBy": One("Officer", on=lambda parent, row: row.c.id == parent.c.filed_by),
        "filedAt": moment("filed_at"),
        "visitStartedAt": moment("visit_started_at"),
        "visitEndedAt": moment("visit_ended_at"),
        "deviceClockOffsetMs": column("device_clock_offset_ms"),
        "clockIsOff": column("clock_is_off"),
        "methods": column("methods"),
        "resultCodes": column("result_codes"),
        "measures": column("measures"),
        "summary": column("summary"),
        "attemptedAt": moments("attempted_at"),
        "position": SameRow("VisitPosition", present=has_position),
        "answers": Many("RecordAnswer", on=of_record, order=lambda row: [row.c.position]),
        "findings": Many("Finding", on=of_record, order=lambda row: [row.c.position]),
        "confirmations": Many(
            "RecordConfirmation",
            on=of_record,
            order=lambda row: [row.c.confirmed_at, row.c.officer_id],
        ),
        "rulesVersion": column("rules_version"),
        "checklistVersion": column("checklist_version"),
        "canonical": column("canonical"),
        "hash": column("hash"),
        "signatures": visits.SIGNATURES,
        "signatureRefusal": visits.SIGNATURE_REFUSAL,
        "evidence": evidence.OF_RECORD,
        "seal": Column(lambda row: hexed(row.c.seal)),
        "verdict": evidence.record_verdict("record_verdict"),
        "verdictZh": evidence.record_verdict("record_verdict_zh"),
        "verdictEn": evidence.record_verdict("record_verdict_en"),
    },
    by_parent,
)

ANSWER = Shape(
    "RecordAnswer",
    RecordAnswer.__table__,
    {
        "itemCode": column("item_code"),
        "isChecked": column("is_checked"),
        "problemFound": column("problem_found"),
        "handling": column("handling"),
        "note": column("note"),
    },
    by_parent,
)

FINDING = Shape(
    "Finding",
    Finding.__table__,
    {
        "violationCode": column("violation_code"),
        "detail": column("detail"),
        "itemCode": column("item_code"),
    },
    by_parent,
)

CONFIRMATION = Shape(
    "RecordConfirmation",
    RecordConfirmation.__table__,
    {
        "officer": One("Officer", on=lambda parent, row: row.c.id == parent.c.officer_id),
        "confirmedAt": moment("confirmed_at"),
        "recordHash": column("record_hash"),
    },
    by_parent,
)

AUDIT = Shape(
    "ResultAudit",
    ResultAudit.__table__,
    {
        "decision": column("decision"),
        "reason": column("reason"),
        "decidedAt": moment("decided_at"),
    },
    officials_of_result,
)

PUBLIC_RECORD = Shape(
    "PublicRecord",
    PublicRecord.__table__,
    {
        "id": Column(lambda row: ids.expression("PublicRecord", row.c.id)),
        "versionNo": column("version_no"),
        "institution": One(
            "Institution", on=lambda parent, row: row.c.id == parent.c.institution_id
        ),
        "authority": One("Authority", on=lambda parent, row: row.c.id == parent.c.authority_id),
        "sector": column("sector"),
        "taskCode": column("task_code"),
        "category": column("category"),
        "resultCodes": column("result_codes"),
        "resultText": column("result_text"),
        "violationCodes": column("violation_codes"),
        "items": column("items"),
        "inspectedOn": column("inspected_on"),
        "publishedAt": moment("published_at"),
        "expiresOn": column("expires_on"),
        "repairStatus": column("repair_status"),
        "isCurrent": Column(lambda row: row.c.superseded_at.is_(None)),
        "isLate": column("is_late"),
        "supersededAt": moment("superseded_at"),
        "current": One("PublicRecord", on=is_current_version),
        "withdrawnAt": moment("withdrawn_at"),
        "withdrawalGround": column("withdrawal_ground"),
        "withholdingGround": column("withholding_ground"),
        "withheldViolationCodes": column(
            "withheld_violation_codes", visible_if=officials_of_result
        ),
        "document": column("document"),
        "documentSha256": Column(
            lambda row: hexed(sa.func.sha256(sa.func.convert_to(row.c.document, _UTF8)))
        ),
        **publication.OF_PUBLIC_RECORD,
        "pictures": evidence.OF_PUBLIC_RECORD,
    },
    can_see_public_record,
)

SHAPES = (
    INSPECTION,
    TASK,
    TASK_STEP,
    ASSIGNMENT,
    VISIT_POSITION,
    RECORD,
    ANSWER,
    FINDING,
    CONFIRMATION,
    AUDIT,
    PUBLIC_RECORD,
)

ROOTS = {
    "inspection": One(
        "Inspection", arguments={"id": by_id("Inspection")}, permission=Permission.INSPECTION_READ
    ),
    "inspections": INSPECTIONS(),
    "inspectionTask": One(
        "InspectionTask",
        arguments={"code": lambda row, value: row.c.code == value.text()},
        permission=Permission.INSPECTION_READ,
    ),
    "inspectionTasks": Page(
        "InspectionTask",
        orders={
            "CREATED_AT": KeysetOrder(()),
            "WINDOW_FROM": KeysetOrder((lambda row: row.c.window_from,)),
        },
        default_order=("CREATED_AT", "DESC"),
        filters={
            "authorityId": refers_to("Authority", "authority_id"),
            "states": one_of_values("state"),
            "category": equals("category"),
            "windowFrom": from_day("window_to"),
            "windowTo": to_day("window_from"),
        },
        permission=Permission.INSPECTION_READ,
    ),
    "myAssignments": INSPECTIONS(where=is_assigned),
    "publicInspectionResults": PUBLIC_RESULTS(),
    "publicRecord": One("PublicRecord", arguments={"id": by_id("PublicRecord")}),
}

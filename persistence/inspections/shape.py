"""Inspections with task, officers, records and findings; and their public results."""

from collections.abc import Mapping

import sqlalchemy as sa

from domain.permissions import Permission
from persistence.draws import lapse
from persistence.engine.records import StateTransition
from persistence.evidence import shape as evidence
from persistence.evidence.sealed import hexed
from persistence.inspections.policies import (
    can_see_inspection,
    can_see_record,
    can_see_task,
    is_assigned,
    is_category_disclosed,
    officials_of_result,
    within_visit,
)
from persistence.inspections.table import (
    USUALLY_WITHIN,
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
from persistence.inspections.totals import (
    RESULTS_OF_CODES,
    RESULTS_OF_DAYS,
    RESULTS_OF_PLACES,
    TOTALS,
    TOTALS_OF_ALL,
)
from persistence.institutions import search
from persistence.institutions.table import Institution
from persistence.publication import shape as publication
from persistence.publication.policies import can_see_public_record, public_result
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
from persistence.reading.public_tables import PublicTable
from persistence.reading.rows import alias_of
from persistence.reading.shape import (
    AsOf,
    ByValue,
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
    Totals,
    Visibility,
    by_parent,
    column,
    columns,
    moment,
    referenced_by,
    references,
)
from persistence.reading.viewer import Value, Viewer
from persistence.tasks.table import TaskItem
from persistence.visits import shape as visits

of_inspection = referenced_by("inspection_id")


of_record = referenced_by("record_id")


def of_category(row: Row, value: Value) -> Predicate:
    """Its task is of this category, of those visits of which the viewer is to know that."""
    assert value.viewer is not None
    task = alias_of(InspectionTask.__table__)
    of_it = sa.exists().where(task.c.id == row.c.task_id, task.c.category == value.text())
    return all_of(of_it, is_category_disclosed(row, value.viewer))


def has_position(row: Row) -> Predicate:
    return row.c.latitude.is_not(None)


_UTF8: Expression = sa.literal_column("'UTF8'")
_SHANGHAI: Expression = sa.literal_column("'Asia/Shanghai'")
_DAY: Expression = sa.literal_column("interval '24 hours'", sa.Interval())
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
_COUNTED: Mapping[str, Condition] = {
    "states": one_of_values("state"),
    "category": equals("category"),
}
_TOTALS = (
    Totals(TOTALS_OF_ALL, "n", _COUNTED),
    Totals(
        TOTALS,
        "n",
        {
            **_COUNTED,
            "authorityId": refers_to("Authority", "authority_id"),
            "regionCode": within("region_code"),
        },
    ),
)


def INSPECTIONS(on: Join | None = None, where: Visibility | None = None) -> Page:
    return Page(
        "Inspection",
        on=on,
        where=where,
        orders=_ORDERS,
        default_order=("REGISTERED_AT", "DESC"),
        filters=_FILTERS,
        permission=Permission.INSPECTION_READ,
        totals=_TOTALS,
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


def _moment(day: Expression, days: int) -> Expression:
    """The beginning of the day, in Shanghai, so many days later."""
    later = sa.cast(day + sa.literal_column(str(days)), sa.DateTime())
    return sa.func.timezone(_SHANGHAI, later, type_=sa.DateTime(timezone=True))


def spans_of_visits(row: Row, values: Mapping[str, Value]) -> list[Predicate]:
    """When results of visits between two days were published: soon after, but for those that have an index
    of their own. Whether they were is asked of each row, so that all that fit are in one or the other."""
    first, last = values.get("inspectedFrom"), values.get("inspectedTo")
    usual = []
    if first is not None:
        usual.append(row.c.published_at >= _moment(first.bind(sa.Date()), 0))
    if last is not None:
        usual.append(row.c.published_at < _moment(last.bind(sa.Date()), USUALLY_WITHIN + 1))
    if not usual:
        return [sa.true()]
    days = sa.cast(sa.func.timezone(_SHANGHAI, row.c.published_at), sa.Date) - row.c.inspected_on
    is_apart = sa.or_(days < sa.literal_column("0"), days > sa.literal_column(str(USUALLY_WITHIN)))
    return [all_of(*usual), all_of(is_apart, sa.not_(all_of(*usual)))]


_RESULT_FILTERS: Mapping[str, Condition] = {
    "regionCode": within("region_code"),
    "resultCodes": overlaps("result_codes"),
    "category": equals("category"),
    "inspectedFrom": from_day("inspected_on"),
    "inspectedTo": to_day("inspected_on"),
}


def is_of_institution_found(row: Row, value: Value) -> Predicate:
    """Its institution is found by this search."""
    institution = alias_of(Institution.__table__)
    found = sa.select(institution.c.id).where(search.is_found(institution, value))
    return row.c.institution_id.in_(found)


def _result_totals(table: sa.Table, *without: str) -> Totals:
    filters = {name: of for name, of in _RESULT_FILTERS.items() if name not in without}
    return Totals(
        table,
        "n",
        filters,
        of=lambda row, viewer: all_of(row.c.superseded_at.is_(None), public_result(row, viewer)),
    )


def spans_until(row: Row, end: Expression) -> list[Predicate]:
    """What was published before, by the clock of those who publish; and what that says to be later."""
    usual = row.c.published_at < end
    return [usual, all_of(sa.not_(usual), row.c.published_at - row.c.recorded_at > _DAY)]


def PUBLIC_RESULTS(on: Join | None = None) -> Page:  # a constant but for its join
    return Page(
        "PublicRecord",
        on=on,
        where=is_listed,
        orders={"PUBLISHED_AT": KeysetOrder((lambda row: row.c.published_at,))},
        default_order=("PUBLISHED_AT", "DESC"),
        filters={
            "institutionId": refers_to("Institution", "institution_id"),
            **_RESULT_FILTERS,
            "search": is_of_institution_found,
        },
        # Words are in most names or in none.
        planned_for=frozenset({"search"}),
        even_filters=frozenset(_RESULT_FILTERS),
        spans=spans_of_visits,
        as_of=AsOf(frozenset({"institutionId", *_RESULT_FILTERS}), spans_until),
        by_value={
            "resultCodes": ByValue("result_codes", RESULTS_OF_CODES, frozenset(_RESULT_FILTERS))
        },
        totals=(
            _result_totals(RESULTS_OF_PLACES, "inspectedFrom", "inspectedTo"),
            _result_totals(RESULTS_OF_DAYS, "regionCode"),
        ),
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
        "task": One("InspectionTask", on=references("task_id")),
        "institution": One("Institution", on=references("institution_id")),
        "site": One("Site", on=references("site_id")),
        "authority": One("Authority", on=references("authority_id")),
        "region": One("Region", on=references("region_code", "code")),
        "assignments": Many(
            "InspectionAssignment",
            on=of_inspection,
            order=lambda row: [row.c.is_leader.desc(), row.c.id],
        ),
        "record": One("InspectionRecord", on=references("current_record_id", back="inspection_id")),
        "records": Many(
            "InspectionRecord", on=of_inspection, order=lambda row: [row.c.version_no], weight=4
        ),
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
    },
    can_see_inspection,
)


of_task = referenced_by("task_id")


def item_of_task(parent: Row, row: Row) -> Predicate:
    link = alias_of(TaskItem.__table__)
    found = sa.exists().where(link.c.task_id == parent.c.id, link.c.item_id == row.c.id)
    return found.correlate(parent, row)


TASK = Shape(
    "InspectionTask",
    InspectionTask.__table__,
    {
        "state": Column(lapse.task_state),
        "voidReason": Column(lapse.task_void_reason),
        "authority": One("Authority", on=references("authority_id")),
        "region": One("Region", on=references("region_code", "code")),
        "targetKinds": column("kinds"),
        "planLine": One("PlanLine", on=references("plan_line_id")),
        "orderedBy": One("Authority", on=references("ordered_by_id")),
        "redrawOf": One("InspectionTask", on=references("redraw_of_id")),
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
            on=referenced_by("subject_id"),
            where=lambda row, _: row.c.entity == sa.literal_column("'InspectionTask'"),
            order=lambda row: [row.c.at, row.c.id],
        ),
        "inspections": INSPECTIONS(of_task),
    },
    can_see_task,
)

TASK_STEP = Shape(
    "TaskStep",
    StateTransition.__table__,
    {
        "officer": One("Officer", on=lambda parent, row: row.c.account_id == parent.c.actor_id),
    },
    by_parent,
)

ASSIGNMENT = Shape(
    "InspectionAssignment",
    InspectionAssignment.__table__,
    {
        "officer": One("Officer", on=references("officer_id")),
        "confirmedAt": Column(confirmed_at),
    },
    within_visit,
)

VISIT_POSITION = Shape(
    "VisitPosition",
    None,
    {
        **columns(
            "latitude", "longitude", "accuracy_m", "datum", "wgs84_latitude", "wgs84_longitude"
        ),
    },
    by_parent,
)

RECORD = Shape(
    "InspectionRecord",
    InspectionRecord.__table__,
    {
        "filedBy": One("Officer", on=references("filed_by")),
        "position": SameRow("VisitPosition", present=has_position, visible_if=within_visit),
        "canonical": Column(lambda row: row.c.canonical, weight=5),
        "answers": Many(
            "RecordAnswer", on=of_record, order=lambda row: [row.c.position], weight=30
        ),
        "findings": Many("Finding", on=of_record, order=lambda row: [row.c.position]),
        "confirmations": Many(
            "RecordConfirmation",
            on=of_record,
            order=lambda row: [row.c.confirmed_at, row.c.officer_id],
        ),
        "signatures": visits.SIGNATURES,
        "signatureRefusal": visits.SIGNATURE_REFUSAL,
        "evidence": evidence.OF_RECORD,
        "seal": Column(lambda row: hexed(row.c.seal)),
        "verdict": evidence.record_verdict("record_verdict"),
        "verdictZh": evidence.record_verdict("record_verdict_zh"),
        "verdictEn": evidence.record_verdict("record_verdict_en"),
    },
    can_see_record,
)

ANSWER = Shape(
    "RecordAnswer",
    RecordAnswer.__table__,
    {},
    by_parent,
)

FINDING = Shape(
    "Finding",
    Finding.__table__,
    {},
    by_parent,
)

CONFIRMATION = Shape(
    "RecordConfirmation",
    RecordConfirmation.__table__,
    {
        "officer": One("Officer", on=references("officer_id")),
    },
    by_parent,
)

AUDIT = Shape(
    "ResultAudit",
    ResultAudit.__table__,
    {},
    officials_of_result,
)

PUBLIC_RECORD = Shape(
    "PublicRecord",
    PublicRecord.__table__,
    {
        "institution": One("Institution", on=references("institution_id")),
        "authority": One("Authority", on=references("authority_id")),
        "isCurrent": Column(lambda row: row.c.superseded_at.is_(None)),
        "current": One("PublicRecord", on=is_current_version),
        "withheldViolationCodes": column(
            "withheld_violation_codes", visible_if=officials_of_result
        ),
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

PUBLIC_TABLES = (
    PublicTable(
        PublicRecord,
        "{row}.withdrawn_at is null",
        institution="institution_id",
        counted_by_day=(RESULTS_OF_PLACES.name, RESULTS_OF_DAYS.name, RESULTS_OF_CODES.name),
    ),
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
            "states": lambda row, value: lapse.task_state(row) == sa.any_(value.texts()),
            "category": equals("category"),
            "windowFrom": from_day("window_to"),
            "windowTo": to_day("window_from"),
        },
        permission=Permission.INSPECTION_READ,
    ),
    "myAssignments": INSPECTIONS(where=is_assigned),
    "publicInspectionResults": PUBLIC_RESULTS(),
    "publicRecord": One("PublicRecord", arguments={"id": by_id("PublicRecord")}, as_of=AsOf()),
}

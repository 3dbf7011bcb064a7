"""Views over the register: alerts, and how often each institution is visited.

They hold no rows of their own, so they stand in a metadata of their own; the database made of the
tables has them too. A further kind of alert is a part here, and a migration that creates the view
again.
"""

from typing import Any

import sqlalchemy as sa

from domain.alerts.terms import AlertKind
from persistence.engine.columns import Table

VIEWS = sa.MetaData()
_TODAY = "timezone('Asia/Shanghai', now())::date"
_PLACE = "authority_id, {t}.authority_region_code, {t}.region_code, {t}.sector, {t}.institution_id"


def _part(
    kind: AlertKind,
    due_on: str,
    source: str,
    *,
    key: str = "t.id",
    place: str = "t",
    inspection_id: str = "null::uuid",
    order_id: str = "null::uuid",
    proposal_id: str = "null::uuid",
    evidence_id: str = "null::uuid",
) -> str:
    return (
        f"select md5('{kind.value} ' || {key}::text)::uuid as id, '{kind.value}'::text as kind,"
        f" {due_on} as due_on, {place}.{_PLACE.format(t=place)},"
        f" {inspection_id} as inspection_id, {order_id} as order_id,"
        f" {proposal_id} as proposal_id, {evidence_id} as evidence_id from {source}"
    )


def _visit(kind: AlertKind, due_on: str, where: str) -> str:
    return _part(kind, due_on, f"inspections t where {where}", inspection_id="t.id")


def _beside(kind: AlertKind, due_on: str, table: str, where: str) -> str:
    """What stands beside a visit in a table of its own."""
    source = f"{table} b join inspections t on t.id = b.inspection_id where {where}"
    return _part(kind, due_on, source, key="b.id", inspection_id="t.id")


def _day(moment: str) -> str:
    return f"timezone('Asia/Shanghai', {moment})::date"


def _loads(where: str = "") -> str:
    """Visits by institution, authority and year, of all years or of some."""
    return (
        "select md5(t.institution_id::text || t.authority_id::text"
        " || extract(year from t.window_from)::text || t.sector || t.region_code)::uuid as id,"
        " t.institution_id, t.authority_id, t.authority_region_code, t.region_code, t.sector,"
        " extract(year from t.window_from)::integer as year,"
        " count(*) filter (where k.category <> 'CASE')::integer as drawn_count,"
        " count(*) filter (where k.category = 'CASE')::integer as case_count,"
        " count(*)::integer as visit_count,"
        " max(coalesce(t.inspected_on, t.window_from)) as last_on"
        " from inspections t join inspection_tasks k on k.id = t.task_id"
        # A visit still to come, without notice, would reveal to every office of the area who was
        # drawn.
        " where t.state <> 'VOIDED' and (t.state <> 'TO_ENTER' or t.noticed_at is not null"
        f" or t.window_to < {_TODAY}){where}"
        " group by t.institution_id, t.authority_id, t.authority_region_code, t.region_code,"
        " t.sector, extract(year from t.window_from)"
    )


_THIS_YEAR = (
    f" and t.window_from >= date_trunc('year', {_TODAY})::date"
    f" and t.window_from < (date_trunc('year', {_TODAY}) + interval '1 year')::date"
)
_A = AlertKind
_UNPUBLISHED = "t.published_at is null and t.state <> 'VOIDED'"

PARTS: dict[AlertKind, tuple[str, ...]] = {
    _A.RESULT_NOT_FILED: (
        _visit(
            _A.RESULT_NOT_FILED,
            "coalesce(t.publish_due_on, t.window_to)",
            f"t.state = 'AUDIT_REJECTED' or t.state = 'TO_ENTER' and t.window_to < {_TODAY}",
        ),
    ),
    _A.CONFIRMATION_WAITING: (
        _visit(
            _A.CONFIRMATION_WAITING,
            "coalesce(t.publish_due_on, t.window_to)",
            "t.state = 'TO_CONFIRM'",
        ),
    ),
    _A.AUDIT_WAITING: (
        _visit(_A.AUDIT_WAITING, "coalesce(t.publish_due_on, t.window_to)", "t.state = 'TO_AUDIT'"),
    ),
    _A.PUBLICATION_SOON: (
        _visit(
            _A.PUBLICATION_SOON,
            "t.publish_due_on",
            f"{_UNPUBLISHED} and t.publish_due_on between {_TODAY} and {_TODAY} + 5",
        ),
    ),
    _A.PUBLICATION_LATE: (
        _visit(
            _A.PUBLICATION_LATE,
            "t.publish_due_on",
            f"{_UNPUBLISHED} and t.publish_due_on < {_TODAY}",
        ),
    ),
    _A.CORRECTION_LATE: (
        _beside(
            _A.CORRECTION_LATE,
            "b.due_on",
            "result_corrections",
            f"b.corrected_at is null and b.due_on < {_TODAY}",
        ),
    ),
    _A.OBJECTION_LATE: (
        _beside(
            _A.OBJECTION_LATE,
            "b.due_on",
            "objections",
            f"b.state = 'RECEIVED' and b.due_on < {_TODAY}",
        ),
    ),
    _A.REPAIR_UNDECIDED: (
        _beside(
            _A.REPAIR_UNDECIDED, _day("b.requested_at"), "repair_requests", "b.state = 'REQUESTED'"
        ),
    ),
    _A.REPLY_UNDECIDED: (
        _beside(_A.REPLY_UNDECIDED, _day("b.written_at"), "replies", "b.state = 'WRITTEN'"),
    ),
    _A.RECUSAL_UNDECIDED: (
        _beside(
            _A.RECUSAL_UNDECIDED,
            _day("b.requested_at"),
            "recusal_requests",
            "b.state = 'REQUESTED'",
        ),
    ),
    _A.FOLLOW_UP_OPEN: (
        _beside(_A.FOLLOW_UP_OPEN, _day("b.opened_at"), "follow_ups", "b.state = 'OPEN'"),
    ),
    _A.RECTIFICATION_OVERDUE: (
        _part(
            _A.RECTIFICATION_OVERDUE,
            "t.due_on",
            "correction_orders t where t.state = 'OVERDUE'"
            f" or t.state = 'ISSUED' and t.due_on < {_TODAY}",
            inspection_id="t.inspection_id",
            order_id="t.id",
        ),
    ),
    _A.RECTIFICATION_TO_ACCEPT: (
        _part(
            _A.RECTIFICATION_TO_ACCEPT,
            _day("t.submitted_at"),
            "correction_orders t where t.state = 'SUBMITTED'",
            inspection_id="t.inspection_id",
            order_id="t.id",
        ),
    ),
    _A.ESCALATION_UNDECIDED: (
        _part(
            _A.ESCALATION_UNDECIDED,
            _day("t.proposed_at"),
            "escalation_proposals t where t.state = 'PROPOSED'",
            order_id="t.order_id",
            proposal_id="t.id",
        ),
    ),
    _A.EVIDENCE_STUCK: tuple(
        _part(
            _A.EVIDENCE_STUCK,
            _day("e.declared_at"),
            f"evidence e join {table} t on t.id = e.owner_id where e.owner_kind = '{kind}'"
            " and e.state = 'EXPECTED' and e.superseded_at is null"
            " and e.declared_at < now() - interval '24 hours'",
            key="e.id",
            inspection_id=inspection_id,
            order_id=order_id,
            evidence_id="e.id",
        )
        for table, kind, inspection_id, order_id in (
            ("inspections", "INSPECTION", "t.id", "null::uuid"),
            ("correction_orders", "RECTIFICATION", "t.inspection_id", "t.id"),
        )
    ),
    _A.REPEATED_VISITS: (
        "select md5('REPEATED_VISITS ' || t.id::text)::uuid as id, 'REPEATED_VISITS'::text as kind,"
        f" t.last_on as due_on, t.{_PLACE.format(t='t')}, null::uuid as inspection_id,"
        " null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id"
        f" from ({_loads(_THIS_YEAR)}) t where t.visit_count > 2",
    ),
}
"""Each kind with the rows it is made of. Evidence of complaints stays out: who complained appears
only in the lists of complaints themselves."""

LOADS = _loads()
ALERTS = " union all ".join(part for parts in PARTS.values() for part in parts)
COUNTS = (
    "select md5(kind || authority_id::text || sector)::uuid as id, kind, authority_id,"
    " authority_region_code, sector, count(*)::integer as count, min(due_on) as oldest_due_on"
    " from alerts group by kind, authority_id, authority_region_code, sector"
)
TEXTS = {"inspection_loads": LOADS, "alerts": ALERTS, "alert_counts": COUNTS}
"""In the order in which they stand on one another."""


def _columns(*names: str, **kinds: sa.types.TypeEngine[Any]) -> list[sa.Column[Any]]:
    return [
        *(sa.Column(name, sa.Uuid()) for name in names),
        *(sa.Column(name, kind) for name, kind in kinds.items()),
    ]


LOADS_VIEW = sa.Table(
    "inspection_loads",
    VIEWS,
    sa.Column("id", sa.Uuid(), primary_key=True),
    *_columns(
        "institution_id",
        "authority_id",
        authority_region_code=sa.Text(),
        region_code=sa.Text(),
        sector=sa.Text(),
        year=sa.Integer(),
        drawn_count=sa.Integer(),
        case_count=sa.Integer(),
        visit_count=sa.Integer(),
        last_on=sa.Date(),
    ),
)
ALERTS_VIEW = sa.Table(
    "alerts",
    VIEWS,
    sa.Column("id", sa.Uuid(), primary_key=True),
    *_columns(
        "authority_id",
        "institution_id",
        "inspection_id",
        "order_id",
        "proposal_id",
        "evidence_id",
        kind=sa.Text(),
        due_on=sa.Date(),
        authority_region_code=sa.Text(),
        region_code=sa.Text(),
        sector=sa.Text(),
    ),
)
COUNTS_VIEW = sa.Table(
    "alert_counts",
    VIEWS,
    sa.Column("id", sa.Uuid(), primary_key=True),
    *_columns(
        "authority_id",
        kind=sa.Text(),
        authority_region_code=sa.Text(),
        sector=sa.Text(),
        count=sa.Integer(),
        oldest_due_on=sa.Date(),
    ),
)


def _stand(_: sa.MetaData, connection: sa.Connection, **__: Any) -> None:
    for name, text in TEXTS.items():
        connection.exec_driver_sql(f"create view {name} as {text}")


sa.event.listen(Table.metadata, "after_create", _stand)

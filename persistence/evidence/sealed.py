"""What a seal covers, as one text that PostgreSQL makes: the same when it is set and when it is read.

Lists of JSON values; moments in UTC with all microseconds, whatever the session's time zone.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by

from persistence.evidence.table import Evidence, RecordEvidence
from persistence.inspections.table import Finding, RecordAnswer
from persistence.reading.shape import Expression, Row, moment, moments

_HEX: Expression = sa.literal_column("'hex'")
_NONE: Expression = sa.literal_column("'[]'::jsonb")


def hexed(column: Expression) -> Expression:
    return sa.func.encode(column, _HEX)


def _text(column: Expression) -> Expression:
    return sa.cast(column, sa.Text)


def _listed(*values: Expression) -> Expression:
    return sa.func.jsonb_build_array(*values)


def evidence_text(row: Row) -> Expression:
    """The entry of what arrived: all that was declared and when it came."""
    c = row.c
    return _text(
        _listed(
            c.id,
            _text(c.owner_kind),
            c.owner_id,
            _text(c.kind),
            hexed(c.sha256),
            c.size,
            c.media_type,
            c.file_name,
            moment("captured_at").of(row),
            c.captured_by,
            c.latitude,
            c.longitude,
            c.accuracy_m,
            _text(c.datum),
            moment("declared_at").of(row),
            moment("received_at").of(row),
            c.version_no,
            c.replaces_id,
            c.reason,
        )
    )


def record_text(row: Row) -> Expression:
    """A record whole: its own values, its answers and findings in order, and what evidence had been
    declared for it."""
    c = row.c
    whole = _listed(
        c.id,
        c.inspection_id,
        c.version_no,
        c.correction_reason,
        c.filed_by,
        moment("filed_at").of(row),
        moment("visit_started_at").of(row),
        moment("visit_ended_at").of(row),
        c.device_clock_offset_ms,
        c.clock_is_off,
        c.methods,
        c.result_codes,
        c.measures,
        c.summary,
        moments("attempted_at").of(row),
        c.latitude,
        c.longitude,
        c.accuracy_m,
        _text(c.datum),
        c.rules_version,
        _answers(row),
        _findings(row),
        _evidence(row),
    )
    # A seal from before there were signatures covers none.
    signed = sa.case((c.hash.is_(None), _NONE), else_=_listed(c.hash, c.checklist_version))
    return _text(whole.op("||")(signed))


def covered(row: Row) -> Expression:
    """What is to be known of each piece of evidence that a record covers, to judge it."""
    each = Evidence.__table__.alias()
    return _of_record(row, each, _listed(*judged(each)), each.c.id)


def judged(row: Row) -> tuple[Expression, ...]:
    """What is to be known of one piece of evidence to judge it."""
    return evidence_text(row), hexed(row.c.seal), _text(row.c.verdict), _text(row.c.state)


def _answers(row: Row) -> Expression:
    each = RecordAnswer.__table__.alias()
    c = each.c
    values = _listed(c.item_code, c.is_checked, c.problem_found, _text(c.handling), c.note)
    return _gathered(row, each, values, c.position, c.record_id == row.c.id)


def _findings(row: Row) -> Expression:
    each = Finding.__table__.alias()
    c = each.c
    values = _listed(c.violation_code, c.detail, c.item_code)
    return _gathered(row, each, values, c.position, c.record_id == row.c.id)


def _evidence(row: Row) -> Expression:
    each = Evidence.__table__.alias()
    c = each.c
    return _of_record(row, each, _listed(c.id, _text(c.kind), hexed(c.sha256), c.size), c.id)


def _of_record(row: Row, each: Row, values: Expression, by: Expression) -> Expression:
    link = RecordEvidence.__table__.alias()
    return _gathered(
        row,
        each.join(link, link.c.evidence_id == each.c.id),
        values,
        by,
        link.c.record_id == row.c.id,
    )


def _gathered(row: Row, each: Row, values: Expression, by: Expression, on: Any) -> Expression:
    listed = sa.func.coalesce(sa.func.jsonb_agg(aggregate_order_by(values, by)), _NONE)
    return sa.select(listed).select_from(each).where(on).correlate(row).scalar_subquery()

"""What a seal covers, as one text that PostgreSQL makes of what is stored.

Lists of JSON values; moments in UTC with all microseconds, whatever the session's time zone. The text
of a record is made here too, before the record is stored, and is the same to the byte.
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
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


def text_of(
    record: Mapping[str, Any],
    answers: Sequence[Mapping[str, Any]],
    findings: Sequence[Mapping[str, Any]],
    evidence: Sequence[tuple[str, str, str, int]],
) -> str:
    """What `record_text` will be of a record that is stored with these values, in this order, and with
    this evidence: id, kind, hexadecimal hash and size of each, by their ids."""
    before, numbers, after = (list(map(record.__getitem__, names)) for names in _RECORD)
    after += [
        [[each[name] for name in _ANSWER] for each in answers],
        [[each[name] for name in _FINDING] for each in findings],
        evidence,
    ]
    if record["hash"] is not None:
        after += record["hash"], record["checklist_version"]
    # Encoded at a stretch: setting the encoder going takes longer than what it then does.
    spelt = ", ".join(map(_number, numbers))
    return f"{_JSON.encode(before)[:-1]}, {spelt}, {_JSON.encode(after)[1:]}"


_RECORD = (
    (
        "id",
        "inspection_id",
        "version_no",
        "correction_reason",
        "filed_by",
        "filed_at",
        "visit_started_at",
        "visit_ended_at",
        "device_clock_offset_ms",
        "clock_is_off",
        "methods",
        "result_codes",
        "measures",
        "summary",
        "attempted_at",
    ),
    ("latitude", "longitude", "accuracy_m"),
    ("datum", "rules_version"),
)
_ANSWER = ("item_code", "is_checked", "problem_found", "handling", "note")
_FINDING = ("violation_code", "detail", "item_code")


def _number(value: float | None) -> str:
    """As `jsonb` spells it: never with an exponent."""
    if value is None:
        return "null"
    exact = Decimal(repr(value))
    whole = exact.to_integral_value()
    return format(whole + 0 if exact == whole else exact, "f")


def _beyond(value: Any) -> Any:
    """What JSON has no word for."""
    if isinstance(value, dt.datetime):
        utc = value.astimezone(dt.UTC).replace(tzinfo=None)
        return f"{utc.isoformat(timespec='microseconds')}Z"
    return str(value)


_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=_beyond)


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

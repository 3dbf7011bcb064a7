"""Alerts, loads and their counts as they are kept, and the views that are read (`definitions`).

The rows are the database's own: triggers note what changed, and `kept.settle` keeps what was found.
"""

from typing import Any

import sqlalchemy as sa

from persistence.alerts import definitions
from persistence.engine.columns import BY_LEVEL, Table, by_level
from persistence.engine.views import VIEWS, stand

_Columns = dict[str, Any]
_PLACE: _Columns = {
    "authority_id": sa.Uuid(),
    "authority_region_code": sa.Text(),
    "region_code": sa.Text(),
    "sector": sa.Text(),
    "institution_id": sa.Uuid(),
}
_UNTIL: _Columns = {"good_until": sa.DateTime(timezone=True)}
_ALERT: _Columns = {"kind": sa.Text(), "due_on": sa.Date(), **_PLACE}
_SUBJECT: _Columns = {
    "inspection_id": sa.Uuid(),
    "order_id": sa.Uuid(),
    "proposal_id": sa.Uuid(),
    "evidence_id": sa.Uuid(),
}
_LOAD: _Columns = {
    **_PLACE,
    "year": sa.Integer(),
    "drawn_count": sa.Integer(),
    "case_count": sa.Integer(),
    "visit_count": sa.Integer(),
}
_LAST_ON: _Columns = {"last_on": sa.Date()}
_COUNT: _Columns = {
    "kind": sa.Text(),
    "authority_id": sa.Uuid(),
    "sector": sa.Text(),
    "authority_region_code": sa.Text(),
    "count": sa.Integer(),
}
_OLDEST: _Columns = {"oldest_due_on": sa.Date()}


def _columns(required: _Columns, optional: _Columns | None = None) -> list[sa.Column[Any]]:
    return [
        *(sa.Column(name, kind, nullable=False) for name, kind in required.items()),
        *(sa.Column(name, kind) for name, kind in (optional or {}).items()),
    ]


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.Uuid(), primary_key=True)


VISIT_CHANGES = sa.Table(
    "visit_changes",
    Table.metadata,
    sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
    *_columns({"inspection_id": sa.Uuid(), **_PLACE, "year": sa.Integer()}),
    sa.Index("ix_visit_changes_inspection_id", "inspection_id"),
    sa.Index("ix_visit_changes_institution_id", "institution_id"),
    sa.Index("ix_visit_changes_authority_id", "authority_id"),
)
"""Visits that were written to since alerts and loads were last kept."""
_REPEATED: _Columns = {"postgresql_where": sa.text(f"visit_count > {definitions.REPEATED_ABOVE}")}

KEPT_ALERTS = sa.Table(
    "kept_alerts",
    Table.metadata,
    _id(),
    *_columns(_ALERT, _SUBJECT),
    *_columns(
        {
            "visit_id": sa.Uuid(),
            "appears_at": sa.DateTime(timezone=True),
            "ends_at": sa.DateTime(timezone=True),
        }
    ),
    *by_level("ix_kept_alerts", "authority_region_code", "due_on", "id"),
    sa.Index("ix_kept_alerts_due_on_id", "due_on", "id"),
    sa.Index("ix_kept_alerts_authority_id_due_on_id", "authority_id", "due_on", "id"),
    sa.Index("ix_kept_alerts_institution_id", "institution_id"),
    sa.Index("ix_kept_alerts_inspection_id", "inspection_id"),
    sa.Index("ix_kept_alerts_visit_id", "visit_id"),
    *by_level("ix_kept_alerts_region", "region_code", "due_on", "id"),
    *by_level(
        "ix_kept_alerts_elsewhere",
        "region_code",
        "due_on",
        "id",
        apart_from="authority_region_code",
    ),
)
KEPT_LOADS = sa.Table(
    "kept_loads",
    Table.metadata,
    _id(),
    *_columns(_LOAD, _LAST_ON),
    *_columns(_UNTIL),
    *by_level(
        "ix_kept_loads_repeated", "authority_region_code", "year", "last_on", "id", **_REPEATED
    ),
    sa.Index("ix_kept_loads_repeated", "year", "last_on", "id", **_REPEATED),
    sa.Index("ix_kept_loads_repeated_own", "authority_id", "year", "last_on", "id", **_REPEATED),
    *by_level("ix_kept_loads", "authority_region_code", "visit_count", "id"),
    *by_level("ix_kept_loads_region", "region_code", "visit_count", "id"),
    sa.Index("ix_kept_loads_visit_count_id", "visit_count", "id"),
    sa.Index("ix_kept_loads_year_visit_count_id", "year", "visit_count", "id"),
    sa.Index("ix_kept_loads_last_on_id", "last_on", "id"),
    sa.Index("ix_kept_loads_authority_id_visit_count_id", "authority_id", "visit_count", "id"),
    sa.Index("ix_kept_loads_institution_id", "institution_id"),
    sa.Index("ix_kept_loads_good_until", "good_until"),
)
KEPT_COUNTS = sa.Table(
    "kept_alert_counts",
    Table.metadata,
    _id(),
    sa.Column("authority_region_code", sa.Text(), primary_key=True),
    *_columns({name: kind for name, kind in _COUNT.items() if name != "authority_region_code"}),
    *_columns({}, _OLDEST),
    *_columns(_UNTIL),
    *by_level("ix_kept_alert_counts", "authority_region_code", "oldest_due_on", "id"),
    sa.Index("ix_kept_alert_counts_oldest_due_on_id", "oldest_due_on", "id"),
    sa.Index("ix_kept_alert_counts_count_id", "count", "id"),
    sa.Index("ix_kept_alert_counts_authority_id", "authority_id"),
    sa.Index("ix_kept_alert_counts_good_until", "good_until"),
)


def _view(
    name: str, required: _Columns, optional: _Columns | None = None, *levels: str
) -> sa.Table:
    columns = _columns(required, optional)
    return sa.Table(name, VIEWS, _id(), *columns, info={BY_LEVEL: set(levels)})


_ABOUT: _Columns = {"institution_id": sa.Uuid(), **_SUBJECT, "officer_id": sa.Uuid()}
_ALWAYS: _Columns = {name: kind for name, kind in _ALERT.items() if name not in _ABOUT}


def _alerts(name: str) -> sa.Table:
    return _view(name, _ALWAYS, _ABOUT, "authority_region_code", "region_code")


def _loads(name: str) -> sa.Table:
    return _view(name, {**_LOAD, **_LAST_ON}, None, "authority_region_code", "region_code")


def _counts(name: str, more: _Columns | None = None) -> sa.Table:
    required = {**_COUNT, **_OLDEST, "about_officers": sa.Boolean(), **(more or {})}
    return _view(name, required, None, "authority_region_code", "region_code")


ALERTS_VIEW = _alerts("alerts")
ALERT_PARTS = tuple(
    _alerts(name)
    for name in (
        "alerts_kept",
        "alerts_changed",
        "repeated_kept",
        "repeated_changed",
        "certificates_expiring",
    )
)
LOADS_VIEW = _loads("inspection_loads")
LOAD_PARTS = tuple(_loads(name) for name in ("loads_kept", "loads_changed"))
_PLACED: _Columns = {"region_code": sa.Text(), "is_of_place": sa.Boolean()}
COUNTS_VIEW = _counts("alert_counts")
PLACED_COUNTS_VIEW = _counts("placed_alert_counts", _PLACED)
COUNT_PARTS = tuple(
    _counts(name, _PLACED)
    for name in ("counts_kept", "counts_changed", "certificate_counts", "counts_elsewhere")
)

LOAD_TOTALS = definitions.LOAD_TOTALS.read(name="load_totals_now")
ALERT_TOTALS = definitions.ALERT_TOTALS.read(name="alert_totals_now")
definitions.LOAD_TOTALS.stand()
definitions.ALERT_TOTALS.stand()
stand(definitions.STATEMENTS)

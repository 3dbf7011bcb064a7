"""What an alert is, how often an institution is visited, and what of it can be kept until something changes.

All three are functions of visits, of what stands beside them, and of the hour. So they are kept as rows
with the moments from which and until which they hold, and `visit_changes` names the visits that were
written to since (triggers see to that): of those they are found again, of all others they are as they
were kept. `kept.settle` keeps what was found, and forgets the changes.

    <name>_found      of the visits, groups or authorities that changed, or whose hour has come
    <name>_kept       of all others, in the order of the table's indexes
    <name>            both: what is true now

A further kind of alert is a line in `ALERTS`, and a migration that creates the views again.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from domain.alerts.terms import AlertKind
from persistence.engine.tallies import Tally
from persistence.engine.views import finding, view

REPEATED_ABOVE = 2
"""So many visits of one authority to one institution in a year raise no alert (X43; X78 Art. 14)."""

_ALWAYS, _NEVER = "'-infinity'::timestamptz", "'infinity'::timestamptz"


def _day(moment: str) -> str:
    return f"timezone('Asia/Shanghai', {moment})::date"


def _midnight(day: str) -> str:
    """When this day begins in Shanghai."""
    return f"timezone('Asia/Shanghai', ({day})::timestamp)"


@dataclass(frozen=True, slots=True)
class _Alert:
    """One row for each of `source`, beside the visit `t`. The names of its columns are SQL."""

    kind: AlertKind
    due_on: str
    source: str
    key: str = "t.id"
    appears_at: str = _ALWAYS
    ends_at: str = _NEVER
    inspection_id: str = "t.id"
    order_id: str = "null::uuid"
    proposal_id: str = "null::uuid"
    evidence_id: str = "null::uuid"

    @property
    def text(self) -> str:
        return (
            f"select md5('{self.kind.value} ' || {self.key}::text)::uuid as id,"
            f" '{self.kind.value}'::text as kind, {self.due_on} as due_on,"
            f" {self.inspection_id} as inspection_id, {self.order_id} as order_id,"
            f" {self.proposal_id} as proposal_id, {self.evidence_id} as evidence_id,"
            f" {self.appears_at} as appears_at, {self.ends_at} as ends_at {self.source}"
        )


def _beside(kind: AlertKind, due_on: str, table: str, waits: str, **more: str) -> _Alert:
    """What stands beside a visit in a table of its own."""
    source = f"from {table} b where b.inspection_id = t.id and {waits}"
    return _Alert(kind, due_on, source, "b.id", **more)


def _adopted(kind: AlertKind, due_on: str, waits: str, **more: str) -> _Alert:
    """A measure that was adopted, after an order of the visit."""
    return _Alert(
        kind,
        due_on,
        "from correction_orders b join escalation_proposals p on p.order_id = b.id"
        f" where b.inspection_id = t.id and p.state = 'ADOPTED' and {waits}",
        "p.id",
        inspection_id="null::uuid",
        order_id="b.id",
        proposal_id="p.id",
        **more,
    )


_A = AlertKind
_ON_ITS_WAY = "coalesce(t.publish_due_on, t.window_to)"
_UNPUBLISHED = (
    "where t.published_at is null and t.state <> 'VOIDED' and t.publish_due_on is not null"
)
_DAY_AFTER = _midnight("b.due_on + 1")
_STUCK = "e.state = 'EXPECTED' and e.superseded_at is null"
_STUCK_FROM = "e.declared_at + interval '24 hours'"

ALERTS = (
    _Alert(
        _A.RESULT_NOT_FILED,
        _ON_ITS_WAY,
        "where t.state in ('AUDIT_REJECTED', 'TO_ENTER')",
        appears_at="case t.state when 'TO_ENTER' then"
        f" {_midnight('t.window_to + 1')} else {_ALWAYS} end",
    ),
    _Alert(_A.CONFIRMATION_WAITING, _ON_ITS_WAY, "where t.state = 'TO_CONFIRM'"),
    _Alert(_A.AUDIT_WAITING, _ON_ITS_WAY, "where t.state = 'TO_AUDIT'"),
    _Alert(
        _A.PUBLICATION_SOON,
        "t.publish_due_on",
        _UNPUBLISHED,
        appears_at=_midnight("t.publish_due_on - 5"),
        ends_at=_midnight("t.publish_due_on + 1"),
    ),
    _Alert(
        _A.PUBLICATION_LATE,
        "t.publish_due_on",
        _UNPUBLISHED,
        appears_at=_midnight("t.publish_due_on + 1"),
    ),
    _beside(
        _A.CORRECTION_LATE,
        "b.due_on",
        "result_corrections",
        "b.corrected_at is null",
        appears_at=_DAY_AFTER,
    ),
    _beside(
        _A.OBJECTION_LATE, "b.due_on", "objections", "b.state = 'RECEIVED'", appears_at=_DAY_AFTER
    ),
    _beside(
        _A.REPAIR_UNDECIDED,
        f"coalesce(b.due_on, {_day('b.requested_at')})",
        "repair_requests",
        "b.state = 'REQUESTED'",
    ),
    _beside(_A.REPLY_UNDECIDED, _day("b.written_at"), "replies", "b.state = 'WRITTEN'"),
    _beside(
        _A.RECUSAL_UNDECIDED, _day("b.requested_at"), "recusal_requests", "b.state = 'REQUESTED'"
    ),
    _beside(_A.FOLLOW_UP_OPEN, _day("b.opened_at"), "follow_ups", "b.state = 'OPEN'"),
    _beside(
        _A.RECTIFICATION_OVERDUE,
        "b.due_on",
        "correction_orders",
        "b.state in ('OVERDUE', 'ISSUED')",
        appears_at=f"case b.state when 'ISSUED' then {_DAY_AFTER} else {_ALWAYS} end",
        order_id="b.id",
    ),
    _beside(
        _A.RECTIFICATION_TO_ACCEPT,
        _day("b.submitted_at"),
        "correction_orders",
        "b.state = 'SUBMITTED'",
        order_id="b.id",
    ),
    _Alert(
        _A.ESCALATION_UNDECIDED,
        _day("p.proposed_at"),
        "from correction_orders b join escalation_proposals p on p.order_id = b.id"
        " where b.inspection_id = t.id and p.state = 'PROPOSED'",
        "p.id",
        inspection_id="null::uuid",
        order_id="b.id",
        proposal_id="p.id",
    ),
    _adopted(_A.MEASURE_WITHOUT_EFFECT, _day("p.decided_at"), "not p.has_effect"),
    _adopted(
        _A.MEASURE_TO_REVIEW,
        "p.review_due_on",
        "p.review_due_on is not null",
        appears_at=_midnight("p.review_due_on - 30"),
    ),
    _Alert(
        _A.EVIDENCE_STUCK,
        _day("e.declared_at"),
        f"from evidence e where e.owner_kind = 'INSPECTION' and e.owner_id = t.id and {_STUCK}",
        "e.id",
        appears_at=_STUCK_FROM,
        evidence_id="e.id",
    ),
    _Alert(
        _A.EVIDENCE_STUCK,
        _day("e.declared_at"),
        "from correction_orders b join evidence e on e.owner_kind = 'RECTIFICATION'"
        f" and e.owner_id = b.id where b.inspection_id = t.id and {_STUCK}",
        "e.id",
        appears_at=_STUCK_FROM,
        order_id="b.id",
        evidence_id="e.id",
    ),
)
"""Each kind with the rows that it is made of; REPEATED_VISITS is made of loads, certificates that end of
profiles. Evidence of complaints
stays out: who complained appears only in the lists of complaints themselves."""

UP_TO = "id <= coalesce(up_to, 9223372036854775807)"
"""Of functions that find: all changes, or the first ones."""
PLACE = "authority_id, authority_region_code, region_code, sector, institution_id"
NO_OFFICER = "null::uuid as officer_id"
OF_VISITS = "false as about_officers"
"""Constants: what is asked of certificates alone is not asked where there are none."""
SEEN = f"id, kind, due_on, {PLACE}, inspection_id, order_id, proposal_id, evidence_id"
"""The columns of alerts that are read."""


def _of(row: str, columns: str) -> str:
    return ", ".join(f"{row}.{column}" for column in columns.split(", "))


def _is_same(columns: str, row: str, other: str) -> str:
    return f"({_of(row, columns)}) = ({_of(other, columns)})"


def _unchanged(columns: str, row: str, key: str = "") -> str:
    """No visit of this row was written to since."""
    mine = f"{row}.{key}" if key else _of(row, columns)
    return f"not exists (select from visit_changes c where ({_of('c', columns)}) = ({mine}))"


def alerts_of(visits: str) -> str:
    """All alerts of these visits, a FROM with `t` in it, also those yet to come."""
    found = " union all ".join(alert.text for alert in ALERTS)
    return (
        "select a.id, a.kind, a.due_on, t.authority_id, t.authority_region_code, t.region_code,"
        " t.sector::text as sector, t.institution_id, a.inspection_id, a.order_id,"
        " a.proposal_id, a.evidence_id, t.id as visit_id, a.appears_at, a.ends_at"
        # A row that nothing writes, and that no list could show, must not keep others from being kept.
        f" from {visits} cross join lateral ({found}) a where a.due_on is not null"
    )


_NOW = "appears_at <= now() and now() < ends_at"
_CHANGED = (
    f"(select distinct inspection_id from visit_changes where {UP_TO}) d"
    " join inspections t on t.id = d.inspection_id"
)

# Loads

GROUP = f"{PLACE}, year"
_COUNTS = (
    # One without notice would reveal to every office of the area who was drawn, also while what a check from
    # afar found is not public yet: who supervises the place does not know of it before (decision 0092).
    "t.state <> 'VOIDED' and (coalesce(t.noticed_at, t.published_at) is not null"
    f" or {_midnight('t.window_to + 1')} <= now())"
)
_YEAR = "extract(year from t.window_from)::integer"
_THIS_YEAR = "extract(year from timezone('Asia/Shanghai', now()))::integer"
_NEXT_YEAR = f"timezone('Asia/Shanghai', make_date({_THIS_YEAR} + 1, 1, 1)::timestamp)"


def loads_of(visits: str, group: str) -> str:
    """How often each institution was visited, of these visits, a FROM with `t` in it, and `group` for
    the columns that they are grouped by. Until `good_until` the hour changes nothing of it."""
    columns = _of(group, GROUP)
    return (
        "select md5(institution_id::text || authority_id::text || year::text || sector"
        f" || region_code)::uuid as id, {GROUP}, drawn_count, case_count,"
        " visit_count, last_on, good_until"
        f" from (select {columns},"
        # What somebody above ordered counts towards no cap, but is a visit like others (X43).
        " count(*) filter (where k.category <> 'CASE' and k.ordered_by_id is null"
        f" and {_COUNTS})::integer as drawn_count,"
        f" count(*) filter (where k.category = 'CASE' and {_COUNTS})::integer as case_count,"
        f" count(*) filter (where {_COUNTS})::integer as visit_count,"
        f" max(coalesce(t.inspected_on, t.window_from)) filter (where {_COUNTS}) as last_on,"
        f" coalesce(min({_midnight('t.window_to + 1')}) filter (where t.state <> 'VOIDED'"
        f" and not ({_COUNTS})), 'infinity') as good_until"
        f" from {visits} join inspection_tasks k on k.id = t.task_id group by {columns}) grouped"
    )


_TURNED = (
    f"(select {GROUP} from visit_changes where {UP_TO} union"
    f" select {GROUP} from kept_loads where good_until <= now()) g join inspections t"
    " on t.institution_id = g.institution_id and t.authority_id = g.authority_id"
    " and t.authority_region_code = g.authority_region_code and t.region_code = g.region_code"
    f" and t.sector = g.sector and {_YEAR} = g.year"
)
ALL_LOADS = loads_of(f"(select *, {_YEAR.replace('t.', '')} as year from inspections) t", "t")
"""Of all visits at once, where nothing changed since."""
_LOAD = f"id, {GROUP}, drawn_count, case_count, visit_count, last_on"


def _repeated(loads: str) -> str:
    """Loads as alerts."""
    return (
        "select md5('REPEATED_VISITS ' || l.id::text)::uuid as id, 'REPEATED_VISITS'::text as kind,"
        f" l.last_on as due_on, {_of('l', PLACE)}, null::uuid as inspection_id,"
        " null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id,"
        f" {NO_OFFICER} from {loads} l where l.visit_count > {REPEATED_ABOVE} and l.year = {_THIS_YEAR}"
    )


# Counts of alerts

PAIR = "authority_id, sector"
_PAIRS = (
    f"(select {PAIR} from visit_changes union"
    f" select {PAIR} from kept_alert_counts where good_until <= now())"
)
_FOR_COUNTS = (
    "authority_id, {k}.authority_region_code, {k}.sector, {k}.kind, {k}.due_on,"
    " {k}.appears_at <= now() and now() < {k}.ends_at as is_now,"
    " case when now() < {k}.appears_at then {k}.appears_at"
    " when now() < {k}.ends_at then {k}.ends_at else 'infinity' end as good_until"
).replace("{k}", "k")
_LOADS_FOR_COUNTS = (
    "k.authority_id, k.authority_region_code, k.sector, 'REPEATED_VISITS'::text as kind,"
    f" k.last_on as due_on, k.visit_count > {REPEATED_ABOVE} as is_now,"
    f" least(k.good_until, {_NEXT_YEAR}) as good_until"
)


def counts_of(alerts: str) -> str:
    """How many of these alerts there are now, of each kind at each authority."""
    return (
        "select md5(kind || authority_id::text || sector)::uuid as id, authority_region_code, kind,"
        f" {PAIR}, count(*) filter (where is_now)::integer as count,"
        " min(due_on) filter (where is_now) as oldest_due_on,"
        # All of an authority's are found again together.
        f" min(min(good_until)) over (partition by {PAIR}) as good_until"
        f" from ({alerts}) a group by kind, {PAIR}, authority_region_code"
    )


def _kept_of(pairs: str, alert: str = "true", load: str = "true") -> str:
    """What is kept of these authorities, as it is counted, where these conditions hold of it."""
    return (
        f"select k.{_FOR_COUNTS} from {pairs} p join kept_alerts k"
        f" on {_is_same(PAIR, 'k', 'p')} where {alert}"
        f" union all select {_LOADS_FOR_COUNTS} from {pairs} p join kept_loads k"
        f" on {_is_same(PAIR, 'k', 'p')} where k.year = {_THIS_YEAR} and {load}"
    )


def counts_of_settled(pairs: str) -> str:
    """The counts of authorities of which nothing changed since."""
    return counts_of(_kept_of(pairs))


_ALERTS_OF_PAIRS = (
    _kept_of(
        _PAIRS,
        _unchanged("inspection_id", "k", "visit_id"),
        f"k.good_until > now() and {_unchanged(GROUP, 'k')}",
    )
    + f" union all select k.{_FOR_COUNTS} from alerts_found() k"
    f" union all select {_LOADS_FOR_COUNTS} from loads_found() k where k.year = {_THIS_YEAR}"
)
ALL_COUNTS = counts_of(
    f"select k.{_FOR_COUNTS} from kept_alerts k"
    f" union all select {_LOADS_FOR_COUNTS} from kept_loads k where k.year = {_THIS_YEAR}"
)
"""Of all authorities at once, where nothing changed since."""
_COUNT = f"id, kind, {PAIR}, authority_region_code, count, oldest_due_on"
_NO_PLACE = "''::text as region_code, false as is_of_place"
"""All that lies with an authority, wherever the institutions are."""


LOAD_TOTALS = Tally(
    "load_totals",
    "select year, sector, visit_count, 1 as n from kept_loads where visit_count > 0",
    {"year": sa.Integer(), "sector": sa.Text(), "visit_count": sa.Integer()},
)
ALERT_TOTALS = Tally(
    "alert_totals",
    "select kind, sector, count as n from kept_alert_counts where count > 0",
    {"kind": sa.Text(), "sector": sa.Text()},
)
"""Of the nation; of less the rows are few enough."""


_TODAY = "timezone('Asia/Shanghai', now())::date"
_CERTIFICATES = (
    "select md5('CERTIFICATE ' || o.id::text)::uuid as id,"
    f" case when p.certificate_valid_to <= {_TODAY} + 30 then 'CERTIFICATE_EXPIRES_SOON'"
    " else 'CERTIFICATE_EXPIRES' end as kind, p.certificate_valid_to as due_on,"
    " a.id as authority_id, a.region_code as authority_region_code, a.region_code as region_code,"
    " coalesce((select min(each) from unnest(p.specialities) each where each = any (a.sectors)),"
    " a.sectors[1]) as sector, null::uuid as institution_id, null::uuid as inspection_id,"
    " null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id,"
    " o.id as officer_id from inspector_profiles p join officers o on o.id = p.officer_id"
    " join authorities a on a.id = o.authority_id where p.left_on is null and not p.is_expert"
    f" and o.confirmed_at is not null and p.certificate_valid_to <= {_TODAY} + 60"
)
"""Officers whose certificate ends, 60 and 30 days before: few, and found each time."""
_CERTIFICATE_COUNTS = (
    "select md5(kind || authority_id::text || sector)::uuid as id, kind, authority_id, sector,"
    " authority_region_code, count(*)::integer as count, min(due_on) as oldest_due_on,"
    f" {_NO_PLACE}, true as about_officers from certificates_expiring"
    " group by kind, authority_id, sector, authority_region_code"
)


OF_PLACE = (
    *(_A.RESULT_NOT_FILED, _A.CONFIRMATION_WAITING, _A.AUDIT_WAITING),
    *(_A.PUBLICATION_SOON, _A.PUBLICATION_LATE, _A.RECTIFICATION_OVERDUE, _A.REPEATED_VISITS),
)
"""What who supervises the place of an institution sees of authorities elsewhere. Never what a re-inspection
ends when it is planned (RECTIFICATION_TO_ACCEPT), nor what is about parts that stay with the authority."""
_COUNTS_ELSEWHERE = (
    "select g.*, true as is_of_place, false as about_officers from ("
    "select md5('ELSEWHERE ' || a.kind || a.authority_id::text || a.sector || a.region_code)::uuid as id,"
    " a.kind, a.authority_id, a.sector, a.authority_region_code, count(*)::integer as count,"
    " min(a.due_on) as oldest_due_on, a.region_code from alerts a"
    f" where a.kind in ({', '.join(repr(each.value) for each in OF_PLACE)})"
    " and a.region_code <> a.authority_region_code"
    " and not exists (select from inspections t where t.id = a.inspection_id"
    " and coalesce(t.noticed_at, t.published_at) is null)"
    " group by a.kind, a.authority_id, a.sector, a.authority_region_code, a.region_code) g"
)
"""Few, and counted each time: of the institutions of one county, those of one authority elsewhere."""


def _both(columns: str, *sources: str) -> str:
    return " union all ".join(f"select {columns} from {source}" for source in sources)


_ANY_CHANGED = "exists (select from visit_changes)"


def _any_expired(kept: str) -> str:
    return f"{_ANY_CHANGED} or exists (select from {kept} where good_until <= now())"


def _gone(kept: str, columns: str) -> str:
    """What is kept, and found again instead."""
    return (
        f"select k.* from {kept} k where k.good_until <= now()"
        f" union all select k.* from (select distinct {columns} from visit_changes) d join {kept} k"
        f" on {_is_same(columns, 'k', 'd')} where k.good_until > now()"
    )


STATEMENTS = (
    finding("alerts_found", "kept_alerts", _ANY_CHANGED, alerts_of(_CHANGED)),
    view("alerts_changed", f"select {SEEN}, {NO_OFFICER} from alerts_found() where {_NOW}"),
    view(
        "alerts_kept",
        f"select {_of('k', SEEN)}, {NO_OFFICER} from kept_alerts k where {_NOW}"
        f" and {_unchanged('inspection_id', 'k', 'visit_id')}",
    ),
    finding("loads_found", "kept_loads", _any_expired("kept_loads"), loads_of(_TURNED, "g")),
    view("loads_changed", f"select {_LOAD} from loads_found() where visit_count > 0"),
    view(
        "loads_kept",
        f"select {_of('k', _LOAD)} from kept_loads k where k.visit_count > 0"
        f" and k.good_until > now() and {_unchanged(GROUP, 'k')}",
    ),
    view("inspection_loads", _both(_LOAD, "loads_kept", "loads_changed")),
    view("repeated_kept", _repeated("loads_kept")),
    view("repeated_changed", _repeated("loads_changed")),
    view("certificates_expiring", _CERTIFICATES),
    view(
        "alerts",
        _both(
            f"{SEEN}, officer_id",
            "alerts_kept",
            "alerts_changed",
            "repeated_kept",
            "repeated_changed",
            "certificates_expiring",
        ),
    ),
    view("certificate_counts", _CERTIFICATE_COUNTS),
    view("counts_elsewhere", _COUNTS_ELSEWHERE),
    finding(
        "counts_found",
        "kept_alert_counts",
        _any_expired("kept_alert_counts"),
        counts_of(_ALERTS_OF_PAIRS),
    ),
    view(
        "counts_changed",
        f"select {_COUNT}, {_NO_PLACE}, {OF_VISITS} from counts_found() where count > 0",
    ),
    view(
        "counts_kept",
        f"select {_of('k', _COUNT)}, {_NO_PLACE}, {OF_VISITS} from kept_alert_counts k where k.count > 0"
        f" and k.good_until > now() and {_unchanged(PAIR, 'k')}",
    ),
    view(
        "alert_counts",
        _both(f"{_COUNT}, about_officers", "counts_kept", "counts_changed", "certificate_counts"),
    ),
    view(
        "placed_alert_counts",
        _both(
            f"{_COUNT}, region_code, is_of_place, about_officers",
            "counts_kept",
            "counts_changed",
            "certificate_counts",
            "counts_elsewhere",
        ),
    ),
    finding("loads_gone", "kept_loads", _any_expired("kept_loads"), _gone("kept_loads", GROUP)),
    finding(
        "counts_gone",
        "kept_alert_counts",
        _any_expired("kept_alert_counts"),
        _gone("kept_alert_counts", PAIR),
    ),
    view(
        "load_totals_now",
        "select year, sector, visit_count, n from load_totals"
        " union all select year, sector, visit_count, -1 from loads_gone() where visit_count > 0"
        " union all select year, sector, visit_count, 1 from loads_changed",
    ),
    view(
        "alert_totals_now",
        "select kind, sector, n from alert_totals"
        " union all select kind, sector, -count from counts_gone()"
        " union all select kind, sector, count from counts_changed"
        " union all select kind, sector, count from certificate_counts",
    ),
)
"""In the order in which they stand on one another."""

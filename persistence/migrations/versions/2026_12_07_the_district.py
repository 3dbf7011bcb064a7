"""The alerts, visits and orders of institutions of a place that lie with authorities elsewhere are found there."""

from alembic import op

revision = "2026_12_07_the_district"
down_revision = "2026_12_07_ledger_kinds"
branch_labels = None
depends_on = None

INDEXES = (
    'CREATE INDEX ix_kept_alerts_elsewhere_city ON kept_alerts ("left"(region_code, 4), due_on, id) WHERE "left"(authority_region_code, 4) <> "left"(region_code, 4)',
    "CREATE INDEX ix_kept_alerts_elsewhere_county ON kept_alerts (region_code, due_on, id) WHERE authority_region_code <> region_code",
    'CREATE INDEX ix_kept_alerts_elsewhere_province ON kept_alerts ("left"(region_code, 2), due_on, id) WHERE "left"(authority_region_code, 2) <> "left"(region_code, 2)',
    'CREATE INDEX ix_inspections_elsewhere_by_window_city ON inspections ("left"(region_code, 4), window_from, id) WHERE coalesce(noticed_at, published_at) is not null and "left"(authority_region_code, 4) <> "left"(region_code, 4)',
    "CREATE INDEX ix_inspections_elsewhere_by_window_county ON inspections (region_code, window_from, id) WHERE coalesce(noticed_at, published_at) is not null and authority_region_code <> region_code",
    'CREATE INDEX ix_inspections_elsewhere_by_window_province ON inspections ("left"(region_code, 2), window_from, id) WHERE coalesce(noticed_at, published_at) is not null and "left"(authority_region_code, 2) <> "left"(region_code, 2)',
    'CREATE INDEX ix_inspections_elsewhere_city ON inspections ("left"(region_code, 4), id) WHERE coalesce(noticed_at, published_at) is not null and "left"(authority_region_code, 4) <> "left"(region_code, 4)',
    "CREATE INDEX ix_inspections_elsewhere_county ON inspections (region_code, id) WHERE coalesce(noticed_at, published_at) is not null and authority_region_code <> region_code",
    'CREATE INDEX ix_inspections_elsewhere_province ON inspections ("left"(region_code, 2), id) WHERE coalesce(noticed_at, published_at) is not null and "left"(authority_region_code, 2) <> "left"(region_code, 2)',
    'CREATE INDEX ix_correction_orders_elsewhere_by_id_city ON correction_orders ("left"(region_code, 4), id) WHERE "left"(authority_region_code, 4) <> "left"(region_code, 4)',
    "CREATE INDEX ix_correction_orders_elsewhere_by_id_county ON correction_orders (region_code, id) WHERE authority_region_code <> region_code",
    'CREATE INDEX ix_correction_orders_elsewhere_by_id_province ON correction_orders ("left"(region_code, 2), id) WHERE "left"(authority_region_code, 2) <> "left"(region_code, 2)',
    'CREATE INDEX ix_correction_orders_elsewhere_city ON correction_orders ("left"(region_code, 4), due_on, id) WHERE "left"(authority_region_code, 4) <> "left"(region_code, 4)',
    "CREATE INDEX ix_correction_orders_elsewhere_county ON correction_orders (region_code, due_on, id) WHERE authority_region_code <> region_code",
    'CREATE INDEX ix_correction_orders_elsewhere_province ON correction_orders ("left"(region_code, 2), due_on, id) WHERE "left"(authority_region_code, 2) <> "left"(region_code, 2)',
    'CREATE INDEX ix_escalation_proposals_elsewhere_city ON escalation_proposals ("left"(region_code, 4), proposed_at, id) WHERE "left"(authority_region_code, 4) <> "left"(region_code, 4)',
    "CREATE INDEX ix_escalation_proposals_elsewhere_county ON escalation_proposals (region_code, proposed_at, id) WHERE authority_region_code <> region_code",
    'CREATE INDEX ix_escalation_proposals_elsewhere_province ON escalation_proposals ("left"(region_code, 2), proposed_at, id) WHERE "left"(authority_region_code, 2) <> "left"(region_code, 2)',
)
VIEWS = (
    "create view certificate_counts as select md5(kind || authority_id::text || sector)::uuid as id, kind, authority_id, sector, authority_region_code, count(*)::integer as count, min(due_on) as oldest_due_on, ''::text as region_code, false as is_of_place, true as about_officers from certificates_expiring group by kind, authority_id, sector, authority_region_code",
    "create view counts_elsewhere as select g.*, true as is_of_place, false as about_officers from (select md5('ELSEWHERE ' || a.kind || a.authority_id::text || a.sector || a.region_code)::uuid as id, a.kind, a.authority_id, a.sector, a.authority_region_code, count(*)::integer as count, min(a.due_on) as oldest_due_on, a.region_code from alerts a where a.kind in ('RESULT_NOT_FILED', 'CONFIRMATION_WAITING', 'AUDIT_WAITING', 'PUBLICATION_SOON', 'PUBLICATION_LATE', 'RECTIFICATION_OVERDUE', 'REPEATED_VISITS') and a.region_code <> a.authority_region_code and not exists (select from inspections t where t.id = a.inspection_id and coalesce(t.noticed_at, t.published_at) is null) group by a.kind, a.authority_id, a.sector, a.authority_region_code, a.region_code) g",
    "create view counts_changed as select id, kind, authority_id, sector, authority_region_code, count, oldest_due_on, ''::text as region_code, false as is_of_place, false as about_officers from counts_found() where count > 0",
    "create view counts_kept as select k.id, k.kind, k.authority_id, k.sector, k.authority_region_code, k.count, k.oldest_due_on, ''::text as region_code, false as is_of_place, false as about_officers from kept_alert_counts k where k.count > 0 and k.good_until > now() and not exists (select from visit_changes c where (c.authority_id, c.sector) = (k.authority_id, k.sector))",
    "create view alert_counts as select id, kind, authority_id, sector, authority_region_code, count, oldest_due_on, about_officers from counts_kept union all select id, kind, authority_id, sector, authority_region_code, count, oldest_due_on, about_officers from counts_changed union all select id, kind, authority_id, sector, authority_region_code, count, oldest_due_on, about_officers from certificate_counts",
    "create view placed_alert_counts as select id, kind, authority_id, sector, authority_region_code, count, oldest_due_on, region_code, is_of_place, about_officers from counts_kept union all select id, kind, authority_id, sector, authority_region_code, count, oldest_due_on, region_code, is_of_place, about_officers from counts_changed union all select id, kind, authority_id, sector, authority_region_code, count, oldest_due_on, region_code, is_of_place, about_officers from certificate_counts union all select id, kind, authority_id, sector, authority_region_code, count, oldest_due_on, region_code, is_of_place, about_officers from counts_elsewhere",
    "create view alert_totals_now as select kind, sector, n from alert_totals union all select kind, sector, -count from counts_gone() union all select kind, sector, count from counts_changed union all select kind, sector, count from certificate_counts",
)
BEFORE = (
    "create view certificate_counts as select md5(kind || authority_id::text || sector)::uuid as id, kind, authority_id, sector, authority_region_code, count(*)::integer as count, min(due_on) as oldest_due_on from certificates_expiring group by kind, authority_id, sector, authority_region_code",
    "create view counts_changed as select id, kind, authority_id, sector, authority_region_code, count, oldest_due_on from counts_found() where count > 0",
    "create view counts_kept as select k.id, k.kind, k.authority_id, k.sector, k.authority_region_code, k.count, k.oldest_due_on from kept_alert_counts k where k.count > 0 and k.good_until > now() and not exists (select from visit_changes c where (c.authority_id, c.sector) = (k.authority_id, k.sector))",
    "create view alert_counts as select id, kind, authority_id, sector, authority_region_code, count, oldest_due_on from counts_kept union all select id, kind, authority_id, sector, authority_region_code, count, oldest_due_on from counts_changed union all select id, kind, authority_id, sector, authority_region_code, count, oldest_due_on from certificate_counts",
    "create view alert_totals_now as select kind, sector, n from alert_totals union all select kind, sector, -count from counts_gone() union all select kind, sector, count from counts_changed union all select kind, sector, count from certificate_counts",
)


def upgrade() -> None:
    for each in INDEXES:
        op.execute(each)
    _replace(BEFORE, VIEWS)


def downgrade() -> None:
    _replace(VIEWS, BEFORE)
    for each in INDEXES:
        op.execute(f"drop index {_name(each)}")


def _replace(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    for each in reversed(before):
        op.execute(f"drop view {_name(each)}")
    for each in after:
        op.execute(each)
        op.execute(f"grant select on {_name(each)} to spotcheck_reader")


def _name(statement: str) -> str:
    return statement.split()[2]

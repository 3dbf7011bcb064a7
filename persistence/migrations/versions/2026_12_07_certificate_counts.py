"""Counts of alerts say whether they are of certificates: those are for who sees the officers."""

from alembic import op

revision = "2026_12_07_certificate_counts"
down_revision = "2026_12_07_ledger_kinds"
branch_labels = None
depends_on = None

VIEWS = (
    "create view certificate_counts as select md5(kind || authority_id::text || sector)::uuid as id, kind, authority_id, sector, authority_region_code, count(*)::integer as count, min(due_on) as oldest_due_on, true as about_officers from certificates_expiring group by kind, authority_id, sector, authority_region_code",
    "create view counts_changed as select id, kind, authority_id, sector, authority_region_code, count, oldest_due_on, false as about_officers from counts_found() where count > 0",
    "create view counts_kept as select k.id, k.kind, k.authority_id, k.sector, k.authority_region_code, k.count, k.oldest_due_on, false as about_officers from kept_alert_counts k where k.count > 0 and k.good_until > now() and not exists (select from visit_changes c where (c.authority_id, c.sector) = (k.authority_id, k.sector))",
    "create view alert_counts as select id, kind, authority_id, sector, authority_region_code, count, oldest_due_on, about_officers from counts_kept union all select id, kind, authority_id, sector, authority_region_code, count, oldest_due_on, about_officers from counts_changed union all select id, kind, authority_id, sector, authority_region_code, count, oldest_due_on, about_officers from certificate_counts",
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
    _replace(BEFORE, VIEWS)


def downgrade() -> None:
    _replace(VIEWS, BEFORE)


def _replace(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    for each in reversed(before):
        op.execute(f"drop view {_name(each)}")
    for each in after:
        op.execute(each)
        op.execute(f"grant select on {_name(each)} to spotcheck_reader")


def _name(statement: str) -> str:
    return statement.split()[2]

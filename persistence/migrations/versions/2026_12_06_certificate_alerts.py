"""Alerts name officers whose certificate ends, 60 and 30 days before."""

from alembic import op

revision = "2026_12_06_certificate_alerts"
down_revision = "2026_12_06_kept_register"
branch_labels = None
depends_on = None

VIEWS = (
    "create view alerts_changed as select id, kind, due_on, authority_id, authority_region_code, region_code, sector, institution_id, inspection_id, order_id, proposal_id, evidence_id, null::uuid as officer_id from alerts_found() where appears_at <= now() and now() < ends_at",
    "create view alerts_kept as select k.id, k.kind, k.due_on, k.authority_id, k.authority_region_code, k.region_code, k.sector, k.institution_id, k.inspection_id, k.order_id, k.proposal_id, k.evidence_id, null::uuid as officer_id from kept_alerts k where appears_at <= now() and now() < ends_at and not exists (select from visit_changes c where (c.inspection_id) = (k.visit_id))",
    "create view repeated_kept as select md5('REPEATED_VISITS ' || l.id::text)::uuid as id, 'REPEATED_VISITS'::text as kind, l.last_on as due_on, l.authority_id, l.authority_region_code, l.region_code, l.sector, l.institution_id, null::uuid as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id, null::uuid as officer_id from loads_kept l where l.visit_count > 2 and l.year = extract(year from timezone('Asia/Shanghai', now()))::integer",
    "create view repeated_changed as select md5('REPEATED_VISITS ' || l.id::text)::uuid as id, 'REPEATED_VISITS'::text as kind, l.last_on as due_on, l.authority_id, l.authority_region_code, l.region_code, l.sector, l.institution_id, null::uuid as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id, null::uuid as officer_id from loads_changed l where l.visit_count > 2 and l.year = extract(year from timezone('Asia/Shanghai', now()))::integer",
    "create view certificates_expiring as select md5('CERTIFICATE ' || o.id::text)::uuid as id, case when p.certificate_valid_to <= timezone('Asia/Shanghai', now())::date + 30 then 'CERTIFICATE_EXPIRES_SOON' else 'CERTIFICATE_EXPIRES' end as kind, p.certificate_valid_to as due_on, a.id as authority_id, a.region_code as authority_region_code, a.region_code as region_code, coalesce((select min(each) from unnest(p.specialities) each where each = any (a.sectors)), a.sectors[1]) as sector, null::uuid as institution_id, null::uuid as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id, o.id as officer_id from inspector_profiles p join officers o on o.id = p.officer_id join authorities a on a.id = o.authority_id where p.left_on is null and not p.is_expert and o.confirmed_at is not null and p.certificate_valid_to <= timezone('Asia/Shanghai', now())::date + 60",
    "create view alerts as select id, kind, due_on, authority_id, authority_region_code, region_code, sector, institution_id, inspection_id, order_id, proposal_id, evidence_id, officer_id from alerts_kept union all select id, kind, due_on, authority_id, authority_region_code, region_code, sector, institution_id, inspection_id, order_id, proposal_id, evidence_id, officer_id from alerts_changed union all select id, kind, due_on, authority_id, authority_region_code, region_code, sector, institution_id, inspection_id, order_id, proposal_id, evidence_id, officer_id from repeated_kept union all select id, kind, due_on, authority_id, authority_region_code, region_code, sector, institution_id, inspection_id, order_id, proposal_id, evidence_id, officer_id from repeated_changed union all select id, kind, due_on, authority_id, authority_region_code, region_code, sector, institution_id, inspection_id, order_id, proposal_id, evidence_id, officer_id from certificates_expiring",
    "create view certificate_counts as select md5(kind || authority_id::text || sector)::uuid as id, kind, authority_id, sector, authority_region_code, count(*)::integer as count, min(due_on) as oldest_due_on from certificates_expiring group by kind, authority_id, sector, authority_region_code",
    "create view alert_counts as select id, kind, authority_id, sector, authority_region_code, count, oldest_due_on from counts_kept union all select id, kind, authority_id, sector, authority_region_code, count, oldest_due_on from counts_changed union all select id, kind, authority_id, sector, authority_region_code, count, oldest_due_on from certificate_counts",
    "create view alert_totals_now as select kind, sector, n from alert_totals union all select kind, sector, -count from counts_gone() union all select kind, sector, count from counts_changed union all select kind, sector, count from certificate_counts",
)
BEFORE = (
    "create view alerts_changed as select id, kind, due_on, authority_id, authority_region_code, region_code, sector, institution_id, inspection_id, order_id, proposal_id, evidence_id from alerts_found() where appears_at <= now() and now() < ends_at",
    "create view alerts_kept as select k.id, k.kind, k.due_on, k.authority_id, k.authority_region_code, k.region_code, k.sector, k.institution_id, k.inspection_id, k.order_id, k.proposal_id, k.evidence_id from kept_alerts k where appears_at <= now() and now() < ends_at and not exists (select from visit_changes c where (c.inspection_id) = (k.visit_id))",
    "create view repeated_kept as select md5('REPEATED_VISITS ' || l.id::text)::uuid as id, 'REPEATED_VISITS'::text as kind, l.last_on as due_on, l.authority_id, l.authority_region_code, l.region_code, l.sector, l.institution_id, null::uuid as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id from loads_kept l where l.visit_count > 2 and l.year = extract(year from timezone('Asia/Shanghai', now()))::integer",
    "create view repeated_changed as select md5('REPEATED_VISITS ' || l.id::text)::uuid as id, 'REPEATED_VISITS'::text as kind, l.last_on as due_on, l.authority_id, l.authority_region_code, l.region_code, l.sector, l.institution_id, null::uuid as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id from loads_changed l where l.visit_count > 2 and l.year = extract(year from timezone('Asia/Shanghai', now()))::integer",
    "create view alerts as select id, kind, due_on, authority_id, authority_region_code, region_code, sector, institution_id, inspection_id, order_id, proposal_id, evidence_id from alerts_kept union all select id, kind, due_on, authority_id, authority_region_code, region_code, sector, institution_id, inspection_id, order_id, proposal_id, evidence_id from alerts_changed union all select id, kind, due_on, authority_id, authority_region_code, region_code, sector, institution_id, inspection_id, order_id, proposal_id, evidence_id from repeated_kept union all select id, kind, due_on, authority_id, authority_region_code, region_code, sector, institution_id, inspection_id, order_id, proposal_id, evidence_id from repeated_changed",
    "create view alert_counts as select id, kind, authority_id, sector, authority_region_code, count, oldest_due_on from counts_kept union all select id, kind, authority_id, sector, authority_region_code, count, oldest_due_on from counts_changed",
    "create view alert_totals_now as select kind, sector, n from alert_totals union all select kind, sector, -count from counts_gone() union all select kind, sector, count from counts_changed",
)
INDEX = "ix_inspector_profiles_certificate_valid_to"


def upgrade() -> None:
    op.create_index(INDEX, "inspector_profiles", ["certificate_valid_to"])
    _replace(BEFORE, VIEWS)


def downgrade() -> None:
    _replace(VIEWS, BEFORE)
    op.drop_index(INDEX, "inspector_profiles")


def _replace(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    for each in reversed(before):
        op.execute(f"drop view {_name(each)}")
    for each in after:
        op.execute(each)
        op.execute(f"grant select on {_name(each)} to spotcheck_reader")


def _name(statement: str) -> str:
    return statement.split()[2]

"""Rulings and their way; what a measure put on whom; alerts for measures without effect, or to be looked at
again; institutions that hold nothing stay out of pools."""

import re

from alembic import op

revision = "2026_12_07_rulings"
down_revision = "2026_12_07_campaigns"
branch_labels = None
depends_on = None

_COLUMNS = (
    "alter table escalation_proposals add column has_effect boolean not null default false",
    "alter table escalation_proposals add column review_due_on date",
)
_TABLES = (
    "CREATE TABLE rulings ( id UUID NOT NULL, institution_id UUID NOT NULL, region_code TEXT NOT NULL, sector VARCHAR(40) NOT NULL, authority_id UUID NOT NULL, measure VARCHAR(40) NOT NULL, entitlement_ids UUID[] NOT NULL, until_on DATE, facts TEXT NOT NULL, ground TEXT NOT NULL, legal_basis TEXT[] NOT NULL, proposal_id UUID, state VARCHAR(40) NOT NULL, drafted_by UUID NOT NULL, noticed_at TIMESTAMP WITH TIME ZONE NOT NULL, statement_due_on DATE NOT NULL, statement_due_is_provisional BOOLEAN NOT NULL, decided_at TIMESTAMP WITH TIME ZONE, decided_by UUID, reason TEXT, appeal_due_on DATE, appeal_due_is_provisional BOOLEAN, version INTEGER NOT NULL, CONSTRAINT pk_rulings PRIMARY KEY (id), CONSTRAINT ck_rulings_decided_stamp CHECK ((state = 'NOTICED') = (decided_at is null) and num_nulls(decided_at, decided_by) in (0, 2)), CONSTRAINT ck_rulings_appeal_term CHECK ((state in ('IN_FORCE', 'QUASHED')) = (appeal_due_on is not null) and num_nulls(appeal_due_on, appeal_due_is_provisional) in (0, 2)), CONSTRAINT ck_rulings_dropped_with_reason CHECK (state <> 'DROPPED' or reason is not null), CONSTRAINT fk_rulings_institution_id FOREIGN KEY(institution_id) REFERENCES institutions (id), CONSTRAINT fk_rulings_region_code FOREIGN KEY(region_code) REFERENCES regions (code), CONSTRAINT ck_rulings_sector CHECK (sector IN ('EDUCATION', 'HUMAN_RESOURCES', 'SCIENCE_TECHNOLOGY', 'CULTURE_TOURISM', 'SPORTS', 'MARKET_REGULATION', 'PUBLIC_SECURITY', 'COMMUNICATIONS')), CONSTRAINT fk_rulings_authority_id FOREIGN KEY(authority_id) REFERENCES authorities (id), CONSTRAINT ck_rulings_escalation_measure CHECK (measure IN ('REMOVE_FROM_DIRECTORY', 'WARNING', 'CANCEL_ACCREDITATION', 'REVOKE_ACCREDITATION', 'REVOKE_TITLE', 'TAKEDOWN', 'STOP_ENROLMENT', 'REMOVE_FROM_WHITE_LIST', 'ANNUAL_CHECK_UNQUALIFIED', 'ADMINISTRATIVE_PENALTY', 'WITHDRAW_LICENCE')), CONSTRAINT fk_rulings_proposal_id FOREIGN KEY(proposal_id) REFERENCES escalation_proposals (id), CONSTRAINT ck_rulings_ruling_state CHECK (state IN ('NOTICED', 'IN_FORCE', 'DROPPED', 'QUASHED')), CONSTRAINT fk_rulings_drafted_by FOREIGN KEY(drafted_by) REFERENCES accounts (id), CONSTRAINT fk_rulings_decided_by FOREIGN KEY(decided_by) REFERENCES accounts (id) )",
    "CREATE INDEX ix_rulings_authority_id_id ON rulings (authority_id, id)",
    'CREATE INDEX ix_rulings_city ON rulings ("left"(region_code, 4), id)',
    "CREATE INDEX ix_rulings_county ON rulings (region_code, id)",
    "CREATE INDEX ix_rulings_institution_id_id ON rulings (institution_id, id)",
    "CREATE INDEX ix_rulings_proposal_id ON rulings (proposal_id)",
    'CREATE INDEX ix_rulings_province ON rulings ("left"(region_code, 2), id)',
    "CREATE UNIQUE INDEX uq_rulings_noticed ON rulings (institution_id, measure) WHERE state = 'NOTICED'",
    "CREATE TABLE ruling_steps ( id UUID NOT NULL, ruling_id UUID NOT NULL, kind VARCHAR(40) NOT NULL, happened_on DATE NOT NULL, text TEXT, is_by_institution BOOLEAN NOT NULL, entered_by UUID NOT NULL, entered_at TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT pk_ruling_steps PRIMARY KEY (id), CONSTRAINT fk_ruling_steps_ruling_id FOREIGN KEY(ruling_id) REFERENCES rulings (id), CONSTRAINT ck_ruling_steps_ruling_step_kind CHECK (kind IN ('STATEMENT', 'HEARING_REQUEST', 'WAIVER', 'HEARING', 'APPEAL', 'APPEAL_REJECTED')), CONSTRAINT fk_ruling_steps_entered_by FOREIGN KEY(entered_by) REFERENCES accounts (id) )",
    "CREATE INDEX ix_ruling_steps_ruling_id ON ruling_steps (ruling_id)",
    "alter table standings add column ruling_id uuid constraint fk_standings_ruling_id references rulings (id)",
    "alter table standing_ends add column proposal_id uuid"
    " constraint fk_standing_ends_proposal_id references escalation_proposals (id)",
    "CREATE INDEX ix_standings_taken ON standings (institution_id) WHERE entitlement_state in ('REMOVED', 'REVOKED', 'CANCELLED', 'SHUT_DOWN', 'WITHDRAWN') and not is_as_entered",
    "CREATE INDEX ix_standings_ruling_id ON standings (ruling_id)",
    "CREATE INDEX ix_standing_ends_proposal_id ON standing_ends (proposal_id)",
)
_FUNCTIONS = (
    """
create or replace function public_standings_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('standings', '{*}');
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('standings', array_agg(distinct i))
      from new_rows n, lateral (select coalesce(n.institution_id::text, '*'), n.person_id is null) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('standings', array_agg(distinct i))
      from old_rows o, lateral (select coalesce(o.institution_id::text, '*'), o.person_id is null) side(i, is_public) where is_public;
  else
    perform public_changed('standings', array_agg(distinct i))
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select coalesce(o.institution_id::text, '*'), o.person_id is null union all select coalesce(n.institution_id::text, '*'), n.person_id is null) side(i, is_public)
      where (to_jsonb(o) - '{decided_by,proposal_id,ruling_id}'::text[]) is distinct from (to_jsonb(n) - '{decided_by,proposal_id,ruling_id}'::text[]) and is_public;
  end if;
  return null;
end $$
""",
    """
create or replace function public_standing_ends_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('standing_ends', '{*}');
    return null;
  end if;
  if tg_op <> 'INSERT' then
    perform 1 from standings b where b.id in (select r.standing_id from old_rows r where true) and (b.person_id is null) is not true for share;
  end if;
  if tg_op <> 'DELETE' then
    perform 1 from standings b where b.id in (select r.standing_id from new_rows r where true) and (b.person_id is null) is not true for share;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('standing_ends', array_agg(distinct i))
      from new_rows n, lateral (select coalesce((select w.institution_id from standings w where w.id = n.standing_id)::text, '*'), (true) and exists (select from standings b where b.id = n.standing_id and b.person_id is null)) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('standing_ends', array_agg(distinct i))
      from old_rows o, lateral (select coalesce((select w.institution_id from standings w where w.id = o.standing_id)::text, '*'), (true) and exists (select from standings b where b.id = o.standing_id and b.person_id is null)) side(i, is_public) where is_public;
  else
    perform public_changed('standing_ends', array_agg(distinct i))
      from old_rows o full join new_rows n on n.standing_id = o.standing_id,
        lateral (select coalesce((select w.institution_id from standings w where w.id = o.standing_id)::text, '*'), (true) and exists (select from standings b where b.id = o.standing_id and b.person_id is null) union all select coalesce((select w.institution_id from standings w where w.id = n.standing_id)::text, '*'), (true) and exists (select from standings b where b.id = n.standing_id and b.person_id is null)) side(i, is_public)
      where (to_jsonb(o) - '{decided_by,proposal_id,reason}'::text[]) is distinct from (to_jsonb(n) - '{decided_by,proposal_id,reason}'::text[]) and is_public;
  end if;
  return null;
end $$
""",
    "create or replace function alerts_found(up_to bigint default null) returns setof kept_alerts language plpgsql stable rows 100 set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$ begin if exists (select from visit_changes) then return query select a.id, a.kind, a.due_on, t.authority_id, t.authority_region_code, t.region_code, t.sector::text as sector, t.institution_id, a.inspection_id, a.order_id, a.proposal_id, a.evidence_id, t.id as visit_id, a.appears_at, a.ends_at from (select distinct inspection_id from visit_changes where id <= coalesce(up_to, 9223372036854775807)) d join inspections t on t.id = d.inspection_id cross join lateral (select md5('RESULT_NOT_FILED ' || t.id::text)::uuid as id, 'RESULT_NOT_FILED'::text as kind, coalesce(t.publish_due_on, t.window_to) as due_on, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id, case t.state when 'TO_ENTER' then timezone('Asia/Shanghai', (t.window_to + 1)::timestamp) else '-infinity'::timestamptz end as appears_at, 'infinity'::timestamptz as ends_at where t.state in ('AUDIT_REJECTED', 'TO_ENTER') union all select md5('CONFIRMATION_WAITING ' || t.id::text)::uuid as id, 'CONFIRMATION_WAITING'::text as kind, coalesce(t.publish_due_on, t.window_to) as due_on, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id, '-infinity'::timestamptz as appears_at, 'infinity'::timestamptz as ends_at where t.state = 'TO_CONFIRM' union all select md5('AUDIT_WAITING ' || t.id::text)::uuid as id, 'AUDIT_WAITING'::text as kind, coalesce(t.publish_due_on, t.window_to) as due_on, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id, '-infinity'::timestamptz as appears_at, 'infinity'::timestamptz as ends_at where t.state = 'TO_AUDIT' union all select md5('PUBLICATION_SOON ' || t.id::text)::uuid as id, 'PUBLICATION_SOON'::text as kind, t.publish_due_on as due_on, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id, timezone('Asia/Shanghai', (t.publish_due_on - 5)::timestamp) as appears_at, timezone('Asia/Shanghai', (t.publish_due_on + 1)::timestamp) as ends_at where t.published_at is null and t.state <> 'VOIDED' and t.publish_due_on is not null union all select md5('PUBLICATION_LATE ' || t.id::text)::uuid as id, 'PUBLICATION_LATE'::text as kind, t.publish_due_on as due_on, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id, timezone('Asia/Shanghai', (t.publish_due_on + 1)::timestamp) as appears_at, 'infinity'::timestamptz as ends_at where t.published_at is null and t.state <> 'VOIDED' and t.publish_due_on is not null union all select md5('CORRECTION_LATE ' || b.id::text)::uuid as id, 'CORRECTION_LATE'::text as kind, b.due_on as due_on, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id, timezone('Asia/Shanghai', (b.due_on + 1)::timestamp) as appears_at, 'infinity'::timestamptz as ends_at from result_corrections b where b.inspection_id = t.id and b.corrected_at is null union all select md5('OBJECTION_LATE ' || b.id::text)::uuid as id, 'OBJECTION_LATE'::text as kind, b.due_on as due_on, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id, timezone('Asia/Shanghai', (b.due_on + 1)::timestamp) as appears_at, 'infinity'::timestamptz as ends_at from objections b where b.inspection_id = t.id and b.state = 'RECEIVED' union all select md5('REPAIR_UNDECIDED ' || b.id::text)::uuid as id, 'REPAIR_UNDECIDED'::text as kind, coalesce(b.due_on, timezone('Asia/Shanghai', b.requested_at)::date) as due_on, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id, '-infinity'::timestamptz as appears_at, 'infinity'::timestamptz as ends_at from repair_requests b where b.inspection_id = t.id and b.state = 'REQUESTED' union all select md5('REPLY_UNDECIDED ' || b.id::text)::uuid as id, 'REPLY_UNDECIDED'::text as kind, timezone('Asia/Shanghai', b.written_at)::date as due_on, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id, '-infinity'::timestamptz as appears_at, 'infinity'::timestamptz as ends_at from replies b where b.inspection_id = t.id and b.state = 'WRITTEN' union all select md5('RECUSAL_UNDECIDED ' || b.id::text)::uuid as id, 'RECUSAL_UNDECIDED'::text as kind, timezone('Asia/Shanghai', b.requested_at)::date as due_on, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id, '-infinity'::timestamptz as appears_at, 'infinity'::timestamptz as ends_at from recusal_requests b where b.inspection_id = t.id and b.state = 'REQUESTED' union all select md5('FOLLOW_UP_OPEN ' || b.id::text)::uuid as id, 'FOLLOW_UP_OPEN'::text as kind, timezone('Asia/Shanghai', b.opened_at)::date as due_on, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id, '-infinity'::timestamptz as appears_at, 'infinity'::timestamptz as ends_at from follow_ups b where b.inspection_id = t.id and b.state = 'OPEN' union all select md5('RECTIFICATION_OVERDUE ' || b.id::text)::uuid as id, 'RECTIFICATION_OVERDUE'::text as kind, b.due_on as due_on, t.id as inspection_id, b.id as order_id, null::uuid as proposal_id, null::uuid as evidence_id, case b.state when 'ISSUED' then timezone('Asia/Shanghai', (b.due_on + 1)::timestamp) else '-infinity'::timestamptz end as appears_at, 'infinity'::timestamptz as ends_at from correction_orders b where b.inspection_id = t.id and b.state in ('OVERDUE', 'ISSUED') union all select md5('RECTIFICATION_TO_ACCEPT ' || b.id::text)::uuid as id, 'RECTIFICATION_TO_ACCEPT'::text as kind, timezone('Asia/Shanghai', b.submitted_at)::date as due_on, t.id as inspection_id, b.id as order_id, null::uuid as proposal_id, null::uuid as evidence_id, '-infinity'::timestamptz as appears_at, 'infinity'::timestamptz as ends_at from correction_orders b where b.inspection_id = t.id and b.state = 'SUBMITTED' union all select md5('ESCALATION_UNDECIDED ' || p.id::text)::uuid as id, 'ESCALATION_UNDECIDED'::text as kind, timezone('Asia/Shanghai', p.proposed_at)::date as due_on, null::uuid as inspection_id, b.id as order_id, p.id as proposal_id, null::uuid as evidence_id, '-infinity'::timestamptz as appears_at, 'infinity'::timestamptz as ends_at from correction_orders b join escalation_proposals p on p.order_id = b.id where b.inspection_id = t.id and p.state = 'PROPOSED' union all select md5('MEASURE_WITHOUT_EFFECT ' || p.id::text)::uuid as id, 'MEASURE_WITHOUT_EFFECT'::text as kind, timezone('Asia/Shanghai', p.decided_at)::date as due_on, null::uuid as inspection_id, b.id as order_id, p.id as proposal_id, null::uuid as evidence_id, '-infinity'::timestamptz as appears_at, 'infinity'::timestamptz as ends_at from correction_orders b join escalation_proposals p on p.order_id = b.id where b.inspection_id = t.id and p.state = 'ADOPTED' and not p.has_effect union all select md5('MEASURE_TO_REVIEW ' || p.id::text)::uuid as id, 'MEASURE_TO_REVIEW'::text as kind, p.review_due_on as due_on, null::uuid as inspection_id, b.id as order_id, p.id as proposal_id, null::uuid as evidence_id, timezone('Asia/Shanghai', (p.review_due_on - 30)::timestamp) as appears_at, 'infinity'::timestamptz as ends_at from correction_orders b join escalation_proposals p on p.order_id = b.id where b.inspection_id = t.id and p.state = 'ADOPTED' and p.review_due_on is not null union all select md5('EVIDENCE_STUCK ' || e.id::text)::uuid as id, 'EVIDENCE_STUCK'::text as kind, timezone('Asia/Shanghai', e.declared_at)::date as due_on, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, e.id as evidence_id, e.declared_at + interval '24 hours' as appears_at, 'infinity'::timestamptz as ends_at from evidence e where e.owner_kind = 'INSPECTION' and e.owner_id = t.id and e.state = 'EXPECTED' and e.superseded_at is null union all select md5('EVIDENCE_STUCK ' || e.id::text)::uuid as id, 'EVIDENCE_STUCK'::text as kind, timezone('Asia/Shanghai', e.declared_at)::date as due_on, t.id as inspection_id, b.id as order_id, null::uuid as proposal_id, e.id as evidence_id, e.declared_at + interval '24 hours' as appears_at, 'infinity'::timestamptz as ends_at from correction_orders b join evidence e on e.owner_kind = 'RECTIFICATION' and e.owner_id = b.id where b.inspection_id = t.id and e.state = 'EXPECTED' and e.superseded_at is null) a where a.due_on is not null; end if; end $$",
)
_CHECK = "alter table pool_objects add constraint ck_pool_objects_exclusion_ground check (exclusion in ({}))"
_GROUNDS = "'NOT_EXISTING', {}'STOPPED', 'IN_OPEN_TASK', 'CAP_OF_ITEM', 'CAP_OF_AUTHORITY'"
_EFFECTLESS = """
insert into visit_changes (inspection_id, authority_id, authority_region_code, region_code, sector, institution_id, year)
select distinct t.id, t.authority_id, t.authority_region_code, t.region_code, t.sector, t.institution_id,
    extract(year from t.window_from)::integer
from inspections t join correction_orders o on o.inspection_id = t.id
join escalation_proposals p on p.order_id = o.id
where p.state = 'ADOPTED' and not p.has_effect
"""


def upgrade() -> None:
    for statement in (*_COLUMNS, *_TABLES, *_FUNCTIONS):
        op.execute(statement)
    # A penalty has no effect here; whatever else was adopted waits for a decision.
    op.execute(
        "update escalation_proposals set has_effect = true"
        " where state = 'ADOPTED' and measure = 'ADMINISTRATIVE_PENALTY'"
    )
    op.execute(_EFFECTLESS)
    op.execute("alter table pool_objects drop constraint ck_pool_objects_exclusion_ground")
    op.execute(_CHECK.format(_GROUNDS.format("'NOTHING_HELD', ")))
    for table in ("rulings", "ruling_steps"):
        op.execute(f"grant select on {table} to spotcheck_reader")
    op.execute(
        "create trigger kept_as_written before update or delete on ruling_steps"
        " for each row execute function kept_as_written()"
    )


def downgrade() -> None:
    op.execute(re.sub(r" union all select md5\('MEASURE_.*?(?= union all )", "", _FUNCTIONS[-1]))
    for kept in ("kept_alerts", "kept_alert_counts"):
        op.execute(f"delete from {kept} where kind like 'MEASURE\\_%'")
    op.execute("alter table standing_ends drop column proposal_id")
    op.execute("alter table standings drop column ruling_id")
    op.execute("drop index ix_standings_taken")
    for table in ("ruling_steps", "rulings"):
        op.execute(f"drop table {table}")
    op.execute("alter table escalation_proposals drop column has_effect, drop column review_due_on")
    op.execute("alter table pool_objects drop constraint ck_pool_objects_exclusion_ground")
    op.execute(_CHECK.format(_GROUNDS.format("")))

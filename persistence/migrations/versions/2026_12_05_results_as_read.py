"""What the audit and the publication of a result read of it is read again under their locks, by the statement
that writes."""

from alembic import op

revision = "2026_12_05_results_as_read"
down_revision = "2026_12_05_public_changes"
branch_labels = None
depends_on = None

RESULT_AS_READ = """
create function result_as_read(p_visit uuid) returns text language plpgsql stable as $$
begin
  return (
    select json_build_object(
      'visit', to_json(v),
      'task', to_json(t),
      'institution', (
        select json_build_array(i.name, i.unified_social_credit_code)
        from institutions i where i.id = v.institution_id
      ),
      'authority', (select a.name from authorities a where a.id = v.authority_id),
      'sent', (
        select coalesce(
          json_agg(json_build_array(a.officer_id, a.replaced_at is not null) order by a.id),
          '[]'::json)
        from inspection_assignments a where a.inspection_id = v.id
      ),
      'first_team', (
        select coalesce(json_agg(distinct a.officer_id), '[]'::json)
        from correction_orders o
        join inspection_assignments a on a.inspection_id = o.inspection_id
        where o.recheck_inspection_id = v.id
      ),
      'is_recheck', exists (
        select from correction_orders o
        where o.recheck_inspection_id = v.id and o.state = 'RECHECK_PLANNED'
      ),
      'record', (
        select json_build_object(
          'id', r.id,
          'version_no', r.version_no,
          'hash', r.hash,
          'methods', r.methods,
          'result_codes', r.result_codes,
          'measures', r.measures,
          'violation_codes', (
            select coalesce(json_agg(f.violation_code order by f.position), '[]'::json)
            from findings f where f.record_id = r.id
          ),
          'checked_items', (
            select coalesce(json_agg(a.item_code order by a.position), '[]'::json)
            from record_answers a where a.record_id = r.id and a.is_checked
          ),
          'signed_by', (
            select coalesce(json_agg(s.party order by s.id), '[]'::json)
            from record_signatures s where s.record_id = r.id
          ),
          'is_explained', exists (select from signature_refusals n where n.record_id = r.id)
        )
        from inspection_records r where r.id = v.current_record_id
      ),
      'was_there', exists (select from check_ins c where c.inspection_id = v.id),
      'missing_evidence', (
        select count(*) from evidence e
        where e.owner_kind = 'INSPECTION' and e.owner_id = v.id and e.superseded_at is null
        and e.state not in ('RECEIVED', 'WITHDRAWN')
      ),
      'follow_ups', (
        select coalesce(json_agg(to_json(f) order by f.id), '[]'::json)
        from follow_ups f where f.inspection_id = v.id
      ),
      'versions', (
        select coalesce(
          json_agg(
            json_build_array(p.id, p.withheld_violation_codes, p.withholding_ground)
            order by p.version_no
          ), '[]'::json)
        from public_records p where p.inspection_id = v.id
      ),
      'correction', (
        select to_json(c) from result_corrections c
        where c.inspection_id = v.id and c.corrected_at is null
      ),
      'is_last', t.state = 'IN_PROGRESS' and not exists (
        select from inspections o
        where o.task_id = v.task_id and o.id <> v.id
        and o.published_at is null and o.state <> 'VOIDED'
      ),
      'is_sealed', exists (select from draws d where d.task_id = v.task_id and d.stage = 'SEALED')
    )
    from inspections v join inspection_tasks t on t.id = v.task_id where v.id = p_visit
  )::text;
end $$
"""

HOLD_RESULT = """
create function hold_result(p_visit uuid, p_read text) returns boolean
language plpgsql volatile as $$
begin
  perform from inspections where id = p_visit for update;
  perform from inspection_tasks t
  where t.id = (select task_id from inspections where id = p_visit) for update;
  if p_read is not null and result_as_read(p_visit) is distinct from p_read then
    raise exception 'the result was changed meanwhile' using errcode = 'SP002';
  end if;
  return true;
end $$
"""


def upgrade() -> None:
    op.execute(RESULT_AS_READ)
    op.execute(HOLD_RESULT)


def downgrade() -> None:
    op.execute("drop function hold_result(uuid, text)")
    op.execute("drop function result_as_read(uuid)")

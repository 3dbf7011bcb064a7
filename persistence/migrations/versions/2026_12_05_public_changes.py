"""What anybody is shown notifies of its changes, so that answers can be remembered until then."""

from alembic import op

revision = "2026_12_05_public_changes"
down_revision = "2026_12_05_guarded_writes"
branch_labels = None
depends_on = None

NOTIFY = """
create function public_changed(p_table text, p_institutions text[]) returns void language plpgsql as $$
declare
  v_text text;
begin
  if p_institutions is null then
    return;
  end if;
  v_text := 'public ' || case
    when '*' = any(p_institutions) or cardinality(p_institutions) > 50 then '*'
    else concat_ws(' ', p_table, nullif(array_to_string(p_institutions, ' '), ''))
  end;
  perform pg_notify('spotcheck_changes', v_text);
  -- The process that writes need not wait until it hears this like the others.
  if current_setting('application_name') like 'spotcheck%' then
    raise info using message = v_text;
  end if;
end $$
"""
FUNCTIONS = (
    """
create function public_courses_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('courses', '{*}');
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('courses', array_agg(distinct i))
      from new_rows n, lateral (select coalesce(n.institution_id::text, '*'), n.state = 'PUBLISHED') side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('courses', array_agg(distinct i))
      from old_rows o, lateral (select coalesce(o.institution_id::text, '*'), o.state = 'PUBLISHED') side(i, is_public) where is_public;
  else
    perform public_changed('courses', array_agg(distinct i))
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select coalesce(o.institution_id::text, '*'), o.state = 'PUBLISHED' union all select coalesce(n.institution_id::text, '*'), n.state = 'PUBLISHED') side(i, is_public)
      where o is distinct from n and is_public;
  end if;
  return null;
end $$
""",
    """
create function public_fee_items_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('fee_items', '{*}');
    return null;
  end if;
  if tg_op <> 'INSERT' then
    perform 1 from courses b where b.id in (select r.course_id from old_rows r where true) and (b.state = 'PUBLISHED') is not true for share;
  end if;
  if tg_op <> 'DELETE' then
    perform 1 from courses b where b.id in (select r.course_id from new_rows r where true) and (b.state = 'PUBLISHED') is not true for share;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('fee_items', array_agg(distinct i))
      from new_rows n, lateral (select coalesce((select w.institution_id from courses w where w.id = n.course_id)::text, '*'), (true) and exists (select from courses b where b.id = n.course_id and b.state = 'PUBLISHED')) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('fee_items', array_agg(distinct i))
      from old_rows o, lateral (select coalesce((select w.institution_id from courses w where w.id = o.course_id)::text, '*'), (true) and exists (select from courses b where b.id = o.course_id and b.state = 'PUBLISHED')) side(i, is_public) where is_public;
  else
    perform public_changed('fee_items', array_agg(distinct i))
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select coalesce((select w.institution_id from courses w where w.id = o.course_id)::text, '*'), (true) and exists (select from courses b where b.id = o.course_id and b.state = 'PUBLISHED') union all select coalesce((select w.institution_id from courses w where w.id = n.course_id)::text, '*'), (true) and exists (select from courses b where b.id = n.course_id and b.state = 'PUBLISHED')) side(i, is_public)
      where o is distinct from n and is_public;
  end if;
  return null;
end $$
""",
    """
create function public_class_times_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('class_times', '{*}');
    return null;
  end if;
  if tg_op <> 'INSERT' then
    perform 1 from courses b where b.id in (select r.course_id from old_rows r where true) and (b.state = 'PUBLISHED') is not true for share;
  end if;
  if tg_op <> 'DELETE' then
    perform 1 from courses b where b.id in (select r.course_id from new_rows r where true) and (b.state = 'PUBLISHED') is not true for share;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('class_times', array_agg(distinct i))
      from new_rows n, lateral (select coalesce((select w.institution_id from courses w where w.id = n.course_id)::text, '*'), (true) and exists (select from courses b where b.id = n.course_id and b.state = 'PUBLISHED')) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('class_times', array_agg(distinct i))
      from old_rows o, lateral (select coalesce((select w.institution_id from courses w where w.id = o.course_id)::text, '*'), (true) and exists (select from courses b where b.id = o.course_id and b.state = 'PUBLISHED')) side(i, is_public) where is_public;
  else
    perform public_changed('class_times', array_agg(distinct i))
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select coalesce((select w.institution_id from courses w where w.id = o.course_id)::text, '*'), (true) and exists (select from courses b where b.id = o.course_id and b.state = 'PUBLISHED') union all select coalesce((select w.institution_id from courses w where w.id = n.course_id)::text, '*'), (true) and exists (select from courses b where b.id = n.course_id and b.state = 'PUBLISHED')) side(i, is_public)
      where o is distinct from n and is_public;
  end if;
  return null;
end $$
""",
    """
create function public_inspection_tasks_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('inspection_tasks', '{*}');
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('inspection_tasks', case when count(*) > 0 then '{}'::text[] end)
      from new_rows n, lateral (select '', exists (select from draws d where d.task_id = n.id)) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('inspection_tasks', case when count(*) > 0 then '{}'::text[] end)
      from old_rows o, lateral (select '', exists (select from draws d where d.task_id = o.id)) side(i, is_public) where is_public;
  else
    perform public_changed('inspection_tasks', case when count(*) > 0 then '{}'::text[] end)
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select '', exists (select from draws d where d.task_id = o.id) union all select '', exists (select from draws d where d.task_id = n.id)) side(i, is_public)
      where (o.id, o.state) is distinct from (n.id, n.state) and is_public;
  end if;
  return null;
end $$
""",
    """
create function public_draws_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('draws', '{*}');
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('draws', case when count(*) > 0 then '{}'::text[] end)
      from new_rows n, lateral (select '', true) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('draws', case when count(*) > 0 then '{}'::text[] end)
      from old_rows o, lateral (select '', true) side(i, is_public) where is_public;
  else
    perform public_changed('draws', case when count(*) > 0 then '{}'::text[] end)
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select '', true union all select '', true) side(i, is_public)
      where (o.id, o.task_id, o.task_code, o.authority_id, o.authority_region_code, o.sector, o.stage, o.algorithm, o.software, o.commitment, o.entropy_source, o.draw_at, o.frozen_at, o.drawn_at, o.revealed_at, o.issue_due_on, o.reveal_due_on, o.reveal_due_is_provisional, o.void_reason, o.redraw_of_code, o.redraw_no, o.replacement_count, o.proof) is distinct from (n.id, n.task_id, n.task_code, n.authority_id, n.authority_region_code, n.sector, n.stage, n.algorithm, n.software, n.commitment, n.entropy_source, n.draw_at, n.frozen_at, n.drawn_at, n.revealed_at, n.issue_due_on, n.reveal_due_on, n.reveal_due_is_provisional, n.void_reason, n.redraw_of_code, n.redraw_no, n.replacement_count, n.proof) and is_public;
  end if;
  return null;
end $$
""",
    """
create function public_evidence_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('evidence', '{*}');
    return null;
  end if;
  if tg_op <> 'INSERT' then
    perform 1 from inspections b where b.id in (select r.owner_id from old_rows r where r.released_at is not null) and (exists (select from public_records p where p.inspection_id = b.id)) is not true for share;
  end if;
  if tg_op <> 'DELETE' then
    perform 1 from inspections b where b.id in (select r.owner_id from new_rows r where r.released_at is not null) and (exists (select from public_records p where p.inspection_id = b.id)) is not true for share;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('evidence', case when count(*) > 0 then '{}'::text[] end)
      from new_rows n, lateral (select '', (n.released_at is not null) and exists (select from inspections b where b.id = n.owner_id and exists (select from public_records p where p.inspection_id = b.id))) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('evidence', case when count(*) > 0 then '{}'::text[] end)
      from old_rows o, lateral (select '', (o.released_at is not null) and exists (select from inspections b where b.id = o.owner_id and exists (select from public_records p where p.inspection_id = b.id))) side(i, is_public) where is_public;
  else
    perform public_changed('evidence', case when count(*) > 0 then '{}'::text[] end)
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select '', (o.released_at is not null) and exists (select from inspections b where b.id = o.owner_id and exists (select from public_records p where p.inspection_id = b.id)) union all select '', (n.released_at is not null) and exists (select from inspections b where b.id = n.owner_id and exists (select from public_records p where p.inspection_id = b.id))) side(i, is_public)
      where (o.id, o.owner_kind, o.owner_id, o.sha256, o.state, o.declared_at, o.released_at) is distinct from (n.id, n.owner_kind, n.owner_id, n.sha256, n.state, n.declared_at, n.released_at) and is_public;
  end if;
  return null;
end $$
""",
    """
create function public_blobs_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('blobs', '{*}');
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('blobs', case when count(*) > 0 then '{}'::text[] end)
      from new_rows n, lateral (select '', exists (select from evidence e join public_records p on p.inspection_id = e.owner_id where e.sha256 = n.sha256 and e.released_at is not null)) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('blobs', case when count(*) > 0 then '{}'::text[] end)
      from old_rows o, lateral (select '', exists (select from evidence e join public_records p on p.inspection_id = e.owner_id where e.sha256 = o.sha256 and e.released_at is not null)) side(i, is_public) where is_public;
  else
    perform public_changed('blobs', case when count(*) > 0 then '{}'::text[] end)
      from old_rows o full join new_rows n on n.sha256 = o.sha256,
        lateral (select '', exists (select from evidence e join public_records p on p.inspection_id = e.owner_id where e.sha256 = o.sha256 and e.released_at is not null) union all select '', exists (select from evidence e join public_records p on p.inspection_id = e.owner_id where e.sha256 = n.sha256 and e.released_at is not null)) side(i, is_public)
      where o is distinct from n and is_public;
  end if;
  return null;
end $$
""",
    """
create function public_public_records_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('public_records', '{*}');
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('public_records', array_agg(distinct i))
      from new_rows n, lateral (select coalesce(n.institution_id::text, '*'), n.withdrawn_at is null) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('public_records', array_agg(distinct i))
      from old_rows o, lateral (select coalesce(o.institution_id::text, '*'), o.withdrawn_at is null) side(i, is_public) where is_public;
  else
    perform public_changed('public_records', array_agg(distinct i))
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select coalesce(o.institution_id::text, '*'), o.withdrawn_at is null union all select coalesce(n.institution_id::text, '*'), n.withdrawn_at is null) side(i, is_public)
      where (to_jsonb(o) - '{record_id,withheld_violation_codes}'::text[]) is distinct from (to_jsonb(n) - '{record_id,withheld_violation_codes}'::text[]) and is_public;
  end if;
  return null;
end $$
""",
    """
create function public_institutions_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('institutions', '{*}');
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('institutions', array_agg(distinct i))
      from new_rows n, lateral (select coalesce(n.id::text, '*'), true) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('institutions', array_agg(distinct i))
      from old_rows o, lateral (select coalesce(o.id::text, '*'), true) side(i, is_public) where is_public;
  else
    perform public_changed('institutions', array_agg(distinct i))
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select coalesce(o.id::text, '*'), true union all select coalesce(n.id::text, '*'), true) side(i, is_public)
      where (to_jsonb(o) - '{contact_name,contact_phone,external_ref,legal_representative,risk_class,source_updated_at,sponsor}'::text[]) is distinct from (to_jsonb(n) - '{contact_name,contact_phone,external_ref,legal_representative,risk_class,source_updated_at,sponsor}'::text[]) and is_public;
  end if;
  return null;
end $$
""",
    """
create function public_sites_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('sites', '{*}');
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('sites', array_agg(distinct i))
      from new_rows n, lateral (select coalesce(n.institution_id::text, '*'), true) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('sites', array_agg(distinct i))
      from old_rows o, lateral (select coalesce(o.institution_id::text, '*'), true) side(i, is_public) where is_public;
  else
    perform public_changed('sites', array_agg(distinct i))
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select coalesce(o.institution_id::text, '*'), true union all select coalesce(n.institution_id::text, '*'), true) side(i, is_public)
      where o is distinct from n and is_public;
  end if;
  return null;
end $$
""",
    """
create function public_entitlements_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('entitlements', '{*}');
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('entitlements', array_agg(distinct i))
      from new_rows n, lateral (select coalesce(n.institution_id::text, '*'), true) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('entitlements', array_agg(distinct i))
      from old_rows o, lateral (select coalesce(o.institution_id::text, '*'), true) side(i, is_public) where is_public;
  else
    perform public_changed('entitlements', array_agg(distinct i))
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select coalesce(o.institution_id::text, '*'), true union all select coalesce(n.institution_id::text, '*'), true) side(i, is_public)
      where o is distinct from n and is_public;
  end if;
  return null;
end $$
""",
    """
create function public_inspection_items_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('inspection_items', '{*}');
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('inspection_items', case when count(*) > 0 then '{}'::text[] end)
      from new_rows n, lateral (select '', true) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('inspection_items', case when count(*) > 0 then '{}'::text[] end)
      from old_rows o, lateral (select '', true) side(i, is_public) where is_public;
  else
    perform public_changed('inspection_items', case when count(*) > 0 then '{}'::text[] end)
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select '', true union all select '', true) side(i, is_public)
      where (to_jsonb(o) - '{published_by}'::text[]) is distinct from (to_jsonb(n) - '{published_by}'::text[]) and is_public;
  end if;
  return null;
end $$
""",
    """
create function public_inspection_plans_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('inspection_plans', '{*}');
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('inspection_plans', case when count(*) > 0 then '{}'::text[] end)
      from new_rows n, lateral (select '', n.state in ('PUBLISHED', 'CLOSED')) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('inspection_plans', case when count(*) > 0 then '{}'::text[] end)
      from old_rows o, lateral (select '', o.state in ('PUBLISHED', 'CLOSED')) side(i, is_public) where is_public;
  else
    perform public_changed('inspection_plans', case when count(*) > 0 then '{}'::text[] end)
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select '', o.state in ('PUBLISHED', 'CLOSED') union all select '', n.state in ('PUBLISHED', 'CLOSED')) side(i, is_public)
      where (to_jsonb(o) - '{approved_by,created_by}'::text[]) is distinct from (to_jsonb(n) - '{approved_by,created_by}'::text[]) and is_public;
  end if;
  return null;
end $$
""",
    """
create function public_plan_lines_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('plan_lines', '{*}');
    return null;
  end if;
  if tg_op <> 'INSERT' then
    perform 1 from inspection_plans b where b.id in (select r.plan_id from old_rows r where true) and (b.state in ('PUBLISHED', 'CLOSED')) is not true for share;
  end if;
  if tg_op <> 'DELETE' then
    perform 1 from inspection_plans b where b.id in (select r.plan_id from new_rows r where true) and (b.state in ('PUBLISHED', 'CLOSED')) is not true for share;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('plan_lines', case when count(*) > 0 then '{}'::text[] end)
      from new_rows n, lateral (select '', (true) and exists (select from inspection_plans b where b.id = n.plan_id and b.state in ('PUBLISHED', 'CLOSED'))) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('plan_lines', case when count(*) > 0 then '{}'::text[] end)
      from old_rows o, lateral (select '', (true) and exists (select from inspection_plans b where b.id = o.plan_id and b.state in ('PUBLISHED', 'CLOSED'))) side(i, is_public) where is_public;
  else
    perform public_changed('plan_lines', case when count(*) > 0 then '{}'::text[] end)
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select '', (true) and exists (select from inspection_plans b where b.id = o.plan_id and b.state in ('PUBLISHED', 'CLOSED')) union all select '', (true) and exists (select from inspection_plans b where b.id = n.plan_id and b.state in ('PUBLISHED', 'CLOSED'))) side(i, is_public)
      where o is distinct from n and is_public;
  end if;
  return null;
end $$
""",
    """
create function public_plan_amendments_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('plan_amendments', '{*}');
    return null;
  end if;
  if tg_op <> 'INSERT' then
    perform 1 from inspection_plans b where b.id in (select r.plan_id from old_rows r where true) and (b.state in ('PUBLISHED', 'CLOSED')) is not true for share;
  end if;
  if tg_op <> 'DELETE' then
    perform 1 from inspection_plans b where b.id in (select r.plan_id from new_rows r where true) and (b.state in ('PUBLISHED', 'CLOSED')) is not true for share;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('plan_amendments', case when count(*) > 0 then '{}'::text[] end)
      from new_rows n, lateral (select '', (true) and exists (select from inspection_plans b where b.id = n.plan_id and b.state in ('PUBLISHED', 'CLOSED'))) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('plan_amendments', case when count(*) > 0 then '{}'::text[] end)
      from old_rows o, lateral (select '', (true) and exists (select from inspection_plans b where b.id = o.plan_id and b.state in ('PUBLISHED', 'CLOSED'))) side(i, is_public) where is_public;
  else
    perform public_changed('plan_amendments', case when count(*) > 0 then '{}'::text[] end)
      from old_rows o full join new_rows n on n.plan_id = o.plan_id and n.version_no = o.version_no,
        lateral (select '', (true) and exists (select from inspection_plans b where b.id = o.plan_id and b.state in ('PUBLISHED', 'CLOSED')) union all select '', (true) and exists (select from inspection_plans b where b.id = n.plan_id and b.state in ('PUBLISHED', 'CLOSED'))) side(i, is_public)
      where (to_jsonb(o) - '{amended_by}'::text[]) is distinct from (to_jsonb(n) - '{amended_by}'::text[]) and is_public;
  end if;
  return null;
end $$
""",
    """
create function public_publications_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('publications', '{*}');
    return null;
  end if;
  if tg_op <> 'INSERT' then
    perform 1 from public_records b where b.id in (select r.public_record_id from old_rows r where true) and (b.withdrawn_at is null) is not true for share;
  end if;
  if tg_op <> 'DELETE' then
    perform 1 from public_records b where b.id in (select r.public_record_id from new_rows r where true) and (b.withdrawn_at is null) is not true for share;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('publications', array_agg(distinct i))
      from new_rows n, lateral (select coalesce((select w.institution_id from public_records w where w.id = n.public_record_id)::text, '*'), (true) and exists (select from public_records b where b.id = n.public_record_id and b.withdrawn_at is null)) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('publications', array_agg(distinct i))
      from old_rows o, lateral (select coalesce((select w.institution_id from public_records w where w.id = o.public_record_id)::text, '*'), (true) and exists (select from public_records b where b.id = o.public_record_id and b.withdrawn_at is null)) side(i, is_public) where is_public;
  else
    perform public_changed('publications', array_agg(distinct i))
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select coalesce((select w.institution_id from public_records w where w.id = o.public_record_id)::text, '*'), (true) and exists (select from public_records b where b.id = o.public_record_id and b.withdrawn_at is null) union all select coalesce((select w.institution_id from public_records w where w.id = n.public_record_id)::text, '*'), (true) and exists (select from public_records b where b.id = n.public_record_id and b.withdrawn_at is null)) side(i, is_public)
      where (to_jsonb(o) - '{recorded_by}'::text[]) is distinct from (to_jsonb(n) - '{recorded_by}'::text[]) and is_public;
  end if;
  return null;
end $$
""",
    """
create function public_replies_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('replies', '{*}');
    return null;
  end if;
  if tg_op <> 'INSERT' then
    perform 1 from public_records b where b.id in (select r.public_record_id from old_rows r where r.state = 'SHOWN') and (b.withdrawn_at is null) is not true for share;
  end if;
  if tg_op <> 'DELETE' then
    perform 1 from public_records b where b.id in (select r.public_record_id from new_rows r where r.state = 'SHOWN') and (b.withdrawn_at is null) is not true for share;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('replies', array_agg(distinct i))
      from new_rows n, lateral (select coalesce((select w.institution_id from public_records w where w.id = n.public_record_id)::text, '*'), (n.state = 'SHOWN') and exists (select from public_records b where b.id = n.public_record_id and b.withdrawn_at is null)) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('replies', array_agg(distinct i))
      from old_rows o, lateral (select coalesce((select w.institution_id from public_records w where w.id = o.public_record_id)::text, '*'), (o.state = 'SHOWN') and exists (select from public_records b where b.id = o.public_record_id and b.withdrawn_at is null)) side(i, is_public) where is_public;
  else
    perform public_changed('replies', array_agg(distinct i))
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select coalesce((select w.institution_id from public_records w where w.id = o.public_record_id)::text, '*'), (o.state = 'SHOWN') and exists (select from public_records b where b.id = o.public_record_id and b.withdrawn_at is null) union all select coalesce((select w.institution_id from public_records w where w.id = n.public_record_id)::text, '*'), (n.state = 'SHOWN') and exists (select from public_records b where b.id = n.public_record_id and b.withdrawn_at is null)) side(i, is_public)
      where (to_jsonb(o) - '{decided_by,decline_ground,reason,written_by}'::text[]) is distinct from (to_jsonb(n) - '{decided_by,decline_ground,reason,written_by}'::text[]) and is_public;
  end if;
  return null;
end $$
""",
    """
create function public_regions_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('regions', '{*}');
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('regions', case when count(*) > 0 then '{}'::text[] end)
      from new_rows n, lateral (select '', true) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('regions', case when count(*) > 0 then '{}'::text[] end)
      from old_rows o, lateral (select '', true) side(i, is_public) where is_public;
  else
    perform public_changed('regions', case when count(*) > 0 then '{}'::text[] end)
      from old_rows o full join new_rows n on n.code = o.code,
        lateral (select '', true union all select '', true) side(i, is_public)
      where o is distinct from n and is_public;
  end if;
  return null;
end $$
""",
    """
create function public_authorities_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('authorities', '{*}');
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('authorities', case when count(*) > 0 then '{}'::text[] end)
      from new_rows n, lateral (select '', true) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('authorities', case when count(*) > 0 then '{}'::text[] end)
      from old_rows o, lateral (select '', true) side(i, is_public) where is_public;
  else
    perform public_changed('authorities', case when count(*) > 0 then '{}'::text[] end)
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select '', true union all select '', true) side(i, is_public)
      where o is distinct from n and is_public;
  end if;
  return null;
end $$
""",
    """
create function public_teachers_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('teachers', '{*}');
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('teachers', array_agg(distinct i))
      from new_rows n, lateral (select coalesce(n.institution_id::text, '*'), n.employed_to is null) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('teachers', array_agg(distinct i))
      from old_rows o, lateral (select coalesce(o.institution_id::text, '*'), o.employed_to is null) side(i, is_public) where is_public;
  else
    perform public_changed('teachers', array_agg(distinct i))
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select coalesce(o.institution_id::text, '*'), o.employed_to is null union all select coalesce(n.institution_id::text, '*'), n.employed_to is null) side(i, is_public)
      where (to_jsonb(o) - '{resident_id_hash,resident_id_sealed,work_permit_no}'::text[]) is distinct from (to_jsonb(n) - '{resident_id_hash,resident_id_sealed,work_permit_no}'::text[]) and is_public;
  end if;
  return null;
end $$
""",
)
TRIGGERS = (
    "create trigger public_inserted after insert on courses referencing new table as new_rows for each statement execute function public_courses_changed()",
    "create trigger public_updated after update on courses referencing old table as old_rows new table as new_rows for each statement execute function public_courses_changed()",
    "create trigger public_deleted after delete on courses referencing old table as old_rows for each statement execute function public_courses_changed()",
    "create trigger public_truncated after truncate on courses for each statement execute function public_courses_changed()",
    "create trigger public_inserted after insert on fee_items referencing new table as new_rows for each statement execute function public_fee_items_changed()",
    "create trigger public_updated after update on fee_items referencing old table as old_rows new table as new_rows for each statement execute function public_fee_items_changed()",
    "create trigger public_deleted after delete on fee_items referencing old table as old_rows for each statement execute function public_fee_items_changed()",
    "create trigger public_truncated after truncate on fee_items for each statement execute function public_fee_items_changed()",
    "create trigger public_inserted after insert on class_times referencing new table as new_rows for each statement execute function public_class_times_changed()",
    "create trigger public_updated after update on class_times referencing old table as old_rows new table as new_rows for each statement execute function public_class_times_changed()",
    "create trigger public_deleted after delete on class_times referencing old table as old_rows for each statement execute function public_class_times_changed()",
    "create trigger public_truncated after truncate on class_times for each statement execute function public_class_times_changed()",
    "create trigger public_inserted after insert on inspection_tasks referencing new table as new_rows for each statement execute function public_inspection_tasks_changed()",
    "create trigger public_updated after update on inspection_tasks referencing old table as old_rows new table as new_rows for each statement execute function public_inspection_tasks_changed()",
    "create trigger public_deleted after delete on inspection_tasks referencing old table as old_rows for each statement execute function public_inspection_tasks_changed()",
    "create trigger public_truncated after truncate on inspection_tasks for each statement execute function public_inspection_tasks_changed()",
    "create trigger public_inserted after insert on draws referencing new table as new_rows for each statement execute function public_draws_changed()",
    "create trigger public_updated after update on draws referencing old table as old_rows new table as new_rows for each statement execute function public_draws_changed()",
    "create trigger public_deleted after delete on draws referencing old table as old_rows for each statement execute function public_draws_changed()",
    "create trigger public_truncated after truncate on draws for each statement execute function public_draws_changed()",
    "create trigger public_inserted after insert on evidence referencing new table as new_rows for each statement execute function public_evidence_changed()",
    "create trigger public_updated after update on evidence referencing old table as old_rows new table as new_rows for each statement execute function public_evidence_changed()",
    "create trigger public_deleted after delete on evidence referencing old table as old_rows for each statement execute function public_evidence_changed()",
    "create trigger public_truncated after truncate on evidence for each statement execute function public_evidence_changed()",
    "create trigger public_inserted after insert on blobs referencing new table as new_rows for each statement execute function public_blobs_changed()",
    "create trigger public_updated after update on blobs referencing old table as old_rows new table as new_rows for each statement execute function public_blobs_changed()",
    "create trigger public_deleted after delete on blobs referencing old table as old_rows for each statement execute function public_blobs_changed()",
    "create trigger public_truncated after truncate on blobs for each statement execute function public_blobs_changed()",
    "create trigger public_inserted after insert on public_records referencing new table as new_rows for each statement execute function public_public_records_changed()",
    "create trigger public_updated after update on public_records referencing old table as old_rows new table as new_rows for each statement execute function public_public_records_changed()",
    "create trigger public_deleted after delete on public_records referencing old table as old_rows for each statement execute function public_public_records_changed()",
    "create trigger public_truncated after truncate on public_records for each statement execute function public_public_records_changed()",
    "create trigger public_inserted after insert on institutions referencing new table as new_rows for each statement execute function public_institutions_changed()",
    "create trigger public_updated after update on institutions referencing old table as old_rows new table as new_rows for each statement execute function public_institutions_changed()",
    "create trigger public_deleted after delete on institutions referencing old table as old_rows for each statement execute function public_institutions_changed()",
    "create trigger public_truncated after truncate on institutions for each statement execute function public_institutions_changed()",
    "create trigger public_inserted after insert on sites referencing new table as new_rows for each statement execute function public_sites_changed()",
    "create trigger public_updated after update on sites referencing old table as old_rows new table as new_rows for each statement execute function public_sites_changed()",
    "create trigger public_deleted after delete on sites referencing old table as old_rows for each statement execute function public_sites_changed()",
    "create trigger public_truncated after truncate on sites for each statement execute function public_sites_changed()",
    "create trigger public_inserted after insert on entitlements referencing new table as new_rows for each statement execute function public_entitlements_changed()",
    "create trigger public_updated after update on entitlements referencing old table as old_rows new table as new_rows for each statement execute function public_entitlements_changed()",
    "create trigger public_deleted after delete on entitlements referencing old table as old_rows for each statement execute function public_entitlements_changed()",
    "create trigger public_truncated after truncate on entitlements for each statement execute function public_entitlements_changed()",
    "create trigger public_inserted after insert on inspection_items referencing new table as new_rows for each statement execute function public_inspection_items_changed()",
    "create trigger public_updated after update on inspection_items referencing old table as old_rows new table as new_rows for each statement execute function public_inspection_items_changed()",
    "create trigger public_deleted after delete on inspection_items referencing old table as old_rows for each statement execute function public_inspection_items_changed()",
    "create trigger public_truncated after truncate on inspection_items for each statement execute function public_inspection_items_changed()",
    "create trigger public_inserted after insert on inspection_plans referencing new table as new_rows for each statement execute function public_inspection_plans_changed()",
    "create trigger public_updated after update on inspection_plans referencing old table as old_rows new table as new_rows for each statement execute function public_inspection_plans_changed()",
    "create trigger public_deleted after delete on inspection_plans referencing old table as old_rows for each statement execute function public_inspection_plans_changed()",
    "create trigger public_truncated after truncate on inspection_plans for each statement execute function public_inspection_plans_changed()",
    "create trigger public_inserted after insert on plan_lines referencing new table as new_rows for each statement execute function public_plan_lines_changed()",
    "create trigger public_updated after update on plan_lines referencing old table as old_rows new table as new_rows for each statement execute function public_plan_lines_changed()",
    "create trigger public_deleted after delete on plan_lines referencing old table as old_rows for each statement execute function public_plan_lines_changed()",
    "create trigger public_truncated after truncate on plan_lines for each statement execute function public_plan_lines_changed()",
    "create trigger public_inserted after insert on plan_amendments referencing new table as new_rows for each statement execute function public_plan_amendments_changed()",
    "create trigger public_updated after update on plan_amendments referencing old table as old_rows new table as new_rows for each statement execute function public_plan_amendments_changed()",
    "create trigger public_deleted after delete on plan_amendments referencing old table as old_rows for each statement execute function public_plan_amendments_changed()",
    "create trigger public_truncated after truncate on plan_amendments for each statement execute function public_plan_amendments_changed()",
    "create trigger public_inserted after insert on publications referencing new table as new_rows for each statement execute function public_publications_changed()",
    "create trigger public_updated after update on publications referencing old table as old_rows new table as new_rows for each statement execute function public_publications_changed()",
    "create trigger public_deleted after delete on publications referencing old table as old_rows for each statement execute function public_publications_changed()",
    "create trigger public_truncated after truncate on publications for each statement execute function public_publications_changed()",
    "create trigger public_inserted after insert on replies referencing new table as new_rows for each statement execute function public_replies_changed()",
    "create trigger public_updated after update on replies referencing old table as old_rows new table as new_rows for each statement execute function public_replies_changed()",
    "create trigger public_deleted after delete on replies referencing old table as old_rows for each statement execute function public_replies_changed()",
    "create trigger public_truncated after truncate on replies for each statement execute function public_replies_changed()",
    "create trigger public_inserted after insert on regions referencing new table as new_rows for each statement execute function public_regions_changed()",
    "create trigger public_updated after update on regions referencing old table as old_rows new table as new_rows for each statement execute function public_regions_changed()",
    "create trigger public_deleted after delete on regions referencing old table as old_rows for each statement execute function public_regions_changed()",
    "create trigger public_truncated after truncate on regions for each statement execute function public_regions_changed()",
    "create trigger public_inserted after insert on authorities referencing new table as new_rows for each statement execute function public_authorities_changed()",
    "create trigger public_updated after update on authorities referencing old table as old_rows new table as new_rows for each statement execute function public_authorities_changed()",
    "create trigger public_deleted after delete on authorities referencing old table as old_rows for each statement execute function public_authorities_changed()",
    "create trigger public_truncated after truncate on authorities for each statement execute function public_authorities_changed()",
    "create trigger public_inserted after insert on teachers referencing new table as new_rows for each statement execute function public_teachers_changed()",
    "create trigger public_updated after update on teachers referencing old table as old_rows new table as new_rows for each statement execute function public_teachers_changed()",
    "create trigger public_deleted after delete on teachers referencing old table as old_rows for each statement execute function public_teachers_changed()",
    "create trigger public_truncated after truncate on teachers for each statement execute function public_teachers_changed()",
)


def upgrade() -> None:
    for each in (NOTIFY, *FUNCTIONS, *TRIGGERS):
        op.execute(each)


def downgrade() -> None:
    for each in FUNCTIONS:
        op.execute(f"drop function {_name(each)}() cascade")
    op.execute("drop function public_changed(text, text[])")


def _name(function: str) -> str:
    """A function's triggers go with it."""
    return function.split()[2].partition("(")[0]

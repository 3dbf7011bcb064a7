"""What visitors are answered moves only with what they see: institutions and teachers have a version, and
institutions a moment, of what everybody sees; and visitors are notified of no version but that.

The columns come without a rewrite. Rows that were never changed since they were entered have what they need:
only the others are written, without triggers, as nothing that anybody is answered changes with it.
"""

from alembic import op

revision = "2026_12_07_public_versions"
down_revision = "2026_12_06_ledger_jobs"
branch_labels = None
depends_on = None

_FUNCTIONS = {
    "institutions": """
create or replace function public_institutions_changed() returns trigger language plpgsql as $$
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
      where (to_jsonb(o) - '{WITHHELD}'::text[]) is distinct from (to_jsonb(n) - '{WITHHELD}'::text[]) and is_public;
  end if;
  return null;
end $$
""",
    "teachers": """
create or replace function public_teachers_changed() returns trigger language plpgsql as $$
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
      where (to_jsonb(o) - '{WITHHELD}'::text[]) is distinct from (to_jsonb(n) - '{WITHHELD}'::text[]) and is_public;
  end if;
  return null;
end $$
""",
    "inspection_plans": """
create or replace function public_inspection_plans_changed() returns trigger language plpgsql as $$
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
      where (to_jsonb(o) - '{WITHHELD}'::text[]) is distinct from (to_jsonb(n) - '{WITHHELD}'::text[]) and is_public;
  end if;
  return null;
end $$
""",
    "replies": """
create or replace function public_replies_changed() returns trigger language plpgsql as $$
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
      where (to_jsonb(o) - '{WITHHELD}'::text[]) is distinct from (to_jsonb(n) - '{WITHHELD}'::text[]) and is_public;
  end if;
  return null;
end $$
""",
}
_WITHHELD = {
    "institutions": "contact_name,contact_phone,external_ref,legal_representative,risk_class,source_updated_at,sponsor,updated_at,version",
    "teachers": "resident_id_hash,resident_id_sealed,version,work_permit_no",
    "inspection_plans": "approved_by,created_by,version",
    "replies": "decided_by,decline_ground,written_by",
}
_WITHHELD_BEFORE = {
    "institutions": "contact_name,contact_phone,external_ref,legal_representative,risk_class,source_updated_at,sponsor",
    "teachers": "resident_id_hash,resident_id_sealed,work_permit_no",
    "inspection_plans": "approved_by,created_by",
    "replies": "decided_by,decline_ground,reason,written_by",
}
_BACKFILL = (
    "alter table institutions disable trigger user",
    "update institutions set public_version = version, public_updated_at = updated_at"
    " where version <> 1 or updated_at <> registered_at",
    "alter table institutions enable trigger user",
    "alter table teachers disable trigger user",
    "update teachers set public_version = version where version <> 1",
    "alter table teachers enable trigger user",
)


def upgrade() -> None:
    for table in ("institutions", "teachers"):
        op.execute(f"alter table {table} add column public_version integer not null default 1")
    op.execute("alter table institutions add column public_updated_at timestamptz")
    for statement in _BACKFILL:
        op.execute(statement)
    _replace_functions(_WITHHELD)


def downgrade() -> None:
    _replace_functions(_WITHHELD_BEFORE)
    op.execute("alter table institutions drop column public_updated_at")
    for table in ("institutions", "teachers"):
        op.execute(f"alter table {table} drop column public_version")


def _replace_functions(withheld: dict[str, str]) -> None:
    for table, function in _FUNCTIONS.items():
        op.execute(function.replace("WITHHELD", withheld[table]))

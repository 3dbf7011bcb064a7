"""Operations begin in one round trip; what a mutation read of a visit or of the calendar is read again,
under the locks of others, by the statement that writes."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_05_guarded_writes"
down_revision = "2026_12_05_short_institutions"
branch_labels = None
depends_on = None

# A volatile function takes a new snapshot for each of its statements: what follows a lock sees all that
# was committed before the lock was got, as a single statement around it would not.

LOCK = "pg_try_advisory_xact_lock(hashtextextended(encode(p_actor, 'hex') || p_operation, 0))"

BEGIN_OPERATION = f"""
create function begin_operation(p_actor bytea, p_operation uuid)
returns table (is_free boolean, mutation text, input_hmac bytea, success text, ids jsonb)
language plpgsql volatile as $$
#variable_conflict use_column
begin
  is_free := {LOCK};
  if is_free then
    select o.mutation, o.input_hmac, o.success, o.ids into mutation, input_hmac, success, ids
    from operations o where o.actor_key = p_actor and o.operation_id = p_operation;
  end if;
  return next;
end $$
"""

# Functions that hold something lock it, and raise where it is no longer as it was read. Where they are not
# given what was read, they lock alone.

HOLD_OPERATION = f"""
create function hold_operation(p_actor bytea, p_operation uuid, p_is_new boolean) returns boolean
language plpgsql volatile as $$
begin
  if not {LOCK} then
    raise exception 'the operation is being carried out' using errcode = 'SP001';
  end if;
  if p_is_new and exists (
    select from operations where actor_key = p_actor and operation_id = p_operation
  ) then
    raise exception 'the operation was carried out meanwhile' using errcode = 'SP002';
  end if;
  return true;
end $$
"""

VISIT_AS_READ = """
create function visit_as_read(p_visit uuid) returns text language plpgsql stable as $$
begin
  return (
    select json_build_object(
      'visit', to_json(v),
      'task', (
        select json_build_array(t.id, t.state, t.version)
        from inspection_tasks t where t.id = v.task_id
      ),
      'institution', (
        select json_build_array(
          coalesce(n.institution_name, i.name),
          coalesce(n.credit_code, i.unified_social_credit_code)
        )
        from institutions i left join notices n on n.inspection_id = v.id
        where i.id = v.institution_id
      ),
      'team', (
        select coalesce(
          json_agg(
            json_build_array(
              a.officer_id, p.public_no, p.certificate_valid_from, p.certificate_valid_to,
              p.entered_on, p.left_on
            ) order by a.officer_id
          ), '[]'::json)
        from inspection_assignments a
        left join inspector_profiles p on p.officer_id = a.officer_id
        where a.inspection_id = v.id and a.replaced_at is null
      ),
      'record', (
        select json_build_array(r.version_no, r.hash)
        from inspection_records r where r.id = v.current_record_id
      ),
      'has_unhashed', exists (
        select from inspection_records r where r.inspection_id = v.id and r.hash is null
      ),
      'confirmed_by', (
        select coalesce(json_agg(c.officer_id order by c.officer_id), '[]'::json)
        from record_confirmations c where c.record_id = v.current_record_id
      ),
      'signature_count', (
        select count(*) from record_signatures s where s.record_id = v.current_record_id
      ),
      'arrivals', (
        select coalesce(
          json_agg(
            json_build_array(c.id, c.officer_id, c.corrected_at, o.corrected_at)
            order by c.officer_id
          ), '[]'::json)
        from check_ins c left join check_outs o on o.check_in_id = c.id
        where c.inspection_id = v.id
      ),
      'evidence', (
        select coalesce(
          json_agg(
            json_build_array(
              e.id, e.kind, encode(e.sha256, 'hex'), e.size, e.superseded_at is null
            ) order by e.id
          ), '[]'::json)
        from evidence e
        where e.owner_kind = 'INSPECTION' and e.owner_id = v.id and e.state <> 'WITHDRAWN'
      ),
      'orders', (
        select coalesce(json_agg(json_build_array(o.id, o.state) order by o.id), '[]'::json)
        from correction_orders o where o.inspection_id = v.id
      )
    )
    from inspections v where v.id = p_visit
  )::text;
end $$
"""

# The task is held while it waits for the first record of any of its visits: one of them begins it.
HOLD_VISIT = """
create function hold_visit(p_visit uuid, p_read text) returns boolean
language plpgsql volatile as $$
begin
  perform from inspections where id = p_visit for update;
  perform from inspection_tasks t
  where t.id = (select task_id from inspections where id = p_visit) and t.state = 'ISSUED'
  for update;
  if p_read is not null and visit_as_read(p_visit) is distinct from p_read then
    raise exception 'the visit was changed meanwhile' using errcode = 'SP002';
  end if;
  return true;
end $$
"""

# Who loads days locks their table first, and waits for those who count by it and write.
HOLD_CALENDAR = """
create function hold_calendar(p_edition uuid) returns boolean
language plpgsql volatile as $$
begin
  perform from workdays limit 1;
  if p_edition is not null and (select edition from kept_calendar) is distinct from p_edition then
    raise exception 'the calendar was changed meanwhile' using errcode = 'SP002';
  end if;
  return true;
end $$
"""

# As the role that calls it, which may assume the vault's role; in the role that was there before, at the end.
KEEP_IDENTITY = """
create function keep_identity(p_complaint uuid, p_wrapped_key bytea, p_sealed bytea) returns boolean
language plpgsql volatile as $$
begin
  set local role spotcheck_vault;
  insert into vault.complainant_identities (complaint_id, wrapped_key, sealed)
  values (p_complaint, p_wrapped_key, p_sealed);
  reset role;
  return true;
end $$
"""

CALENDAR_CHANGED = """
create function calendar_changed() returns trigger language plpgsql as $$
begin
  insert into kept_calendar values (true, gen_random_uuid())
  on conflict (is_only) do update set edition = excluded.edition;
  return null;
end $$
"""


def upgrade() -> None:
    op.create_table(
        "kept_calendar",
        sa.Column("is_only", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("edition", sa.Uuid(), nullable=False),
        sa.CheckConstraint("is_only", name=op.f("ck_kept_calendar_one_row")),
        sa.PrimaryKeyConstraint("is_only", name=op.f("pk_kept_calendar")),
    )
    op.execute("grant select on kept_calendar to spotcheck_reader")
    op.execute("insert into kept_calendar values (true, gen_random_uuid())")
    for each in (
        BEGIN_OPERATION,
        HOLD_OPERATION,
        VISIT_AS_READ,
        HOLD_VISIT,
        HOLD_CALENDAR,
        KEEP_IDENTITY,
        CALENDAR_CHANGED,
    ):
        op.execute(each)
    op.execute(
        "create trigger calendar_changed after insert or update or delete or truncate on workdays"
        " for each statement execute function calendar_changed()"
    )


def downgrade() -> None:
    op.execute("drop trigger calendar_changed on workdays")
    for each in (
        "calendar_changed()",
        "keep_identity(uuid, bytea, bytea)",
        "hold_calendar(uuid)",
        "hold_visit(uuid, text)",
        "visit_as_read(uuid)",
        "hold_operation(bytea, uuid, boolean)",
        "begin_operation(bytea, uuid)",
    ):
        op.execute(f"drop function {each}")
    op.drop_table("kept_calendar")

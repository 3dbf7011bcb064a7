"""An end that is still to come may be brought forward, and what ended may be quashed; what it was to be stays
in the row."""

from alembic import op

revision = "2026_12_08_earlier_ends"
down_revision = "2026_12_08_known_visits_count"
branch_labels = None
depends_on = None

_WITHHELD = "decided_by,former_ended_on,former_reason,proposal_id,reason"
_PUBLIC = """
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
      where (to_jsonb(o) - '{%s}'::text[]) is distinct from (to_jsonb(n) - '{%s}'::text[]) and is_public;
  end if;
  return null;
end $$
"""
_FUNCTION = """
create function ended_as_written() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.standing_id = old.standing_id
    and new.former_ended_on = old.ended_on and new.former_reason = old.reason
    and (new.ended_on < old.ended_on
      or new.ended_on = old.ended_on and new.ending = 'QUASHED' and old.ending in ('LIFTED', 'REPLACED'))
  then
    return new;
  end if;
  raise exception 'rows of % are never changed', tg_table_name;
end $$
"""


def upgrade() -> None:
    op.execute(
        "alter table standing_ends add column former_ended_on date, add column former_reason text"
    )
    op.execute(_PUBLIC.replace("%s", _WITHHELD))
    op.execute(_FUNCTION)
    _keep_by("ended_as_written")


def downgrade() -> None:
    _keep_by("kept_as_written")
    op.execute("drop function ended_as_written()")
    op.execute(_PUBLIC.replace("%s", "decided_by,proposal_id,reason"))
    op.execute("alter table standing_ends drop column former_ended_on, drop column former_reason")


def _keep_by(function: str) -> None:
    op.execute("drop trigger kept_as_written on standing_ends")
    op.execute(
        "create trigger kept_as_written before update or delete on standing_ends"
        f" for each row execute function {function}()"
    )

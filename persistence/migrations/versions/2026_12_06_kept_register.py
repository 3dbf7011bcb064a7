"""Institutions are renamed and closed: the names that they had, and the last day of their existence."""

from alembic import op

revision = "2026_12_06_kept_register"
down_revision = "2026_12_06_certificates"
branch_labels = None
depends_on = None

FUNCTION = """
create function public_former_names_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('former_names', '{*}');
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('former_names', array_agg(distinct i))
      from new_rows n, lateral (select coalesce(n.institution_id::text, '*'), true) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('former_names', array_agg(distinct i))
      from old_rows o, lateral (select coalesce(o.institution_id::text, '*'), true) side(i, is_public) where is_public;
  else
    perform public_changed('former_names', array_agg(distinct i))
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select coalesce(o.institution_id::text, '*'), true union all select coalesce(n.institution_id::text, '*'), true) side(i, is_public)
      where o is distinct from n and is_public;
  end if;
  return null;
end $$
"""
STATEMENTS = (
    "alter table institutions add column closed_on date",
    "alter table institutions add constraint ck_institutions_closed_unless_existing"
    " check (closed_on is null or existence <> 'EXISTING')",
    "CREATE TABLE former_names ( id UUID NOT NULL, institution_id UUID NOT NULL, name TEXT NOT NULL, last_on DATE NOT NULL, CONSTRAINT pk_former_names PRIMARY KEY (id), CONSTRAINT fk_former_names_institution_id FOREIGN KEY(institution_id) REFERENCES institutions (id) )",
    "CREATE INDEX ix_former_names_institution_id ON former_names (institution_id)",
    "grant select on former_names to spotcheck_reader",
    FUNCTION,
    "create trigger public_inserted after insert on former_names referencing new table as new_rows for each statement execute function public_former_names_changed()",
    "create trigger public_updated after update on former_names referencing old table as old_rows new table as new_rows for each statement execute function public_former_names_changed()",
    "create trigger public_deleted after delete on former_names referencing old table as old_rows for each statement execute function public_former_names_changed()",
    "create trigger public_truncated after truncate on former_names for each statement execute function public_former_names_changed()",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("drop table former_names")
    op.execute("drop function public_former_names_changed()")
    op.execute("alter table institutions drop column closed_on")

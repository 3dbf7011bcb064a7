"""Lists that filters make short are read from indexes: what a course charges in all is kept beside it,
however its charges are written, and PostgreSQL knows how states and last days of entitlements go together."""

from alembic import op

revision = "2026_12_08_filters"
down_revision = "2026_12_07_past"
branch_labels = None
depends_on = None

_FUNCTION = """
create function sum_up_charges() returns trigger language plpgsql as $$
begin
  -- Held first: of two at once the second waits, and then sees what the first has written.
  perform from courses where id in (select course_id from written) order by id for no key update;
  update courses c set charges_fen = s.total from (
    select w.course_id, coalesce(sum(f.amount_fen), 0) as total
    from (select distinct course_id from written) w left join fee_items f using (course_id) group by 1
  ) s where c.id = s.course_id and c.charges_fen <> s.total;
  return null;
end $$
"""
_TRIGGERS = (
    ("charges_inserted", "insert", "new"),
    ("charges_deleted", "delete", "old"),
    ("charges_updated", "update", "new"),
    # Of a course that a charge was taken from.
    ("charges_moved", "update", "old"),
)
_BACKFILL = (
    # Nobody is shown it: what was remembered for visitors stands.
    "alter table courses disable trigger user",
    "update courses c set charges_fen = s.total"
    " from (select course_id, sum(amount_fen) as total from fee_items group by 1) s"
    " where c.id = s.course_id and s.total > 0",
    "alter table courses enable trigger user",
    "create index ix_courses_charges_fen_id on courses (charges_fen, id)",
    "analyze courses",
)


_ENTITLEMENTS = (
    # Those in force have their last day to come: taken apart, both seem to be met by many.
    "create statistics entitlements_state_valid_to (mcv) on state, valid_to from entitlements",
    "alter statistics entitlements_state_valid_to set statistics 1000",
    "analyze entitlements",
)


def upgrade() -> None:
    for statement in _ENTITLEMENTS:
        op.execute(statement)
    op.execute("alter table courses add column charges_fen bigint not null default 0")
    for statement in _BACKFILL:
        op.execute(statement)
    op.execute(_FUNCTION)
    for name, event, rows in _TRIGGERS:
        op.execute(
            f"create trigger {name} after {event} on fee_items referencing {rows} table as written"
            " for each statement execute function sum_up_charges()"
        )


def downgrade() -> None:
    op.execute("drop statistics entitlements_state_valid_to")
    op.execute("drop function sum_up_charges() cascade")
    op.execute("drop index ix_courses_charges_fen_id")
    op.execute("alter table courses drop column charges_fen")

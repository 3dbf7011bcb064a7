"""Transactions that write are known as open since the microsecond at which they began, not since its second."""

from alembic import op

revision = "2026_12_08_open_since"
down_revision = "2026_12_08_filters"
branch_labels = None
depends_on = None

FUNCTION = """
create or replace function recorded_now() returns timestamptz language plpgsql as $$
declare
  v_known text := current_setting('spotcheck.recorded_at', true);
  v_at timestamptz;
begin
  if v_known <> '' then
    return v_known;
  end if;
  -- Held until the transaction ends: who sees no such lock sees all that was written before.
  -- To the microsecond: a moment that was announced as known stays so when others write.
  perform pg_advisory_xact_lock_shared(
    (extract(epoch from clock_timestamp() - timestamptz '2020-01-01 00:00:00+00') * 1000000)::bigint);
  v_at := clock_timestamp();
  loop
    insert into recordings (began_at, committed_at) values (v_at, v_at) on conflict do nothing;
    exit when found;
    v_at := v_at + interval '1 microsecond';
  end loop;
  perform set_config('spotcheck.recorded_at', v_at::text, true);
  return v_at;
end $$
"""
VIEW = """
create or replace view register_history as
select true as is_only, (select max(begins_at) from pasts) as begins_at,
  least(now(), (select min(timestamptz '2020-01-01 00:00:00+00' + ((classid::bigint << 32) + objid::bigint) * interval '1 microsecond')
    from pg_locks where locktype = 'advisory' and objsubid = 1 and mode = 'ShareLock'
      and database = (select oid from pg_database where datname = current_database())))
    - interval '1 microsecond' as latest
"""
FUNCTION_BEFORE = """
create or replace function recorded_now() returns timestamptz language plpgsql as $$
declare
  v_known text := current_setting('spotcheck.recorded_at', true);
  v_at timestamptz;
begin
  if v_known <> '' then
    return v_known;
  end if;
  -- Held until the transaction ends: who sees no such lock sees all that was written before.
  perform pg_advisory_xact_lock_shared(
    1885434740, floor(extract(epoch from clock_timestamp() - timestamptz '2020-01-01 00:00:00+00'))::int);
  v_at := clock_timestamp();
  loop
    insert into recordings (began_at, committed_at) values (v_at, v_at) on conflict do nothing;
    exit when found;
    v_at := v_at + interval '1 microsecond';
  end loop;
  perform set_config('spotcheck.recorded_at', v_at::text, true);
  return v_at;
end $$
"""
VIEW_BEFORE = """
create or replace view register_history as
select true as is_only, (select max(begins_at) from pasts) as begins_at,
  least(now(), (select min(timestamptz '2020-01-01 00:00:00+00' + objid::bigint * interval '1 second')
    from pg_locks where locktype = 'advisory' and classid = 1885434740 and objsubid = 2
      and database = (select oid from pg_database where datname = current_database())))
    - interval '1 microsecond' as latest
"""


def upgrade() -> None:
    op.execute(FUNCTION)
    op.execute(VIEW)


def downgrade() -> None:
    op.execute(FUNCTION_BEFORE)
    op.execute(VIEW_BEFORE)

"""What the public was shown earlier: each version of a row that another replaced, and from when to when.

A table says by `past` that its versions are kept. Its rows have a moment `recorded_at`, at which the
transaction that wrote them first wrote to such a table; a version that is replaced goes to `<table>_past`
with the moment of the transaction that replaced it. `recordings` has of each transaction this moment and
the one at which it committed, so that a reader knows which of them were still open at a third
(`persistence.reading.past`): versions follow one another in the order of commits (decision 0094).
"""

from dataclasses import dataclass
from typing import Any, get_args, get_type_hints
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

RECORDED, REPLACED = "recorded_at", "replaced_at"
KEPT = "past"
"""Where a table's `info` names the columns whose earlier values are kept."""
_MOMENT = sa.DateTime(timezone=True)
_EPOCH = "timestamptz '2020-01-01 00:00:00+00'"
"""Advisory locks that are shared are held by transactions that have written: their keys are the microseconds from
here to when these began. What else is locked in this database is locked alone."""
_LONG = "interval '10 seconds'"


@dataclass(frozen=True, slots=True)
class Past:
    """That earlier versions of a table's rows are kept: all columns but those `without` and those that are
    withheld, of rows for which
    `rows` holds as `{row}`, found by these `indexes`. Only what visitors see may be kept."""

    without: frozenset[str] = frozenset()
    rows: str = "true"
    indexes: tuple[sa.Index, ...] = ()


def keep(rows: type[DeclarativeBase], past: Past) -> None:
    """Have the versions of this table's rows kept."""
    table = rows.__table__
    assert isinstance(table, sa.Table)
    kept = [
        each for each in table.c if each.name not in past.without and not each.info.get("withheld")
    ]
    table.info[KEPT] = tuple(each.name for each in kept)
    table.append_column(
        sa.Column(RECORDED, _MOMENT, nullable=False, server_default=sa.text("recorded_now()"))
    )
    sa.Table(
        past_of(table),
        table.metadata,
        *(
            sa.Column(
                each.name,
                _type(each, rows),
                primary_key=each.primary_key,
                nullable=each.nullable,
            )
            for each in kept
        ),
        sa.Column(RECORDED, _MOMENT, primary_key=True),
        sa.Column(REPLACED, _MOMENT, nullable=False),
        *past.indexes,
    )
    statements = [function(table, past), *triggers(table)]

    def made(_: sa.MetaData, connection: sa.Connection, **__: Any) -> None:
        for each in statements:
            connection.exec_driver_sql(each)

    sa.event.listen(table.metadata, "after_create", made)


def stand(metadata: sa.MetaData) -> None:
    """Have the tables that all versions need made with the others."""
    sa.Table(
        "recordings",
        metadata,
        sa.Column("began_at", _MOMENT, primary_key=True),
        sa.Column("committed_at", _MOMENT, nullable=False),
        sa.Index(
            "ix_recordings_long",
            "began_at",
            postgresql_where=sa.text(f"committed_at - began_at > {_LONG}"),
        ),
    )
    sa.Table(
        "pasts",
        metadata,
        sa.Column("table_name", sa.Text(), primary_key=True),
        sa.Column("begins_at", _MOMENT, nullable=False),
    )

    def before(_: sa.MetaData, connection: sa.Connection, **__: Any) -> None:
        connection.exec_driver_sql(RECORDED_NOW)

    def after(_: sa.MetaData, connection: sa.Connection, **__: Any) -> None:
        for each in AFTER:
            connection.exec_driver_sql(each)

    sa.event.listen(metadata, "before_create", before)
    sa.event.listen(metadata, "after_create", after)


RECORDED_NOW = f"""
create function recorded_now() returns timestamptz language plpgsql as $$
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
    (extract(epoch from clock_timestamp() - {_EPOCH}) * 1000000)::bigint);
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
"""The moment of this transaction, the same for all that it writes, and no other's."""

_COMMITTING = """
create function recording_commits() returns trigger language plpgsql as $$
begin
  update recordings set committed_at = clock_timestamp() where began_at = new.began_at;
  return null;
end $$
"""
_AT_COMMIT = (
    "create constraint trigger commits after insert on recordings deferrable initially deferred"
    " for each row execute function recording_commits()"
)
_LATEST = f"""
select true as is_only, (select max(begins_at) from pasts) as begins_at,
  least(now(), (select min({_EPOCH} + ((classid::bigint << 32) + objid::bigint) * interval '1 microsecond')
    from pg_locks where locktype = 'advisory' and objsubid = 1 and mode = 'ShareLock'
      and database = (select oid from pg_database where datname = current_database())))
    - interval '1 microsecond' as latest
"""
HISTORY = f"create view register_history as{_LATEST}"
"""From when to when it is known what was shown: before the oldest transaction began that still writes."""
WHAT_IS_KNOWN = sa.Table(
    "register_history",
    sa.MetaData(),
    sa.Column("is_only", sa.Boolean(), primary_key=True),
    sa.Column("begins_at", _MOMENT, nullable=False),
    sa.Column("latest", _MOMENT, nullable=False),
)
AFTER = (_COMMITTING, _AT_COMMIT, HISTORY)

OPEN_AT = f"""
select array(
  select began_at from recordings
    where began_at between $1::timestamptz - {_LONG} and $1::timestamptz and committed_at > $1::timestamptz
  union
  select began_at from recordings
    where committed_at - began_at > {_LONG} and began_at <= $1::timestamptz and committed_at > $1::timestamptz)
"""
"""The transactions that had written and not committed at a moment, by the moments of their own."""

WHERE_KNOWN = """
select now(), latest, array(select table_name from pasts order by 1),
  array(select begins_at from pasts order by table_name) from register_history
"""


def as_of(table: str, columns: list[str], moment: str, still_open: str) -> str:
    """The versions that were there at a moment, as a subquery that PostgreSQL merges with what is around it:
    two tables, each read by its own indexes, also in their order. The condition is spelt so that of a row it
    assumes nothing, where of `recorded_at <= $1` it would assume a third."""
    names = ", ".join((*columns, RECORDED))
    return (
        f"(select * from (select {names}, 'infinity'::timestamptz as {REPLACED} from {table}"
        f" union all select {names}, {REPLACED} from {table}_past) v where case"
        f" when v.{RECORDED} <= {moment} and v.{RECORDED} <> all({still_open})"
        f" and (v.{REPLACED} > {moment} or v.{REPLACED} = any({still_open}))"
        " then true end is not null)"
    )


def past_of(table: sa.Table) -> str:
    return f"{table.name}_past"


def function(table: sa.Table, past: Past) -> str:
    """What the triggers of a table run."""
    names = [*table.info[KEPT], RECORDED]
    old = ", ".join(f"old.{each}" for each in names)
    return f"""
create function keep_{table.name}_past() returns trigger language plpgsql as $$
declare
  v_at timestamptz := recorded_now();
begin
  -- What the same transaction wrote nobody was ever shown.
  if old.{RECORDED} <> v_at and ({past.rows.replace("{row}", "old")}) then
    insert into {past_of(table)} ({", ".join(names)}, {REPLACED}) values ({old}, v_at);
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  new.{RECORDED} := v_at;
  return new;
end $$
"""


def triggers(table: sa.Table) -> list[str]:
    """Nothing happens where nothing of what is kept changes."""
    compared = [
        each.name for each in table.c if each.name in table.info[KEPT] and each.computed is None
    ]
    changes = " or ".join(f"old.{name} is distinct from new.{name}" for name in compared)
    run = f"for each row {{}}execute function keep_{table.name}_past()"
    changed = f"when ({changes}) "
    return [
        f"create trigger past_updated before update on {table.name} {run.format(changed)}",
        f"create trigger past_deleted before delete on {table.name} {run.format('')}",
    ]


def _type(column: sa.Column[Any], rows: type[DeclarativeBase]) -> sa.types.TypeEngine[Any]:
    """Without the check of a code list: what was stored was checked, and a list may grow. Of a foreign key, whose
    column gets its type when the other table is known, as it is annotated."""
    if isinstance(column.type, sa.Enum):
        return sa.String(column.type.length)
    if isinstance(column.type, sa.types.NullType):
        (annotated,) = get_args(get_type_hints(rows)[column.key])
        return sa.Uuid() if UUID in (annotated, *get_args(annotated)) else sa.Text()
    return column.type

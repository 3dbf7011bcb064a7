"""What anybody sees of the register, and how a write to it is notified.

Each area lists beside its shapes which rows of a table public answers have, and which columns. A
trigger notifies what a statement altered of these, and nothing else: what somebody may not learn moves
nothing that can be observed. Answers are remembered until then (`answers`), where all that their
statement reads is listed (`dependencies`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from persistence.engine.changes import CHANNEL
from persistence.engine.columns import withheld

TOPIC = "public"
ANYTHING = "*"
"""In place of a table and its institutions, where it may be any of them."""
MOST_NAMED = 50
"""Institutions that one notification names."""


@dataclass(frozen=True)
class Beside:
    """The row with which rows are shown, if `condition` holds of it as `{row}`: of this table, whose id is what
    `column` holds."""

    column: str
    table: type[Any]
    condition: str

    @property
    def name(self) -> str:
        return str(self.table.__tablename__)


@dataclass(frozen=True)
class PublicTable:
    """Rows that anybody may see, where the condition `rows` holds of `{row}`: all columns but those
    that their table says are withheld, or those of `only`.

    `institution` is the column that names whose page shows them; without one, and without a table
    `beside` that has one, they are notified by their table alone. A row `beside` that does not show
    them is locked until the writer's transaction ends: who shows it meanwhile would show these too,
    and nobody would have been notified.
    `counted_by` are views that have no more of these rows than how many there are; `counted_by_day`
    those in which that turns on the day as well.
    """

    table: type[Any]
    rows: str = "true"
    institution: str | None = None
    beside: Beside | None = None
    only: tuple[str, ...] = ()
    counted_by: tuple[str, ...] = ()
    counted_by_day: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return str(self.table.__tablename__)

    @cached_property
    def withheld(self) -> frozenset[str]:
        return withheld(self.table.__table__)

    @property
    def is_institution(self) -> bool:
        return self.institution == "id"

    @cached_property
    def columns(self) -> frozenset[str]:
        names = self.only or self.table.__table__.c.keys()
        return frozenset(names) - self.withheld

    @property
    def function(self) -> str:
        return f"public_{self.name}_changed"


Register = Mapping[str, PublicTable]
"""By the names of tables."""


def register(areas: Iterable[Iterable[PublicTable]]) -> Register:
    return {each.name: each for area in areas for each in area}


NOTIFY = f"""
create function public_changed(p_table text, p_institutions text[]) returns void language plpgsql as $$
declare
  v_text text;
begin
  if p_institutions is null then
    return;
  end if;
  v_text := '{TOPIC} ' || case
    when '{ANYTHING}' = any(p_institutions) or cardinality(p_institutions) > {MOST_NAMED} then '{ANYTHING}'
    else concat_ws(' ', p_table, nullif(array_to_string(p_institutions, ' '), ''))
  end;
  perform pg_notify('{CHANNEL}', v_text);
  -- The process that writes need not wait until it hears this like the others.
  if current_setting('application_name') like 'spotcheck%' then
    raise info using message = v_text;
  end if;
end $$
"""
"""Notified of these institutions; of none, by the table alone; of null, nothing was."""


ALL_CHANGED = f"select pg_notify('{CHANNEL}', '{TOPIC} {ANYTHING}')"
"""For somebody who wrote without triggers, in the same transaction."""


def function(table: PublicTable, others: Register) -> str:
    """What the triggers of a table run, whatever was done to it."""
    key = _institution(table, others)
    one = f"coalesce({key}::text, '{ANYTHING}')" if key else "''"
    keys = table.table.__table__.primary_key
    same = " and ".join(f"n.{each.name} = o.{each.name}" for each in keys)

    def of(row: str) -> str:
        return f"{one}, {_is_public(table)}".replace("{row}", row)

    found = "array_agg(distinct i)" if key else "case when count(*) > 0 then '{}'::text[] end"
    return f"""
create function {table.function}() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('{table.name}', '{{{ANYTHING}}}');
    return null;
  end if;{_locks(table)}
  if tg_op = 'INSERT' then
    perform public_changed('{table.name}', {found})
      from new_rows n, lateral (select {of("n")}) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('{table.name}', {found})
      from old_rows o, lateral (select {of("o")}) side(i, is_public) where is_public;
  else
    perform public_changed('{table.name}', {found})
      from old_rows o full join new_rows n on {same},
        lateral (select {of("o")} union all select {of("n")}) side(i, is_public)
      where {_what(table, "o")} is distinct from {_what(table, "n")} and is_public;
  end if;
  return null;
end $$
"""


def triggers(table: PublicTable) -> list[str]:
    """One for each event: only so has each the rows before and after it."""
    return [
        f"create trigger public_{event} after {what} on {table.name}{_ROWS[what]}"
        f" for each statement execute function {table.function}()"
        for event, what in _EVENTS.items()
    ]


_EVENTS = {
    "inserted": "insert",
    "updated": "update",
    "deleted": "delete",
    "truncated": "truncate",
}
_ROWS = {
    "insert": " referencing new table as new_rows",
    "update": " referencing old table as old_rows new table as new_rows",
    "delete": " referencing old table as old_rows",
    "truncate": "",
}


def statements(tables: Register) -> list[str]:
    """All that makes the database notify what is shown."""
    made = [NOTIFY]
    for each in tables.values():
        made += [function(each, tables), *triggers(each)]
    return made


def _institution(table: PublicTable, others: Register) -> str | None:
    if table.institution is not None:
        return f"{{row}}.{table.institution}"
    beside = table.beside
    if beside is None or not is_of_institution(table, others):
        return None
    whose = others[beside.name]
    return (
        f"(select w.{whose.institution} from {whose.name} w where w.id = {{row}}.{beside.column})"
    )


def is_of_institution(table: PublicTable, others: Register) -> bool:
    """Whether each row belongs to one institution, by itself or by what it stands beside."""
    if table.institution is not None:
        return True
    beside = table.beside
    whose = None if beside is None else others.get(beside.name)
    return whose is not None and whose.institution is not None


def _is_public(table: PublicTable) -> str:
    beside = table.beside
    if beside is None:
        return table.rows
    return (
        f"({table.rows}) and exists (select from {beside.name} b where"
        f" b.id = {{row}}.{beside.column} and {beside.condition.replace('{row}', 'b')})"
    )


def _locks(table: PublicTable) -> str:
    beside = table.beside
    if beside is None:
        return ""

    def lock(rows: str) -> str:
        return (
            f"perform 1 from {beside.name} b where b.id in (select r.{beside.column}"
            f" from {rows} r where {table.rows.replace('{row}', 'r')})"
            f" and ({beside.condition.replace('{row}', 'b')}) is not true for share;"
        )

    return f"""
  if tg_op <> 'INSERT' then
    {lock("old_rows")}
  end if;
  if tg_op <> 'DELETE' then
    {lock("new_rows")}
  end if;"""


def _what(table: PublicTable, row: str) -> str:
    """What of a row visitors see, to be compared. No column is named that a later migration may add."""
    if table.only:
        return f"({', '.join(f'{row}.{name}' for name in table.only)})"
    if not table.withheld:
        return row
    return f"(to_jsonb({row}) - '{{{','.join(sorted(table.withheld))}}}'::text[])"

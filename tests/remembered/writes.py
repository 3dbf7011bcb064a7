"""Random statements on what visitors see, and on what they do not."""

import random
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from persistence.register import REGISTER
from persistence.tables import metadata

SHOWN = tuple(REGISTER.public_tables)
WRITTEN = (*SHOWN, "public_records", "public_records", "courses", "institutions")
"""Withdrawals more often than other things."""
HIDDEN = (
    "inspections",
    "inspection_assignments",
    "complaints",
    "objections",
    "repair_requests",
    "correction_orders",
    "follow_ups",
    "officers",
    "accounts",
    "evidence",
    "inspection_tasks",
)
_COPIED = ("fee_items", "class_times", "sites", "plan_lines", "courses", "teachers", "entitlements")
_TODAY = "(timezone('Asia/Shanghai', now())::date + {})"
_STATES = {
    "courses": (
        "state = 'DRAFT', published_at = null, withdrawn_at = null",
        "state = 'PUBLISHED', published_at = now(), withdrawn_at = null",
        "state = 'WITHDRAWN', published_at = now(), withdrawn_at = now()",
    ),
    "teachers": (
        "employed_to = null, end_reason = null",
        f"employed_to = {_TODAY.format(0)}, end_reason = 'RESIGNED'",
    ),
    "inspection_plans": tuple(
        f"state = '{state}'" for state in ("DRAFT", "APPROVED", "PUBLISHED", "CLOSED")
    ),
    "inspection_tasks": tuple(
        f"state = '{state}'" for state in ("POOL_FROZEN", "LOCKED", "ISSUED", "VOIDED")
    ),
    "public_records": (
        "withdrawal_ground = 'REPAIRED', withdrawn_at = now(), repair_status = 'GRANTED'",
        "withdrawal_ground = null, withdrawn_at = null, repair_status = 'NONE'",
        "superseded_at = now()",
        "superseded_at = null",
        f"expires_on = {_TODAY.format(1)}",
    ),
    "publications": (
        "state = 'PUBLISHED', published_at = now(), reference = 'x'",
        "state = 'CANCELLED', published_at = null, reference = null",
    ),
    "replies": (
        "state = 'SHOWN', decided_at = now(), decline_ground = null",
        "state = 'DECLINED', decided_at = now(), decline_ground = 'INSULT'",
        "state = 'WRITTEN', decided_at = null, decline_ground = null",
    ),
    "evidence": (
        "released_at = now(), released_by = (select id from accounts order by id limit 1)",
        "released_at = null, released_by = null",
    ),
    "blobs": ("width = coalesce(width, 0) + 1",),
    "draws": ("stage = 'VOIDED'", "stage = 'COMMITTED'", "proof = proof || ' '"),
}


def write(chance: random.Random, tables: Sequence[str] = WRITTEN) -> str:
    """One statement about one row, or about some."""
    table = metadata.tables[chance.choice(tables)]
    kinds = ["value", "state", "state", "day", "text", "copy", "delete"]
    match chance.choice(kinds):
        case "state" if table.name in _STATES:
            written = chance.choice(_STATES[table.name])
            return f"update {table.name} set {written} where {_one(table, chance)}"
        case "copy" if table.name in _COPIED:
            names = [each.name for each in table.c if each.computed is None]
            values = [_fresh(name) for name in names]
            return (
                f"insert into {table.name} ({', '.join(names)}) select {', '.join(values)}"
                f" from {table.name} where {_one(table, chance)}"
            )
        case "delete" if table.name in _COPIED:
            return f"delete from {table.name} where {_one(table, chance)}"
        case "day" if days := [each for each in table.c if isinstance(each.type, sa.Date)]:
            value = _TODAY.format(chance.randint(-2, 2))
            return _update(table, chance.choice(days).name, value, chance)
        case "text" if texts := [each for each in table.c if _is_text(each)]:
            column = chance.choice(texts).name
            return _update(table, column, f"{column} || '{chance.randint(0, 9)}'", chance)
        case _:
            columns = [each for each in table.c if not each.primary_key and each.computed is None]
            column = chance.choice(columns).name
            other = f"(select o.{column} from {table.name} o where {_one(table, chance, 'o')})"
            return _update(table, column, other, chance)


def _is_text(column: "sa.Column[Any]") -> bool:
    return type(column.type) is sa.Text and column.computed is None


def _update(table: sa.Table, column: str, value: str, chance: random.Random) -> str:
    return f"update {table.name} set {column} = {value} where {_one(table, chance)}"


def _one(table: sa.Table, chance: random.Random, row: str = "") -> str:
    """One row, or now and then half of them."""
    name = next(iter(table.primary_key)).name
    key = f"{row}.{name}" if row else name
    if not row and chance.random() < 0.1:
        return f"md5({key}::text || '{chance.random()}') < '8'"
    salt = chance.random()
    return f"{key} = (select x.{name} from {table.name} x order by md5(x.{name}::text || '{salt}') limit 1)"


def _fresh(name: str) -> str:
    if name == "id":
        return "gen_random_uuid()"
    return f"{name} || gen_random_uuid()" if name in ("number", "number_key") else name

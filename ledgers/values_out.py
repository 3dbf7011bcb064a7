"""Values of the register as a ledger writes them, and as the import reads them back."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from domain.courses import ChargeBasis, Weekday
from domain.terms import Term
from ledgers import cells
from ledgers.layouts import LedgerColumn


def cell(column: LedgerColumn, value: Any) -> Any:
    if value is None:
        return ""
    if column.words is not None:
        codes = value if isinstance(value, list) else [value]
        return cells.listed(_term(column.words, code) for code in codes)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return "、".join(str(cell(column, each)) for each in value)
    return value.zh if isinstance(value, Term) else value


def yuan(fen: int | None) -> str | None:
    return None if fen is None else f"{fen // 100}.{fen % 100:02d}"


def fee(item: Mapping[str, Any]) -> str:
    if item["basis"] == ChargeBasis.CLASS_HOUR.value:
        quantity = f"{item['class_hours']}课时"
    else:
        quantity = f"{item['months']}个月{item['days']}天"
    return f"{item['name']} {yuan(item['amount_fen'])}元/{quantity}"


def class_time(time: Mapping[str, Any]) -> str:
    starts, ends = (str(time[each])[:5] for each in ("starts_at", "ends_at"))
    return f"{Weekday[time['weekday']].zh} {starts}-{ends}"


def _term(words: type[Term], code: str) -> Term:
    return words.__members__[code]

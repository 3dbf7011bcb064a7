"""Rows of an export that is older than the register: they change nothing, and say what they would."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from ledgers import cells
from ledgers.lines import Entry

VERSION = "version"
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Difference:
    """A column in which a row and the register differ; `held` is what a ledger would write of it."""

    key: str
    held: object


@dataclass(slots=True)
class Versions:
    """Compares the version that a row carries with the register's.

    An entry may have several rows, in several chunks: what this import itself has made of it is not
    somebody else's change. What it made in a transaction that was rolled back it has not made: the
    same version may be somebody else's by then.
    """

    _own: dict[UUID, int] = field(default_factory=dict)
    _open: dict[UUID, int] = field(default_factory=dict)
    """Made in transactions that are under way; of two at once none has the other's entries."""

    def made(self, id: UUID, version: int) -> None:
        """This import gives the entry this version, once its transaction is committed."""
        self._open[id] = version

    def confirm(self, ids: Iterable[UUID]) -> None:
        """The entries have the versions that were made of them."""
        self._own.update((id, self._open.pop(id)) for id in ids if id in self._open)

    def of(self, ids: Iterable[UUID]) -> dict[UUID, int]:
        """The versions made of these in transactions that are under way."""
        return {id: self._open[id] for id in ids if id in self._open}

    def restore(self, made: Mapping[UUID, int]) -> None:
        """This import made these before it was interrupted."""
        self._own.update(made)

    def roll_back(self, ids: Iterable[UUID]) -> None:
        for id in ids:
            self._open.pop(id, None)

    def is_current(
        self, entry: Entry, id: UUID, version: int, differences: Iterable[Difference]
    ) -> bool:
        """Whether the row may change the entry, which has this version; faults where it may not.
        A row without a version may, and is counted."""
        exported = entry.take(VERSION, cells.whole)
        is_own = self._open.get(id, self._own.get(id)) == version
        if exported is None:
            has_none = VERSION not in entry.values
            entry.is_unchecked = has_none and not is_own
            return has_none
        if is_own or exported == version:
            return True
        for each in differences:
            _fault(entry, each, exported, version)
        if not entry.faults:
            _fault(entry, Difference(VERSION, version), exported, version)
        return False


def held_text(entry: Entry, key: str, held: object) -> tuple[str, str]:
    """What the register holds, to be put beside what the row says; not what is private."""
    if entry.layout.column(key).is_private:
        return "另一内容", "something else"
    text = " ".join(str(held).split())
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return (f"“{text}”", f'"{text}"') if text else ("空", "nothing")


def _fault(entry: Entry, difference: Difference, exported: int, version: int) -> None:
    key = difference.key
    held_zh, held_en = held_text(entry, key, difference.held)
    said_zh, _ = held_text(entry, key, cells.text(entry.values.get(key, "")))
    if exported < version:
        zh = f"此行为第{exported}版，导出后登记已改为第{version}版：此行{said_zh}，现登记{held_zh}"
        en = f"is of version {exported}; version {version} of the register has {held_en}"
    else:
        zh = (
            f"此行为第{exported}版，登记仅有第{version}版，可能导出自别处或备份恢复之前："
            f"此行{said_zh}，现登记{held_zh}"
        )
        en = (
            f"is of version {exported}, later than version {version} of this register, which has"
            f" {held_en}"
        )
    entry.fault(
        key,
        f"{zh}。未导入；确以此行为准的，请清空“版本”后再导入",
        f"{en}. Nothing was changed; to have this row count, clear its version",
    )

"""How many rows there are of each kind, counted as they are written.

A counter that every writer adds to would make them wait for one another. So a trigger appends what a
statement added or took away to `<name>_changes`, `kept_<name>` holds the sums of what was appended
earlier, and who reads adds both. `add_up` moves changes into the sums; how often, alters no answer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from persistence.engine import views
from persistence.engine.columns import BY_LEVEL, Table, by_level


@dataclass(frozen=True, slots=True)
class Tally:
    """The rows of a query, each for `n` of what is counted, by these columns, none of them null.

    `sums` are the columns by which they are added up, by what is added to the name: by all of them
    where none are given. `over` is a query of rows that are counted and are no more by the clock:
    they are taken off when it is read.
    """

    name: str
    rows: str
    columns: Mapping[str, sa.types.TypeEngine[Any]]
    levels: tuple[str, ...] = ()
    sums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    over: str = ""

    def stand(self) -> None:
        """Make its tables and views part of the register's."""
        columns = _columns(self.columns)
        sa.Table(
            self.changes,
            Table.metadata,
            sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
            *columns,
            sa.Column("n", sa.Integer(), nullable=False),
        )
        for kept, names in self._kept:
            indexed = [name for name in self.levels if name in names]
            sa.Table(
                kept,
                Table.metadata,
                *_columns({name: self.columns[name] for name in names}, primary_key=True),
                sa.Column("n", sa.BigInteger(), nullable=False),
                *(index for name in indexed for index in by_level(f"ix_{kept}_{name}", name)),
            )
        views.stand(tuple(self.views))

    @property
    def changes(self) -> str:
        return f"{self.name}_changes"

    @property
    def views(self) -> Iterator[str]:
        """Statements that make the views that are read."""
        for kept, names in self._kept:
            columns = ", ".join(names)
            over = f" union all select {columns}, -n from ({self.over}) gone" if self.over else ""
            yield views.view(
                kept.removeprefix("kept_"),
                f"select {columns}, n from {kept}"
                f" union all select {columns}, n from {self.changes}{over}",
            )

    def read(self, sums: str = "", *, name: str | None = None) -> sa.Table:
        """The view of its totals by the columns of one of its sums, or another of the same columns."""
        kept, names = next(each for each in self._kept if each[0] == f"kept_{self.name}{sums}")
        columns = {name: self.columns[name] for name in names}
        return sa.Table(
            name or kept.removeprefix("kept_"),
            views.VIEWS,
            *_columns(columns, primary_key=True),
            sa.Column("n", sa.BigInteger(), nullable=False),
            info={BY_LEVEL: set(self.levels) & columns.keys()},
        )

    async def add_up(self, session: AsyncSession, most: int) -> int:
        """Move the oldest changes into the sums, so many at most; how many there were. Two at once
        would move none twice, and one of them would fail."""
        moved = await session.scalar(sa.text(self.adding_up), {"most": most})
        return int(moved or 0)

    @property
    def counting_again(self) -> Iterator[str]:
        """Statements that count all rows, where no trigger appended what was written."""
        yield f"delete from {self.changes}"
        for kept, names in self._kept:
            columns = ", ".join(names)
            yield f"delete from {kept}"
            yield (
                f"insert into {kept} ({columns}, n) select {columns}, sum(n)"
                f" from ({self.rows}) counted group by {columns}"
            )

    @property
    def adding_up(self) -> str:
        columns = ", ".join(self.columns)
        sums = "".join(
            f", sum_{i} as (insert into {kept} as k ({', '.join(names)}, n)"
            f" select {', '.join(names)}, sum(n) from gone group by {', '.join(names)}"
            f" having sum(n) <> 0 on conflict ({', '.join(names)})"
            " do update set n = k.n + excluded.n)"
            for i, (kept, names) in enumerate(self._kept)
        )
        return (
            f"with gone as (delete from {self.changes} where id in"
            f" (select id from {self.changes} order by id limit :most) returning {columns}, n)"
            f"{sums} select count(*) from gone"
        )

    @property
    def _kept(self) -> list[tuple[str, tuple[str, ...]]]:
        sums = self.sums or {"": tuple(self.columns)}
        return [(f"kept_{self.name}{added}", names) for added, names in sums.items()]


def _columns(
    columns: Mapping[str, sa.types.TypeEngine[Any]], *, primary_key: bool = False
) -> list[sa.Column[Any]]:
    return [
        sa.Column(name, kind, nullable=False, primary_key=primary_key)
        for name, kind in columns.items()
    ]

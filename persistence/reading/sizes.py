"""For about how many rows a page's statement is made: a plan that knows no values has to know that much.

Of `LIMIT $1` PostgreSQL assumes a tenth of the table. Such a plan looks so dear beside those for values
that it is never kept: lists without a filter were planned each time. Under filters whose values are
rare or common it had better not be kept, and the size stays unknown.
"""

from dataclasses import dataclass

_STEPS = (5, 10, 20, 50, 100)


@dataclass(frozen=True, slots=True)
class Room:
    """At most so many rows; exactly so many, or a number that only the request knows."""

    rows: int
    is_exact: bool

    @classmethod
    def of(cls, size: int) -> "Room":
        """The next step: few statements serve all sizes."""
        rows = next(step for step in _STEPS if step >= size)
        return cls(rows, is_exact=rows == size)

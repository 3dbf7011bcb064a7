"""What is remembered of clients' documents, bounded in bytes."""

from collections.abc import Hashable
from contextlib import suppress
from operator import itemgetter
from typing import Any

from cachetools import LRUCache

MEGABYTE = 1_048_576
DEFAULT = 32 * MEGABYTE


class Remembered:
    """Prepared operations, their plans and introspections, up to so many bytes together; what was
    longest unused is forgotten first, and what is larger than all of it is not remembered."""

    def __init__(self, most: int = DEFAULT) -> None:
        self._kept: LRUCache[Hashable, tuple[int, Any]] = LRUCache(most, getsizeof=itemgetter(0))

    def get(self, key: Hashable) -> Any:
        found = self._kept.get(key)
        return found and found[1]

    def put(self, key: Hashable, value: Any, size: int) -> None:
        with suppress(ValueError):
            self._kept[key] = (size, value)

    @property
    def size(self) -> int:
        return int(self._kept.currsize)

"""What is remembered of clients' documents, bounded in bytes."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

MEGABYTE = 1_048_576
DEFAULT = 32 * MEGABYTE


class Remembered:
    """Prepared operations, their plans and introspections, up to so many bytes together; what was
    longest unused is forgotten first, and what is larger than all of it is not remembered."""

    def __init__(self, most: int = DEFAULT) -> None:
        self._most, self.size = most, 0
        # Not cachetools': each read looks here three times, of which its steps were a fiftieth.
        self._kept: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()

    def get(self, key: Hashable) -> Any:
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[1]

    def put(self, key: Hashable, value: Any, size: int) -> None:
        if size > self._most:
            return
        before, _ = self._kept.pop(key, (0, None))
        self._kept[key] = (size, value)
        self.size += size - before
        while self.size > self._most:
            _, (least, _) = self._kept.popitem(last=False)
            self.size -= least

"""The README's story as GraphiQL's tabs tell it: documents to run one after the other.

Five words in them are filled in when they are opened: OPERATION_ID (another one each time), TODAY
and NOW, VISIT, the inspection that was assigned last, and HASH, that of the record filed last.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
_NAME = re.compile(r"^(?:query|mutation) (\w+)", re.MULTILINE)
_BY = re.compile(r"^# by: (\S+)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Step:
    """One document. `name` is its operation's; `by` is the login of who asks, None for anybody."""

    name: str
    zh: str
    en: str
    by: str | None
    document: str


@cache
def story() -> tuple[Step, ...]:
    return tuple(_step(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.graphql")))


def _step(text: str) -> Step:
    """Read a file: a title in Chinese, one in English, who asks, and the document."""
    zh, en, *_ = (line.removeprefix("# ") for line in text.splitlines())
    name, by = _NAME.search(text), _BY.search(text)
    if name is None:
        raise ValueError(f"No operation below {en!r}.")
    return Step(name[1], zh, en, by[1] if by else None, text)

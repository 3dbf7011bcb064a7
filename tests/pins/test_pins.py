"""What is stored, hashed, signed or sent is as it was: see the package."""

import difflib
import re

from persistence.engine.database import Database
from tests.pins import catalogue, language, words
from tests.pins.__main__ import FOLDER

NEXT = """\
Lines with + are new: write them with `make pins ARGS=--write`, once their names are final.
A line with - was stored, hashed, signed or sent before. It stays, unless a migration rewrites what
is stored and clients were told (the deprecation of a field, with a date)."""


def test_the_language_of_clients_is_as_it_was() -> None:
    assert differences("language.graphql", language.printed()) == [], NEXT


def test_the_words_that_are_stored_hashed_signed_or_sent_are_as_they_were() -> None:
    assert differences("pins.txt", words.printed()) == [], NEXT


async def test_the_database_is_made_of_what_it_was(open_database: Database) -> None:
    assert differences("catalogue.txt", await catalogue.printed(open_database)) == [], NEXT


def test_cursors_of_the_apps_documents_are_among_the_pins() -> None:
    found = set()
    for path in (words.ROOT / "tests/documents/sql").glob("*.sql"):
        found |= set(re.findall(r"'(\w+:\w+:\w+)'::text", path.read_text("utf-8")))

    assert found
    assert found <= set(words.KINDS["cursor"]())


def differences(name: str, now: str) -> list[str]:
    before = (FOLDER / name).read_text("utf-8")
    changed = difflib.unified_diff(before.splitlines(), now.splitlines(), n=0, lineterm="")
    return [line for line in changed if not line.startswith(("---", "+++", "@@"))]

"""Words that were retired stay so."""

import re
from fnmatch import fnmatchcase
from pathlib import Path

from tests.conventions.language import described, words

PAGE = (Path(__file__).parents[2] / "docs/glossary.md").read_text(encoding="utf-8")
ALLOWED = {
    "InstitutionBy.creditCode": "the issue named it",
    "AuthorityKind.ADMIN_ORGAN": "the kind of authority, as Appendix E has it",
}


def retired() -> list[str]:
    """The patterns of the last table: words, and `*` for any that follow or precede."""
    _, _, table = PAGE.partition("## Retired words")
    return re.findall(r"^\| ([a-z* ]+?) \| ", table, re.MULTILINE)[1:]


def test_no_name_uses_a_retired_word() -> None:
    patterns = retired()
    assert len(patterns) > 20

    found = {
        name
        for name, _ in described()
        for spoken in (" ".join(words(re.split(r"[.(]", name)[-1].rstrip(")"))),)
        if name not in ALLOWED
        for pattern in patterns
        if fnmatchcase(f"{spoken} ", f"{pattern} " if "*" not in pattern else f"{pattern}")
    }

    assert found == set()


def test_the_identifiers_of_the_glossary_exist() -> None:
    """What is written in code letters is a name of the schema, unless it stands for several."""
    _, _, rest = PAGE.partition("## Who and where")
    tables, _, _ = rest.partition("## Words that mislead")
    names = {part for name, _ in described() for part in re.split(r"[.(@)]", name) if part}

    written = {
        identifier
        for row in re.findall(r"^\| [^|]+ \| ([^|]+) \|", tables, re.MULTILINE)
        for identifier in re.findall(r"`(\w+)`", row)
    }

    assert written - names == set()

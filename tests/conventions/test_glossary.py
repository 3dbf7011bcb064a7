"""Words that were retired stay so."""

import re
from fnmatch import fnmatchcase
from pathlib import Path

from tests.conventions.language import described, words

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
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


def test_the_words_of_the_code_are_in_the_files_named_beside_them() -> None:
    """A word in code letters as the identifier it is, another one as a word."""
    _, _, rest = PAGE.partition("## Words of the code")
    table, _, _ = rest.partition("## Retired words")
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| [^|]+ \| `([\w./]+)` \|$", table, re.MULTILINE)
    assert len(rows) > 60
    assert len(rows) == len(re.findall(r"^\| (?!word \||-)", table, re.MULTILINE))

    missing = [
        f"{word}: {file}"
        for named, file in rows
        for word in named.split(", ")
        if not (ROOT / file).is_file() or not _holds(file, word)
    ]

    assert missing == []


def _holds(file: str, word: str) -> bool:
    """Its name counts too: `persistence/engine/violations.py` is where violations are."""
    text = re.sub(r"\W|_", " ", file) + (ROOT / file).read_text("utf-8")
    if word.startswith("`"):
        return re.search(rf"\b{word.strip('`')}\b", text) is not None
    return all(re.search(rf"\b{part}", text, re.IGNORECASE) for part in word.split())

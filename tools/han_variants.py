"""Write domain/search/variants.py from published tables (decision 0075).

    python -m tools.han_variants TSCharacters.txt Unihan_Variants.txt EquivalentUnifiedIdeograph.txt

The first is OpenCC's table from traditional to simplified characters, as text (its wheel holds it as
`TSCharacters.ocd2`, which its `opencc_dict` turns into text); the others are of the Unicode Character Database.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

TARGET = Path(__file__).parents[1] / "domain" / "search" / "variants.py"
_PAIRS_IN_A_LINE = 24
_VARIANTS = ("kSimplifiedVariant", "kZVariant", "kSemanticVariant")
Table = dict[str, list[str]]

_HEAD = '''"""Chinese characters and what they are compared as: simplified for traditional and variant ones.

Written by tools/han_variants.py; not to be edited. Sources: OpenCC 1.4.2, TSCharacters (Apache License 2.0,
the OpenCC authors); Unicode Character Database 15.0, Unihan_Variants and EquivalentUnifiedIdeograph
(Unicode License v3). Tables are for `str.translate`, which gives one character for one; no target is
translated again.
"""

'''


def main(arguments: list[str]) -> None:
    opencc, unihan, radicals = (Path(each).read_text("utf-8") for each in arguments)
    simplified, variants = _of_opencc(opencc), _of_unihan(unihan)
    found: dict[str, str] = {}
    for character in sorted({*simplified, *(each for kind in variants.values() for each in kind)}):
        target = _target(character, simplified, variants)
        if target != character and max(character, target) <= "\uffff":
            found[character] = target
    found = {character: found.get(target, target) for character, target in found.items()}
    tables = _written("RADICALS", _of_radicals(radicals)), _written("VARIANTS", found)
    TARGET.write_text(_HEAD + "\n".join(tables), encoding="utf-8")


def _target(character: str, simplified: Mapping[str, str], variants: Mapping[str, Table]) -> str:
    """OpenCC's simplified character; else, for one outside GB 2312, the first of its variants that is in
    it, or that is simplified to one which is."""
    plain = _simplified(character, simplified)
    if plain != character or _is_everyday(character):
        return plain
    for kind in _VARIANTS:
        for variant in variants[kind].get(character, []):
            target = _simplified(variant, simplified)
            if _is_everyday(target):
                return target
    return character


def _simplified(character: str, simplified: Mapping[str, str]) -> str:
    seen = set()
    while character in simplified and character not in seen:
        seen.add(character)
        character = simplified[character]
    return character


def _is_everyday(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _of_opencc(text: str) -> dict[str, str]:
    """The first target. One that stands for itself first is kept where it is an everyday character of
    today (沈, 像), and else taken as a variant of the next (堃, 邨)."""
    found = {}
    for line in text.splitlines():
        character, _, targets = line.partition("\t")
        first, *others = targets.split()
        if first != character:
            found[character] = first
        elif others and not _is_everyday(character):
            found[character] = others[0]
    return found


def _of_unihan(text: str) -> dict[str, Table]:
    found: dict[str, Table] = {kind: {} for kind in _VARIANTS}
    for line in text.splitlines():
        if line.startswith("U+"):
            code, kind, values = line.split("\t")
            if kind in found:
                targets = [_character(value.partition("<")[0][2:]) for value in values.split()]
                found[kind][_character(code[2:])] = targets
    return found


def _of_radicals(text: str) -> dict[str, str]:
    """CJK radicals and what they stand for; those of Kangxi are folded by NFKC already."""
    found = {}
    for line in text.splitlines():
        codes, _, rest = line.partition(";")
        first, _, last = codes.strip().partition("..")
        if rest and "2E80" <= first <= "2EFF":
            for code in range(int(first, 16), int(last or first, 16) + 1):
                target = _character(rest.split("#")[0].strip())
                if target <= "\uffff":
                    found[chr(code)] = target
    return found


def _character(code: str) -> str:
    return chr(int(code, 16))


def _written(name: str, table: Mapping[str, str]) -> str:
    pairs = [f"{character}{target}" for character, target in sorted(table.items())]
    lines = [
        "".join(pairs[first : first + _PAIRS_IN_A_LINE])
        for first in range(0, len(pairs), _PAIRS_IN_A_LINE)
    ]
    body = "\n    ".join(lines)
    return (
        f'_PAIRS = """\n    {body}\n    """\n'
        '_EACH = "".join(_PAIRS.split())\n'
        f"{name} = str.maketrans(_EACH[::2], _EACH[1::2])\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])

"""Texts as they are compared, and the short pieces that an index knows them by."""

import re

from domain import identifiers
from domain.search.variants import RADICALS, VARIANTS

RUN = 4
_PLAIN = re.compile(rf"(?=([0-9a-z]{{{RUN}}}))")


def fold(text: str) -> str:
    """As identifiers are folded, with one space for any blanks, and Chinese characters for radicals.

    A name is read by it: what is simplified would be read as another word (乾, 干).
    """
    return identifiers.spaced(text).translate(RADICALS)


def comparable(text: str) -> str:
    """The folded text in simplified characters, as index and query have it: as long as `fold` makes it."""
    return fold(text).translate(VARIANTS)


def grams(folded: str) -> set[str]:
    """Characters and pairs of them, blanks left out; of numbers and Latin words also runs of four.

    A text of one or two characters is in another exactly when it is among its grams. A longer one
    may be in it when all its grams are. Digits repeat in every licence number: runs tell them apart.
    """
    words = folded.split()
    found = {character for word in words for character in word}
    found.update(word[i : i + 2] for word in words for i in range(len(word) - 1))
    found.update(run for word in words for run in _PLAIN.findall(word))
    return found


def own(found: set[str]) -> set[str]:
    """Grams as a name has them beside what may be typed of its reading: marked, so that `sz` is told from
    what is read so."""
    return {f"={gram}" for gram in found}


def at_start(piece: str) -> str:
    """A piece of a text, marked as what it begins with."""
    return f"^{piece}"


def beginnings(folded: str) -> set[str]:
    """What begins a text, by one character and by two."""
    return {at_start(folded[:length]) for length in (1, 2)}


def informative(term: str) -> set[str]:
    """The fewest grams that still ask for all of a term that has no blanks."""
    if len(term) <= 2:
        return {term}
    found = set(_PLAIN.findall(term))
    for i in range(len(term) - 1):
        pair = term[i : i + 2]
        if not any(pair in run for run in found):
            found.add(pair)
    return found

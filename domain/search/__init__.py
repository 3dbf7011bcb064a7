"""How names are found: what is kept of a name for searching, and what a typed text asks of it."""

from domain.search.pinyin import (
    LONGEST_INITIALS,
    LONGEST_PREFIX,
    SYLLABLES,
    boundaries,
    heads,
    is_han,
    is_reading_of,
    pieces,
    sort_key,
    syllable,
)
from domain.search.queries import LONGEST_SEARCH, Nothing, Search, TooLong, search
from domain.search.texts import comparable, fold, grams

__all__ = [
    "LONGEST_INITIALS",
    "LONGEST_PREFIX",
    "LONGEST_SEARCH",
    "SYLLABLES",
    "Nothing",
    "Search",
    "TooLong",
    "boundaries",
    "comparable",
    "fold",
    "grams",
    "heads",
    "is_han",
    "is_reading_of",
    "pieces",
    "search",
    "sort_key",
    "syllable",
]

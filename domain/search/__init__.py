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
from domain.search.queries import LONGEST_SEARCH, FirstWord, Nothing, Search, TooLong, search
from domain.search.texts import beginnings, comparable, fold, grams, own

__all__ = [
    "LONGEST_INITIALS",
    "LONGEST_PREFIX",
    "LONGEST_SEARCH",
    "SYLLABLES",
    "FirstWord",
    "Nothing",
    "Search",
    "TooLong",
    "beginnings",
    "boundaries",
    "comparable",
    "fold",
    "grams",
    "heads",
    "is_han",
    "is_reading_of",
    "own",
    "pieces",
    "search",
    "sort_key",
    "syllable",
]

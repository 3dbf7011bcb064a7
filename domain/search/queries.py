"""What a typed text asks for: every word of it, as it stands or as the reading of a name."""

import re
from dataclasses import dataclass

from domain.search.pinyin import LONGEST_INITIALS, LONGEST_PREFIX, boundaries
from domain.search.texts import at_start, comparable, informative, own

LONGEST_SEARCH = 100
_MOST_TO_FOLD = 1_000
_TYPED = re.compile(r"(?=.*[a-z])[0-9a-z]+")
_HYPHENS = str.maketrans({"'": None, "’": None, "ü": "v"})


class Nothing(ValueError):
    """Nothing is left of the text that could be looked for."""


class TooLong(ValueError):
    """The text is longer than any name."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words that must all be there: the grams that the index is asked, what is then looked at again."""

    grams: tuple[str, ...]
    again: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """A text taken apart.

    `plain` are the words that can only be meant as they stand, None without any. `typed` are words
    that may be pinyin too: as they stand, and as `read`. `is_one_word` says that `first` is all.
    """

    first: "FirstWord"
    is_one_word: bool
    plain: Words | None
    typed: Words | None
    read: Words | None


@dataclass(frozen=True, slots=True)
class FirstWord:
    """What the first word may be to a name.

    `head` and `anywhere` are regular expressions on the pieces of a name, None for what is not typed:
    it is read from this word on, or the word is somewhere in its reading. Tokens are those that a
    name has whose beginning the word is, in which it is, and the same of its reading; that is read
    from this word on also lies from `lowest` to before `beyond`.
    """

    text: str
    begins: tuple[str, ...]
    within: tuple[str, ...]
    head: str | None = None
    anywhere: str | None = None
    read_begins: tuple[str, ...] = ()
    read_within: tuple[str, ...] = ()
    lowest: str = ""
    beyond: str = ""


def search(text: str) -> Search:
    """Take a text apart. Raises Nothing, or TooLong beyond 100 characters."""
    if len(text) > _MOST_TO_FOLD:
        raise TooLong
    folded = comparable(text)
    if len(folded) > LONGEST_SEARCH:
        raise TooLong
    terms = list(dict.fromkeys(folded.split()))
    if not terms:
        raise Nothing
    typed = [term for term in terms if _is_typed(term)]
    return Search(
        first=_first(terms[0]),
        is_one_word=len(terms) == 1,
        plain=_words([term for term in terms if term not in typed]),
        typed=_words(typed),
        read=_read([_letters(term) for term in typed]),
    )


def _first(term: str) -> FirstWord:
    grams = informative(term)
    within = tuple(sorted(own(grams)))
    begins = tuple(sorted(own(grams - {term[:2]} | {at_start(term[:2])})))
    if not _is_typed(term):
        return FirstWord(term, begins, within)
    letters = _letters(term)
    read, body = _read([letters]), _body(letters)
    assert read is not None
    longest = LONGEST_PREFIX if boundaries(letters) else LONGEST_INITIALS
    return FirstWord(
        term,
        begins,
        within,
        head=f"^{body}",
        anywhere=f"(^| ){body}",
        read_begins=(at_start(letters[:longest]),),
        read_within=read.grams,
        lowest=letters[0],
        beyond=chr(ord(letters[0]) + 1),
    )


def _letters(term: str) -> str:
    """Pinyin as it is kept: xi'an is typed as xian."""
    return term.translate(_HYPHENS)


def _is_typed(term: str) -> bool:
    return _TYPED.fullmatch(_letters(term)) is not None


def _words(terms: list[str]) -> Words | None:
    if not terms:
        return None
    grams = set().union(*map(informative, terms))
    return Words(tuple(sorted(grams)), tuple(term for term in terms if len(term) > 2))


def _read(terms: list[str]) -> Words | None:
    """Up to four letters may spell or be initials. More are read as syllables if they can be."""
    if not terms:
        return None
    heads: set[str] = set()
    again = []
    for term in terms:
        cuts = boundaries(term)
        if len(term) <= LONGEST_INITIALS or (cuts and len(term) <= LONGEST_PREFIX):
            heads.add(term)
            continue
        if cuts:
            heads.update(term[cut : cut + LONGEST_PREFIX] for cut in cuts)
        else:
            last = len(term) - LONGEST_INITIALS
            heads.update(term[i : i + LONGEST_INITIALS] for i in range(last + 1))
        again.append(f"(^| ){_body(term)}")
    return Words(tuple(sorted(heads)), tuple(again))


def _body(term: str) -> str:
    spelt, initials = " ?".join(term), "[^ ]* ".join(term)
    if len(term) == 1:
        return spelt
    if len(term) <= LONGEST_INITIALS:
        return f"(?:{spelt}|{initials})"
    return spelt if boundaries(term) else initials

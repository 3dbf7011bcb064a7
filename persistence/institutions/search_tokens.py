"""Search tokens kept with an institution: one function for every way of writing the row."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from domain import search


def columns(
    *,
    name: str,
    address: str,
    credit_code: str,
    licence_numbers: Iterable[str],
    reading: str | None = None,
) -> dict[str, Any]:
    """The columns that searching and pinyin order read; `reading` corrects that of the name."""
    # Numbers are sorted as they are kept: some may come from what is kept already.
    numbers = sorted(set(map(search.comparable, licence_numbers)))
    texts = [*map(search.comparable, (name, address, credit_code)), *numbers]
    first, folded = texts[0], search.fold(name)
    read = search.pieces(folded, syllables(folded, reading))
    return {
        "search_text": "\n".join(texts),
        "search_tokens": sorted(set().union(*map(search.grams, texts))),
        "name_tokens": sorted(
            search.own(search.grams(first) | search.beginnings(first)) | search.heads(read)
        ),
        "sort_key": search.sort_key(read),
    }


def syllables(folded: str, reading: str | None = None) -> list[str | None]:
    """The syllables of a folded text's Chinese characters; None where one is unknown."""
    if reading is not None:
        return [search.syllable(each) for each in reading.split()]
    if not any(map(search.is_han, folded)):
        return []
    # Character by character also where nothing is known, so that both stay in step.
    read = _reader().lazy_pinyin(folded, errors=list)
    pairs = zip(folded, read, strict=True)
    return [search.syllable(each) for character, each in pairs if search.is_han(character)]


@cache
def _reader() -> Any:
    """Half a second of dictionaries, for those who write names only. Names are made of the same
    words again and again: the reading of a word is remembered, a third of an import's time."""
    from pypinyin.converter import DefaultConverter
    from pypinyin.core import Pinyin

    class CachedConverter(DefaultConverter):
        convert = lru_cache(50_000)(DefaultConverter.convert)

    return Pinyin(CachedConverter())

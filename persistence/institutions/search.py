"""Institutions by what is typed, and by where they are."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from domain import positions, search
from domain.positions import Datum, Position
from domain.search import Search
from persistence.institutions.distances import millimetres
from persistence.institutions.table import Site
from persistence.reading.conditions import TODAY
from persistence.reading.logic import all_of, any_of
from persistence.reading.refused import ReadRefused
from persistence.reading.rows import alias_of
from persistence.reading.shape import Expression, KeysetOrder, Predicate, Row
from persistence.reading.viewer import Bind, Value

LARGEST_RADIUS_M = 50_000
_NUMBERS: list[Expression] = [sa.literal_column(str(number)) for number in range(5)]
_NEW_LINE: Expression = sa.literal_column("E'\\n'")

# What is typed


def is_found(row: Row, value: Value) -> Predicate:
    """Every word is there, as it stands or as the reading of the name.

    Which parts a text has is decided when the statement is made; it is planned for the words
    (`planned_for`), which are in most names or in none. Functions instead of `like` and `~`,
    because the estimates of those make it sort where it had better walk the order's index.
    """
    parts = {part: _Words(value, part, again) for part, again in value.decide(_form)}

    def stands(word: Expression) -> Predicate:
        return _is_in(row.c.search_text, word)

    def is_read(word: Expression) -> Predicate:
        return sa.func.regexp_like(row.c.sort_key, word)

    found = []
    if "plain" in parts:
        found.append(parts["plain"].are_in(row.c.search_tokens, stands))
    if "typed" in parts:
        as_typed = parts["typed"].are_in(row.c.search_tokens, stands)
        found.append(any_of(as_typed, parts["read"].are_in(row.c.pinyin_tokens, is_read)))
    return all_of(*found)


def rank(value: Value) -> KeysetOrder:
    """What the first word is to the name; then the order of names."""
    is_read = value.decide(lambda text: _search(text).head is not None)
    first = value.bind(sa.Text(), lambda text: _search(text).first)
    if is_read:
        head = value.bind(sa.Text(), lambda text: _search(text).head)
        anywhere = value.bind(sa.Text(), lambda text: _search(text).anywhere)

    def of(row: Row) -> Expression:
        name = sa.func.split_part(row.c.search_text, _NEW_LINE, _NUMBERS[1])
        places = [
            (sa.func.starts_with(row.c.search_text, first), _NUMBERS[0]),
            (_is_in(name, first), _NUMBERS[1]),
        ]
        if is_read:
            places += [
                (sa.func.regexp_like(row.c.sort_key, head), _NUMBERS[2]),
                (sa.func.regexp_like(row.c.sort_key, anywhere), _NUMBERS[3]),
            ]
        return sa.case(*places, else_=_NUMBERS[4])

    return KeysetOrder(
        (lambda row: sa.type_coerce(of(row), sa.Integer()), lambda row: row.c.sort_key)
    )


class _Words:
    """One part of a search as binds: its grams, and the words to look at again."""

    def __init__(self, value: Value, part: str, again: int) -> None:
        def of(text: str) -> Any:
            return getattr(_search(text), part)

        self.grams = value.bind(ARRAY(sa.Text()), lambda text: list(of(text).grams))
        self._again = again
        if again == 1:
            self._word = value.bind(sa.Text(), lambda text: of(text).again[0])
        elif again:
            self._words = value.bind(ARRAY(sa.Text()), lambda text: list(of(text).again))

    def are_in(self, tokens: Expression, is_in: Callable[[Expression], Predicate]) -> Predicate:
        """The grams are among the tokens, and the words hold."""
        held = tokens.op("@>", is_comparison=True)(self.grams)
        if not self._again:
            return held
        if self._again == 1:
            return sa.and_(held, is_in(self._word))
        each = sa.func.unnest(self._words).table_valued(sa.column("word", sa.Text))
        each = each.render_derived(name="again")
        hold = sa.select(sa.func.bool_and(is_in(each.c.word))).select_from(each).scalar_subquery()
        return sa.and_(held, hold)


def _form(text: str) -> tuple[tuple[str, int], ...]:
    """The parts that a text has, and how many words of each are looked at again: none, one, or 2 for
    more."""
    found = _search(text)
    parts = {"plain": found.plain, "typed": found.typed, "read": found.read}
    return tuple((part, min(len(w.again), 2)) for part, w in parts.items() if w is not None)


def _is_in(text: Expression, word: Expression) -> Predicate:
    return sa.func.strpos(text, word) > _NUMBERS[0]


@lru_cache(maxsize=256)
def _search(text: str) -> Search:
    try:
        return search.search(text)
    except search.Nothing:
        raise ReadRefused(
            "INVALID_SEARCH", "Enter something to search for.", "请输入检索词。"
        ) from None
    except search.TooLong:
        longest = search.LONGEST_SEARCH
        raise ReadRefused(
            "INVALID_SEARCH",
            f"The search may have at most {longest} characters.",
            f"检索词最多{longest}个字符。",
        ) from None


# Where it is


def is_near(row: Row, value: Value) -> Predicate:
    """An open site within the radius: those in a box around it by index, then measured."""
    sites = alias_of(Site.__table__, "near_sites")
    corner = sa.func.point
    box = sa.func.box(
        corner(
            _number(value, lambda near: near.box.west), _number(value, lambda near: near.box.south)
        ),
        corner(
            _number(value, lambda near: near.box.east), _number(value, lambda near: near.box.north)
        ),
    )
    farthest = value.bind(sa.BigInteger(), lambda given: _near(given).radius_m * 1_000)
    place = sa.func.point(sites.c.wgs84_longitude, sites.c.wgs84_latitude)
    return row.c.id.in_(
        sa.select(sites.c.institution_id).where(
            place.op("<@", is_comparison=True)(box),
            sites.c.wgs84_latitude.is_not(None),
            _is_open(sites),
            _Centre(value).millimetres_to(sites) <= farthest,
        )
    )


def distance(value: Value) -> KeysetOrder:
    """Whole millimetres to the nearest open site, so that a cursor is exact."""
    centre = _Centre(value)

    def of(row: Row) -> Expression:
        sites = alias_of(Site.__table__, "nearest_sites")
        nearest = sa.select(sa.func.min(centre.millimetres_to(sites))).where(
            sites.c.institution_id == row.c.id,
            sites.c.wgs84_latitude.is_not(None),
            _is_open(sites),
        )
        return sa.type_coerce(nearest.correlate(row).scalar_subquery(), sa.BigInteger())

    return KeysetOrder((of,))


class _Near:
    """The argument as given, checked, in WGS-84, and the box around it."""

    def __init__(self, latitude: float, longitude: float, datum: str, radius_m: int) -> None:
        place = Position(latitude, longitude, Datum[datum])
        for fault in positions.faults_of_position(place, "near"):
            raise ReadRefused(
                "INVALID_POSITION",
                f"{fault.field} {fault.message('en')}.",
                f"{fault.field}{fault.message('zh')}。",
            )
        self.radius_m = radius_m
        if not 1 <= self.radius_m <= LARGEST_RADIUS_M:
            raise ReadRefused(
                "INVALID_RADIUS",
                f"The radius must be 1 to {LARGEST_RADIUS_M} metres.",
                f"半径须为1至{LARGEST_RADIUS_M}米。",
            )
        self.place = positions.to_wgs84(place)
        self.box = positions.box_around(self.place, radius_m)


# A statement has nine numbers of one place.
_known_near = lru_cache(maxsize=16)(_Near)


def _near(given: dict[str, Any]) -> _Near:
    return _known_near(given["latitude"], given["longitude"], given["datum"], given["radiusM"])


class _Centre:
    """Where distances are measured from."""

    def __init__(self, value: Value) -> None:
        self._latitude = _number(value, lambda near: near.place.latitude)
        self._longitude = _number(value, lambda near: near.place.longitude)

    def millimetres_to(self, sites: Row) -> Expression:
        return millimetres(self._latitude, self._longitude, sites)


def _number(value: Value, of: Callable[[_Near], float]) -> Bind:
    return value.bind(sa.Double(), lambda given: of(_near(given)))


def _is_open(sites: Row) -> Predicate:
    """From its first day to its last."""
    return all_of(
        sa.or_(sites.c.opened_on.is_(None), sites.c.opened_on <= TODAY),
        sa.or_(sites.c.closed_on.is_(None), sites.c.closed_on >= TODAY),
    )

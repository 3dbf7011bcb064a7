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
from persistence.reading.shape import Expression, KeysetOrder, Predicate, Rank, Row
from persistence.reading.viewer import Bind, Value

LARGEST_RADIUS_M = 50_000
_NOWHERE: Expression = sa.literal_column("0")
_FIRST: Expression = sa.literal_column("1")
_NEW_LINE: Expression = sa.literal_column("E'\\n'")

# What is typed


def is_found(row: Row, value: Value) -> Predicate:
    """Every word is there, as it stands or as the reading of the name.

    Which parts a text has is decided when the statement is made; it is planned for the words
    (`planned_for`), which are in most names or in none. Functions instead of `like` and `~`,
    because the estimates of those make it sort where it had better walk the order's index.
    """
    return _Found(value).anyhow(row)


def rank(value: Value) -> KeysetOrder:
    """What the first word is to the name; then the order of names."""
    is_typed = value.decide(lambda text: _search(text).first.head is not None)
    is_one_word = value.decide(lambda text: _search(text).is_one_word)
    found = _Found(value)

    def text_of(fact: str) -> Bind:
        return value.bind(sa.Text(), lambda text: getattr(_search(text).first, fact))

    def by(fact: str) -> Callable[[Row], Predicate]:
        """Found by tokens of the first word; a second one is looked for besides."""
        tokens = value.bind(ARRAY(sa.Text()), lambda text: list(getattr(_search(text).first, fact)))

        def holds(row: Row) -> Predicate:
            there = _has(row.c.name_tokens, tokens)
            return there if is_one_word else sa.and_(there, found.anyhow(row))

        return holds

    first = text_of("text")
    ranks = [
        Rank(0, lambda row: sa.func.starts_with(row.c.search_text, first), by("begins")),
        Rank(1, lambda row: _is_in(_name(row), first), by("within")),
    ]
    if is_typed:
        head, anywhere = text_of("head"), text_of("anywhere")
        lowest, beyond = text_of("lowest"), text_of("beyond")

        def begins(row: Row) -> Predicate:
            """Within its letter, which the order's index has together."""
            letter = sa.and_(row.c.sort_key >= lowest, row.c.sort_key < beyond)
            return sa.and_(letter, sa.func.regexp_like(row.c.sort_key, head))

        ranks += [
            Rank(2, begins, by("read_begins")),
            Rank(3, lambda row: sa.func.regexp_like(row.c.sort_key, anywhere), by("read_within")),
        ]
    # What is read so is of a rank before.
    others = found.as_it_stands if is_one_word else found.anyhow
    ranks.append(Rank(4, lambda row: sa.true(), others))
    return KeysetOrder((lambda row: row.c.sort_key,), tuple(ranks))


def _name(row: Row) -> Expression:
    return sa.func.split_part(row.c.search_text, _NEW_LINE, _FIRST)


class _Found:
    """Every word of a search, of one statement."""

    def __init__(self, value: Value) -> None:
        self._parts = {part: _Words(value, part, again) for part, again in value.decide(_form)}

    def anyhow(self, row: Row) -> Predicate:
        return self._every(row, lambda typed: any_of(typed, self._is_read(row)))

    def as_it_stands(self, row: Row) -> Predicate:
        return self._every(row, lambda typed: typed)

    def _every(self, row: Row, meant: Callable[[Predicate], Predicate]) -> Predicate:
        def stands(part: str) -> Predicate:
            return self._parts[part].are_in(
                row.c.search_tokens, lambda word: _is_in(row.c.search_text, word)
            )

        return all_of(
            *(stands(part) for part in ("plain",) if part in self._parts),
            *(meant(stands(part)) for part in ("typed",) if part in self._parts),
        )

    def _is_read(self, row: Row) -> Predicate:
        return self._parts["read"].are_in(
            row.c.name_tokens, lambda word: sa.func.regexp_like(row.c.sort_key, word)
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
        held = _has(tokens, self.grams)
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


def _has(tokens: Expression, requested: Bind) -> Predicate:
    return tokens.op("@>", is_comparison=True)(requested)


def _is_in(text: Expression, word: Expression) -> Predicate:
    return sa.func.strpos(text, word) > _NOWHERE


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
    """An open site within the radius."""
    return row.c.id.in_(near_sites(value, "institution_id"))


def near_sites(value: Value, column: str) -> sa.Select[Any]:
    """This column of the open sites within the radius: those in a box around it by index, then
    measured."""
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
    return sa.select(sites.c[column]).where(
        place.op("<@", is_comparison=True)(box),
        sites.c.wgs84_latitude.is_not(None),
        _is_open(sites),
        _Centre(value).millimetres_to(sites) <= farthest,
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

"""Predicates joined with their constants folded: what cannot hold is not sent to be planned."""

import itertools
from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import False_, True_

Predicate = sa.ColumnElement[bool]
Row = sa.FromClause


NOBODY: Predicate = sa.false()


def any_of(*terms: Predicate) -> Predicate:
    """Or; nothing at all is false."""
    return _joined(terms, False_, True_, sa.false(), sa.true(), sa.or_)


def all_of(*terms: Predicate) -> Predicate:
    """And; nothing at all is true."""
    return _joined(terms, True_, False_, sa.true(), sa.false(), sa.and_)


def is_always(term: Predicate) -> bool:
    return isinstance(term, True_)


def is_never(term: Predicate) -> bool:
    return isinstance(term, False_)


def alternatives(term: Predicate) -> list[Predicate]:
    """Predicates of which at least one holds where this one does, alternatives nested in it included:
    each can be answered by an index of its own. The predicate itself, where there would be many."""
    inner: Any = term
    while isinstance(inner, sa.sql.elements.Grouping):
        inner = inner.element
    if not isinstance(inner, sa.sql.elements.BooleanClauseList):
        return [term]
    parts = [alternatives(clause) for clause in inner.clauses]
    if inner.operator is sa.sql.operators.or_:
        found = [each for part in parts for each in part]
    else:
        found = [all_of(*each) for each in itertools.product(*parts)]
    return found if len(found) <= _MOST_ALTERNATIVES else [term]


_MOST_ALTERNATIVES = 8


def conjuncts(term: Predicate) -> list[Predicate]:
    """The predicates that all hold where this one does, and only there."""
    inner: Any = term
    while isinstance(inner, sa.sql.elements.Grouping):
        inner = inner.element
    if isinstance(inner, sa.sql.elements.BooleanClauseList) and (
        inner.operator is sa.sql.operators.and_
    ):
        return [each for clause in inner.clauses for each in conjuncts(clause)]
    return [] if is_always(inner) else [term]


def without(term: Predicate, given: Predicate) -> Predicate | None:
    """What is left to ask where `given` holds; None where the term does not ask all that is given."""
    known = conjuncts(given)
    terms = conjuncts(term)
    if not all(_is_one_of(each, terms) for each in known):
        return None
    return all_of(*(each for each in terms if not _is_one_of(each, known)))


def needed(ways: list[Predicate], given: Predicate) -> list[int]:
    """The places of those ways, of several by which a row may fit where `given` holds, that no other way
    has all the rows of."""
    terms = [conjuncts(all_of(way, given)) for way in ways]
    found: list[int] = []
    for place, its_terms in enumerate(terms):
        others = [ways[each] for each in (*found, *range(place + 1, len(ways)))]
        if not any(without(all_of(*its_terms), other) is not None for other in others):
            found.append(place)
    return found


def _is_one_of(term: Predicate, terms: list[Predicate]) -> bool:
    return any(term.compare(each) for each in terms)


def is_not_so(term: Predicate) -> Predicate:
    """The predicate is false or unknown."""
    if isinstance(term, sa.BinaryExpression) and term.operator is sa.sql.operators.is_:
        # Never unknown; and what is null may be found by an index.
        return sa.not_(term)
    return term.is_not(sa.true())


def there_is(row: Row, *conditions: Predicate) -> Predicate:
    """Another row that fits this one, which is named as what the subquery is about: SQLAlchemy finds
    that out by itself only where `row` stands in the FROM around, else silently enters it again,
    so that a fit for any row of a page would be one for all."""
    return sa.exists().where(*conditions).correlate(row)


def _joined(  # the two constants and what they mean
    terms: Iterable[Predicate],
    neutral: type[Predicate],
    deciding: type[Predicate],
    empty: Predicate,
    decided: Predicate,
    join: Callable[..., Predicate],
) -> Predicate:
    kept = [term for term in terms if not isinstance(term, neutral)]
    if any(isinstance(term, deciding) for term in kept):
        return decided
    if not kept:
        return empty
    return kept[0] if len(kept) == 1 else join(*kept)

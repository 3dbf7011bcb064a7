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


def is_not_so(term: Predicate) -> Predicate:
    """The predicate is false or unknown."""
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

"""Broken promises of the database, by constraint name, as the refusals they mean.

The entries live beside what they belong to: `means(...)` adds one. A test asks of every unique,
exclusion and check constraint to be listed or to be declared out of reach here.
"""

from collections.abc import Callable

import asyncpg
from sqlalchemy.exc import IntegrityError

from domain.refusals import IdTaken, Refusal

_REFUSALS: dict[str, Callable[[], Exception]] = {}

UNREACHABLE: dict[str, str] = {"ck_*_words": "words are typed by the schema's enums"}
"""Constraint name pattern → why no input can break it."""


def means(constraint: str, refusal: Callable[[], Refusal]) -> None:
    _REFUSALS[constraint] = refusal


Violation = IntegrityError | asyncpg.IntegrityConstraintViolationError


def refusal_of(error: Violation) -> Exception:
    """The refusal a violation stands for, or the error itself: then it is a fault."""
    name = constraint_of(error)
    if name is None:
        return error
    if name in _REFUSALS:
        return _REFUSALS[name]()
    return IdTaken() if name.startswith("pk_") else error


def constraint_of(error: Violation) -> str | None:
    orig = error.orig if isinstance(error, IntegrityError) else None
    driver = getattr(orig, "driver_exception", error)
    name = getattr(driver, "constraint_name", None)
    return str(name) if name else None


def known() -> frozenset[str]:
    return frozenset(_REFUSALS)

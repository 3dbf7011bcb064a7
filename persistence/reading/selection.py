"""What is asked for, free of any query language: fields, arguments, and where values will come from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any


class Late:
    """A value that is known only when the request is there."""

    __slots__ = ()

    def of(self, variables: Mapping[str, Any]) -> Any:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Variable(Late):
    """The value at this path of the request's variables."""

    path: tuple[str, ...]

    def of(self, variables: Mapping[str, Any]) -> Any:
        value: Any = variables
        for step in self.path:
            value = value[step]
        return value


@dataclass(frozen=True, slots=True)
class LateList(Late):
    """A list written in the document with variables among its items."""

    items: tuple[Any, ...]

    def of(self, variables: Mapping[str, Any]) -> list[Any]:
        return [item.of(variables) if isinstance(item, Late) else item for item in self.items]


Argument = Any
"""A constant, a `Late` value, or a dict of arguments; None is the same as absent."""


def reader(argument: Argument) -> Callable[[Mapping[str, Any]], Any]:
    """How the argument's value is read from each request's variables; found out once for a plan."""
    if isinstance(argument, dict):
        parts = [(name, reader(part)) for name, part in argument.items()]
        return lambda variables: {name: read(variables) for name, read in parts}
    if isinstance(argument, Variable) and len(argument.path) == 1:
        return itemgetter(*argument.path)
    return argument.of if isinstance(argument, Late) else lambda _: argument


@dataclass(frozen=True, slots=True)
class Selection:
    """One field under its response key. `children` are those of `type_name`, merged and in order.

    Where the type depends on the id asked for, `variants` holds the children of each type that can
    answer and `children` is empty.
    """

    key: str
    name: str
    type_name: str
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    children: tuple["Selection", ...] = ()
    variants: Mapping[str, tuple["Selection", ...]] = field(default_factory=dict)
    path: tuple[str, ...] = ()


ROW_KEY, ROW_IDS = "#key", "#ids"
"""Variables beside a client's, whose names have no '#': the row to read, or the rows."""


def structure(value: Any) -> Any:
    """The part of a variable's value that decides the plan: keys present and nulls, no values."""
    if type(value) is dict:
        return tuple([(key, structure(item)) for key, item in value.items()])
    return None if value is None else True

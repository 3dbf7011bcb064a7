"""Fields without a resolver: declared here for the schema, answered by the read compiler."""

import asyncio
import datetime as dt
import inspect
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, overload
from uuid import UUID

import orjson
import strawberry
from strawberry import UNSET, types

from domain.actors import Actor
from domain.permissions import Permission
from persistence.engine.database import AsyncSession
from persistence.reading import ids
from persistence.reading.selection import ROW_IDS, ROW_KEY
from schema.permissions import requires

if TYPE_CHECKING:
    from schema.context import Context  # noqa: F401  # named in Info

T = TypeVar("T")
Lookup = Callable[[AsyncSession, UUID], Awaitable[UUID | None]]
Info = types.Info["Context", None]


class CompiledFieldResolved(RuntimeError):
    """A field that only the read compiler can answer reached a resolver: the schema is wired
    wrongly."""


def field(
    description: str, permission: Permission | None = None, *, deprecated: str | None = None
) -> Any:
    """A plain field with its description and the permission that its shape requires; `deprecated`
    says what to use instead, and until which day the field is kept."""
    return strawberry.field(
        description=description, directives=requires(permission), deprecation_reason=deprecated
    )


def optional(description: str) -> Any:
    """A field of an input that may be left out, which says something else than null."""
    return strawberry.field(default=UNSET, description=description)


@overload
def compiled_field(function: Callable[..., T], /) -> T: ...
@overload
def compiled_field(*, permission: Permission | None) -> Callable[[Callable[..., T]], T]: ...


def compiled_field(function: Any = None, /, *, permission: Permission | None = None) -> Any:
    """Declare a field with arguments: the function is its signature, its docstring the description.

    The schema prints the permission that the field's shape demands.
    """

    def declare(function: Callable[..., Any]) -> Any:
        def never(*_: Any, **__: Any) -> Any:
            raise CompiledFieldResolved(function.__qualname__)

        return _declared(function, never, inspect.signature(function), requires(permission))

    return declare if function is None else declare(function)


@overload
def query_field(function: Callable[..., T], /) -> T: ...
@overload
def query_field(*, permission: Permission | None) -> Callable[[Callable[..., T]], T]: ...


def query_field(function: Any = None, /, *, permission: Permission | None = None) -> Any:
    """Declare a field of the query root; the read compiler answers it, whether the operation is read
    as a whole or field by field."""

    def declare(function: Callable[..., Any]) -> Any:
        return _query_field(function, permission)

    return declare if function is None else declare(function)


def refetched(attribute: str, description: str, *, through: Lookup | None = None) -> Any:
    """A field of a success type: the row whose key is in this private attribute, read after the
    commit with the actor's permissions. `through` finds by that key the key of the row to read."""

    async def resolver(root: strawberry.Parent[Any], info: Info) -> Any:
        key: UUID | None = getattr(root, attribute)
        if key is not None and through is not None:
            async with info.context.database.writing() as session:
                key = await through(session, key)
        return await read_row(info, key)

    return strawberry.field(resolver=resolver, description=description)


async def read(info: Info, actor: Actor | None = None) -> Any:
    """The compiled answer of the field being resolved, as JSON ready to be embedded, or None."""
    return await _read(info, info.variable_values, actor)


async def read_row(info: Info, key: UUID | None, actor: Actor | None = None) -> Any:
    """One row by its key, with the fields that the query selects."""
    if key is None:
        return None
    return await _read(info, {**info.variable_values, ROW_KEY: key}, actor)


class RowsTogether:
    """Rows of one type that an answer names one by one: each field below them is read for all of them
    in one statement."""

    def __init__(self, type_name: str, keys: Sequence[UUID]) -> None:
        self._keys = keys
        self._ids = [ids.write(type_name, key) for key in keys]
        self._read: dict[tuple[str, ...], asyncio.Task[dict[UUID, Any]]] = {}

    async def row(self, info: Info, key: UUID) -> Any:
        """One of them, as JSON ready to be embedded, or None where it is not there for the actor."""
        place = _path(info)
        if place not in self._read:
            self._read[place] = asyncio.ensure_future(self._all(info))
        return (await self._read[place])[key]

    async def _all(self, info: Info) -> dict[UUID, Any]:
        variables = {**info.variable_values, ROW_IDS: self._ids}
        rows = orjson.loads(await _answer(info, variables, info.context.actor))
        return {
            key: row and orjson.Fragment(orjson.dumps(row))
            for key, row in zip(self._keys, rows, strict=True)
        }


def _path(info: Info) -> tuple[str, ...]:
    """The response keys that lead here, without places in lists."""
    return tuple(str(step) for step in info._raw_info.path.as_list() if isinstance(step, str))


async def _read(info: Info, variables: dict[str, Any], actor: Actor | None) -> Any:
    answer = await _answer(info, variables, actor or info.context.actor)
    return None if answer == b"null" else orjson.Fragment(answer)


async def _answer(info: Info, variables: dict[str, Any], actor: Actor) -> bytes:
    raw, context = info._raw_info, info.context
    plan = context.operation.read(raw.field_nodes, raw.parent_type, _path(info), variables, actor)
    return await context.reader.answer(plan, variables, actor)


def _query_field(function: Callable[..., Any], permission: Permission | None) -> Any:
    async def resolver(*_: Any, info: Info, **__: Any) -> Any:
        return await read(info)

    signature = inspect.signature(function)
    info = inspect.Parameter("info", inspect.Parameter.KEYWORD_ONLY, annotation=Info)
    parameters = [*signature.parameters.values(), info]
    with_info = signature.replace(parameters=parameters)
    return _declared(function, resolver, with_info, requires(permission))


def _declared(
    function: Callable[..., Any],
    resolver: Any,
    signature: inspect.Signature,
    directives: tuple[object, ...] = (),
) -> Any:
    resolver.__signature__ = described = _described(signature)
    annotated = [p for p in described.parameters.values() if p.annotation is not p.empty]
    resolver.__annotations__ = {
        **{parameter.name: parameter.annotation for parameter in annotated},
        "return": described.return_annotation,
    }
    resolver.__module__ = function.__module__
    resolver.__name__ = function.__name__
    resolver.__qualname__ = function.__qualname__
    description = inspect.getdoc(function)
    return strawberry.field(resolver=resolver, description=description, directives=directives)


def _described(signature: inspect.Signature) -> inspect.Signature:
    """The signature, with a description for the arguments that mean the same in every list."""
    parameters = [
        parameter.replace(
            annotation=Annotated[
                parameter.annotation, strawberry.argument(description=_DESCRIPTIONS[parameter.name])
            ]
        )
        if parameter.name in _DESCRIPTIONS
        else parameter
        for parameter in signature.parameters.values()
    ]
    return signature.replace(parameters=parameters)


_DESCRIPTIONS = {
    "filter": "Returns only rows that meet every condition given here. A condition that is null is "
    "the same as one left out: it keeps nothing out.",
    "order_by": "The order of the list; without it, the list's default order applies.",
}

First = Annotated[
    int | None,
    strawberry.argument(
        description="How many rows to return from the start of the list, 1 to 100. Exactly one of "
        "`first` and `last` must be given and not null: neither is refused with "
        "`PAGE_SIZE_REQUIRED`, both with `PAGE_SIZE_AMBIGUOUS`."
    ),
]
Last = Annotated[
    int | None,
    strawberry.argument(
        description="How many rows to return from the end of the list, 1 to 100. Exactly one of "
        "`first` and `last` must be given and not null: neither is refused with "
        "`PAGE_SIZE_REQUIRED`, both with `PAGE_SIZE_AMBIGUOUS`."
    ),
]
After = Annotated[
    str | None,
    strawberry.argument(
        description="Returns only rows after this cursor, which must come from the same list in "
        "the same order."
    ),
]
Before = Annotated[
    str | None,
    strawberry.argument(
        description="Returns only rows before this cursor, which must come from the same list in "
        "the same order."
    ),
]
AsOf = Annotated[
    dt.datetime | None,
    strawberry.argument(
        description="Answers as the register showed it at this moment, for which `registerHistory` says how "
        "far back and how near to now it may lie: refused are `AS_OF_IN_FUTURE`, `AS_OF_NOT_SETTLED` and "
        "`AS_OF_BEFORE_HISTORY`. Two answers as of the same moment are the same, until something in them is "
        "taken out of the public: that is left out then, and `tombstones` say that it stood. Fields and "
        "filters of which earlier values are not kept are refused with `NOT_KEPT_OVER_TIME`. Null is the "
        "same as left out."
    ),
]
"""A page takes exactly one of `first` and `last`; any other combination is refused with a code."""

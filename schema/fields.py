"""Fields without a resolver: declared here for the schema, answered by the read compiler."""

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, overload
from uuid import UUID

import orjson
import strawberry
from strawberry import UNSET, types

from domain.actors import Actor
from domain.permissions import Permission
from schema.permissions import requires

if TYPE_CHECKING:
    from schema.context import Context  # noqa: F401  # named in Info

T = TypeVar("T")
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


def refetched(attribute: str, description: str) -> Any:
    """A field of a success type: the row whose key is in this private attribute, read after the
    commit with the actor's permissions."""

    async def resolver(root: strawberry.Parent[Any], info: Info) -> Any:
        return await read_row(info, getattr(root, attribute))

    return strawberry.field(resolver=resolver, description=description)


async def read(info: Info, actor: Actor | None = None) -> Any:
    """The compiled answer of the field being resolved, as JSON ready to be embedded, or None."""
    return await _read(info, info.variable_values, actor)


async def read_row(info: Info, key: UUID | None, actor: Actor | None = None) -> Any:
    """One row by its key, with the fields that the query selects."""
    if key is None:
        return None
    return await _read(info, {**info.variable_values, "key": key}, actor)


async def _read(info: Info, variables: dict[str, Any], actor: Actor | None) -> Any:
    raw = info._raw_info
    context = info.context
    asker = actor or context.actor
    path = tuple(str(step) for step in raw.path.as_list() if isinstance(step, str))
    plan = context.operation.read(raw.field_nodes, raw.parent_type, path, variables, asker)
    answer = await context.reader.answer(plan, variables, asker)
    return None if answer == b"null" else orjson.Fragment(answer)


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
        description="How many rows to return from the start of the list, 1 to 100. Give either "
        "`first` or `last`."
    ),
]
Last = Annotated[
    int | None,
    strawberry.argument(
        description="How many rows to return from the end of the list, 1 to 100. Give either "
        "`first` or `last`."
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
"""A page takes exactly one of `first` and `last`; any other combination is refused with a code."""

"""Lists as fields: the page, its arguments, its filter and its order, said once for each type."""

import inspect
from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Any, ForwardRef

import strawberry
from strawberry import UNSET

from domain.permissions import Permission
from schema.connections import Connection
from schema.directions import Direction
from schema.fields import (
    After,
    Before,
    CompiledFieldResolved,
    First,
    Last,
    compiled_field,
    query_field,
)


def page_of(
    kind: type | str,
    description: str,
    *,
    arguments: str | None = None,
    permission: Permission | None = None,
) -> Any:
    """A field that lists rows of a type, such as `Course`, or `courses.Course` where the type is
    still to come. Filter and order are `CourseFilter` and `CourseOrder` beside the type, unless
    `arguments` names another type's."""
    function = _function(kind, description, arguments)
    return compiled_field(permission=permission)(function)


def query_page_of(
    kind: type,
    description: str,
    *,
    arguments: str | None = None,
    permission: Permission | None = None,
    as_of: Any = None,
) -> Any:
    """As `page_of`, on the query root; with an argument `asOf` where its annotation is given."""
    function = _function(kind, description, arguments, as_of)
    return query_field(permission=permission)(function)


def order_of(
    name: str, rows: str, values: Mapping[str, str], default: Direction = Direction.ASC
) -> Any:
    """The input `<name>Order`: a value to order by, each with its description, and a direction.
    `rows` is what the rows are called in a sentence, in the plural."""
    members = {
        value: strawberry.enum_value(value, description=description)
        for value, description in values.items()
    }
    made: Any = Enum(f"{name}OrderField", members)  # type: ignore[misc]  # its members are data
    by = strawberry.enum(made, description=f"Values by which {rows} can be ordered.")
    way = "ascending" if default is Direction.ASC else "descending"
    body = {
        "__annotations__": {"field": by, "direction": Direction},
        "field": strawberry.field(description="The value by which the list is ordered."),
        "direction": strawberry.field(
            default=default, description=f"Ascending or descending; {way} by default."
        ),
    }
    return strawberry.input(
        type(f"{name}Order", (), body), description=f"The order in which {rows} are listed."
    )


def _function(kind: type | str, description: str, arguments: str | None, as_of: Any = None) -> Any:
    """What would stand in a class if it were written out."""

    def listed() -> None:
        raise CompiledFieldResolved

    listed.__doc__ = description
    listed.__signature__ = _signature(kind, arguments, as_of)  # type: ignore[attr-defined]  # as inspect reads it
    return listed


def _signature(kind: type | str, arguments: str | None, as_of: Any) -> inspect.Signature:
    if isinstance(kind, str):
        area, _, name = kind.rpartition(".")
        module = f"schema.{area}.types"
        node: Any = _later(name, module)
    else:
        name, module, node = kind.__name__, kind.__module__, kind
    about = arguments or name
    takes: dict[str, Any] = {
        "first": First,
        "last": Last,
        "after": After,
        "before": Before,
        "filter": _later(f"{about}Filter", module) | None,
        "order_by": _later(f"{about}Order", module) | None,
    }
    if as_of is not None:
        takes["as_of"] = as_of
    parameters = [
        inspect.Parameter(
            each, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=UNSET, annotation=annotation
        )
        for each, annotation in takes.items()
    ]
    return inspect.Signature(parameters, return_annotation=Connection[node])


def _later(name: str, module: str) -> Any:
    return Annotated[ForwardRef(name), strawberry.lazy(module)]

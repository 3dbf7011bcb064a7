"""Refusals as GraphQL types: each class of the domain becomes the type of the same name."""

import dataclasses
import datetime as dt
import re
import types
import typing
from typing import Any, cast
from uuid import UUID

import strawberry
from strawberry.utils.str_converters import to_camel_case

from domain import refusals
from domain.refusals import Language
from domain.terms import Term
from persistence.reading import ids
from schema import legal_bases
from schema.fields import field
from schema.legal_bases import INSTEAD, LegalBasis


@strawberry.interface(description="A rule refused the request; nothing was changed.")
class Refusal:
    code: str = field("Stable code for programs: the name of the type in capitals.")
    message: str = field(
        "An explanation for the person at the screen, in the language requested by the "
        "Accept-Language header."
    )
    basis: str | None = field(
        "Marks of the documents behind the rule; null when the rule has none.",
        deprecated=INSTEAD,
    )
    legal_bases: list[LegalBasis] = field(
        "Documents and articles behind the rule; empty where the rule is the register's own."
    )


@strawberry.type(description="One value in the input that is not acceptable.")
class InputViolation:
    # In this class `field` is what it declares, not what declares it.
    field: str = strawberry.field(description="Path of the field, relative to the input.")
    message: str = strawberry.field(
        description="What is wrong with the value, in the language requested by the Accept-Language header."
    )


def type_of(refusal: type[refusals.Refusal]) -> type[Any]:
    """The GraphQL type of a refusal, with a field for each of its values; one for each class."""
    if refusal not in _TYPES:
        _TYPES[refusal] = _made(refusal)
    return _TYPES[refusal]


_TYPES: dict[type[refusals.Refusal], type[Any]] = {}


def _made(refusal: type[refusals.Refusal]) -> type[Any]:
    values = _values(refusal)
    namespace: dict[str, Any] = {"__annotations__": dict(values), "__module__": __name__}
    for name in values:
        namespace[name] = field(
            f"The value of `{to_camel_case(name)}` when the request was refused."
        )
    made = types.new_class(refusal.type_name, (Refusal,), exec_body=lambda ns: ns.update(namespace))
    return strawberry.type(made, description=_description(refusal))


def answer(refusal: refusals.Refusal, language: Language) -> Any:
    """The refusal as its GraphQL object."""
    made = type_of(type(refusal))
    values = {
        name: _represented(name, getattr(refusal, name), language)
        for name in _values(type(refusal))
    }
    values |= {name: str(values[name].value) for name in _words_of_any_list(type(refusal))}
    return made(
        code=refusal.code,
        message=refusal.message(language),
        basis=refusal.basis or None,
        legal_bases=legal_bases.of(refusal.basis),
        **values,
    )


def _values(refusal: type[refusals.Refusal]) -> dict[str, Any]:
    if "__dataclass_fields__" not in refusal.__dict__:
        return {}
    hints = typing.get_type_hints(refusal)
    return {
        f.name: _graphql(f.name, hints[f.name]) for f in dataclasses.fields(cast("Any", refusal))
    }


def _words_of_any_list(refusal: type[refusals.Refusal]) -> list[str]:
    """Values that may be a member of one code list or another: returned as their code."""
    if "__dataclass_fields__" not in refusal.__dict__:
        return []
    return [name for name, kind in typing.get_type_hints(refusal).items() if kind is Term]


def _graphql(name: str, kind: Any) -> Any:
    if name == "violations":
        return list[InputViolation]
    if kind is Term:
        return str
    if kind is UUID:
        return strawberry.ID
    if typing.get_origin(kind) is tuple:
        return list[_graphql(name, typing.get_args(kind)[0])]  # type: ignore[misc]
    if isinstance(kind, type) and issubclass(kind, str) and not issubclass(kind, Term):
        return str
    return kind


def _represented(name: str, value: Any, language: Language) -> Any:
    if name == "violations":
        return [InputViolation(field=v.field, message=v.message(language)) for v in value]
    if isinstance(value, UUID):
        type_name = "".join(word.capitalize() for word in name.removesuffix("_id").split("_"))
        return ids.write(type_name, value)
    if isinstance(value, tuple):
        return [_represented(name, item, language) for item in value]
    if isinstance(value, str) and not isinstance(value, Term):
        return str(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC)
    return value


def _description(refusal: type[refusals.Refusal]) -> str:
    """The message, with the names of the fields that fill its gaps, and its legal basis."""
    values = _values(refusal)

    def named(gap: re.Match[str]) -> str:
        return f"`{to_camel_case(gap[1])}`" if gap[1] in values else "…"

    text = re.sub(r"\{(\w+)[^}]*\}", named, refusal._en)
    cited = "; ".join(each.english_citation for each in legal_bases.of(refusal.basis))
    basis = f" Legal basis: {cited}." if cited else ""
    return f"Refused with the message “{text}”{basis}"

"""The statements behind a document, and what their text says about scopes."""

import re
from typing import Any

from domain.actors import Actor
from tests.client import Client

_TOKEN = re.compile(
    r"""'(?:[^']|'')*'|\(|\)(?: AS (?P<sub>"[^"]+\#\d+"))?"""
    r"""|(?:FROM |, |JOIN )[a-z_]+ AS (?P<name>"[^"]+"|\w+)"""
)

_BOUND = r"\$\d+(?:::[A-Z]+(?: [A-Z]+)*(?:\[\])?)?"
_DECIDED = re.compile(
    rf"{_BOUND} IS (?:NOT )?NULL|(?:coalesce|nullif)\({_BOUND}|WHEN \(?{_BOUND}|\$\d+::BOOLEAN"
    rf"|{_BOUND} (?:=|!=|<>|<=?|>=?) (?:'|\d|\$\d)",
    re.IGNORECASE,
)


def decided_by_values(sql: str) -> list[str]:
    """Conditions whose outcome one value settles for all rows: a plan that knows no values has to be
    made for both outcomes. They belong into the making of the statement (`Value.decide`)."""
    return _DECIDED.findall(sql)


def sql_of(
    client: Client, document: str, actor: Actor, variables: dict[str, Any] | None = None
) -> list[str]:
    operation = client.documents.operation(document, None, is_anonymous=actor.is_anonymous)
    coerced = operation.coerced(variables or {})
    assert isinstance(coerced, dict), coerced
    return [plan.sql for plan in operation.reads(coerced, actor).plans()]


def entered_twice(sql: str) -> list[str]:
    """Names declared in a FROM although a query around it has declared them: a lost correlation."""
    root: list[Any] = [set(), []]
    stack = [root]
    for token in _TOKEN.finditer(sql):
        if token[0] == "(":
            child: list[Any] = [set(), []]
            stack[-1][1].append(child)
            stack.append(child)
        elif token[0].startswith(")"):
            stack.pop()
            if token["sub"]:
                stack[-1][0].add(token["sub"])
        elif token["name"]:
            stack[-1][0].add(token["name"])
    assert stack == [root]
    return _repeated(root, frozenset())


def _repeated(scope: list[Any], around: frozenset[str]) -> list[str]:
    declared, inner = scope
    found = sorted(declared & around)
    for child in inner:
        found += _repeated(child, around | declared)
    return found

"""What the product's own source says at its calls: which texts reach a function, by whatever name it goes.

Functions are compared as objects and methods by the names that they have now, so that nothing here
changes when one is renamed.
"""

import ast
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any

import api
import demo
import domain
import jobs
import ledgers
import persistence
import schema
from persistence.migrations import versions

PACKAGES = (api, demo, domain, jobs, ledgers, persistence, schema)
NO_PRODUCT = (f"{versions.__name__}.",)
"""Migrations are history."""
DYNAMIC = "{}"
"""Stands for what is only known when the product runs."""
_DEEPEST = 4

Function = ast.FunctionDef | ast.AsyncFunctionDef
_MISSING = object()


@dataclass(eq=False)
class Call:
    """One call, and where it stands."""

    node: ast.Call
    source: "Source"
    within: Function | None
    called: Any = None
    """The function, as far as the source says: as an object, or _MISSING."""

    def texts(self, place: int, name: str = "") -> set[str]:
        """What the argument at this place, or of this name, can be; empty where there is none."""
        given = argument(self.node, place, name)
        return set() if given is None else texts(given, self.source, self.within)

    def keywords(self) -> dict[str, ast.expr]:
        return {each.arg: each.value for each in self.node.keywords if each.arg is not None}


@dataclass(eq=False)
class Source:
    """One module with its tree."""

    module: ModuleType
    tree: ast.Module
    calls: list[Call] = field(default_factory=list)

    def value(self, node: ast.expr, within: Function | None) -> Any:
        """The object that an expression of names and dots stands for, or _MISSING."""
        if isinstance(node, ast.Name):
            if within is not None and node.id in _locals(within):
                return _MISSING
            return vars(self.module).get(node.id, _MISSING)
        if isinstance(node, ast.Attribute):
            owner = self.value(node.value, within)
            return _MISSING if owner is _MISSING else getattr(owner, node.attr, _MISSING)
        return _MISSING


@cache
def sources() -> tuple[Source, ...]:
    """All modules of the product, imported."""
    return tuple(_sources())


def _sources() -> Iterator[Source]:
    for package in PACKAGES:
        found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        for name in (package.__name__, *(each.name for each in found)):
            # Alembic's own environment runs when it is imported.
            if name.endswith((".env", ".__main__")) or name.startswith(NO_PRODUCT):
                continue
            module = importlib.import_module(name)
            assert module.__file__ is not None
            with open(module.__file__, encoding="utf-8") as file:
                source = Source(module, ast.parse(file.read()))
            _collect(source, source.tree, None)
            yield source


def _collect(source: Source, node: ast.AST, within: Function | None) -> None:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            called = source.value(child.func, within)
            source.calls.append(Call(child, source, within, called))
        is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        _collect(source, child, child if is_function else within)  # type: ignore[arg-type]


@cache
def calls_of(function: Callable[..., Any]) -> list[Call]:
    """The calls of a module's function, also those for later (`partial`)."""
    return list(_calls_of(function))


def _calls_of(function: Callable[..., Any]) -> Iterator[Call]:
    for source in sources():
        for call in source.calls:
            if call.called is function:
                yield call
            # partial(function, …), to_thread(function, …)
            elif call.node.args and _is(function, call.node.args[0], call):
                bare = ast.Call(call.node.func, call.node.args[1:], call.node.keywords)
                yield Call(bare, source, call.within)


def _is(function: Callable[..., Any], node: ast.expr, call: Call) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name == function.__name__ and call.source.value(node, call.within) is function


def calls_of_method(method: Callable[..., Any]) -> Iterator[Call]:
    """The calls of a method of this name, on whatever is no module and no class."""
    return _calls_by_name(method.__name__)


def _calls_by_name(name: str) -> Iterator[Call]:
    for source in sources():
        for call in source.calls:
            called = call.node.func
            if (
                isinstance(called, ast.Attribute)
                and called.attr == name
                and source.value(called.value, call.within) is _MISSING
            ):
                yield call


def argument(call: ast.Call, place: int, name: str = "") -> ast.expr | None:
    for each in call.keywords:
        if name and each.arg == name:
            return each.value
    return call.args[place] if 0 <= place < len(call.args) else None


def texts(node: ast.expr, source: Source, within: Function | None, depth: int = 0) -> set[str]:
    """The texts that an expression can be, as far as the source says."""
    if isinstance(node, ast.Constant):
        return {str(node.value)} if isinstance(node.value, str | bytes) else set()
    if isinstance(node, ast.IfExp):
        return texts(node.body, source, within, depth) | texts(node.orelse, source, within, depth)
    if isinstance(node, ast.JoinedStr):
        return {_template(node)}
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        # `f"…".strip()`
        return texts(node.func.value, source, within, depth)
    value = source.value(node, within)
    if isinstance(value, str):
        return {str(value)}
    if isinstance(node, ast.Name) and within is not None and depth < _DEEPEST:
        found = _of_variable(node.id, source, within, depth)
        if found:
            return found
    return {DYNAMIC}


def _template(node: ast.JoinedStr) -> str:
    parts = (str(part.value) if isinstance(part, ast.Constant) else DYNAMIC for part in node.values)
    return "".join(parts)


def _of_variable(name: str, source: Source, within: Function, depth: int) -> set[str]:
    """A parameter is what the callers give, a variable what it is set to."""
    arguments = within.args
    positional = [each.arg for each in (*arguments.posonlyargs, *arguments.args)]
    keyword = [each.arg for each in arguments.kwonlyargs]
    if name in positional or name in keyword:
        function = vars(source.module).get(within.name)
        place = positional.index(name) if name in positional else -1
        calls: Iterable[Call] = () if function is None else calls_of(function)
        if positional[:1] in (["self"], ["cls"]):
            calls, place = _calls_by_name(within.name), place - 1
        found: set[str] = set()
        for call in calls:
            given = argument(call.node, place, name)
            if given is not None:
                found |= texts(given, call.source, call.within, depth + 1)
        return found
    found = set()
    for node in ast.walk(within):
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in node.targets
        ):
            found |= texts(node.value, source, within, depth + 1)
    return found


@cache
def _locals(function: Function) -> frozenset[str]:
    arguments = function.args
    names = {each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
    names |= {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return frozenset(names)

"""Small changes to code that a test should notice, each with a name that survives renaming."""

import ast
import copy
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
}

NOT_CODE = {
    "annotation",
    "returns",
    "decorator_list",  # @dataclass(frozen=True): no rule
    "bases",
    "keywords of ClassDef",  # the texts of a refusal
}

CONDITIONS = {"where": 0, "and_": 0, "or_": 0}
"""SQLAlchemy's functions of any number of conditions; ours are found by their `*`. The number is
that of the arguments before the `*`."""


@dataclass(frozen=True)
class Mutant:
    """One change: the bytes from `start` to `end` of the file become `after`."""

    path: Path
    line: int
    lines: tuple[int, ...]
    """The lines to look for among those that tests reach: its own, then its statement's."""
    around: tuple[int, ...]
    """The lines of the function that it is in, or of the statement."""
    function: str
    """The functions and classes around it, with dots; empty at the top of a module."""
    operator: str
    start: int
    end: int
    after: str
    form: str
    """What stays the same when identifiers, texts, files and the code around it change."""

    @cached_property
    def source(self) -> bytes:
        return self.path.read_bytes()

    @property
    def code(self) -> bytes:
        return self.source[: self.start] + self.after.encode() + self.source[self.end :]

    @property
    def difference(self) -> str:
        before = " ".join(self.source[self.start : self.end].decode().split())
        return f"{self.operator}: {before} → {self.after}"

    def compiles(self) -> bool:
        try:
            compile(self.code, str(self.path), "exec", dont_inherit=True)
        except SyntaxError:
            return False
        return True


def vocabulary(paths: Iterable[Path]) -> tuple[Mapping[str, list[str]], Mapping[str, int]]:
    """The members of each enumeration, and the functions that take any number of arguments."""
    members: dict[str, list[str]] = {}
    variadic = dict(CONDITIONS)
    for path in paths:
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.FunctionDef) and node.args.vararg:
                variadic[node.name] = len(node.args.args)
            elif isinstance(node, ast.ClassDef):
                assigned = [each.targets[0] for each in node.body if isinstance(each, ast.Assign)]
                names = [n.id for n in assigned if isinstance(n, ast.Name) and n.id.isupper()]
                if len(names) > 1:
                    members[node.name] = names
    return members, variadic


@dataclass
class Mutator:
    """Finds every mutant of a file, in the order of its code."""

    members: Mapping[str, list[str]]
    variadic: Mapping[str, int]

    def mutants(self, path: Path) -> Iterator[Mutant]:
        source = path.read_bytes()
        starts = [0]
        for each in source.splitlines(keepends=True):
            starts.append(starts[-1] + len(each))
        seen: Counter[str] = Counter()
        for place in _places(ast.parse(source)):
            for operator, target, after in self._changes(place.node):
                assert target.end_lineno is not None
                assert target.end_col_offset is not None
                form = f"{operator} {place.form}"
                seen[form] += 1
                yield Mutant(
                    path=path,
                    line=target.lineno,
                    lines=(target.lineno, *place.lines),
                    around=place.around,
                    function=place.function,
                    operator=operator,
                    start=starts[target.lineno - 1] + target.col_offset,
                    end=starts[target.end_lineno - 1] + target.end_col_offset,
                    after=after,
                    form=f"{form} {seen[form]}",
                )

    def _changes(self, node: ast.AST) -> Iterator[tuple[str, ast.expr | ast.stmt, str]]:
        match node:
            case ast.Compare(ops=ops):
                for number, op in enumerate(ops):
                    swapped = [*ops[:number], SWAPPED[type(op)](), *ops[number + 1 :]]
                    yield "comparison", node, _text(node, ops=swapped)
            case ast.BoolOp(op=op, values=values):
                yield "and-or", node, _text(node, op=SWAPPED[type(op)]())
                for number in range(len(values)):
                    rest = values[:number] + values[number + 1 :]
                    yield "condition", node, _text(node, values=rest)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                yield "not", node, f"({ast.unparse(operand)})"
            case ast.BinOp(op=op) if type(op) in SWAPPED and not _is_text(node):
                yield "arithmetic", node, _text(node, op=SWAPPED[type(op)]())
            case ast.AugAssign(op=op) if type(op) in SWAPPED:
                changed = copy.copy(node)
                changed.op = SWAPPED[type(op)]()  # type: ignore[assignment]
                yield "arithmetic", node, ast.unparse(changed)
            case ast.Constant(value=bool(value)):
                yield "constant", node, str(not value)
            case ast.Constant(value=int(value)):
                yield "constant", node, str(value + 1)
                yield "constant", node, str(value - 1)
            case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
                if not isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp | ast.Constant):
                    yield "not", test, f"(not ({ast.unparse(test)}))"
            case ast.comprehension(ifs=conditions):
                for condition in conditions:
                    yield "condition", condition, "True"
            case ast.Return(value=ast.expr() as value) if not _is_none(value):
                yield "return", node, "return None"
            case ast.Raise() | ast.Expr(value=ast.Call() | ast.Await()):
                yield "statement", node, "pass"
            case ast.Attribute(value=ast.Name(id=kind), attr=name) if name in self._members(kind):
                names = self._members(kind)
                other = names[(names.index(name) + 1) % len(names)]
                yield "member", node, f"{kind}.{other}"
            case ast.Call(func=function, args=args) if _name(function) in self.variadic:
                fixed = self.variadic[_name(function)]
                for number in range(fixed, len(args) if len(args) > fixed + 1 else fixed):
                    rest = args[:number] + args[number + 1 :]
                    yield "condition", node, _text(node, args=rest)

    def _members(self, kind: str) -> list[str]:
        return self.members.get(kind, [])


@dataclass(frozen=True)
class _Place:
    node: ast.AST
    lines: tuple[int, ...]
    around: tuple[int, ...]
    function: str
    form: str


def _places(module: ast.Module) -> Iterator[_Place]:
    for statement in module.body:
        yield from _inside(statement, _Place(statement, (), (), "", ""))


def _inside(node: ast.AST, outer: _Place) -> Iterator[_Place]:
    if _is_no_code(node):
        return
    lines, around, function, form = outer.lines, outer.around, outer.function, outer.form
    if isinstance(node, ast.stmt):
        lines = _own_lines(node)
        # A function is one form with all that is in it; a class is as many as it has statements.
        if not form and not isinstance(node, ast.ClassDef):
            around = tuple(range(node.lineno, (node.end_lineno or node.lineno) + 1))
            form = _form(node)
    place = _Place(node, lines, around, function, form)
    yield place
    within = function
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        within = f"{function}.{node.name}".removeprefix(".")
    for name, value in ast.iter_fields(node):
        if name in NOT_CODE or f"{name} of {type(node).__name__}" in NOT_CODE:
            continue
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, ast.AST):
                inner = within if name == "body" else function
                yield from _inside(each, replace(place, function=inner))


def _is_no_code(node: ast.AST) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Assert() | ast.JoinedStr():
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.keyword(arg="strict"):  # zip(…, strict=True) states what is so already
            return True
        case _:
            return False


def _own_lines(statement: ast.stmt) -> tuple[int, ...]:
    """The lines of a statement without those of the statements in it."""
    body = getattr(statement, "body", None)
    last = body[0].lineno - 1 if body else statement.end_lineno
    return tuple(range(statement.lineno, max(statement.lineno, last or 0) + 1))


def _form(statement: ast.stmt) -> str:
    """The code without its names, texts, annotations and docstrings."""
    blank = _Blank().visit(copy.deepcopy(statement))
    return hashlib.sha256(ast.dump(blank).encode()).hexdigest()[:16]


class _Blank(ast.NodeTransformer):
    def generic_visit(self, node: ast.AST) -> ast.AST:
        for name, value in list(ast.iter_fields(node)):
            if name in {"annotation", "returns", "type_comment"}:
                setattr(node, name, None)
            elif isinstance(value, str) or name in {"names", "kind"}:
                setattr(node, name, "")
            elif name == "body" and isinstance(value, list):
                setattr(node, name, [each for each in value if not _is_no_code(each)])
        return super().generic_visit(node)


def _text(node: ast.expr, **changes: object) -> str:
    changed = copy.copy(node)
    for name, value in changes.items():
        setattr(changed, name, value)
    if isinstance(changed, ast.BoolOp) and len(changed.values) == 1:
        return f"({ast.unparse(changed.values[0])})"
    return f"({ast.unparse(changed)})"


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _is_text(node: ast.BinOp) -> bool:
    return any(
        isinstance(side, ast.JoinedStr)
        or (isinstance(side, ast.Constant) and isinstance(side.value, str | bytes))
        for side in (node.left, node.right)
    )


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None

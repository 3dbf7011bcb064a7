"""Permissions: alphabetical, documented, held by somebody, printed where they are needed."""

import ast
import re
from pathlib import Path

from domain import permissions
from domain.permissions import ANONYMOUS, GRANTS, Permission
from domain.roles import SCOPES, Role
from persistence.register import REGISTER
from tests.conventions.language import required

ROOT = Path(__file__).parents[2]
BY_RESOLVER = {
    "Query.drawSlip": "draw:contribute",
    "Query.drawEdition": "draw:read",
}
"""Texts that a resolver makes, which asks for the permission itself."""


def test_they_stand_in_alphabetical_order_and_are_named_by_their_value() -> None:
    values = [permission.value for permission in Permission]

    assert values == sorted(values)
    for permission in Permission:
        assert re.fullmatch(r"[a-z]+:[a-z]+(-[a-z]+)*", permission.value)
        assert permission.name == re.sub(r"[:-]", "_", permission.value).upper()


def test_each_says_what_it_allows() -> None:
    module = ast.parse(Path(permissions.__file__).read_text())
    (enum,) = (
        node for node in module.body if isinstance(node, ast.ClassDef) and node.name == "Permission"
    )
    described = {
        member.targets[0].id
        for member, text in zip(enum.body, enum.body[1:], strict=False)
        if isinstance(member, ast.Assign)
        and isinstance(member.targets[0], ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
    }

    assert described == {permission.name for permission in Permission}


def test_each_is_held_by_some_role() -> None:
    assert set(Permission) == frozenset().union(*GRANTS.values())
    assert {Permission.COMPLAINT_RAISE, Permission.EVIDENCE_DECLARE} == ANONYMOUS


def test_each_role_has_a_line_of_what_it_holds_and_how_far_it_reaches() -> None:
    assert GRANTS.keys() == set(Role)
    assert SCOPES.keys() == set(Role)


def test_each_is_printed_somewhere() -> None:
    assert set(required().values()) == {permission.value for permission in Permission}


def test_a_field_prints_the_permission_that_its_answer_demands() -> None:
    demanded = {
        f"{kind}.{name}": answer.permission.value
        for kind, fields in (
            ("Query", REGISTER.roots),
            *((shape.name, shape.fields) for shape in REGISTER.shapes.values()),
        )
        for name, answer in fields.items()
        if answer.permission is not None
    }
    printed = {
        where: permission
        for where, permission in required().items()
        if not where.startswith("Mutation.")
    }

    assert printed == {**demanded, **BY_RESOLVER}


def test_no_policy_asks_for_a_role() -> None:
    """What a role sees is data: its permissions, its scope, its insights."""
    policies = sorted((ROOT / "persistence").glob("*/policies.py"))
    assert len(policies) > 10

    assert [
        path.parent.name for path in policies if re.search(r"\bRole\b", path.read_text("utf-8"))
    ] == []

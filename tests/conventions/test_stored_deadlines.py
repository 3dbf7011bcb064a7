"""No deadline is kept that a changed calendar would leave behind."""

import ast
from pathlib import Path

import sqlalchemy as sa

from persistence.regions.stored_deadlines import DEADLINES, UNCOUNTED
from persistence.tables import metadata

ROOT = Path(__file__).parents[2]
COUNTED = {f"{each.table.__tablename__}.{each.due_on.key}" for each in DEADLINES}
LAYERS = ("domain", "persistence", "schema", "ledgers", "jobs", "api")
WORDS = ("due", "expires", "extended", "deadline", "until", "lapse")
"""What a day that ends something is called here."""

WHERE_COUNTED = {
    "domain/complaints/raise_complaint.py": {"complaints.accept_due_on"},
    "domain/inspections/file_result.py": {"inspections.publish_due_on"},
    "domain/publication/corrections.py": {"objections.due_on", "result_corrections.due_on"},
    "domain/publication/withdrawals.py": {"repair_requests.due_on"},
    "domain/standings/rulings.py": {"rulings.statement_due_on", "rulings.appeal_due_on"},
    "persistence/draws/freeze.py": {"draws.reveal_due_on"},
    "persistence/regions/recalculation.py": set(),
}
"""Each module that counts a deadline, with where it is kept."""


def test_every_day_by_which_something_is_due_is_counted_again_or_says_why_not() -> None:
    found = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.Date)
        and any(word in column.name for word in WORDS)
        and not table.name.endswith("_past")
    }

    assert COUNTED | UNCOUNTED.keys() == found
    assert not COUNTED & UNCOUNTED.keys()
    assert all(len(reason.split()) >= 5 for reason in UNCOUNTED.values())


def test_whatever_may_be_provisional_is_counted_again() -> None:
    found = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if "provisional" in column.name and not table.name.endswith("_past")
    }

    assert {f"{each.table.__tablename__}.{each.is_provisional.key}" for each in DEADLINES} == found


def test_every_module_that_counts_a_deadline_keeps_it_where_it_is_counted_again() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for layer in LAYERS
        for path in (ROOT / layer).rglob("*.py")
        if _counts(path)
    }

    assert found == WHERE_COUNTED.keys()
    assert set().union(*WHERE_COUNTED.values()) == COUNTED


def _counts(path: Path) -> bool:
    return any(
        isinstance(node, ast.Call) and ast.unparse(node.func) == "deadlines.due"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    )

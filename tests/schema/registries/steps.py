"""Recusals and stops as the API takes them, all of them about 枫叶."""

from typing import Any

from persistence.reading import ids
from tests.people import MAPLE, Person
from tests.schema.inspections.steps import officer

INSTITUTION = ids.write("Institution", MAPLE)


def a_recusal(person: Person, **facts: Any) -> dict[str, Any]:
    return {
        "officerId": officer(person),
        "institutionId": INSTITUTION,
        "ground": "CHILD_ENROLLED",
        **facts,
    }


def a_stop(**facts: Any) -> dict[str, Any]:
    return {
        "institutionId": INSTITUTION,
        "ground": "FORCE_MAJEURE",
        "reason": "台风",
        "firstOn": "2026-11-18",
        **facts,
    }

"""A ledger takes in what the mutation of its rows takes: a new field needs its column."""

from collections.abc import Iterator

import pytest
from graphql import GraphQLInputObjectType, get_named_type, get_nullable_type, is_list_type

from ledgers.layouts import COURSES, INSTITUTIONS, TEACHERS, Layout
from schema.assembly import core
from tests.client import SCHEMA

ONE_CELL = ("classTimes[0].", "feeItems[0].")
"""Lists that stand in one cell, in a spelling of their own."""
NOT_OF_A_ROW = {"operationId", "id", "entitlements[0].programmeCode"}
"""The text of a licence's programme names its code."""
OF_THE_REGISTER = {"existence", ""}
"""What a ledger says that no mutation takes: an institution that is gone, and notes of its own."""


@pytest.mark.parametrize(
    ("ledger", "input_name"),
    [
        (INSTITUTIONS, "RegisterInstitutionInput"),
        (COURSES, "PublishCourseInput"),
        (TEACHERS, "RegisterTeacherInput"),
    ],
)
def test_every_field_of_the_input_has_a_column(ledger: Layout, input_name: str) -> None:
    kind = core(SCHEMA).get_type(input_name)
    assert isinstance(kind, GraphQLInputObjectType)
    fields = {
        path.partition("[")[0] if path.startswith(ONE_CELL) and "refundRule" not in path else path
        for path in _paths(kind)
    }

    assert {column.field for column in ledger.columns} - OF_THE_REGISTER == fields - NOT_OF_A_ROW


def _paths(kind: GraphQLInputObjectType, above: str = "") -> Iterator[str]:
    """Fields as faults name them: `sites[0].position.latitude`."""
    for name, field in kind.fields.items():
        below = get_named_type(field.type)
        if isinstance(below, GraphQLInputObjectType):
            is_list = is_list_type(get_nullable_type(field.type))
            yield from _paths(below, f"{above}{name}{'[0]' if is_list else ''}.")
        else:
            yield f"{above}{name}"

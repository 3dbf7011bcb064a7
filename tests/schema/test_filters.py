"""What conditions mean that are null."""

import pytest

from tests.client import Client
from tests.people import hua

LISTS = [
    ("institutions", "InstitutionFilter", {"regionCode": None, "kinds": None, "search": None}),
    ("inspectionItems", "InspectionItemFilter", {"code": None, "inForceOn": None, "sectors": None}),
    ("authorities", "AuthorityFilter", {"regionCode": None, "kind": None}),
    ("correctionOrders", "CorrectionOrderFilter", {"states": None, "dueTo": None, "kind": None}),
]


@pytest.mark.parametrize(("field", "kind", "nothing"), LISTS, ids=lambda value: str(value)[:20])
async def test_a_condition_that_is_null_is_one_left_out(
    ask: Client, world: None, field: str, kind: str, nothing: dict[str, None]
) -> None:
    document = f"""query Q($filter: {kind}) {{
        given: {field}(first: 100, filter: $filter) {{ totalCount nodes {{ id }} }}
        absent: {field}(first: 100) {{ totalCount nodes {{ id }} }} }}"""

    for filter in (None, {}, nothing):
        found = await ask(document, {"filter": filter}, by=hua)

        assert found["given"] == found["absent"]

"""What is the same for everybody is made once, and is what its resolvers answer."""

from typing import Any

import pytest

from tests.client import Client

ROOTS = """
query Q($more: Boolean = false, $codes: Boolean!, $order: TeacherOrder) {{
  again: violationCodes {{ code label @skip(if: $more) legalBases {{ ...Basis }} }}
  checklists {{ __typename code version items @include(if: $codes) {{ code label violationCodes }} }}
  codeLists(names: ["Sector", "RiskClass"]) {{ name codes {{ code label }} }}
  ... on Query {{ checklists {{ items {{ basis }} }} }}
  ... on Query @include(if: false) {{ teachers(first: 1, orderBy: $order) {{ nodes {{ id }} }} }}
  {beside}
}}
fragment Basis on LegalBasis {{ title citation @include(if: $more) }}
"""
WHOLE = ROOTS.format(beside="")
RESOLVED = ROOTS.format(beside='last: verifyInspectionCode(code: "JC-0") { __typename }')
"""The same beside a field that is no constant: all of it goes through resolvers."""


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "given", [{"codes": True}, {"codes": False}, {"codes": True, "more": True}]
)
async def test_a_constant_is_what_its_resolvers_answer(
    ask: Client, world: None, language: str, given: dict[str, Any]
) -> None:
    for _ in range(2):
        made = await ask(WHOLE, given, language=language)
        resolved = await ask(RESOLVED, given, language=language)

        del resolved["last"]
        assert list(made) == ["again", "checklists", "codeLists"]
        assert made == resolved
    operation = ask.documents.operation(WHOLE, None, is_anonymous=True)
    variables = operation.coerced(given)
    assert isinstance(variables, dict)
    reads = operation.reads(variables, await ask.actor(None))
    assert reads.is_whole
    assert len(reads.constants()) == 3


async def test_what_a_variable_names_is_answered_for_its_value(ask: Client, world: None) -> None:
    document = "query Q($names: [String!]) { codeLists(names: $names) { name } }"
    for name in ("Sector", "RiskClass"):
        found = await ask(document, {"names": [name]})

        assert found == {"codeLists": [{"name": name}]}

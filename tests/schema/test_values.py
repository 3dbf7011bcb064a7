import datetime as dt
from typing import Any

import pytest
import strawberry
from graphql import GraphQLSchema, VariableDefinitionNode, get_variable_values, parse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strawberry.types.arguments import convert_argument
from strawberry.types.base import StrawberryObjectDefinition

from schema.assembly import build, core
from schema.mutations import canonical
from schema.variables import coercer
from tests.schema.inspections import steps

KINDS = (
    "Int", "Int!", "String!", "ID", "Boolean!", "[String!]!", "[Int]", "DateTime", "Date!", "UUID!",
    "InstitutionFilter", "InstitutionOrder", "InstitutionBy!", "[FindingInput!]!",
    "FileInspectionResultInput!",
)  # fmt: skip
WORDS = ("id", "regionCode", "kinds", "field", "direction", "creditCode", "detail", "violationCode")
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**33), 2**33),
    st.floats(allow_nan=False),
    st.sampled_from(["", "x", "320500", "NAME", "ASC", "2026-11-18", "OFF_CAMPUS_TRAINING", "\0"]),
    st.just("01900000-0000-7000-8000-000000000001"),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner),
    max_leaves=6,
)


def _definitions(schema: GraphQLSchema, kind: str) -> tuple[VariableDefinitionNode, ...]:
    document: Any = parse(f"query ($v: {kind}, $w: Int = 3) {{ __typename }}")
    found: tuple[VariableDefinitionNode, ...] = document.definitions[0].variable_definitions
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_read_straight_is_what_graphql_core_makes_of_it(kind: str) -> None:
    schema = core(build())
    definitions = _definitions(schema, kind)
    coerce = coercer(schema, definitions)

    # A busy machine is no fault of what is tested.
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.dictionaries(st.sampled_from(["v", "w", "other"]), VALUES))
    def agree(values: dict[str, Any]) -> None:
        straight = coerce(values)
        judged = get_variable_values(schema, definitions, values)
        if straight is not None:
            assert not isinstance(judged, list)
            assert straight == judged.coerced
            assert list(straight) == list(judged.coerced)

    agree()


def test_a_whole_filing_is_read_straight() -> None:
    schema = core(build())
    coerce = coercer(schema, _definitions(schema, "FileInspectionResultInput!"))
    made = coerce({"v": _filing()})
    assert made is not None
    assert made["w"] == 3


def test_an_input_is_built_as_strawberry_builds_it() -> None:
    built = build()
    definition = _input(built, "FileInspectionResultInput")
    coerced = coercer(core(built), _definitions(core(built), definition.name))({"v": _filing()})
    assert coerced is not None
    given = coerced["v"]
    assert definition.from_input is not None
    ours = definition.from_input(definition.origin, given, None)  # type: ignore[arg-type]
    hooks = _without_hooks(built)
    try:
        theirs = convert_argument(
            given, definition.origin, built.schema_converter.scalar_registry, built.config
        )
    finally:
        for each, hook in hooks:
            each.from_input = hook

    assert ours == theirs
    assert canonical(ours) == canonical(theirs)


def test_the_canonical_spelling_leaves_out_what_was_not_given() -> None:
    @strawberry.input
    class Inner:
        on: dt.date
        word: str | None = strawberry.UNSET

    @strawberry.input
    class Outer:
        inner: list[Inner]
        number: int | None = None

    one = Outer(inner=[Inner(on=dt.date(2026, 11, 18))])

    assert canonical(one) == b'{"inner":[{"on":"2026-11-18"}],"number":null}'


def _filing() -> dict[str, Any]:
    position = {"latitude": 31.3, "longitude": 120.6, "datum": "GCJ02"}
    id = "insp_01900000-0000-7000-8000-000000000001"
    operation = "01900000-0000-7000-8000-000000000002"
    return {**steps.a_problem(id, position=position), "operationId": operation}


def _input(built: strawberry.Schema, name: str) -> StrawberryObjectDefinition:
    definition = built.schema_converter.type_map[name].definition
    assert isinstance(definition, StrawberryObjectDefinition)
    return definition


def _without_hooks(built: strawberry.Schema) -> list[tuple[StrawberryObjectDefinition, Any]]:
    taken = []
    for concrete in built.schema_converter.type_map.values():
        definition = concrete.definition
        if isinstance(definition, StrawberryObjectDefinition) and definition.is_input:
            taken.append((definition, definition.from_input))
            definition.from_input = None
    return taken

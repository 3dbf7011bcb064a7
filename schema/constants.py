"""Root fields whose answer is the same for everybody, but for the language: made once for a document."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import orjson
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableDefinitionNode,
    execute_sync,
)

from domain.refusals import Language

NAMES = frozenset({"checklists", "codeLists", "creditCommitmentTexts", "violationCodes"})

Constant = Mapping[Language, bytes]


@dataclass(frozen=True, slots=True)
class _Reader:
    """As much of a request's context as these fields look at."""

    language: Language


def answers(
    schema: GraphQLSchema,
    nodes: Sequence[FieldNode],
    fragments: Iterable[FragmentDefinitionNode],
    definitions: Iterable[VariableDefinitionNode],
    variables: Mapping[str, Any],
) -> Constant:
    """The JSON of one such field in each language, as its resolvers give it."""
    operation = OperationDefinitionNode(
        operation=OperationType.QUERY,
        selection_set=SelectionSetNode(selections=tuple(nodes)),
        variable_definitions=tuple(definitions),
        directives=(),
    )
    document = DocumentNode(definitions=(operation, *fragments))

    def answer(language: Language) -> bytes:
        found = execute_sync(
            schema, document, variable_values=dict(variables), context_value=_Reader(language)
        )
        assert found.errors is None, found.errors
        assert found.data is not None
        ((_, value),) = found.data.items()
        return orjson.dumps(value)

    return {language: answer(language) for language in get_args(Language)}

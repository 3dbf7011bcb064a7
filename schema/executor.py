"""Execution by graphql-core under Strawberry: what is already JSON goes through unchanged, and no
library writes down what went wrong."""

from typing import Any

import orjson
import strawberry
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext


class Executor(StrawberryGraphQLCoreExecutionContext):
    """What the read compiler answered needs no completion; everything else takes the usual path."""

    def complete_value(  # graphql-core's signature
        self,
        return_type: Any,
        field_details_list: Any,
        info: Any,
        path: Any,
        result: Any,
        position_context: Any,
    ) -> Any:
        if type(result) is orjson.Fragment:
            return result
        return super().complete_value(
            return_type, field_details_list, info, path, result, position_context
        )


class Schema(strawberry.Schema):
    """A schema whose errors the edge alone logs, by their code: Strawberry would write each as an
    error with a trace and the lines of the document around it."""

    def process_errors(self, *_: Any) -> None:
        pass

"""Permissions as clients read them: a directive on every field that needs one."""

import strawberry
from graphql import GraphQLField
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.schema_directive import Location

from domain.permissions import Permission


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    description="The field needs this permission. An operation that selects it without the "
    "permission is refused.",
)
class Requires:
    permission: str = strawberry.field(
        description="The permission that is required, in the form `resource:action`."
    )


def requires(permission: Permission | None) -> tuple[object, ...]:
    return () if permission is None else (Requires(permission=permission.value),)


def required(field: GraphQLField) -> Permission | None:
    """The permission printed beside a field."""
    declared = field.extensions[GraphQLCoreConverter.DEFINITION_BACKREF]
    found = (each.permission for each in declared.directives if isinstance(each, Requires))
    return next(map(Permission, found), None)

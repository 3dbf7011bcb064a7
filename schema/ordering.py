"""The two directions of every order."""

from enum import Enum

import strawberry


@strawberry.enum(description="Direction of an order.")
class Direction(Enum):
    ASC = strawberry.enum_value("ASC", description="Ascending.")
    DESC = strawberry.enum_value("DESC", description="Descending.")

"""The two directions of every order."""

from enum import Enum

import strawberry


@strawberry.enum(description="Direction in which a list is ordered.")
class Direction(Enum):
    ASC = strawberry.enum_value("ASC", description="Ascending: smallest or earliest values first.")
    DESC = strawberry.enum_value("DESC", description="Descending: largest or latest values first.")

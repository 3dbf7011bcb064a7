"""All mutations, area by area."""

import strawberry

from schema.courses.mutations import CourseMutations


@strawberry.type(description="Deeds on the register.")
class Mutation(CourseMutations):
    pass

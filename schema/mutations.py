"""All mutations, area by area."""

import strawberry

from schema.accounts.mutations import AccountMutations
from schema.complaints.mutations import ComplaintMutations
from schema.courses.mutations import CourseMutations
from schema.evidence.mutations import EvidenceMutations
from schema.inspections.mutations import InspectionMutations
from schema.institutions.mutations import InstitutionMutations
from schema.teachers.mutations import TeacherMutations


@strawberry.type(description="Deeds on the register.")
class Mutation(
    AccountMutations,
    CourseMutations,
    ComplaintMutations,
    EvidenceMutations,
    InspectionMutations,
    InstitutionMutations,
    TeacherMutations,
):
    pass

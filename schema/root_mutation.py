"""All mutations, area by area."""

import strawberry

from schema.accounts.mutations import AccountMutations
from schema.complaints.mutations import ComplaintMutations
from schema.courses.mutations import CourseMutations
from schema.draws.mutations import DrawMutations
from schema.evidence.mutations import EvidenceMutations
from schema.inspections.mutations import InspectionMutations
from schema.institutions.mutations import InstitutionMutations
from schema.items.mutations import ItemMutations
from schema.plans.mutations import PlanMutations
from schema.publication.mutations import PublicationMutations
from schema.rectification.mutations import RectificationMutations
from schema.registries.mutations import RegistryMutations
from schema.tasks.mutations import TaskMutations
from schema.teachers.mutations import TeacherMutations
from schema.visits.mutations import VisitMutations


@strawberry.type(
    description="All changes that can be made to the register. Each one ends in a success or in "
    "a refusal."
)
class Mutation(
    AccountMutations,
    CourseMutations,
    ComplaintMutations,
    DrawMutations,
    EvidenceMutations,
    InspectionMutations,
    InstitutionMutations,
    ItemMutations,
    PlanMutations,
    PublicationMutations,
    RectificationMutations,
    RegistryMutations,
    TaskMutations,
    TeacherMutations,
    VisitMutations,
):
    pass

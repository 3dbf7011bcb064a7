"""The schema, put together and proven whole: every readable field has its answer, or it does not build."""

from functools import cache

import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from persistence.reading.shapes import REGISTER
from schema.accounts.queries import AccountQueries
from schema.alerts.queries import AlertQueries
from schema.building import build_inputs_at_once
from schema.code_lists import CodeListQueries
from schema.complaints.queries import ComplaintQueries
from schema.courses.queries import CourseQueries
from schema.draws.queries import DrawQueries
from schema.evidence.queries import EvidenceQueries
from schema.executor import Executor
from schema.inspections.queries import InspectionQueries
from schema.institutions.queries import InstitutionQueries
from schema.institutions.types import Entitlement, Site
from schema.items.queries import ItemQueries
from schema.mutations import Mutation
from schema.nodes import NodeQueries
from schema.plans.queries import PlanQueries
from schema.prepared import Prepared
from schema.publication.queries import PublicationQueries
from schema.rectification.queries import RectificationQueries
from schema.regions.queries import RegionQueries
from schema.registries.queries import RegistryQueries
from schema.scalars import SCALARS
from schema.teachers.queries import TeacherQueries
from schema.visits.queries import VisitQueries
from schema.wholeness import prove


@strawberry.type(description="Questions that can be asked of the register.")
class Query(
    NodeQueries,
    RegionQueries,
    InstitutionQueries,
    CourseQueries,
    TeacherQueries,
    InspectionQueries,
    ItemQueries,
    PlanQueries,
    PublicationQueries,
    RegistryQueries,
    DrawQueries,
    ComplaintQueries,
    EvidenceQueries,
    RectificationQueries,
    AlertQueries,
    AccountQueries,
    CodeListQueries,
    VisitQueries,
):
    pass


@cache
def build() -> strawberry.Schema:
    """The schema, with suggestions of names off: they would draw a map for a stranger.

    One for each process: the fields of mutations can be put together only once.
    """
    built = strawberry.Schema(
        query=Query,
        mutation=Mutation,
        types=[Site, Entitlement],
        execution_context_class=Executor,
        extensions=[Prepared],
        config=StrawberryConfig(scalar_map=SCALARS, disable_field_suggestions=True),
    )
    prove(core(built), REGISTER)
    build_inputs_at_once(built)
    return built


def core(built: strawberry.Schema) -> GraphQLSchema:
    return built._schema

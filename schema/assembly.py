"""Assembles the schema and checks it: it does not build unless every readable field has an
answer."""

from functools import cache

import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from persistence.register import REGISTER
from schema.accounts.queries import AccountQueries
from schema.alerts.queries import AlertQueries
from schema.authorities.queries import AuthorityQueries
from schema.code_lists import CodeListQueries
from schema.complaints.queries import ComplaintQueries
from schema.consistency import prove
from schema.courses.queries import CourseQueries
from schema.draws.queries import DrawQueries
from schema.evidence.queries import EvidenceQueries
from schema.executor import Executor, Schema
from schema.history.queries import HistoryQueries
from schema.input_values import precompute_input_builders
from schema.inspections.queries import InspectionQueries
from schema.institutions.queries import InstitutionQueries
from schema.institutions.types import Entitlement, Site
from schema.items.queries import ItemQueries
from schema.ledgers.queries import LedgerQueries
from schema.nodes import NodeQueries
from schema.operations import PreparedDocument
from schema.plans.queries import PlanQueries
from schema.publication.queries import PublicationQueries
from schema.rectification.queries import RectificationQueries
from schema.regions.queries import RegionQueries
from schema.registrations.queries import RegistrationQueries
from schema.registries.queries import RegistryQueries
from schema.root_mutation import Mutation
from schema.scalars import SCALARS
from schema.standings.queries import StandingQueries
from schema.teachers.queries import TeacherQueries
from schema.visits.queries import VisitQueries


@strawberry.type(
    description="All queries that the register answers. What a caller sees depends on the caller's "
    "permissions."
)
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
    StandingQueries,
    RegistrationQueries,
    DrawQueries,
    ComplaintQueries,
    EvidenceQueries,
    HistoryQueries,
    LedgerQueries,
    RectificationQueries,
    AlertQueries,
    AccountQueries,
    AuthorityQueries,
    CodeListQueries,
    VisitQueries,
):
    pass


@cache
def build() -> strawberry.Schema:
    """The schema. Suggestions of field names are for `api.documents` to give, or not.

    Built once in each process: the fields of mutations can be assembled only once."""
    built = Schema(
        query=Query,
        mutation=Mutation,
        types=[Site, Entitlement],
        execution_context_class=Executor,
        extensions=[PreparedDocument],
        config=StrawberryConfig(scalar_map=SCALARS, disable_field_suggestions=True),
    )
    prove(core(built), REGISTER)
    precompute_input_builders(built)
    return built


def core(built: strawberry.Schema) -> GraphQLSchema:
    return built._schema

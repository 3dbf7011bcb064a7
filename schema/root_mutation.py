"""All mutations, area by area."""

from strawberry.tools import create_type

from schema.accounts import mutations as accounts
from schema.authorities import mutations as authorities
from schema.complaints import mutations as complaints
from schema.courses import mutations as courses
from schema.draws import mutations as draws
from schema.evidence import mutations as evidence
from schema.inspections import mutations as inspections
from schema.institutions import mutations as institutions
from schema.items import mutations as items
from schema.ledgers import mutations as ledgers
from schema.plans import mutations as plans
from schema.publication import mutations as publication
from schema.rectification import mutations as rectification
from schema.registrations import mutations as registrations
from schema.registries import mutations as registries
from schema.standings import mutations as standings
from schema.tasks import mutations as tasks
from schema.teachers import mutations as teachers
from schema.visits import mutations as visits

_AREAS = (
    accounts,
    authorities,
    courses,
    complaints,
    draws,
    evidence,
    inspections,
    institutions,
    items,
    ledgers,
    plans,
    publication,
    rectification,
    registrations,
    registries,
    standings,
    tasks,
    teachers,
    visits,
)

Mutation = create_type(
    "Mutation",
    [mutation for area in _AREAS for mutation in area.MUTATIONS],
    description="All changes that can be made to the register. Each one ends in a success or in a refusal.",
)

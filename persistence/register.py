"""Every type that can be read, and every question that can be asked of the register."""

from persistence.accounts import shape as accounts
from persistence.alerts import shape as alerts
from persistence.authorities import shape as authorities
from persistence.complaints import shape as complaints
from persistence.courses import shape as courses
from persistence.draws import shape as draws
from persistence.evidence import shape as evidence
from persistence.history import shape as history
from persistence.inspections import shape as inspections
from persistence.institutions import shape as institutions
from persistence.items import shape as items
from persistence.ledgers import shape as ledgers
from persistence.plans import shape as plans
from persistence.publication import shape as publication
from persistence.reading import public_tables
from persistence.reading.ids import PREFIX_OF
from persistence.reading.shape import NodeField, NodesField, Register
from persistence.rectification import shape as rectification
from persistence.regions import shape as regions
from persistence.registrations import shape as registrations
from persistence.registries import shape as registries
from persistence.standings import shape as standings
from persistence.teachers import shape as teachers
from persistence.visits import shape as visits

_AREAS = (
    accounts,
    alerts,
    authorities,
    complaints,
    courses,
    draws,
    evidence,
    history,
    inspections,
    institutions,
    items,
    ledgers,
    plans,
    publication,
    rectification,
    regions,
    registrations,
    registries,
    standings,
    teachers,
    visits,
)

REGISTER = Register(
    shapes={shape.name: shape for area in _AREAS for shape in area.SHAPES},
    roots={
        "node": NodeField(),
        "nodes": NodesField(),
        **{name: field for area in _AREAS for name, field in area.ROOTS.items()},
    },
    by_resolver={"complaintByReceipt": complaints.BY_RECEIPT},
    public_tables=public_tables.register(getattr(area, "PUBLIC_TABLES", ()) for area in _AREAS),
)

assert PREFIX_OF.keys() <= REGISTER.shapes.keys()

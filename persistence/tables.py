"""The tables of the register, one module per aggregate; importing this package loads them all."""

from persistence.accounts import table as accounts
from persistence.adoptions import table as adoptions
from persistence.alerts import table as alerts
from persistence.authorities import table as authorities
from persistence.complaints import table as complaints
from persistence.complaints import vault_table as vault
from persistence.courses import table as courses
from persistence.draws import table as draws
from persistence.engine import records
from persistence.engine.columns import Table
from persistence.evidence import table as evidence
from persistence.inspections import table as inspections
from persistence.inspections import totals as inspection_totals
from persistence.institutions import table as institutions
from persistence.institutions import totals as institution_totals
from persistence.items import table as items
from persistence.ledgers import table as ledgers
from persistence.plans import table as plans
from persistence.publication import table as publication
from persistence.rectification import table as rectification
from persistence.regions import table as regions
from persistence.registrations import table as registrations
from persistence.registries import table as registries
from persistence.standings import table as standings
from persistence.tasks import table as tasks
from persistence.teachers import table as teachers
from persistence.visits import table as visits

metadata = Table.metadata

__all__ = [
    "Table",
    "accounts",
    "adoptions",
    "alerts",
    "authorities",
    "complaints",
    "courses",
    "draws",
    "evidence",
    "inspection_totals",
    "inspections",
    "institution_totals",
    "institutions",
    "items",
    "ledgers",
    "metadata",
    "plans",
    "publication",
    "records",
    "rectification",
    "regions",
    "registrations",
    "registries",
    "standings",
    "tasks",
    "teachers",
    "vault",
    "visits",
]

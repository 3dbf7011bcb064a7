"""The tables of the register, one module per aggregate; importing this package loads them all."""

from persistence.columns import Table
from persistence.tables import (
    accounts,
    alerts,
    authorities,
    complaints,
    courses,
    draws,
    evidence,
    inspections,
    institutions,
    items,
    plans,
    publication,
    records,
    rectification,
    regions,
    registries,
    tasks,
    teachers,
    vault,
    visits,
)

metadata = Table.metadata

__all__ = [
    "Table",
    "accounts",
    "alerts",
    "authorities",
    "complaints",
    "courses",
    "draws",
    "evidence",
    "inspections",
    "institutions",
    "items",
    "metadata",
    "plans",
    "publication",
    "records",
    "rectification",
    "regions",
    "registries",
    "tasks",
    "teachers",
    "vault",
    "visits",
]

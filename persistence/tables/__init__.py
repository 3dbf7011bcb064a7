"""The tables of the register, one module per aggregate; importing this package loads them all."""

from persistence.columns import Table
from persistence.tables import (
    accounts,
    authorities,
    complaints,
    courses,
    evidence,
    inspections,
    institutions,
    records,
    regions,
    teachers,
    vault,
)

metadata = Table.metadata

__all__ = [
    "Table",
    "accounts",
    "authorities",
    "complaints",
    "courses",
    "evidence",
    "inspections",
    "institutions",
    "metadata",
    "records",
    "regions",
    "teachers",
    "vault",
]

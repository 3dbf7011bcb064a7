"""Every type that can be read, and every question that can be asked of the register."""

from persistence.reading.ids import PREFIX_OF
from persistence.reading.shape import NodeField, NodesField, Register
from persistence.reading.shapes import (
    accounts,
    alerts,
    complaints,
    courses,
    draws,
    evidence,
    inspections,
    institutions,
    items,
    plans,
    publication,
    rectification,
    regions,
    registries,
    teachers,
    visits,
)

_AREAS = (
    accounts,
    alerts,
    complaints,
    courses,
    draws,
    evidence,
    inspections,
    institutions,
    items,
    plans,
    publication,
    rectification,
    regions,
    registries,
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
)

assert PREFIX_OF.keys() <= REGISTER.shapes.keys()

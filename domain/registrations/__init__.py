"""What other organs' registers have of an institution: ICP, MLPS, business and telecom registrations, and the
national platform's entry; verified by people, and their differences from ours decided by people."""

from domain.registrations.rules import RegistrationAlreadyEnded, RegistrationNumberTaken
from domain.registrations.terms import (
    DifferenceDecision,
    DifferenceField,
    DifferenceState,
    RegistrationKind,
    RegistrationState,
)

__all__ = [
    "DifferenceDecision",
    "DifferenceField",
    "DifferenceState",
    "RegistrationAlreadyEnded",
    "RegistrationKind",
    "RegistrationNumberTaken",
    "RegistrationState",
]

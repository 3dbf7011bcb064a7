"""What officials do with the register's entries of institutions."""

from schema.institutions.mutations.correct_licence_number import correct_licence_number
from schema.institutions.mutations.register_institution import register_institution
from schema.institutions.mutations.update_institution import update_institution

MUTATIONS = (
    register_institution,
    update_institution,
    correct_licence_number,
)

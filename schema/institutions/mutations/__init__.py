"""What officials do with the register's entries of institutions."""

from schema.institutions.mutations.correct_licence_number import correct_licence_number
from schema.institutions.mutations.merge_entitlements import merge_entitlements
from schema.institutions.mutations.merge_sites import merge_sites
from schema.institutions.mutations.register_institution import register_institution
from schema.institutions.mutations.update_institution import update_institution

MUTATIONS = (
    register_institution,
    update_institution,
    correct_licence_number,
    merge_entitlements,
    merge_sites,
)

"""What officials do with the register's entries of institutions."""

from schema.institutions.mutations.add_site import add_site
from schema.institutions.mutations.close_institution import close_institution
from schema.institutions.mutations.close_site import close_site
from schema.institutions.mutations.correct_licence_number import correct_licence_number
from schema.institutions.mutations.merge_entitlements import merge_entitlements
from schema.institutions.mutations.merge_sites import merge_sites
from schema.institutions.mutations.move_institution import move_institution
from schema.institutions.mutations.move_site import move_site
from schema.institutions.mutations.register_institution import register_institution
from schema.institutions.mutations.rename_institution import rename_institution
from schema.institutions.mutations.state_headcount import state_headcount
from schema.institutions.mutations.update_institution import update_institution
from schema.institutions.mutations.update_site import update_site

MUTATIONS = (
    register_institution,
    update_institution,
    rename_institution,
    move_institution,
    close_institution,
    state_headcount,
    add_site,
    update_site,
    move_site,
    close_site,
    correct_licence_number,
    merge_entitlements,
    merge_sites,
)

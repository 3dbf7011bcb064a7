"""What administrators do with authorities and their officers, and who takes over institutions."""

from schema.authorities.mutations.close_authority import close_authority
from schema.authorities.mutations.confirm_change import confirm_change
from schema.authorities.mutations.correct_enforcement_certificate import (
    correct_enforcement_certificate,
)
from schema.authorities.mutations.correct_officer import correct_officer
from schema.authorities.mutations.create_authority import create_authority
from schema.authorities.mutations.decline_change import decline_change
from schema.authorities.mutations.end_officer_service import end_officer_service
from schema.authorities.mutations.issue_enforcement_certificate import issue_enforcement_certificate
from schema.authorities.mutations.move_authority import move_authority
from schema.authorities.mutations.move_officer import move_officer
from schema.authorities.mutations.register_officer import register_officer
from schema.authorities.mutations.renew_enforcement_certificate import renew_enforcement_certificate
from schema.authorities.mutations.resume_officer import resume_officer
from schema.authorities.mutations.suspend_officer import suspend_officer
from schema.authorities.mutations.transfer_institutions import transfer_institutions
from schema.authorities.mutations.update_authority import update_authority

MUTATIONS = (
    create_authority,
    update_authority,
    move_authority,
    close_authority,
    confirm_change,
    decline_change,
    transfer_institutions,
    register_officer,
    correct_officer,
    move_officer,
    suspend_officer,
    resume_officer,
    end_officer_service,
    issue_enforcement_certificate,
    renew_enforcement_certificate,
    correct_enforcement_certificate,
)

"""What administrators do with the register of authorities, and who takes over institutions."""

from schema.authorities.mutations.close_authority import close_authority
from schema.authorities.mutations.confirm_change import confirm_change
from schema.authorities.mutations.create_authority import create_authority
from schema.authorities.mutations.decline_change import decline_change
from schema.authorities.mutations.move_authority import move_authority
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
)

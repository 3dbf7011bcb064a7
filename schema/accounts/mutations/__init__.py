"""Mutations of accounts, and how sessions begin, continue and end."""

from schema.accounts.mutations.change_password import change_password
from schema.accounts.mutations.confirm_grant import confirm_grant
from schema.accounts.mutations.confirm_password_reset import confirm_password_reset
from schema.accounts.mutations.correct_officer_numbers import correct_officer_numbers
from schema.accounts.mutations.create_account import create_account
from schema.accounts.mutations.disable_account import disable_account
from schema.accounts.mutations.enable_account import enable_account
from schema.accounts.mutations.end_other_sessions import end_other_sessions
from schema.accounts.mutations.end_session import end_session
from schema.accounts.mutations.grant_role import grant_role
from schema.accounts.mutations.invite_account import invite_account
from schema.accounts.mutations.refresh_session import refresh_session
from schema.accounts.mutations.register_parent import register_parent
from schema.accounts.mutations.request_one_time_code import request_one_time_code
from schema.accounts.mutations.request_password_reset import request_password_reset
from schema.accounts.mutations.reset_password import reset_password
from schema.accounts.mutations.reset_password_by_code import reset_password_by_code
from schema.accounts.mutations.revoke_role import revoke_role
from schema.accounts.mutations.set_own_phone import set_own_phone
from schema.accounts.mutations.set_password import set_password
from schema.accounts.mutations.set_up_register import set_up_register
from schema.accounts.mutations.sign_in import sign_in
from schema.accounts.mutations.sign_out import sign_out
from schema.accounts.mutations.unlock_account import unlock_account

MUTATIONS = (
    sign_in,
    refresh_session,
    sign_out,
    change_password,
    set_password,
    set_own_phone,
    request_password_reset,
    reset_password_by_code,
    end_session,
    end_other_sessions,
    request_one_time_code,
    register_parent,
    create_account,
    invite_account,
    correct_officer_numbers,
    grant_role,
    confirm_grant,
    revoke_role,
    disable_account,
    enable_account,
    unlock_account,
    reset_password,
    confirm_password_reset,
    set_up_register,
)

"""Mutations of accounts, and how sessions begin, continue and end."""

import strawberry

from domain import accounts as rules
from domain import credentials
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import TooManyAttempts
from domain.sessions import SessionEnded, SignInNeeded, SignInRefused
from schema.accounts.mutations.change_password import PasswordChanged, change_password
from schema.accounts.mutations.create_account import AccountCreated, create_account
from schema.accounts.mutations.disable_account import AccountDisabled, disable_account
from schema.accounts.mutations.grant_role import RoleGranted, grant_role
from schema.accounts.mutations.refresh_session import SessionRefreshed, refresh_session
from schema.accounts.mutations.register_parent import ParentRegistered, register_parent
from schema.accounts.mutations.request_one_time_code import OneTimeCodeSent, request_one_time_code
from schema.accounts.mutations.revoke_role import RoleRevoked, revoke_role
from schema.accounts.mutations.sign_in import SignedIn, sign_in
from schema.accounts.mutations.sign_out import SignedOut, sign_out
from schema.mutations import mutation, session_mutation

_MISPLACED = (
    rules.RoleNotGrantable,
    rules.NotASocialOrganisation,
    NotAnAdministrativeOrgan,
    OutsideJurisdiction,
)


@strawberry.type
class AccountMutations:
    sign_in: SignedIn = session_mutation(
        sign_in,
        description="Start a session with a password. Unknown accounts, wrong passwords and "
        "disabled accounts get the same answer.",
        refuses=(SignInRefused, TooManyAttempts),
    )
    refresh_session: SessionRefreshed = session_mutation(
        refresh_session,
        description="Continue a session. A refresh token that the same device sends again within "
        "60 seconds gets a new successor; sent later or from another device, it ends "
        "the session.",
        refuses=(SessionEnded,),
    )
    sign_out: SignedOut = session_mutation(
        sign_out,
        description="End the session of the access token sent with this request.",
        refuses=(SignInNeeded,),
    )
    change_password: PasswordChanged = mutation(
        change_password,
        description="Change the caller's own password and end all of the caller's other sessions.",
        refuses=(
            SignInNeeded,
            credentials.WrongPassword,
            credentials.PasswordTooWeak,
            TooManyAttempts,
        ),
    )
    request_one_time_code: OneTimeCodeSent = session_mutation(
        request_one_time_code,
        description="Send a code to a mobile phone. It is valid for ten minutes and five attempts.",
        refuses=(TooManyAttempts,),
    )
    register_parent: ParentRegistered = mutation(
        register_parent,
        description="Create an account for a parent who has proved to hold the telephone number.",
        refuses=(
            credentials.OneTimeCodeWrong,
            credentials.PhoneTaken,
            credentials.PasswordTooWeak,
            TooManyAttempts,
        ),
    )
    create_account: AccountCreated = mutation(
        create_account,
        permission=Permission.ACCOUNT_CREATE,
        description="Create an account with its first role, within the caller's own jurisdiction.",
        refuses=(
            *_MISPLACED,
            credentials.LoginTaken,
            credentials.PasswordTooWeak,
            rules.StaffNoTaken,
            rules.CertificateNoTaken,
            TooManyAttempts,
        ),
    )
    grant_role: RoleGranted = mutation(
        grant_role,
        permission=Permission.ACCOUNT_GRANT,
        description="Grant a role to an account, within the caller's own jurisdiction.",
        refuses=(
            *_MISPLACED,
            rules.OwnGrant,
            rules.ThreeRoleSplit,
            rules.RoleAlreadyHeld,
            rules.AccountIsDisabled,
        ),
    )
    revoke_role: RoleRevoked = mutation(
        revoke_role,
        permission=Permission.ACCOUNT_GRANT,
        description="Revoke a role of an account, within the caller's own jurisdiction.",
        refuses=(rules.OwnGrant, rules.RoleNotHeld, OutsideJurisdiction),
    )
    disable_account: AccountDisabled = mutation(
        disable_account,
        permission=Permission.ACCOUNT_DISABLE,
        description="Disable an account. All of its roles must lie within the caller's own "
        "jurisdiction.",
        refuses=(rules.OwnAccount, rules.AccountIsDisabled, OutsideJurisdiction),
    )

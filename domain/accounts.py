"""Who may create, grant, revoke, disable, enable and reset whom, and who has to stay."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from domain import permissions
from domain.actors import Actor, Office
from domain.authorities import AuthorityKind, Sector
from domain.offices import OutsideJurisdiction, covers, reaches, refuse_unless_organ
from domain.permissions import Permission
from domain.refusals import InvalidInput, Refusal
from domain.regions import NATION, subtree
from domain.roles import Role

THREE_ROLES = frozenset({Role.SYS_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
KEPT_ROLES = frozenset({Role.SYS_ADMIN, Role.SECURITY_ADMIN})
"""Without somebody in each of them nobody can be appointed any more."""
_ORGANS_ONLY = frozenset({Role.INSPECTOR, Role.TASK_MANAGER, Role.RESULT_AUDITOR})


class OwnGrant(
    Refusal, zh="您不得变更本人的角色。", en="You cannot grant or revoke your own roles."
):
    """Roles are granted and revoked by another account."""


class OwnAccount(Refusal, zh="您不得停用本人的账号。", en="You cannot disable your own account."):
    """This also keeps the last administrator."""


@dataclass(eq=False)
class RoleNotGrantable(
    Refusal,
    zh="角色“{role.zh}”不能授予。",
    en='The role "{role.en}" cannot be granted.',
):
    """For example PARENT: parents register themselves."""

    role: Role


@dataclass(eq=False)
class ThreeRoleSplit(
    Refusal,
    zh="系统管理员、安全管理员、审计管理员须由三人分别担任，该账号已是{held_role.zh}。",
    en="The system, security and audit administrators must be three different people. This "
    "account already has the role {held_role.en}.",
    basis="K",
):
    held_role: Role


@dataclass(eq=False)
class AdministratorsHoldNothingElse(
    Refusal,
    zh="系统管理员、安全管理员、审计管理员不得兼任业务角色，该账号已是{held_role.zh}。",
    en="System, security and audit administrators hold no other role. This account already has "
    "the role {held_role.en}.",
    basis="K",
):
    held_role: Role


class NothingToConfirm(
    Refusal,
    zh="该账号没有待确认的此项角色。",
    en="The account has no such role that waits to be confirmed.",
):
    pass


class OwnProposal(
    Refusal,
    zh="授予角色须由另一人确认，您不得确认本人授予的角色。",
    en="A grant takes a second person. You cannot confirm a role that you granted yourself.",
):
    """Who granted it may have become a security administrator since."""


class NotASocialOrganisation(
    Refusal,
    zh="项目管理人员只能由社会组织任用。",
    en="Only a social organisation can appoint a programme officer.",
):
    """An organ inspects by law, a programme owner checks by contract."""


class RoleAlreadyHeld(Refusal, zh="该账号已有此角色。", en="The account already has this role."):
    pass


class RoleNotHeld(Refusal, zh="该账号没有此角色。", en="The account does not have this role here."):
    pass


class AccountIsDisabled(Refusal, zh="该账号已停用。", en="The account is disabled."):
    pass


class AccountIsActive(
    Refusal, zh="该账号未停用。", en="The account is active: there is nothing to enable."
):
    pass


class OwnReset(
    Refusal,
    zh="您不得为本人重设密码，请直接修改密码。",
    en="You cannot reset your own password. Change it instead.",
):
    pass


class OwnReview(
    Refusal,
    zh="重设管理员密码须由另一名管理员确认，您不得确认本人提出或涉及本人的重设。",
    en="Resetting an administrator's password takes a second administrator. You cannot confirm a "
    "reset that you issued, or one of your own password.",
):
    """One person alone never comes into another administrator's account."""


class PasswordOfAnother(
    Refusal,
    zh="该账号的密码由他人设置，须由本人先修改密码，再确认其管理员角色。",
    en="Another person set the password of this account. Its holder changes it first; confirm the "
    "administrator's role after that.",
):
    """Who chose the first password could sign in first, and would hold a role that others confirmed."""


class LinkStillOpen(
    Refusal,
    zh="该账号的一次性链接尚未使用，须由本人先设置密码，再确认其管理员角色。",
    en="The account has a one-time link that was not used yet. Its holder sets the password first; "
    "confirm the administrator's role after that.",
):
    """Who issued the link could use it, and would hold a role that others confirmed."""


@dataclass(eq=False)
class LastAdministrator(
    Refusal,
    zh="此后将无人担任{role.zh}，须先任命另一人并由其登录。",
    en="Nobody would be left with the role {role.en} here. Appoint another person first, who has "
    "set a password.",
):
    """There is always somebody who can administer each place: there, above it, or everywhere."""

    role: Role


class StaffNoTaken(
    Refusal,
    zh="该机关已登记此工号。",
    en="An officer of this authority is already registered with this staff number.",
):
    pass


class CertificateNoTaken(
    Refusal,
    zh="该执法证号已登记。",
    en="This enforcement certificate number is already registered.",
):
    pass


@dataclass(frozen=True, slots=True)
class InstitutionTarget:
    """The institution a role is to be held at."""

    id: UUID
    region_code: str
    sector: Sector


@dataclass(frozen=True, slots=True)
class GrantProposal:
    """A role to be held at an office, at an institution, or (administrators) at neither."""

    role: Role
    office: Office | None = None
    institution: InstitutionTarget | None = None
    top: str = NATION
    """The region of the register's topmost authority, which reaches who belongs nowhere."""

    def trace(self) -> dict[str, str]:
        """What an audit keeps of it: codes and ids."""
        trace = {"role": self.role.value}
        if self.office:
            trace["authority"] = str(self.office.authority_id)
        if self.institution:
            trace["institution"] = str(self.institution.id)
        return trace


def may_create(by: Actor, first: GrantProposal) -> None:
    """Allow an account with its first role; refuses as `may_grant` does."""
    by.needs(Permission.ACCOUNT_CREATE)
    _refuse_misplaced(first)
    _refuse_beyond_reach(by, first, Permission.ACCOUNT_CREATE)


def may_grant(
    by: Actor, proposal: GrantProposal, *, account_id: UUID, held: Iterable[Role]
) -> None:
    """Allow a role for an account that holds `held`, or refuse it.

    NotPermitted; OwnGrant; RoleNotGrantable for a parent; InvalidInput where the place is missing
    or superfluous; NotAnAdministrativeOrgan and NotASocialOrganisation where the office is of the
    wrong kind; ThreeRoleSplit and AdministratorsHoldNothingElse; OutsideJurisdiction beyond the
    granter's subtree and sectors. It is in force when a second person confirmed it.
    """
    by.needs(Permission.ACCOUNT_GRANT)
    if account_id == by.account_id:
        raise OwnGrant
    _refuse_misplaced(proposal)
    _refuse_joined(proposal.role, held)
    _refuse_beyond_reach(by, proposal, Permission.ACCOUNT_GRANT)


def may_confirm(
    by: Actor, proposal: GrantProposal, *, account_id: UUID, granted_by: UUID | None
) -> None:
    """Let the second person put a grant into force: NotPermitted, OwnGrant, OwnProposal,
    OutsideJurisdiction."""
    by.needs(Permission.ACCOUNT_CONFIRM)
    if account_id == by.account_id:
        raise OwnGrant
    if granted_by == by.account_id:
        raise OwnProposal
    _refuse_beyond_reach(by, proposal, Permission.ACCOUNT_CONFIRM)


def breaks_separation(held: Iterable[Role]) -> bool:
    """Whether an account holds one of the three administrations and anything beside it."""
    roles = frozenset(held)
    return len(roles) > 1 and not roles.isdisjoint(THREE_ROLES)


def may_revoke(by: Actor, held: GrantProposal, *, account_id: UUID) -> None:
    """Allow the end of a grant: NotPermitted, OwnGrant, OutsideJurisdiction."""
    by.needs(Permission.ACCOUNT_GRANT)
    if account_id == by.account_id:
        raise OwnGrant
    _refuse_beyond_reach(by, held, Permission.ACCOUNT_GRANT)


def may_disable(by: Actor, *, account_id: UUID, held: Iterable[GrantProposal]) -> None:
    """Allow the end of an account, all of whose live grants must be within reach.

    NotPermitted, OwnAccount, OutsideJurisdiction. A parent, who belongs nowhere, is reached from
    the topmost authority's region only.
    """
    by.needs(Permission.ACCOUNT_DISABLE)
    if account_id == by.account_id:
        raise OwnAccount
    _refuse_beyond_all(by, held, Permission.ACCOUNT_DISABLE)


def may_enable(by: Actor, *, account_id: UUID, held: Iterable[GrantProposal]) -> None:
    """Allow an account that was disabled to sign in again: NotPermitted, OwnAccount,
    OutsideJurisdiction. Its roles have to be confirmed again, but for a parent's."""
    by.needs(Permission.ACCOUNT_ENABLE)
    if account_id == by.account_id:
        raise OwnAccount
    _refuse_beyond_all(by, held, Permission.ACCOUNT_ENABLE)


def may_reset(by: Actor, *, account_id: UUID, held: Iterable[GrantProposal]) -> bool:
    """Allow a one-time link to another's password; whether it waits for a second administrator, as it
    does where the account holds one of the three roles, or is about to.

    NotPermitted, OwnReset, OutsideJurisdiction.
    """
    by.needs(Permission.ACCOUNT_RESET)
    if account_id == by.account_id:
        raise OwnReset
    held = tuple(held)
    _refuse_beyond_all(by, held, Permission.ACCOUNT_RESET)
    return takes_two(proposal.role for proposal in held)


def takes_two(roles: Iterable[Role]) -> bool:
    """Whether no one alone lets the holder of these in again, held or proposed: a telephone neither,
    which may have been somebody else's since before they were."""
    return not THREE_ROLES.isdisjoint(roles)


STILL_TAKES_TWO = dt.timedelta(days=30)
"""After such a role ended: who ended it alone, let themselves in and granted it again would have it
confirmed as the holder's own."""


def may_confirm_reset(
    by: Actor, *, account_id: UUID, issued_by: UUID | None, held: Iterable[GrantProposal]
) -> None:
    """Let the second administrator put a reset into force: NotPermitted, OwnReview,
    OutsideJurisdiction."""
    by.needs(Permission.ACCOUNT_CONFIRM_RESET)
    if by.account_id in (account_id, issued_by):
        raise OwnReview
    _refuse_beyond_all(by, held, Permission.ACCOUNT_CONFIRM_RESET)


def may_unlock(by: Actor, held: Iterable[GrantProposal]) -> None:
    """Let another's wrong passwords be forgotten: NotPermitted, OutsideJurisdiction."""
    by.needs(Permission.ACCOUNT_RESET)
    _refuse_beyond_all(by, held, Permission.ACCOUNT_RESET)


def may_end_sessions(by: Actor, *, account_id: UUID, held: Iterable[GrantProposal]) -> None:
    """Everybody ends their own; those of others who may disable them: NotPermitted,
    OutsideJurisdiction."""
    if account_id != by.account_id:
        by.needs(Permission.ACCOUNT_DISABLE)
        _refuse_beyond_all(by, held, Permission.ACCOUNT_DISABLE)


def refuse_last(going: Iterable[GrantProposal], staying: Iterable[GrantProposal]) -> None:
    """Raise LastAdministrator where a place would be left without a system or a security
    administrator. `staying` are the roles of those who can sign in when these have gone."""
    remaining = tuple(staying)
    for proposal in going:
        if proposal.role in KEPT_ROLES and not any(
            other.role is proposal.role and _administers(other.office, proposal.office)
            for other in remaining
        ):
            raise LastAdministrator(proposal.role)


def _administers(above: Office | None, office: Office | None) -> bool:
    if above is None or office is None:
        return above is None
    return covers(above, office)


def _refuse_beyond_all(by: Actor, held: Iterable[GrantProposal], permission: Permission) -> None:
    """A parent, who belongs nowhere, is reached from the topmost authority's region only."""
    for proposal in tuple(held) or (GrantProposal(Role.PARENT),):
        _refuse_beyond_reach(by, proposal, permission)


def _refuse_misplaced(proposal: GrantProposal) -> None:
    role, office, institution = proposal.role, proposal.office, proposal.institution
    if role is Role.PARENT:
        raise RoleNotGrantable(role)
    if role is Role.INSTITUTION_ADMIN:
        if institution is None:
            raise InvalidInput.of("institutionId", "须指明机构", "is required for this role")
    elif institution is not None:
        raise InvalidInput.of(
            "institutionId", "该角色不在机构任职，请勿填写", "does not apply to this role"
        )
    elif office is None and role not in THREE_ROLES:
        raise InvalidInput.of("authorityId", "须指明机关", "is required for this role")
    if office is None:
        return
    office.refuse_closed()
    if role is Role.INSTITUTION_ADMIN:
        raise InvalidInput.of(
            "authorityId", "该角色不在机关任职，请勿填写", "does not apply to this role"
        )
    if role in _ORGANS_ONLY:
        refuse_unless_organ(office)
    if role is Role.PROGRAMME_OFFICER and office.kind is not AuthorityKind.SOCIAL_ORG:
        raise NotASocialOrganisation


def _refuse_joined(role: Role, held: Iterable[Role]) -> None:
    for other in held:
        if role in THREE_ROLES and other in THREE_ROLES:
            if other is not role:
                raise ThreeRoleSplit(other)
        elif role in THREE_ROLES or other in THREE_ROLES:
            raise AdministratorsHoldNothingElse(other)


def _refuse_beyond_reach(by: Actor, proposal: GrantProposal, permission: Permission) -> None:
    if _is_nation_wide(by, permission):
        return
    offices = tuple(by.offices_with(permission))
    if (target := proposal.institution) is not None:
        if not any(
            office.kind is AuthorityKind.ADMIN_ORGAN
            and reaches(office, target.region_code, target.sector)
            for office in offices
        ):
            raise OutsideJurisdiction(target.region_code)
    elif (wanted := proposal.office) is not None:
        if not any(covers(office, wanted) for office in offices):
            raise OutsideJurisdiction(wanted.subtree.first)
    elif not any(_is_of_the_top(office, proposal.top) for office in offices):
        raise OutsideJurisdiction(proposal.top)


def _is_nation_wide(by: Actor, permission: Permission) -> bool:
    return any(
        grant.office is None
        and grant.institution_id is None
        and permission in permissions.GRANTS[grant.role]
        for grant in by.grants
    )


def _is_of_the_top(office: Office, top: str) -> bool:
    return office.kind is AuthorityKind.ADMIN_ORGAN and office.subtree.covers(subtree(top))

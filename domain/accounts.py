"""Who may create, grant, revoke and disable whom."""

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
    the whole nation only.
    """
    by.needs(Permission.ACCOUNT_DISABLE)
    if account_id == by.account_id:
        raise OwnAccount
    for proposal in tuple(held) or (GrantProposal(Role.PARENT),):
        _refuse_beyond_reach(by, proposal, Permission.ACCOUNT_DISABLE)


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
        if not any(reaches(office, target.region_code, target.sector) for office in offices):
            raise OutsideJurisdiction(target.region_code)
    elif (wanted := proposal.office) is not None:
        if not any(covers(office, wanted) for office in offices):
            raise OutsideJurisdiction(wanted.subtree.first)
    elif not any(_is_of_the_nation(office) for office in offices):
        raise OutsideJurisdiction(NATION)


def _is_nation_wide(by: Actor, permission: Permission) -> bool:
    return any(
        grant.office is None
        and grant.institution_id is None
        and permission in permissions.GRANTS[grant.role]
        for grant in by.grants
    )


def _is_of_the_nation(office: Office) -> bool:
    return office.kind is AuthorityKind.ADMIN_ORGAN and office.subtree.covers(subtree(NATION))

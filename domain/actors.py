"""Who is asking: identity, roles, and how far they reach."""

import sys
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from domain import permissions
from domain.authorities import AuthorityKind, Sector
from domain.permissions import Permission
from domain.refusals import NotPermitted, Refusal
from domain.regions import RegionLevel, Subtree, level
from domain.roles import Role


class AuthorityIsClosed(
    Refusal,
    zh="该机关已撤销，不再办理新的事项。",
    en="The authority is closed and takes up nothing new.",
):
    """Its successor's officials finish what it had begun."""


@dataclass(frozen=True, slots=True)
class Office:
    """The authority a role is held at: what it is, and the subtree and sectors it answers for.

    A closed one is among the offices of those who act for its successor.
    """

    authority_id: UUID
    kind: AuthorityKind
    subtree: Subtree
    sectors: frozenset[Sector]
    is_closed: bool = False
    successor_id: UUID | None = None

    def refuse_closed(self) -> None:
        if self.is_closed:
            raise AuthorityIsClosed

    @property
    def level(self) -> RegionLevel:
        """That of the region whose subtree it answers for."""
        return level(self.subtree.first)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role, held at an authority (officials), at an institution (its administrators) or at neither."""

    role: Role
    office: Office | None = None
    institution_id: UUID | None = None


@dataclass(frozen=True)
class Actor:
    """An account with its live grants, or, with neither, an anonymous visitor.

    `session_id` is the session of the request, where it came with one. `complainant_ref` is the keyed hash under which the account's own complaints are filed;
    `receipt_digest` is set for the one look-up in which someone shows a complaint's receipt.
    """

    account_id: UUID | None
    grants: tuple[Grant, ...] = ()
    officer_id: UUID | None = None
    complainant_ref: bytes | None = None
    receipt_digest: bytes | None = None
    session_id: UUID | None = None

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        held = permissions.of(grant.role for grant in self.grants)
        # The receipt is the credential of who complained without a name.
        return held if self.receipt_digest is None else held | {Permission.COMPLAINT_READ_STATEMENT}

    @cached_property
    def form(self) -> Hashable:
        """What of an actor decides how a question is answered, values left out; many share one. A
        text, which is hashed once and compared by where it is."""
        form = (
            tuple(
                (
                    g.role,
                    g.office and (g.office.kind, g.office.level),
                    g.institution_id is None,
                )
                for g in self.grants
            ),
            self.account_id is None,
            self.officer_id is None,
            self.complainant_ref is None,
            self.receipt_digest is None,
            self.session_id is None,
        )
        return sys.intern(repr(form))

    @property
    def authority_id(self) -> UUID | None:
        """The authority for which an official acts; None for others, and for one of several."""
        offices = [grant.office for grant in self.grants if grant.office]
        held = {office.authority_id for office in offices if not office.is_closed}
        return held.pop() if len(held) == 1 else None

    @property
    def is_anonymous(self) -> bool:
        return self.account_id is None

    def needs(self, permission: Permission) -> None:
        """Refuse unless the permission is held through any grant."""
        if permission not in self.permissions:
            raise NotPermitted(permission)

    def offices_with(self, permission: Permission) -> Iterator[Office]:
        """The offices at which a role is held that bundles the permission."""
        for grant in self.grants_with(permission):
            if grant.office:
                yield grant.office

    def institutions_with(self, permission: Permission) -> Iterator[UUID]:
        """The institutions at which a role is held that bundles the permission."""
        for grant in self.grants_with(permission):
            if grant.institution_id:
                yield grant.institution_id

    def grants_with(self, permission: Permission) -> Iterator[Grant]:
        """The grants of a role that bundles the permission."""
        for grant in self.grants:
            if permission in permissions.GRANTS[grant.role]:
                yield grant

    def holds(self, role: Role) -> bool:
        return any(grant.role is role for grant in self.grants)


ANONYMOUS = Actor(None)

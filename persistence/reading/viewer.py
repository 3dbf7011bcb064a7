"""The actor and the arguments as one statement sees them: their form is fixed, their values are bound."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from domain.actors import ANONYMOUS, Actor, Grant, Office
from domain.authorities import AuthorityKind
from domain.permissions import GRANTS, Permission
from domain.regions import RegionLevel, lead
from domain.roles import INSIGHTS, SCOPES, Insight, Role, Scope
from persistence.reading.logic import Predicate, Row, all_of, any_of, is_never, there_is
from persistence.reading.refused import ReadRefused
from persistence.reading.rows import alias_of, in_subtree, is_apart
from persistence.reading.selection import Argument, reader

Bind = sa.BindParameter[Any]
Getter = Callable[[Mapping[str, Any], Actor], Any]
Visibility = Callable[[Row, "Viewer"], Predicate]

CLOCKS_DAY: Bind = sa.bindparam("clocks_day", type_=sa.Date(), required=True)
"""The day in Shanghai by the clock that decisions go by, for values that a decision would see alike.
Policies, by which rows are claimed as well, ask the database's: `conditions.TODAY`."""


def clocks_day(_variables: Mapping[str, Any], _actor: Actor) -> Any:
    """Stands for the day among the parameters of a plan until it runs."""
    return CLOCKS_DAY


class Binds:
    """The bind parameters of one statement, and how each gets its value when it runs.

    `deciders` are how those values are read that were used up in making the statement: it holds for
    requests in which they are the same, and is remembered by them. `pins` are the columns that a
    condition on the row holds to one parameter.
    """

    def __init__(self, variables: Mapping[str, Any] | None = None) -> None:
        self.getters: dict[str, Getter] = {}
        self.deciders: list[Getter] = []
        self.pins: dict[tuple[Row, str], Bind] = {}
        self._variables = variables
        self._named: dict[str, Bind] = {}

    def new(self, kind: sa.types.TypeEngine[Any], get: Getter) -> Bind:
        return self._bind(f"v{len(self.getters)}", kind, get)

    def named(self, name: str, kind: sa.types.TypeEngine[Any], get: Getter) -> Bind:
        """One parameter for one fact about the actor, however often it is used."""
        if name not in self._named:
            self._named[name] = self._bind(name, kind, get)
        return self._named[name]

    def decide(self, get: Getter) -> Any:
        """A value of the request for which this statement is made; of its variables, not of its actor.
        Ask for it before any branch that turns on another such value: all statements of one form are
        decided by the same values."""
        assert self._variables is not None, "made without a request"
        self.deciders.append(get)
        return get(self._variables, ANONYMOUS)

    def pin(self, row: Row, column: str, bind: Bind) -> None:
        """This column is the parameter in every row that is read: the caller joins that condition to the
        others by `and`."""
        self.pins[row, column] = bind

    def place_of(self, bind: Bind) -> int:
        """Where among all that is read for a request this parameter's value is."""
        return list(self.getters).index(bind.key)

    def _bind(self, name: str, kind: sa.types.TypeEngine[Any], get: Getter) -> Bind:
        self.getters[name] = get
        return sa.bindparam(name, type_=kind, required=True)


@dataclass(frozen=True, slots=True)
class Value:
    """An argument inside a condition: a leaf to bind, or an object to open."""

    argument: Argument
    binds: Binds
    path: tuple[str, ...]
    viewer: "Viewer | None" = None
    """For a page's filters: a value that some viewers see changed is filtered as they see it."""

    def bind(
        self, kind: sa.types.TypeEngine[Any], transform: Callable[[Any], Any] | None = None
    ) -> Bind:
        return self.binds.new(kind, self._getter(transform))

    def decide(self, transform: Callable[[Any], Any]) -> Any:
        """What the argument of this request comes to, where the form of the statement turns on it."""
        return self.binds.decide(self._getter(transform))

    def _getter(self, transform: Callable[[Any], Any] | None) -> Getter:
        read, path = reader(self.argument), self.path
        if transform is None:
            return lambda variables, _: read(variables)

        def get(variables: Mapping[str, Any], _actor: Actor) -> Any:
            value = read(variables)
            try:
                return transform(value)
            except ReadRefused as refused:
                raise refused.at(path) from None

        return get

    def text(self) -> Bind:
        return self.bind(sa.Text())

    def texts(self) -> Bind:
        return self.bind(ARRAY(sa.Text()), list)

    def parts(self) -> Iterator[tuple[str, "Value"]]:
        """The keys present in an object argument, nulls left out."""
        for name, argument in self.argument.items():
            if argument is not None:
                yield name, Value(argument, self.binds, self.path, self.viewer)


@dataclass(frozen=True, slots=True)
class ScopedGrant:
    """One grant of the actor as it appears in SQL."""

    role: Role
    insights: frozenset[Insight]
    is_of_place: bool
    scope: Scope
    kind: AuthorityKind | None
    level: RegionLevel
    authority_id: Bind
    lead: Bind
    first: Bind
    last: Bind
    sectors: Bind

    def over(
        self, region_code: sa.ColumnElement[str] | sa.ScalarSelect[str]
    ) -> sa.ColumnElement[bool]:
        """The region lies in the organ's subtree; a social organisation has programmes instead."""
        if self.kind is not AuthorityKind.ADMIN_ORGAN:
            return sa.false()
        return in_subtree(region_code, self.level, lead=self.lead, first=self.first, last=self.last)

    def over_place(self, row: Row) -> Predicate:
        """The row is about an institution in the organ's subtree, and lies with an authority outside it:
        with one above, or elsewhere."""
        if not self.is_of_place:
            return sa.false()
        return all_of(
            self.over(row.c.region_code),
            is_apart(row.c.authority_region_code, row.c.region_code, self.level),
            sa.true() if self.scope is Scope.SUBTREE_ALL_SECTORS else self._of_sectors(row),
        )

    def _of_sectors(self, row: Row) -> Predicate:
        return sa.cast(row.c.sector, sa.Text) == sa.any_(self.sectors)

    def over_authority(self, authority: sa.FromClause) -> sa.ColumnElement[bool]:
        """The authority lies in the organ's subtree, and answers for one of its sectors where the role
        is bound to them; a social organisation has none but itself."""
        if self.kind is not AuthorityKind.ADMIN_ORGAN:
            return authority.c.id == self.authority_id
        within = self.over(authority.c.region_code)
        if self.scope is not Scope.SUBTREE:
            return within
        return sa.and_(within, authority.c.sectors.overlap(self.sectors))

    def over_sector(
        self, region_code: sa.ColumnElement[str], sector: sa.ColumnElement[Any]
    ) -> sa.ColumnElement[bool]:
        return sa.and_(self.over(region_code), sa.cast(sector, sa.Text) == sa.any_(self.sectors))


@dataclass(frozen=True, slots=True)
class Around:
    """The row from which another is entered, which names it in its column `back`."""

    row: Row
    table_name: str
    back: str
    visible_to: Visibility

    def is_named(self, table: sa.Table, column: str) -> bool:
        return (table.name, column) == (self.table_name, self.back)


class Viewer:
    """The viewer of a read. It yields predicates; only fields derived per viewer get its value."""

    def __init__(self, actor: Actor, binds: Binds, *, is_writing: bool = False) -> None:
        self._actor, self._binds = actor, binds
        self.is_writing = is_writing
        """Whether rows are claimed: what somebody may look at, and no more, is not there then."""
        self.looks_back = False
        """Whether the statement reads the register as it was earlier."""
        self._is_listing = False
        self._entered: tuple[Row, Around | None] | None = None

    @contextmanager
    def entering(self, row: Row, around: "Around | None") -> Iterator[None]:
        """What is asked within is about who sees this row, reached from the row around it."""
        before, self._entered = self._entered, (row, around)
        yield
        self._entered = before

    def named(self, table: sa.FromClause, row: Row, column: str, holds: Visibility) -> Predicate:
        """It holds for this viewer of the row of another table that this one's column names. Where that is
        the row around, it is not looked up again, and need not hold again if it is what lets see that."""
        assert isinstance(table, sa.Table)
        entered, around = self._entered or (None, None)
        if around is not None and row is entered and around.is_named(table, column):
            if around.visible_to is holds:
                return sa.true()
            with self.entering(around.row, None):
                return holds(around.row, self)
        other = alias_of(table)
        found = holds(other, self)
        key: sa.ColumnElement[Any] = other.c.id
        return found if is_never(found) else there_is(row, key == row.c[column], found)

    @contextmanager
    def listing(self) -> Iterator[None]:
        """What is asked within is about the rows of a whole table, not about one row or a few."""
        self._is_listing = True
        yield
        self._is_listing = False

    def names(
        self, other: sa.ColumnElement[Any], column: sa.ColumnElement[Any], *conditions: Predicate
    ) -> Predicate:
        """Another row, of which these conditions hold, has in `other` what this row has in `column`. For
        one row it is looked up. For a list all such others are found first, once, so that the list may
        be read by an index of `column`."""
        if self._is_listing:
            found = sa.select(other).where(*conditions).scalar_subquery()
            kind: sa.types.TypeEngine[Any] = ARRAY(column.type)
            return column == sa.any_(sa.func.array(found, type_=kind))
        return there_is(column.table, other == column, *conditions)

    @property
    def looks_on(self) -> bool:
        """Whether there may be visits of others in the place that a seat supervises."""
        return not self.is_writing and any(
            is_of_place(SCOPES[grant.role], grant.office)
            for _, grant in self._grants(Permission.INSPECTION_READ)
        )

    def may(self, permission: Permission) -> bool:
        return permission in self._actor.permissions

    @property
    def is_anonymous(self) -> bool:
        return self._actor.is_anonymous

    def is_account(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
        if self._actor.account_id is None:
            return sa.false()
        return column == self._binds.named("account_id", sa.Uuid(), lambda _, a: a.account_id)

    def is_session(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
        if self._actor.session_id is None:
            return sa.false()
        return column == self._binds.named("session_id", sa.Uuid(), lambda _, a: a.session_id)

    def is_officer(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
        if self._actor.officer_id is None:
            return sa.false()
        return column == self._binds.named("officer_id", sa.Uuid(), lambda _, a: a.officer_id)

    def is_complainant(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
        if self._actor.complainant_ref is None:
            return sa.false()
        return column == self._binds.named(
            "complainant_ref", sa.LargeBinary(), lambda _, a: a.complainant_ref
        )

    def shows_receipt(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
        if self._actor.receipt_digest is None:
            return sa.false()
        return column == self._binds.named(
            "receipt_digest", sa.LargeBinary(), lambda _, a: a.receipt_digest
        )

    def itself(self) -> tuple[sa.ColumnElement[Any], sa.ColumnElement[Any]]:
        """Account and receipt's digest in hex it looks with, null where it has none: for makers."""
        account: sa.ColumnElement[Any] = sa.literal_column("null::text")
        receipt: sa.ColumnElement[Any] = sa.literal_column("null::text")
        if self._actor.account_id is not None:
            bound = self._binds.named("account_id", sa.Uuid(), lambda _, a: a.account_id)
            account = sa.cast(bound, sa.Text)
        if self._actor.receipt_digest is not None:
            digest = self._binds.named(
                "receipt_digest", sa.LargeBinary(), lambda _, a: a.receipt_digest
            )
            receipt = sa.func.encode(digest, sa.literal_column("'hex'"))
        return account, receipt

    def is_own_institution(
        self, column: sa.ColumnElement[Any], permission: Permission | None = None
    ) -> sa.ColumnElement[bool]:
        """The row belongs to an institution the actor administers."""
        own = [
            column
            == self._binds.named(f"institution_{i}", sa.Uuid(), _of_grant(i, "institution_id"))
            for i, grant in self._grants(permission)
            if grant.institution_id is not None
        ]
        return any_of(*own)

    def scoped_grants(self, permission: Permission | None = None) -> Iterator[ScopedGrant]:
        """The offices the actor sits in, of those whose role bundles the permission."""
        for i, grant in self._grants(permission):
            if grant.office is not None:
                yield ScopedGrant(
                    grant.role,
                    INSIGHTS.get(grant.role, frozenset()),
                    is_of_place(SCOPES[grant.role], grant.office),
                    SCOPES[grant.role],
                    grant.office.kind,
                    grant.office.level,
                    self._office(i, "authority_id", sa.Uuid(), lambda o: o.authority_id),
                    self._office(i, "lead", sa.Text(), lambda o: lead(o.subtree.first)),
                    self._office(i, "first", sa.Text(), lambda o: o.subtree.first),
                    self._office(i, "last", sa.Text(), lambda o: o.subtree.last),
                    self._office(i, "sectors", ARRAY(sa.Text()), lambda o: sorted(o.sectors)),
                )

    def in_scope(
        self,
        region_code: sa.ColumnElement[str],
        sector: sa.ColumnElement[Any],
        permission: Permission,
    ) -> sa.ColumnElement[bool]:
        """The register's entry lies in subtree and sectors of an administrative seat, or under oversight.

        Where only a part is theirs, the policies of institutions say which.
        """
        scoped_grants = []
        for scoped_grant in self.scoped_grants(permission):
            if scoped_grant.scope is Scope.SUBTREE_ALL_SECTORS:
                scoped_grants.append(scoped_grant.over(region_code))
            elif scoped_grant.scope is Scope.SUBTREE_OWN_PART:
                continue
            elif scoped_grant.kind is AuthorityKind.ADMIN_ORGAN:
                scoped_grants.append(scoped_grant.over_sector(region_code, sector))
        return any_of(*scoped_grants)

    def _grants(self, permission: Permission | None) -> Iterator[tuple[int, Grant]]:
        for i, grant in enumerate(self._actor.grants):
            if permission is None or permission in GRANTS[grant.role]:
                yield i, grant

    def _office(
        self, i: int, name: str, kind: sa.types.TypeEngine[Any], get: Callable[[Any], Any]
    ) -> Bind:
        return self._binds.named(
            f"office_{i}_{name}", kind, lambda _, actor: get(actor.grants[i].office)
        )


def is_of_place(scope: Scope, office: Office | None) -> bool:
    """A role of a subtree at an administrative organ that others stand above."""
    return (
        scope in (Scope.SUBTREE, Scope.SUBTREE_ALL_SECTORS)
        and office is not None
        and office.kind is AuthorityKind.ADMIN_ORGAN
        and office.level is not RegionLevel.NATION
    )


def _of_grant(i: int, name: str) -> Getter:
    return lambda _, actor: getattr(actor.grants[i], name)

"""Institutions, their sites and their entitlements."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, validates

from domain import identifiers, positions
from domain import institutions as rules
from domain.authorities import Sector
from domain.institutions import (
    Category,
    CreditGrade,
    Delivery,
    EntitlementKind,
    EntitlementState,
    Existence,
    InstitutionKind,
    LegalForm,
    ListingRole,
    ListStatus,
    Programme,
    RiskClass,
    SubjectKind,
)
from domain.institutions import sites as site_rules
from domain.positions import Datum, Position
from persistence.engine import spellings, views
from persistence.engine.columns import (
    BOOKKEEPING,
    WITHHELD,
    Fen,
    KeptHistory,
    Key,
    RegionCode,
    Stamp,
    Table,
    by_level,
    enum_array,
    enum_array_check,
    enum_column,
    fen_in_range,
    foreign_key,
)
from persistence.engine.past import Past
from persistence.engine.public_versions import PartlyPublic
from persistence.institutions import search_tokens as search


def _gin(column: str) -> sa.Index:
    """A ledger of new rows goes in at the speed of COPY because entries wait in a list of 1 MB before
    they are sorted in; searches in the meantime scan that list too (decision 0010)."""
    return sa.Index(
        f"ix_institutions_{column}",
        column,
        postgresql_using="gin",
        postgresql_with={"gin_pending_list_limit": "1024"},
    )


_LISTED_BY = ("kinds", "credit_grade", "list_status", "existence", "sector", "subject_kind")


class Institution(PartlyPublic, Table):
    """Legal existence, contact and list status; what it may do is the state of its entitlements."""

    __tablename__ = "institutions"
    __table_args__ = (
        enum_array_check("kinds", InstitutionKind),
        fen_in_range("registered_capital_fen"),
        sa.CheckConstraint(
            "closed_on is null or existence <> 'EXISTING'", name="closed_unless_existing"
        ),
        sa.Index("ix_institutions_region_code_subject_kind", "region_code", "subject_kind"),
        sa.Index("ix_institutions_region_code_id", "region_code", "id"),
        # A city's and a province's institutions in the order of ids, one after the other: from an
        # index of codes all of them would be read and sorted for each page.
        sa.Index("ix_institutions_city_id", sa.text('"left"(region_code, 4)'), "id"),
        sa.Index("ix_institutions_province_id", sa.text('"left"(region_code, 2)'), "id"),
        # The nation's in each order. What few have is looked for in the index, which the rows themselves
        # are twenty times as large as.
        sa.Index("ix_institutions_listed", "id", *_LISTED_BY),
        sa.Index("ix_institutions_name_id", sa.text('name collate "C"'), "id", *_LISTED_BY),
        sa.Index("ix_institutions_established_on_id", "established_on", "id", *_LISTED_BY),
        sa.Index("ix_institutions_sort_key_id", "sort_key", "id", *_LISTED_BY),
        _gin("search_tokens"),
        _gin("name_tokens"),
        sa.Index(
            "ix_institutions_standings_change_on",
            "standings_change_on",
            postgresql_where=sa.text("standings_change_on is not null"),
        ),
        sa.Index(
            "ix_institutions_key_supervision",
            "id",
            postgresql_where=sa.text("key_supervision"),
        ),
        # For a search within a kind that few have.
        _gin("kinds"),
    )

    history = KeptHistory("name", institution="id")
    past = Past(
        without=frozenset({"search_text", "search_tokens", "name_tokens"}),
        indexes=(
            sa.Index("ix_institutions_past_credit_code", "unified_social_credit_code"),
            *by_level("ix_institutions_past_region", "region_code", "id"),
        ),
    )

    id: Mapped[Key]
    unified_social_credit_code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kinds: Mapped[list[str]] = enum_array()
    subject_kind: Mapped[SubjectKind] = enum_column(SubjectKind)
    legal_form: Mapped[LegalForm] = enum_column(LegalForm)
    sector: Mapped[Sector] = enum_column(Sector)
    region_code: Mapped[RegionCode]
    address: Mapped[str]
    established_on: Mapped[dt.date]
    registered_capital_fen: Mapped[Fen | None]
    registration_authority: Mapped[str | None]
    supervising_authority_id: Mapped[UUID] = foreign_key("authorities.id")
    legal_representative: Mapped[str] = mapped_column(info=dict(WITHHELD))
    sponsor: Mapped[str | None] = mapped_column(info=dict(WITHHELD))
    introduction: Mapped[str | None]
    website: Mapped[str | None]
    public_phone: Mapped[str | None]
    contact_name: Mapped[str | None] = mapped_column(info=dict(WITHHELD))
    contact_phone: Mapped[str | None] = mapped_column(info=dict(WITHHELD))
    existence: Mapped[Existence] = enum_column(Existence)
    closed_on: Mapped[dt.date | None]
    list_status: Mapped[ListStatus] = enum_column(ListStatus)
    risk_class: Mapped[RiskClass] = enum_column(RiskClass, info={**BOOKKEEPING, **WITHHELD})
    credit_grade: Mapped[CreditGrade | None] = enum_column(CreditGrade)
    key_supervision: Mapped[bool] = mapped_column(server_default=sa.false())
    standings_change_on: Mapped[dt.date | None] = mapped_column(info={**BOOKKEEPING, **WITHHELD})
    """The next day on which something else stands on it, by what has been decided."""
    reading: Mapped[str | None]
    search_text: Mapped[str] = mapped_column(info=dict(BOOKKEEPING))
    search_tokens: Mapped[list[str]] = mapped_column(info=dict(BOOKKEEPING))
    name_tokens: Mapped[list[str]] = mapped_column(info=dict(BOOKKEEPING))
    sort_key: Mapped[str] = mapped_column(sa.Text(collation="C"), info=dict(BOOKKEEPING))
    external_ref: Mapped[str | None] = mapped_column(unique=True, info=dict(WITHHELD))
    source_updated_at: Mapped[dt.datetime | None] = mapped_column(info={**BOOKKEEPING, **WITHHELD})
    registered_at: Mapped[Stamp]
    updated_at: Mapped[Stamp] = mapped_column(info=dict(WITHHELD))
    public_updated_at: Mapped[dt.datetime | None] = mapped_column(info=dict(BOOKKEEPING))

    def record_correction(
        self,
        changes: Mapping[str, Any],
        *,
        at: dt.datetime,
        parts: Iterable[type[Table]] = (),
    ) -> None:
        """Of these columns, and of what is kept of it in the tables of `parts`."""
        self.note_parts(parts)
        for column, value in changes.items():
            setattr(self, column, value)
        if self.existence is Existence.EXISTING:
            self.closed_on = None
        if _FOUND_BY & changes.keys():
            self.record_search()
        self.version += 1
        self.updated_at = at

    def record_closure(self, closure: rules.Closure, *, at: dt.datetime) -> None:
        self.record_correction({"existence": closure.ground, "closed_on": closure.on}, at=at)

    def record_licences(self, numbers: Collection[str]) -> None:
        """It is found by these numbers too."""
        if numbers:
            self.record_search([*self._found_by_licences, *numbers])

    @property
    def _found_by_licences(self) -> list[str]:
        return self.search_text.split("\n")[3:]

    def record_search(self, licence_numbers: Collection[str] | None = None) -> None:
        """Keep what searching reads in step: after any change of what it is found by.

        The columns take no null and have no default: a row cannot be entered without them.
        """
        if licence_numbers is None:
            licence_numbers = self._found_by_licences
        found = search.columns(
            name=self.name,
            address=self.address,
            credit_code=self.unified_social_credit_code,
            licence_numbers=licence_numbers,
            reading=self.reading,
        )
        for column, value in found.items():
            setattr(self, column, value)


_FOUND_BY = {"name", "reading", "address", "unified_social_credit_code"}


class FormerName(Table):
    """A name that an institution had until it got another; a wrong one that was corrected is none."""

    __tablename__ = "former_names"

    past = Past(indexes=(sa.Index("ix_former_names_past_institution_id", "institution_id"),))

    id: Mapped[Key]
    institution_id: Mapped[UUID] = foreign_key("institutions.id")
    name: Mapped[str]
    last_on: Mapped[dt.date]


class Headcount(Table):
    """How many work and learn at an institution, as it last stated."""

    __tablename__ = "headcounts"
    __table_args__ = (
        sa.CheckConstraint(
            "staff_count >= 0 and preschool_learner_count >= 0"
            " and offline_learner_count >= preschool_learner_count",
            name="counts_in_order",
        ),
    )

    history = KeptHistory(
        "counted_on", institution="institution_id", kind="Institution", key="institution_id"
    )

    institution_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("institutions.id"), primary_key=True, info=dict(WITHHELD)
    )
    staff_count: Mapped[int] = mapped_column(info=dict(WITHHELD))
    offline_learner_count: Mapped[int] = mapped_column(info=dict(WITHHELD))
    preschool_learner_count: Mapped[int] = mapped_column(info=dict(WITHHELD))
    counted_on: Mapped[dt.date] = mapped_column(info=dict(WITHHELD))


class Site(Table):
    """A place where an institution trains; the position is kept as given and as WGS-84."""

    __tablename__ = "sites"
    __table_args__ = (
        sa.CheckConstraint(
            "num_nulls(latitude, longitude, datum) in (0, 3)", name="position_whole"
        ),
        sa.CheckConstraint(
            "latitude between -90 and 90 and longitude between -180 and 180", name="position_range"
        ),
        sa.Index(
            "ix_sites_place",
            sa.text("point(wgs84_longitude, wgs84_latitude)"),
            postgresql_using="gist",
            postgresql_where=sa.text("wgs84_latitude is not null"),
        ),
        # An institution's places beside its main one: a tenth of all.
        sa.Index(
            "ix_sites_further",
            "institution_id",
            "region_code",
            "address_key",
            postgresql_where=sa.text("closed_on is null and not is_main"),
        ),
    )

    history = KeptHistory("address", institution="institution_id")
    past = Past(indexes=(sa.Index("ix_sites_past_institution_id", "institution_id"),))

    id: Mapped[Key]
    institution_id: Mapped[UUID] = foreign_key("institutions.id")
    name: Mapped[str]
    region_code: Mapped[RegionCode]
    address: Mapped[str]
    address_key: Mapped[str] = spellings.key_of("address", identifiers.address)
    is_main: Mapped[bool]
    area_m2: Mapped[int | None]
    capacity: Mapped[int | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    datum: Mapped[Datum | None] = enum_column(Datum)
    wgs84_latitude: Mapped[float | None] = mapped_column(info=dict(BOOKKEEPING))
    wgs84_longitude: Mapped[float | None] = mapped_column(info=dict(BOOKKEEPING))
    opened_on: Mapped[dt.date | None]
    closed_on: Mapped[dt.date | None]

    def facts(self) -> site_rules.Site:
        return site_rules.Site(
            self.id, self.region_code, self.address_key, self.opened_on, self.closed_on
        )

    @validates("address")
    def _fold(self, _column: str, address: str) -> str:
        self.address_key = identifiers.address(address)
        return address

    def move(self, region_code: str, address: str, position: Position | None) -> None:
        """To another place; where on the map it is not known, nowhere."""
        self.region_code, self.address = region_code, address
        placed = dict.fromkeys(_PLACED) if position is None else self.placed(position)
        for column, value in placed.items():
            setattr(self, column, value)

    def place(self, position: Position) -> None:
        for column, value in self.placed(position).items():
            setattr(self, column, value)

    @staticmethod
    def placed(position: Position) -> dict[str, Any]:
        """The columns that keep a position as given, and as WGS-84."""
        registered = positions.to_wgs84(position)
        return {
            "latitude": position.latitude,
            "longitude": position.longitude,
            "datum": position.datum,
            "wgs84_latitude": registered.latitude,
            "wgs84_longitude": registered.longitude,
        }


_PLACED = ("latitude", "longitude", "datum", "wgs84_latitude", "wgs84_longitude")


class Entitlement(Table):
    """What an institution is entitled to under one programme: the unit that carries state."""

    __tablename__ = "entitlements"
    __table_args__ = (
        enum_array_check("categories", Category),
        sa.UniqueConstraint("number_key", "number_spelling", name="uq_entitlements_number"),
        sa.CheckConstraint("valid_to is null or valid_from <= valid_to", name="days_in_order"),
        sa.CheckConstraint("(listing_role is null) = (kind <> 'LISTING')", name="listing_has_role"),
        sa.CheckConstraint("period_no >= 1", name="period_counts_from_one"),
        # Those that end before a day, of a state: what an office has to renew.
        sa.Index("ix_entitlements_valid_to", "valid_to", "state", "institution_id"),
    )

    history = KeptHistory("number", institution="institution_id")
    past = Past(
        indexes=(
            sa.Index("ix_entitlements_past_institution_id", "institution_id"),
            sa.Index("ix_entitlements_past_number_key", "number_key"),
        )
    )

    id: Mapped[Key]
    institution_id: Mapped[UUID] = foreign_key("institutions.id")
    kind: Mapped[EntitlementKind] = enum_column(EntitlementKind)
    programme: Mapped[str]
    programme_code: Mapped[Programme | None] = enum_column(Programme)
    authority_id: Mapped[UUID] = foreign_key("authorities.id")
    number: Mapped[str]
    number_key: Mapped[str] = spellings.key_of("number", identifiers.number)
    number_spelling: Mapped[int] = spellings.spelling()
    subject_kind: Mapped[SubjectKind | None] = enum_column(SubjectKind)
    delivery: Mapped[Delivery | None] = enum_column(Delivery)
    categories: Mapped[list[str]] = enum_array()
    listing_role: Mapped[ListingRole | None] = enum_column(ListingRole)
    occupation: Mapped[str | None]
    direction: Mapped[str | None]
    levels: Mapped[list[str]]
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    period_no: Mapped[int]
    state: Mapped[EntitlementState] = enum_column(EntitlementState)
    version: Mapped[int]
    created_at: Mapped[Stamp]

    @validates("number")
    def _fold(self, _column: str, number: str) -> str:
        self.number_key = identifiers.number(number)
        return number

    def facts(self) -> rules.Entitlement:
        return rules.Entitlement(
            id=self.id,
            kind=self.kind,
            state=self.state,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            delivery=self.delivery,
            subject_kind=self.subject_kind,
            listing_role=self.listing_role,
            occupation=self.occupation,
        )


LICENCE_NUMBER = spellings.Spelt(Entitlement, "number")
LICENCE_NUMBER.further_spellings()


# What is in force has its last day to come: taken apart, a state and a day before today seem to be met by many.
_STATE_AND_DAY = "entitlements_state_valid_to"
views.stand(
    (
        f"create statistics {_STATE_AND_DAY} (mcv) on state, valid_to from entitlements",
        f"alter statistics {_STATE_AND_DAY} set statistics 1000",
    )
)

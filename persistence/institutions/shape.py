"""Institutions, sites, entitlements: public, but for contacts and the risk class."""

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from domain import credit_codes, identifiers
from domain.permissions import Permission
from domain.teachers import Employment
from persistence.courses.shape import COURSES
from persistence.history.shape import HISTORY
from persistence.inspections.shape import INSPECTIONS, PUBLIC_RESULTS
from persistence.institutions.policies import contact_of_institution, risk_of_institution
from persistence.institutions.search import (
    distance,
    is_found,
    is_near,
    rank,
)
from persistence.institutions.table import (
    LICENCE_NUMBER,
    Entitlement,
    FormerName,
    Headcount,
    Institution,
    Site,
)
from persistence.institutions.totals import TOTALS, TOTALS_OF_ALL, TOTALS_OF_KINDS
from persistence.publication.shape import TOMBSTONES
from persistence.reading.compiler import by_id
from persistence.reading.conditions import (
    before_day,
    contains,
    equals,
    equals_folded,
    holds,
    one_of,
    one_of_values,
    overlaps,
    refers_to,
    within,
)
from persistence.reading.public_tables import PublicTable
from persistence.reading.rows import alias_of
from persistence.reading.shape import (
    AsOf,
    ByValue,
    Column,
    Condition,
    DerivedObjects,
    Expression,
    KeysetOrder,
    KeysetOrderOf,
    Many,
    One,
    Page,
    Predicate,
    Row,
    SameRow,
    Shape,
    Totals,
    by_parent,
    column,
    columns,
    moment,
    referenced_by,
    references,
    spelt_moment,
    to_all,
    unless_looking_back,
    version,
)
from persistence.reading.viewer import Value
from persistence.regions.shape import of_region
from persistence.registrations.conditions import has_registration, lacks_registration
from persistence.standings.shape import STANDINGS, is_enrolment_stopped
from persistence.teachers.shape import TEACHERS
from persistence.teachers.table import Teacher

of_institution = referenced_by("institution_id")


def contact(name: str) -> Column:
    return column(
        name, permission=Permission.INSTITUTION_READ_CONTACT, visible_if=contact_of_institution
    )


def has_licence(row: Row, value: Value) -> Predicate:
    """It holds the licence of this number however it is spelt; where several numbers differ in spelling
    alone, the one that is spelt like this, else the first."""
    held, exact = alias_of(Entitlement.__table__), alias_of(Entitlement.__table__, "exact")
    spelt, key = value.text(), value.bind(sa.Text(), identifiers.number)
    is_exact = sa.exists().where(exact.c.number_key == key, exact.c.number == spelt)
    return sa.exists().where(
        held.c.institution_id == row.c.id,
        held.c.number_key == key,
        sa.or_(
            held.c.number == spelt,
            sa.and_(held.c.number_spelling == sa.literal_column("0"), sa.not_(is_exact)),
        ),
    )


def was_named(row: Row, value: Value) -> Predicate:
    """A name that it had before contains this text. Few were ever renamed: they are found first."""
    former = alias_of(FormerName.__table__)
    found = sa.select(former.c.institution_id).where(contains("name")(former, value))
    kind: sa.types.TypeEngine[Any] = ARRAY(sa.Uuid())
    return row.c.id == sa.any_(sa.func.array(found.scalar_subquery(), type_=kind))


def holds_entitlement(row: Row, value: Value) -> Predicate:
    """One of its entitlements meets all that is wanted; they are found first."""
    held = alias_of(Entitlement.__table__)
    wanted = [_HELD[name](held, part) for name, part in value.parts()]
    return row.c.id.in_(sa.select(held.c.institution_id).where(*wanted))


def _covers_delivery(held: Row, value: Value) -> Predicate:
    delivery = sa.cast(held.c.delivery, sa.Text)
    return sa.or_(held.c.delivery.is_(None), delivery == value.text())


_HELD: Mapping[str, Condition] = {
    "kinds": one_of_values("kind"),
    "states": one_of_values("state"),
    "programmeCodes": one_of_values("programme_code"),
    "hasProgrammeCode": holds(lambda held: held.c.programme_code.is_not(None)),
    "categories": overlaps("categories"),
    "delivery": _covers_delivery,
    "validOn": lambda held, value: value.bind(sa.Date()).between(
        held.c.valid_from, sa.func.coalesce(held.c.valid_to, sa.literal_column("'infinity'::date"))
    ),
    "expiresBefore": before_day("valid_to"),
}


def has_shared_number(row: Row) -> Predicate:
    return row.c.id.in_(LICENCE_NUMBER.sharing("institution_id"))


def _of_headcount(column: str) -> Callable[[Row], Expression]:
    """What was stated last, or null."""

    def of(row: Row) -> Expression:
        stated = alias_of(Headcount.__table__)
        found = sa.select(stated.c[column]).where(stated.c.institution_id == row.c.id)
        return found.correlate(row).scalar_subquery()

    return of


def _full_time_teachers(row: Row) -> Expression:
    teacher = alias_of(Teacher.__table__)
    full_time: Expression = sa.literal_column(f"'{Employment.FULL_TIME.value}'")
    return (
        sa.select(sa.func.count())
        .select_from(teacher)
        .where(
            teacher.c.institution_id == row.c.id,
            teacher.c.employed_to.is_(None),
            sa.cast(teacher.c.employment, sa.Text) == full_time,
        )
        .correlate(row)
        .scalar_subquery()
    )


def _least_area(row: Row) -> Expression:
    """Whole square metres for each learner, at the open site that has the least."""
    site = alias_of(Site.__table__)
    area = sa.func.div(site.c.area_m2, site.c.capacity)
    return (
        sa.select(sa.cast(sa.func.min(area), sa.Integer()))
        .where(site.c.institution_id == row.c.id, site.c.closed_on.is_(None))
        .correlate(row)
        .scalar_subquery()
    )


def _public_updated_at(row: Row) -> Expression:
    """When it was entered, as long as nothing changed that everybody sees."""
    return spelt_moment(sa.func.coalesce(row.c.public_updated_at, row.c.registered_at))


INSTITUTION = Shape(
    "Institution",
    Institution.__table__,
    {
        "region": One("Region", on=of_region),
        "supervisingAuthority": One("Authority", on=references("supervising_authority_id")),
        "legalRepresentative": contact("legal_representative"),
        "sponsor": contact("sponsor"),
        "contactName": contact("contact_name"),
        "contactPhone": contact("contact_phone"),
        "externalRef": contact("external_ref"),
        "sourceUpdatedAt": moment(
            "source_updated_at",
            permission=Permission.INSTITUTION_READ_CONTACT,
            visible_if=contact_of_institution,
        ),
        "riskClass": column(
            "risk_class",
            permission=Permission.INSTITUTION_READ_RISK,
            visible_if=risk_of_institution,
        ),
        "staffRatios": DerivedObjects(
            (
                _of_headcount("staff_count"),
                _of_headcount("offline_learner_count"),
                _of_headcount("preschool_learner_count"),
                _full_time_teachers,
                _least_area,
            ),
            "staff_ratios",
            "StaffRatio",
            permission=Permission.INSTITUTION_READ_CONTACT,
            visible_if=contact_of_institution,
            weight=4,
        ),
        "isEnrolmentStopped": Column(is_enrolment_stopped),
        "standings": STANDINGS("institution_id"),
        "version": version(contact_of_institution),
        "updatedAt": Column(
            lambda row: spelt_moment(row.c.updated_at),
            visible_if=unless_looking_back(contact_of_institution),
            fallback=_public_updated_at,
        ),
        "formerNames": Many(
            "FormerName",
            on=of_institution,
            order=lambda row: [row.c.last_on.desc(), row.c.id.desc()],
            weight=2,
        ),
        "sites": Many(
            "Site", on=of_institution, order=lambda row: [row.c.is_main.desc(), row.c.id]
        ),
        "entitlements": Many(
            "Entitlement", on=of_institution, order=lambda row: [row.c.valid_from.desc(), row.c.id]
        ),
        "registrations": Many(
            "ExternalRegistration",
            on=of_institution,
            order=lambda row: [row.c.kind, row.c.number_key, row.c.id],
        ),
        "courses": COURSES(on=of_institution),
        "teachers": TEACHERS(on=of_institution),
        "inspections": INSPECTIONS(on=of_institution),
        "publicInspectionResults": PUBLIC_RESULTS(on=of_institution),
        "tombstones": TOMBSTONES(on=of_institution),
        "history": HISTORY(on=of_institution),
    },
    to_all,
)

POSITION = Shape(
    "Position",
    None,
    {
        **columns("latitude", "longitude", "datum", "wgs84_latitude", "wgs84_longitude"),
    },
    by_parent,
)


def has_position(row: Row) -> Predicate:
    return row.c.latitude.is_not(None)


def shares_address(row: Row) -> Predicate:
    """Whether another open site of the institution has the same address but for its spelling."""
    return sa.and_(row.c.closed_on.is_(None), sa.exists(_at_address_of(row)))


def _at_address_of(row: Row) -> sa.Select[Any]:
    other = alias_of(Site.__table__)
    found = sa.select(other.c.id).where(
        other.c.institution_id == row.c.institution_id,
        other.c.region_code == row.c.region_code,
        other.c.address_key == row.c.address_key,
        other.c.id != row.c.id,
        other.c.closed_on.is_(None),
    )
    return found.correlate(row)


def has_shared_address(row: Row) -> Predicate:
    """One site of an institution is the main one, so that of two that share an address one is not: these
    are few. Each is looked up (`offset 0`), where a join would read all sites to compare with; all are found
    first, as an array, where a list in another order would be walked until enough of them came."""
    site = alias_of(Site.__table__)
    further = (site.c.closed_on.is_(None), sa.not_(site.c.is_main))
    others = _at_address_of(site).offset(sa.literal_column("0"))
    found = sa.select(site.c.institution_id).where(*further, sa.exists(others)).scalar_subquery()
    kind: sa.types.TypeEngine[Any] = ARRAY(sa.Uuid())
    return row.c.id == sa.any_(sa.func.array(found, type_=kind))


FORMER_NAME = Shape("FormerName", FormerName.__table__, {}, by_parent)

SITE = Shape(
    "Site",
    Site.__table__,
    {
        "institution": One("Institution", on=references("institution_id")),
        "region": One("Region", on=of_region),
        "position": SameRow("Position", present=has_position),
        "sharesAddress": Column(shares_address),
        "history": HISTORY(on=referenced_by("object_id")),
    },
    to_all,
)

ENTITLEMENT = Shape(
    "Entitlement",
    Entitlement.__table__,
    {
        "institution": One("Institution", on=references("institution_id")),
        "authority": One("Authority", on=references("authority_id")),
        "sharesNumber": Column(LICENCE_NUMBER.is_shared),
        "standings": STANDINGS("entitlement_id"),
    },
    to_all,
)

SHAPES = (INSTITUTION, FORMER_NAME, POSITION, SITE, ENTITLEMENT)

PUBLIC_TABLES = (
    PublicTable(
        Institution,
        institution="id",
        counted_by=(TOTALS.name, TOTALS_OF_ALL.name, TOTALS_OF_KINDS.name),
    ),
    PublicTable(FormerName, institution="institution_id"),
    PublicTable(Site, institution="institution_id"),
    PublicTable(Entitlement, institution="institution_id"),
)

_COUNTED: Mapping[str, Condition] = {
    "subjectKind": equals("subject_kind"),
    "kinds": overlaps("kinds"),
    "sectors": one_of_values("sector"),
    "listStatus": equals("list_status"),
    "existence": equals("existence"),
    "creditGrades": one_of_values("credit_grade"),
}

ROOTS = {
    "institution": One(
        "Institution",
        arguments={
            "by": one_of(
                id=by_id("Institution"),
                creditCode=equals_folded("unified_social_credit_code", credit_codes.spelt),
                licenceNumber=has_licence,
            )
        },
        as_of=AsOf(),
    ),
    "institutions": Page(
        "Institution",
        orders={
            "REGISTERED_AT": KeysetOrder(()),
            "NAME": KeysetOrder((lambda row: row.c.name.collate("C"),)),
            "ESTABLISHED_ON": KeysetOrder((lambda row: row.c.established_on,)),
            "PINYIN": KeysetOrder((lambda row: row.c.sort_key,)),
            "RELEVANCE": KeysetOrderOf("search", rank),
            "DISTANCE": KeysetOrderOf("near", distance),
        },
        default_order=("REGISTERED_AT", "ASC"),
        filters={
            "regionCode": within("region_code"),
            **_COUNTED,
            "keySupervision": holds(lambda row: row.c.key_supervision),
            "isEnrolmentStopped": holds(is_enrolment_stopped),
            "supervisingAuthorityId": refers_to("Authority", "supervising_authority_id"),
            "sharesLicenceNumber": holds(has_shared_number),
            "sharesSiteAddress": holds(has_shared_address),
            "formerName": was_named,
            "entitlement": holds_entitlement,
            "registration": has_registration,
            "withoutRegistration": lacks_registration,
            "search": is_found,
            "near": is_near,
        },
        totals=(
            Totals(TOTALS_OF_ALL, "n", _COUNTED),
            Totals(
                TOTALS,
                "n",
                {"regionCode": within("region_code"), "subjectKind": equals("subject_kind")},
            ),
        ),
        by_value={"kinds": ByValue("kinds", TOTALS_OF_KINDS, frozenset(_COUNTED))},
        # One statement for all texts: what a text does not ask for falls away when it is planned.
        # Nearly all entitlements end after most days, and nearly none before others.
        planned_for=frozenset({"search", "entitlement", "registration"}),
        even_filters=frozenset({"regionCode"}),
        as_of=AsOf(frozenset({"regionCode", "supervisingAuthorityId", *_COUNTED})),
    ),
}

"""Institutions, sites, entitlements: public, but for contacts and the risk class."""

import sqlalchemy as sa

from domain.permissions import Permission
from persistence.courses.shape import COURSES
from persistence.inspections.shape import INSPECTIONS, PUBLIC_RESULTS
from persistence.institutions.policies import contact_of_institution, risk_of_institution
from persistence.institutions.search import (
    distance,
    is_found,
    is_near,
    rank,
)
from persistence.institutions.table import Entitlement, Institution, Site
from persistence.reading import ids
from persistence.reading.compiler import by_id
from persistence.reading.conditions import (
    equals,
    one_of,
    one_of_values,
    overlaps,
    refers_to,
    within_by_index,
)
from persistence.reading.rows import alias_of
from persistence.reading.shape import (
    Column,
    KeysetOrder,
    KeysetOrderOf,
    Many,
    One,
    Page,
    Predicate,
    Row,
    SameRow,
    Shape,
    by_parent,
    column,
    moment,
    to_all,
)
from persistence.reading.viewer import Value
from persistence.regions.shape import of_region
from persistence.teachers.shape import TEACHERS


def of_institution(parent: Row, row: Row) -> Predicate:
    return row.c.institution_id == parent.c.id


def contact(name: str) -> Column:
    return column(
        name, permission=Permission.INSTITUTION_READ_CONTACT, visible_if=contact_of_institution
    )


def has_licence(row: Row, value: Value) -> Predicate:
    entitlement = alias_of(Entitlement.__table__)
    return sa.exists().where(
        entitlement.c.institution_id == row.c.id, entitlement.c.number == value.text()
    )


INSTITUTION = Shape(
    "Institution",
    Institution.__table__,
    {
        "id": Column(lambda row: ids.expression("Institution", row.c.id)),
        "unifiedSocialCreditCode": column("unified_social_credit_code"),
        "name": column("name"),
        "kinds": column("kinds"),
        "subjectKind": column("subject_kind"),
        "legalForm": column("legal_form"),
        "sector": column("sector"),
        "region": One("Region", on=of_region),
        "address": column("address"),
        "establishedOn": column("established_on"),
        "registeredCapitalFen": column("registered_capital_fen"),
        "registrationAuthority": column("registration_authority"),
        "supervisingAuthority": One(
            "Authority", on=lambda parent, row: row.c.id == parent.c.supervising_authority_id
        ),
        "legalRepresentative": contact("legal_representative"),
        "sponsor": contact("sponsor"),
        "introduction": column("introduction"),
        "website": column("website"),
        "publicPhone": column("public_phone"),
        "contactName": contact("contact_name"),
        "contactPhone": contact("contact_phone"),
        "existence": column("existence"),
        "listStatus": column("list_status"),
        "riskClass": column(
            "risk_class",
            permission=Permission.INSTITUTION_READ_RISK,
            visible_if=risk_of_institution,
        ),
        "creditGrade": column("credit_grade"),
        "reading": column("reading"),
        "version": column("version"),
        "registeredAt": moment("registered_at"),
        "updatedAt": moment("updated_at"),
        "sites": Many(
            "Site", on=of_institution, order=lambda row: [row.c.is_main.desc(), row.c.id]
        ),
        "entitlements": Many(
            "Entitlement", on=of_institution, order=lambda row: [row.c.valid_from.desc(), row.c.id]
        ),
        "courses": COURSES(on=of_institution),
        "teachers": TEACHERS(on=of_institution),
        "inspections": INSPECTIONS(on=of_institution),
        "publicInspectionResults": PUBLIC_RESULTS(on=of_institution),
    },
    to_all,
)

POSITION = Shape(
    "Position",
    None,
    {
        "latitude": column("latitude"),
        "longitude": column("longitude"),
        "datum": column("datum"),
        "wgs84Latitude": column("wgs84_latitude"),
        "wgs84Longitude": column("wgs84_longitude"),
    },
    by_parent,
)


def has_position(row: Row) -> Predicate:
    return row.c.latitude.is_not(None)


SITE = Shape(
    "Site",
    Site.__table__,
    {
        "id": Column(lambda row: ids.expression("Site", row.c.id)),
        "institution": One(
            "Institution", on=lambda parent, row: row.c.id == parent.c.institution_id
        ),
        "name": column("name"),
        "region": One("Region", on=of_region),
        "address": column("address"),
        "isMain": column("is_main"),
        "areaM2": column("area_m2"),
        "capacity": column("capacity"),
        "position": SameRow("Position", present=has_position),
        "openedOn": column("opened_on"),
        "closedOn": column("closed_on"),
    },
    to_all,
)

ENTITLEMENT = Shape(
    "Entitlement",
    Entitlement.__table__,
    {
        "id": Column(lambda row: ids.expression("Entitlement", row.c.id)),
        "institution": One(
            "Institution", on=lambda parent, row: row.c.id == parent.c.institution_id
        ),
        "kind": column("kind"),
        "programme": column("programme"),
        "authority": One("Authority", on=lambda parent, row: row.c.id == parent.c.authority_id),
        "number": column("number"),
        "subjectKind": column("subject_kind"),
        "delivery": column("delivery"),
        "categories": column("categories"),
        "listingRole": column("listing_role"),
        "occupation": column("occupation"),
        "direction": column("direction"),
        "levels": column("levels"),
        "validFrom": column("valid_from"),
        "validTo": column("valid_to"),
        "periodNo": column("period_no"),
        "state": column("state"),
        "version": column("version"),
    },
    to_all,
)

SHAPES = (INSTITUTION, POSITION, SITE, ENTITLEMENT)

ROOTS = {
    "institution": One(
        "Institution",
        arguments={
            "by": one_of(
                id=by_id("Institution"),
                creditCode=equals("unified_social_credit_code"),
                licenceNumber=has_licence,
            )
        },
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
            "regionCode": within_by_index("region_code"),
            "subjectKind": equals("subject_kind"),
            "kinds": overlaps("kinds"),
            "sectors": one_of_values("sector"),
            "listStatus": equals("list_status"),
            "existence": equals("existence"),
            "creditGrades": one_of_values("credit_grade"),
            "supervisingAuthorityId": refers_to("Authority", "supervising_authority_id"),
            "search": is_found,
            "near": is_near,
        },
    ),
}

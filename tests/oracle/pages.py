"""Lists said once more: what each filter keeps, how each order sorts, where a cursor stands."""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from domain import identifiers
from domain.regions import level
from tests.oracle import search
from tests.oracle.register import PREFIXES, Register, Row
from tests.oracle.visibility import covers


def is_overdue(register: Register, complaint: Row) -> bool:
    """Nobody has decided yet whether it is accepted, and the last day for that is over."""
    return complaint["state"] in ("RECEIVED", "SCREENED") and bool(
        complaint["accept_due_on"] < register.decided_on
    )


EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

ORDERS: dict[str, dict[str, tuple[str, ...]]] = {
    "Alert": {"DUE_ON": ("due_on",)},
    "AlertCount": {"COUNT": ("count",), "OLDEST_DUE_ON": ("oldest_due_on",)},
    "CorrectionOrder": {"DUE_ON": ("due_on",), "ISSUED_AT": ()},
    "EscalationProposal": {"PROPOSED_AT": ("proposed_at",)},
    "InspectionLoad": {"VISIT_COUNT": ("visit_count",), "LAST_ON": ("last_on",)},
    "Draw": {"FROZEN_AT": ("frozen_at",)},
    "DrawPolicy": {"ADOPTED_AT": ()},
    "DrawProof": {"FROZEN_AT": ("frozen_at",)},
    "InspectionItem": {"CODE": ("code", "version_no")},
    "InspectionObject": {"REGISTERED_AT": ()},
    "InspectionPlan": {"YEAR": ("year",), "CREATED_AT": ()},
    "InspectionTask": {"CREATED_AT": (), "WINDOW_FROM": ("window_from",)},
    "LedgerJob": {"DECLARED_AT": ("declared_at",)},
    "LedgerRow": {"POSITION": ("position",)},
    "LongerTerm": {"PUBLISHED_AT": ("published_at",)},
    "PoolObject": {"REGISTERED_AT": ("institution_id",)},
    "PoolOfficer": {"OBJECT_COUNT": ("object_count",), "OFFICER_NO": ("officer_no",)},
    "FieldChange": {"CHANGED_AT": ()},
    "Recusal": {"DECLARED_AT": ()},
    "RegistrationDifference": {"SEEN_AT": ("seen_at",)},
    "Objection": {"RECEIVED_AT": ()},
    "RepairRequest": {"RECEIVED_AT": ()},
    "Reply": {"RECEIVED_AT": ()},
    "Account": {"CREATED_AT": ()},
    "Authority": {"REGION": ("region_code",), "REGISTERED_AT": ()},
    "ChangeProposal": {"PROPOSED_AT": ("proposed_at",)},
    "Complaint": {"RECEIVED_AT": ("received_at",), "ACCEPT_DUE_ON": ("accept_due_on",)},
    "Course": {"REGISTERED_AT": (), "STARTS_ON": ("starts_on",)},
    "Evidence": {"DECLARED_AT": ("declared_at",)},
    "Inspection": {"REGISTERED_AT": (), "WINDOW_FROM": ("window_from",)},
    "Institution": {
        "REGISTERED_AT": (),
        "NAME": ("name",),
        "ESTABLISHED_ON": ("established_on",),
        "PINYIN": ("sort_key",),
        "RELEVANCE": ("#rank", "sort_key"),
        "DISTANCE": ("#distance",),
    },
    "Officer": {"REGISTERED_AT": (), "STAFF_NO": ("staff_no",)},
    "PublicRecord": {"PUBLISHED_AT": ("published_at",)},
    "Ruling": {"NOTICED_AT": ()},
    "Standing": {"DECIDED_AT": ()},
    "Teacher": {"REGISTERED_AT": (), "NAME": ("name",)},
}
ORDER_NEEDS = {"RELEVANCE": "search", "DISTANCE": "near"}
DEFAULT_ORDER = {
    "Alert": ("DUE_ON", "ASC"),
    "AlertCount": ("OLDEST_DUE_ON", "ASC"),
    "CorrectionOrder": ("DUE_ON", "ASC"),
    "EscalationProposal": ("PROPOSED_AT", "ASC"),
    "InspectionLoad": ("VISIT_COUNT", "DESC"),
    "Draw": ("FROZEN_AT", "DESC"),
    "DrawPolicy": ("ADOPTED_AT", "DESC"),
    "DrawProof": ("FROZEN_AT", "DESC"),
    "InspectionItem": ("CODE", "ASC"),
    "InspectionObject": ("REGISTERED_AT", "ASC"),
    "InspectionPlan": ("YEAR", "DESC"),
    "InspectionTask": ("CREATED_AT", "DESC"),
    "LedgerJob": ("DECLARED_AT", "DESC"),
    "LedgerRow": ("POSITION", "ASC"),
    "LongerTerm": ("PUBLISHED_AT", "DESC"),
    "PoolObject": ("REGISTERED_AT", "ASC"),
    "PoolOfficer": ("OFFICER_NO", "ASC"),
    "FieldChange": ("CHANGED_AT", "DESC"),
    "Recusal": ("DECLARED_AT", "DESC"),
    "RegistrationDifference": ("SEEN_AT", "ASC"),
    "Objection": ("RECEIVED_AT", "DESC"),
    "RepairRequest": ("RECEIVED_AT", "DESC"),
    "Reply": ("RECEIVED_AT", "DESC"),
    "Account": ("CREATED_AT", "ASC"),
    "Authority": ("REGION", "ASC"),
    "ChangeProposal": ("PROPOSED_AT", "DESC"),
    "Complaint": ("RECEIVED_AT", "DESC"),
    "Course": ("REGISTERED_AT", "ASC"),
    "Evidence": ("DECLARED_AT", "ASC"),
    "Inspection": ("REGISTERED_AT", "DESC"),
    "Institution": ("REGISTERED_AT", "ASC"),
    "Officer": ("REGISTERED_AT", "ASC"),
    "PublicRecord": ("PUBLISHED_AT", "DESC"),
    "Ruling": ("NOTICED_AT", "DESC"),
    "Standing": ("DECIDED_AT", "DESC"),
    "Teacher": ("REGISTERED_AT", "ASC"),
}


class InvalidId(Exception):
    """Not the id of such a thing."""


class InvalidCursor(Exception):
    """Not a cursor of this list."""


def type_of(text: str) -> str:
    prefix, _, rest = text.rpartition("_")
    try:
        if prefix not in PREFIXES or str(UUID(rest)) != rest:
            raise InvalidId
    except ValueError:
        raise InvalidId from None
    return PREFIXES[prefix]


def key_of(type_name: str, text: str) -> UUID:
    if type_of(text) != type_name:
        raise InvalidId
    return UUID(text.rpartition("_")[2])


def moment_of(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


Keeps = Callable[[Register, Row, Any], bool]


def _is(column: str) -> Keeps:
    return lambda _, row, value: bool(row[column] == value)


def _one_of(column: str) -> Keeps:
    return lambda _, row, values: row[column] in values


def _shares(column: str) -> Keeps:
    return lambda _, row, values: not set(row[column]).isdisjoint(values)


def _id(type_name: str, column: str) -> Keeps:
    return lambda _, row, value: bool(row[column] == key_of(type_name, value))


def _below(_: Register, row: Row, code: str) -> bool:
    return covers(code, row["region_code"])


def _day(column: str, *, first: bool) -> Keeps:
    def keeps(_: Register, row: Row, text: str) -> bool:
        day, limit = row[column], dt.date.fromisoformat(text)
        return day is not None and bool(day >= limit if first else day <= limit)

    return keeps


def _authority_below(register: Register, row: Row, code: str) -> bool:
    authority = register.get("Authority", row["authority_id"])
    return authority is not None and covers(code, authority["region_code"])


def _ends_by(register: Register, row: Row, text: str) -> bool:
    profile, day = register.get("InspectorProfile", row["id"]), dt.date.fromisoformat(text)
    if profile is None or profile["left_on"] is not None:
        return False
    return bool(profile["certificate_valid_to"] <= day)


def _certified(register: Register, row: Row, text: str) -> bool:
    profile, day = register.get("InspectorProfile", row["id"]), dt.date.fromisoformat(text)
    return (
        profile is not None
        and profile["left_on"] is None
        and bool(profile["certificate_valid_from"] <= day <= profile["certificate_valid_to"])
    )


def _is_shared(register: Register, type_name: str, row: Row, name: str, *within: str) -> bool:
    """Whether the number is another's too, folded here and not as the database keeps it."""
    same = [
        each
        for each in register.rows[type_name]
        if identifiers.number(each[name]) == identifiers.number(row[name])
        and all(each[column] == row[column] for column in within)
    ]
    return len(same) > 1


def shares_number(register: Register, entitlement: Row) -> bool:
    return _is_shared(register, "Entitlement", entitlement, "number")


def shares_staff_no(register: Register, officer: Row) -> bool:
    return _is_shared(register, "Officer", officer, "staff_no", "authority_id")


def shares_certificate_no(register: Register, profile: Row) -> bool:
    return _is_shared(register, "InspectorProfile", profile, "certificate_no")


def shares_address(register: Register, site: Row) -> bool:
    same = [
        each
        for each in register.where("Site", institution_id=site["institution_id"])
        if each["region_code"] == site["region_code"] and each["closed_on"] is None
        if identifiers.address(each["address"]) == identifiers.address(site["address"])
    ]
    return site["closed_on"] is None and len(same) > 1


def _addresses_shared(register: Register, row: Row, wanted: bool) -> bool:
    held = register.where("Site", institution_id=row["id"])
    return any(shares_address(register, each) for each in held) is wanted


def _licences_shared(register: Register, row: Row, wanted: bool) -> bool:
    held = register.where("Entitlement", institution_id=row["id"])
    return any(shares_number(register, each) for each in held) is wanted


def _contains(column: str) -> Keeps:
    return lambda _, row, text: text.strip().lower() in row[column].lower()


def _holds_entitlement(register: Register, row: Row, wanted: dict[str, Any]) -> bool:
    def meets(held: Row) -> bool:
        last, on = held["valid_to"], wanted.get("validOn")
        before, delivery = wanted.get("expiresBefore"), wanted.get("delivery")
        return (
            (wanted.get("kinds") is None or held["kind"] in wanted["kinds"])
            and (wanted.get("states") is None or held["state"] in wanted["states"])
            and (
                wanted.get("programmeCodes") is None
                or held["programme_code"] in wanted["programmeCodes"]
            )
            and (
                wanted.get("hasProgrammeCode") is None
                or (held["programme_code"] is not None) == wanted["hasProgrammeCode"]
            )
            and (
                wanted.get("categories") is None
                or not set(held["categories"]).isdisjoint(wanted["categories"])
            )
            and (delivery is None or held["delivery"] in (None, delivery))
            and (
                on is None
                or held["valid_from"] <= dt.date.fromisoformat(on) <= (last or dt.date.max)
            )
            and (before is None or (last is not None and last < dt.date.fromisoformat(before)))
        )

    return any(meets(held) for held in register.where("Entitlement", institution_id=row["id"]))


WAITING = ("OPEN", "PUT_TO_INSTITUTION", "EXPLAINED")


def public_state(register: Register, registration: Row) -> str:
    last, ended = registration["valid_to"], registration["ended_on"]
    if (ended is not None and ended <= register.today) or (
        last is not None and last < register.today
    ):
        return "ENDED"
    if registration["verified_on"] is None:
        return "UNVERIFIED"
    return "STALE" if registration["stale_on"] <= register.today else "VERIFIED"


def _has_registration(register: Register, row: Row, wanted: dict[str, Any]) -> bool:
    return any(
        (wanted.get("kinds") is None or held["kind"] in wanted["kinds"])
        and (wanted.get("states") is None or public_state(register, held) in wanted["states"])
        for held in register.where("ExternalRegistration", institution_id=row["id"])
    )


def _lacks_registration(register: Register, row: Row, kind: str) -> bool:
    held = register.where("ExternalRegistration", institution_id=row["id"], kind=kind)
    return all(public_state(register, each) == "ENDED" for each in held)


def _institution_below(register: Register, row: Row, code: str) -> bool:
    institution = register.get("Institution", row["institution_id"])
    return institution is not None and covers(code, institution["region_code"])


def _is_held_in(register: Register, course: Row, code: str) -> bool:
    site = register.get("Site", course["site_id"]) if course["site_id"] else None
    place = site or register.get("Institution", course["institution_id"])
    return place is not None and covers(code, place["region_code"])


def _is_held_near(register: Register, course: Row, near: dict[str, Any]) -> bool:
    site = register.get("Site", course["site_id"]) if course["site_id"] else None
    return site is not None and search.is_site_near(register, site, near)


def _price(register: Register, course: Row) -> int:
    return sum(item["amount_fen"] for item in register.where("FeeItem", course_id=course["id"]))


def _is_enrolling(register: Register, course: Row, wanted: bool) -> bool:
    held = register.get("Entitlement", course["entitlement_id"])
    is_open = (
        course["state"] == "PUBLISHED"
        and course["starts_on"] >= register.today
        and held is not None
        and held["state"] == "ACTIVE"
        and not is_enrolment_stopped(register, course["institution_id"])
    )
    return is_open is wanted


def stands_on(register: Register, standing: Row, day: dt.date) -> bool:
    """From its first day to its last, if it was not ended by then."""
    end = register.get("StandingEnd", standing["id"])
    return bool(
        standing["from_on"] <= day <= (standing["until_on"] or dt.date.max)
        and (end is None or day < end["ended_on"])
    )


def is_enrolment_stopped(register: Register, institution_id: Any) -> bool:
    """Today."""
    stops = register.where("Standing", institution_id=institution_id, kind="ENROLMENT_STOP")
    return any(stands_on(register, stop, register.today) for stop in stops)


def _is_of_institution_found(register: Register, row: Row, text: str) -> bool:
    institution = register.get("Institution", row["institution_id"])
    return institution is not None and search.is_found(register, institution, text)


def _was_named(register: Register, row: Row, text: str) -> bool:
    held = register.where("FormerName", institution_id=row["id"])
    return any(text.strip().lower() in each["name"].lower() for each in held)


def _numbers_shared(register: Register, row: Row, wanted: bool) -> bool:
    profile = register.get("InspectorProfile", row["id"])
    of_profile = profile is not None and shares_certificate_no(register, profile)
    return (shares_staff_no(register, row) or of_profile) is wanted


def is_stopped(register: Register, institution: Row) -> bool:
    """Today."""
    return any(
        stop["first_on"] <= register.today
        and (stop["last_on"] is None or stop["last_on"] >= register.today)
        for stop in register.where("ObjectStop", institution_id=institution["id"])
    )


def _in_force(_: Register, row: Row, text: str) -> bool:
    day, last = dt.date.fromisoformat(text), row["effective_to"]
    return bool(row["effective_from"] <= day and (last is None or day <= last))


def _is_there(column: str, *, there: bool = True) -> Keeps:
    return lambda _, row, value: ((row[column] is not None) == there) == value


def _authority_region_below(_: Register, row: Row, code: str) -> bool:
    return covers(code, row["authority_region_code"])


_OF_DRAWS: dict[str, Keeps] = {
    "authorityId": _id("Authority", "authority_id"),
    "regionCode": _authority_region_below,
    "stages": _one_of("stage"),
    "redrawOfCode": _is("redraw_of_code"),
}
_OF_RESULTS: dict[str, Keeps] = {
    "institutionId": _id("Institution", "institution_id"),
    "authorityId": _id("Authority", "authority_id"),
    "states": _one_of("state"),
}
FILTERS: dict[str, dict[str, Keeps]] = {
    "Alert": {
        "kinds": _one_of("kind"),
        "authorityId": _id("Authority", "authority_id"),
        "institutionId": _id("Institution", "institution_id"),
        "regionCode": _below,
        "dueBefore": lambda _, row, text: bool(row["due_on"] < dt.date.fromisoformat(text)),
    },
    "AlertCount": {
        "kinds": _one_of("kind"),
        "authorityId": _id("Authority", "authority_id"),
        "regionCode": _authority_region_below,
    },
    "CorrectionOrder": {
        "institutionId": _id("Institution", "institution_id"),
        "authorityId": _id("Authority", "authority_id"),
        "regionCode": _below,
        "states": _one_of("state"),
        "kind": _is("kind"),
        "dueTo": _day("due_on", first=False),
    },
    "EscalationProposal": {
        "authorityId": _id("Authority", "authority_id"),
        "institutionId": _id("Institution", "institution_id"),
        "states": _one_of("state"),
        "cause": _is("cause"),
        "hasEffect": _is("has_effect"),
    },
    "InspectionLoad": {
        "institutionId": _id("Institution", "institution_id"),
        "authorityId": _id("Authority", "authority_id"),
        "regionCode": _below,
        "year": _is("year"),
        "visitsAtLeast": lambda _, row, least: bool(row["visit_count"] >= least),
    },
    "Objection": {**_OF_RESULTS, "dueBefore": _day("due_on", first=False)},
    "RepairRequest": {**_OF_RESULTS, "dueBefore": _day("due_on", first=False)},
    "Reply": _OF_RESULTS,
    "Draw": _OF_DRAWS,
    "DrawPolicy": {"authorityId": _id("Authority", "authority_id")},
    "DrawProof": _OF_DRAWS,
    "InspectionItem": {
        "code": _is("code"),
        "itemClass": _is("item_class"),
        "sectors": _one_of("sector"),
        "appliesTo": _shares("applies_to"),
        "authorityId": _id("Authority", "authority_id"),
        "inForceOn": _in_force,
    },
    "InspectionObject": {
        "institutionId": _id("Institution", "id"),
        "regionCode": _below,
        "kinds": _shares("kinds"),
        "sectors": _one_of("sector"),
        "riskClasses": _one_of("risk_class"),
        "existence": _is("existence"),
        "isStopped": lambda register, row, value: is_stopped(register, row) == value,
    },
    "InspectionPlan": {
        "authorityId": _id("Authority", "authority_id"),
        "regionCode": _authority_region_below,
        "sectors": _one_of("sector"),
        "states": _one_of("state"),
        "category": _is("category"),
        "year": _is("year"),
    },
    "InspectionTask": {
        "authorityId": _id("Authority", "authority_id"),
        "states": _one_of("state"),
        "category": _is("category"),
        "windowFrom": _day("window_to", first=True),
        "windowTo": _day("window_from", first=False),
    },
    "LedgerJob": {"states": _one_of("state"), "kinds": _one_of("kind")},
    "LedgerRow": {"outcomes": _one_of("outcome")},
    "LongerTerm": {"authorityId": _id("Authority", "authority_id")},
    "PoolObject": {
        "riskClass": _is("risk_class"),
        "isDrawn": _is_there("visit_no"),
        "isExcluded": _is_there("exclusion"),
        "isUnstaffed": _is("is_unstaffed"),
        "exclusions": _one_of("exclusion"),
    },
    "PoolOfficer": {
        "authorityId": _id("Authority", "authority_id"),
        "isExcluded": _is_there("exclusion"),
    },
    "Recusal": {
        "officerId": _id("Officer", "officer_id"),
        "institutionId": _id("Institution", "institution_id"),
        "isStanding": _is_there("lifted_at", there=False),
    },
    "Account": {"login": _is("login")},
    "Authority": {
        "regionCode": _below,
        "kind": _is("kind"),
        "sector": lambda _, row, value: value in row["sectors"],
        "level": lambda _, row, value: level(row["region_code"]).value == value,
        "parentId": _id("Authority", "parent_id"),
        "search": lambda _, row, text: text.strip() in row["name"],
        "isClosed": _is_there("closed_at"),
    },
    "ChangeProposal": {
        "authorityId": _id("Authority", "authority_id"),
        "state": _is("state"),
    },
    "Complaint": {
        "states": _one_of("state"),
        "kind": _is("kind"),
        "categories": _one_of("category"),
        "institutionId": _id("Institution", "institution_id"),
        "regionCode": _below,
        "isUrgent": _is("is_urgent"),
        "receivedFrom": lambda _, row, text: row["received_at"] >= moment_of(text),
        "receivedBefore": lambda _, row, text: row["received_at"] < moment_of(text),
        "acceptDueBefore": lambda _, row, text: row["accept_due_on"] < dt.date.fromisoformat(text),
        "isOverdue": lambda register, row, value: is_overdue(register, row) is value,
    },
    "Course": {
        "institutionId": _id("Institution", "institution_id"),
        "subjectKind": _is("subject_kind"),
        "categories": _one_of("category"),
        "delivery": _is("delivery"),
        "stages": _shares("stages"),
        "states": _one_of("state"),
        "text": _contains("title"),
        "regionCode": _is_held_in,
        "near": _is_held_near,
        "chargesFromFen": lambda register, row, least: _price(register, row) >= least,
        "chargesToFen": lambda register, row, most: _price(register, row) <= most,
        "isEnrolling": _is_enrolling,
        "startsFrom": _day("starts_on", first=True),
        "startsTo": _day("starts_on", first=False),
    },
    "FieldChange": {"kind": _is("kind"), "fieldName": _is("field_name")},
    "Evidence": {"ownerKind": _is("owner_kind"), "kind": _is("kind")},
    "Inspection": {
        "institutionId": _id("Institution", "institution_id"),
        "authorityId": _id("Authority", "authority_id"),
        "regionCode": _below,
        "states": _one_of("state"),
        "category": _is("category"),
        "windowFrom": _day("window_to", first=True),
        "windowTo": _day("window_from", first=False),
    },
    "Institution": {
        "regionCode": _below,
        "subjectKind": _is("subject_kind"),
        "kinds": _shares("kinds"),
        "sectors": _one_of("sector"),
        "listStatus": _is("list_status"),
        "existence": _is("existence"),
        "keySupervision": _is("key_supervision"),
        "isEnrolmentStopped": lambda register, row, value: (
            is_enrolment_stopped(register, row["id"]) == value
        ),
        "creditGrades": _one_of("credit_grade"),
        "supervisingAuthorityId": _id("Authority", "supervising_authority_id"),
        "sharesLicenceNumber": _licences_shared,
        "sharesSiteAddress": _addresses_shared,
        "formerName": _was_named,
        "entitlement": _holds_entitlement,
        "registration": _has_registration,
        "withoutRegistration": _lacks_registration,
        "search": search.is_found,
        "near": search.is_near,
    },
    "Officer": {
        "authorityId": _id("Authority", "authority_id"),
        "regionCode": _authority_below,
        "certificateValidOn": _certified,
        "certificateEndsBy": _ends_by,
        "sharesNumber": _numbers_shared,
    },
    "RegistrationDifference": {
        "institutionId": _id("Institution", "institution_id"),
        "registrationId": _id("ExternalRegistration", "registration_id"),
        "fields": _one_of("field"),
        "states": _one_of("state"),
        "isSettled": lambda _, row, value: (row["state"] not in WAITING) is value,
        "regionCode": _institution_below,
    },
    "PublicRecord": {
        "institutionId": _id("Institution", "institution_id"),
        "regionCode": _below,
        "resultCodes": _shares("result_codes"),
        "category": _is("category"),
        "inspectedFrom": _day("inspected_on", first=True),
        "inspectedTo": _day("inspected_on", first=False),
        "search": _is_of_institution_found,
    },
    "Ruling": {
        "institutionId": _id("Institution", "institution_id"),
        "authorityId": _id("Authority", "authority_id"),
        "regionCode": _below,
        "measures": _one_of("measure"),
        "states": _one_of("state"),
        "statementDueBefore": lambda _, row, text: (
            row["statement_due_on"] < dt.date.fromisoformat(text)
        ),
    },
    "Standing": {
        "kinds": _one_of("kind"),
        "regionCode": _below,
        "institutionId": _id("Institution", "institution_id"),
        "holdsOn": lambda register, row, text: stands_on(
            register, row, dt.date.fromisoformat(text)
        ),
    },
    "Teacher": {
        "institutionId": _id("Institution", "institution_id"),
        "employment": _is("employment"),
        "stages": _shares("stages"),
        "certificateKinds": _one_of("certificate_kind"),
        "text": _contains("name"),
    },
}
FILTERED_AS = {"DrawProof": "Draw"}
"""Types whose filter is named for another."""

ID_FILTERS = {
    "parentId": "Authority",
    "officerId": "Officer",
    "institutionId": "Institution",
    "registrationId": "ExternalRegistration",
    "authorityId": "Authority",
    "supervisingAuthorityId": "Authority",
}


class Listing:
    """One list under one order, as asked for by these arguments of this field."""

    def __init__(
        self, register: Register, field_name: str, type_name: str, arguments: dict[str, Any]
    ) -> None:
        self.register, self.type_name, self.arguments = register, type_name, arguments
        order = arguments.get("orderBy") or {}
        name, direction = DEFAULT_ORDER[type_name]
        self.order = order.get("field", name)
        self.is_descending = order.get("direction", direction) == "DESC"
        self.tag = f"{field_name}:{type_name}:{self.order}"
        self.columns = (*ORDERS[type_name][self.order], "id")

    @property
    def lacks(self) -> str | None:
        """The filter that the order needs and that is not there."""
        needs = ORDER_NEEDS.get(self.order)
        given = self.arguments.get("filter") or {}
        return needs if needs is not None and given.get(needs) is None else None

    def place(self, row: Row) -> tuple[Any, ...]:
        return tuple(self._value(row, column) for column in self.columns)

    def _value(self, row: Row, column: str) -> Any:
        if not column.startswith("#"):
            return row[column]
        if self.lacks:
            return None
        filters = self.arguments["filter"]
        if column == "#rank":
            return search.rank(row, filters["search"])
        return search.distance(self.register, row, filters["near"])

    def cursor(self, row: Row) -> str:
        text = json.dumps([self.tag, *map(_spelt, self.place(row))], ensure_ascii=False)
        return base64.b64encode(text.encode()).decode()

    def stands(self, cursor: str, like: Row | None) -> tuple[Any, ...]:
        """Where a cursor stands; `like` is any row of the list, for the types of its columns."""
        try:
            tag, *parts = json.loads(base64.b64decode(cursor, validate=True))
        except (ValueError, binascii.Error, TypeError):
            raise InvalidCursor from None
        if tag != self.tag or len(parts) != len(self.columns):
            raise InvalidCursor
        if like is None:
            return ()
        return tuple(_meant(part, row) for part, row in zip(parts, self.place(like), strict=True))

    def kept(self, register: Register, rows: list[Row]) -> list[Row]:
        given = (self.arguments.get("filter") or {}).items()
        keeps = [(FILTERS[self.type_name][n], v) for n, v in given if v is not None]
        return [row for row in rows if all(keep(register, row, value) for keep, value in keeps)]

    def page(self, rows: list[Row]) -> tuple[list[Row], bool, bool]:
        """The page's rows, whether rows precede them, and whether rows follow."""
        ordered = sorted(rows, key=self.place, reverse=self.is_descending)
        is_after, is_before = self._bounds(rows)
        between = [
            row for row in ordered if is_after(self.place(row)) and is_before(self.place(row))
        ]
        came_after = self.arguments.get("after") is not None
        goes_before = self.arguments.get("before") is not None
        if (first := self.arguments.get("first")) is not None:
            return between[:first], came_after and between != [], len(between) > first
        last = self.arguments["last"]
        return between[-last:], len(between) > last, goes_before and between != []

    def _bounds(self, rows: list[Row]) -> tuple[Callable[[Any], bool], Callable[[Any], bool]]:
        after, before = self.arguments.get("after"), self.arguments.get("before")
        if not rows:
            return lambda _: True, lambda _: True
        here = self.stands(after, rows[0]) if after is not None else None
        there = self.stands(before, rows[0]) if before is not None else None

        def later(a: Any, b: Any) -> bool:
            return bool(a < b if self.is_descending else a > b)

        return (
            lambda place: here is None or later(place, here),
            lambda place: there is None or later(there, place),
        )


def _spelt(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return (value - EPOCH) // dt.timedelta(microseconds=1)
    return str(value) if isinstance(value, dt.date | UUID) else value


def _meant(part: Any, like: Any) -> Any:
    if isinstance(like, dt.datetime):
        return EPOCH + dt.timedelta(microseconds=part)
    if isinstance(like, dt.date):
        return dt.date.fromisoformat(part)
    return UUID(part) if isinstance(like, UUID) else part

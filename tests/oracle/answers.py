"""graphql-core's own executor over the printed schema, every field resolved from rows in memory."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Sequence
from typing import Any

import orjson
from graphql import GraphQLResolveInfo, GraphQLSchema, execute, get_named_type
from graphql.language import DocumentNode

from domain import checklists, sources, thresholds, violations
from domain.moments import day_of
from domain.permissions import ANONYMOUS, GRANTS, Permission
from domain.publication import commitments
from domain.regions import level
from domain.roles import Role
from schema.terms import DESCRIPTIONS
from tests.oracle import evidence, on_site, rectification
from tests.oracle.pages import (
    WAITING,
    InvalidId,
    Listing,
    is_enrolment_stopped,
    is_overdue,
    is_stopped,
    key_of,
    public_state,
    shares_address,
    shares_certificate_no,
    shares_number,
    shares_staff_no,
    stands_on,
    type_of,
)
from tests.oracle.register import KEYS, PREFIX_OF, Register, Row, Thing, Viewer
from tests.oracle.visibility import Eyes

PARENT_OF = {
    "Draw.objects": "draw_id",
    "Draw.officers": "draw_id",
    "Site.history": "object_id",
    "ExternalRegistration.history": "object_id",
    "Course.history": "object_id",
    "Teacher.history": "object_id",
    "Authority.history": "object_id",
    "Officer.history": "object_id",
    "ChangeProposal.officers": "proposal_id",
    "InspectionTask.inspections": "task_id",
    "LedgerJob.rows": "job_id",
}
"""The column by which the rows of a page belong to its parent, where it is no institution's."""

LISTS = {"WHITE_LIST", "BLACK_LIST", "KEY_SUPERVISION", "STAFF_BLACK_LIST"}

Resolver = Callable[["Oracle", Thing, dict[str, Any]], Any]


def answer(
    schema: GraphQLSchema,
    register: Register,
    viewer: Viewer,
    document: DocumentNode,
    variables: dict[str, Any],
) -> "Oracle":
    """The oracle after it has answered: `data`, or `errors` where it could not."""
    oracle = Oracle(register, viewer)
    result = execute(
        schema,
        document,
        variable_values=variables,
        field_resolver=oracle.resolve,
        type_resolver=lambda value, *_: value.type_name,
    )
    oracle.data, oracle.errors = result.data, result.errors or []  # type: ignore[union-attr]
    return oracle


class Oracle:
    """Answers field by field, and notes which fields, filters and orders it was asked for."""

    def __init__(self, register: Register, viewer: Viewer) -> None:
        self.register, self.eyes = register, Eyes(register, viewer)
        self.data: Any = None
        self.errors: Sequence[Any] = ()
        self.fields_seen: set[str] = set()
        self.cursors: dict[str, set[str]] = {}

    def resolve(self, source: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
        name = info.field_name
        self.fields_seen.add(f"{info.parent_type.name}.{name}")
        returned = get_named_type(info.return_type).name
        if isinstance(source, dict):
            value = source[name]
            return value(arguments) if callable(value) else value
        if returned.endswith("Connection"):
            return self._connection(source, name, returned.removesuffix("Connection"), arguments)
        if source is None:
            return ROOTS[name](self, Thing("Query", {}), arguments)
        special = FIELDS.get(f"{source.type_name}.{name}")
        if special is not None:
            return special(self, source, arguments)
        if name == "id":
            return f"{PREFIX_OF[source.type_name]}_{source.row['id']}"
        value = source.row[_snake(name)]
        return _spelt(value)

    # Rows

    def one(self, type_name: str, key: Any) -> Thing | None:
        row = None if key is None else self.register.get(type_name, key)
        return self.visible(type_name, row)

    def visible(self, type_name: str, row: Row | None) -> Thing | None:
        if row is None or not self.eyes.sees(type_name, row):
            return None
        return Thing(type_name, self.eyes.as_seen(type_name, row))

    def many(
        self, type_name: str, order: Callable[[Row], Any] | None = None, **where: Any
    ) -> list[Thing]:
        rows = [r for r in self.register.where(type_name, **where) if self.eyes.sees(type_name, r)]
        rows.sort(key=order or (lambda row: row["position"]))
        return [Thing(type_name, self.eyes.as_seen(type_name, row)) for row in rows]

    def node(self, text: str) -> Thing | None:
        try:
            type_name = type_of(text)
        except InvalidId:
            return None
        return self.one(type_name, key_of(type_name, text))

    def first(self, type_name: str, rows: list[Row]) -> Thing | None:
        seen = [row for row in rows if self.eyes.sees(type_name, row)]
        assert len(seen) <= 1
        return self.visible(type_name, seen[0]) if seen else None

    # Lists

    def _connection(
        self, source: Thing | None, name: str, type_name: str, arguments: dict[str, Any]
    ) -> dict[str, Any]:
        listing = Listing(self.register, name, type_name, arguments)
        self._note(type_name, arguments, listing)
        rows = [
            self.eyes.as_seen(type_name, row)
            for row in self.register.rows[type_name]
            if self.eyes.sees(type_name, row) and self._belongs(source, name, row)
        ]
        kept = listing.kept(self.register, rows)
        page, precedes, follows = listing.page(kept)
        things = [Thing(type_name, row) for row in page]
        cursors = [listing.cursor(row) for row in page]
        self.cursors.setdefault(listing.tag, set()).update(cursors)
        return {
            "nodes": things,
            "edges": [
                {"cursor": cursor, "node": thing}
                for cursor, thing in zip(cursors, things, strict=True)
            ],
            "pageInfo": {
                "hasNextPage": follows,
                "hasPreviousPage": precedes,
                "startCursor": cursors[0] if cursors else None,
                "endCursor": cursors[-1] if cursors else None,
            },
            "totalCount": len(kept),
        }

    def _belongs(self, source: Thing | None, name: str, row: Row) -> bool:
        column = PARENT_OF.get(name if source is None else f"{source.type_name}.{name}")
        if source is not None and row[column or "institution_id"] != source.row["id"]:
            return False
        if source is not None and source.type_name == "LedgerJob":
            return bool(row["is_dry"] == (source.row["applied_by"] is None))
        if name == "stuckEvidence":
            return evidence.is_stuck(self.register, row)
        if name == "listEntries":
            return row["kind"] in LISTS
        if name == "publicInspectionResults":
            return row["superseded_at"] is None and self.eyes.is_public(row)
        if name == "myAssignments":
            return self.eyes.is_sent_to(row)
        if name == "myComplaints":
            return self.eyes.complained(row)
        return True

    def _note(self, type_name: str, arguments: dict[str, Any], listing: Listing) -> None:
        self.fields_seen.add(
            f"{type_name} by {listing.order} {'DESC' if listing.is_descending else 'ASC'}"
        )
        for name in arguments.get("filter") or {}:
            self.fields_seen.add(f"{type_name} with {name}")
        for name in ("first", "last", "after", "before"):
            if arguments.get(name) is not None:
                self.fields_seen.add(name)


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _spelt(value: Any) -> Any:
    """As the schema says of its scalars; everything else is JSON already."""
    if isinstance(value, list):
        return [_spelt(item) for item in value]
    if isinstance(value, dt.datetime):
        utc = value.astimezone(dt.UTC)
        return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond:06d}Z"
    if isinstance(value, dt.time):
        return f"{value.hour:02d}:{value.minute:02d}"
    return value.isoformat() if isinstance(value, dt.date) else value


def _to(type_name: str, column: str) -> Resolver:
    return lambda oracle, thing, _: oracle.one(type_name, thing.row[column])


def _all(type_name: str, column: str, order: Callable[[Row], Any] | None = None) -> Resolver:
    return lambda oracle, thing, _: oracle.many(
        type_name, order, **{column: thing.row[KEYS.get(thing.type_name, "id")]}
    )


def _contact(column: str) -> Resolver:
    def resolver(oracle: Oracle, thing: Thing, _: Any) -> Any:
        return _spelt(thing.row[column]) if oracle.eyes.opens_contact(thing.row) else None

    return resolver


def _changed_by(oracle: Oracle, thing: Thing, _: Any) -> str | None:
    account = oracle.register.get("Account", thing.row["account_id"])
    is_named = account is not None and oracle.eyes.names_person(thing.row)
    return account["display_name"] if account is not None and is_named else None


def _to_offices(type_name: str, column: str, name: str) -> Resolver:
    def resolver(oracle: Oracle, thing: Thing, _: Any) -> str | None:
        row = oracle.register.get(type_name, thing.row[column])
        return row[name] if row is not None and oracle.eyes.opens_office(thing.row) else None

    return resolver


def _registration_state(oracle: Oracle, thing: Thing, _: Any) -> str:
    state = public_state(oracle.register, thing.row)
    waits = any(
        each["state"] in WAITING
        for each in oracle.register.where("RegistrationDifference", registration_id=thing.row["id"])
    )
    is_seen = waits and state != "ENDED" and oracle.eyes.opens_office(thing.row)
    return "DIFFERS" if is_seen else state


def _as_text(value: Any) -> str | None:
    is_plain = value is None or isinstance(value, str)
    return value if is_plain else json.dumps(value, ensure_ascii=False)


def _staff_ratios(oracle: Oracle, thing: Thing, _: Any) -> list[dict[str, Any]] | None:
    """By the numbers of the rules themselves: half, 2 %, 6 %, three square metres."""
    if not oracle.eyes.opens_contact(thing.row):
        return None
    register, key = oracle.register, thing.row["id"]
    stated = register.get("Headcount", key)
    teachers = sum(
        each["employed_to"] is None and each["employment"] == "FULL_TIME"
        for each in register.where("Teacher", institution_id=key)
    )
    areas = [
        site["area_m2"] // site["capacity"]
        for site in register.where("Site", institution_id=key)
        if site["closed_on"] is None and site["area_m2"] is not None and site["capacity"]
    ]
    children = stated["preschool_learner_count"] if stated else 0
    older = stated["offline_learner_count"] - children if stated else None
    listed: list[tuple[str, int, int | None, str]] = [
        (
            "STAFF_FULLTIME",
            5_000,
            _bp(teachers, stated["staff_count"] if stated else None),
            "staffCount",
        )
    ]
    if older != 0:
        listed.append(("CLASS_STAFF_PUPIL", 200, _bp(teachers, older), "offlineLearnerCount"))
    if children:
        listed.append(("CLASS_STAFF_PRESCHOOL", 600, _bp(teachers, children), ""))
    listed.append(("AREA_PER_PUPIL", 3, min(areas, default=None), "sites"))
    rules = {rule.code: rule for rule in thresholds.RULES}
    return [
        {
            "__typename": "StaffRatio",
            "code": code,
            "labelZh": rules[code].zh,
            "labelEn": rules[code].en,
            "measured": "SQUARE_METRES" if code == "AREA_PER_PUPIL" else "BASIS_POINTS",
            "required": required,
            "actual": actual,
            "isMet": None if actual is None else actual >= required,
            "missing": missing if actual is None else None,
            "basis": rules[code].basis,
        }
        for code, required, actual, missing in listed
    ]


def _bp(part: int, whole: int | None) -> int | None:
    return part * 10_000 // whole if whole else None


def _starred(text: str, first: int, last: int) -> str:
    return text[:first] + "*" * (len(text) - first - last) + text[len(text) - last :]


def _masked_phone(oracle: Oracle, thing: Thing, _: Any) -> str | None:
    # Telephone numbers of the story's parents follow from their keys.
    if thing.row["phone_sealed"] is None:
        return None
    return _starred(f"138{thing.row['id'].int % 100_000_000:08d}", 3, 4)


def _masked_resident_id(oracle: Oracle, thing: Thing, _: Any) -> str | None:
    if not oracle.eyes.opens_private(thing.row):
        return None
    return _starred(oracle.register.story.plain[thing.row["id"]], 1, 1)


def _statement(oracle: Oracle, thing: Thing, _: Any) -> str | None:
    if thing.receipt is None and not oracle.eyes.opens_statement(thing.row):
        return None
    return oracle.register.story.plain[thing.row["id"]]


def _confirmed_at(oracle: Oracle, thing: Thing, _: Any) -> Any:
    visit = oracle.register.get("Inspection", thing.row["inspection_id"])
    assert visit is not None
    found = oracle.register.where(
        "RecordConfirmation",
        record_id=visit["current_record_id"],
        officer_id=thing.row["officer_id"],
    )
    return _spelt(found[0]["confirmed_at"]) if found else None


def _position(type_name: str) -> Resolver:
    def resolver(_: Oracle, thing: Thing, __: Any) -> Thing | None:
        return None if thing.row["latitude"] is None else Thing(type_name, thing.row)

    return resolver


def _visit_position(oracle: Oracle, thing: Thing, _: Any) -> Thing | None:
    """Where the officers stood is not for who only supervises the place."""
    is_told = thing.row["latitude"] is not None and oracle.eyes.has_part(thing.row)
    return Thing("VisitPosition", thing.row) if is_told else None


def _region(oracle: Oracle, thing: Thing, _: Any) -> Thing | None:
    return oracle.one("Region", thing.row["region_code"])


def _steps(oracle: Oracle, thing: Thing, _: Any) -> list[Thing]:
    return oracle.many(
        "ComplaintStep",
        lambda row: (row["at"], row["id"]),
        entity="Complaint",
        subject_id=thing.row["id"],
    )


def _account_officer(oracle: Oracle, thing: Thing, _: Any) -> Thing | None:
    return oracle.first("Officer", oracle.register.where("Officer", account_id=thing.row["id"]))


def _sites(oracle: Oracle, thing: Thing, _: Any) -> list[Thing]:
    return oracle.many(
        "Site", lambda row: (not row["is_main"], row["id"]), institution_id=thing.row["id"]
    )


def _entitlements(oracle: Oracle, thing: Thing, _: Any) -> list[Thing]:
    return oracle.many(
        "Entitlement",
        lambda row: (-row["valid_from"].toordinal(), row["id"]),
        institution_id=thing.row["id"],
    )


def _assignments(oracle: Oracle, thing: Thing, _: Any) -> list[Thing]:
    return oracle.many(
        "InspectionAssignment",
        lambda row: (not row["is_leader"], row["id"]),
        inspection_id=thing.row["id"],
    )


def _grants(is_confirmed: bool) -> Any:
    def grants(oracle: Oracle, thing: Thing, _: Any) -> list[Thing]:
        found = oracle.many(
            "RoleGrant",
            lambda row: (row["role"], row["id"]),
            account_id=thing.row["id"],
            revoked_at=None,
        )
        return [each for each in found if (each.row["in_force_at"] is not None) is is_confirmed]

    return grants


def _sessions(oracle: Oracle, thing: Thing, _: Any) -> list[Thing]:
    found = oracle.many(
        "Session",
        lambda row: (-row["last_used_at"].timestamp(), row["id"]),
        account_id=thing.row["id"],
        ended_at=None,
    )
    return [each for each in found if day_of(each.row["expires_at"]) >= oracle.register.decided_on]


def _permissions(oracle: Oracle, thing: Thing, _: Any) -> list[str]:
    account = thing.row
    roles = [
        Role[grant["role"]]
        for grant in oracle.register.where("RoleGrant", account_id=account["id"], revoked_at=None)
        if grant["in_force_at"] is not None
        if account["disabled_at"] is None and not account["must_change_password"]
    ]
    held = frozenset().union(*(GRANTS[role] for role in roles)) if roles else ANONYMOUS
    return sorted(each.value for each in held)


def _task_steps(oracle: Oracle, thing: Thing, _: Any) -> list[Thing]:
    return oracle.many(
        "TaskStep",
        lambda row: (row["at"], row["id"]),
        entity="InspectionTask",
        subject_id=thing.row["id"],
    )


def _task_items(oracle: Oracle, thing: Thing, _: Any) -> list[Thing]:
    links = oracle.register.where("TaskItem", task_id=thing.row["id"])
    rows = [oracle.register.by_key["InspectionItem"][link["item_id"]] for link in links]
    return [
        Thing("InspectionItem", row) for row in sorted(rows, key=lambda r: (r["code"], r["id"]))
    ]


def _step_officer(oracle: Oracle, thing: Thing, _: Any) -> Thing | None:
    if thing.row["actor_id"] is None:
        return None
    return oracle.first(
        "Officer", oracle.register.where("Officer", account_id=thing.row["actor_id"])
    )


def _task_draw(oracle: Oracle, thing: Thing, _: Any) -> Thing | None:
    return oracle.first("Draw", oracle.register.where("Draw", task_id=thing.row["id"]))


def _lines(*, earlier: bool) -> Resolver:
    def resolver(oracle: Oracle, thing: Thing, _: Any) -> list[Thing]:
        rows = [
            row
            for row in oracle.register.where("PlanLine", plan_id=thing.row["id"])
            if (
                row["plan_version_no"] < thing.row["version_no"]
                if earlier
                else row["plan_version_no"] == thing.row["version_no"]
            )
        ]
        rows.sort(key=lambda row: (row["plan_version_no"], row["position"]))
        return [Thing("PlanLine", row) for row in rows if oracle.eyes.sees("PlanLine", row)]

    return resolver


def _newest_first(type_name: str, column: str, of: str = "institution_id") -> Resolver:
    def resolver(oracle: Oracle, thing: Thing, _: Any) -> list[Thing]:
        found = oracle.many(
            type_name, lambda row: (row[column], row["id"]), **{of: thing.row["id"]}
        )
        return found[::-1]

    return resolver


def _visits_this_year(oracle: Oracle, thing: Thing, _: Any) -> int:
    today = oracle.register.today
    visits = oracle.register.where("Inspection", institution_id=thing.row["id"])
    return sum(
        visit["state"] != "VOIDED"
        and visit["window_from"].year == today.year
        and (
            visit["noticed_at"] is not None
            or visit["published_at"] is not None
            or visit["window_to"] < today
        )
        for visit in visits
    )


def _current(oracle: Oracle, thing: Thing, _: Any) -> Thing | None:
    found = oracle.register.where(
        "PublicRecord", inspection_id=thing.row["inspection_id"], superseded_at=None
    )
    return oracle.first("PublicRecord", found)


def _withheld(oracle: Oracle, thing: Thing, _: Any) -> list[str] | None:
    codes: list[str] = thing.row["withheld_violation_codes"]
    return codes if oracle.eyes.is_official_of(thing.row) else None


def _hashed(oracle: Oracle, thing: Thing, _: Any) -> str | None:
    document = thing.row["document"]
    return None if document is None else hashlib.sha256(document.encode()).hexdigest()


def _publications(oracle: Oracle, thing: Thing, _: Any) -> list[Thing]:
    return oracle.many(
        "Publication",
        lambda row: (row["outlet"] != "PLATFORM", row["outlet"]),
        public_record_id=thing.row["id"],
    )


def _reply(oracle: Oracle, thing: Thing, _: Any) -> Thing | None:
    found = oracle.register.where("PublicReply", public_record_id=thing.row["id"])
    return oracle.first("PublicReply", found)


def _in_order(type_name: str, column: str) -> Resolver:
    return _all(type_name, "inspection_id", lambda row: (row[column], row["id"]))


_BESIDE: dict[str, Resolver] = {
    f"{name}.{field}": _to(target, column)
    for name in ("Objection", "RepairRequest", "Reply")
    for field, target, column in (
        ("inspection", "Inspection", "inspection_id"),
        ("publicRecord", "PublicRecord", "public_record_id"),
        ("institution", "Institution", "institution_id"),
    )
}


def _rejected_url(_: Oracle, thing: Thing, __: Any) -> str | None:
    has_some = thing.row["rejected_key"] is not None
    return f"/ledgers/jobs/ldgr_{thing.row['id']}/rejected" if has_some else None


def _ledger_refusals(_: Oracle, thing: Thing, __: Any) -> list[dict[str, Any]]:
    return [
        {name: each[name] for name in ("heading", "zh", "en")}
        for each in orjson.loads(thing.row["refusals"])
    ]


def _is_stopped(oracle: Oracle, thing: Thing, _: Any) -> bool:
    return is_stopped(oracle.register, thing.row)


def _followed(oracle: Oracle, thing: Thing, _: Any) -> list[Thing]:
    """What the measure put on the institution, and what it ended."""
    key = thing.row["id"]
    ended = oracle.register.where("StandingEnd", proposal_id=key)
    put = oracle.register.where("Standing", proposal_id=key)
    keys = {row["id"] for row in put} | {row["standing_id"] for row in ended}
    found = [each for key in keys if (each := oracle.one("Standing", key))]
    return sorted(found, key=lambda each: (each.row["decided_at"], each.row["id"]))


FIELDS: dict[str, Resolver] = {
    "TaskStep.officer": _step_officer,
    "InspectionTask.region": _region,
    "InspectionTask.targetKinds": lambda _, thing, __: thing.row["kinds"],
    "InspectionTask.orderedBy": _to("Authority", "ordered_by_id"),
    "InspectionTask.planLine": _to("PlanLine", "plan_line_id"),
    "InspectionTask.redrawOf": _to("InspectionTask", "redraw_of_id"),
    "InspectionTask.items": _task_items,
    "InspectionTask.departments": _all("TaskDepartment", "task_id"),
    "InspectionTask.quotas": _all("TaskQuota", "task_id", lambda row: row["risk_class"]),
    "InspectionTask.shares": _all("DrawShare", "task_id", lambda row: row["party"]),
    "InspectionTask.draw": _task_draw,
    "InspectionTask.steps": _task_steps,
    "TaskDepartment.authority": _to("Authority", "authority_id"),
    "InspectionItem.authority": _to("Authority", "authority_id"),
    "InspectionPlan.authority": _to("Authority", "authority_id"),
    "InspectionPlan.orderedBy": _to("Authority", "ordered_by_id"),
    "InspectionPlan.filing": lambda oracle, thing, _: oracle.one("CampaignFiling", thing.row["id"]),
    "InspectionPlan.lines": _lines(earlier=False),
    "InspectionPlan.earlierLines": _lines(earlier=True),
    "InspectionPlan.amendments": _all("PlanAmendment", "plan_id", lambda row: row["version_no"]),
    "PlanLine.plan": _to("InspectionPlan", "plan_id"),
    "PlanLine.item": _to("InspectionItem", "item_id"),
    "PlanLine.region": _region,
    "Draw.authority": _to("Authority", "authority_id"),
    "DrawProof.authority": _to("Authority", "authority_id"),
    "Draw.task": _to("InspectionTask", "task_id"),
    "Draw.strata": _all("PoolStratum", "draw_id", lambda row: row["risk_class"]),
    "Draw.events": _all("DrawEvent", "draw_id"),
    "Draw.replacements": _all(
        "OfficerReplacement", "draw_id", lambda row: (row["replaced_at"], row["id"])
    ),
    "DrawPolicy.authority": _to("Authority", "authority_id"),
    "DrawShare.authority": _to("Authority", "authority_id"),
    "DrawShare.institution": _to("Institution", "institution_id"),
    "PoolObject.institution": _to("Institution", "institution_id"),
    "PoolObject.inspection": _to("Inspection", "inspection_id"),
    "PoolObject.pairings": _all(
        "Pairing",
        "object_id",
        lambda row: (not row["is_leader"], row["position"], row["id"]),
    ),
    "Pairing.officer": _to("PoolOfficer", "officer_id"),
    "PoolOfficer.officer": _to("Officer", "officer_id"),
    "PoolOfficer.authority": _to("Authority", "authority_id"),
    "OfficerReplacement.inspection": _to("Inspection", "inspection_id"),
    "OfficerReplacement.outgoing": _to("Officer", "outgoing_id"),
    "OfficerReplacement.incoming": _to("Officer", "incoming_id"),
    "InspectionObject.institution": _to("Institution", "id"),
    "InspectionObject.visitsThisYear": _visits_this_year,
    "InspectionObject.isStopped": _is_stopped,
    "InspectionObject.assessments": _newest_first("RiskAssessment", "assessed_at"),
    "InspectionObject.stops": _newest_first("ObjectStop", "first_on"),
    "RiskAssessment.inputs": _all("RiskInputCount", "assessment_id", lambda row: row["input"]),
    "LedgerJob.authority": _to("Authority", "authority_id"),
    "LedgerJob.institution": _to("Institution", "institution_id"),
    "LedgerJob.rejectedUrl": _rejected_url,
    "LedgerRow.refusals": _ledger_refusals,
    "ObjectStop.institution": _to("Institution", "institution_id"),
    "Recusal.officer": _to("Officer", "officer_id"),
    "Recusal.institution": _to("Institution", "institution_id"),
    "InspectionItem.legalBases": lambda _, thing, __: _bases(thing.row["legal_basis"]),
    "Notice.legalBases": lambda _, thing, __: _bases(thing.row["legal_basis"]),
    "EscalationProposal.legalBases": lambda _, thing, __: _bases(thing.row["basis"].split(";")),
    "Authority.level": lambda _, thing, __: level(thing.row["region_code"]).value,
    "Authority.childCount": lambda oracle, thing, _: sum(
        each["closed_at"] is None
        for each in oracle.register.where("Authority", parent_id=thing.row["id"])
    ),
    "Authority.successor": _to("Authority", "successor_id"),
    "ChangeProposal.authority": _to("Authority", "authority_id"),
    "ChangeProposal.region": _region,
    "ChangeProposal.parent": _to("Authority", "parent_id"),
    "ChangeProposal.successor": _to("Authority", "successor_id"),
    "Account.maskedPhone": _masked_phone,
    "Account.isDisabled": lambda _, thing, __: thing.row["disabled_at"] is not None,
    "Account.grants": _grants(is_confirmed=True),
    "Account.unconfirmedGrants": _grants(is_confirmed=False),
    "Account.permissions": _permissions,
    "Account.officer": _account_officer,
    "FieldChange.objectId": lambda _, thing, __: (
        f"{PREFIX_OF[thing.row['kind']]}_{thing.row['object_id']}"
    ),
    "FieldChange.authority": _to("Authority", "authority_id"),
    "FieldChange.accountName": _changed_by,
    "FieldChange.before": lambda _, thing, __: _as_text(thing.row["before"]),
    "FieldChange.after": lambda _, thing, __: _as_text(thing.row["after"]),
    "Account.sessions": _sessions,
    "Session.isCurrent": lambda _, __, ___: False,
    "RoleGrant.authority": _to("Authority", "authority_id"),
    "RoleGrant.institution": _to("Institution", "institution_id"),
    "Site.sharesAddress": lambda oracle, thing, _: shares_address(oracle.register, thing.row),
    "Entitlement.sharesNumber": lambda oracle, thing, _: shares_number(oracle.register, thing.row),
    "Officer.sharesStaffNo": lambda oracle, thing, _: shares_staff_no(oracle.register, thing.row),
    "InspectorProfile.sharesCertificateNo": lambda oracle, thing, _: shares_certificate_no(
        oracle.register, thing.row
    ),
    "Officer.authority": _to("Authority", "authority_id"),
    "Officer.inspector": _to("InspectorProfile", "id"),
    "Officer.proposal": _to("ChangeProposal", "proposal_id"),
    "Officer.isConfirmed": lambda _, thing, __: thing.row["confirmed_at"] is not None,
    "InspectorProfile.certificates": lambda oracle, thing, _: oracle.many(
        "EnforcementCertificate",
        lambda row: (-row["valid_from"].toordinal(), row["id"]),
        officer_id=thing.row["officer_id"],
    ),
    "ChangeProposal.officer": _to("Officer", "officer_id"),
    "Authority.region": _region,
    "Authority.parent": _to("Authority", "parent_id"),
    "Region.parent": _to("Region", "parent_code"),
    "Region.successor": _to("Region", "successor_code"),
    "Region.children": _all("Region", "parent_code", lambda row: row["code"]),
    "Institution.region": _region,
    "Institution.supervisingAuthority": _to("Authority", "supervising_authority_id"),
    "Institution.legalRepresentative": _contact("legal_representative"),
    "Institution.sponsor": _contact("sponsor"),
    "Institution.contactName": _contact("contact_name"),
    "Institution.contactPhone": _contact("contact_phone"),
    "Institution.riskClass": lambda oracle, thing, _: (
        thing.row["risk_class"] if oracle.eyes.opens_risk(thing.row) else None
    ),
    "Institution.staffRatios": _staff_ratios,
    "Institution.formerNames": _newest_first("FormerName", "last_on"),
    "Institution.registrations": lambda oracle, thing, _: oracle.many(
        "ExternalRegistration",
        lambda row: (row["kind"], row["number_key"], row["id"]),
        institution_id=thing.row["id"],
    ),
    "Institution.externalRef": _contact("external_ref"),
    "Institution.sourceUpdatedAt": _contact("source_updated_at"),
    "ExternalRegistration.institution": _to("Institution", "institution_id"),
    "ExternalRegistration.state": _registration_state,
    "ExternalRegistration.verifiedBy": _to_offices("Account", "verified_by", "display_name"),
    "ExternalRegistration.verifiedFor": _to_offices("Authority", "verified_authority_id", "name"),
    "RegistrationDifference.institution": _to("Institution", "institution_id"),
    "RegistrationDifference.registration": _to("ExternalRegistration", "registration_id"),
    "RegistrationDifference.seenBy": _to_offices("Account", "seen_by", "display_name"),
    "RegistrationDifference.decidedBy": _to_offices("Account", "decided_by", "display_name"),
    "PlatformReport.rejected": lambda _, thing, __: orjson.loads(thing.row["rejected"]),
    "Institution.isEnrolmentStopped": lambda oracle, thing, _: is_enrolment_stopped(
        oracle.register, thing.row["id"]
    ),
    "Institution.standings": _newest_first("Standing", "decided_at"),
    "Entitlement.standings": _newest_first("Standing", "decided_at", "entitlement_id"),
    "Standing.institution": _to("Institution", "institution_id"),
    "Standing.entitlement": _to("Entitlement", "entitlement_id"),
    "Standing.person": _to("ListedPerson", "person_id"),
    "Standing.authority": _to("Authority", "authority_id"),
    "Standing.ruling": lambda oracle, thing, _: (
        oracle.one("Ruling", thing.row["ruling_id"])
        if Permission.RULING_READ in oracle.eyes.who.permissions
        else None
    ),
    "Ruling.institution": _to("Institution", "institution_id"),
    "Ruling.authority": _to("Authority", "authority_id"),
    "Ruling.entitlements": lambda oracle, thing, _: [
        found
        for each in sorted(set(thing.row["entitlement_ids"]))
        if (found := oracle.one("Entitlement", each))
    ],
    "Ruling.legalBases": lambda _, thing, __: _bases(thing.row["legal_basis"]),
    "Ruling.proposal": _to("EscalationProposal", "proposal_id"),
    "Ruling.steps": _all("RulingStep", "ruling_id", lambda row: (row["entered_at"], row["id"])),
    "Ruling.standings": _newest_first("Standing", "decided_at", "ruling_id"),
    "EscalationProposal.rulings": _all("Ruling", "proposal_id", lambda row: row["id"]),
    "EscalationProposal.standings": _followed,
    "Standing.ground": lambda oracle, thing, _: (
        thing.row["ground"] if oracle.eyes.opens_ground(thing.row) else None
    ),
    "Standing.legalBases": lambda _, thing, __: _bases(thing.row["legal_basis"]),
    "Standing.holdsToday": lambda oracle, thing, _: stands_on(
        oracle.register, thing.row, oracle.register.today
    ),
    "Standing.end": _to("StandingEnd", "id"),
    "StandingEnd.authority": _to("Authority", "authority_id"),
    "StandingEnd.reason": lambda oracle, thing, _: (
        thing.row["reason"] if oracle.eyes.opens_reason(thing.row) else None
    ),
    "ListedPerson.maskedIdentityNumber": lambda oracle, thing, _: _starred(
        oracle.register.story.plain[thing.row["id"]], 1, 1
    ),
    "Institution.sites": _sites,
    "Institution.entitlements": _entitlements,
    "Site.institution": _to("Institution", "institution_id"),
    "Site.region": _region,
    "Site.position": _position("Position"),
    "Entitlement.institution": _to("Institution", "institution_id"),
    "Entitlement.authority": _to("Authority", "authority_id"),
    "Course.institution": _to("Institution", "institution_id"),
    "Course.site": _to("Site", "site_id"),
    "Course.entitlement": _to("Entitlement", "entitlement_id"),
    "Course.feeItems": _all("FeeItem", "course_id"),
    "Course.classTimes": _all("ClassTime", "course_id"),
    "Teacher.institution": _to("Institution", "institution_id"),
    "Teacher.isEmployed": lambda _, thing, __: thing.row["employed_to"] is None,
    "Teacher.maskedResidentId": _masked_resident_id,
    "Teacher.workPermitNo": lambda oracle, thing, _: (
        thing.row["work_permit_no"] if oracle.eyes.opens_private(thing.row) else None
    ),
    "Inspection.task": _to("InspectionTask", "task_id"),
    "Inspection.institution": _to("Institution", "institution_id"),
    "Inspection.site": _to("Site", "site_id"),
    "Inspection.authority": _to("Authority", "authority_id"),
    "Inspection.region": _region,
    "Inspection.assignments": _assignments,
    "Inspection.record": _to("InspectionRecord", "current_record_id"),
    "Inspection.records": _all("InspectionRecord", "inspection_id", lambda row: row["version_no"]),
    "Inspection.audits": _all(
        "ResultAudit", "inspection_id", lambda row: (row["decided_at"], row["id"])
    ),
    "Inspection.publicRecords": _all(
        "PublicRecord", "inspection_id", lambda row: row["version_no"]
    ),
    "InspectionTask.authority": _to("Authority", "authority_id"),
    "InspectionAssignment.officer": _to("Officer", "officer_id"),
    "InspectionAssignment.confirmedAt": _confirmed_at,
    "InspectionRecord.filedBy": _to("Officer", "filed_by"),
    "InspectionRecord.position": _visit_position,
    "InspectionRecord.answers": _all("RecordAnswer", "record_id"),
    "InspectionRecord.findings": _all("Finding", "record_id"),
    "InspectionRecord.confirmations": _all(
        "RecordConfirmation", "record_id", lambda row: (row["confirmed_at"], row["officer_id"])
    ),
    "RecordConfirmation.officer": _to("Officer", "officer_id"),
    "PublicRecord.institution": _to("Institution", "institution_id"),
    "PublicRecord.authority": _to("Authority", "authority_id"),
    **_BESIDE,
    "PublicReply.shownAt": lambda _, thing, __: _spelt(thing.row["decided_at"]),
    "ResultCorrection.publicRecord": _to("PublicRecord", "public_record_id"),
    "FollowUp.inspection": _to("Inspection", "inspection_id"),
    "FollowUp.notifiedAuthority": _to("Authority", "notified_authority_id"),
    "Inspection.objections": _in_order("Objection", "raised_at"),
    "Inspection.corrections": _in_order("ResultCorrection", "reopened_at"),
    "Inspection.followUps": _in_order("FollowUp", "opened_at"),
    "Inspection.repairRequests": _in_order("RepairRequest", "requested_at"),
    "Inspection.replies": _in_order("Reply", "written_at"),
    "Inspection.publicTermDecision": lambda oracle, thing, _: oracle.one(
        "PublicTermDecision", thing.row["id"]
    ),
    "LongerTerm.publicRecord": _to("PublicRecord", "id"),
    "LongerTerm.severity": lambda oracle, thing, _: oracle.eyes.severity_of(thing.row),
    "LongerTerm.endsByClassOn": lambda oracle, thing, _: str(
        oracle.eyes.ends_by_class_on(thing.row)
    ),
    "PublicRecord.creditCommitment": lambda oracle, thing, _: oracle.first(
        "CreditCommitment",
        oracle.register.where("CreditCommitment", public_record_id=thing.row["id"]),
    ),
    "CreditCommitment.textVersion": lambda _, thing, __: thing.row["commitment_version"],
    "CreditCommitment.signedOn": lambda _, thing, __: str(thing.row["commitment_signed_on"]),
    "PublicRecord.current": _current,
    "PublicRecord.withheldViolationCodes": _withheld,
    "PublicRecord.documentSha256": _hashed,
    "PublicRecord.publications": _publications,
    "PublicRecord.reply": _reply,
    "PublicRecord.isCurrent": lambda _, thing, __: thing.row["superseded_at"] is None,
    "Complaint.institution": _to("Institution", "institution_id"),
    "Complaint.region": _region,
    "Complaint.intakeAuthority": _to("Authority", "intake_authority_id"),
    "Complaint.assignedAuthority": _to("Authority", "assigned_authority_id"),
    "Complaint.statement": _statement,
    "Complaint.isOverdue": lambda oracle, thing, _: is_overdue(oracle.register, thing.row),
    "Complaint.steps": _steps,
    **evidence.FIELDS,
    **on_site.FIELDS,
    **rectification.FIELDS,
}


def _by_id(type_name: str) -> Resolver:
    return lambda oracle, _, arguments: oracle.one(type_name, key_of(type_name, arguments["id"]))


def _institution(oracle: Oracle, _: Thing, arguments: dict[str, Any]) -> Thing | None:
    ((by, value),) = arguments["by"].items()
    if by == "id":
        return oracle.one("Institution", key_of("Institution", value))
    if by == "creditCode":
        found = oracle.register.where("Institution", unified_social_credit_code=value)
        return oracle.first("Institution", found)
    licences = oracle.register.where("Entitlement", number=value)
    return oracle.one("Institution", licences[0]["institution_id"]) if licences else None


def _children(oracle: Oracle, arguments: dict[str, Any]) -> list[Thing]:
    return oracle.many("Region", lambda row: row["code"], parent_code=arguments["parent"])


def _statistics(oracle: Oracle, _: Thing, arguments: dict[str, Any]) -> list[dict[str, Any]]:
    made = []
    for region in _children(oracle, arguments):
        last = region.row["last_code"]
        within = [
            row
            for row in oracle.register.rows["Institution"]
            if region.row["code"] <= row["region_code"] <= last
        ]
        subject = [row for row in within if row["subject_kind"] == "SUBJECT"]
        made.append({"region": region, "total": len(within), "subjectTotal": len(subject)})
    return made


def _me(oracle: Oracle, _: Thing, __: Any) -> Thing | None:
    return oracle.one("Account", oracle.eyes.who.account_id)


def _by_receipt(oracle: Oracle, _: Thing, arguments: dict[str, Any]) -> Thing | None:
    digest = oracle.register.story.receipts.get(arguments["receipt"].strip())
    found = oracle.register.where("Complaint", receipt_digest=digest) if digest else []
    # The receipt opens this one complaint here, and nothing beside it.
    return Thing("Complaint", found[0], digest) if found else None


def _bases(texts: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "mark": each.mark,
            "title": each.title,
            "englishTitle": each.english_title,
            "number": each.number,
            "article": each.article,
            "url": each.url,
            "regionCodes": list(each.region_codes),
            "citation": each.citation,
            "englishCitation": each.english_citation,
        }
        for each in sources.of_texts(text for text in texts if text.strip())
    ]


def _code_lists(_: Oracle, __: Thing, arguments: dict[str, Any]) -> list[dict[str, Any]]:
    names = arguments["names"]
    return [
        {
            "name": term.__name__,
            "codes": [
                {
                    "code": member.value,
                    "label": member.en,
                    "legalBases": _bases(member.basis.split(";")),
                }
                for member in term
            ],
        }
        for term in DESCRIPTIONS
        if names is None or term.__name__ in names
    ]


def _violation_codes(_: Oracle, __: Thing, ___: Any) -> list[dict[str, Any]]:
    return [
        {
            "code": v.code,
            "label": v.en,
            "basis": v.basis,
            "legalBases": _bases(v.basis.split(";")),
        }
        for v in violations.CODES
    ]


def _checklists(_: Oracle, __: Thing, ___: Any) -> list[dict[str, Any]]:
    return [
        {
            "code": checklist.code,
            "version": checklist.version,
            "items": [
                {
                    "code": item.code,
                    "label": item.en,
                    "basis": item.basis,
                    "legalBases": _bases(item.basis.split(";")),
                    "violationCodes": list(item.violation_codes),
                }
                for item in checklist.items
            ],
        }
        for checklist in checklists.CHECKLISTS
    ]


def _task_by_code(oracle: Oracle, _: Thing, arguments: dict[str, Any]) -> Thing | None:
    found = oracle.register.where("InspectionTask", code=arguments["code"])
    return oracle.first("InspectionTask", found)


def _proof(oracle: Oracle, _: Thing, arguments: dict[str, Any]) -> Thing | None:
    found = oracle.register.where("DrawProof", task_code=arguments["taskCode"])
    return oracle.first("DrawProof", found)


ROOTS: dict[str, Resolver] = {
    "inspectionTask": _task_by_code,
    "inspectionPlan": _by_id("InspectionPlan"),
    "drawProof": _proof,
    "node": lambda oracle, _, arguments: oracle.node(arguments["id"]),
    "nodes": lambda oracle, _, arguments: [oracle.node(text) for text in arguments["ids"]],
    "region": lambda oracle, _, arguments: oracle.one("Region", arguments["code"]),
    "regions": lambda oracle, _, arguments: _children(oracle, arguments),
    "institutionStatistics": _statistics,
    "institution": _institution,
    "course": _by_id("Course"),
    "ledgerJob": _by_id("LedgerJob"),
    "teacher": _by_id("Teacher"),
    "inspection": _by_id("Inspection"),
    "publicRecord": _by_id("PublicRecord"),
    "complaint": _by_id("Complaint"),
    "ruling": _by_id("Ruling"),
    "complaintByReceipt": _by_receipt,
    "me": _me,
    "codeLists": _code_lists,
    "violationCodes": _violation_codes,
    "checklists": _checklists,
    "creditCommitmentTexts": lambda _, __, ___: [
        {"version": version, "text": text} for version, text in commitments.TEXTS.items()
    ],
    **rectification.ROOTS,
}

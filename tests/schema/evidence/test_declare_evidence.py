"""Declaring evidence: what is kept of it, who may, and what is refused."""

import asyncio
import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from domain.inspections.terms import ReplacementReason
from persistence.derived_fields import derived_fields
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent, Operation
from persistence.evidence.addresses import Addresses
from persistence.inspections.table import Inspection, InspectionAssignment
from persistence.reading import ids
from persistence.reading.reader import Reader
from tests.client import Client
from tests.documents.test_documents import CountingPool
from tests.factories import NOW
from tests.people import Person, bai, chen, fang, gao, jun, key, lin, mei, ou, qiao, shan, tao, yin
from tests.schema.complaints.complaint_steps import DISPUTE, REPORT, raised, raised_id
from tests.schema.evidence import evidence_steps
from tests.schema.evidence.evidence_steps import PLACE, declare, declared, hash_of, paper, slot
from tests.schema.inspections import steps

FILM = slot(kind="VIDEO", mediaType="video/mp4", size=2_000_000_000)

ITEM = """ownerKind ownerId kind sha256 size mediaType fileName capturedAt capturedBy { name }
    position { latitude longitude accuracyM datum wgs84Latitude } declaredAt state receivedAt
    versionNo replaces { id } supersededAt reason verdict url originalUrl"""


async def test_what_was_declared_is_kept_as_it_was_sent(
    ask: Client, visit: str, database: Database, keys: Keys
) -> None:
    photo = slot(fileName="走廊.jpg", capturedAt="2026-11-18T09:30:00+08:00", position=PLACE)

    payload = await declare(ask, visit, photo, paper())

    first, second = payload["slots"]
    assert payload == {
        "__typename": "EvidenceDeclared",
        "slots": [
            {
                "id": each["id"],
                "sha256": hash_of(data).hex(),
                "state": "EXPECTED",
                "uploadUrl": Addresses(keys).creation(evidence_steps.key(each["id"])),
            }
            for each, data in ((first, evidence_steps.PHOTO), (second, evidence_steps.PAPER))
        ],
    }
    found = await evidence_steps.node(ask, first["id"], ITEM)
    wgs84 = found["position"].pop("wgs84Latitude")
    assert found == {
        "ownerKind": "INSPECTION",
        "ownerId": visit,
        "kind": "PHOTO",
        "sha256": photo["sha256"],
        "size": photo["size"],
        "mediaType": "image/jpeg",
        "fileName": "走廊.jpg",
        "capturedAt": "2026-11-18T01:30:00.000000Z",
        "capturedBy": {"name": "mei"},
        "position": PLACE,
        "declaredAt": "2026-11-18T02:00:00.000000Z",
        "state": "EXPECTED",
        "receivedAt": None,
        "versionNo": 1,
        "replaces": None,
        "supersededAt": None,
        "reason": None,
        "verdict": "MISSING",
        "url": None,
        "originalUrl": None,
    }
    assert 31.29 < wgs84 < 31.31
    assert wgs84 != PLACE["latitude"]
    (event,) = await evidence_steps.events(ask)
    assert (event.tag, event.actor_id, event.subject_id) == (
        "evidence.declared",
        mei.id,
        steps.key(visit),
    )


async def test_the_owner_tells_how_far_its_evidence_has_come(ask: Client, visit: str) -> None:
    summary = "evidence { state expected received missing items { id state } }"
    document = f"query Q($id: ID!) {{ inspection(id: $id) {{ {summary} }} }}"

    async def progress() -> Any:
        return (await ask(document, {"id": visit}, by=lin))["inspection"]["evidence"]

    nothing = await progress()
    # Whether evidence is late is judged by the database's clock.
    ask.clock.now = await ask.database.value("select now()")
    first, second = await declared(ask, visit, slot(), paper())
    waiting = await progress()
    await evidence_steps.arrive(ask, first)
    half = await progress()
    await evidence_steps.arrive(ask, second, evidence_steps.PAPER)
    whole = await progress()

    assert nothing == {"state": "NONE", "expected": 0, "received": 0, "missing": 0, "items": []}
    assert (waiting["state"], waiting["expected"], waiting["missing"]) == ("INCOMPLETE", 2, 2)
    assert (half["state"], half["received"], half["missing"]) == ("INCOMPLETE", 1, 1)
    assert whole == {
        "state": "COMPLETE",
        "expected": 2,
        "received": 2,
        "missing": 0,
        "items": [{"id": first, "state": "RECEIVED"}, {"id": second, "state": "RECEIVED"}],
    }


async def test_a_page_of_owners_tells_it_of_each(ask: Client, visit: str) -> None:
    """Within a numbered page the row is a subquery of the table: whose evidence it is stays known."""
    other = await steps.assign(ask, name="另一次检查")
    await evidence_steps.arrived(ask, visit)
    document = """{ inspections(first: 5, orderBy: { field: REGISTERED_AT, direction: ASC }) {
        edges { cursor node { id evidence { state expected } } } } }"""

    data = await ask(document, by=lin)

    assert [edge["node"] for edge in data["inspections"]["edges"]] == [
        {"id": visit, "evidence": {"state": "COMPLETE", "expected": 1}},
        {"id": other, "evidence": {"state": "NONE", "expected": 0}},
    ]


async def test_the_same_operation_again_is_answered_the_same_and_done_once(
    ask: Client, visit: str
) -> None:
    operation = str(new_key())

    first = await declare(ask, visit, slot(), paper(), operationId=operation)
    again = await declare(ask, visit, slot(), paper(), operationId=operation)
    other = await declare(ask, visit, slot(), operationId=operation)

    assert again == first
    assert other["code"] == "OPERATION_ID_REUSED"
    assert await evidence_steps.count(ask) == 2
    assert len(await evidence_steps.events(ask)) == 1


async def test_the_same_answer_shows_what_has_arrived_meanwhile(ask: Client, visit: str) -> None:
    operation = str(new_key())
    (evidence_id,) = await declared(ask, visit, operationId=operation)
    await evidence_steps.arrive(ask, evidence_id)

    again = await declare(ask, visit, operationId=operation)

    assert [(each["state"], each["uploadUrl"]) for each in again["slots"]] == [("RECEIVED", None)]


async def test_five_times_at_once_it_is_declared_once(ask: Client, visit: str) -> None:
    operation = str(new_key())

    answers = await asyncio.gather(*(declare(ask, visit, operationId=operation) for _ in range(5)))

    ended = {answer["__typename"] for answer in answers}
    assert ended <= {"EvidenceDeclared", "OperationInProgress"}
    assert "EvidenceDeclared" in ended
    assert await evidence_steps.count(ask) == 1


# Who may


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (None, "NOT_FOUND"),
        (tao, "NOT_FOUND"),
        (fang, "NOT_FOUND"),
        (lin, "NOT_PERMITTED"),
        (qiao, "NOT_PERMITTED"),
        (yin, "NOT_PERMITTED"),
        (ou, "NOT_PERMITTED"),
        (shan, "NOT_PERMITTED"),
    ],
    ids=lambda value: value.login if isinstance(value, Person) else str(value),
)
async def test_only_the_officers_of_a_visit_declare_for_it(
    ask: Client, visit: str, person: Person | None, code: str
) -> None:
    payload = await declare(ask, visit, by=person)

    assert payload["code"] == code
    assert await evidence_steps.count(ask) == 0


async def test_either_officer_may(ask: Client, visit: str) -> None:
    await declared(ask, visit, by=mei)
    (of_jun,) = await declared(ask, visit, by=jun)

    assert (await evidence_steps.row_of(ask, of_jun)).captured_by == jun.officer_id


@pytest.mark.parametrize(
    ("person", "code"),
    [(None, "NOT_FOUND"), (gao, "NOT_FOUND"), (bai, "NOT_PERMITTED"), (chen, "NOT_PERMITTED")],
    ids=lambda value: value.login if isinstance(value, Person) else str(value),
)
async def test_only_the_complainant_declares_for_a_complaint(
    ask: Client, complaint: str, person: Person | None, code: str
) -> None:
    assert (await declare(ask, complaint, by=person))["code"] == code
    assert await evidence_steps.count(ask) == 0


# Complaints name nobody


async def test_of_a_complaint_nothing_kept_names_the_complainant(
    ask: Client, complaint: str, database: Database
) -> None:
    evidence_id = await evidence_steps.arrived(ask, complaint, by=fang)

    row = await evidence_steps.row_of(ask, evidence_id)
    assert (row.captured_by, row.latitude, row.file_name) == (None, None, None)
    for event in await evidence_steps.events(ask):
        assert (event.actor_id, event.request_id) == (None, None)
    async with database.writing() as session:
        for table in (AuditEvent, Operation):
            kept = "\n".join(
                await session.scalars(sa.text(f"select t::text from {table.__tablename__} t"))
            )
            assert str(fang.id) not in kept
            assert fang.id.hex not in kept


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"fileName": "fang家.jpg"}, "fileName"), ({"position": PLACE}, "position")],
)
async def test_a_complaint_takes_neither_place_nor_file_name(
    ask: Client, complaint: str, facts: dict[str, Any], field: str
) -> None:
    payload = await ask.do(
        "declareEvidence",
        {"ownerId": complaint, "slots": [slot(), slot(**facts)]},
        "... on InvalidInput { violations { field } }",
        by=fang,
    )

    assert payload["code"] == "INVALID_INPUT"
    assert payload["violations"] == [{"field": f"slots[1].{field}"}]
    assert await evidence_steps.count(ask) == 0


@pytest.mark.parametrize("person", [None, gao], ids=["visitor", "gao"])
async def test_who_has_the_receipt_adds_to_an_anonymous_complaint(
    ask: Client, world: None, person: Person | None, database: Database
) -> None:
    payload = await raised(ask, REPORT, by=gao)
    owner_id, receipt = payload["complaint"]["id"], payload["receipt"]

    (evidence_id,) = await declared(ask, owner_id, by=person, receipt=receipt)

    assert (await evidence_steps.row_of(ask, evidence_id)).captured_by is None
    async with database.writing() as session:
        keys = set(await session.scalars(sa.select(Operation.actor_key)))
    assert keys == {b"anonymous"}
    document = """query Q($receipt: String!) { complaintByReceipt(receipt: $receipt) {
        evidence { expected items { id } } } }"""
    found = await ask(document, {"receipt": receipt}, by=None)
    assert found["complaintByReceipt"]["evidence"]["items"] == [{"id": evidence_id}]


async def test_a_wrong_receipt_finds_nothing(ask: Client, world: None) -> None:
    payload = await raised(ask, REPORT, by=None)

    wrong = await declare(ask, payload["complaint"]["id"], by=None, receipt="0" * 20)

    assert wrong["code"] == "NOT_FOUND"
    assert await evidence_steps.count(ask) == 0


async def test_a_receipt_does_not_open_another_complaint(ask: Client, complaint: str) -> None:
    payload = await raised(ask, REPORT, by=None)

    assert (await declare(ask, complaint, by=None, receipt=payload["receipt"]))["code"] == (
        "NOT_FOUND"
    )


# Late, corrected, closed


async def test_after_filing_it_needs_a_reason(ask: Client, visit: str) -> None:
    await steps.file(ask, visit)

    without = await declare(ask, visit)
    with_one = await declare(ask, visit, slot(reason="手机没有信号"))

    assert without["code"] == "LATE_EVIDENCE_NEEDS_REASON"
    assert with_one["__typename"] == "EvidenceDeclared"
    assert await evidence_steps.count(ask) == 1


async def test_a_correction_is_a_further_version_and_the_first_stays(
    ask: Client, visit: str
) -> None:
    first = await evidence_steps.arrived(ask, visit)
    better = b"\xff\xd8 sharper"

    second = await evidence_steps.arrived(ask, visit, better, replacesId=first, reason="第一张模糊")

    fields = "versionNo replaces { id } reason supersededAt state sha256"
    assert await evidence_steps.node(ask, second, fields) == {
        "versionNo": 2,
        "replaces": {"id": first},
        "reason": "第一张模糊",
        "supersededAt": None,
        "state": "RECEIVED",
        "sha256": hash_of(better).hex(),
    }
    before = await evidence_steps.node(ask, first, fields)
    assert (before["state"], before["sha256"]) == ("RECEIVED", hash_of(evidence_steps.PHOTO).hex())
    assert before["supersededAt"] == "2026-11-18T02:00:00.000000Z"
    document = "query Q($id: ID!) { inspection(id: $id) { evidence { state expected received } } }"
    data = await ask(document, {"id": visit}, by=mei)
    assert data["inspection"]["evidence"] == {"state": "COMPLETE", "expected": 1, "received": 1}


async def test_what_was_replaced_is_not_replaced_again(ask: Client, visit: str) -> None:
    first = await evidence_steps.arrived(ask, visit)
    again = slot(replacesId=first, reason="模糊")

    answers = await asyncio.gather(*(declare(ask, visit, again) for _ in range(5)))

    ended = sorted(answer["__typename"] for answer in answers)
    assert ended == ["EvidenceDeclared", *["EvidenceSuperseded"] * 4]
    assert await evidence_steps.count(ask) == 2


async def test_what_belongs_elsewhere_is_not_replaced(
    ask: Client, visit: str, complaint: str
) -> None:
    elsewhere = await evidence_steps.arrived(ask, complaint, by=fang)

    payload = await declare(ask, visit, slot(replacesId=elsewhere, reason="模糊"))

    assert payload["code"] == "NOT_FOUND"
    assert (await evidence_steps.row_of(ask, elsewhere)).superseded_at is None


async def test_a_published_result_takes_no_more(ask: Client, visit: str) -> None:
    await steps.file(ask, visit)
    await steps.confirm(ask, visit)
    await steps.audit(ask, visit)

    payload = await declare(ask, visit, slot(reason="补充"))

    assert payload["code"] == "EVIDENCE_CLOSED"
    assert await evidence_steps.count(ask) == 0


# Quotas


async def test_an_owner_takes_so_much_and_no_more(ask: Client, complaint: str) -> None:
    most = 50
    await declared(ask, complaint, *(slot() for _ in range(most)), by=fang)

    payload = await ask.do(
        "declareEvidence",
        {"ownerId": complaint, "slots": [slot()]},
        "... on OwnerQuotaExceeded { mostCount mostMegabytes }",
        by=fang,
    )

    assert payload.pop("message")
    assert payload == {
        "__typename": "OwnerQuotaExceeded",
        "code": "OWNER_QUOTA_EXCEEDED",
        "basis": None,
        "mostCount": 50,
        "mostMegabytes": 3000,
    }
    assert await evidence_steps.count(ask) == most


async def test_bytes_count_as_well_as_pieces(ask: Client, complaint: str) -> None:
    await declared(ask, complaint, FILM, by=fang)

    assert (await declare(ask, complaint, FILM, by=fang))["code"] == "OWNER_QUOTA_EXCEEDED"


async def test_an_anonymous_complaint_takes_less(ask: Client, world: None) -> None:
    payload = await raised(ask, REPORT, by=None)
    owner_id, facts = payload["complaint"]["id"], {"by": None, "receipt": payload["receipt"]}
    film = FILM | {"size": 500_000_000}

    too_large = await declare(ask, owner_id, film, slot(), **facts)
    just = await declare(ask, owner_id, film, **facts)
    more = await declare(ask, owner_id, slot(), **facts)

    assert too_large["code"] == more["code"] == "OWNER_QUOTA_EXCEEDED"
    assert just["__typename"] == "EvidenceDeclared"


async def test_five_at_once_do_not_get_past_the_quota(ask: Client, complaint: str) -> None:
    film = FILM | {"size": 1_000_000_000}

    answers = await asyncio.gather(*(declare(ask, complaint, film, by=fang) for _ in range(5)))

    assert sorted(a["__typename"] for a in answers) == [
        *["EvidenceDeclared"] * 3,
        *["OwnerQuotaExceeded"] * 2,
    ]


async def test_a_complainant_has_a_quota_over_all_complaints_and_a_day(
    ask: Client, world: None
) -> None:
    """40 GB: thirteen complaints with three each are below, a fourteenth would be above."""
    films = [FILM | {"size": 1_500_000_000}] * 2
    for _ in range(13):
        await declared(ask, await raised_id(ask, DISPUTE, by=fang), *films, by=fang)
    one_more = await raised_id(ask, DISPUTE, by=fang)
    of_gao = await raised_id(ask, DISPUTE, by=gao)

    too_much = await declare(ask, one_more, *films, by=fang)
    somebody_else = await declare(ask, of_gao, *films, by=gao)
    ask.clock.now = NOW + dt.timedelta(days=1, seconds=1)
    next_day = await declare(ask, one_more, *films, by=fang)

    assert too_much["code"] == "PERSON_QUOTA_EXCEEDED"
    assert somebody_else["__typename"] == next_day["__typename"] == "EvidenceDeclared"


async def test_an_officer_has_one_over_all_visits(ask: Client, visit: str) -> None:
    other = await steps.assign(ask, name="第二次检查")
    third = await steps.assign(ask, name="第三次检查")
    for each in (visit, other):
        await declared(ask, each, *[FILM] * 10)

    assert (await declare(ask, third))["code"] == "PERSON_QUOTA_EXCEEDED"
    assert (await declare(ask, third, by=jun))["__typename"] == "EvidenceDeclared"


async def test_a_repeated_answer_gives_no_address_to_who_was_taken_off_the_visit(
    ask: Client, visit: str, database: Database
) -> None:
    given = {"operationId": str(new_key())}
    first = await declare(ask, visit, by=jun, **given)
    repeated = await declare(ask, visit, by=jun, **given)
    async with database.writing() as session:
        await session.execute(
            sa.update(InspectionAssignment)
            .where(InspectionAssignment.officer_id == jun.officer_id)
            .values(replaced_at=NOW, replacement_reason=ReplacementReason.ILLNESS)
        )

    after = await declare(ask, visit, by=jun, **given)

    assert repeated == first
    assert after == {**first, "slots": [{**first["slots"][0], "uploadUrl": None}]}


@pytest.mark.parametrize("person", [None, gao], ids=lambda p: p.login if p else "visitor")
async def test_who_has_the_receipt_is_answered_the_same_again(
    ask: Client, world: None, person: Person | None
) -> None:
    complaint = await raised(ask, REPORT, by=None)
    given = {"operationId": str(new_key()), "receipt": complaint["receipt"]}
    owner_id = complaint["complaint"]["id"]

    first = await declare(ask, owner_id, by=person, **given)

    assert first["slots"][0]["uploadUrl"]
    assert await declare(ask, owner_id, by=person, **given) == first


# Rubbish


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"size": 0}, "slots[0].size"),
        ({"size": -1}, "slots[0].size"),
        ({"size": 50_000_001}, "slots[0].size"),
        ({"mediaType": "image/svg+xml"}, "slots[0].mediaType"),
        ({"mediaType": "application/pdf"}, "slots[0].mediaType"),
        ({"mediaType": "../../etc/passwd"}, "slots[0].mediaType"),
        ({"fileName": "a\x00b"}, None),
        ({"fileName": "a\x1bb"}, "slots[0].fileName"),
        ({"fileName": "长" * 201}, "slots[0].fileName"),
        ({"reason": "长" * 501}, "slots[0].reason"),
        ({"position": {**PLACE, "latitude": 91}}, "slots[0].position.latitude"),
        ({"position": {**PLACE, "accuracyM": -1}}, "slots[0].position.accuracyM"),
        ({"replacesId": "insp_x", "reason": "r"}, "slots[0].replacesId"),
        ({"replacesId": ids.write("Evidence", key(9))}, "slots[0].reason"),
        ({"sha256": "AA" * 32}, None),
        ({"sha256": "00" * 31}, None),
    ],
)
async def test_what_cannot_be_is_refused_by_its_field(
    ask: Client, visit: str, facts: dict[str, Any], field: str | None
) -> None:
    document = """mutation M($input: DeclareEvidenceInput!) { declareEvidence(input: $input) {
        __typename ... on InvalidInput { violations { field } } } }"""
    given = {"operationId": str(new_key()), "ownerId": visit, "slots": [slot(**facts)]}

    answer = await ask.answer(document, {"input": given}, by=mei)

    if field is None:
        assert answer.get("data") is None
        assert answer["errors"]
    else:
        payload = answer["data"]["declareEvidence"]
        assert payload == {"__typename": "InvalidInput", "violations": [{"field": field}]}
    assert await evidence_steps.count(ask) == 0


@pytest.mark.parametrize("number", [0, 101])
async def test_as_many_as_may_be_declared_at_once(ask: Client, visit: str, number: int) -> None:
    given = {"ownerId": visit, "slots": [slot()] * number}

    assert (await ask.do("declareEvidence", given, by=mei))["code"] == "INVALID_INPUT"


@pytest.mark.parametrize("owner_id", ["", "insp_", "inst_" + str(key(101)), "evid_x", "x" * 9_000])
async def test_an_owner_that_is_none_is_refused(ask: Client, world: None, owner_id: str) -> None:
    assert (await declare(ask, owner_id))["code"] == "INVALID_INPUT"


async def test_an_inspection_that_is_not_there_is_not_found(ask: Client, world: None) -> None:
    assert (await declare(ask, ids.write("Inspection", new_key())))["code"] == "NOT_FOUND"


async def test_an_id_of_the_other_kind_does_not_reach_the_other_owner(
    ask: Client, visit: str, complaint: str, database: Database
) -> None:
    """Keys are minted by clients: one and the same may be an inspection's and a complaint's."""
    shared = ids.read("Complaint", complaint)
    async with database.writing() as session:
        row = (
            await session.execute(
                sa.select(Inspection.__table__).where(Inspection.id == steps.key(visit))
            )
        ).one()
        session.add(
            Inspection(
                **{
                    **{n: v for n, v in row._mapping.items() if n != "inspection_code"},
                    "id": shared,
                    "site_id": None,
                    "institution_id": key(103),
                }
            )
        )
    await evidence_steps.arrived(ask, complaint, by=fang)
    twin = ids.write("Inspection", shared)
    document = "query Q($id: ID!) { inspection(id: $id) { id evidence { expected } } }"

    data = await ask(document, {"id": twin}, by=ou)
    seen = await ask(document, {"id": twin}, by=lin)

    assert seen["inspection"] == {"id": twin, "evidence": {"expected": 0}}
    assert data["inspection"]["evidence"] == {"expected": 0}


UPLOADS = """... on EvidenceDeclared {
    uploads { evidenceId sha256 state uploadUrl evidence { id ownerId capturedBy { id } } }
    slots { id sha256 state uploadUrl }
    inspection { id evidence { id expected } } complaint { id } correctionOrder { id } }"""


async def test_the_uploads_lead_to_the_evidence_and_to_its_owner(
    ask: Client, visit: str, database_url: str, keys: Keys
) -> None:
    """However many there are, the evidence is read in one statement."""
    pool = CountingPool(database_url, size=1, role="spotcheck_reader")
    ask.reader = ask.endpoint._reader = Reader(pool, derived_fields(keys, ask.clock), ask.clock)
    given = {"ownerId": visit, "slots": [slot(), paper(), FILM]}

    payload = await ask.do("declareEvidence", given, UPLOADS, by=mei)
    statements = pool.statements
    await pool.close()

    assert [{**each, "id": each["evidenceId"]} for each in payload["uploads"]] == [
        {**old, **new, "id": old["id"]}
        for old, new in zip(payload["slots"], payload["uploads"], strict=True)
    ]
    assert [each["evidence"] for each in payload["uploads"]] == [
        {"id": each["evidenceId"], "ownerId": visit, "capturedBy": {"id": steps.officer(mei)}}
        for each in payload["uploads"]
    ]
    assert payload["inspection"] == {
        "id": visit,
        "evidence": {"id": f"evs_{visit}", "expected": 3},
    }
    assert (payload["complaint"], payload["correctionOrder"]) == (None, None)
    # One for all of the evidence, one for the owner.
    assert statements == 2


async def test_of_a_complaint_its_complainant_is_led_back_and_who_has_the_receipt_is_not(
    ask: Client, world: None
) -> None:
    own = await raised_id(ask, DISPUTE)
    anonymous = await raised(ask, REPORT, by=None)

    named = await ask.do("declareEvidence", {"ownerId": own, "slots": [slot()]}, UPLOADS, by=fang)
    by_receipt = await ask.do(
        "declareEvidence",
        {
            "ownerId": anonymous["complaint"]["id"],
            "receipt": anonymous["receipt"],
            "slots": [slot()],
        },
        UPLOADS,
        by=None,
    )

    assert named["complaint"] == {"id": own}
    assert named["uploads"][0]["evidence"]["ownerId"] == own
    assert by_receipt["complaint"] is None
    (upload,) = by_receipt["uploads"]
    assert upload["evidence"] is None
    assert upload["evidenceId"].startswith("evid_")
    assert upload["uploadUrl"] is not None

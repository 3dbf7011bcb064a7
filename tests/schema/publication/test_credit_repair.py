"""Credit repair by class where the operator has adopted it, and all as before where not."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from domain.institutions import RiskClass
from domain.moments import day_of
from domain.publication import commitments
from persistence.engine.database import Database
from persistence.inspections.table import Inspection, PublicRecord
from persistence.institutions.table import Institution
from persistence.publication import withdrawals
from persistence.publication.table import RepairRequest
from persistence.registries import risk
from tests.client import Client, Clock
from tests.everything_seen import all_ids, everything_seen
from tests.factories import NOW, TODAY, adoptions
from tests.fixed_day import database
from tests.people import MAPLE, Person, fang, hua, lin, mei, qiao, yin
from tests.schema.inspections import steps as visits
from tests.schema.publication import steps

__all__ = ["database"]
VERSION = list(commitments.TEXTS)[-1]
TERM = "query Q($id: ID!) { publicRecord(id: $id) { severity expiresOn repairableFrom } }"
COMMITMENT = (
    "query Q($id: ID!) { publicRecord(id: $id) { creditCommitment { textVersion signedOn } } }"
)
FALSE_AD = {"violationCode": "FALSE_AD", "detail": "夸大升学率"}
NOT_SHOWN = {"violationCode": "INFO_NOT_DISPLAYED", "detail": "未公示收费"}
LATER = NOW + dt.timedelta(days=100)


def a_request(public_id: str, **facts: Any) -> dict[str, Any]:
    signed = {"textVersion": VERSION, "signedBy": "钱某某", "signedOn": "2027-02-20"}
    return {
        "publicRecordId": public_id,
        "statement": "已整改完毕",
        "commitment": signed,
        **facts,
    }


async def adopt(database: Database, *changes: tuple[dt.date, bool], region: str = "000000") -> None:
    async with database.writing() as session:
        for holds_from, is_in_force in changes:
            row = adoptions.adopted_rule(
                holds_from=holds_from,
                is_in_force=is_in_force,
                region_code=region,
            )
            session.add(row)


async def published(ask: Client, inspection_id: str, *findings: dict[str, str]) -> str:
    await visits.file(ask, inspection_id, findings=[visits.FIRE, *findings][-1:])
    await visits.confirm(ask, inspection_id)
    public_id = await visits.audit(ask, inspection_id)
    assert public_id is not None
    return public_id


async def term(ask: Client, public_id: str, *, by: Person | None = qiao) -> Any:
    return (await ask(TERM, {"id": public_id}, by=by))["publicRecord"]


@pytest.fixture
async def graded(assigned: str, ask: Client, database: Database) -> str:
    """A general result, public since today, the rule's day."""
    await adopt(database, (TODAY, True))
    return await published(ask, assigned, FALSE_AD)


@pytest.mark.parametrize(
    ("finding", "severity", "until", "repairable_from"),
    [
        (NOT_SHOWN, "MINOR", "2027-02-18", "2026-11-18"),
        (FALSE_AD, "GENERAL", "2027-11-18", "2027-02-18"),
        (visits.FIRE, "SERIOUS", "2029-11-18", "2027-11-18"),
    ],
)
async def test_a_negative_result_has_the_term_of_its_class(
    ask: Client,
    assigned: str,
    database: Database,
    finding: dict[str, str],
    severity: str,
    until: str,
    repairable_from: str,
) -> None:
    await adopt(database, (TODAY, True))

    public_id = await published(ask, assigned, finding)

    assert await term(ask, public_id) == {
        "severity": severity,
        "expiresOn": until,
        "repairableFrom": repairable_from,
    }


OFF = {"severity": None, "expiresOn": "2031-11-18", "repairableFrom": None}


@pytest.mark.parametrize(
    ("changes", "region"),
    [
        ([], "000000"),
        ([(TODAY + dt.timedelta(days=1), True)], "000000"),
        ([(TODAY, True)], "110000"),
        ([(TODAY - dt.timedelta(days=9), True), (TODAY, False)], "320000"),
    ],
    ids=["not adopted", "from tomorrow", "elsewhere", "ended"],
)
async def test_before_its_day_elsewhere_and_after_its_end_all_is_as_before(
    ask: Client,
    assigned: str,
    database: Database,
    changes: list[tuple[dt.date, bool]],
    region: str,
) -> None:
    await adopt(database, *changes, region=region)

    public_id = await published(ask, assigned)

    assert await term(ask, public_id) == OFF
    given = {"publicRecordId": public_id, "statement": "已整改"}
    payload = await ask.do("requestRepair", given, by=yin)
    assert payload["__typename"] == "RepairRequested"


async def test_what_a_region_says_goes_before_what_is_said_of_one_around_it(
    ask: Client, assigned: str, database: Database
) -> None:
    await adopt(database, (TODAY, True))
    await adopt(database, (TODAY - dt.timedelta(days=30), False), region="320500")

    public_id = await published(ask, assigned)

    assert await term(ask, public_id) == OFF


async def test_adopted_later_the_rule_changes_nothing_of_what_is_public(
    ask: Client, public_id: str, confirmed: str, database: Database, clock: Clock
) -> None:
    await adopt(database, (TODAY + dt.timedelta(days=1), True))
    clock.now = NOW + dt.timedelta(days=2)
    before = await term(ask, public_id, by=None)

    await steps.reopen(ask, confirmed, found_on="2026-11-20")
    corrected = await _corrected(ask, confirmed)

    assert before == await term(ask, corrected, by=None) == OFF


@pytest.mark.parametrize(("region", "severity"), [("320500", "GENERAL"), ("320600", None)])
async def test_a_correction_is_graded_as_the_result_was_wherever_the_authority_is_now(
    ask: Client, assigned: str, database: Database, region: str, severity: str | None
) -> None:
    """It was moved from 320500 to 320600, with all its visits; in one of the two the rule holds."""
    await adopt(database, (TODAY, True), region=region)
    before = await term(ask, await published(ask, assigned, FALSE_AD))
    async with database.writing() as session:
        await session.execute(sa.update(Inspection).values(authority_region_code="320600"))

    await steps.reopen(ask, assigned)
    corrected = await _corrected(ask, assigned, findings=[FALSE_AD])

    assert before["severity"] == severity
    assert await term(ask, corrected) == before


async def test_a_correction_that_comes_after_the_last_day_is_due_since_it_came(
    ask: Client, assigned: str, database: Database, clock: Clock
) -> None:
    """That it is over for longer says nothing of the clock, by which all jobs would stop."""
    await adopt(database, (TODAY, True))
    await published(ask, assigned, NOT_SHOWN)
    await steps.reopen(ask, assigned)
    clock.now = LATER
    today = day_of(LATER)
    waiting = await withdrawals.oldest_due(database, today=today)

    corrected = await _corrected(ask, assigned, findings=[NOT_SHOWN])

    assert waiting is None
    assert (await term(ask, corrected))["expiresOn"] == "2027-02-18"
    assert await withdrawals.oldest_due(database, today=today) == today
    assert await withdrawals.expire_due(database, now=LATER, today=today) == 1


async def test_repair_before_the_first_day_or_without_a_commitment_is_refused(
    ask: Client, graded: str, database: Database, clock: Clock
) -> None:
    early = await ask.do(
        "requestRepair", a_request(graded), "... on RepairTooEarly { firstOn }", by=yin
    )
    clock.now = LATER
    without = await ask.do("requestRepair", a_request(graded, commitment=None), by=yin)
    old = {"textVersion": "CC-0", "signedBy": "", "signedOn": "2026-11-17"}
    wrong = await ask.do(
        "requestRepair",
        a_request(graded, commitment={**old, "signedBy": "钱某某"}),
        "... on InvalidInput { violations { field } }",
        by=yin,
    )
    nobody = await ask.do("requestRepair", a_request(graded, commitment=old), by=yin)

    assert (early["code"], early["firstOn"]) == ("REPAIR_TOO_EARLY", "2027-02-18")
    assert without["code"] == "COMMITMENT_MISSING"
    assert [each["field"] for each in wrong["violations"]] == [
        "commitment.textVersion",
        "commitment.signedOn",
    ]
    assert nobody["code"] == "INVALID_INPUT"
    assert await steps.rows(database, RepairRequest) == [[]]


async def test_a_repair_has_its_clock_and_a_commitment_that_is_public_while_it_waits(
    ask: Client, graded: str, clock: Clock
) -> None:
    clock.now = LATER
    shows = """... on RepairRequested { repairRequest { id dueOn dueIsProvisional commitmentVersion
        commitmentSignedBy commitmentSignedOn } }"""
    payload = await ask.do("requestRepair", a_request(graded), shows, by=yin)
    repair = payload["repairRequest"]
    during = await ask(COMMITMENT, {"id": graded})
    document = """{ alerts(first: 9, filter: {kinds: [REPAIR_UNDECIDED]}) { nodes { dueOn } }
        repairRequests(first: 9, filter: {dueBefore: "2027-03-12"}) { nodes { id } } }"""
    seen = await ask(document, by=hua)
    refusal = {"repairRequestId": repair["id"], "isGranted": False, "reason": "未整改"}
    await ask.do("decideRepair", refusal, by=hua)

    assert {name: value for name, value in repair.items() if name != "id"} == {
        "dueOn": "2027-03-12",
        "dueIsProvisional": True,
        "commitmentVersion": VERSION,
        "commitmentSignedBy": "钱某某",
        "commitmentSignedOn": "2027-02-20",
    }
    assert during["publicRecord"]["creditCommitment"] == {
        "textVersion": VERSION,
        "signedOn": "2027-02-20",
    }
    assert seen["alerts"]["nodes"] == [{"dueOn": "2027-03-12"}]
    assert [node["id"] for node in seen["repairRequests"]["nodes"]] == [repair["id"]]
    assert (await ask(COMMITMENT, {"id": graded}))["publicRecord"]["creditCommitment"] is None


async def test_who_signed_changes_nothing_that_others_see(
    ask: Client, graded: str, clock: Clock, database: Database
) -> None:
    clock.now = LATER
    await ask.do("requestRepair", a_request(graded), by=yin)
    ids = await all_ids(database)
    before = [await everything_seen(ask, ids, person) for person in (None, fang)]

    async with database.writing() as session:
        await session.execute(sa.update(RepairRequest).values(commitment_signed_by="李某某"))

    assert [await everything_seen(ask, ids, person) for person in (None, fang)] == before


async def test_granted_it_ends_publication_sharing_and_use_at_once(
    ask: Client, graded: str, clock: Clock, database: Database
) -> None:
    await risk.recompute(database, now=NOW, today=TODAY)
    before = await _risk_class(database)
    clock.now = LATER
    shows = "... on RepairRequested { repairRequest { id } }"
    payload = await ask.do("requestRepair", a_request(graded), shows, by=yin)
    given = {"repairRequestId": payload["repairRequest"]["id"], "isGranted": True}

    await ask.do("decideRepair", given, by=hua)

    assert (await ask(TERM, {"id": graded})) == {"publicRecord": None}
    (withdrawn,) = [
        body
        for topic, body in (await visits.traces(database))["outbox"]
        if topic == withdrawals.TOPIC
    ]
    assert withdrawn["outlets"] == ["ENTERPRISE_CREDIT", "CREDIT_CHINA"]
    assert (before, await _risk_class(database)) == (RiskClass.C, RiskClass.B)


async def test_withdrawn_or_over_it_is_used_no_more_either(
    ask: Client, graded: str, assigned: str, database: Database
) -> None:
    await risk.recompute(database, now=NOW, today=TODAY)
    before = await _risk_class(database)
    over = dt.date(2027, 11, 19)
    at = NOW + (over - TODAY)

    # By the day alone, before the job that withdraws it has run.
    await risk.recompute(database, now=at, today=over)
    by_day = await _risk_class(database)
    await risk.recompute(database, now=NOW, today=TODAY)
    assert await withdrawals.expire_due(database, now=at, today=over) == 1

    assert (before, by_day, await _risk_class(database)) == (
        RiskClass.C,
        RiskClass.B,
        RiskClass.B,
    )


async def test_withdrawn_by_the_head_it_leaves_the_risk_class(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    await risk.recompute(database, now=NOW, today=TODAY)
    before = await _risk_class(database)
    given = {"inspectionId": confirmed, "ground": "DECISION_REVOKED"}

    await ask.do("withdrawResult", given, by=hua)

    assert (before, await _risk_class(database)) == (RiskClass.C, RiskClass.B)


async def test_what_is_withheld_changes_nothing_that_the_public_sees_of_the_class(
    ask: Client, assigned: str, database: Database
) -> None:
    await adopt(database, (TODAY, True))
    await visits.file(ask, assigned, findings=[visits.FIRE, FALSE_AD])
    await visits.confirm(ask, assigned)
    await steps.approve(ask, assigned)
    given = {
        "inspectionId": assigned,
        "withheldViolationCodes": ["SAFETY_FIRE"],
        "withholdingGround": "STATE_SECRET",
    }
    shows = "... on InspectionResultPublished { publicRecord { id } }"
    payload = await ask.do("publishInspectionResult", given, shows, by=qiao)

    assert await term(ask, payload["publicRecord"]["id"], by=None) == {
        "severity": "GENERAL",
        "expiresOn": "2027-11-18",
        "repairableFrom": "2027-02-18",
    }


async def test_at_its_longest_term_it_ends_by_itself(
    ask: Client, graded: str, assigned: str, database: Database
) -> None:
    last = dt.date(2027, 11, 18)
    in_time = await withdrawals.expire_due(database, now=NOW + (last - TODAY), today=last)
    after = last + dt.timedelta(days=1)
    over = await withdrawals.expire_due(database, now=NOW + (after - TODAY), today=after)

    assert (in_time, over) == (0, 1)
    assert (await visits.state_of(ask, assigned, by=lin))["state"] == "WITHDRAWN"
    async with database.writing() as session:
        record = (await session.scalars(sa.select(PublicRecord))).one()
        assert record.withdrawal_ground == "EXPIRED"


async def _corrected(ask: Client, inspection_id: str, **facts: Any) -> str:
    """Filed again, confirmed, audited and published; the new version's id."""
    again = visits.a_problem(inspection_id, correctionReason="补充说明", **facts)
    await ask.do("fileInspectionResult", again, by=mei)
    await visits.sign(ask, inspection_id)
    await visits.confirm(ask, inspection_id, version=2)
    found = await visits.audit(ask, inspection_id)
    assert found is not None
    return found


async def _risk_class(database: Database) -> RiskClass:
    async with database.writing() as session:
        return (await session.get_one(Institution, MAPLE)).risk_class

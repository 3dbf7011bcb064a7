"""Each measure: before, while it holds, and after its end, for all who are to obey or to see it."""

from dataclasses import dataclass, field
from typing import Any

import pytest
import sqlalchemy as sa

from domain.institutions import (
    Delivery,
    EntitlementKind,
    InstitutionKind,
    ListingRole,
    ListStatus,
    Programme,
)
from domain.rectification.terms import EscalationMeasure, EscalationState, OrderState
from domain.standings.effects import EFFECTS
from persistence.engine.database import Database
from persistence.engine.records import OutboxMessage
from persistence.institutions.table import Entitlement, Institution
from persistence.rectification.table import EscalationProposal
from persistence.standings import writes as standings
from tests.client import Client
from tests.factories import TODAY
from tests.factories import standings as factory
from tests.people import MAPLE, hua, qiao, rui, su, yin
from tests.schema.courses.test_publish_course import course
from tests.schema.rectification import steps as orders
from tests.schema.standings import ruling_steps as steps
from tests.schema.standings.deciding import SHOWN, maple_now, on_maple
from tests.schema.standings.deciding import refuse_unless_replayed as replayed

_M, _I, _E = EscalationMeasure, InstitutionKind, EntitlementKind


@dataclass(frozen=True)
class Case:
    """What an institution is and holds, what the register shows under the measure, what it may not do."""

    kind: InstitutionKind
    holds: EntitlementKind = _E.LICENCE
    delivery: Delivery | None = Delivery.OFFLINE
    shows: dict[str, Any] = field(default_factory=dict)
    state: str = "ACTIVE"
    refused: str | None = None
    is_ruling: bool = True


CASES = {
    _M.WARNING: Case(_I.SERVICE_CENTRE, _E.AUTHORISATION, None, is_ruling=False),
    _M.STOP_ENROLMENT: Case(
        _I.OFF_CAMPUS_TRAINING,
        shows={"isEnrolmentStopped": True},
        refused="ENROLMENT_IS_STOPPED",
        is_ruling=False,
    ),
    _M.REMOVE_FROM_WHITE_LIST: Case(
        _I.OFF_CAMPUS_TRAINING, shows={"listStatus": "NONE"}, is_ruling=False
    ),
    _M.ANNUAL_CHECK_UNQUALIFIED: Case(
        _I.OFF_CAMPUS_TRAINING, shows={"isEnrolmentStopped": True}, refused="ENROLMENT_IS_STOPPED"
    ),
    _M.WITHDRAW_LICENCE: Case(
        _I.OFF_CAMPUS_TRAINING, state="REVOKED", refused="ENTITLEMENT_MISSING"
    ),
    _M.TAKEDOWN: Case(
        _I.ONLINE_PLATFORM,
        _E.LICENCE,
        Delivery.ONLINE,
        state="SHUT_DOWN",
        refused="ENTITLEMENT_MISSING",
    ),
    _M.REMOVE_FROM_DIRECTORY: Case(_I.TRAINING, _E.LISTING, None, state="REMOVED"),
    _M.CANCEL_ACCREDITATION: Case(_I.SERVICE_CENTRE, _E.AUTHORISATION, None, state="CANCELLED"),
    _M.REVOKE_ACCREDITATION: Case(_I.TRAINING_BASE, _E.BASE, None, state="REVOKED"),
    _M.REVOKE_TITLE: Case(_I.DEMONSTRATION_SCHOOL, _E.TITLE, None, state="REVOKED"),
    _M.ADMINISTRATIVE_PENALTY: Case(_I.OFF_CAMPUS_TRAINING, is_ruling=False),
}


def test_every_measure_has_its_case() -> None:
    assert CASES.keys() == EFFECTS.keys() == set(_M)


@pytest.mark.parametrize("measure", CASES)
async def test_a_measure_before_while_it_holds_and_after_its_end(
    ask: Client, visit: str, database: Database, measure: EscalationMeasure
) -> None:
    case = CASES[measure]
    await _become(database, case)
    order_id = await orders.put(database, visit, OrderState.OVERDUE)
    proposal_id = await orders.propose(database, order_id)
    before = await maple_now(ask)
    visitors, obeyed = await ask.answer(SHOWN), await _obeyed(ask, database, case)
    assert obeyed == (None, False, 1)

    adopted = await _adopt(ask, proposal_id, measure)

    rulings = adopted["rulings"]
    assert adopted["hasEffect"] is True
    assert len(rulings) == case.is_ruling
    if rulings:
        # The institution has notice; nobody else learns a thing of it.
        assert await ask.answer(SHOWN) == visitors
        assert await _obeyed(ask, database, case) == obeyed
        ruling_id = rulings[0]["id"]
        assert (await steps.read(ask, ruling_id, by=yin))["state"] == "NOTICED"
        assert await _listed(ask, by=yin) == await _listed(ask, by=su) == [ruling_id]
        denied = "{ rulings(first: 5) { totalCount } }"
        assert "ruling:read" in str(await ask.answer(denied))
        await steps.in_force(ask, ruling_id)
        assert await _listed(ask, by=yin) == [ruling_id]

    held = await maple_now(ask)
    assert {name: held[name] for name in case.shows} == case.shows
    assert held["entitlements"][0]["state"] == case.state
    is_taken = case.state != "ACTIVE"
    assert await _obeyed(ask, database, case) == (case.refused, is_taken, 0 if is_taken else 1)
    await replayed(database)
    await _end(ask, database, measure, adopted, order_id)

    after = await maple_now(ask)
    assert {name: after[name] for name in _STATE} == {name: before[name] for name in _STATE}
    assert [each["state"] for each in after["entitlements"]] == ["ACTIVE"]
    assert await _obeyed(ask, database, case) == obeyed
    await replayed(database)


_STATE = ("listStatus", "creditGrade", "keySupervision", "isEnrolmentStopped", "kinds")


async def _become(database: Database, case: Case) -> None:
    """The institution is of this kind, holds one entitlement of it, and stands on the white list."""
    async with database.writing() as session:
        institution = await session.get_one(Institution, MAPLE)
        institution.kinds = [case.kind.value]
        held = (await session.scalars(sa.select(Entitlement))).one()
        held.kind, held.delivery = case.holds, case.delivery
        if case.holds is not _E.LICENCE:
            held.programme, held.programme_code = "试点", None
        if case.holds is _E.LISTING:
            held.listing_role, held.occupation = ListingRole.TRAINING, "工程师"
        session.add(factory.standing(MAPLE))
        institution.list_status = ListStatus.WHITE_LISTED


async def _obeyed(ask: Client, database: Database, case: Case) -> tuple[str | None, bool, int]:
    """What publishing a course is refused with, whether pools leave the institution out, and how many a
    filter finds that hold such an entitlement."""
    code = None
    if case.holds is _E.LICENCE:
        assert case.delivery is not None
        given = course(delivery=case.delivery.value)
        if case.delivery is Delivery.ONLINE:
            given |= {
                "classTimes": [{"weekday": "TUESDAY", "startsAt": "18:30", "endsAt": "19:00"}]
            }
            given |= {"lessonMinutes": 30}
        code = (await ask.do("publishCourse", given, by=yin)).get("code")
    async with database.writing() as session:
        is_left_out = MAPLE in set(await session.scalars(standings.all_taken(TODAY)))
    filtered = (
        "query Q($kind: EntitlementKind!) { institutions(first: 5, filter:"
        " {entitlement: {kinds: [$kind], states: [ACTIVE]}}) { totalCount } }"
    )
    found = await ask(filtered, {"kind": case.holds.value})
    return code, is_left_out, found["institutions"]["totalCount"]


async def _adopt(ask: Client, proposal_id: str, measure: EscalationMeasure) -> dict[str, Any]:
    payload = await ask.do(
        "decideEscalation",
        {
            "proposalId": proposal_id,
            "expectedVersion": 1,
            "decision": "ADOPT",
            "measure": measure.value,
        },
        "... on EscalationDecided { proposal { hasEffect reviewDueOn rulings { id }"
        " standings { id kind end { ending } } } }",
        by=hua,
    )
    assert payload["__typename"] == "EscalationDecided", payload
    proposal: dict[str, Any] = payload["proposal"]
    return proposal


async def _listed(ask: Client, **by: Any) -> list[str]:
    document = "{ rulings(first: 5) { nodes { id } } }"
    return [each["id"] for each in (await ask(document, **by))["rulings"]["nodes"]]


async def _end(
    ask: Client,
    database: Database,
    measure: EscalationMeasure,
    adopted: dict[str, Any],
    order_id: str,
) -> None:
    """By the way on which such a measure ends."""
    put = [each["id"] for each in adopted["standings"]]
    if measure is _M.REMOVE_FROM_WHITE_LIST:
        assert adopted["reviewDueOn"] == "2027-02-18"
        assert [each["end"] for each in adopted["standings"]] == [{"ending": "LIFTED"}]
        given = await on_maple(database, kind="WHITE_LIST", untilOn="2027-10-01")
        payload = await ask.do("listInstitution", given, by=rui)
        assert payload["__typename"] == "InstitutionListed", payload
        async with database.writing() as session:
            proposal = (await session.scalars(sa.select(EscalationProposal))).one()
            assert proposal.review_due_on is None
    elif measure is _M.ANNUAL_CHECK_UNQUALIFIED:
        await orders.submit(ask, order_id)
        version = (await orders.order(ask, order_id))["version"]
        given = {"orderId": order_id, "expectedVersion": version, "note": "照片清楚"}
        payload = await ask.do("acceptRectification", given, by=qiao)
        assert payload["__typename"] == "RectificationAccepted", payload
    elif measure is not _M.ADMINISTRATIVE_PENALTY:
        if adopted["rulings"]:
            ruling = await steps.read(ask, adopted["rulings"][0]["id"])
            put = [each["id"] for each in ruling["standings"]]
        version = (await on_maple(database))["expectedVersion"]
        given = {"standingId": put[0], "expectedVersion": version, "reason": "苏政复〔2026〕1号"}
        payload = await ask.do("quashStanding", given, by=hua)
        assert payload["__typename"] == "StandingQuashed", payload


async def test_a_takedown_is_sent_to_the_three_organs(
    ask: Client, visit: str, database: Database
) -> None:
    await _become(database, CASES[_M.TAKEDOWN])
    order_id = await orders.put(database, visit, OrderState.OVERDUE)
    adopted = await _adopt(ask, await orders.propose(database, order_id), _M.TAKEDOWN)

    await steps.in_force(ask, adopted["rulings"][0]["id"])

    async with database.writing() as session:
        found = await session.scalars(
            sa.select(OutboxMessage.payload["sector"].as_string()).where(
                OutboxMessage.topic == "institution.taken_down"
            )
        )
        assert sorted(found) == ["COMMUNICATIONS", "EDUCATION", "PUBLIC_SECURITY"]


async def test_what_was_adopted_before_decisions_were_kept_waits_for_a_ruling(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await orders.put(database, visit, OrderState.ESCALATED)
    proposal_id = await orders.propose(
        database,
        order_id,
        EscalationState.ADOPTED,
        has_effect=False,
        measure=_M.WITHDRAW_LICENCE,
    )
    waiting = "{ escalationProposals(first: 5, filter: {hasEffect: false}) { nodes { id } } }"
    alerts = "{ alerts(first: 5, filter: {kinds: [MEASURE_WITHOUT_EFFECT]}) { nodes { proposal { id } } } }"
    assert (await ask(waiting, by=hua))["escalationProposals"]["nodes"] == [{"id": proposal_id}]
    assert (await ask(alerts, by=hua))["alerts"]["nodes"] == [{"proposal": {"id": proposal_id}}]

    other = await steps.a_draft(
        database, "STOP_ENROLMENT", untilOn="2027-03-01", proposalId=proposal_id
    )
    assert "measure" in str(await ask.do("draftRuling", other, _VIOLATIONS, by=hua))
    await steps.draft(ask, database, proposalId=proposal_id)

    assert (await ask(waiting, by=hua))["escalationProposals"]["nodes"] == []
    assert (await ask(alerts, by=hua))["alerts"]["nodes"] == []


_VIOLATIONS = "... on InvalidInput { violations { field } }"


async def test_a_social_organisations_accreditation_is_not_taken_by_an_organ(
    ask: Client, visit: str, database: Database
) -> None:
    await _become(database, CASES[_M.REVOKE_ACCREDITATION])
    async with database.writing() as session:
        held = (await session.scalars(sa.select(Entitlement))).one()
        held.programme_code = Programme.TRAINING_BASES
    order_id = await orders.put(database, visit, OrderState.OVERDUE)
    given = {
        "proposalId": await orders.propose(database, order_id),
        "expectedVersion": 1,
        "decision": "ADOPT",
        "measure": "REVOKE_ACCREDITATION",
    }

    payload = await ask.do("decideEscalation", given, by=hua)

    assert payload["code"] == "NOT_COMPETENT"
    assert await orders.proposals(database, order_id) == [("OVERDUE", "STOP_ENROLMENT", "PROPOSED")]


async def test_a_measure_that_would_take_nothing_is_refused(
    ask: Client, visit: str, database: Database
) -> None:
    async with database.writing() as session:
        (await session.get_one(Institution, MAPLE)).list_status = ListStatus.NONE
    order_id = await orders.put(database, visit, OrderState.OVERDUE)
    given = {
        "proposalId": await orders.propose(database, order_id),
        "expectedVersion": 1,
        "decision": "ADOPT",
    }

    off_list = await ask.do(
        "decideEscalation", given | {"measure": "REMOVE_FROM_WHITE_LIST"}, by=hua
    )
    chosen = given | {"measure": "WITHDRAW_LICENCE", "entitlementIds": []}
    none = await ask.do("decideEscalation", chosen, _VIOLATIONS, by=hua)
    ends = given | {"measure": "WITHDRAW_LICENCE", "untilOn": "2027-01-01"}
    ending = await ask.do("decideEscalation", ends, _VIOLATIONS, by=hua)
    dismissed = given | {"decision": "DISMISS", "reason": "轻微", "untilOn": "2027-01-01"}
    both = await ask.do("decideEscalation", dismissed, _VIOLATIONS, by=hua)

    assert off_list["code"] == "NOTHING_TO_TAKE"
    assert none["violations"] == [{"field": "entitlementIds"}]
    assert ending["violations"] == both["violations"] == [{"field": "untilOn"}]
    assert await orders.proposals(database, order_id) == [("OVERDUE", "STOP_ENROLMENT", "PROPOSED")]


async def test_a_longer_stop_is_a_ruling_beside_the_one_that_runs(
    ask: Client, visit: str, database: Database
) -> None:
    given = await on_maple(database, untilOn="2026-12-01")
    assert (await ask.do("stopEnrolment", given, by=rui))["__typename"] == "EnrolmentStopped"
    order_id = await orders.put(database, visit, OrderState.OVERDUE)
    decision = {
        "proposalId": await orders.propose(database, order_id),
        "expectedVersion": 1,
        "decision": "ADOPT",
    }
    at_once = await ask.do("decideEscalation", decision, by=hua)
    assert at_once["code"] == "ALREADY_STANDS"

    shows = "... on EscalationDecided { proposal { rulings { id untilOn } } }"
    longer = await ask.do("decideEscalation", decision | {"untilOn": "2027-03-01"}, shows, by=hua)
    (ruling,) = longer["proposal"]["rulings"]
    assert ruling["untilOn"] == "2027-03-01"
    await steps.in_force(ask, ruling["id"])

    found = (await maple_now(ask))["standings"]
    stops = [each["untilOn"] for each in found if each["kind"] == "ENROLMENT_STOP"]
    assert sorted(stops) == ["2026-12-01", "2027-03-01"]

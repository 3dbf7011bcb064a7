"""Freezing a pool: once, ahead of the chance, of who may be drawn; too few officers is refused before."""

import asyncio
import datetime as dt
import hashlib
from typing import Any

import pytest
import sqlalchemy as sa

from domain.draws import entropy, verification
from domain.inspections.terms import InspectionState, TaskCategory, TaskTrigger
from domain.institutions import EntitlementState, Existence, RiskClass
from domain.standings.terms import Ending, StandingKind
from persistence.authorities.table import InspectorProfile
from persistence.draws.table import (
    Draw,
    DrawEvent,
    PoolObject,
    PoolOfficer,
)
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.inspections.table import Inspection, InspectionTask
from persistence.institutions.table import Institution
from persistence.items.table import InspectionItem
from persistence.reading import ids
from tests import beacons
from tests.client import Client, Clock
from tests.factories import NOW, TODAY, inspections, institutions, registries, standings
from tests.people import (
    GUSU,
    JIANGSU,
    MAPLE,
    SUZHOU,
    SWIMMING,
    Person,
    fang,
    hua,
    jun,
    lin,
    mei,
    ou,
    qiao,
    shan,
    su,
    yin,
)
from tests.schema.authorities.officer_steps import about
from tests.schema.authorities.steps import changed
from tests.schema.draws import steps
from tests.schema.draws.steps import DRAW_AT, a_freeze, institution_key, item

SHOWS = """... on PoolFrozen { task { state draw {
    stage algorithm entropySource drawAt frozenAt revealDueOn objectCount eligibleCount drawnCount
    strata { riskClass rowCount eligibleCount drawnCount } events { event byRole } } } }"""


async def test_the_pool_is_frozen_and_committed_to(
    ask: Client, city: None, database: Database, keys: Keys
) -> None:
    task = await steps.approved(ask)

    payload = await ask.do("freezePool", a_freeze(task), SHOWS, by=lin)

    assert payload["task"] == {
        "state": "POOL_FROZEN",
        "draw": {
            "stage": "COMMITTED",
            "algorithm": "DR2-HMAC-SHA256",
            "entropySource": "BEACON",
            "drawAt": "2026-11-18T03:00:00.000000Z",
            "frozenAt": "2026-11-18T02:00:00.000000Z",
            "revealDueOn": "2027-01-15",
            "objectCount": 41,
            "eligibleCount": 41,
            "drawnCount": 15,
            "strata": [
                {
                    "riskClass": name,
                    "rowCount": 11 if name == "B" else 10,
                    "eligibleCount": 11 if name == "B" else 10,
                    "drawnCount": steps.DRAWN[name],
                }
                for name in "ABCD"
            ],
            "events": [{"event": "COMMITTED", "byRole": "TASK_MANAGER"}],
        },
    }
    proof = await steps.proof_of(ask, task["code"])
    assert (proof["stage"], proof["revealed"]) == ("COMMITTED", None)
    async with database.writing() as session:
        draw = (await session.scalars(sa.select(Draw))).one()
        assert hashlib.sha256(draw.text.encode()).hexdigest() == draw.commitment
        assert proof["commitment"] == draw.commitment
        nonce = keys.open("draw nonce", draw.nonce_sealed, bound_to=draw.id.bytes)
        assert hashlib.sha256(nonce.hex().encode()).hexdigest() in draw.proof
        assert nonce.hex() not in draw.proof


async def test_nothing_of_the_lists_is_public_before_the_reveal(
    ask: Client, city: None, database: Database
) -> None:
    task = await steps.freeze(ask, await steps.approved(ask))

    async with database.writing() as session:
        proof = (await session.scalars(sa.select(Draw.proof))).one()
        hidden = [
            *await session.scalars(sa.select(PoolObject.pseudonym)),
            *await session.scalars(sa.select(PoolOfficer.officer_no)),
            *map(str, await session.scalars(sa.select(PoolObject.institution_id))),
        ]
    assert task["state"] == "POOL_FROZEN"
    assert [each for each in hidden if each in proof] == []


async def test_two_who_freeze_at_once_make_one_draw(
    ask: Client, city: None, database: Database
) -> None:
    task = await steps.approved(ask)

    payloads = await asyncio.gather(
        *(ask.do("freezePool", a_freeze(task), by=lin) for _ in range(5))
    )

    names = sorted(p["__typename"] for p in payloads)
    assert names == ["IllegalTransition"] * 4 + ["PoolFrozen"]
    assert await steps.draws(database) == 1


async def test_the_same_operation_again_freezes_nothing_again(
    ask: Client, city: None, database: Database
) -> None:
    task = await steps.approved(ask)
    given = {"operationId": str(new_key()), **a_freeze(task)}

    first = await ask.do("freezePool", given, SHOWS, by=lin)
    second = await ask.do("freezePool", given, SHOWS, by=lin)

    assert first == second
    assert await steps.draws(database) == 1
    async with database.writing() as session:
        assert len((await session.scalars(sa.select(DrawEvent))).all()) == 1


async def test_changes_of_the_registry_after_the_freeze_change_nothing(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    task = await steps.freeze(ask, await steps.approved(ask, publishDrawnList=True))
    async with database.writing() as session:
        before = (await session.scalars(sa.select(Draw.text))).one()
        await session.execute(
            sa.update(Institution).values(risk_class=RiskClass.D, existence=Existence.DEREGISTERED)
        )
        await session.execute(
            sa.update(InspectorProfile).values(
                specialities=[], certificate_valid_to=dt.date(2026, 11, 19)
            )
        )

    await steps.execute(ask, clock, task)
    await steps.lock(ask, task)

    proof = await steps.proof_of(ask, task["code"])
    assert verification.verify(proof).is_valid
    assert len(proof["drawn"]) == 15
    async with database.writing() as session:
        assert (await session.scalars(sa.select(Draw.text))).one() == before


# Who stays out


def _visit(task: InspectionTask, number: int, **facts: Any) -> Inspection:
    """Made in March."""
    made = {
        "window_from": dt.date(2026, 3, 1),
        "window_to": dt.date(2026, 3, 31),
        "state": InspectionState.PUBLISHED,
        "published_at": NOW,
    }
    return inspections.inspection(task, SUZHOU, institution_key(number), **{**made, **facts})


async def _exclusions(ask: Client, code: str) -> dict[str, str]:
    shows = """draw { objects(first: 100, filter: {isExcluded: true}) {
        nodes { exclusion rank institution { id } } } }"""
    found = (await steps.task_of(ask, code, shows))["draw"]["objects"]["nodes"]
    assert all(each["rank"] is None for each in found)
    return {each["institution"]["id"]: each["exclusion"] for each in found}


async def test_exclusions_are_listed_with_their_ground(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    earlier = await steps.create(ask)
    other_items = await steps.create(ask, itemIds=[item("XW03")])
    async with database.writing() as session:
        gone = await session.get_one(Institution, institution_key(0))
        gone.existence = Existence.MOVED_OUT
        await session.execute(
            sa.update(InspectionTask).values(
                window_from=dt.date(2026, 3, 1), window_to=dt.date(2026, 3, 31)
            )
        )
        same, others = [
            await session.get_one(InspectionTask, ids.read("InspectionTask", task["id"]))
            for task in (earlier, other_items)
        ]
        session.add_all(
            [
                registries.object_stop(institution_key(1), reason="洪水"),
                registries.object_stop(institution_key(6), reason="已结束", last_on=TODAY),
                _visit(same, 2),
                _visit(same, 3, state=InspectionState.TO_ENTER, published_at=None),
                _visit(others, 4),
                _visit(others, 5),
                _visit(same, 7, state=InspectionState.VOIDED, published_at=None),
            ]
        )

    task = await steps.freeze(ask, await steps.approved(ask))

    found = await _exclusions(ask, task["code"])
    assert found == {
        ids.write("Institution", institution_key(number)): ground
        for number, ground in (
            (0, "NOT_EXISTING"),
            (1, "STOPPED"),
            (2, "CAP_OF_ITEM"),
            (3, "IN_OPEN_TASK"),
        )
    }
    clock.now = NOW
    proof = await steps.proof_of(ask, task["code"])
    assert "STOPPED" not in str(proof)


async def test_who_holds_nothing_any_more_by_decision_is_left_out(
    ask: Client, city: None, database: Database, clock: Clock
) -> None:
    taken, kept, expired, given_back = (institution_key(number) for number in range(4))
    async with database.writing() as session:
        for key, states in (
            (taken, [EntitlementState.REVOKED, EntitlementState.EXPIRED]),
            (kept, [EntitlementState.REVOKED, EntitlementState.ACTIVE]),
            (expired, [EntitlementState.EXPIRED]),
            (given_back, [EntitlementState.REVOKED]),
        ):
            numbers = [f"许{key}{number}" for number in range(len(states))]
            (await session.get_one(Institution, key)).record_search(numbers)
            for number, state in zip(numbers, states, strict=True):
                held = institutions.entitlement(key, number, state=state)
                session.add(held)
                await session.flush()
                decision = standings.standing(
                    key,
                    entitlement_id=held.id,
                    kind=StandingKind.ENTITLEMENT,
                    entitlement_state=state,
                    until_on=None,
                )
                session.add(decision)
                await session.flush()
                if key == given_back:
                    session.add(standings.standing_end(decision.id, ending=Ending.QUASHED))

    task = await steps.freeze(ask, await steps.approved(ask))

    assert await _exclusions(ask, task["code"]) == {ids.write("Institution", taken): "NOTHING_HELD"}
    clock.now = NOW
    assert "NOTHING_HELD" not in str(await steps.proof_of(ask, task["code"]))


async def test_an_authority_visits_nobody_a_third_time_in_a_year(
    ask: Client, city: None, database: Database
) -> None:
    tasks = [await steps.create(ask, itemIds=[item("XW03")]) for _ in range(2)]
    async with database.writing() as session:
        await session.execute(
            sa.update(InspectionTask).values(
                window_from=dt.date(2026, 3, 1), window_to=dt.date(2026, 3, 31)
            )
        )
        for task in tasks:
            earlier = ids.read("InspectionTask", task["id"])
            session.add(_visit(await session.get_one(InspectionTask, earlier), 9))

    task = await steps.freeze(ask, await steps.approved(ask))

    assert await _exclusions(ask, task["code"]) == {
        ids.write("Institution", institution_key(9)): "CAP_OF_AUTHORITY"
    }


async def test_an_authority_keeps_to_the_cap_that_it_published(
    ask: Client, city: None, database: Database
) -> None:
    published = changed(SUZHOU.id, yearlyCap=1)
    assert (await ask.do("updateAuthority", published, by=shan))["__typename"] == "AuthorityUpdated"
    earlier = await steps.create(ask, itemIds=[item("XW03")])
    async with database.writing() as session:
        task_id = ids.read("InspectionTask", earlier["id"])
        row = await session.get_one(InspectionTask, task_id)
        row.window_from, row.window_to = dt.date(2026, 3, 1), dt.date(2026, 3, 31)
        session.add(_visit(row, 9))

    task = await steps.freeze(ask, await steps.approved(ask))

    assert await _exclusions(ask, task["code"]) == {
        ids.write("Institution", institution_key(9)): "CAP_OF_AUTHORITY"
    }


@pytest.mark.parametrize(
    ("cap", "holds_from", "capped"),
    [
        (3, None, False),
        (1, "2026-11-18", True),
        (1, "2026-11-19", False),
        (None, None, False),
    ],
)
async def test_the_cap_is_that_of_the_day_and_the_registers_where_none_is_published(
    ask: Client,
    city: None,
    database: Database,
    cap: int | None,
    holds_from: str | None,
    capped: bool,
) -> None:
    published = changed(SUZHOU.id, yearlyCap=cap, yearlyCapFrom=holds_from)
    assert (await ask.do("updateAuthority", published, by=shan))["__typename"] == "AuthorityUpdated"
    await _visited(ask, database, 9)

    task = await steps.freeze(ask, await steps.approved(ask))

    ground = {ids.write("Institution", institution_key(9)): "CAP_OF_AUTHORITY"}
    assert await _exclusions(ask, task["code"]) == (ground if capped else {})


async def test_an_authoritys_visits_leave_the_cap_of_another_as_it_was(
    ask: Client, city: None, database: Database
) -> None:
    await _visited(ask, database, 9, 9)
    async with database.writing() as session:
        await session.execute(sa.update(InspectionTask).values(authority_id=GUSU.id))

    task = await steps.freeze(ask, await steps.approved(ask))

    assert await _exclusions(ask, task["code"]) == {}


ORDER = {
    "category": "CAMPAIGN",
    "orderedById": ids.write("Authority", JIANGSU.id),
    "orderNo": "苏教监〔2026〕3号",
}


async def test_campaigns_ordered_from_above_count_towards_no_cap_of_the_authority(
    ask: Client, city: None, database: Database
) -> None:
    await _visited(ask, database, 9, 9, **ORDER)

    task = await steps.freeze(ask, await steps.approved(ask))

    assert await _exclusions(ask, task["code"]) == {}


async def test_campaigns_of_ones_own_count_like_others(
    ask: Client, city: None, database: Database
) -> None:
    await _visited(ask, database, 9, 9, category="CAMPAIGN")

    task = await steps.freeze(ask, await steps.approved(ask))

    assert set((await _exclusions(ask, task["code"])).values()) == {"CAP_OF_AUTHORITY"}


async def test_the_pool_of_an_ordered_campaign_leaves_nobody_out_for_the_cap(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    await _visited(ask, database, 9, 9)

    task = await steps.freeze(ask, await steps.approved(ask, publishDrawnList=True, **ORDER))

    assert await _exclusions(ask, task["code"]) == {}
    await steps.execute(ask, clock, task)
    await steps.lock(ask, task)
    proof = await steps.proof_of(ask, task["code"])
    assert proof["frozen"]["caps"] == {"per_item": 1}
    assert verification.verify(proof).is_valid


async def test_an_ordered_visit_still_counts_for_its_item(
    ask: Client, city: None, database: Database
) -> None:
    await _visited(ask, database, 9, items=[item()], **ORDER)

    task = await steps.freeze(ask, await steps.approved(ask))

    assert set((await _exclusions(ask, task["code"])).values()) == {"CAP_OF_ITEM"}


async def test_a_suspended_officer_is_not_in_the_pool(
    ask: Client, city: None, database: Database
) -> None:
    await ask.do("suspendOfficer", about(), by=shan)

    await steps.freeze(ask, await steps.approved(ask))

    async with database.writing() as session:
        pooled = sa.select(PoolOfficer.exclusion).where(PoolOfficer.officer_id == mei.as_officer)
        assert (await session.scalars(pooled)).one() == "SUSPENDED"


async def test_a_renewed_certificate_is_in_the_next_pool(
    ask: Client, city: None, database: Database
) -> None:
    expired = {"certificate_valid_to": dt.date(2026, 10, 31)}
    async with database.writing() as session:
        await session.execute(sa.update(InspectorProfile).values(**expired))
        officers = list(await session.scalars(sa.select(InspectorProfile.officer_id)))
    task = await steps.approved(ask)
    refused = await ask.do("freezePool", a_freeze(task), by=lin)
    assert "officers" in refused["message"], refused

    for officer in officers:
        given = about(officer, validFrom="2026-11-01", validTo="2031-10-31")
        await ask.do("renewEnforcementCertificate", given, by=shan)

    await steps.freeze(ask, task)


async def test_case_visits_leave_the_caps_as_they_were(
    ask: Client, city: None, database: Database
) -> None:
    tasks = [await steps.create(ask, itemIds=[item("XW03")]) for _ in range(3)]
    async with database.writing() as session:
        await session.execute(
            sa.update(InspectionTask).values(
                window_from=dt.date(2026, 3, 1),
                window_to=dt.date(2026, 3, 31),
                category=TaskCategory.CASE,
                trigger=TaskTrigger.RECHECK,
                reason="复查",
            )
        )
        for task in tasks:
            earlier = ids.read("InspectionTask", task["id"])
            session.add(_visit(await session.get_one(InspectionTask, earlier), 9))

    task = await steps.freeze(ask, await steps.approved(ask))

    assert await _exclusions(ask, task["code"]) == {}


async def test_what_another_draw_took_for_the_item_is_not_drawn_again(
    ask: Client, clock: Clock, city: None
) -> None:
    await steps.issued(ask, clock)

    draw_at = (clock.now + dt.timedelta(hours=1)).isoformat()
    second = await steps.freeze(ask, await steps.approved(ask), drawAt=draw_at)

    found = await _exclusions(ask, second["code"])
    assert set(found.values()) == {"IN_OPEN_TASK"}
    assert len(found) == 15


@pytest.mark.parametrize("step", [steps.drawn, steps.locked])
async def test_while_a_draw_over_the_item_is_not_issued_no_other_is_frozen(
    step: Any, ask: Client, clock: Clock, city: None
) -> None:
    first = await step(ask, clock)
    second = await steps.approved(ask, regionCode="320508")
    draw_at = (clock.now + dt.timedelta(hours=1)).isoformat()
    shows = "... on PoolBusy { taskCode issueDueOn }"

    payload = await ask.do("freezePool", a_freeze(second, drawAt=draw_at), shows, by=lin)

    assert payload["code"] == "POOL_BUSY"
    assert (payload["taskCode"], payload["issueDueOn"]) == (first["code"], "2026-11-23")


async def test_while_a_pool_over_the_item_waits_for_its_draw_no_other_is_frozen(
    ask: Client, city: None, database: Database
) -> None:
    first = await steps.freeze(ask, await steps.approved(ask))
    second = await steps.approved(ask, regionCode="320508")
    other_item = await steps.approved(ask, itemIds=[item("XW03")])

    payload = await ask.do("freezePool", a_freeze(second), "... on PoolBusy { taskCode }", by=lin)
    allowed = await ask.do("freezePool", a_freeze(other_item), by=lin)

    assert (payload["code"], payload["taskCode"]) == ("POOL_BUSY", first["code"])
    assert allowed["__typename"] == "PoolFrozen"
    assert await steps.state_in(database, second) == "APPROVED"


async def test_a_pool_that_nobody_draws_blocks_others_no_longer_than_its_window(
    ask: Client, clock: Clock, city: None
) -> None:
    await steps.freeze(ask, await steps.approved(ask))
    clock.now = NOW + dt.timedelta(days=31)
    later = {"windowFrom": "2026-12-22", "windowTo": "2026-12-31"}
    second = await steps.approved(ask, **later)
    draw_at = (clock.now + dt.timedelta(hours=1)).isoformat()

    payload = await ask.do("freezePool", a_freeze(second, drawAt=draw_at), by=lin)

    assert payload["__typename"] == "PoolFrozen", payload


async def test_another_edition_of_the_item_waits_too(
    ask: Client, city: None, database: Database
) -> None:
    first = await steps.freeze(ask, await steps.approved(ask))
    edition = new_key()
    async with database.writing() as session:
        known = await session.get_one(InspectionItem, ids.read("InspectionItem", item("XW01")))
        columns = {c.key: getattr(known, c.key) for c in InspectionItem.__table__.columns}
        session.add(InspectionItem(**{**columns, "id": edition, "version_no": 2}))
    second = await steps.approved(ask, itemIds=[ids.write("InspectionItem", edition)])

    payload = await ask.do("freezePool", a_freeze(second), "... on PoolBusy { taskCode }", by=lin)

    assert (payload["code"], payload["taskCode"]) == ("POOL_BUSY", first["code"])


async def test_only_institutions_of_the_sector_area_and_kind_are_in_the_pool(
    ask: Client, city: None, database: Database
) -> None:
    task = await steps.freeze(ask, await steps.approved(ask, subjectKind="SUBJECT"))
    shows = "draw { objects(first: 100) { totalCount nodes { institution { id } } } isT: stage }"

    objects = (await steps.task_of(ask, task["code"], shows))["draw"]["objects"]

    inside = {each["institution"]["id"] for each in objects["nodes"]}
    assert objects["totalCount"] == 41
    assert ids.write("Institution", SWIMMING) not in inside


# What is refused before anything is stored


async def test_too_few_officers_is_refused_before_the_freeze(
    ask: Client, city: None, database: Database
) -> None:
    async with database.writing() as session:
        await session.execute(sa.update(InspectorProfile).values(is_expert=True))
    task = await steps.approved(ask)
    shows = "... on TooFewOfficersForDraw { department lacking needed available }"

    payload = await ask.do("freezePool", a_freeze(task), shows, by=lin)

    assert payload["code"] == "TOO_FEW_OFFICERS_FOR_DRAW"
    assert payload["department"] == str(SUZHOU.id)
    assert (payload["lacking"], payload["needed"], payload["available"]) == ("OFFICERS", 2, 0)
    assert await steps.draws(database) == 0
    assert await steps.state_in(database, task) == "APPROVED"


async def test_a_joint_department_without_inspectors_is_named(
    ask: Client, city: None, database: Database
) -> None:
    departments = [{"authorityId": ids.write("Authority", each.id)} for each in (SUZHOU, GUSU)]
    task = await steps.approved(ask, departments=departments)
    shows = "... on TooFewOfficersForDraw { department available }"

    payload = await ask.do("freezePool", a_freeze(task), shows, by=lin)

    assert (payload["department"], payload["available"]) == (str(GUSU.id), 1)
    assert await steps.draws(database) == 0


async def test_certificates_that_end_within_the_window_do_not_count(
    ask: Client, city: None, database: Database
) -> None:
    async with database.writing() as session:
        await session.execute(
            sa.update(InspectorProfile).values(certificate_valid_to=dt.date(2026, 12, 17))
        )
    task = await steps.approved(ask)

    payload = await ask.do("freezePool", a_freeze(task), by=lin)

    assert payload["code"] == "TOO_FEW_OFFICERS_FOR_DRAW"


@pytest.mark.parametrize(
    "quota", [{"objectCount": 10}, {"ratioBp": 0, "minCount": 10}], ids=["count", "least count"]
)
async def test_of_a_general_item_no_count_draws_more_than_the_ratio(
    ask: Client, city: None, database: Database, quota: dict[str, int]
) -> None:
    task = await steps.approved(ask, quotas=[{"riskClass": "A", **quota}])
    shows = "... on QuotaAbovePolicy { riskClass mostBp }"

    payload = await ask.do("freezePool", a_freeze(task), shows, by=lin)

    assert payload["code"] == "QUOTA_ABOVE_POLICY"
    assert (payload["riskClass"], payload["mostBp"]) == ("A", 200)
    assert await steps.draws(database) == 0


async def test_an_empty_pool_is_nothing_to_draw(
    ask: Client, world: None, database: Database
) -> None:
    task = await steps.approved(ask, itemIds=[item("XW08")])

    payload = await ask.do("freezePool", a_freeze(task), by=lin)

    assert payload["code"] == "NOTHING_TO_DRAW"
    assert await steps.draws(database) == 0


NEXT = entropy.beacon_after(entropy.PUBLIC_CHAIN, NOW).round
"""Due before everybody has read the commitment."""

WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a draw in the past": ({"drawAt": "2026-11-18T01:59:00Z"}, "INVALID_INPUT"),
    "a draw at once": ({"drawAt": NOW.isoformat()}, "INVALID_INPUT"),
    "a draw after the first visit": ({"drawAt": "2026-11-24T02:00:00Z"}, "INVALID_INPUT"),
    "a round that exists": ({"entropy": {"beacon": {"round": 1}}}, "ENTROPY_ALREADY_EXISTS"),
    "the very next round": ({"entropy": {"beacon": {"round": NEXT}}}, "ENTROPY_ALREADY_EXISTS"),
    "a figure of this moment": (
        {"entropy": {"figure": {"source": "x", "publishedAt": "2026-11-18T02:00:01Z"}}},
        "ENTROPY_ALREADY_EXISTS",
    ),
    "a round after the draw": ({"entropy": {"beacon": {"round": 99_000_000}}}, "INVALID_INPUT"),
    "no such chain": ({"entropy": {"beacon": {"chain": "x"}}}, "ENTROPY_SOURCE_UNCLEAR"),
    "a chain of chained rounds": (
        {"entropy": {"beacon": {"chain": entropy.DEFAULT}}},
        "ENTROPY_SOURCE_UNCLEAR",
    ),
    "a figure that exists": (
        {"entropy": {"figure": {"source": "x", "publishedAt": "2026-11-01T00:00:00Z"}}},
        "ENTROPY_ALREADY_EXISTS",
    ),
    "a nameless figure": (
        {"entropy": {"figure": {"source": " ", "publishedAt": DRAW_AT.isoformat()}}},
        "INVALID_INPUT",
    ),
    "a figure that is read backwards": (
        {"entropy": {"figure": {"source": "上证\u202e指数", "publishedAt": DRAW_AT.isoformat()}}},
        "INVALID_INPUT",
    ),
    "no shares": ({"entropy": {"shareIds": []}}, "ENTROPY_SOURCE_UNCLEAR"),
    "shares that are none": (
        {"entropy": {"shareIds": [ids.write("DrawShare", new_key())]}},
        "NOT_FOUND",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
async def test_the_chance_lies_ahead_and_is_named(
    ask: Client, city: None, database: Database, wrong: str
) -> None:
    facts, code = WRONG[wrong]
    task = await steps.approved(ask)

    payload = await ask.do("freezePool", a_freeze(task, **facts), by=lin)

    assert payload["code"] == code, payload
    assert await steps.draws(database) == 0
    assert await steps.state_in(database, task) == "APPROVED"


async def test_a_draft_is_not_frozen(ask: Client, city: None, database: Database) -> None:
    task = await steps.create(ask)
    shows = "... on IllegalTransition { state allowed }"

    payload = await ask.do("freezePool", a_freeze(task), shows, by=lin)

    assert (payload["state"], payload["allowed"]) == ("DRAFT", ["approve", "void"])
    assert await steps.draws(database) == 0


@pytest.mark.parametrize("person", [hua, mei, jun, qiao, su, ou, yin, fang, None], ids=str)
async def test_nobody_else_freezes(
    ask: Client, city: None, database: Database, person: Person | None
) -> None:
    task = await steps.approved(ask)

    payload = await ask.do("freezePool", a_freeze(task), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await steps.draws(database) == 0


async def test_the_rules_name_the_beacons_key(ask: Client, city: None) -> None:
    public, own = await steps.approved(ask), await steps.approved(ask, itemIds=[item("XW03")])
    await steps.freeze(ask, public, entropy={"beacon": {}})
    await steps.freeze(ask, own)

    named = [
        (await steps.proof_of(ask, task["code"]))["notice"]["entropy"] for task in (public, own)
    ]

    assert [(each["chain"], each["public_key"]) for each in named] == [
        (entropy.QUICKNET, entropy.QUICKNET_KEY),
        (beacons.CHAIN.hash, beacons.CHAIN.public_key),
    ]


async def test_the_parties_stand_in_the_notice_by_name_and_office_with_their_time(
    ask: Client, city: None
) -> None:
    task = await steps.shares_frozen(ask)

    named = (await steps.proof_of(ask, task["code"]))["notice"]["entropy"]

    # Two hours after the commitment, because nobody agreed to less.
    assert named["reveal_by"] == "2026-11-18T04:00:00Z"
    parties = {each["party"]: each for each in named["parties"]}
    assert parties[str(MAPLE)] == {
        "party": str(MAPLE),
        "name": "苏州枫叶教育培训中心",
        "office": {"zh": "机构管理员", "en": "Institution administrator"},
        "is_outside": True,
        "commitment": parties[str(MAPLE)]["commitment"],
        "minutes": 120,
    }
    assert {each["office"]["en"] for each in named["parties"]} == {
        "Institution administrator",
        "Head of the organ",
        "Enforcement oversight",
    }


async def test_three_parties_of_the_departments_are_not_enough(
    ask: Client, city: None, database: Database
) -> None:
    task = await steps.approved(ask)
    share_ids = [
        await steps.commit_share(ask, task["code"], who, party) for who, party in steps.PARTIES[:2]
    ]

    payload = await ask.do(
        "freezePool", steps.a_freeze(task, entropy={"shareIds": share_ids}), by=lin
    )

    assert payload["code"] == "ENTROPY_SOURCE_UNCLEAR"
    assert await steps.draws(database) == 0


async def _visited(ask: Client, database: Database, *numbers: int, **facts: Any) -> None:
    """Visits of this spring, each of another task of lin's."""
    given = {"itemIds": facts.pop("items", [item("XW03")]), **facts}
    for number in numbers:
        task = await steps.create(ask, **given)
        async with database.writing() as session:
            row = await session.get_one(InspectionTask, ids.read("InspectionTask", task["id"]))
            row.window_from, row.window_to = dt.date(2026, 3, 1), dt.date(2026, 3, 31)
            session.add(_visit(row, number))

"""A random inspection in Suzhou, step by step through the API: lin manages, hua heads, chance draws."""

import datetime as dt
import json
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from domain.authorities import Sector
from domain.draws import entropy
from domain.institutions import RiskClass
from domain.roles import Role
from persistence.accounts.table import RoleGrant
from persistence.draws.table import Draw
from persistence.engine.database import Database
from persistence.inspections.table import InspectionTask
from persistence.reading import ids
from persistence.regions import reference
from tests import beacons
from tests.client import Client, Clock
from tests.factories import NOW, accounts, authorities, institutions
from tests.people import MAPLE, SUZHOU, Person, hua, key, lin, ou, yin

CLASSES = (RiskClass.A, RiskClass.B, RiskClass.C, RiskClass.D)
PER_CLASS = 10
DRAWN = {"A": 0, "B": 1, "C": 4, "D": 10}
"""Of ten each by the default policy; 枫叶 is an eleventh of class B, which changes nothing."""
DRAW_AT = NOW + dt.timedelta(hours=1)
REVEAL_BY = NOW + dt.timedelta(hours=2)
WINDOW = {"windowFrom": "2026-11-23", "windowTo": "2026-12-18"}
BEACON = beacons.revelation(
    entropy.beacon_after(beacons.CHAIN, DRAW_AT - dt.timedelta(seconds=2 * beacons.CHAIN.period))
)
"""What the beacon says in the round that a freeze for DRAW_AT names."""


def item(code: str = "XW01") -> str:
    return ids.write("InspectionItem", reference.item_key(code))


def institution_key(number: int) -> UUID:
    return key(5000 + number)


def officer_key(number: int) -> UUID:
    return key(5500 + number)


def rows() -> list[list[Any]]:
    """Forty institutions in four classes, and twelve officers of the city beside mei and jun."""
    places = [
        institutions.institution(
            institution_key(number),
            f"抽查示例{number:02d}",
            f"9132050{number:011d}",
            risk_class=CLASSES[number % 4],
        )
        for number in range(4 * PER_CLASS)
    ]
    officers = [
        authorities.officer(
            SUZHOU, f"检查员{number:02d}", id=officer_key(number), staff_no=f"S{number:02d}"
        )
        for number in range(12)
    ]
    profiles = [
        authorities.inspector(
            officer_key(number),
            public_no=f"P5{number:03d}",
            certificate_no=f"C5{number:03d}",
            may_lead=True,
        )
        for number in range(12)
    ]
    return [list(places), list(officers), list(profiles)]


def a_task(**facts: Any) -> dict[str, Any]:
    return {"name": "2026年秋季抽查", "itemIds": [item()], **WINDOW, **facts}


async def done(
    ask: Client, mutation: str, success: str, given: dict[str, Any], *, by: Person
) -> dict[str, Any]:
    """The task after a mutation that must succeed."""
    shows = f"... on {success} {{ task {{ id code state version }} }}"
    payload = await ask.do(mutation, given, shows, by=by)
    assert payload["__typename"] == success, payload
    task: dict[str, Any] = payload["task"]
    return task


async def create(ask: Client, *, by: Person = lin, **facts: Any) -> dict[str, Any]:
    return await done(ask, "createTask", "TaskCreated", a_task(**facts), by=by)


async def approved(ask: Client, **facts: Any) -> dict[str, Any]:
    task = await create(ask, **facts)
    return await done(ask, "approveTask", "TaskApproved", {"taskId": task["id"]}, by=hua)


def a_freeze(task: dict[str, Any], **facts: Any) -> dict[str, Any]:
    return {
        "taskId": task["id"],
        "drawAt": DRAW_AT.isoformat(),
        "entropy": {"beacon": {"chain": beacons.CHAIN.hash}},
        **facts,
    }


async def freeze(ask: Client, task: dict[str, Any], **facts: Any) -> dict[str, Any]:
    return await done(ask, "freezePool", "PoolFrozen", a_freeze(task, **facts), by=lin)


async def execute(ask: Client, clock: Clock, task: dict[str, Any], **facts: Any) -> dict[str, Any]:
    clock.now = max(clock.now, DRAW_AT)
    if "revelation" not in facts:
        source = (await proof_of(ask, task["code"]))["notice"]["entropy"]
        facts["revelation"] = beacons.revelation(source)
    given = {"taskId": task["id"], **facts}
    return await done(ask, "executeDraw", "DrawExecuted", given, by=lin)


async def lock(ask: Client, task: dict[str, Any]) -> dict[str, Any]:
    return await done(ask, "lockDraw", "DrawLocked", {"taskId": task["id"]}, by=lin)


async def drawn(ask: Client, clock: Clock, **facts: Any) -> dict[str, Any]:
    """Frozen now and drawn an hour later."""
    draw_at = clock.now + dt.timedelta(hours=1)
    task = await freeze(ask, await approved(ask, **facts), drawAt=draw_at.isoformat())
    clock.now = draw_at
    return await execute(ask, clock, task)


async def locked(ask: Client, clock: Clock, **facts: Any) -> dict[str, Any]:
    return await lock(ask, await drawn(ask, clock, **facts))


async def issue(ask: Client, task: dict[str, Any]) -> dict[str, Any]:
    return await done(ask, "issueTask", "TaskIssued", {"taskId": task["id"]}, by=lin)


async def issued(ask: Client, clock: Clock, **facts: Any) -> dict[str, Any]:
    return await issue(ask, await locked(ask, clock, **facts))


async def task_of(ask: Client, code: str, shows: str, *, by: Person = lin) -> Any:
    document = f"query Q($code: String!) {{ inspectionTask(code: $code) {{ {shows} }} }}"
    return (await ask(document, {"code": code}, by=by))["inspectionTask"]


async def proof_of(ask: Client, code: str, *, by: Person | None = None) -> dict[str, Any]:
    """The public proof, read as JSON."""
    document = "query Q($code: String!) { drawProof(taskCode: $code) { proof } }"
    found = (await ask(document, {"code": code}, by=by))["drawProof"]
    proof: dict[str, Any] = json.loads(found["proof"])
    return proof


async def visits_of(ask: Client, code: str, *, by: Person = lin) -> list[dict[str, Any]]:
    shows = """inspections(first: 100) { nodes { id state noticedAt institution { id }
        assignments { isLeader replacedAt officer { id } } } }"""
    found = await task_of(ask, code, shows, by=by)
    visits: list[dict[str, Any]] = found["inspections"]["nodes"]
    return visits


async def state_in(database: Database, task: dict[str, Any]) -> str:
    async with database.writing() as session:
        row = await session.get_one(InspectionTask, ids.read("InspectionTask", task["id"]))
        return row.state.value


async def draws(database: Database) -> int:
    async with database.writing() as session:
        return await session.scalar(sa.select(sa.func.count()).select_from(Draw)) or 0


def at(person: Person, role: Role, sectors: tuple[Sector, ...] = ()) -> RoleGrant:
    """One more role for somebody, at the own place."""
    return accounts.grant(person, role)


# Chance from parties: commit and reveal

SECRETS = {"hua": "ab" * 16, "ou": "cd" * 16, "yin": "ef" * 16}
PARTIES = ((hua, SUZHOU.id), (ou, ou.place.id if ou.place else None), (yin, MAPLE))


async def commit_share(ask: Client, code: str, person: Person, party: Any, **facts: Any) -> str:
    commitment = entropy.party_commitment(code, str(party), SECRETS[person.login])
    given = {"taskCode": code, "commitment": commitment, **facts}
    shows = "... on DrawShareCommitted { share { id party revealedAt } }"
    payload = await ask.do("commitDrawShare", given, shows, by=person)
    assert payload["share"]["party"] == str(party), payload
    share_id: str = payload["share"]["id"]
    return share_id


async def shares_frozen(ask: Client, **facts: Any) -> dict[str, Any]:
    """A task whose draw waits for the shares of three parties."""
    task = await approved(ask, publishDrawnList=True)
    share_ids = [
        await commit_share(ask, task["code"], who, party, **facts) for who, party in PARTIES
    ]
    return await freeze(ask, task, entropy={"shareIds": share_ids})


async def reveal_share(ask: Client, task: dict[str, Any], person: Person) -> dict[str, Any]:
    given = {"taskCode": task["code"], "secret": SECRETS[person.login]}
    return await ask.do("revealDrawShare", given, by=person)

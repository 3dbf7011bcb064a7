"""What else is done to the register at random: decisions, registrations elsewhere, places and organs."""

from collections.abc import Awaitable, Callable
from typing import Any

import sqlalchemy as sa

from persistence.authorities.table import Authority
from persistence.publication import withdrawals
from persistence.reading import ids
from persistence.regions import writes as regions
from persistence.regions.table import Region
from persistence.standings import days
from tests.as_of.moved import Days
from tests.as_of.story import Story
from tests.people import FARAWAY, GUSU, MAPLE, SUZHOU, hua, qiao, rui, sen, shan, yin
from tests.schema.institutions import inputs
from tests.schema.institutions.keeping import REASON
from tests.schema.registrations import steps as registrations
from tests.schema.standings.deciding import GROUND

_MAPLE = ids.write("Institution", MAPLE)
_SEEN = """query Q($id: ID!) { institution(by: {id: $id}) { version entitlements { id version state }
    registrations { id version number level } sites { id closedOn }
    standings { id kind isAsEntered entitlementState end { ending } } } }"""
Act = Callable[[Story], Awaitable[None]]


def _day(story: Story, ahead: int) -> str:
    clock = story.ask.clock
    assert isinstance(clock, Days)
    return (clock.day(ahead)).isoformat()


async def _seen(story: Story) -> dict[str, Any]:
    found: dict[str, Any] = (await story.ask(_SEEN, {"id": _MAPLE}, by=rui))["institution"]
    return found


def on_entitlement(mutation: str, **given: Any) -> Act:
    """A decision on one of its entitlements, whatever it is in."""

    async def act(story: Story) -> None:
        held = story.chance.choice((await _seen(story))["entitlements"])
        made = {name: each(story) if callable(each) else each for name, each in given.items()}
        of = {"entitlementId": held["id"], "expectedVersion": held["version"]}
        await story.do(mutation, {**of, **GROUND, **made}, by=rui)

    return act


def on_institution(mutation: str, **given: Any) -> Act:
    async def act(story: Story) -> None:
        version = (await _seen(story))["version"]
        made = {name: each(story) if callable(each) else each for name, each in given.items()}
        of = {"institutionId": _MAPLE, "expectedVersion": version}
        await story.do(mutation, {**of, **GROUND, **made}, by=rui)

    return act


def ahead(first: int, last: int) -> Callable[[Story], str]:
    return lambda story: _day(story, story.chance.randint(first, last))


def one_of(*words: str) -> Callable[[Story], str]:
    return lambda story: story.chance.choice(words)


def _entitlement(story: Story) -> dict[str, Any]:
    number = f"教民{story.fresh():013}号"
    days = {"validFrom": _day(story, -3), "validTo": _day(story, story.chance.randint(2, 40))}
    return inputs.licence(number, authorityId=ids.write("Authority", SUZHOU.id), **days)


def on_standing(mutation: str, by: Any, **given: Any) -> Act:
    async def act(story: Story) -> None:
        seen = await _seen(story)
        running = [each["id"] for each in seen["standings"] if each["end"] is None]
        if running:
            of = {"standingId": story.chance.choice(running), "expectedVersion": seen["version"]}
            await story.do(mutation, {**of, "reason": REASON, **given}, by=by)

    return act


async def revoke(story: Story) -> None:
    """By a ruling, which the institution does not contest."""
    version = (await _seen(story))["version"]
    given = {"institutionId": _MAPLE, "expectedVersion": version, "facts": REASON, **GROUND}
    shows = "... on RulingDrafted { ruling { id } }"
    measure = {"measure": "WITHDRAW_LICENCE"}
    payload = await story.do("draftRuling", {**given, **measure}, shows, by=hua)
    if "code" in payload:
        return
    ruling = payload["ruling"]["id"]
    of = {"rulingId": ruling, "expectedVersion": 1}
    await story.do("answerRuling", {**of, "kind": "WAIVER"}, by=yin)
    await story.do("confirmRuling", {**of, "expectedVersion": 2}, by=qiao)
    if story.chance.random() < 0.5:
        await story.do("recordAppeal", {**of, "expectedVersion": 3, "text": REASON}, by=yin)


async def register_elsewhere(story: Story) -> None:
    number = f"苏ICP备{story.fresh():08}号"
    given = registrations.new_registration(number=number)
    await story.do("recordRegistration", given, by=rui)


async def move(story: Story) -> None:
    to = story.chance.choice(["320508", "320509", "320505"])
    given = await story.kept(
        institutionId=_MAPLE, regionCode=to, address=f"松陵路{story.fresh()}号"
    )
    supervisor = ids.write("Authority", SUZHOU.id)
    await story.do("moveInstitution", {**given, "supervisingAuthorityId": supervisor}, by=rui)


async def transfer(story: Story) -> None:
    there = [ids.write("Authority", each.id) for each in (GUSU, SUZHOU)]
    story.chance.shuffle(there)
    given = {"institutionIds": [_MAPLE], "fromAuthorityId": there[0], "toAuthorityId": there[1]}
    given |= {"reason": REASON}
    await story.do("transferInstitutions", given, by=rui)


async def close_another(story: Story) -> None:
    """One that was registered in the course of the story."""
    found = (await story.ask(_OTHERS))["institutions"]["nodes"]
    others = [
        each for each in found if each["id"] not in (_MAPLE, ids.write("Institution", FARAWAY))
    ]
    chosen = story.chance.choice(others)
    given = {"institutionId": chosen["id"], "expectedVersion": chosen["version"], "reason": REASON}
    closed = {"ground": "DEREGISTERED", "closedOn": _day(story, 0)}
    await story.do("closeInstitution", {**given, **closed}, by=rui)


_OTHERS = """{ institutions(first: 9, filter: {regionCode: "320500", existence: EXISTING}) {
    nodes { id version } } }"""


async def close_authority(story: Story) -> None:
    """One of a district that nobody belongs to; two persons do it."""
    new: dict[str, Any] = {
        "kind": "ADMIN_ORGAN",
        "name": f"虎丘第{story.fresh()}局",
        "regionCode": "320505",
    }
    new |= {"sectors": ["EDUCATION"], "parentId": ids.write("Authority", SUZHOU.id)}
    shows = "... on AuthorityCreated { authority { id version } }"
    made = (await story.do("createAuthority", new, shows, by=shan))["authority"]
    given = {"authorityId": made["id"], "expectedVersion": made["version"], "reason": REASON}
    shows = "... on AuthorityClosed { proposal { id } }"
    payload = await story.do("closeAuthority", given, shows, by=shan)
    if "code" not in payload:
        await story.do("confirmChange", {"proposalId": payload["proposal"]["id"]}, by=sen)


async def rename_places(story: Story) -> None:
    """As the commands of an operator do."""
    async with story.ask.database.writing() as session:
        name = f"姑苏{story.fresh()}区"
        await session.execute(sa.update(Region).where(Region.code == "320508").values(name=name))
        await session.execute(
            sa.update(Authority).where(Authority.id == SUZHOU.id).values(complaint_phone=name)
        )
    story.done.append("region")


async def end_region(story: Story) -> None:
    clock = story.ask.clock
    assert isinstance(clock, Days)
    async with story.ask.database.writing() as session:
        if story.chance.random() < 0.6:
            await regions.end(session, "320507", successor_code="320505", on=clock.day(3))
        else:
            await regions.resume(session, "320507")
    story.done.append("region")


async def pass_night(story: Story) -> None:
    """Without the jobs of the day: until they run the day before is shown, but for what turns by itself."""
    clock = story.ask.clock
    assert isinstance(clock, Days)
    await clock.pass_midnight(story.chance.choice([1, 1, 2, 9, 31]))
    story.is_first_day = False
    story.done.append("night")


async def run_jobs(story: Story) -> None:
    clock, database = story.ask.clock, story.ask.database
    assert isinstance(clock, Days)
    await days.pass_days(database, now=clock(), today=clock.today)
    await withdrawals.expire_due(database, now=clock(), today=clock.today)


ACTS: tuple[Act, ...] = (
    on_institution("grantEntitlement", entitlement=_entitlement),
    on_entitlement("renewEntitlement", untilOn=ahead(1, 700)),
    on_entitlement("correctEntitlement", validTo=ahead(5, 60)),
    on_entitlement("correctEntitlement", delivery="OFFLINE", categories=["ACADEMIC"]),
    on_entitlement("suspendEntitlement", untilOn=ahead(0, 12)),
    on_entitlement("resumeEntitlement"),
    on_entitlement("surrenderEntitlement", fromOn=ahead(0, 5)),
    on_institution(
        "listInstitution",
        kind=one_of("WHITE_LIST", "BLACK_LIST", "KEY_SUPERVISION"),
        untilOn=ahead(0, 90),
    ),
    on_institution(
        "listInstitution", kind="KEY_SUPERVISION", fromOn=ahead(1, 3), untilOn=ahead(4, 90)
    ),
    on_institution("stopEnrolment", untilOn=ahead(0, 20)),
    on_institution("stopEnrolment", fromOn=ahead(1, 3), untilOn=ahead(4, 20)),
    on_institution(
        "gradeCredit", grade=one_of(*"ABCDE"), ruleVersion="2026-1", untilOn=ahead(0, 30)
    ),
    on_standing("endStanding", rui),
    on_standing("endStanding", rui),
    on_standing("quashStanding", hua),
    on_standing("quashStanding", hua),
    revoke,
    register_elsewhere,
    move,
    transfer,
    close_another,
    close_authority,
    rename_places,
    end_region,
    pass_night,
    pass_night,
    pass_night,
    run_jobs,
    run_jobs,
)

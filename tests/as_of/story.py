"""What is done to the register at random, through the API, so that what it shows changes."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from persistence.reading import ids
from tests.client import Client
from tests.people import GUSU, MAPLE, Person, hua, lin, qiao, rui, shan, yin
from tests.schema.inspections import steps as visits
from tests.schema.institutions import inputs
from tests.schema.institutions.keeping import REASON
from tests.schema.publication import steps as results

_MAPLE = ids.write("Institution", MAPLE)
_SEEN = """query Q($id: ID!) { institution(by: {id: $id}) { version sites { id closedOn }
    entitlements { id version } supervisingAuthority { version } } }"""


@dataclass
class Story:
    ask: Client
    chance: random.Random
    published: list[tuple[str, str]] = field(default_factory=list)
    """Visits, each with the version of its result that counts."""
    done: list[str] = field(default_factory=list)
    """Mutations that were not refused."""
    number: int = 0
    is_first_day: bool = True
    """Visits are planned for it."""

    async def act(self) -> None:
        """One more mutation, or a few that go together; some are refused."""
        await self.chance.choice(ACTS)(self)

    async def do(self, mutation: str, given: dict[str, Any], shows: str = "", *, by: Person) -> Any:
        payload = await self.ask.do(mutation, given, shows or "__typename", by=by)
        if "code" not in payload:
            self.done.append(mutation)
        return payload

    async def seen(self) -> dict[str, Any]:
        found: dict[str, Any] = (await self.ask(_SEEN, {"id": _MAPLE}))["institution"]
        return found

    async def kept(self, **given: Any) -> dict[str, Any]:
        version = (await self.seen())["version"]
        return {"expectedVersion": version, "reason": REASON, **given}

    def fresh(self) -> int:
        self.number += 1
        return self.number


async def correct(story: Story) -> None:
    fields = ["website", "introduction", "contactPhone", "publicPhone", "address"]
    given = await story.kept(institutionId=_MAPLE)
    del given["reason"]
    chosen = story.chance.choice(fields)
    await story.do("updateInstitution", {**given, chosen: f"新{story.fresh()}"}, by=rui)


async def rename(story: Story) -> None:
    given = await story.kept(institutionId=_MAPLE, name=f"枫叶第{story.fresh()}培训中心")
    await story.do("renameInstitution", given, by=rui)


async def register(story: Story) -> None:
    code = inputs.credit_code(f"52320508MJ{story.fresh():07}")
    given = inputs.institution(
        unifiedSocialCreditCode=code,
        sites=[inputs.site()],
        entitlements=[inputs.licence(f"新许{story.number}")],
    )
    await story.do("registerInstitution", given, by=rui)


async def add_site(story: Story) -> None:
    site = inputs.site(name=f"分校{story.fresh()}", address=f"平江路{story.number}号")
    await story.do("addSite", await story.kept(institutionId=_MAPLE, site=site), by=rui)


async def change_site(story: Story) -> None:
    sites = [each["id"] for each in (await story.seen())["sites"] if each["closedOn"] is None]
    site = story.chance.choice(sites)
    number = story.fresh()
    changes: list[tuple[str, dict[str, Any]]] = [
        ("updateSite", {"name": f"校区{number}", "capacity": number}),
        ("moveSite", {"regionCode": "320508", "address": f"观前街{number}号"}),
        ("closeSite", {"closedOn": "2026-11-17"}),
    ]
    what, given = story.chance.choice(changes)
    await story.do(what, await story.kept(siteId=site, **given), by=rui)


async def correct_number(story: Story) -> None:
    held = (await story.seen())["entitlements"][0]
    given = {"entitlementId": held["id"], "expectedVersion": held["version"]}
    await story.do("correctLicenceNumber", {**given, "number": f"苏许{story.fresh()}"}, by=rui)


async def correct_authority(story: Story) -> None:
    version = (await story.seen())["supervisingAuthority"]["version"]
    given = {"authorityId": ids.write("Authority", GUSU.id), "expectedVersion": version}
    name = f"姑苏区第{story.fresh()}教育局"
    await story.do("updateAuthority", {**given, "reason": REASON, "name": name}, by=shan)


async def publish(story: Story) -> None:
    """Nothing where nobody can be sent: what was revoked or has moved away is not visited."""
    if not story.is_first_day:
        return
    shows = "... on InspectionAssigned { inspection { id } }"
    payload = await story.do("assignInspection", visits.a_visit(), shows, by=lin)
    if "code" in payload:
        return
    visit = payload["inspection"]["id"]
    await visits.file(story.ask, visit)
    await visits.confirm(story.ask, visit)
    record = await visits.audit(story.ask, visit)
    assert record is not None
    story.published.append((visit, record))
    story.done.append("auditInspectionResult")


def of_result(act: Callable[[Story, str, str], Awaitable[None]]) -> Callable[[Story], Any]:
    """On one of those that are public, published if there is none."""

    async def on_one(story: Story) -> None:
        if not story.published:
            await publish(story)
        if not story.published:
            return
        await act(story, *story.chance.choice(story.published))

    return on_one


@of_result
async def reply(story: Story, _visit: str, record: str) -> None:
    shows = "... on ReplyWritten { reply { id } }"
    payload = await story.do("replyToResult", results.a_reply(record), shows, by=yin)
    if "code" not in payload:
        await story.do("showReply", {"replyId": payload["reply"]["id"]}, by=qiao)


@of_result
async def note_outlet(story: Story, _visit: str, record: str) -> None:
    given = {"publicRecordId": record, "reference": "信用-1", "publishedAt": "2026-11-18T02:00:00Z"}
    await story.do("recordOutletPublication", given, by=qiao)


@of_result
async def object_and_correct(story: Story, visit: str, record: str) -> None:
    if not story.is_first_day:
        return
    shows = "... on ObjectionRaised { objection { id } }"
    payload = await story.do("objectToResult", results.an_objection(record), shows, by=yin)
    if "code" in payload:
        return
    objection = payload["objection"]["id"]
    await results.decide(story.ask, objection)
    versions = "query Q($id: ID!) { publicRecord(id: $id) { versionNo } }"
    version = (await story.ask(versions, {"id": record}))["publicRecord"]["versionNo"]
    later = await results.correct(story.ask, visit, version=version + 1)
    story.published[story.published.index((visit, record))] = visit, later
    story.done.append("fileInspectionResult")


@of_result
async def withdraw(story: Story, visit: str, record: str) -> None:
    given = {"inspectionId": visit, "ground": "WRONG_SUBJECT"}
    payload = await story.do("withdrawResult", given, by=hua)
    if "code" not in payload:
        story.published.remove((visit, record))


@of_result
async def repair(story: Story, visit: str, record: str) -> None:
    given = {"publicRecordId": record, "statement": "已整改完毕"}
    shows = "... on RepairRequested { repairRequest { id } }"
    payload = await story.do("requestRepair", given, shows, by=yin)
    if "code" in payload:
        return
    decided = {"repairRequestId": payload["repairRequest"]["id"], "isGranted": True}
    if "code" not in await story.do("decideRepair", decided, by=hua):
        story.published.remove((visit, record))


STAYS: tuple[Callable[[Story], Any], ...] = (
    correct,
    rename,
    register,
    add_site,
    change_site,
    correct_number,
    correct_authority,
    publish,
    reply,
    note_outlet,
    object_and_correct,
)
"""Acts by which nothing is taken out of the public."""
ACTS = (*STAYS, withdraw, repair)

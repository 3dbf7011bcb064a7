"""A random inspection in October: frozen, drawn by chance of three parties, visited, published, revealed.

Anybody checks it at `/verify`. Two pictures of one visit are evidence, and one of them is public.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from demo.drawn import pictures
from demo.drawn.hands import Hands
from demo.rows.rows import at
from demo.story.people import COLLEAGUE_LOGINS

_ITEM = "XW02"
_PLANNED, _FROZEN = at(dt.date(2026, 10, 12), 9, 30), at(dt.date(2026, 10, 12), 10)
_DRAWN, _VISITS = at(dt.date(2026, 10, 12), 10, 5), dt.date(2026, 10, 14)
_AUDITED = at(dt.date(2026, 10, 23), 15)
_WINDOW = dt.date(2026, 10, 13), dt.date(2026, 10, 30)
_NAME = "2026年第四季度校外培训预收费随机抽查"
_QUOTAS = {"A": 0, "B": 2, "C": 1, "D": 0}
_MANAGER, _HEAD, _AUDITOR = "task-manager", "head", "result-auditor"
_INSPECTORS = ("inspector-1", "inspector-2", "inspector-3", *COLLEAGUE_LOGINS)
_PARTIES = ("head", "oversight", "institution-admin")
_ANSWERS = ("OC03_DISPLAY", "OC02_SIGNBOARD")


async def carry_out(hands: Hands) -> str:
    """All of it, from the task to the revealed draw; the code of the task."""
    hands.now = _PLANNED
    task = await _task(hands)
    await _draw(hands, task)
    visits = await _visits(hands, task)
    for day, visit in enumerate(visits):
        hands.now = at(_VISITS + dt.timedelta(days=day), 14)
        await _visit(hands, visit, has_pictures=day == 0)
    hands.now = _AUDITED
    for visit in visits:
        await hands.do(
            "auditInspectionResult",
            "",
            by=_AUDITOR,
            inspectionId=visit["id"],
            decision="APPROVED",
        )
    await _release(hands, visits[0])
    return str(task["code"])


async def _task(hands: Hands) -> dict[str, Any]:
    shows = """query Q($c: String!) { inspectionItems(first: 1, filter: {code: $c}) { nodes { id } } }"""
    (item,) = (await hands.ask(shows, {"c": _ITEM}))["inspectionItems"]["nodes"]
    shows = """{ inspectionPlans(first: 1, filter: {year: 2026}) { nodes {
        lines { id item { code } } } } }"""
    (plan,) = (await hands.ask(shows, by=_MANAGER))["inspectionPlans"]["nodes"]
    (line_id,) = (line["id"] for line in plan["lines"] if line["item"]["code"] == _ITEM)
    created: dict[str, Any] = (
        await hands.do(
            "createTask",
            "... on TaskCreated { task { id code } }",
            by=_MANAGER,
            name=_NAME,
            itemIds=[item["id"]],
            planLineId=line_id,
            windowFrom=_WINDOW[0].isoformat(),
            windowTo=_WINDOW[1].isoformat(),
            publishDrawnList=True,
            quotas=[{"riskClass": name, "objectCount": count} for name, count in _QUOTAS.items()],
        )
    )["task"]
    await hands.do("approveTask", "", by=_HEAD, taskId=created["id"])
    return created


async def _draw(hands: Hands, task: dict[str, Any]) -> None:
    hands.now = _FROZEN
    shares, secrets = [], {}
    for login in _PARTIES:
        (grant,) = (
            await hands.ask("{ me { grants { authority { id } institution { id } } } }", by=login)
        )["me"]["grants"]
        party = (grant["authority"] or grant["institution"])["id"].partition("_")[2]
        # No secret any more: everybody sees it once the draw is revealed.
        secrets[login] = hashlib.sha256(f"{_NAME} {login}".encode()).hexdigest()
        text = f"DR1-PARTY|{task['code']}|{party}|{secrets[login]}"
        committed = await hands.do(
            "commitDrawShare",
            "... on DrawShareCommitted { share { id } }",
            by=login,
            taskCode=task["code"],
            commitment=hashlib.sha256(text.encode()).hexdigest(),
        )
        shares.append(committed["share"]["id"])
    await hands.do(
        "freezePool",
        "",
        by=_MANAGER,
        taskId=task["id"],
        drawAt=_DRAWN.isoformat(),
        entropy={"shareIds": shares},
    )
    for login, secret in secrets.items():
        await hands.do("revealDrawShare", "", by=login, taskCode=task["code"], secret=secret)
    hands.now = _DRAWN
    for mutation in ("executeDraw", "lockDraw", "issueTask"):
        await hands.do(mutation, "", by=_MANAGER, taskId=task["id"])


async def _visits(hands: Hands, task: dict[str, Any]) -> Sequence[dict[str, Any]]:
    """The visits that were drawn, each with the logins of its officers, who leads first."""
    logins = {}
    for login in _INSPECTORS:
        me = (await hands.ask("{ me { officer { id } } }", by=login))["me"]
        logins[me["officer"]["id"]] = login
    shows = """query Q($c: String!) { inspectionTask(code: $c) { inspections(first: 100) { nodes { id
        institution { legalRepresentative sites { position { wgs84Latitude wgs84Longitude } } }
        assignments { isLeader officer { id } } } } } }"""
    found = (await hands.ask(shows, {"c": task["code"]}, by=_MANAGER))["inspectionTask"]
    return [
        {
            **visit,
            "team": [
                logins[each["officer"]["id"]]
                for each in sorted(visit["assignments"], key=lambda each: not each["isLeader"])
            ],
        }
        for visit in found["inspections"]["nodes"]
    ]


async def _visit(hands: Hands, visit: dict[str, Any], *, has_pictures: bool) -> None:
    arrived_at, (leader, *others) = hands.now, visit["team"]
    for login in visit["team"]:
        await hands.do(
            "checkIn",
            "",
            by=login,
            inspectionId=visit["id"],
            claimedAt=arrived_at.isoformat(),
            position=_beside(visit),
            certificatesShown=True,
            rightsTold=True,
        )
    hands.now += dt.timedelta(minutes=20)
    if has_pictures:
        await _declare(hands, visit, leader)
    hands.now += dt.timedelta(minutes=20)
    record = (
        await hands.do(
            "fileInspectionResult",
            "... on InspectionResultFiled { inspection { record { versionNo hash } } }",
            by=leader,
            **_report(visit, arrived_at, hands.now),
        )
    )["inspection"]["record"]
    await hands.do(
        "recordSignature",
        "",
        by=leader,
        inspectionId=visit["id"],
        party="INSPECTED",
        name=visit["institution"]["legalRepresentative"],
        capacity="法定代表人",
        recordHash=record["hash"],
        signedAt=hands.now.isoformat(),
    )
    for login in others:
        await hands.do(
            "confirmInspectionResult",
            "",
            by=login,
            inspectionId=visit["id"],
            recordVersionNo=record["versionNo"],
        )


def _beside(visit: dict[str, Any]) -> dict[str, Any]:
    position = visit["institution"]["sites"][0]["position"]
    return {
        "latitude": position["wgs84Latitude"] + 0.0002,
        "longitude": position["wgs84Longitude"],
        "accuracyM": 10,
        "datum": "WGS84",
    }


def _report(visit: dict[str, Any], began: dt.datetime, ended: dt.datetime) -> dict[str, Any]:
    return {
        "inspectionId": visit["id"],
        "visitStartedAt": began.isoformat(),
        "visitEndedAt": ended.isoformat(),
        "methods": ["ON_SITE"],
        "resultCodes": ["NO_PROBLEM"],
        "measures": ["NONE_NEEDED"],
        "summary": "收费项目、标准和退费办法已公示，预收费未超规定时限，灭火器在有效期内。",
        "answers": [
            {"itemCode": code, "isChecked": True, "problemFound": False, "handling": "NONE"}
            for code in _ANSWERS
        ],
        "findings": [],
    }


async def _declare(hands: Hands, visit: dict[str, Any], by: str) -> None:
    taken = (pictures.price_board(), pictures.extinguisher())
    slots = [
        {
            "kind": "PHOTO",
            "sha256": hashlib.sha256(data).hexdigest(),
            "size": len(data),
            "mediaType": "image/jpeg",
            "capturedAt": hands.now.isoformat(),
        }
        for data in taken
    ]
    declared = await hands.do(
        "declareEvidence",
        "... on EvidenceDeclared { uploads { evidenceId } }",
        by=by,
        ownerId=visit["id"],
        slots=slots,
    )
    visit["pictures"] = [slot["evidenceId"] for slot in declared["uploads"]]
    for evidence_id, data in zip(visit["pictures"], taken, strict=True):
        await hands.deliver(evidence_id, data, "image/jpeg", by=by)


async def _release(hands: Hands, visit: dict[str, Any]) -> None:
    await hands.do(
        "releaseEvidence",
        "",
        by=_AUDITOR,
        evidenceId=visit["pictures"][0],
        reason="公示牌照片，不含个人信息。",
    )

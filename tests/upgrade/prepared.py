"""What is begun at the old server, for the new one to go on with. Over HTTP alone."""

import datetime as dt
import hashlib
import random
import secrets
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import httpx2

from domain import credit_codes
from tests.api.evidence import files
from tests.upgrade.client import NotAnswered, RecordingClient

AHEAD = dt.timedelta(seconds=12)
"""From the freeze to the draw: the server wants five, and a busy machine takes some."""

TUS = {"tus-resumable": "1.0.0"}
OCTETS = {**TUS, "content-type": "application/offset+octet-stream"}
HEAD, MANAGER, ADMIN, INSPECTOR = "head", "task-manager", "institution-admin", "inspector-1"
PARTIES = (HEAD, "oversight", ADMIN)
ITEM = "XW02"


@dataclass(frozen=True)
class HalfUpload:
    evidence_id: str
    location: str
    content: bytes
    offset: int


@dataclass(frozen=True)
class FrozenDraw:
    """A pool frozen and not drawn; `secrets` are the shares of its parties, by login."""

    task_id: str
    code: str
    draw_at: dt.datetime
    secrets: dict[str, str]
    notice: bytes
    drawn_count: int


@dataclass(frozen=True)
class Prepared:
    receipt: str
    sealed_id: str
    upload: HalfUpload
    draw: FrozenDraw


def prepare(client: RecordingClient) -> Prepared:
    """Do all of it as the demo's people. The draw is frozen last, since its time runs."""
    place = _grant(client, ADMIN)["institution"]["id"]
    _register(client, _grant(client, "registrar")["authority"]["id"])
    _account(client)
    _registries(client, place)
    receipt = _complain(client, place)
    visit = _visit(client, place)
    film = files.mp4(random.Random(1).randbytes(400_000))
    whole, half = _declare(client, visit, files.pdf(), film)
    _upload(client, whole, files.pdf())
    upload = _upload(client, half, film, end=len(film) // 2)
    _file(client, visit)
    return Prepared(receipt, whole["id"], upload, _freeze(client))


def _register(client: RecordingClient, authority: str) -> None:
    """An institution with its site and its licence, and a teacher; then changed."""
    body = "52320508MJ7654321"
    institution = client.do(
        "registerInstitution",
        "InstitutionRegistered",
        "institution { id version }",
        by="registrar",
        unifiedSocialCreditCode=body + credit_codes.check_character(body),
        name="姑苏区云栖升级培训中心",
        kinds=["OFF_CAMPUS_TRAINING"],
        subjectKind="NON_SUBJECT",
        legalForm="NON_PROFIT",
        sector="EDUCATION",
        regionCode="320508",
        address="平江路８号",
        establishedOn="2021-03-01",
        supervisingAuthorityId=authority,
        legalRepresentative="某某",
        registeredCapitalFen=50_000_000,
        sites=[
            {
                "name": "总部",
                "regionCode": "320508",
                "address": "平江路8号",
                "areaM2": 320,
                "position": {"latitude": 31.31, "longitude": 120.6301, "datum": "GCJ02"},
            }
        ],
    )["institution"]
    client.do(
        "updateInstitution",
        "InstitutionUpdated",
        "institution { id name version }",
        by="registrar",
        institutionId=institution["id"],
        expectedVersion=institution["version"],
        name="姑苏区云栖培训中心",
        website=None,
    )
    client.do(
        "registerTeacher",
        "TeacherRegistered",
        "teacher { id name }",
        by="registrar",
        institutionId=institution["id"],
        name="某老师",
        identityNumber="11010519491231002x",
        isInServiceSchoolTeacher=False,
        employment="FULL_TIME",
        subjects=["数学"],
        stages=["JUNIOR_SECONDARY"],
        certificateKind="TEACHER_QUALIFICATION",
        certificateNo="20203201142000001",
        employedFrom="2026-09-01",
    )


def _account(client: RecordingClient) -> None:
    client.do(
        "createAccount",
        "AccountCreated",
        "account { login displayName mustChangePassword grants { role } }",
        by="sys-admin",
        login="upgrade-supervisor",
        displayName="某主管",
        initialPassword="a long first phrase",
        role="SUPERVISOR",
        authorityId=_grant(client, HEAD)["authority"]["id"],
    )


def _registries(client: RecordingClient, place: str) -> None:
    """A recusal and a stop, both ended, so that they are not in the draw's way."""
    recusal = client.do(
        "declareRecusal",
        "RecusalDeclared",
        "recusal { id ground note }",
        by=HEAD,
        officerId=_officer(client, "inspector-2"),
        institutionId=place,
        ground="CHILD_ENROLLED",
        note="Until the summer.",
    )["recusal"]
    client.do("liftRecusal", "RecusalLifted", "__typename", by=HEAD, recusalId=recusal["id"])
    stop = client.do(
        "stopObject",
        "ObjectStopped",
        "stop { id ground reason firstOn lastOn }",
        by=HEAD,
        institutionId=place,
        ground="FORCE_MAJEURE",
        reason="The house is under repair.",
        firstOn=_today().isoformat(),
    )["stop"]
    client.do("endObjectStop", "ObjectStopEnded", "__typename", by=HEAD, stopId=stop["id"])
    quotas = [{"riskClass": each, "ratioBp": 1_000, "minCount": 1} for each in "ABCD"]
    shows = "authority { id name }"
    client.do("adoptDrawPolicy", "DrawPolicyAdopted", shows, by=HEAD, quotas=quotas)


def _complain(client: RecordingClient, place: str) -> str:
    """A parent's dispute, and a report of nobody's; the receipt of the latter."""
    shows = "complaintNo receipt complaint { id state acceptDueOn }"
    client.do(
        "raiseComplaint",
        "ComplaintRaised",
        shows,
        by="parent-1",
        kind="DISPUTE",
        category="REFUND_DIFFICULTY",
        identification="REAL_NAME",
        institutionId=place,
        statement="The refund I asked for in September has not been answered.",
        claimFen=298_000,
        occurredOn="2026-09-30",
        name="A Parent",
        phone="154 0000 0001",
        address="Gusu",
    )
    raised = client.do(
        "raiseComplaint",
        "ComplaintRaised",
        shows,
        by=None,
        kind="REPORT",
        category="HOLIDAY_CLASS",
        identification="ANONYMOUS",
        institutionId=place,
        statement="There was a mathematics class on Sunday morning.",
    )
    return str(raised["receipt"])


def _visit(client: RecordingClient, place: str) -> str:
    officers = [_officer(client, login) for login in (INSPECTOR, "inspector-2")]
    visit = client.do(
        "assignInspection",
        "InspectionAssigned",
        "inspection { id state task { code } }",
        by=MANAGER,
        institutionId=place,
        officerIds=officers,
        leaderId=officers[0],
        trigger="LEAD",
        name="Fees on display",
        reason="A lead says the fees are not on display.",
        windowFrom=_today().isoformat(),
        windowTo=_today().isoformat(),
        noticeMode="ON_ARRIVAL",
    )["inspection"]
    client.do(
        "checkIn",
        "CheckedIn",
        "checkIn { distanceM flags claimedAt }",
        by=INSPECTOR,
        inspectionId=visit["id"],
        claimedAt=_now().isoformat(timespec="milliseconds"),
        position={"latitude": 31.31, "longitude": 120.62, "accuracyM": 15, "datum": "WGS84"},
        certificatesShown=True,
        rightsTold=True,
    )
    return str(visit["id"])


def _declare(
    client: RecordingClient, visit: str, paper: bytes, film: bytes
) -> list[dict[str, Any]]:
    kinds = ((paper, "DOCUMENT", "application/pdf"), (film, "VIDEO", "video/mp4"))
    slots: list[dict[str, Any]] = client.do(
        "declareEvidence",
        "EvidenceDeclared",
        "slots { id sha256 state uploadUrl }",
        by=INSPECTOR,
        ownerId=visit,
        slots=[
            {
                "kind": kind,
                "sha256": hashlib.sha256(content).hexdigest(),
                "size": len(content),
                "mediaType": media_type,
                "fileName": f"走廊 {kind}",
                "capturedAt": _now().isoformat(timespec="milliseconds"),
                "position": {"latitude": 31.3, "longitude": 120.6, "datum": "GCJ02"},
            }
            for content, kind, media_type in kinds
        ],
    )["slots"]
    return slots


def _upload(
    client: RecordingClient, slot: dict[str, Any], content: bytes, *, end: int | None = None
) -> HalfUpload:
    """Send the bytes up to `end`, or all of them."""
    about = {**TUS, "upload-length": str(len(content))}
    created = expect(201, client.http.post(slot["uploadUrl"], headers=about))
    upload = HalfUpload(slot["id"], created.headers["location"], content, 0)
    offset = send(client, upload, content[:end])
    return HalfUpload(upload.evidence_id, upload.location, content, offset)


def send(client: RecordingClient, upload: HalfUpload, some: bytes) -> int:
    """Go on with an upload at its offset; the offset after that."""
    headers = {**OCTETS, "upload-offset": str(upload.offset)}
    answer = expect(204, client.http.patch(upload.location, content=some, headers=headers))
    return int(answer.headers["upload-offset"])


def _file(client: RecordingClient, visit: str) -> None:
    """The record of a visit, sealed with what evidence had been declared."""
    now = _now().isoformat(timespec="milliseconds")
    answer = {"isChecked": True, "problemFound": True, "handling": "ORDERED"}
    finding = {"violationCode": "INFO_NOT_DISPLAYED", "detail": "No fee list at the entrance."}
    client.do(
        "fileInspectionResult",
        "InspectionResultFiled",
        "inspection { state publishDueOn record { versionNo hash findings { violationCode } } }",
        by=INSPECTOR,
        inspectionId=visit,
        visitStartedAt=now,
        visitEndedAt=now,
        methods=["ON_SITE"],
        resultCodes=["PROBLEM_PENDING"],
        measures=["ORDER_CORRECTION"],
        summary="Fees are not on display.",
        answers=[{"itemCode": "OC03_DISPLAY", **answer}],
        findings=[{"itemCode": "OC03_DISPLAY", **finding}],
    )


def expect(status: int, answer: httpx2.Response) -> httpx2.Response:
    """The answer, if it has this status. Raises NotAnswered."""
    if answer.status_code != status:
        request = answer.request
        text = f"{request.method} {request.url.path}: {answer.status_code} instead of {status}"
        raise NotAnswered(f"{text}: {answer.text[:500]}")
    return answer


def _freeze(client: RecordingClient) -> FrozenDraw:
    task = _task(client)
    shares = {login: _share(client, login, task["code"]) for login in PARTIES}
    draw_at = (_now() + AHEAD).replace(microsecond=0)
    frozen = client.do(
        "freezePool",
        "PoolFrozen",
        "task { state draw { commitment objectCount eligibleCount drawnCount drawAt } }",
        by=MANAGER,
        taskId=task["id"],
        drawAt=draw_at.isoformat(),
        entropy={"shareIds": [share_id for share_id, _ in shares.values()]},
    )["task"]["draw"]
    return FrozenDraw(
        task["id"],
        task["code"],
        draw_at,
        {login: secret for login, (_, secret) in shares.items()},
        proof(client, task["code"]),
        frozen["drawnCount"],
    )


def _task(client: RecordingClient) -> dict[str, Any]:
    """A task by a public plan, made by one and approved by another."""
    shows = (
        "query Q($c: String!) { inspectionItems(first: 1, filter: {code: $c}) { nodes { id } } }"
    )
    (item,) = client.ask(shows, {"c": ITEM})["inspectionItems"]["nodes"]
    first_on = _today() + dt.timedelta(days=1)
    last_on = min(first_on + dt.timedelta(days=20), first_on.replace(month=12, day=31))
    line = {
        "itemId": item["id"],
        "regionCode": "320500",
        "firstOn": first_on.isoformat(),
        "lastOn": last_on.isoformat(),
        "objectCount": 4,
    }
    shows = "plan { id version state lines { id } }"
    name = "Prepayments, after the upgrade"
    given = {"year": first_on.year, "name": name, "lines": [line]}
    plan = client.do("createPlan", "PlanCreated", shows, by=MANAGER, **given)["plan"]
    for mutation, success, login in (
        ("submitPlan", "PlanSubmitted", MANAGER),
        ("approvePlan", "PlanApproved", HEAD),
        ("publishPlan", "PlanPublished", MANAGER),
    ):
        known = {"planId": plan["id"], "expectedVersion": plan["version"]}
        plan = client.do(mutation, success, shows, by=login, **known)["plan"]
    task: dict[str, Any] = client.do(
        "createTask",
        "TaskCreated",
        "task { id code state }",
        by=MANAGER,
        name=name,
        itemIds=[item["id"]],
        planLineId=plan["lines"][0]["id"],
        windowFrom=first_on.isoformat(),
        windowTo=last_on.isoformat(),
        publishDrawnList=True,
        quotas=[{"riskClass": "B", "objectCount": 2}, {"riskClass": "C", "objectCount": 1}],
    )["task"]
    client.do("approveTask", "TaskApproved", "task { state }", by=HEAD, taskId=task["id"])
    return task


def _share(client: RecordingClient, login: str, code: str) -> tuple[str, str]:
    """Commit to a secret; the share's id, and the secret."""
    grant = _grant(client, login)
    party = (grant["authority"] or grant["institution"])["id"].partition("_")[2]
    secret = secrets.token_hex(32)
    committed = hashlib.sha256(f"DR1-PARTY|{code}|{party}|{secret}".encode()).hexdigest()
    given = {"taskCode": code, "commitment": committed}
    share = client.do("commitDrawShare", "DrawShareCommitted", "share { id }", by=login, **given)
    return share["share"]["id"], secret


def proof(client: RecordingClient, code: str) -> bytes:
    """What anybody downloads of a draw."""
    return expect(200, client.http.get(f"/draws/{code}.json")).content


def _grant(client: RecordingClient, login: str) -> dict[str, Any]:
    (grant,) = client.ask("{ me { grants { authority { id } institution { id } } } }", by=login)[
        "me"
    ]["grants"]
    return dict(grant)


def _officer(client: RecordingClient, login: str) -> str:
    return str(client.ask("{ me { officer { id } } }", by=login)["me"]["officer"]["id"])


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _today() -> dt.date:
    return _now().astimezone(ZoneInfo("Asia/Shanghai")).date()

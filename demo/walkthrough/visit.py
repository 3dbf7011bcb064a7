"""A visit, carried out through GraphQL on a running server: from the notice to the corrections.

A named case, since its institution has an account: notified, visited, signature refused, rejected
in audit, objected to and corrected in public. One order is found complied with by a re-inspection,
another is not and goes to the head.
"""

import datetime as dt
from typing import Any

from demo.walkthrough.server import StoryClient, say, today

FIRST, SECOND, THIRD = "inspector-1", "inspector-2", "inspector-3"
MANAGER, AUDITOR, HEAD, ADMIN = "task-manager", "result-auditor", "head", "institution-admin"
ITEM, VIOLATION = "OC03_DISPLAY", "INFO_NOT_DISPLAYED"
OTHER_ITEM, OTHER_VIOLATION = "OC02_SIGNBOARD", "SIGNBOARD_NAME"


def run(server: StoryClient) -> str:
    """Tell the story; the id of its visit."""
    place = _place(server)
    team = {login: _officer_id(server, login) for login in (FIRST, SECOND, THIRD)}
    visit, stranger = _assign(server, place, team)
    _notify(server, visit)
    if stranger is not None:
        _recuse(server, place, visit, stranger, team[SECOND])
    _arrive(server, visit, place, FIRST, SECOND)
    orders = _order(server, visit)
    _record(server, visit)
    _publish(server, visit)
    _mend(server, place, orders, team)
    _look(server, place)
    return visit


def _place(server: StoryClient) -> dict[str, Any]:
    """The institution that the administrator signs in for, and where it is."""
    (grant,) = server.ask("{ me { grants { institution { id name } } } }", by=ADMIN)["me"]["grants"]
    shows = """query Q($i: ID!) { institution(by: {id: $i}) { id name
        sites { position { wgs84Latitude wgs84Longitude } } } }"""
    found: dict[str, Any] = server.ask(shows, {"i": grant["institution"]["id"]})["institution"]
    return found


def _officer_id(server: StoryClient, login: str) -> str:
    return str(server.ask("{ me { officer { id } } }", by=login)["me"]["officer"]["id"])


def _assign(
    server: StoryClient, place: dict[str, Any], team: dict[str, str]
) -> tuple[str, str | None]:
    """The visit, and the officer among those sent whom the institution will object to."""
    strangers = [
        each["id"]
        for each in server.ask(
            "{ officers(first: 50) { nodes { id inspector { mayLead } } } }", by=MANAGER
        )["officers"]["nodes"]
        if each["inspector"] and each["id"] not in team.values()
    ]
    for stranger in (*strangers, None):
        officers = [team[FIRST], stranger or team[SECOND]]
        given = _case(place, officers, "A lead says that prices and teachers are not on display.")
        if stranger is None or _can_go(server, given):
            shows = "... on InspectionAssigned { inspection { id task { code } } }"
            visit = server.do("assignInspection", shows, by=MANAGER, **given)["inspection"]
            say(f"Case {visit['task']['code']}: a lead assigns two officers to {place['name']}.")
            return str(visit["id"]), stranger
    raise AssertionError("the last of them is tried without asking")


def _can_go(server: StoryClient, given: dict[str, Any]) -> bool:
    """Whether nothing keeps the second officer away; an officer of another office, a recusal."""
    shows = "query Q($o: ID!, $i: ID!) { recusals(first: 1, filter: {officerId: $o, institutionId: $i, isStanding: true}) { totalCount } }"
    known = {"o": given["officerIds"][1], "i": given["institutionId"]}
    recused: int = server.ask(shows, known, by=HEAD)["recusals"]["totalCount"]
    return recused == 0


def _case(place: dict[str, Any], officers: list[str], reason: str) -> dict[str, Any]:
    first_on = today()
    return {
        "institutionId": place["id"],
        "officerIds": officers,
        "leaderId": officers[0],
        "trigger": "LEAD",
        "name": "Prices and teachers on display",
        "reason": reason,
        "windowFrom": first_on.isoformat(),
        "windowTo": (first_on + dt.timedelta(days=3)).isoformat(),
        "noticeMode": "ADVANCE",
    }


def _notify(server: StoryClient, visit: str) -> None:
    server.do(
        "issueNotice",
        "",
        by=MANAGER,
        inspectionId=visit,
        methods=["ON_SITE"],
        materials=["Price list", "List of teachers with their certificates"],
        contact="Supervision office, 12345",
        appointmentPossible=True,
    )
    server.do("acknowledgeNotice", "", by=ADMIN, inspectionId=visit)
    at = dt.datetime.combine(today() + dt.timedelta(days=2), dt.time(2), dt.UTC)
    proposed = server.do(
        "proposeAppointment",
        "... on AppointmentProposed { appointment { id } }",
        by=ADMIN,
        inspectionId=visit,
        visitAt=at.isoformat(),
    )["appointment"]
    server.do(
        "decideAppointment",
        "",
        by=MANAGER,
        inspectionId=visit,
        appointmentId=proposed["id"],
        isAccepted=False,
        reason="The lead is urgent.",
    )
    say("The institution got its notice and proposed another day; the office declined.")


def _recuse(
    server: StoryClient, place: dict[str, Any], visit: str, officer: str, incoming: str
) -> None:
    request = server.do(
        "requestRecusal",
        "... on RecusalRequested { recusalRequest { id } }",
        by=ADMIN,
        inspectionId=visit,
        officerId=officer,
        ground="WORKED_THERE",
        statement="Taught here until last year.",
    )["recusalRequest"]
    server.do(
        "decideRecusalRequest",
        "",
        by=HEAD,
        recusalRequestId=request["id"],
        isUpheld=True,
        incomingOfficerId=incoming,
    )
    say("It requested the recusal of one officer; the head agreed and assigned another.")
    # So that the story can run again.
    shows = "query Q($o: ID!, $i: ID!) { recusals(first: 10, filter: {officerId: $o, institutionId: $i, isStanding: true}) { nodes { id } } }"
    known = {"o": officer, "i": place["id"]}
    for each in server.ask(shows, known, by=HEAD)["recusals"]["nodes"]:
        server.do("liftRecusal", "", by=HEAD, recusalId=each["id"])


def _arrive(server: StoryClient, visit: str, place: dict[str, Any], *logins: str) -> None:
    shows = "query Q($i: ID!) { inspection(id: $i) { inspectionCode } }"
    code = server.ask(shows, {"i": visit}, by=logins[0])["inspection"]["inspectionCode"]
    shows = """query Q($c: String!) { verifyInspectionCode(code: $c) {
        status authority institution officers { name certificateNo } } }"""
    verified = server.ask(shows, {"c": code})["verifyInspectionCode"]
    names = ", ".join(f"{each['name']} {each['certificateNo']}" for each in verified["officers"])
    say(f"At the door anyone can check the code {code}: {verified['status']}, {names}.")
    code = server.refused("fileInspectionResult", by=logins[0], **_report(visit, found=True))
    say(f"Filed before anyone checked in: {code}.")
    (site, *_) = place["sites"]
    for login in logins:
        checked_in = server.do(
            "checkIn",
            "... on CheckedIn { checkIn { distanceM flags } }",
            by=login,
            inspectionId=visit,
            claimedAt=_now(),
            position={
                "latitude": site["position"]["wgs84Latitude"] + 0.0003,
                "longitude": site["position"]["wgs84Longitude"],
                "accuracyM": 12,
                "datum": "WGS84",
            },
            certificatesShown=True,
            rightsTold=True,
        )["checkIn"]
    say(
        f"Both are there: {checked_in['distanceM']} m from the registered place,"
        f" noted: {', '.join(checked_in['flags']) or 'nothing'}."
    )


def _order(server: StoryClient, visit: str) -> list[dict[str, Any]]:
    """Three orders: one corrected at once, two by a day; the latter two."""
    shows = "... on CorrectionOrderIssued { order { id version dueOn } }"
    at_once = server.do(
        "issueCorrectionOrder",
        shows,
        by=FIRST,
        inspectionId=visit,
        kind="IMMEDIATE",
        requirements="Clear the emergency exit.",
        claimedAt=_now(),
    )["order"]
    server.do("verifyCorrection", "", by=FIRST, orderId=at_once["id"], note="Cleared.")
    orders = [
        server.do(
            "issueCorrectionOrder",
            shows,
            by=FIRST,
            inspectionId=visit,
            kind="DEADLINE",
            violationCodes=[VIOLATION],
            requirements=requirement,
            dueOn=(today() + dt.timedelta(days=30)).isoformat(),
            claimedAt=_now(),
        )["order"]
        for requirement in ("Put the prices on display.", "Put the teachers on display.")
    ]
    say(f"Ordered on the spot: one correction at once, done; two by {orders[0]['dueOn']}.")
    return orders


def _record(server: StoryClient, visit: str) -> None:
    wrong = _report(visit, found=True) | {"resultCodes": ["NO_PROBLEM"]}
    say(
        f"NO_PROBLEM beside a finding: {server.refused('fileInspectionResult', by=FIRST, **wrong)}."
    )
    record = _file(server, visit, FIRST, found=True)
    server.do(
        "recordSignatureRefusal",
        "",
        by=FIRST,
        inspectionId=visit,
        because="REFUSED",
        reason="The manager on duty would not sign without the owner.",
        witnessName="Neighbourhood committee, member on duty",
        witnessCapacity="Witness",
        recordHash=record["hash"],
        notedAt=_now(),
    )
    _confirm(server, visit, SECOND, record)
    say("The record is filed and confirmed; the institution refused to sign, a witness is named.")
    _audit(server, visit, "REJECTED", reason="Which prices were missing?")
    record = _file(server, visit, FIRST, found=True, correction="The prices of three courses.")
    _sign(server, visit, FIRST, record)
    _confirm(server, visit, SECOND, record)
    say("The auditor rejected it; the next version, with its reason, is signed by the institution.")


def _publish(server: StoryClient, visit: str) -> None:
    _audit(server, visit, "APPROVED", publish=False)
    shows = """... on InspectionResultPublished { publicRecord { id versionNo resultText
        publications { outlet state } } }"""
    public = server.do("publishInspectionResult", shows, by=AUDITOR, inspectionId=visit)[
        "publicRecord"
    ]
    say(f"Public, version {public['versionNo']}: {public['resultText']}")
    objection = server.do(
        "objectToResult",
        "... on ObjectionRaised { objection { id dueOn } }",
        by=ADMIN,
        publicRecordId=public["id"],
        statement="The signboard was being repaired that day; the licensed name is on the door.",
    )["objection"]
    own = server.refused(
        "decideObjection", by=AUDITOR, objectionId=objection["id"], isUpheld=False, reason="No."
    )
    server.do(
        "decideObjection",
        "",
        by=HEAD,
        objectionId=objection["id"],
        isUpheld=True,
        reason="The photographs show the name on the door.",
    )
    say(
        f"The institution objects (to be verified by {objection['dueOn']}). Who approved it may not"
    )
    print(f"  decide ({own}); the head does, and upholds it.")
    record = _file(server, visit, FIRST, found=True, correction="The signboard.", both=False)
    _sign(server, visit, FIRST, record)
    _confirm(server, visit, SECOND, record)
    corrected = _audit(server, visit, "APPROVED")["publicRecord"]
    shows = "query Q($i: ID!) { publicRecord(id: $i) { versionNo isCurrent current { versionNo resultText } } }"
    before = server.ask(shows, {"i": public["id"]})["publicRecord"]
    say(f"Corrected, version {before['current']['versionNo']}: {before['current']['resultText']}")
    print(f"  Version {before['versionNo']} stays where it was, marked as replaced.")
    _reply(server, corrected["id"])


def _reply(server: StoryClient, public_id: str) -> None:
    reply = server.do(
        "replyToResult",
        "... on ReplyWritten { reply { id } }",
        by=ADMIN,
        publicRecordId=public_id,
        text="The price list has hung at the entrance since the day after.",
    )["reply"]
    server.do("showReply", "", by=AUDITOR, replyId=reply["id"])
    shows = "query Q($i: ID!) { publicRecord(id: $i) { reply { text } } }"
    public_reply = server.ask(shows, {"i": public_id})["publicRecord"]["reply"]
    say(f"Its reply stands beside it: “{public_reply['text']}”")


def _mend(
    server: StoryClient, place: dict[str, Any], orders: list[dict[str, Any]], team: dict[str, str]
) -> None:
    kept, broken = orders
    for order in orders:
        server.do(
            "submitRectification",
            "",
            by=ADMIN,
            orderId=order["id"],
            statement="Done; the photographs are in our files.",
        )
    same = _recheck(kept, [team[FIRST], team[SECOND]], _version(server, kept))
    say(
        f"A re-inspection by the same officers: {server.refused('planRecheck', by=MANAGER, **same)}."
    )
    _state(server, place, kept, team, found=False)
    _state(server, place, broken, team, found=True)
    shows = """query Q($i: ID!) { correctionOrder(id: $i) { escalations { id version state cause measure legalBases { englishCitation } } } }"""
    (proposal,) = server.ask(shows, {"i": broken["id"]}, by=HEAD)["correctionOrder"]["escalations"]
    before = server.ask("{ registerHistory { latest } }")["registerHistory"]["latest"]
    decided = server.do(
        "decideEscalation",
        "... on EscalationDecided { proposal { state measure order { state } } }",
        by=HEAD,
        proposalId=proposal["id"],
        expectedVersion=proposal["version"],
        decision="ADOPT",
    )["proposal"]
    (basis,) = proposal["legalBases"]
    say(
        f"{proposal['measure']} is proposed ({basis['englishCitation']}) and decided by the head:"
        f" the order is {decided['order']['state']}."
    )
    _what_parents_see(server, place, before)


def _what_parents_see(server: StoryClient, place: dict[str, Any], before: str) -> None:
    """The decision, at once; what was shown before it, for that moment; and its end."""
    shows = """query Q($i: ID!, $at: DateTime) {
  now: institution(by: {id: $i}) {
    version isEnrolmentStopped standings { id kind fromOn untilOn holdsToday }
  }
  then: institution(by: {id: $i}, asOf: $at) { isEnrolmentStopped }
}"""
    given = {"i": place["id"], "at": before}
    found = server.ask(shows, given)
    (stop,) = (
        each
        for each in found["now"]["standings"]
        if each["kind"] == "ENROLMENT_STOP" and each["holdsToday"]
    )
    say(
        f"Parents see it at once: enrolment is stopped from {stop['fromOn']} to {stop['untilOn']}"
        f" (isEnrolmentStopped {found['now']['isEnrolmentStopped']}; as of {before}"
        f" {found['then']['isEnrolmentStopped']})."
    )
    server.do(
        "endStanding",
        "",
        by=HEAD,
        standingId=stop["id"],
        expectedVersion=found["now"]["version"],
        reason="What was ordered is in place now.",
    )
    stopped = server.ask(shows, given)["now"]["isEnrolmentStopped"]
    say(f"The head ends it, with a reason: isEnrolmentStopped {stopped}.")


def _state(
    server: StoryClient,
    place: dict[str, Any],
    order: dict[str, Any],
    team: dict[str, str],
    *,
    found: bool,
) -> None:
    """A re-inspection by one officer of the first visit and one who was not there."""
    planned = server.do(
        "planRecheck",
        "... on RecheckPlanned { inspection { id } }",
        by=MANAGER,
        **_recheck(order, [team[FIRST], team[THIRD]], _version(server, order)),
    )["inspection"]
    _arrive_quietly(server, planned["id"], FIRST, THIRD)
    record = _file(server, planned["id"], FIRST, found=found, both=False)
    _sign(server, planned["id"], FIRST, record)
    _confirm(server, planned["id"], THIRD, record)
    _audit(server, planned["id"], "APPROVED")
    shows = "query Q($i: ID!) { correctionOrder(id: $i) { state } }"
    state = server.ask(shows, {"i": order["id"]}, by=ADMIN)["correctionOrder"]["state"]
    outcome = "still not as ordered" if found else "as ordered"
    say(f"Re-inspected with one who was not there before, {outcome}: the order is {state}.")


def _arrive_quietly(server: StoryClient, visit: str, *logins: str) -> None:
    for login in logins:
        server.do(
            "checkIn",
            "",
            by=login,
            inspectionId=visit,
            claimedAt=_now(),
            certificatesShown=True,
            rightsTold=True,
        )


def _recheck(order: dict[str, Any], officers: list[str], version: int) -> dict[str, Any]:
    return {
        "orderId": order["id"],
        "expectedVersion": version,
        "officerIds": officers,
        "leaderId": officers[0],
        "reason": "To see whether it was corrected.",
        "windowFrom": today().isoformat(),
        "windowTo": today().isoformat(),
        "noticeMode": "ON_ARRIVAL",
    }


def _version(server: StoryClient, order: dict[str, Any]) -> int:
    shows = "query Q($i: ID!) { correctionOrder(id: $i) { version } }"
    version: int = server.ask(shows, {"i": order["id"]}, by=MANAGER)["correctionOrder"]["version"]
    return version


def _look(server: StoryClient, place: dict[str, Any]) -> None:
    shows = "{ alertCounts(first: 100) { nodes { kind count authority { name } } } }"
    counts = server.ask(shows, by="supervisor")["alertCounts"]["nodes"]
    late = ", ".join(f"{each['kind']} {each['count']}" for each in counts)
    say(f"Waiting for someone to act in the city: {late or 'nothing'}.")


def _report(
    visit: str, *, found: bool, correction: str | None = None, both: bool = True
) -> dict[str, Any]:
    """What the officers saw; `both` of two violations, or the first alone."""
    pairs = ((ITEM, VIOLATION), (OTHER_ITEM, OTHER_VIOLATION))[: 2 if both else 1] if found else ()
    answers = [
        {
            "itemCode": item,
            "isChecked": True,
            "problemFound": item in dict(pairs),
            "handling": "ORDERED" if item in dict(pairs) else "NONE",
        }
        for item in (ITEM, OTHER_ITEM)
    ]
    now = _now()
    return {
        "inspectionId": visit,
        "visitStartedAt": now,
        "visitEndedAt": now,
        "methods": ["ON_SITE"],
        "resultCodes": ["PROBLEM_PENDING" if found else "NO_PROBLEM"],
        "measures": ["ORDER_CORRECTION" if found else "NONE_NEEDED"],
        "summary": "As answered.",
        "answers": answers,
        "findings": [
            {"itemCode": item, "violationCode": violation, "detail": "Seen at the entrance."}
            for item, violation in pairs
        ],
        "correctionReason": correction,
    }


def _file(
    server: StoryClient,
    visit: str,
    by: str,
    *,
    found: bool,
    correction: str | None = None,
    both: bool = True,
) -> dict[str, Any]:
    shows = "... on InspectionResultFiled { inspection { record { versionNo hash } } }"
    report = _report(visit, found=found, correction=correction, both=both)
    filed = server.do("fileInspectionResult", shows, by=by, **report)
    record: dict[str, Any] = filed["inspection"]["record"]
    return record


def _sign(server: StoryClient, visit: str, by: str, record: dict[str, Any]) -> None:
    server.do(
        "recordSignature",
        "",
        by=by,
        inspectionId=visit,
        party="INSPECTED",
        name="尹采薇",
        capacity="Manager",
        recordHash=record["hash"],
        signedAt=_now(),
    )


def _confirm(server: StoryClient, visit: str, by: str, record: dict[str, Any]) -> None:
    version = record["versionNo"]
    server.do("confirmInspectionResult", "", by=by, inspectionId=visit, recordVersionNo=version)


def _audit(server: StoryClient, visit: str, decision: str, **given: Any) -> dict[str, Any]:
    shows = "... on InspectionResultAudited { publicRecord { id } }"
    return server.do(
        "auditInspectionResult", shows, by=AUDITOR, inspectionId=visit, decision=decision, **given
    )


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")

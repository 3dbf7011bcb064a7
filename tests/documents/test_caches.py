"""After each mutation an app shows of its cache what the server has, on every screen that is open.

The apps' own documents, as they are sent, through caches that keep answers as clients do.
"""

import datetime as dt
import hashlib
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from domain.draws import entropy
from domain.rectification.terms import OrderState
from domain.roles import Role
from persistence.engine.database import Database
from persistence.reading import ids
from persistence.storage import Folder, Store
from schema import app_documents
from tests import beacons
from tests.client import Client, Clock
from tests.documents.apps import App
from tests.factories import NOW, accounts
from tests.people import (
    GUSU,
    JIANGSU,
    MAPLE,
    SUZHOU,
    fang,
    hua,
    jun,
    lin,
    mei,
    qiao,
    rui,
    sen,
    shan,
    yin,
)
from tests.schema.accounts.steps import a_role
from tests.schema.authorities.steps import auth, changed
from tests.schema.complaints.complaint_steps import DISPUTE
from tests.schema.draws import steps as draws
from tests.schema.evidence import evidence_steps
from tests.schema.inspections import steps as visits
from tests.schema.plans import steps as plans
from tests.schema.publication import steps as publication
from tests.schema.rectification import steps as orders
from tests.schema.standings import ruling_steps as rulings
from tests.schema.standings.deciding import on_licence, on_maple
from tests.schema.visits import steps as beside

ASSIGNMENT = "inspector/assignment"
WAYS = ("adds, as Graphcache and Relay do", "replaces, as Apollo does")
_MAPLE = ids.write("Institution", MAPLE)


@pytest.fixture
async def visit(world: None, ask: Client) -> str:
    return await visits.assign(ask)


@pytest.fixture
async def store(tmp_path: Path, ask: Client) -> AsyncIterator[Store]:
    ask.store = store = Store(Folder(tmp_path / "kept"), tmp_path / "room")
    store.prepare()
    yield store
    store.close()


def test_every_mutation_of_an_app_is_tried() -> None:
    mutations = {
        name for name in app_documents.names() if "\nmutation " in app_documents.text(name)
    }
    tests, _, _ = Path(__file__).read_text("utf-8").partition("\nNOT_TRIED = ")
    tried = set(re.findall(r'"(\w+/\w+)"', tests))

    assert mutations - tried == NOT_TRIED.keys()


async def test_what_is_signed_is_what_stands_above_it(ask: Client, visit: str) -> None:
    """A result that was rejected is filed again, on a phone that asks for nothing between."""
    phone = App(ask, mei)
    await visits.file(ask, visit, summary="FIRST")
    await phone.open(ASSIGNMENT, id=visit)
    await visits.confirm(ask, visit)
    await visits.audit(ask, visit, "REJECTED", "说明不清")

    await phone.send(
        "inspector/file_inspection_result",
        **visits.a_problem(visit, summary="SECOND", correctionReason="补充说明"),
    )

    for way in WAYS:
        record = phone.from_cache(ASSIGNMENT, way)["inspection"]["record"]
        assert (record["versionNo"], record["summary"]) == (2, "SECOND")
        assert hashlib.sha256(record["canonical"].encode()).hexdigest() == record["hash"]
        hashed = record["hash"]
    await phone.send("inspector/record_signature", **visits.a_signature(visit, hashed))


async def test_a_visit_on_an_inspectors_phone(ask: Client, visit: str) -> None:
    phone = App(ask, mei)
    await phone.open(ASSIGNMENT, id=visit)
    await phone.open("inspector/my_assignments", first=20)
    await phone.open("inspector/corrections", id=visit)
    await phone.open("inspector/evidence", id=visit)

    await phone.send("inspector/request_recusal", **beside.a_request(visit, mei))
    await phone.send("inspector/check_in", **visits.an_arrival(visit, position=beside.HERE))
    payload = await phone.send(
        "inspector/declare_evidence", ownerId=visit, slots=[evidence_steps.slot()]
    )
    evidence_id = payload["uploads"][0]["evidenceId"]
    await phone.send("inspector/withdraw_evidence", evidenceId=evidence_id, reason="重拍")
    order = await phone.send("inspector/issue_correction_order", **orders.at_once(visit))
    await phone.send(
        "inspector/verify_correction", orderId=order["order"]["id"], note="灭火器已更换"
    )
    await phone.send("inspector/file_inspection_result", **visits.a_problem(visit))
    record_hash = await visits.hash_of(ask, visit)
    await phone.send("inspector/record_signature_refusal", **beside.a_refusal(visit, record_hash))
    await phone.send("inspector/check_out", **_departure(visit))

    other = App(ask, jun)
    await other.open(ASSIGNMENT, id=visit)
    await other.send("inspector/confirm_inspection_result", inspectionId=visit, recordVersionNo=1)


async def test_a_notice_at_the_institution_and_its_answers_at_the_authority(
    ask: Client, visit: str
) -> None:
    office, institution, head = App(ask, lin), App(ask, yin), App(ask, hua)
    await office.open("dashboard/inspections", first=20)
    await head.open("dashboard/inspections", first=20)

    await office.send("dashboard/issue_notice", **visits.a_notice(visit))
    await institution.open("institution/visit", id=visit)
    await institution.open("institution/my_visits", first=20)
    await institution.send("institution/acknowledge_notice", inspectionId=visit)
    proposed = await institution.send("institution/propose_appointment", **beside.a_proposal(visit))
    requested = await institution.send("institution/request_recusal", **beside.a_request(visit))
    await office.send(
        "dashboard/decide_appointment", **beside.an_answer(visit, proposed["appointment"]["id"])
    )
    await head.open("dashboard/inspections", first=20)
    await head.send(
        "dashboard/decide_recusal_request",
        **beside.a_decision(requested["recusalRequest"]["id"], isUpheld=False, reason="无利害关系"),
    )


async def test_a_result_from_its_audit_to_its_correction(
    ask: Client, visit: str, database: Database
) -> None:
    await visits.file(ask, visit, measures=publication.MEASURES)
    await visits.confirm(ask, visit)
    auditor, head = App(ask, qiao), App(ask, hua)
    for app in (auditor, head):
        await app.open("dashboard/inspection_review", id=visit)
        await app.open("dashboard/publication_review", id=visit)

    approved = {"inspectionId": visit, "decision": "APPROVED", "publish": False}
    await auditor.send("dashboard/audit_inspection_result", **approved)
    payload = await auditor.send("dashboard/publish_inspection_result", inspectionId=visit)
    (version,) = payload["inspection"]["publicRecords"]
    await auditor.send(
        "dashboard/record_outlet_publication",
        publicRecordId=version["id"],
        publishedAt=NOW.isoformat(),
        reference="JS-2026-000123",
    )
    objection = await publication.object_to(ask, version["id"])
    await head.open("dashboard/publication_review", id=visit)
    await head.open("dashboard/inspection_review", id=visit)
    await head.open("dashboard/objections", first=20)
    decision = publication.a_decision(objection, isUpheld=False)
    await head.send("dashboard/decide_objection", **decision)
    reply = await publication.reply(ask, version["id"])
    await auditor.open("dashboard/publication_review", id=visit)
    await auditor.open("dashboard/replies", first=20)
    await auditor.send("dashboard/show_reply", replyId=reply)
    measure = await publication.follow_up(database, visit, "ORDER_CORRECTION")
    await auditor.send("dashboard/reopen_result", **_reopening(visit))

    manager = App(ask, lin)
    await manager.open("dashboard/publication_review", id=visit)
    await manager.send("dashboard/finish_follow_up", **publication.a_finish(measure))


async def test_what_an_institution_asks_of_a_result_and_what_it_is_answered(
    ask: Client, visit: str
) -> None:
    await visits.file(ask, visit)
    await visits.confirm(ask, visit)
    public_id = await visits.audit(ask, visit)
    assert public_id is not None
    institution, head = App(ask, yin), App(ask, hua)
    for name in ("objections", "replies", "repair_requests"):
        await institution.open(f"institution/{name}", first=20)
    about = {"publicRecordId": public_id}

    await institution.send("institution/object_to_result", **publication.an_objection(public_id))
    replied = await institution.send("institution/reply_to_result", **about, text="已更换")
    requested = await institution.send(
        "institution/request_repair", **about, statement="已整改完毕"
    )
    repair, reply = requested["repairRequest"]["id"], replied["reply"]["id"]
    auditor = App(ask, qiao)
    await auditor.open("dashboard/publication_review", id=visit)
    await auditor.open("dashboard/replies", first=20)
    await auditor.send("dashboard/decline_reply", replyId=reply, ground="INSULT")
    await head.open("dashboard/repair_requests", first=20)
    await head.open("dashboard/publication_review", id=visit)
    await head.send(
        "dashboard/decide_repair", repairRequestId=repair, isGranted=False, reason="未整改"
    )
    await head.open("dashboard/publication_review", id=visit)
    await head.open("dashboard/inspection_review", id=visit)
    await head.send("dashboard/withdraw_result", inspectionId=visit, ground="WRONG_SUBJECT")


async def test_evidence_is_checked_released_and_retracted(
    ask: Client, visit: str, store: Store
) -> None:
    evidence_id = await evidence_steps.arrived(ask, visit)
    await store.keep_bytes(evidence_steps.PHOTO)
    await evidence_steps.publish(ask, visit)
    auditor = App(ask, qiao)
    await auditor.open("dashboard/evidence_review", id=visit)

    await auditor.send("dashboard/check_evidence", evidenceId=evidence_id)
    await auditor.send("dashboard/release_evidence", **evidence_steps.a_release(evidence_id))
    await auditor.send("dashboard/retract_evidence", **evidence_steps.a_release(evidence_id))


async def test_an_order_from_its_extension_to_its_acceptance(
    ask: Client, visit: str, database: Database
) -> None:
    await visits.check_in(ask, visit)
    order = await orders.issue(ask, visit)
    head, institution, auditor, manager = (App(ask, each) for each in (hua, yin, qiao, lin))
    await head.open("dashboard/correction_order", id=order)
    await head.open("dashboard/correction_orders", first=20)
    await institution.open("institution/correction_orders", first=20)
    longer = {"expectedVersion": 1, "dueOn": "2027-01-31", "reason": "施工延误"}

    await head.send("dashboard/extend_rectification", orderId=order, **longer)
    await institution.open("institution/correction_orders", first=20)
    await institution.send(
        "institution/submit_rectification", orderId=order, statement="灭火器已全部更换"
    )
    await auditor.open("dashboard/correction_order", id=order)
    accepted = {"orderId": order, "expectedVersion": 3, "note": "照片清楚"}
    await auditor.send("dashboard/accept_rectification", **accepted)

    submitted = await orders.put(database, visit, OrderState.SUBMITTED)
    await manager.open("dashboard/correction_order", id=submitted)
    await manager.send("dashboard/plan_recheck", **orders.a_recheck(submitted, 1))

    overdue = await orders.put(database, visit, OrderState.OVERDUE)
    proposal = await orders.propose(database, overdue)
    await head.open("dashboard/correction_order", id=overdue)
    await head.open("dashboard/correction_orders", first=20)
    await head.open("dashboard/escalation_proposals", first=20)
    decided = {"proposalId": proposal, "expectedVersion": 1, "decision": "ADOPT"}
    await head.send("dashboard/decide_escalation", **decided)


async def test_a_ruling_from_its_notice_to_its_end(
    ask: Client, world: None, database: Database
) -> None:
    head, auditor, institution = App(ask, hua), App(ask, qiao), App(ask, yin)
    ruling_id = await rulings.draft(ask, database)
    for app, name, more in (
        (institution, "institution/answer_ruling", {"kind": "HEARING_REQUEST"}),
        (head, "dashboard/record_hearing", {"heldOn": "2026-11-18", "minutes": "当事人陈述"}),
        (auditor, "dashboard/confirm_ruling", {}),
        (institution, "institution/record_appeal", {"text": "苏政复申〔2026〕8号"}),
        (head, "dashboard/decide_appeal", {"outcome": "QUASHED", "reason": "苏政复〔2026〕9号"}),
    ):
        if app is institution:
            await app.open("institution/my_rulings", first=20)
        else:
            await app.open("dashboard/ruling", id=ruling_id)
        version = (await rulings.read(ask, ruling_id))["version"]
        await app.send(name, rulingId=ruling_id, expectedVersion=version, **more)
    dropped = await rulings.draft(ask, database)
    await head.open("dashboard/ruling", id=dropped)
    given = {"rulingId": dropped, "expectedVersion": 1, "reason": "已整改"}
    await head.send("dashboard/drop_ruling", **given)


async def test_a_plan_from_its_draft_to_its_end(ask: Client, world: None) -> None:
    manager, head = App(ask, lin), App(ask, hua)
    plan = (await manager.send("dashboard/create_plan", **plans.a_plan()))["plan"]
    for app, name, more in (
        (manager, "dashboard/submit_plan", {}),
        (head, "dashboard/return_plan", {"reason": "补充范围"}),
        (manager, "dashboard/submit_plan", {}),
        (head, "dashboard/approve_plan", {}),
        (manager, "dashboard/publish_plan", {}),
        (
            manager,
            "dashboard/amend_plan",
            {"reason": "扩大范围", "lines": [plans.LINE, _SECOND_LINE]},
        ),
        (manager, "dashboard/close_plan", {}),
    ):
        await app.open("dashboard/plans", first=20)
        given = {**plans.expecting(plan), **more}
        plan = (await app.send(name, **given))["plan"]


async def test_a_task_from_its_making_to_its_end(
    ask: Client, city: None, clock: Clock, database: Database
) -> None:
    manager, head = App(ask, lin), App(ask, hua)
    made = await manager.send("dashboard/create_task", **draws.a_task())
    task = made["task"]
    for app in (manager, head):
        await app.open("dashboard/task", code=task["code"])
    await manager.open("dashboard/tasks", first=20)
    await head.send("dashboard/approve_task", taskId=task["id"])
    secret = draws.SECRETS["hua"]
    commitment = entropy.party_commitment(task["code"], str(SUZHOU.id), secret)
    share = App(ask, hua)
    await share.send("dashboard/commit_draw_share", taskCode=task["code"], commitment=commitment)
    await manager.open("dashboard/task", code=task["code"])
    await manager.send("dashboard/freeze_pool", **draws.a_freeze(task))
    clock.now = max(clock.now, draws.DRAW_AT)
    source = (await draws.proof_of(ask, task["code"]))["notice"]["entropy"]
    revelation = beacons.revelation(source)
    await manager.send("dashboard/execute_draw", taskId=task["id"], revelation=revelation)
    await manager.send("dashboard/lock_draw", taskId=task["id"])
    await manager.send("dashboard/issue_task", taskId=task["id"])

    visit, *_ = await draws.visits_of(ask, task["code"])
    await head.open("dashboard/inspections", first=50)
    del head.screens["dashboard/task"]
    await head.send(
        "dashboard/replace_inspector",
        inspectionId=visit["id"],
        officerId=visit["assignments"][-1]["officer"]["id"],
        reason="ILLNESS",
    )
    clock.now = dt.datetime(2026, 12, 18, 16, 0, tzinfo=dt.UTC)
    await manager.open("dashboard/task", code=task["code"])
    await manager.send("dashboard/reveal_draw", taskId=task["id"])


async def test_a_task_that_is_void(ask: Client, world: None) -> None:
    task = await draws.create(ask)
    head = App(ask, hua)
    await head.open("dashboard/task", code=task["code"])

    await head.send("dashboard/void_task", taskId=task["id"], reason="重复")


async def test_accounts_and_their_roles(ask: Client, world: None) -> None:
    administrator, second = App(ask, shan), App(ask, sen)
    for app in (administrator, second):
        await app.open("dashboard/accounts", first=100)
    given = a_role(mei, Role.SUPERVISOR, SUZHOU)

    await administrator.send("dashboard/grant_role", **given)
    await second.open("dashboard/accounts", first=100)
    await second.send("dashboard/confirm_grant", **given)
    await administrator.open("dashboard/accounts", first=100)
    await administrator.send("dashboard/revoke_role", **given)
    await administrator.send("dashboard/disable_account", accountId=given["accountId"])
    await administrator.send("dashboard/enable_account", accountId=given["accountId"])
    await administrator.send("dashboard/reset_password", accountId=given["accountId"])
    await administrator.send("dashboard/unlock_account", accountId=given["accountId"])


async def test_devices_are_signed_out_on_the_screen_that_lists_them(
    ask: Client, database: Database, world: None
) -> None:
    far = dt.datetime(2999, 1, 1, tzinfo=dt.UTC)
    rows = [accounts.session(lin.id, device_id=f"tablet-{i}", expires_at=far) for i in range(3)]
    async with database.writing() as session:
        session.add_all(rows)
    manager = App(ask, lin)
    await manager.open("dashboard/own_sessions")

    await manager.send("dashboard/end_session", sessionId=ids.write("Session", rows[1].id))
    await manager.send("dashboard/end_other_sessions")


async def test_an_authority_is_corrected_and_moved(ask: Client, world: None) -> None:
    administrator, second = App(ask, shan), App(ask, sen)
    for app in (administrator, second):
        await app.open("dashboard/authorities", first=100)
        await app.open("dashboard/change_proposals", first=100)
    given = changed(GUSU.id, name="姑苏区教育体育局")

    await administrator.send("dashboard/update_authority", **given)
    await administrator.send(
        "dashboard/move_authority", **changed(GUSU.id, 2, parentId=auth(JIANGSU.id))
    )
    await second.open("dashboard/change_proposals", first=100)


async def test_an_institution_is_corrected(ask: Client, world: None) -> None:
    registrar = App(ask, rui)
    await registrar.open("dashboard/institutions", first=20)

    await registrar.send(
        "dashboard/update_institution",
        institutionId=_MAPLE,
        expectedVersion=1,
        name="苏州红枫培训中心",
        contactName="王某",
    )


async def test_what_stands_on_an_institution(ask: Client, world: None, database: Database) -> None:
    head = App(ask, hua)
    await head.open("dashboard/expiring_entitlements", first=20)
    await head.open("dashboard/nested_page", first=20, filter={})

    for document, given in (
        ("dashboard/suspend_entitlement", {}),
        ("dashboard/resume_entitlement", {}),
        ("dashboard/correct_entitlement", {"validTo": "2027-01-31", "categories": ["SPORTS"]}),
        ("dashboard/renew_entitlement", {"untilOn": "2030-12-31"}),
        ("dashboard/surrender_entitlement", {}),
    ):
        await head.send(document, **await on_licence(database, **given))
    grade = {"grade": "B", "ruleVersion": "2026"}
    await head.send("dashboard/grade_credit", **await on_maple(database, **grade))
    listed = {"kind": "BLACK_LIST", "untilOn": "2027-10-01"}
    entry = await head.send("dashboard/list_institution", **await on_maple(database, **listed))
    version = (await on_maple(database))["expectedVersion"]
    await head.send(
        "dashboard/end_standing",
        standingId=entry["standing"]["id"],
        expectedVersion=version,
        reason="已整改",
    )


async def test_what_a_complainant_adds(ask: Client, world: None) -> None:
    phone = App(ask, fang)
    raised = await phone.send("parent/raise_complaint", **DISPUTE)
    await phone.open("parent/my_complaints", first=20)
    await phone.open("parent/complaint_evidence", first=20)

    await phone.send(
        "parent/declare_evidence",
        ownerId=raised["complaint"]["id"],
        slots=[evidence_steps.slot()],
    )


_NO_SCREEN = "none of the app's screens shows what it changes"
_NEW_ROW = "adds a row to a list: the list is asked for again"
_SESSION = "of the session, not of the register"
_BY_ANOTHER = "those who take part do not see the task"
_NO_ID = "the list's rows have no id: it is asked for again"
_LEAVES_LIST = "its row leaves a list, which a client asks for again"
NOT_TRIED = {
    "dashboard/grant_entitlement": _NEW_ROW,
    "dashboard/decide_public_terms": _LEAVES_LIST,
    "dashboard/record_campaign_filing": _NO_SCREEN,
    "dashboard/list_person": _NO_SCREEN,
    "dashboard/stop_enrolment": _NO_SCREEN,
    "dashboard/draft_ruling": _NEW_ROW,
    "dashboard/quash_standing": _NO_SCREEN,
    "dashboard/review_measure": _NO_SCREEN,
    "dashboard/correct_enforcement_certificate": _NO_SCREEN,
    "dashboard/correct_officer": _NO_SCREEN,
    "dashboard/end_officer_service": _NO_SCREEN,
    "dashboard/issue_enforcement_certificate": _NO_SCREEN,
    "dashboard/move_officer": _NEW_ROW,
    "dashboard/register_officer": _NEW_ROW,
    "dashboard/renew_enforcement_certificate": _NO_SCREEN,
    "dashboard/resume_officer": _NO_SCREEN,
    "dashboard/suspend_officer": _NO_SCREEN,
    "dashboard/close_authority": _NEW_ROW,
    "dashboard/confirm_change": _LEAVES_LIST,
    "dashboard/create_authority": _NEW_ROW,
    "dashboard/decline_change": _LEAVES_LIST,
    "dashboard/transfer_institutions": _NO_ID,
    "dashboard/add_site": _NEW_ROW,
    "dashboard/adopt_draw_policy": _NO_ID,
    "dashboard/apply_ledger": _NO_SCREEN,
    "dashboard/assign_inspection": _NEW_ROW,
    "dashboard/cancel_ledger": _NO_SCREEN,
    "dashboard/change_password": _SESSION,
    "dashboard/check_hire": _NO_SCREEN,
    "dashboard/close_institution": _NO_SCREEN,
    "dashboard/close_site": _NO_SCREEN,
    "dashboard/correct_course": _NO_SCREEN,
    "dashboard/correct_licence_number": _LEAVES_LIST,
    "dashboard/correct_officer_numbers": _LEAVES_LIST,
    "dashboard/confirm_password_reset": _NO_SCREEN,
    "dashboard/correct_registration": _LEAVES_LIST,
    "dashboard/correct_teacher": _NO_SCREEN,
    "dashboard/create_account": _NEW_ROW,
    "dashboard/declare_ledger": _NEW_ROW,
    "dashboard/decide_registration_difference": _LEAVES_LIST,
    "dashboard/end_object_stop": _NO_ID,
    "dashboard/end_registration": _LEAVES_LIST,
    "dashboard/record_registration": _NEW_ROW,
    "dashboard/report_platform_facts": _NEW_ROW,
    "dashboard/verify_registration": _LEAVES_LIST,
    "institution/explain_registration_difference": _LEAVES_LIST,
    "dashboard/end_teacher_employment": _NO_SCREEN,
    "dashboard/invite_account": _NEW_ROW,
    "dashboard/lift_recusal": _NO_SCREEN,
    "dashboard/publish_course": _NO_SCREEN,
    "dashboard/publish_inspection_item": _NO_SCREEN,
    "dashboard/merge_entitlements": _LEAVES_LIST,
    "dashboard/merge_sites": _LEAVES_LIST,
    "dashboard/move_institution": _NO_SCREEN,
    "dashboard/move_site": _NO_SCREEN,
    "dashboard/register_institution": _NEW_ROW,
    "dashboard/register_teacher": _NO_SCREEN,
    "dashboard/rename_institution": _NO_SCREEN,
    "dashboard/retire_inspection_item": _NO_SCREEN,
    "dashboard/reveal_draw_share": _BY_ANOTHER,
    "dashboard/state_headcount": _NO_SCREEN,
    "dashboard/stop_object": _NO_ID,
    "dashboard/update_site": _NO_SCREEN,
    "dashboard/withdraw_course": _NO_SCREEN,
    "inspector/declare_recusal": _NEW_ROW,
    "dashboard/set_own_phone": _SESSION,
    "dashboard/set_password": _SESSION,
    "dashboard/set_up_register": _SESSION,
    "inspector/finish_follow_up": _NO_SCREEN,
    "inspector/refresh_session": _SESSION,
    "inspector/sign_in": _SESSION,
    "inspector/sign_out": _SESSION,
    "parent/register_parent": _SESSION,
    "parent/request_one_time_code": _SESSION,
    "parent/request_password_reset": _SESSION,
    "parent/reset_password_by_code": _SESSION,
}
_SECOND_LINE = {**plans.LINE, "firstOn": "2026-12-01"}


def _departure(visit: str) -> dict[str, Any]:
    return {"inspectionId": visit, "claimedAt": NOW.isoformat(), "position": beside.HERE}


def _reopening(visit: str) -> dict[str, Any]:
    return {"inspectionId": visit, "reason": publication.REASON, "foundOn": "2026-11-18"}

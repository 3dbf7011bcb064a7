"""Who sees which rows and gated fields: architecture §5 and Appendix E, once more in Python."""

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from domain.deadlines import months_after
from domain.inspections.terms import ResultCode
from domain.moments import day_of
from domain.permissions import Permission
from domain.publication import severity
from domain.roles import Role
from tests.oracle.register import Register, Row, Viewer

P = Permission
ALL_SECTORS = {Role.OVERSIGHT, Role.REVIEWER_EDU}
"""Oversight reads all of its region; the reviewer who leads in filings sees every sector's applicants."""
ONLINE_ONLY = {Role.REVIEWER_SECURITY, Role.REVIEWER_COMMS}
"""They review a part of what is filed by those who train online."""
IN_SECTORS = {Role.SUPERVISOR, Role.REGISTRAR}
_ADMINISTRATORS = ("AUTHORITIES", "OFFICERS", "WORKDAYS")
"""Kinds of ledgers whose rows system administrators enter, and nobody else."""
"""Roles of a subtree and its sectors, also where it is about authorities and their officers."""


_OWNERS = {
    "INSPECTION": "Inspection",
    "COMPLAINT": "Complaint",
    "RECTIFICATION": "CorrectionOrder",
}
_OF_PLACE = {
    *("RESULT_NOT_FILED", "CONFIRMATION_WAITING", "AUDIT_WAITING"),
    *("PUBLICATION_SOON", "PUBLICATION_LATE", "RECTIFICATION_OVERDUE", "REPEATED_VISITS"),
}
"""The alerts that go beyond the authority they lie with."""


def covers(code: str, other: str) -> bool:
    """The second region is the first, or lies below it."""
    if code == "000000":
        return True
    if code.endswith("0000"):
        return code[:2] == other[:2]
    if code.endswith("00"):
        return code[:4] == other[:4]
    return code == other


class Eyes:
    """What one person sees of one register."""

    def __init__(self, register: Register, viewer: Viewer) -> None:
        self.register, self.who = register, viewer

    def sees(self, type_name: str, row: Row) -> bool:
        rule: Callable[[Row], bool] | None = getattr(self, f"_sees_{type_name.lower()}", None)
        return rule(row) if rule else True

    def as_seen(self, type_name: str, row: Row) -> Row:
        """The row as it is for this person: to the institution, and to who supervises the place, an order does
        not tell a re-inspection that the institution has no notice of; nor does a visit tell why it is made;
        and no version of anything reveals what the person does not see."""
        if type_name == "Institution" and not self.opens_contact(row):
            changed_at = row["public_updated_at"] or row["registered_at"]
            return {**row, "version": row["public_version"], "updated_at": changed_at}
        if type_name == "Teacher" and not self.opens_private(row):
            return {**row, "version": row["public_version"]}
        if type_name == "InspectionPlan" and not self._runs_case(row):
            return {**row, "version": row["version_no"] + (row["state"] == "CLOSED")}
        if type_name == "Inspection":
            return {**row, "category": self._category(row)}
        if type_name != "CorrectionOrder":
            return row
        is_official = self._runs_case(row) or any(
            self.is_sent_to({"id": row[column]})
            for column in ("inspection_id", "recheck_inspection_id")
        )
        if is_official:
            return row
        known = {**row, "version": row["version"] - row["undisclosed_steps"]}
        if row["state"] != "RECHECK_PLANNED":
            return known
        again = self.register.by_key["Inspection"][row["recheck_inspection_id"]]
        if again["noticed_at"] is not None:
            return known
        return {**known, "state": "SUBMITTED", "version": known["version"] - 1}

    def _category(self, visit: Row) -> str | None:
        """That of its task, for officials and, once it was published, for all; None for the others."""
        task = self.register.by_key["InspectionTask"][visit["task_id"]]
        is_told = visit["published_at"] is not None or self.is_sent_to(visit)
        return str(task["category"]) if is_told or self._runs_case(visit) else None

    # Gated fields

    def opens_contact(self, institution: Row) -> bool:
        return (
            self.who.runs(institution["id"], P.INSTITUTION_READ_CONTACT)
            or self._supervises(institution, P.INSTITUTION_READ_CONTACT)
            or self._entitled(institution, P.INSTITUTION_READ_CONTACT)
        )

    def opens_risk(self, institution: Row) -> bool:
        return self._supervises(institution, P.INSTITUTION_READ_RISK)

    def opens_private(self, teacher: Row) -> bool:
        return self._of_institution(teacher, P.TEACHER_READ_PRIVATE)

    def opens_ground(self, standing: Row) -> bool:
        """Of what was quashed, or entered wrongly: the institution, and officials in scope."""
        end = self.register.get("StandingEnd", standing["id"])
        if end is None or end["ending"] not in ("QUASHED", "CORRECTED"):
            return True
        if standing["institution_id"] is None:
            return self._sees_standing(standing)
        return self._of_institution(standing, P.HISTORY_READ)

    def opens_reason(self, end: Row) -> bool:
        standing = self.register.get("Standing", end["standing_id"])
        assert standing is not None
        if standing["institution_id"] is None:
            return self._sees_standing(standing)
        return self._of_institution(standing, P.HISTORY_READ)

    def opens_statement(self, complaint: Row) -> bool:
        """The original words: the complainant, the intake unit, oversight."""
        return self.complained(complaint) or self._opens_by_office(complaint)

    def _opens_by_office(self, complaint: Row) -> bool:
        for role, place in self.who.at(P.COMPLAINT_READ_STATEMENT):
            if role is Role.OVERSIGHT and self._oversees(place, complaint):
                return True
            is_intake = role is Role.COMPLAINT_CLERK and place == complaint["intake_authority_id"]
            if is_intake and complaint["category"] != "INSPECTOR_CONDUCT":
                return True
        return False

    def opens_original(self, evidence: Row) -> bool:
        """Of a visit its officers, its authority's auditors, oversight; of a complaint intake and
        oversight."""
        if evidence["owner_kind"] == "COMPLAINT":
            complaint = self.register.by_key["Complaint"][evidence["owner_id"]]
            return self._opens_by_office(complaint)
        if evidence["owner_kind"] == "RECTIFICATION":
            return self._opens_correction(
                self.register.by_key["CorrectionOrder"][evidence["owner_id"]]
            )
        visit = self.register.by_key["Inspection"][evidence["owner_id"]]
        region = self._authority(visit["authority_id"])["region_code"]
        return self.is_sent_to(visit) or any(
            (role is Role.RESULT_AUDITOR and place == visit["authority_id"])
            or (role is Role.OVERSIGHT and self._over(place, region))
            for role, place in self.who.at(P.INSPECTION_READ)
        )

    # Rows

    def _sees_evidence(self, evidence: Row) -> bool:
        """Everyone whom what it belongs to reaches."""
        kind = evidence["owner_kind"]
        owner = self.register.get(_OWNERS[kind], evidence["owner_id"])
        return owner is not None and self.reaches_evidence(kind, owner)

    def reaches_evidence(self, kind: str, owner: Row) -> bool:
        """Everyone who sees the owner, but who only supervises the place."""
        if kind == "INSPECTION":
            return self._has_part_in_visit(owner)
        if kind == "RECTIFICATION":
            return self._has_part_in(owner) or self._runs_case(owner)
        return self.sees(_OWNERS[kind], owner)

    def _sees_fieldchange(self, change: Row) -> bool:
        """Teachers' entries only where former teachers are open too."""
        if change["institution_id"] is None:
            return self._administers(change)
        is_open = change["kind"] != "Teacher" or self._of_institution(
            change, P.TEACHER_READ_PRIVATE
        )
        return is_open and self._of_institution(change, P.HISTORY_READ)

    def _administers(self, change: Row) -> bool:
        """The authority, or that of the officer."""
        key = change["object_id"]
        if change["kind"] == "Officer":
            officer = self.register.get("Officer", key)
            key = officer and officer["authority_id"]
        elif change["kind"] != "Authority":
            return False
        theirs = self._authority(key)
        return any(
            theirs["id"] == seat
            if self._authority(seat)["kind"] == "SOCIAL_ORG"
            else self._over(seat, theirs["region_code"])
            for _, seat in self.who.at(P.ACCOUNT_READ)
        )

    def names_person(self, change: Row) -> bool:
        if self._administers(change):
            return True
        institution = self.register.get("Institution", change["institution_id"])
        return institution is not None and self._supervises(institution, P.HISTORY_READ)

    def _sees_course(self, course: Row) -> bool:
        return course["state"] == "PUBLISHED" or self._of_institution(
            course, P.INSTITUTION_READ_CONTACT
        )

    def _sees_teacher(self, teacher: Row) -> bool:
        return teacher["employed_to"] is None or self.opens_private(teacher)

    def _sees_standing(self, standing: Row) -> bool:
        """Of persons for those who decide there or see teachers' private data."""
        return standing["person_id"] is None or any(
            self._supervises(standing, permission)
            for permission in (P.TEACHER_READ_PRIVATE, P.STANDING_DECIDE)
        )

    def _sees_ruling(self, ruling: Row) -> bool:
        """The institution, officials in scope, and the authority that rules."""
        if self.who.runs(ruling["institution_id"], P.RULING_READ):
            return True
        for role, place in self.who.at(P.RULING_READ):
            if place == ruling["authority_id"]:
                return True
            if role in ONLINE_ONLY or not self._over(place, ruling["region_code"]):
                continue
            is_organ = self._authority(place)["kind"] == "ADMIN_ORGAN"
            if role in ALL_SECTORS or (is_organ and self._answers_for(place, ruling["sector"])):
                return True
        return False

    def _sees_account(self, account: Row) -> bool:
        if account["id"] == self.who.account_id:
            return True
        # Grants that were ended count: somebody has to be able to disable or grant again.
        places = [
            self._region_of_grant(grant)
            for grant in self.register.where("RoleGrant", account_id=account["id"])
        ]
        return any(
            code is not None and self._over(seat, code)
            for _, seat in self.who.at(P.ACCOUNT_READ)
            for code in places
        )

    def _sees_changeproposal(self, proposal: Row) -> bool:
        theirs = self._authority(proposal["authority_id"])
        return any(
            theirs["id"] == seat
            if self._authority(seat)["kind"] == "SOCIAL_ORG"
            else self._over(seat, theirs["region_code"])
            for _, seat in self.who.at(P.ACCOUNT_READ)
        )

    def _sees_rolegrant(self, grant: Row) -> bool:
        account = self.register.get("Account", grant["account_id"])
        return account is not None and self._sees_account(account)

    def _sees_session(self, session: Row) -> bool:
        account = self.register.get("Account", session["account_id"])
        return account is not None and self._sees_account(account)

    def _sees_officer(self, officer: Row) -> bool:
        is_own = officer["id"] == self.who.officer_id
        return is_own or self._sees_officers_of(officer["authority_id"])

    def _sees_officers_of(self, authority_id: UUID) -> bool:
        theirs = self._authority(authority_id)
        for role, seat in self.who.at(P.OFFICER_READ):
            mine = self._authority(seat)
            # A social organisation has programmes and no subtree.
            if mine["kind"] == "SOCIAL_ORG":
                if mine["id"] == theirs["id"]:
                    return True
            elif covers(mine["region_code"], theirs["region_code"]) and (
                role not in IN_SECTORS or set(mine["sectors"]) & set(theirs["sectors"])
            ):
                return True
        return False

    def _sees_enforcementcertificate(self, certificate: Row) -> bool:
        return self._sees_inspectorprofile(certificate)

    def _sees_inspectorprofile(self, profile: Row) -> bool:
        officer = self.register.get("Officer", profile["officer_id"])
        return officer is not None and self._sees_officer(officer)

    def _sees_inspection(self, visit: Row) -> bool:
        return self._has_part_in_visit(visit) or (self.is_of_place(visit) and self._is_known(visit))

    def is_of_place(self, row: Row) -> bool:
        """About an institution of a county, city or province that an organ supervises, in its sectors; by an
        authority that does not lie in it."""
        theirs = self._authority(row["authority_id"])["region_code"]
        return any(
            role in (Role.SUPERVISOR, Role.OVERSIGHT)
            and self._authority(place)["kind"] == "ADMIN_ORGAN"
            and self._over(place, row["region_code"])
            and not self._over(place, theirs)
            and (role is Role.OVERSIGHT or self._answers_for(place, row["sector"]))
            for role, place in self.who.at(P.INSPECTION_READ)
        )

    @staticmethod
    def _is_known(visit: Row) -> bool:
        """To the institution, or to all."""
        return visit["noticed_at"] is not None or visit["published_at"] is not None

    def has_part(self, row: Row) -> bool:
        """In the visit that a row is about."""
        return self._has_part_in_visit(self.register.by_key["Inspection"][row["inspection_id"]])

    def _sees_inspectionassignment(self, row: Row) -> bool:
        return self.has_part(row)

    _sees_resultcorrection = _sees_inspectionassignment

    def _sees_recordsignature(self, row: Row) -> bool:
        return self.has_part(self.register.by_key["InspectionRecord"][row["record_id"]])

    _sees_signaturerefusal = _sees_recordsignature

    def _sees_noticeofficer(self, row: Row) -> bool:
        return self.has_part(self.register.by_key["Notice"][row["notice_id"]])

    def _sees_inspectionrecord(self, record: Row) -> bool:
        """Who only supervises the place: once it was approved."""
        visit = self.register.by_key["Inspection"][record["inspection_id"]]
        if self._has_part_in_visit(visit):
            return True
        audits = self.register.where("ResultAudit", record_id=record["id"])
        return self._sees_inspection(visit) and any(a["decision"] == "APPROVED" for a in audits)

    def _has_part_in_visit(self, visit: Row) -> bool:
        if P.INSPECTION_READ not in self.who.permissions:
            return False
        own = self.who.runs(visit["institution_id"], P.INSPECTION_READ)
        return (
            (own and visit["noticed_at"] is not None)
            or self.is_sent_to(visit)
            or self._runs_case(visit)
        )

    def _sees_inspectiontask(self, task: Row) -> bool:
        """The institution never: the task names why it was chosen."""
        if P.INSPECTION_READ not in self.who.permissions:
            return False
        if self._runs_case(task) or self._joins(task["id"], P.INSPECTION_READ):
            return True
        return any(
            self.is_sent_to(visit)
            for visit in self.register.where("Inspection", task_id=task["id"])
        )

    # Corrections, alerts, loads

    def _opens_correction(self, order: Row) -> bool:
        """What was captured: whose it is, both teams, the authority's auditors, oversight."""
        region = self._authority(order["authority_id"])["region_code"]
        return self._has_part_in(order) or any(
            (role is Role.RESULT_AUDITOR and place == order["authority_id"])
            or (role is Role.OVERSIGHT and self._over(place, region))
            for role, place in self.who.at(P.INSPECTION_READ)
        )

    def _has_part_in(self, order: Row) -> bool:
        return P.INSPECTION_READ in self.who.permissions and (
            self.who.runs(order["institution_id"], P.INSPECTION_READ)
            or self.is_sent_to({"id": order["inspection_id"]})
            or self.is_sent_to({"id": order["recheck_inspection_id"]})
        )

    def _sees_correctionorder(self, order: Row) -> bool:
        return self._has_part_in(order) or self._runs_case(order) or self.is_of_place(order)

    def _sees_escalationproposal(self, proposal: Row) -> bool:
        is_told = proposal["state"] == "ADOPTED" and (
            self.who.runs(proposal["institution_id"], P.INSPECTION_READ)
            or self.is_of_place(proposal)
        )
        return is_told or self._runs_case(proposal)

    def _sees_alert(self, alert: Row) -> bool:
        if alert["officer_id"] is not None and alert["officer_id"] == self.who.officer_id:
            return True
        if alert["officer_id"] is not None and self._sees_officers_of(alert["authority_id"]):
            return True
        is_own = self.is_sent_to({"id": alert["inspection_id"]})
        if (is_own and alert["kind"] != "RECUSAL_UNDECIDED") or self._runs_case(alert):
            return True
        visit = self.register.get("Inspection", alert["inspection_id"])
        is_known = visit is None or self._is_known(visit)
        return alert["kind"] in _OF_PLACE and is_known and self.is_of_place(alert)

    def _sees_alertcount(self, count: Row) -> bool:
        if count["region_code"]:
            return self.is_of_place(count)
        return self._runs_case(count) or (
            count["about_officers"] and self._sees_officers_of(count["authority_id"])
        )

    def _sees_inspectionload(self, load: Row) -> bool:
        return self._runs_case(load) or any(
            self._over(place, load["region_code"])
            and self._answers_for(place, load["sector"])
            and self._authority(place)["kind"] == "ADMIN_ORGAN"
            for role, place in self.who.at(P.INSPECTION_READ)
            if role is not Role.INSPECTOR
        )

    # Plans, draws and registries

    def _sees_inspectionplan(self, plan: Row) -> bool:
        return plan["state"] in ("PUBLISHED", "CLOSED") or self._runs_case(plan)

    def _sees_planline(self, line: Row) -> bool:
        plan = self.register.get("InspectionPlan", line["plan_id"])
        return plan is not None and self._sees_inspectionplan(plan)

    def _sees_draw(self, draw: Row) -> bool:
        """Those who manage or oversee it; never the officers nor the institutions."""
        return self._runs_case(draw, P.DRAW_READ) or self._joins(draw["task_id"], P.DRAW_READ)

    def _sees_drawshare(self, share: Row) -> bool:
        if share["account_id"] == self.who.account_id:
            return True
        task = self.register.get("InspectionTask", share["task_id"])
        assert task is not None
        return self._runs_case(task, P.DRAW_READ) or self._joins(task["id"], P.DRAW_READ)

    def _sees_drawpolicy(self, policy: Row) -> bool:
        whose = self._authority(policy["authority_id"])
        return any(
            place == policy["authority_id"]
            if role in (Role.TASK_MANAGER, Role.HEAD)
            else self._over(place, whose["region_code"])
            and (
                role not in IN_SECTORS
                or any(self._answers_for(place, sector) for sector in whose["sectors"])
                or self._authority(place)["kind"] == "SOCIAL_ORG"
            )
            for role, place in self.who.at(P.DRAW_READ)
        )

    def _sees_inspectionobject(self, institution: Row) -> bool:
        return self.opens_risk(institution)

    def _sees_ledgerjob(self, job: Row) -> bool:
        if P.LEDGER_IMPORT not in self.who.permissions:
            return False
        return (
            job["declared_by"] == self.who.account_id
            or any(
                place == job["authority_id"]
                and (job["kind"] in _ADMINISTRATORS) == (role is Role.SYS_ADMIN)
                for role, place in self.who.at(P.LEDGER_IMPORT)
            )
            or (
                job["institution_id"] is not None
                and self.who.runs(job["institution_id"], P.LEDGER_IMPORT)
            )
        )

    def _sees_ledgerrow(self, row: Row) -> bool:
        job = self.register.get("LedgerJob", row["job_id"])
        return job is not None and self._sees_ledgerjob(job)

    def _sees_registrationdifference(self, difference: Row) -> bool:
        """The institution what it was asked."""
        is_own = self.who.runs(difference["institution_id"], P.HISTORY_READ)
        return (is_own and difference["asked_at"] is not None) or self.opens_office(difference)

    def opens_office(self, row: Row) -> bool:
        institution = self.register.get("Institution", row["institution_id"])
        assert institution is not None
        return self._supervises(institution, P.HISTORY_READ)

    def _sees_platformreport(self, report: Row) -> bool:
        return P.INSTITUTION_REGISTER in self.who.permissions and (
            report["reported_by"] == self.who.account_id
            or any(
                place == report["authority_id"] for _, place in self.who.at(P.INSTITUTION_REGISTER)
            )
        )

    def _sees_objectstop(self, stop: Row) -> bool:
        institution = self.register.get("Institution", stop["institution_id"])
        return institution is not None and self.opens_risk(institution)

    def _sees_recusal(self, recusal: Row) -> bool:
        if P.RECUSAL_READ not in self.who.permissions:
            return False
        if recusal["officer_id"] == self.who.officer_id:
            return True
        officer = self.register.get("Officer", recusal["officer_id"])
        assert officer is not None
        region = self._authority(officer["authority_id"])["region_code"]
        return any(
            (role is Role.HEAD and place == officer["authority_id"])
            or (role is Role.OVERSIGHT and self._over(place, region))
            for role, place in self.who.at(P.RECUSAL_READ)
        )

    def _sees_publicrecord(self, record: Row) -> bool:
        """Withdrawn or over, it is for the officials who see the visit, the place's too."""
        if self.is_public(record) or self.is_official_of(record):
            return True
        visit = self.register.by_key["Inspection"][record["inspection_id"]]
        return self.is_of_place(visit) and self._is_known(visit)

    def is_public(self, record: Row) -> bool:
        return record["withdrawn_at"] is None and record["expires_on"] >= self.register.today

    def is_official_of(self, row: Row) -> bool:
        """Everyone who sees the visit, but for the institution."""
        if P.INSPECTION_READ not in self.who.permissions:
            return False
        visit = self.register.by_key["Inspection"][row["inspection_id"]]
        return self.is_sent_to(visit) or self._runs_case(visit)

    def _sees_checkin(self, row: Row) -> bool:
        return self.is_official_of(row)

    _sees_resultaudit = _sees_checkin

    def _sees_appointment(self, row: Row) -> bool:
        return self._sees_inspection(self.register.by_key["Inspection"][row["inspection_id"]])

    _sees_notice = _sees_appointment

    def _sees_recusalrequest(self, row: Row) -> bool:
        """The officer, the heads of the authority, oversight; the institution what it asked."""
        if self.who.officer_id == row["officer_id"]:
            return True
        visit = self.register.by_key["Inspection"][row["inspection_id"]]
        region = self._authority(visit["authority_id"])["region_code"]
        own = self.who.runs(visit["institution_id"], P.RECUSAL_REQUEST)
        return (own and row["side"] == "INSTITUTION") or any(
            (role is Role.HEAD and place == visit["authority_id"])
            or (role is Role.OVERSIGHT and self._over(place, region))
            for role, place in self.who.at(P.RECUSAL_READ)
        )

    def _sees_publicreply(self, reply: Row) -> bool:
        return bool(reply["state"] == "SHOWN")

    def _sees_creditcommitment(self, repair: Row) -> bool:
        return repair["state"] == "REQUESTED" and repair["commitment_version"] is not None

    def _sees_publictermdecision(self, row: Row) -> bool:
        return self.is_official_of(row)

    def _sees_longerterm(self, record: Row) -> bool:
        """Of the own authority, negative and without a class, public for longer than its class has it, where
        the rule is adopted (not in Beijing), until somebody has decided."""
        visit = self.register.by_key["Inspection"][record["inspection_id"]]
        return (
            any(place == record["authority_id"] for _, place in self.who.at(P.RESULT_WITHDRAW))
            and record["superseded_at"] is None
            and record["severity"] is None
            and self.is_public(record)
            and self.severity_of(record) is not None
            and visit["state"] in ("PUBLISHED", "CORRECTED")
            and self.ends_by_class_on(record) < record["expires_on"]
            and not covers("110000", visit["authority_region_code"])
            and self.register.get("PublicTermDecision", visit["id"]) is None
        )

    def severity_of(self, record: Row) -> severity.ResultSeverity | None:
        known = [code for code in record["violation_codes"] if code in severity.OF_VIOLATION]
        return severity.of([ResultCode[code] for code in record["result_codes"]], known)

    def ends_by_class_on(self, record: Row) -> dt.date:
        found = self.severity_of(record)
        assert found is not None
        visit = self.register.by_key["Inspection"][record["inspection_id"]]
        months = {"MINOR": 3, "GENERAL": 12, "SERIOUS": 36}[found.value]
        expires_on: dt.date = record["expires_on"]
        return min(months_after(day_of(visit["published_at"]), months), expires_on)

    def _sees_followup(self, row: Row) -> bool:
        return self.is_official_of(row)

    def _sees_objection(self, row: Row) -> bool:
        """The institution whether it had notice of the visit or not."""
        own = self.who.runs(row["institution_id"], P.INSPECTION_READ)
        return own or self.is_official_of(row)

    _sees_repairrequest = _sees_objection
    _sees_reply = _sees_objection

    def _sees_complaint(self, complaint: Row) -> bool:
        if self.complained(complaint):
            return True
        seats = self.who.at(P.COMPLAINT_READ)
        if any(role is Role.OVERSIGHT and self._oversees(p, complaint) for role, p in seats):
            return True
        if complaint["category"] == "INSPECTOR_CONDUCT":
            return False
        handles = complaint["handler_id"] is not None and (
            complaint["handler_id"] == self.who.account_id
        )
        return (handles and P.COMPLAINT_READ in self.who.permissions) or any(
            self._reaches_office(role, place, complaint) for role, place in seats
        )

    def is_sent_to(self, visit: Row) -> bool:
        return self.who.officer_id is not None and bool(
            self.register.where(
                "InspectionAssignment",
                inspection_id=visit["id"],
                officer_id=self.who.officer_id,
                replaced_at=None,
            )
        )

    # How far an office reaches

    def _oversees(self, place: UUID, complaint: Row) -> bool:
        """Of the region; about an inspector's conduct from the intake upwards (decision 0022)."""
        if not self._over(place, complaint["region_code"]):
            return False
        intake = self._authority(complaint["intake_authority_id"])
        return complaint["category"] != "INSPECTOR_CONDUCT" or self._over(
            place, intake["region_code"]
        )

    def _reaches_office(self, role: Role, place: UUID, complaint: Row) -> bool:
        if role is Role.COMPLAINT_CLERK:
            return bool(place == complaint["intake_authority_id"])
        if role is Role.HEAD:
            return place in (complaint["intake_authority_id"], complaint["assigned_authority_id"])
        if role is Role.SUPERVISOR:
            return self._over(place, complaint["region_code"]) and self._answers_for(
                place, complaint["sector"]
            )
        return False

    def _joins(self, task_id: UUID, permission: Permission) -> bool:
        """One's own authority is a department of the task."""
        departments = self.register.where("TaskDepartment", task_id=task_id)
        joined = {row["authority_id"] for row in departments}
        return any(
            place in joined
            for role, place in self.who.at(permission)
            if role in (Role.TASK_MANAGER, Role.RESULT_AUDITOR, Role.HEAD)
        )

    def _runs_case(self, case: Row, permission: Permission = P.INSPECTION_READ) -> bool:
        """The authority that runs it, those above it in the sector; oversight in every sector."""
        region = self._authority(case["authority_id"])["region_code"]
        for role, place in self.who.at(permission):
            if role in (Role.TASK_MANAGER, Role.RESULT_AUDITOR, Role.HEAD):
                if place == case["authority_id"]:
                    return True
            elif role is Role.SUPERVISOR:
                if self._over(place, region) and self._answers_for(place, case["sector"]):
                    return True
            elif role is Role.OVERSIGHT and self._over(place, region):
                return True
        return False

    def _of_institution(self, row: Row, permission: Permission) -> bool:
        institution = self.register.get("Institution", row["institution_id"])
        assert institution is not None
        return self.who.runs(institution["id"], permission) or self._supervises(
            institution, permission
        )

    def _supervises(self, institution: Row, permission: Permission) -> bool:
        for role, place in self.who.at(permission):
            if not self._over(place, institution["region_code"]):
                continue
            is_organ = self._authority(place)["kind"] == "ADMIN_ORGAN"
            if role in ONLINE_ONLY:
                if is_organ and self._trains_online(institution):
                    return True
                continue
            if role in ALL_SECTORS or (
                is_organ and self._answers_for(place, institution["sector"])
            ):
                return True
        return False

    def _trains_online(self, institution: Row) -> bool:
        return "ONLINE_PLATFORM" in institution["kinds"] or any(
            row["kind"] == "FILING" or row["delivery"] == "ONLINE"
            for row in self.register.where("Entitlement", institution_id=institution["id"])
        )

    def _entitled(self, institution: Row, permission: Permission) -> bool:
        """A social organisation's scope is its programmes."""
        return any(
            self._authority(place)["kind"] == "SOCIAL_ORG"
            and self.register.where(
                "Entitlement", institution_id=institution["id"], authority_id=place
            )
            for _, place in self.who.at(permission)
        )

    def _over(self, place: UUID, code: str) -> bool:
        return covers(self._authority(place)["region_code"], code)

    def _answers_for(self, place: UUID, sector: str) -> bool:
        return sector in self._authority(place)["sectors"]

    def _authority(self, place: UUID) -> Row:
        found = self.register.get("Authority", place)
        assert found is not None
        return found

    def _region_of_grant(self, grant: Row) -> str | None:
        if grant["authority_id"] is not None:
            return str(self._authority(grant["authority_id"])["region_code"])
        if grant["institution_id"] is not None:
            institution = self.register.get("Institution", grant["institution_id"])
            assert institution is not None
            return str(institution["region_code"])
        return None

    def complained(self, complaint: Row) -> bool:
        ref = complaint["complainant_ref"]
        return ref is not None and ref == self.who.complainant_ref

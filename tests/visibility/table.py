"""Who may see what, by hand, from §5 of the architecture and Appendix E of the domain analysis.

One line for each row: its name in `rows.py`, and everybody who may see it. Nothing here is derived
from the policies: where the two differ, one of them is wrong.
"""

from collections.abc import Mapping

from domain.items import ITEMS
from tests.visibility.people import HOLDER, LOOKING

People = frozenset[str]


def only(logins: str, *groups: People) -> People:
    found = frozenset(logins.split()).union(*groups)
    assert found <= LOOKING.keys() | {HOLDER}, found - LOOKING.keys()
    return found


NOBODY = only("")
EVERYONE = frozenset(LOOKING)
"""The holder of a receipt sees the complaint, and what is public through it."""

PARENTS = only("fang gao")
CITY = only("lin mei jun qiao rui su hua")
DISTRICT = only("tao bai chen wei ning")
PROVINCE = only("ou mu dong edu gong tong")
REVIEWERS = only("edu gong tong")
THE_THREE = only("shan sen shen")

# The register: institutions, sites, entitlements are for all. Drafts and contacts are for the own
# institution, the authorities in scope and oversight; a social organisation's scope is its
# programmes.

_SCOPE_OF = {
    # A filing is reviewed in three parts whatever its sector; public security and communications
    # have a part only where training is online, as at swimming.
    "maple": only("yin", CITY, DISTRICT, PROVINCE) - only("gong tong"),
    "swimming": only("yang ou mu", REVIEWERS),
    "faraway": only("lan xu ling"),
    "listed": NOBODY,
}
_COURSES = {
    **{f"published by {place}": EVERYONE for place in _SCOPE_OF},
    **{f"draft of {place}": people for place, people in _SCOPE_OF.items()},
    "withdrawn by maple": _SCOPE_OF["maple"],
}

# What was changed of an entry: supervisors, registrars and heads in its sector, oversight, and the own
# institution; of teachers, those for whom former ones are open. Which person it was, offices see.

_OVER_CHANGES = only("rui su hua dong wei ning ou mu")
_CHANGES = {
    "of maple": _OVER_CHANGES | only("yin"),
    "of swimming": only("yang ou mu"),
    "of faraway": only("lan xu"),
    "of listed": NOBODY,
    "of a teacher at maple": only("yin rui ou mu"),
    "of the district": THE_THREE | only("mo"),
    "of the society": THE_THREE | only("zu"),
}
# Registrations are public but for who verified them. What other registers say otherwise: as changes, and the
# institution what it was asked. Reports of the national platform: as uploaded ledgers.

_REGISTERED = ("of maple", "of swimming", "of faraway", "of listed")
_VERIFIED_BY = {
    "of maple": _OVER_CHANGES,
    "of swimming": only("yang ou mu"),
    "of faraway": only("xu"),
    "of listed": NOBODY,
}
_DIFFERENCES = {
    "of maple": _OVER_CHANGES,
    "put to maple": _OVER_CHANGES | only("yin"),
    "of swimming": only("yang ou mu"),
    "put to faraway": only("xu lan"),
    "of listed": NOBODY,
}
_DECIDED_BY = {name: people - only("yin lan") for name, people in _DIFFERENCES.items()}
_REPORTS = {
    "by rui": only("rui"),
    "by who left the city's office": only("rui"),
    "by yang, for no one place": only("yang"),
}
_CHANGED_BY = {name: people - only("yin lan") for name, people in _CHANGES.items()}

# What was decided on institutions is for all, with how it ended; of persons, for those who decide on them
# or see teachers' private data in the region and sector of the authority. The ground of what was taken
# back is for those who see what was changed of the institution's entry.

_ON_STAFF = only("rui hua ou mu")
_STANDINGS = {
    "white list of maple": EVERYONE,
    "white list of swimming": EVERYONE,
    "quashed of maple": EVERYONE,
    "corrected of swimming": EVERYONE,
    "quashed of listed": EVERYONE,
    "suspended licence of maple": EVERYONE,
    "staff black list of the city": _ON_STAFF,
    "staff black list of the city, quashed": _ON_STAFF,
    "staff black list of sports": only("yang ou mu"),
    "staff black list far away": NOBODY,
}
_TAKEN_BACK = {
    "quashed of maple": _CHANGES["of maple"],
    "corrected of swimming": _CHANGES["of swimming"],
    "quashed of listed": NOBODY,
}

# Visits: assigned officers, the task's authority (its task manager, auditor and head), those above
# it in the sector (supervisors), oversight of the region; the institution after notice.

_ABOVE_THE_CITY = only("su dong ou mu")
_VISITS = {
    "noticed": only("mei jun lin qiao hua yin", _ABOVE_THE_CITY),
    "unnoticed": only("mei lin qiao hua", _ABOVE_THE_CITY),
    "of the district": only("tao wei ning", _ABOVE_THE_CITY),
    "of sports": only("ou mu"),
    "faraway": only("ling xu lan"),
}
_FILED = {"filed": _VISITS["noticed"], "filed wrongly": _VISITS["noticed"]}

# Who supervises the district sees what the city does there once the institution has notice of it: the visit,
# its notice, its appointments, the versions of its record that were approved; not who was sent, where they
# stood, who signed, nor what was captured.

_OF_PLACE = only("ning")
_SEEN_VISITS = {**_VISITS, "noticed": _VISITS["noticed"] | _OF_PLACE}
_APPROVED = {**_FILED, "filed": _FILED["filed"] | _OF_PLACE}

_TO_OFFICIALS = {name: people - only("yin lan") for name, people in _VISITS.items()}
_ASKED = {
    **_VISITS,
    "unnoticed": _VISITS["unnoticed"] | only("yin"),
    "of the district": _VISITS["of the district"] | only("yin"),
}
_PUBLIC_RECORDS = {
    "current": EVERYONE,
    "superseded": EVERYONE,
    "withdrawn": _TO_OFFICIALS["of the district"],
    "expired": _TO_OFFICIALS["of sports"],
}
# Uploaded ledgers: who uploaded them, and who enters such rows at the same office or institution.

_LEDGERS = {
    "of rui": only("rui"),
    "of who left the city's office": only("rui"),
    "of yang, at no one place": only("yang"),
    "of maple": only("yin"),
    "of faraway": only("lan"),
    "of mo: officers": only("mo"),
    "of who left: officers": only("mo"),
}
# On site: arrivals tell of the officers and are not the institution's; notice, appointments and
# signatures go with the visit. A request for recusal: the officer, the head, oversight, and the
# institution what it asked itself.

_ARRIVALS = {
    "noticed: mei": _VISITS["noticed"] - only("yin"),
    "unnoticed: mei": _VISITS["unnoticed"],
    "of the district: tao": _VISITS["of the district"],
    "faraway: ling": _VISITS["faraway"] - only("lan"),
}
_NOTICES = {name: _SEEN_VISITS[name] for name in ("noticed", "faraway")}
_NAMED_IN_NOTICES = {name: _VISITS[name] for name in ("noticed", "faraway")}
# Correction orders: the institution its own, the officers of the visit and of the re-inspection (tao
# looks again at what was ordered at the visit noticed), the authority and those above it in the
# sector, oversight. What is proposed is for the authority and those above it, oversight; what is
# adopted for the institution too. Who supervises the district sees the order that was given there, its reports,
# and what was adopted; of alerts those about what is known of a visit. Alerts are for officials, and for an
# officer about an own visit; of certificates that end for those who see the officer.
# How often an institution is visited is for who visits it and who answers for it; not for the officers.

_CITYS = only("lin qiao hua", _ABOVE_THE_CITY)
_ORDERS = {
    "noticed": _CITYS | only("mei jun yin tao"),
    "unnoticed": _CITYS | only("mei yin"),
    "of sports": only("ou mu"),
    "faraway": only("ling xu lan"),
}
_SEEN_ORDERS = {
    **_ORDERS,
    "noticed": _ORDERS["noticed"] | _OF_PLACE,
    "unnoticed": _ORDERS["unnoticed"] | _OF_PLACE,
}
_PROPOSALS = {
    "proposed to the city": _CITYS,
    "adopted by the city": _CITYS | only("yin") | _OF_PLACE,
    "proposed far away": only("xu"),
}
_SEEING_OF_SPORTS = only("lin mei jun qiao hua yang ou mu mo shan sen")
# The institution from the notice on, who decides or confirms in its region and sector, those above, and the
# authority itself: of the society, its programme officers.
_RULINGS = {
    "on maple": only("yin qiao rui su hua dong wei ning ou mu"),
    "on swimming": only("yang ou mu"),
    "on faraway": only("xu lan"),
    "on listed": only("pei she jian"),
}
_ALERTS = {
    "overdue: noticed": _CITYS | only("mei jun") | _OF_PLACE,
    "overdue: unnoticed": _CITYS | only("mei"),
    "overdue: of sports": only("ou mu"),
    "overdue: faraway": only("ling xu"),
    "undecided: proposed to the city": _CITYS,
    "undecided: proposed far away": only("xu"),
    "stuck: noticed": _CITYS | only("mei jun"),
    "recusal: by maple about mei": _CITYS,
    "recusal: by jun about himself": _CITYS,
    "recusal: in the district": only("wei ning", _ABOVE_THE_CITY),
    "certificate: of sports": _SEEING_OF_SPORTS,
}
_ALERT_COUNTS = {
    # Of the district those of its institutions.
    "overdue of the city": _CITYS | _OF_PLACE,
    "overdue of sports": only("ou mu"),
    "overdue far away": only("xu"),
    "undecided of the city": _CITYS,
    "undecided far away": only("xu"),
    "stuck of the city": _CITYS,
    "recusals of the city": _CITYS,
    "recusals of the district": only("wei ning", _ABOVE_THE_CITY),
    "certificates of sports": _SEEING_OF_SPORTS,
}
_OVER_MAPLE = _CITYS | only("wei ning")
_LOADS = {
    "maple by the city": _OVER_MAPLE,
    "maple by the district": _OVER_MAPLE,
    "swimming by sports": only("ou mu"),
    "faraway": only("xu"),
}

# Complaints: the complainant or the holder of the receipt, the intake unit's clerks and head, the
# handler, the head of the authority it is assigned to, the chain's supervisors, oversight; one
# about an inspector's conduct, of the offices, only oversight: from the unit that took it in
# upwards, which is above the unit concerned.

_COMPLAINTS = {
    "of fang": only("fang bai ning wei chen su dong ou mu"),
    "anonymous": only(f"{HOLDER} bai ning wei su dong ou mu"),
    "on an inspector's conduct": only("gao ou mu"),
    "on the conduct of the city's": only("gao ou"),
    "on sports": only("gao ou mu"),
    "taken in by the city": only("gao hua wei ning su dong ou mu"),
    "faraway": only("xu"),
}

# Evidence: everyone who sees what it belongs to. A released picture, with its public result, for everyone.

_OF_VISITS = {f"of the visit {name}": people for name, people in _VISITS.items()}
_OF_COMPLAINTS = {f"of the complaint {name}": people for name, people in _COMPLAINTS.items()}
_OF_ORDERS = {f"of the correction {name}": people for name, people in _ORDERS.items()}
_EVIDENCE = {
    **_OF_VISITS,
    **_OF_COMPLAINTS,
    **_OF_ORDERS,
    "missing of the visit noticed": _VISITS["noticed"],
    "missing of the complaint of fang": _COMPLAINTS["of fang"],
}

# What was captured, as it was: of a visit its officers, its authority's auditors, oversight; of a
# complaint intake and oversight; of a correction the institution, both teams, auditors, oversight.

_ORIGINALS = {
    "of the correction noticed": only("mei jun tao yin qiao ou mu"),
    "of the correction unnoticed": only("mei yin qiao ou mu"),
    "of the correction of sports": only("ou mu"),
    "of the correction faraway": only("ling lan"),
    "of the visit noticed": only("mei jun qiao ou mu"),
    "of the visit unnoticed": only("mei qiao ou mu"),
    "of the visit of the district": only("tao ou mu"),
    "of the visit of sports": only("ou mu"),
    "of the visit faraway": only("ling"),
    "of the complaint of fang": only("bai ning ou mu"),
    "of the complaint anonymous": only("bai ning ou mu"),
    "of the complaint on an inspector's conduct": only("ou mu"),
    "of the complaint on the conduct of the city's": only("ou"),
    "of the complaint on sports": only("ou mu"),
    "of the complaint taken in by the city": only("ou mu"),
    "of the complaint faraway": NOBODY,
}

# People: oneself; administrators the accounts with a role in their subtree. Parents belong nowhere.

_OF_THE_CITY = CITY | DISTRICT | only("yang yin mo qu mu")
_OF_THE_SOCIETY = only("pei zhuan she jian zu")
_ACCOUNTS = {
    login: only(login, THE_THREE - PARENTS if login not in PARENTS else NOBODY)
    | (only("mo") if login in _OF_THE_CITY else NOBODY)
    | (only("zu") if login in _OF_THE_SOCIETY else NOBODY)
    for login in LOOKING
    if login != "visitor"
}
_OVER_THE_CITY = only("lin mei jun qiao rui su hua dong ou mu mo shan sen")
"""With those who keep the list of officers: the system and the security administrator."""
_OFFICERS = {
    # Supervisors and registrars see those of their sectors.
    "of sports": _SEEING_OF_SPORTS,
    "mei": _OVER_THE_CITY,
    "jun": _OVER_THE_CITY,
    "tao": _OVER_THE_CITY | only("tao bai wei ning"),
    "ling": only("ling xu shan sen"),
    "provincial": only("dong ou shan sen"),
    "patrol": only("pei she jian zu shan sen"),
}

# Plans are for all once they are published; before, for the authority and those above it in the
# sector. A draw: managers and heads of the departments, supervisors above in the sector, oversight;
# never the officers who are dealt, nor the institutions. Its proof is for all.

_PLANS = {
    "published": EVERYONE,
    "closed": EVERYONE,
    "draft of the city": only("lin qiao hua", _ABOVE_THE_CITY),
    "in review in the district": only("wei ning", _ABOVE_THE_CITY),
    "draft of sports": only("ou mu"),
}
_DRAWS = {
    # The district's head takes part; its supervisor watches only what lies below.
    "drawn by the city": only("lin hua wei", _ABOVE_THE_CITY),
    "drawn by the district": only("wei ning", _ABOVE_THE_CITY),
    "drawn far away": only("xu"),
}
_DRAWN_TASKS = {
    "drawn by the city": _DRAWS["drawn by the city"] | only("qiao"),
    "drawn by the district": _DRAWS["drawn by the district"],
    "drawn far away": _DRAWS["drawn far away"],
}
_OBJECTS = {
    "maple": only("lin qiao rui su hua dong wei ning ou mu"),
    "swimming": only("yang ou mu"),
    "faraway": only("xu"),
    "listed": NOBODY,
}
_TASKS = {
    "noticed": _VISITS["noticed"] - only("yin"),
    "unnoticed": _VISITS["unnoticed"],
    "of the district": _VISITS["of the district"],
    "of sports": _VISITS["of sports"],
    "faraway": _VISITS["faraway"] - only("lan"),
    "without a visit": only("lin qiao hua", _ABOVE_THE_CITY),
    **_DRAWN_TASKS,
}

SEEN: Mapping[str, Mapping[str, People]] = {
    "Institution": dict.fromkeys(("maple", "swimming", "faraway", "listed"), EVERYONE),
    "FormerName": {"of maple": EVERYONE},
    "Site": dict.fromkeys(("of maple", "of swimming"), EVERYONE),
    "Position": {"of swimming": EVERYONE},
    "Entitlement": dict.fromkeys(
        ("licence of maple", "filing of swimming", "listing by the society"), EVERYONE
    ),
    "Authority": dict.fromkeys(
        (
            "国家平台",
            "江苏省教育厅",
            "苏州市教育局",
            "姑苏区教育局",
            "北京市朝阳区教育委员会",
            "苏州市体育局",
            "示例学会",
        ),
        EVERYONE,
    ),
    "Course": _COURSES,
    "FeeItem": _COURSES,
    "ClassTime": _COURSES,
    "Teacher": {
        "in employment at maple": EVERYONE,
        "in employment at swimming": EVERYONE,
        "former of maple": only("yin rui ou mu"),
        "former of swimming": only("yang ou mu"),
        "former of faraway": only("lan"),
        "former of listed": NOBODY,
    },
    "FieldChange": _CHANGES,
    "ExternalRegistration": dict.fromkeys(_REGISTERED, EVERYONE),
    "RegistrationDifference": _DIFFERENCES,
    "PlatformReport": _REPORTS,
    "Inspection": _SEEN_VISITS,
    "Standing": _STANDINGS,
    "StandingEnd": {
        **dict.fromkeys(_TAKEN_BACK, EVERYONE),
        "staff black list of the city, quashed": _ON_STAFF,
    },
    "ListedPerson": {
        name: people for name, people in _STANDINGS.items() if name.startswith("staff")
    },
    "InspectionTask": _TASKS,
    "TaskStep": _TASKS,
    "TaskDepartment": {
        "drawn by the city: 苏州市教育局": _DRAWN_TASKS["drawn by the city"],
        "drawn by the city: 姑苏区教育局": _DRAWN_TASKS["drawn by the city"],
        "drawn by the district: 姑苏区教育局": _DRAWN_TASKS["drawn by the district"],
        "drawn far away: 北京市朝阳区教育委员会": _DRAWN_TASKS["drawn far away"],
    },
    "TaskQuota": _DRAWS,
    "InspectionItem": dict.fromkeys((*(item.code for item in ITEMS), "of the city"), EVERYONE),
    "InspectionPlan": _PLANS,
    "PlanLine": {
        **_PLANS,
        **{f"{name}, before": people for name, people in _PLANS.items()},
    },
    "PlanAmendment": _PLANS,
    "CampaignFiling": _PLANS,
    "Draw": _DRAWS,
    "DrawProof": dict.fromkeys(_DRAWS, EVERYONE),
    "PoolStratum": _DRAWS,
    "PoolObject": _DRAWS,
    "PoolOfficer": _DRAWS,
    "Pairing": _DRAWS,
    "DrawEvent": _DRAWS,
    "OfficerReplacement": _DRAWS,
    # yin committed them for 枫叶.
    "DrawShare": {name: people | only("yin") for name, people in _DRAWS.items()},
    "DrawPolicy": {
        "of 苏州市教育局": only("lin hua", _ABOVE_THE_CITY),
        "of 苏州市体育局": only("ou mu"),
        "of 北京市朝阳区教育委员会": only("xu"),
    },
    "InspectionObject": _OBJECTS,
    "RiskAssessment": _OBJECTS,
    "RiskInputCount": _OBJECTS,
    "ObjectStop": _OBJECTS,
    "LedgerJob": _LEDGERS,
    "LedgerRow": _LEDGERS,
    "Recusal": {
        "of mei": only("mei hua ou mu"),
        "of tao": only("tao wei ou mu"),
        "of ling": only("ling"),
    },
    "InspectionAssignment": {
        "noticed: mei": _VISITS["noticed"],
        "noticed: jun": _VISITS["noticed"],
        "noticed, replaced: tao": _VISITS["noticed"],
        "unnoticed: mei": _VISITS["unnoticed"],
        "of the district: tao": _VISITS["of the district"],
        "faraway: ling": _VISITS["faraway"],
    },
    "InspectionRecord": _APPROVED,
    "VisitPosition": _FILED,
    "RecordAnswer": _APPROVED,
    "Finding": _APPROVED,
    "RecordConfirmation": _APPROVED,
    "ResultAudit": {name: people - only("yin") for name, people in _FILED.items()},
    "CheckIn": _ARRIVALS,
    "CheckOut": _ARRIVALS,
    "ArrivalPosition": {
        f"{way}, {name}": people
        for way in ("arriving", "leaving")
        for name, people in _ARRIVALS.items()
    },
    "RecordSignature": _FILED,
    "SignatureRefusal": _FILED,
    "Notice": _NOTICES,
    "NoticeItem": _NOTICES,
    "NoticeOfficer": _NAMED_IN_NOTICES,
    "Appointment": _NOTICES,
    "RecusalRequest": {
        "by maple about mei": only("mei yin hua ou mu"),
        "by jun about himself": only("jun hua ou mu"),
        "in the district": only("tao wei ou mu"),
    },
    "Evidence": _EVIDENCE,
    "CapturePosition": {name: _ORIGINALS[name] for name in _OF_VISITS},
    # Told apart by how much is expected.
    "EvidenceSummary": {
        "of none": _OF_PLACE,
        "of one": only(
            "",
            *(people for name, people in _VISITS.items() if name != "noticed"),
            *(people for name, people in _COMPLAINTS.items() if name != "of fang"),
            *_ORDERS.values(),
        ),
        "of two": _VISITS["noticed"] | _COMPLAINTS["of fang"],
    },
    "CorrectionOrder": _SEEN_ORDERS,
    "RectificationReport": _SEEN_ORDERS,
    "EscalationProposal": _PROPOSALS,
    "Ruling": _RULINGS,
    "RulingStep": _RULINGS,
    "Alert": _ALERTS,
    "AlertCount": _ALERT_COUNTS,
    "InspectionLoad": _LOADS,
    "PublicPicture": {"released of the visit noticed": EVERYONE},
    # What is not public any more is for the officials who see the visit.
    "PublicRecord": _PUBLIC_RECORDS,
    "Publication": {f"of {name}": people for name, people in _PUBLIC_RECORDS.items()},
    "PublicReply": {"noticed": EVERYONE, "of sports": NOBODY},
    # The institution sees what it asked whether it had notice of the visit or not, and no measures.
    "Objection": _ASKED,
    "RepairRequest": _ASKED,
    "Reply": {name: _ASKED[name] for name in ("noticed", "of sports")},
    "ResultCorrection": _VISITS,
    "FollowUp": _TO_OFFICIALS,
    "PublicTermDecision": _TO_OFFICIALS,
    "Complaint": _COMPLAINTS,
    "ComplaintStep": _COMPLAINTS,
    "Account": _ACCOUNTS,
    # Of an authority: those who administer it or one above it.
    "ChangeProposal": {
        "of the district": THE_THREE | only("mo"),
        "faraway": THE_THREE,
        "of the society": THE_THREE | only("zu"),
    },
    "RoleGrant": {
        **_ACCOUNTS,
        "second of ning": _ACCOUNTS["ning"],
        # It gives nothing before it is confirmed.
        "waiting of ning": _ACCOUNTS["ning"],
        "qu": NOBODY,
    },
    "Session": {
        "of mei": _ACCOUNTS["mei"],
        "of fang": _ACCOUNTS["fang"],
        "of shan": _ACCOUNTS["shan"],
        "ended of mei": _ACCOUNTS["mei"],
    },
    "Officer": _OFFICERS,
    "InspectorProfile": {
        login: people
        for login, people in _OFFICERS.items()
        if login in ["mei", "jun", "tao", "ling", "of sports"]
    },
    "EnforcementCertificate": {login: _OFFICERS[login] for login in ("mei", "tao", "ling")},
}
PUBLIC = {"Region", "InstitutionStatistics"}
"""Every row is for everyone."""

TRIED_ELSEWHERE = {
    "CreditCommitment": "test_credit_repair: it waits for somebody, and here nothing does",
    "LongerTerm": "test_decide_public_terms: it needs a rule that is adopted",
}
"""Types of which this world has no row: in tests/schema/publication, both as what is seen and as what is not."""

# Fields that need a permission: who may ask at all. A person who may not is refused before any I/O.

_CASE_ROLES = only("lin mei jun tao ling qiao su xu dong ning she hua wei ou mu jian")
_INSPECTION_READERS = _CASE_ROLES | only("yin lan")
_OFFICER_READERS = _CASE_ROLES | only("bai ning pei rui yang shan sen mo zu")
_ALERT_READERS = _INSPECTION_READERS | _OFFICER_READERS
_LEDGER_IMPORTERS = only("rui yang yin lan shan mo zu")
_COMPLAINT_READERS = only("bai ning chen su xu dong she hua wei ou mu jian", PARENTS)
_CONTACT_READERS = only("yin lan pei xu ling yang she jian", CITY, DISTRICT, PROVINCE)
_PRIVATE_READERS = only("yin lan rui yang ou mu jian")
_RISK_READERS = only("pei lin qiao rui yang su xu dong ning she hua wei ou mu jian")
_STATEMENT_READERS = only("bai ning ou mu jian", PARENTS, only(HOLDER))

_HISTORY_READERS = only("yin lan rui yang su xu dong ning she hua wei ou mu jian")
_DRAW_READERS = only("lin hua wei su xu dong ning she ou mu jian")

_RULING_READERS = only("yin lan pei qiao rui yang su xu dong ning she hua wei ou mu jian")

MAY_ASK: Mapping[str, People] = {
    "Query.resultsWithLongerTerm": only("hua wei"),
    "Query.ruling": _RULING_READERS,
    "Query.rulings": _RULING_READERS,
    "Query.inspectionTask": _INSPECTION_READERS,
    "Query.inspectionTasks": _INSPECTION_READERS,
    "InspectionTask.inspections": _INSPECTION_READERS,
    "InspectionTask.quotas": _DRAW_READERS,
    "InspectionTask.shares": _DRAW_READERS,
    "InspectionTask.draw": _DRAW_READERS,
    "Query.draws": _DRAW_READERS,
    "Query.drawPolicies": _DRAW_READERS,
    "Query.inspectionObjects": _RISK_READERS,
    "Query.ledgerJob": _LEDGER_IMPORTERS,
    "Query.ledgerJobs": _LEDGER_IMPORTERS,
    "Query.objections": _INSPECTION_READERS,
    "Query.repairRequests": _INSPECTION_READERS,
    "Query.replies": _INSPECTION_READERS,
    "Query.recusals": only("mei jun tao ling hua wei ou mu jian"),
    "Query.inspection": _INSPECTION_READERS,
    "Query.correctionOrder": _INSPECTION_READERS,
    "Query.correctionOrders": _INSPECTION_READERS,
    "Query.escalationProposals": _INSPECTION_READERS,
    "Query.alerts": _ALERT_READERS,
    "Query.alertCounts": _ALERT_READERS,
    "Query.inspectionLoad": _INSPECTION_READERS,
    "Query.inspectionLoads": _INSPECTION_READERS,
    "Query.inspections": _INSPECTION_READERS,
    "Query.myAssignments": _INSPECTION_READERS,
    "Institution.inspections": _INSPECTION_READERS,
    "Query.complaint": _COMPLAINT_READERS,
    "Query.complaints": _COMPLAINT_READERS,
    "Query.myComplaints": _COMPLAINT_READERS,
    "Query.accounts": only("mo zu", THE_THREE),
    "Query.changeProposals": only("mo zu", THE_THREE),
    "Query.officers": _OFFICER_READERS,
    "ChangeProposal.officers": _OFFICER_READERS,
    "Officer.history": only("mo zu", THE_THREE),
    "Institution.legalRepresentative": _CONTACT_READERS,
    "Institution.sponsor": _CONTACT_READERS,
    "Institution.contactName": _CONTACT_READERS,
    "Institution.contactPhone": _CONTACT_READERS,
    "Institution.staffRatios": _CONTACT_READERS,
    "Institution.riskClass": _RISK_READERS,
    "Teacher.maskedResidentId": _PRIVATE_READERS,
    "Teacher.workPermitNo": _PRIVATE_READERS,
    "Complaint.statement": _STATEMENT_READERS,
    "Evidence.originalUrl": EVERYONE,
    "PublicRecord.withheldViolationCodes": EVERYONE,
    "Inspection.inspectionCode": EVERYONE,
    "Institution.externalRef": _CONTACT_READERS,
    "Institution.sourceUpdatedAt": _CONTACT_READERS,
    "Institution.history": _HISTORY_READERS,
    "ExternalRegistration.history": _HISTORY_READERS,
    "ExternalRegistration.verifiedBy": _HISTORY_READERS,
    "ExternalRegistration.verifiedFor": _HISTORY_READERS,
    "Query.registrationDifferences": _HISTORY_READERS,
    "RegistrationDifference.seenBy": EVERYONE,
    "RegistrationDifference.decidedBy": EVERYONE,
    "Site.history": _HISTORY_READERS,
    "Course.history": _HISTORY_READERS,
    "Teacher.history": _HISTORY_READERS,
    "Authority.history": only("mo zu", THE_THREE),
    "FieldChange.accountName": EVERYONE,
    "Standing.ground": EVERYONE,
    "StandingEnd.reason": EVERYONE,
}

SPARED = {"Standing.ruling"}
"""Rows that have their own lines, and are not even looked for on behalf of those who see none of them."""

# Gated fields: of those who may ask, who gets the value. Everybody else who sees the row gets null.

_CONTACTS = {
    **_SCOPE_OF,
    # Listed by the society: within its programmes.
    "listed": only("pei she jian"),
}
_PRIVATE = {
    "in employment at maple": only("yin rui ou mu"),
    "former of maple": only("yin rui ou mu"),
    "in employment at swimming": only("yang ou mu"),
    "former of swimming": only("yang ou mu"),
    "former of faraway": only("lan"),
    "former of listed": NOBODY,
}
OPEN: Mapping[str, Mapping[str, People]] = {
    "Inspection.inspectionCode": {
        "noticed": only("mei jun"),
        "unnoticed": only("mei"),
        "of the district": only("tao"),
        "of sports": NOBODY,
        "faraway": only("ling"),
    },
    "FieldChange.accountName": _CHANGED_BY,
    "Standing.ground": {**_STANDINGS, **_TAKEN_BACK},
    "StandingEnd.reason": {**_TAKEN_BACK, "staff black list of the city, quashed": _ON_STAFF},
    "Institution.legalRepresentative": _CONTACTS,
    "Institution.sponsor": _CONTACTS,
    "Institution.contactName": _CONTACTS,
    "Institution.contactPhone": _CONTACTS,
    "Institution.staffRatios": _CONTACTS,
    "Institution.externalRef": _CONTACTS,
    "Institution.sourceUpdatedAt": _CONTACTS,
    "ExternalRegistration.verifiedBy": _VERIFIED_BY,
    "ExternalRegistration.verifiedFor": _VERIFIED_BY,
    "RegistrationDifference.seenBy": _DECIDED_BY,
    "RegistrationDifference.decidedBy": _DECIDED_BY,
    "Institution.riskClass": _OBJECTS,
    "Teacher.maskedResidentId": _PRIVATE,
    "Teacher.workPermitNo": _PRIVATE,
    "Complaint.statement": {
        "of fang": only("fang bai ning ou mu"),
        "anonymous": only("bai ning ou mu"),
        "on an inspector's conduct": only("gao ou mu"),
        "on the conduct of the city's": only("gao ou"),
        "on sports": only("gao ou mu"),
        "taken in by the city": only("gao ou mu"),
        "faraway": NOBODY,
    },
    "PublicRecord.withheldViolationCodes": {
        "current": _TO_OFFICIALS["noticed"],
        "superseded": _TO_OFFICIALS["noticed"],
        "withdrawn": _PUBLIC_RECORDS["withdrawn"],
        "expired": _PUBLIC_RECORDS["expired"],
    },
    "Evidence.originalUrl": {
        **_ORIGINALS,
        # Nothing is there to look at.
        "missing of the visit noticed": NOBODY,
        "missing of the complaint of fang": NOBODY,
    },
}

# Roots about oneself: of what one may see, only one's own.

OWN: Mapping[str, Mapping[str, People]] = {
    "me": {login: only(login) for login in _ACCOUNTS},
    "myAssignments": {
        "noticed": only("mei jun"),
        "unnoticed": only("mei"),
        "of the district": only("tao"),
        "of sports": NOBODY,
        "faraway": only("ling"),
    },
    "myComplaints": {
        "of fang": only("fang"),
        "anonymous": NOBODY,
        "on an inspector's conduct": only("gao"),
        "on the conduct of the city's": only("gao"),
        "on sports": only("gao"),
        "taken in by the city": only("gao"),
        "faraway": NOBODY,
    },
}

MARKS: Mapping[str, str] = {
    "TaskStep": "at",
    "TaskDepartment": "maxLoad",
    "TaskQuota": "minCount",
    "PlanAmendment": "reason",
    "DrawProof": "taskCode",
    "PoolStratum": "label",
    "PoolObject": "pseudonym",
    "PoolOfficer": "officerNo",
    "Pairing": "position",
    "DrawEvent": "hash",
    "OfficerReplacement": "replacedAt",
    "DrawPolicy": "adoptedAt",
    "InspectionObject": "unifiedSocialCreditCode",
    "RiskAssessment": "assessedAt",
    "RiskInputCount": "count",
    "RoleGrant": "grantedAt",
    "InspectorProfile": "publicNo",
    "ComplaintStep": "at",
    "FeeItem": "name",
    "FormerName": "name",
    "ClassTime": "startsAt",
    "Position": "latitude",
    "VisitPosition": "latitude",
    "CapturePosition": "latitude",
    "EvidenceSummary": "expected",
    "PublicPicture": "url",
    "PublicReply": "text",
    "PublicTermDecision": "reason",
    "CampaignFiling": "filingNo",
    "CreditCommitment": "signedOn",
    "LongerTerm": "endsByClassOn",
    "Publication": "reference",
    "ResultCorrection": "reason",
    "InspectionAssignment": "assignedAt",
    "RecordAnswer": "note",
    "Finding": "detail",
    "RecordConfirmation": "confirmedAt",
    "ResultAudit": "reason",
    "CheckOut": "correctedAt",
    "ArrivalPosition": "latitude",
    "RecordSignature": "name",
    "SignatureRefusal": "reason",
    "NoticeItem": "code",
    "NoticeOfficer": "name",
    "RectificationReport": "statement",
    "RulingStep": "text",
    "Alert": "dueOn",
    "StandingEnd": "decidedAt",
    "ListedPerson": "name",
    "AlertCount": "oldestDueOn",
    "InspectionLoad": "lastOn",
    "Region": "code",
    "InstitutionStatistics": "total",
}
"""The field that tells the rows of a type apart, where they have no id."""

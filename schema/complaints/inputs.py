"""A complaint as sent, checked in form: its respondent, its content and its complainant."""

import datetime as dt
import re
from dataclasses import dataclass
from uuid import UUID

import strawberry

from domain import identifiers, thresholds
from domain.authorities import Sector
from domain.complaints import raise_complaint as rules
from domain.complaints.identity import demanded_parts
from domain.complaints.terms import ComplaintCategory, ComplaintKind, Identification
from domain.regions import is_region_code
from schema.fields import field, optional
from schema.inputs import OPERATION_ID, InputFaults, is_given, key_of
from schema.scalars import FenAmount

_LONGEST = {"name": 50, "phone": 20, "address": 200}
_PHONE = re.compile(r"\+?[0-9](?:[ -]?[0-9]){5,14}")


@strawberry.input(description="The complaint as the complainant states it.")
class RaiseComplaintInput:
    operation_id: UUID = field(
        OPERATION_ID
        + " For an anonymous complaint it is as secret as the receipt. Never derive it "
        "from what is written: two strangers with the same words would share one complaint, and the "
        "second would be given the receipt of the first."
    )
    kind: ComplaintKind = field(
        "Whether this is a dispute (real name only), a report or an inquiry."
    )
    category: ComplaintCategory = field("The subject of the complaint.")
    identification: Identification = field(
        "Whether the complaint is made in a real name, which requires a parent who is "
        "signed in, or anonymously."
    )
    statement: str = field("What happened, in 10 to 5,000 characters; stored encrypted.")
    institution_id: strawberry.ID | None = optional(
        "The registered institution that the complaint is about."
    )
    respondent_name: str | None = optional(
        "The name of the respondent, if it is not registered; up to 100 characters."
    )
    respondent_address: str | None = optional(
        "The respondent's address, up to 200 characters; required if the respondent is "
        "not registered."
    )
    region_code: str | None = optional(
        "The six-digit code of the respondent's region; required if the respondent is "
        "not registered."
    )
    sector: Sector | None = optional(
        "The respondent's sector, if it is not registered; education if left out."
    )
    claim_fen: FenAmount | None = optional(
        "The amount claimed, in fen (1/100 yuan); only in a dispute."
    )
    occurred_on: dt.date | None = optional("The day on which it happened.")
    name: str | None = optional(
        "The complainant's name, up to 50 characters; real-name complaints only. "
        "Stored separately and encrypted."
    )
    phone: str | None = optional(
        "The complainant's telephone number; real-name complaints only, required for a "
        "dispute. Stored separately and encrypted."
    )
    address: str | None = optional(
        "The complainant's address, up to 200 characters; real-name complaints only, "
        "required for a dispute. Stored separately and encrypted."
    )


@dataclass(frozen=True, slots=True)
class CheckedComplaint:
    """`region_code` and `sector` are those of a respondent outside the register; name, phone and
    address are the complainant's, and empty where none was given."""

    complaint: rules.Complaint
    respondent_address: str | None
    region_code: str
    sector: Sector
    name: str
    phone: str | None
    address: str | None

    @property
    def is_anonymous(self) -> bool:
        return self.complaint.identification is Identification.ANONYMOUS


def checked(input: RaiseComplaintInput, today: dt.date) -> CheckedComplaint:
    """The input as facts. Raises InvalidInput with all violations of form."""
    faults = InputFaults()
    statement = _statement(faults, input.statement, today)
    identity = _identity(faults, input)
    institution_id: UUID | None = None
    respondent = respondent_address = None
    if input.institution_id is not None and is_given(input.institution_id):
        _nothing_else(faults, input)
        institution_id = key_of("Institution", input.institution_id, "institutionId")
    else:
        respondent, respondent_address = _respondent(faults, input)
    faults.refuse()
    complaint = rules.Complaint(
        kind=input.kind,
        category=input.category,
        identification=input.identification,
        statement=statement,
        institution_id=institution_id,
        respondent_name=respondent,
        claim_fen=input.claim_fen if is_given(input.claim_fen) else None,
        occurred_on=input.occurred_on if is_given(input.occurred_on) else None,
    )
    sector = input.sector if input.sector and is_given(input.sector) else Sector.EDUCATION
    return CheckedComplaint(
        complaint=complaint,
        respondent_address=respondent_address,
        region_code=_text(input.region_code),
        sector=sector,
        name=identity["name"],
        phone=identity["phone"] or None,
        address=identity["address"] or None,
    )


def _statement(faults: InputFaults, text: str, today: dt.date) -> str:
    shortest, longest = (thresholds.at(c, today).value for c in ("STATEMENT_MIN", "STATEMENT_MAX"))
    return faults.text("statement", text, shortest=int(shortest), longest=int(longest))


def _identity(faults: InputFaults, input: RaiseComplaintInput) -> dict[str, str]:
    is_anonymous = input.identification is Identification.ANONYMOUS
    needed = frozenset() if is_anonymous else demanded_parts(input.kind)
    found = dict.fromkeys(_LONGEST, "")
    for name, longest in _LONGEST.items():
        text = _text(getattr(input, name)).strip()
        if name == "phone":
            text = identifiers.telephone(text)
        if is_anonymous and text:
            faults.add(name, "匿名投诉请勿填写此项", "must be left out of an anonymous complaint")
        elif text or name in needed:
            found[name] = faults.text(name, text, longest=longest)
    if found["phone"] and not _PHONE.fullmatch(found["phone"]):
        faults.add("phone", "不是有效的电话号码", "must be a telephone number")
    return found


def _nothing_else(faults: InputFaults, input: RaiseComplaintInput) -> None:
    """What the register already knows is not accepted from the complaint: the two could differ."""
    given = {
        "respondentName": input.respondent_name,
        "respondentAddress": input.respondent_address,
        "regionCode": input.region_code,
        "sector": input.sector,
    }
    for name, value in given.items():
        if is_given(value) and value:
            faults.add(
                name,
                "被投诉机构已登记，此项无需填写",
                "must be left out for a registered institution",
            )


def _respondent(faults: InputFaults, input: RaiseComplaintInput) -> tuple[str | None, str | None]:
    name = faults.optional_name("respondentName", input.respondent_name, longest=100)
    if name is None:
        faults.add(
            "institutionId", "请填写被投诉方", "must be given, unless another respondent is named"
        )
        return None, None
    region_code = _text(input.region_code)
    if not is_region_code(region_code):
        faults.add("regionCode", "须为六位行政区划代码", "must be the six-digit code of a region")
    return name, faults.name("respondentAddress", _text(input.respondent_address), longest=200)


def _text(value: str | None) -> str:
    return value if value and is_given(value) else ""

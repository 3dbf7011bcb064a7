"""What surrounds a record in the oracle's story: rows of every kind, and their fields once more."""

import datetime as dt
import hashlib
import random
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from domain.inspections.terms import Method, NoticeMode
from domain.positions import Datum
from domain.registries.terms import RecusalGround
from domain.visits.terms import (
    AppointmentState,
    ArrivalFlag,
    PositionProvider,
    RecusalRequestSide,
    RecusalRequestState,
    SignatureParty,
    UnsignedBecause,
)
from persistence.evidence.table import Evidence
from persistence.inspections.table import Inspection, InspectionRecord
from tests import people
from tests.factories import visits
from tests.people import key

if TYPE_CHECKING:
    from tests.oracle.answers import Oracle, Resolver
    from tests.oracle.register import Thing

TEXTS = ("某人", 'a "quoted" text', "\\ and \n and 𠮷", "z")
MOMENTS = tuple(
    dt.datetime(2026, 11, day, 3, 4, 5, micro, tzinfo=dt.UTC)
    for day in (2, 9, 17)
    for micro in (0, 7)
)
OFFICERS = (key(302), key(303), key(304), key(325))


def rows(
    new: Callable[[], UUID],
    inspections: Sequence[Inspection],
    records: Sequence[InspectionRecord],
    slots: Sequence[Evidence],
) -> Iterator[list[Any]]:
    """By a chance of their own, so that the rest of the story stays as it is."""
    teller = _Teller(new, slots)
    for record in records:
        teller.sign(record)
    for visit in inspections:
        teller.surround(visit)
    yield teller.first
    yield teller.second


class _Teller:
    def __init__(self, new: Callable[[], UUID], slots: Sequence[Evidence]) -> None:
        self.new, self.slots = new, slots
        self.chance = random.Random(20261125)
        self.first: list[Any] = []
        self.second: list[Any] = []

    def perhaps(self, value: Any) -> Any:
        return value if self.chance.random() < 0.6 else None

    def sign(self, record: InspectionRecord) -> None:
        chance = self.chance
        text = chance.choice(("{}", '{"a":"枫叶"}', None))
        if text is not None:
            record.canonical = text
            # One in four is not the hash of its text.
            hashed = text if chance.random() < 0.75 else "other"
            record.hash = hashlib.sha256(hashed.encode()).hexdigest()
        record.checklist_version = chance.randint(1, 4)
        pictures = [s.id for s in self.slots if s.owner_id == record.inspection_id]
        for name in chance.sample(TEXTS, chance.randint(0, 2)):
            self.first.append(
                visits.signature(
                    record.id,
                    id=self.new(),
                    party=chance.choice(list(SignatureParty)),
                    name=name,
                    capacity=chance.choice(TEXTS),
                    signed_at=chance.choice(MOMENTS),
                    **self._under(record, pictures),
                )
            )
        if chance.random() < 0.4:
            self.first.append(
                visits.signature_refusal(
                    record.id,
                    id=self.new(),
                    because=chance.choice(list(UnsignedBecause)),
                    reason=chance.choice(TEXTS),
                    witness_name=chance.choice(TEXTS),
                    witness_capacity=chance.choice(TEXTS),
                    noted_at=chance.choice(MOMENTS),
                    **self._under(record, pictures),
                )
            )

    def _under(self, record: InspectionRecord, pictures: Sequence[UUID]) -> dict[str, Any]:
        right = record.hash or "0" * 64
        return {
            "record_hash": right if self.chance.random() < 0.8 else "f" * 64,
            "recorded_at": self.chance.choice(MOMENTS),
            "recorded_by": self.chance.choice(OFFICERS),
            "evidence_id": self.perhaps(self.chance.choice(pictures)) if pictures else None,
        }

    def surround(self, visit: Inspection) -> None:
        chance = self.chance
        for officer_id in chance.sample(OFFICERS, chance.randint(0, 2)):
            arrival = visits.check_in(
                visit.id,
                officer_id,
                id=self.new(),
                certificates_shown=chance.random() < 0.5,
                rights_told=chance.random() < 0.5,
                flags=[f.value for f in chance.sample(list(ArrivalFlag), chance.randint(0, 3))],
                **self._claim(),
            )
            self.first.append(arrival)
            if chance.random() < 0.5:
                self.second.append(visits.check_out(arrival.id, **self._claim()))
        if chance.random() < 0.6:
            self._notice(visit)
        for state in chance.sample(list(AppointmentState), chance.randint(0, 2)):
            self.first.append(
                visits.appointment(
                    visit.id,
                    id=self.new(),
                    visit_at=chance.choice(MOMENTS),
                    note=self.perhaps(chance.choice(TEXTS)),
                    state=state,
                    proposed_at=chance.choice(MOMENTS),
                    decided_at=None if state == "PROPOSED" else MOMENTS[-1],
                    reason=TEXTS[0] if state == "DECLINED" else None,
                )
            )
        for officer_id in chance.sample(OFFICERS, chance.randint(0, 2)):
            recusal_state = chance.choice(list(RecusalRequestState))
            self.first.append(
                visits.recusal_request(
                    visit.id,
                    officer_id,
                    id=self.new(),
                    side=chance.choice(list(RecusalRequestSide)),
                    ground=self.perhaps(chance.choice(list(RecusalGround))),
                    statement=chance.choice(TEXTS),
                    state=recusal_state,
                    requested_at=chance.choice(MOMENTS),
                    decided_at=None if recusal_state == "REQUESTED" else MOMENTS[-1],
                    reason=TEXTS[1] if recusal_state == "REFUSED" else None,
                )
            )

    def _claim(self) -> dict[str, Any]:
        chance = self.chance
        placed = chance.random() < 0.7
        return {
            "claimed_at": chance.choice(MOMENTS),
            "device_clock_offset_ms": self.perhaps(-(2**31)),
            "corrected_at": chance.choice(MOMENTS),
            "received_at": chance.choice(MOMENTS),
            "latitude": chance.choice((90.0, 31.29834999999)) if placed else None,
            "longitude": 120.619585 if placed else None,
            "accuracy_m": self.perhaps(1e21) if placed else None,
            "datum": chance.choice(list(Datum)) if placed else None,
            "provider": self.perhaps(chance.choice(list(PositionProvider))),
            "is_mock": chance.random() < 0.3,
            "wgs84_latitude": -0.0 if placed else None,
            "wgs84_longitude": self.perhaps(31.0) if placed else None,
            "distance_m": self.perhaps(2**31 - 1),
        }

    def _notice(self, visit: Inspection) -> None:
        chance = self.chance
        acknowledged = chance.random() < 0.5
        notice = visits.notice(
            visit.id,
            id=self.new(),
            mode=chance.choice(list(NoticeMode)),
            issued_at=chance.choice(MOMENTS),
            institution_name=chance.choice(TEXTS),
            task_code=chance.choice(TEXTS),
            window_from=dt.date(2026, 11, 1),
            window_to=dt.date(2026, 11, 30),
            legal_basis=chance.sample(TEXTS, 2),
            methods=[each.value for each in chance.sample(list(Method), 2)],
            materials=chance.sample(TEXTS, chance.randint(0, 3)),
            contact=chance.choice(TEXTS),
            appointment_possible=chance.random() < 0.5,
            visits_this_year=chance.randint(0, 3),
            paragraphs_zh=["权利"],
            paragraphs_en=["rights", "duties"],
            seal_authority=chance.choice(TEXTS),
            sealed_on=dt.date(2026, 11, 3),
            acknowledged_at=MOMENTS[0] if acknowledged else None,
            acknowledged_by=people.yin.id if acknowledged else None,
        )
        self.first.append(notice)
        for position in range(chance.randint(0, 2)):
            self.second += [
                visits.notice_item(
                    notice.id,
                    id=self.new(),
                    position=position,
                    code=f"I{position}",
                    title=chance.choice(TEXTS),
                ),
                visits.notice_officer(
                    notice.id,
                    chance.choice(OFFICERS),
                    id=self.new(),
                    position=position,
                    unit=chance.choice(TEXTS),
                    name=chance.choice(TEXTS),
                    certificate_no="–",
                ),
            ]


def _one(type_name: str, column: str) -> "Resolver":
    def resolver(oracle: "Oracle", thing: "Thing", _: Any) -> Any:
        key = thing.row["id"]
        return oracle.first(type_name, oracle.register.where(type_name, **{column: key}))

    return resolver


def _many(type_name: str, column: str, order: str) -> "Resolver":
    def resolver(oracle: "Oracle", thing: "Thing", _: Any) -> Any:
        return oracle.many(
            type_name, lambda row: (row[order], row["id"]), **{column: thing.row["id"]}
        )

    return resolver


def _to(type_name: str, column: str) -> "Resolver":
    return lambda oracle, thing, _: oracle.one(type_name, thing.row[column])


def _part(oracle: "Oracle", thing: "Thing", _: Any) -> Any:
    from tests.oracle.register import Thing

    return None if thing.row["latitude"] is None else Thing("ArrivalPosition", thing.row)


def _is_valid(oracle: "Oracle", thing: "Thing", _: Any) -> bool:
    record = oracle.register.get("InspectionRecord", thing.row["record_id"])
    assert record is not None
    if record["canonical"] is None or record["id"] not in oracle.register.story.sealed:
        return False
    digest = hashlib.sha256(record["canonical"].encode()).hexdigest()
    return bool(thing.row["record_hash"] == record["hash"] == digest)


def _code(oracle: "Oracle", thing: "Thing", _: Any) -> Any:
    return thing.row["inspection_code"] if oracle.eyes.is_sent_to(thing.row) else None


_OFFICER = _to("Officer", "officer_id")
_SIGNED: dict[str, "Resolver"] = {
    f"{name}.{field}": resolver
    for name in ("RecordSignature", "SignatureRefusal")
    for field, resolver in (
        ("recordedBy", _to("Officer", "recorded_by")),
        ("evidence", _to("Evidence", "evidence_id")),
        ("isValid", _is_valid),
    )
}
FIELDS: dict[str, "Resolver"] = {
    **_SIGNED,
    "Inspection.inspectionCode": _code,
    "Inspection.notice": _one("Notice", "inspection_id"),
    "Inspection.appointments": _many("Appointment", "inspection_id", "proposed_at"),
    "Inspection.recusalRequests": _many("RecusalRequest", "inspection_id", "requested_at"),
    "Inspection.checkIns": _many("CheckIn", "inspection_id", "corrected_at"),
    "InspectionRecord.signatures": _many("RecordSignature", "record_id", "recorded_at"),
    "InspectionRecord.signatureRefusal": _one("SignatureRefusal", "record_id"),
    "Notice.unifiedSocialCreditCode": lambda _, thing, __: thing.row["credit_code"],
    "Notice.items": _many("NoticeItem", "notice_id", "position"),
    "Notice.officers": _many("NoticeOfficer", "notice_id", "position"),
    "NoticeOfficer.officerId": lambda _, thing, __: f"ofcr_{thing.row['officer_id']}",
    "CheckIn.officer": _OFFICER,
    "CheckIn.position": _part,
    "CheckIn.checkOut": _one("CheckOut", "check_in_id"),
    "CheckOut.position": _part,
    "RecusalRequest.officer": _OFFICER,
}

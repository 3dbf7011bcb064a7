"""The rules of evidence: declaring, quotas, releasing, completeness."""

import datetime as dt
from typing import Any

import pytest

from domain.actors import Actor, Grant, Office
from domain.authorities import AuthorityKind, Sector
from domain.complaints.terms import ComplaintState
from domain.evidence import completeness, contents, quotas, releases
from domain.evidence.arrivals import ReceivedFile
from domain.evidence.completeness import worst
from domain.evidence.declarations import (
    EvidenceClosed,
    EvidenceDeclaration,
    EvidenceNotExpected,
    EvidenceSuperseded,
    LateEvidenceNeedsReason,
    OwnerFacts,
    Slot,
    declare,
    refuse_unless_expected,
)
from domain.evidence.owners import KIND_OF_TYPE, OWNERS
from domain.evidence.quotas import EvidenceQuota
from domain.evidence.terms import EvidenceKind, EvidenceState, EvidenceVerdict, OwnerKind
from domain.inspections.audits import AuditorIsOfficer
from domain.inspections.terms import InspectionState
from domain.positions import Datum, Position
from domain.refusals import InvalidInput, NotFound, NotPermitted, Refusal
from domain.regions import subtree
from domain.roles import Role
from tests.people import key

NOTHING = EvidenceQuota(0, 0)
_I, _C = InspectionState, ComplaintState


def declared(**facts: Any) -> EvidenceDeclaration:
    return EvidenceDeclaration(
        **{
            "kind": EvidenceKind.PHOTO,
            "sha256": bytes(32),
            "size": 1_000,
            "media_type": "image/jpeg",
            **facts,
        }
    )


def of_visit(state: InspectionState = _I.TO_ENTER, **facts: Any) -> OwnerFacts:
    values = {"slots": {}, "owner": NOTHING, "person": NOTHING, **facts}
    return OwnerFacts(OwnerKind.INSPECTION, state, **values)


def of_complaint(state: ComplaintState = _C.RECEIVED, **facts: Any) -> OwnerFacts:
    values = {"slots": {}, "owner": NOTHING, "person": None, **facts}
    return OwnerFacts(OwnerKind.COMPLAINT, state, **values)


def test_what_is_new_is_version_one_and_what_replaces_counts_on() -> None:
    facts = of_visit(slots={key(1): Slot(3, is_superseded=False)})
    two = [declared(), declared(replaces_id=key(1), reason="模糊")]

    assert declare(facts, two) == [1, 4]


@pytest.mark.parametrize("state", list(InspectionState))
def test_a_visit_takes_evidence_until_it_is_published(state: InspectionState) -> None:
    is_open = state in {_I.TO_ENTER, _I.TO_CONFIRM, _I.TO_AUDIT, _I.AUDIT_REJECTED, _I.TO_CORRECT}
    facts = of_visit(state)

    if is_open:
        assert declare(facts, [declared(reason="补充")]) == [1]
    else:
        with pytest.raises(EvidenceClosed):
            declare(facts, [declared(reason="补充")])


@pytest.mark.parametrize(
    ("state", "is_late"),
    [
        (_I.TO_ENTER, False),
        (_I.AUDIT_REJECTED, False),
        (_I.TO_CONFIRM, True),
        (_I.TO_AUDIT, True),
    ],
)
def test_what_comes_after_filing_needs_a_reason(state: InspectionState, is_late: bool) -> None:
    if is_late:
        with pytest.raises(LateEvidenceNeedsReason):
            declare(of_visit(state), [declared(reason="补充"), declared()])
    else:
        assert declare(of_visit(state), [declared()]) == [1]


@pytest.mark.parametrize("state", list(ComplaintState))
def test_a_complaint_takes_evidence_until_it_is_over(state: ComplaintState) -> None:
    over = {
        _C.TRANSFERRED_OUT,
        _C.NOT_ACCEPTED,
        _C.CLOSED,
        _C.CLOSED_SATISFIED,
        _C.CLOSED_NEUTRAL,
        _C.WITHDRAWN,
    }

    if state in over:
        with pytest.raises(EvidenceClosed):
            declare(of_complaint(state), [declared()])
    else:
        assert declare(of_complaint(state), [declared()]) == [1]


def test_a_complaint_takes_nothing_that_tells_who_complained() -> None:
    revealing = declared(file_name="a.jpg", position=Position(31.3, 120.6, Datum.WGS84))

    with pytest.raises(InvalidInput) as refused:
        declare(of_complaint(), [declared(), revealing])

    assert [each.field for each in refused.value.violations] == [
        "slots[1].position",
        "slots[1].fileName",
    ]


@pytest.mark.parametrize(
    ("slots", "refusal"),
    [
        ({}, NotFound),
        ({key(2): Slot(1, is_superseded=False)}, NotFound),
        ({key(1): Slot(1, is_superseded=True)}, EvidenceSuperseded),
    ],
)
def test_only_the_last_version_of_the_owners_own_is_replaced(
    slots: dict[Any, Slot], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        declare(of_visit(slots=slots), [declared(replaces_id=key(1), reason="模糊")])


@pytest.mark.parametrize(
    ("used", "sizes", "is_refused"),
    [
        (EvidenceQuota(0, 0), [20_000_000_000], False),
        (EvidenceQuota(0, 0), [20_000_000_001], True),
        (EvidenceQuota(499, 0), [1], False),
        (EvidenceQuota(500, 0), [1], True),
        (EvidenceQuota(499, 0), [1, 1], True),
    ],
)
def test_the_owners_quota_ends_exactly(
    used: EvidenceQuota, sizes: list[int], is_refused: bool
) -> None:
    slots = [declared(size=size) for size in sizes]

    if is_refused:
        with pytest.raises(quotas.OwnerQuotaExceeded):
            declare(of_visit(owner=used), slots)
    else:
        declare(of_visit(owner=used), slots)


def test_the_quota_of_a_complaint_that_nobody_stands_behind_ends_sooner() -> None:
    most = quotas.PER_ANONYMOUS_COMPLAINT

    for used in (EvidenceQuota(most.count, 0), EvidenceQuota(0, most.size)):
        declare(of_complaint(owner=used), [declared()])
        with pytest.raises(quotas.OwnerQuotaExceeded):
            declare(of_complaint(owner=used, is_anonymous=True), [declared()])


def test_the_persons_quota_ends_exactly() -> None:
    most = quotas.PER_PERSON_AND_DAY
    last = EvidenceQuota(most.count - 1, most.size - 1_000)

    declare(of_visit(person=last), [declared()])
    for used in (EvidenceQuota(most.count, 0), EvidenceQuota(0, most.size)):
        with pytest.raises(quotas.PersonQuotaExceeded):
            declare(of_visit(person=used), [declared()])


def test_a_receipt_alone_is_no_person() -> None:
    assert declare(of_complaint(person=None), [declared()]) == [1]


@pytest.mark.parametrize("state", list(EvidenceState))
def test_only_what_is_expected_takes_bytes(state: EvidenceState) -> None:
    if state is EvidenceState.EXPECTED:
        refuse_unless_expected(state)
    else:
        with pytest.raises(EvidenceNotExpected):
            refuse_unless_expected(state)


def test_every_kind_has_types_and_a_size() -> None:
    assert set(contents.MEDIA_TYPES) == set(EvidenceKind) == set(quotas.MOST_BYTES)
    assert max(quotas.MOST_BYTES.values()) < 2**31


def test_every_owner_is_registered_once() -> None:
    assert set(OWNERS) == set(OwnerKind) == set(KIND_OF_TYPE.values())
    assert not OWNERS[OwnerKind.COMPLAINT].names_people
    for owner in OWNERS.values():
        assert owner.filed <= owner.open


def test_a_place_is_kept_in_wgs84_too() -> None:
    place = Position(31.3, 120.6, Datum.GCJ02)

    found = declared(position=place).wgs84

    assert found is not None
    assert found.datum is Datum.WGS84
    assert found.latitude != place.latitude
    assert declared().wgs84 is None


def test_an_arrival_may_be_no_picture() -> None:
    assert ReceivedFile(bytes(32), 1, "application/pdf").derivative_sha256 is None


# Releasing


OFFICE = Office(key(3), AuthorityKind.ADMIN_ORGAN, subtree("320500"), frozenset({Sector.EDUCATION}))
AUDITOR = Actor(key(1), (Grant(Role.RESULT_AUDITOR, OFFICE),), key(50))


def picture(**facts: Any) -> releases.Picture:
    return releases.Picture(
        **{
            "is_picture": True,
            "verdict": EvidenceVerdict.INTACT,
            "is_released": False,
            "authority_id": OFFICE.authority_id,
            "state": _I.PUBLISHED,
            "officers": frozenset({key(60)}),
            **facts,
        }
    )


def test_an_auditor_releases_and_retracts_a_picture_of_a_published_result() -> None:
    releases.release(picture(), by=AUDITOR)
    releases.release(picture(state=_I.CORRECTED), by=AUDITOR)
    releases.retract(picture(is_released=True), by=AUDITOR)
    # Whatever became of the result or the file: what is open can be closed.
    releases.retract(
        picture(is_released=True, state=_I.WITHDRAWN, verdict=EvidenceVerdict.SWAPPED), by=AUDITOR
    )


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"authority_id": key(9)}, NotPermitted),
        ({"officers": frozenset({key(50)})}, AuditorIsOfficer),
        ({"is_picture": False}, releases.NotAReleasablePicture),
        ({"state": _I.TO_AUDIT}, releases.ResultNotPublic),
        ({"state": _I.WITHDRAWN}, releases.ResultNotPublic),
        ({"verdict": EvidenceVerdict.SWAPPED}, releases.EvidenceNotIntact),
        ({"verdict": EvidenceVerdict.MISSING}, releases.EvidenceNotIntact),
        ({"is_released": True}, releases.EvidenceAlreadyReleased),
    ],
)
def test_each_reason_not_to_release(facts: dict[str, Any], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        releases.release(picture(**facts), by=AUDITOR)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"authority_id": key(9), "is_released": True}, NotPermitted),
        ({"officers": frozenset({key(50)}), "is_released": True}, AuditorIsOfficer),
        ({}, releases.EvidenceNotReleased),
    ],
)
def test_each_reason_not_to_retract(facts: dict[str, Any], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        releases.retract(picture(**facts), by=AUDITOR)


# Completeness


def test_nothing_missing_is_complete() -> None:
    completeness.refuse_unless_complete(0)
    with pytest.raises(completeness.EvidenceIncomplete):
        completeness.refuse_unless_complete(1)
    assert dt.timedelta(hours=24) == completeness.STUCK_AFTER


@pytest.mark.parametrize(
    ("verdicts", "whole"),
    [
        ("", "INTACT"),
        ("INTACT INTACT", "INTACT"),
        ("INTACT MISSING", "MISSING"),
        ("MISSING SWAPPED INTACT", "SWAPPED"),
    ],
)
def test_several_verdicts_are_as_bad_as_the_worst(verdicts: str, whole: str) -> None:
    assert worst(EvidenceVerdict[each] for each in verdicts.split()) is EvidenceVerdict[whole]

"""All that rules ask of a result that is audited or published, read in one statement and held as it was read."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from domain.actors import Actor
from domain.adoptions import AdoptableRule
from domain.inspections.audits import ConfirmedResult
from domain.inspections.terms import Measure, ResultCode
from domain.moments import day_of
from domain.publication.publish_result import ApprovedResult, Withheld
from domain.publication.terms import WithholdingGround
from domain.refusals import NotFound
from domain.visits import record_signatures
from domain.visits.terms import SignatureParty
from persistence.adoptions import writes as adoptions
from persistence.engine.drafts import Draft, ReadOnce
from persistence.inspections.policies import can_see_inspection
from persistence.inspections.table import Inspection, InspectionTask, PublicRecord
from persistence.publication import older_terms
from persistence.publication.table import FollowUp, ResultCorrection
from persistence.reading.shape import Expression
from persistence.reading.viewer import Viewer


@dataclass(frozen=True, slots=True)
class FiledRecord:
    """The record that counts now. `hash` is None for one that was filed before there were signatures;
    `violation_codes` are each named once, in the order found."""

    id: UUID
    version_no: int
    hash: str | None
    methods: Sequence[str]
    result_codes: Sequence[str]
    measures: Sequence[Measure]
    violation_codes: Sequence[str]
    checked_items: Sequence[str]
    signed_by: Sequence[SignatureParty]
    is_explained: bool

    def codes(self) -> set[ResultCode]:
        return {ResultCode[code] for code in self.result_codes}


@dataclass(frozen=True, slots=True)
class PublicVersion:
    id: UUID
    withheld: Withheld


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """A result as it was read, by the function `result_as_read`.

    `officers` are all who were ever sent, `first_team` those sent to the visit that this one
    re-inspects; `is_recheck`: an order waits for it. `versions` are public or were, the first one
    first; `correction` is the one that a reopened result waits for. `is_last`: its task is under way
    and has no other visit to publish; `is_sealed`: the task was drawn, and that is not revealed.
    """

    inspection: Inspection
    task: InspectionTask
    institution_name: str
    credit_code: str
    authority_name: str
    officers: frozenset[UUID]
    replacement_count: int
    first_team: frozenset[UUID]
    is_recheck: bool
    filed: FiledRecord | None
    was_there: bool
    missing_evidence: int
    follow_ups: Mapping[Measure, FollowUp]
    versions: Sequence[PublicVersion]
    correction: ResultCorrection | None
    is_last: bool
    is_sealed: bool
    is_graded: bool
    stands_until: dt.date | None

    @property
    def record(self) -> FiledRecord:
        """Of the record that counts now; ask once the rule has seen to it that there is one."""
        assert self.filed is not None
        return self.filed

    def to_audit(self) -> ConfirmedResult:
        """What an audit turns on. Auditing a re-inspection closes an order; the officers who issued it
        must not decide that."""
        return self.inspection.facts_of_audit(self.officers | self.first_team, self.task.created_by)

    def to_publish(self) -> ApprovedResult:
        """What a publication turns on."""
        first_at = self.inspection.published_at
        return self.inspection.facts_of_publication(
            self.officers,
            violation_codes=tuple(self.filed.violation_codes if self.filed else ()),
            credit_code=self.credit_code,
            first_published_on=day_of(first_at) if first_at else None,
            correct_due_on=self.correction.due_on if self.correction else None,
            result_codes=tuple(self.filed.codes() if self.filed else ()),
            is_graded=self.is_graded,
            stands_until=self.stands_until,
        )

    def withheld_before(self) -> Withheld:
        """What the public version that counts withholds of the violations found again."""
        if self.filed is None or not self.versions:
            return Withheld()
        standing = self.versions[-1].withheld
        codes = tuple(
            code for code in self.filed.violation_codes if code in standing.violation_codes
        )
        return Withheld(codes, standing.ground if codes else None)

    def refuse_unless_signed(self) -> None:
        """Raise SignatureMissing where the record may not be approved as it stands.

        One that was filed before there were signatures has nothing to sign.
        """
        record = self.record
        if record.hash is not None:
            record_signatures.refuse_unless_signed(
                record.methods,
                record.result_codes,
                parties=record.signed_by,
                is_explained=record.is_explained,
                was_there=self.was_there,
            )


def _result_as_read(viewer: Viewer) -> Expression:
    """The result of the visit that is given as `claimed`, where the viewer may see it."""
    row = Inspection.__table__
    return (
        sa.select(sa.func.result_as_read(row.c.id))
        .where(_is_claimed(row.c.id), can_see_inspection(row, viewer))
        .scalar_subquery()
    )


def _is_graded() -> Expression:
    """What its versions say, where one says something against the institution: the authority may have been
    moved since to where something else holds. Else whether the rule held on the first day.

    Neither this nor the next can change while the draft is written: a rule is adopted from a day to come, and
    who decides on a last day writes to the visit."""
    row, version = Inspection.__table__, PublicRecord.__table__
    is_graded = sa.select(sa.func.bool_or(version.c.severity.is_not(None))).where(
        _is_claimed(version.c.inspection_id), older_terms.is_negative(version)
    )
    first_on = sa.cast(sa.func.timezone("Asia/Shanghai", row.c.published_at), sa.Date)
    day = sa.func.coalesce(first_on, sa.bindparam("today", type_=sa.Date()))
    holds = adoptions.holds(AdoptableRule.CREDIT_REPAIR, row.c.authority_region_code, day)
    found = sa.func.coalesce(is_graded.scalar_subquery(), holds)
    return sa.select(found).where(_is_claimed(row.c.id)).scalar_subquery()


def _stands_until() -> Expression:
    row = PublicRecord.__table__
    is_it = _is_claimed(row.c.inspection_id), row.c.superseded_at.is_(None)
    return sa.select(row.c.expires_on).where(*is_it).scalar_subquery()


def _is_claimed(key: Expression) -> Expression:
    return key == sa.bindparam("claimed", type_=sa.Uuid())


_RESULT = ReadOnce(lambda viewer: [_result_as_read(viewer), _is_graded(), _stands_until()])


async def read(draft: Draft, actor: Actor, inspection_id: UUID, *, today: dt.date) -> ResultFacts:
    """The result, held while the draft is written. Raises NotFound for a visit that is not there or not
    the actor's to see."""
    text, is_graded, stands_until = await draft.read(
        _RESULT, actor, claimed=inspection_id, today=today
    )
    if text is None:
        raise NotFound
    draft.hold("hold_result", inspection_id, text)
    found = orjson.loads(text)
    name, code = found["institution"]
    sent = [(UUID(officer), was_replaced) for officer, was_replaced in found["sent"]]
    measures = [draft.claim(FollowUp, each) for each in found["follow_ups"]]
    correction = found["correction"]
    return ResultFacts(
        draft.claim(Inspection, found["visit"]),
        draft.claim(InspectionTask, found["task"]),
        name,
        code,
        found["authority"],
        frozenset(officer for officer, _ in sent),
        sum(was_replaced for _, was_replaced in sent),
        frozenset(map(UUID, found["first_team"])),
        found["is_recheck"],
        found["record"] and _filed(found["record"]),
        found["was_there"],
        found["missing_evidence"],
        {row.measure: row for row in measures},
        [_version(*each) for each in found["versions"]],
        correction and draft.claim(ResultCorrection, correction),
        found["is_last"],
        found["is_sealed"],
        bool(is_graded),
        stands_until,
    )


def _filed(found: Mapping[str, Any]) -> FiledRecord:
    return FiledRecord(
        UUID(found["id"]),
        found["version_no"],
        found["hash"],
        found["methods"],
        found["result_codes"],
        [Measure[each] for each in found["measures"]],
        list(dict.fromkeys(found["violation_codes"])),
        found["checked_items"],
        [SignatureParty[each] for each in found["signed_by"]],
        found["is_explained"],
    )


def _version(key: str, codes: Sequence[str], ground: str | None) -> PublicVersion:
    return PublicVersion(
        UUID(key), Withheld(tuple(codes), WithholdingGround[ground] if ground else None)
    )

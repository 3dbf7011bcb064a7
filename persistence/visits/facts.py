"""All that rules ask of a visit that an officer attends, read in one statement and held as it was read."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson
import sqlalchemy as sa

from domain.actors import Actor
from domain.inspections.certificates import Certificate
from domain.inspections.confirmations import FiledResult
from domain.inspections.file_result import Inspection as VisitToFile
from domain.inspections.terms import TaskState
from domain.rectification.terms import OrderState
from domain.refusals import InvalidInput, NotFound
from domain.visits.check_ins import AttendedVisit
from persistence.engine.drafts import Draft, ReadOnce
from persistence.inspections.certificates import within_list
from persistence.inspections.policies import can_see_inspection
from persistence.inspections.table import Inspection
from persistence.reading import ids
from persistence.reading.shape import Expression
from persistence.reading.viewer import Viewer


@dataclass(frozen=True, slots=True)
class KnownEvidence:
    """One piece of a visit's evidence that was not withdrawn; `counts` unless another replaced it."""

    id: UUID
    kind: str
    sha256: str
    size: int
    counts: bool


@dataclass(frozen=True, slots=True)
class TaskFacts:
    id: UUID
    state: TaskState
    version: int


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A visit as it was read, by the function `visit_as_read`.

    Name and code of the institution are those of its notice, or as registered where there was none.
    `team` are the officers sent now, `public_nos` their public numbers. `version_no` and
    `record_hash` are those of the record that counts now, 0 and None before the first. `check_ins`
    by officer; `arrivals` and `departures` on the server's clock. `has_unhashed`: a version was filed
    before there were check-ins and hashes. `orders` by their public ids.
    """

    inspection: Inspection
    task: TaskFacts
    institution_name: str
    credit_code: str
    team: Mapping[UUID, Certificate | None]
    public_nos: Sequence[str]
    version_no: int
    record_hash: str | None
    confirmed_by: frozenset[UUID]
    signature_count: int
    check_ins: Mapping[UUID, UUID]
    arrivals: Mapping[UUID, dt.datetime]
    departures: Mapping[UUID, dt.datetime]
    evidence: Sequence[KnownEvidence]
    has_unhashed: bool
    orders: Mapping[str, OrderState]

    @property
    def record_id(self) -> UUID:
        """Of the record that counts now; ask once the rule has seen to it that there is one."""
        assert self.inspection.current_record_id is not None
        return self.inspection.current_record_id

    def to_file(self) -> VisitToFile:
        """What filing turns on."""
        return VisitToFile(
            self.inspection.state,
            self.inspection.window_from,
            self.inspection.window_to,
            frozenset(self.team),
            self.team,
            self.inspection.filed_at,
            self.version_no,
            {officer: at for officer, at in self.arrivals.items() if officer in self.team},
            any(each.counts for each in self.evidence),
            self.has_unhashed,
        )

    def to_attend(self) -> AttendedVisit:
        """What checking in and out turns on."""
        return AttendedVisit(
            self.inspection.state,
            self.inspection.window_from,
            self.inspection.window_to,
            self.inspection.created_at,
            self.team,
            self.arrivals,
            self.departures,
        )

    def to_confirm(self) -> FiledResult:
        """What a confirmation turns on."""
        return FiledResult(
            self.inspection.state,
            self.version_no,
            self.inspection.inspected_on or dt.date.max,
            frozenset(self.team),
            self.confirmed_by,
            self.team,
        )

    def refuse_unless_evidence(self, pictures: Sequence[tuple[str, UUID | None]]) -> None:
        """Raise InvalidInput for a picture that is not evidence of the visit; each with its field."""
        known = {each.id for each in self.evidence}
        for field, key in pictures:
            if key is not None and key not in known:
                raise InvalidInput.of(field, "不是本次检查的证据", "is not evidence of this visit")


def visit_as_read(viewer: Viewer) -> Expression:
    """The visit that is given as `claimed`, where the viewer may see it."""
    row = Inspection.__table__
    is_it = row.c.id == sa.bindparam("claimed", type_=sa.Uuid())
    return (
        sa.select(sa.func.visit_as_read(row.c.id))
        .where(is_it, can_see_inspection(row, viewer))
        .scalar_subquery()
    )


_VISIT = ReadOnce(lambda viewer: [visit_as_read(viewer)])


async def read(draft: Draft, actor: Actor, inspection_id: UUID) -> VisitFacts:
    """The visit, held while the draft is written. Raises NotFound for one that is not there or not the
    actor's to see."""
    (text,) = await draft.read(_VISIT, actor, claimed=inspection_id)
    return held(draft, inspection_id, text)


def held(draft: Draft, inspection_id: UUID, text: str | None) -> VisitFacts:
    """As `read`, from what another statement read with `visit_as_read`."""
    if text is None:
        raise NotFound
    draft.hold("hold_visit", inspection_id, text)
    found = orjson.loads(text)
    team = {UUID(officer): _certificate(*days) for officer, _, *days in found["team"]}
    task_id, task_state, task_version = found["task"]
    name, code = found["institution"]
    version_no, record_hash = found["record"] or (0, None)
    arrivals = [(UUID(key), UUID(officer), *at) for key, officer, *at in found["arrivals"]]
    return VisitFacts(
        draft.claim(Inspection, found["visit"]),
        TaskFacts(UUID(task_id), TaskState[task_state], task_version),
        name,
        code,
        team,
        [public_no for _, public_no, *_ in found["team"] if public_no is not None],
        version_no,
        record_hash,
        frozenset(map(UUID, found["confirmed_by"])),
        found["signature_count"],
        {officer: key for key, officer, *_ in arrivals},
        {officer: dt.datetime.fromisoformat(at) for _, officer, at, _ in arrivals},
        {officer: dt.datetime.fromisoformat(at) for _, officer, _, at in arrivals if at},
        [KnownEvidence(UUID(key), *values) for key, *values in found["evidence"]],
        found["has_unhashed"],
        {
            ids.write("CorrectionOrder", UUID(key)): OrderState[state]
            for key, state in found["orders"]
        },
    )


def _certificate(*days: str | None) -> Certificate | None:
    valid_from, valid_to, entered_on, left_on = (day and dt.date.fromisoformat(day) for day in days)
    if not (valid_from and valid_to and entered_on):
        return None
    return within_list(valid_from, valid_to, entered_on, left_on or None)

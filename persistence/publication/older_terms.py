"""Results from before credit repair by class that are public for longer than their class has it: the list
of those on which nobody decided, and the facts of the decision."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, INTERVAL
from sqlalchemy.ext.asyncio import AsyncSession

from domain import deadlines
from domain.actors import Actor
from domain.adoptions import AdoptableRule
from domain.inspections.results import NEGATIVE
from domain.inspections.terms import ResultCode
from domain.moments import day_of
from domain.permissions import Permission
from domain.publication import results, severity
from domain.publication.older_terms import OlderResult
from domain.publication.severity import ResultSeverity
from persistence.adoptions import writes as adoptions
from persistence.inspections.table import Inspection, PublicRecord
from persistence.institutions.table import Institution
from persistence.publication import writes as publication
from persistence.publication.table import PublicTermDecision
from persistence.reading.conditions import TODAY
from persistence.reading.logic import all_of, any_of, there_is
from persistence.reading.rows import alias_of
from persistence.reading.shape import Expression, Predicate, Row
from persistence.reading.viewer import Viewer

_SHANGHAI: Expression = sa.literal_column("'Asia/Shanghai'")
_UNITS = {deadlines.Unit.M: "months", deadlines.Unit.Y: "years"}


def to_decide(row: Row, viewer: Viewer) -> Predicate:
    """A head's own results that end later than their class has it, where the rule is adopted, until
    somebody has decided."""
    heads = any_of(
        *(
            row.c.authority_id == grant.authority_id
            for grant in viewer.scoped_grants(Permission.RESULT_WITHDRAW)
        )
    )
    inspection, decided = alias_of(Inspection.__table__), alias_of(PublicTermDecision.__table__)
    holds = adoptions.holds(AdoptableRule.CREDIT_REPAIR, inspection.c.authority_region_code, TODAY)
    states: list[Expression] = [
        sa.literal_column(f"'{state.value}'") for state in results.IN_PUBLIC
    ]
    return all_of(
        heads,
        row.c.superseded_at.is_(None),
        row.c.withdrawn_at.is_(None),
        row.c.severity.is_(None),
        is_negative(row),
        row.c.expires_on >= TODAY,
        ends_by_class_on(row) < row.c.expires_on,
        sa.not_(there_is(row, decided.c.inspection_id == row.c.inspection_id)),
        there_is(
            row,
            inspection.c.id == row.c.inspection_id,
            sa.cast(inspection.c.state, sa.Text).in_(states),
            holds,
        ),
    )


def ends_by_class_on(row: Row) -> Expression:
    """The last day in public by the class of an older result that says something against the
    institution."""
    inspection = alias_of(Inspection.__table__)
    first_on = (
        sa.select(sa.cast(sa.func.timezone(_SHANGHAI, inspection.c.published_at), sa.Date))
        .where(inspection.c.id == row.c.inspection_id)
        .correlate(row)
        .scalar_subquery()
    )
    length = _by_class(
        row, lambda each: sa.literal_column(f"interval '{_length(each)}'", INTERVAL())
    )
    return sa.func.least(sa.cast(first_on + length, sa.Date), row.c.expires_on)


def is_negative(row: Row) -> Predicate:
    """The public version says something against the institution."""
    return _has(row.c.result_codes, NEGATIVE)


def severity_by_codes(row: Row) -> Expression:
    """The class of a negative result."""
    return _by_class(row, lambda each: sa.literal_column(f"'{each.value}'", sa.Text()))


def _by_class(row: Row, of: Callable[[ResultSeverity], Expression]) -> Expression:
    return sa.case(
        (_is(row, ResultSeverity.SERIOUS), of(ResultSeverity.SERIOUS)),
        (_is(row, ResultSeverity.GENERAL), of(ResultSeverity.GENERAL)),
        else_=of(ResultSeverity.MINOR),
    )


def _is(row: Row, found: ResultSeverity) -> Predicate:
    violations = [code for code, each in severity.OF_VIOLATION.items() if each is found]
    codes = [code.value for code, each in severity.OF_RESULT.items() if each is found]
    return sa.or_(_has(row.c.violation_codes, violations), _has(row.c.result_codes, codes))


def _has(column: Expression, codes: Iterable[str]) -> Predicate:
    listed = ", ".join(f"'{code}'" for code in sorted(codes))
    return column.op("&&")(sa.literal_column(f"array[{listed}]::text[]", ARRAY(sa.Text())))


def _length(found: ResultSeverity) -> str:
    # What counts is the rule of the first day, by which the decision counts.
    (rule,) = (each for each in deadlines.RULES if each.code == f"DR_PUBLIC_FOR_{found.value}")
    return f"{rule.value} {_UNITS[rule.unit]}"


async def claim(
    session: AsyncSession, actor: Actor, public_record_ids: Sequence[UUID], *, today: dt.date
) -> list[tuple[Inspection, PublicRecord, OlderResult]]:
    """Lock the visits of these public versions, which the actor sees, in the order of their keys. Raises
    NotFound."""
    found = []
    for key in sorted(public_record_ids):
        inspection, record = await publication.claim_record(session, actor, key)
        found.append((inspection, record, await _facts(session, inspection, record, today)))
    return found


async def _facts(
    session: AsyncSession, inspection: Inspection, record: PublicRecord, today: dt.date
) -> OlderResult:
    is_adopted = await adoptions.holds_on(
        session, AdoptableRule.CREDIT_REPAIR, inspection.authority_region_code, today
    )
    code = sa.select(Institution.unified_social_credit_code).where(
        Institution.id == inspection.institution_id
    )
    decided = sa.exists().where(PublicTermDecision.inspection_id == inspection.id)
    credit_code, is_decided = (
        await session.execute(sa.select(code.scalar_subquery(), decided))
    ).one()
    assert inspection.published_at is not None
    return OlderResult(
        await publication.facts(session, inspection, record),
        first_published_on=day_of(inspection.published_at),
        expires_on=record.expires_on,
        credit_code=credit_code,
        result_codes=tuple(ResultCode[each] for each in record.result_codes),
        violation_codes=tuple(record.violation_codes),
        is_adopted=is_adopted,
        is_decided=is_decided,
    )

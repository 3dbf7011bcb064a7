"""A registrar registers that an institution exists no more, or has left for another register."""

import datetime as dt
from uuid import UUID

import strawberry

from domain import institutions as rules
from domain.courses import CourseState, CourseWithdrawal
from domain.institutions import Closure, EntitlementState, Existence, closures
from domain.offices import OutsideJurisdiction, reaches
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from domain.standings.terms import StandingKind
from persistence.institutions import writes as institutions
from persistence.institutions.table import Institution
from persistence.standings import writes as standings
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.institutions import registrar_claims, types
from schema.institutions.registrar_claims import REASON, VERSION, InstitutionId
from schema.mutations import Transaction, begin_transaction, mutation


@strawberry.input(description="The end of an institution's legal existence.")
class CloseInstitutionInput:
    operation_id: UUID = field(OPERATION_ID)
    institution_id: strawberry.ID = field("Opaque id of the institution.")
    expected_version: int = field(VERSION)
    ground: Existence = field("How its legal existence ended; `EXISTING` is refused.")
    closed_on: dt.date = field("Last day of its existence, inclusive; today at the latest.")
    reason: str = field(REASON)


@strawberry.type(description="The institution is closed, and what it offered with it.")
class InstitutionClosed:
    institution_id: InstitutionId
    institution: types.Institution | None = refetched(
        "institution_id", "The institution after it was closed."
    )


@mutation(
    permission=Permission.INSTITUTION_REGISTER,
    description="Register the end of an institution. Its open sites are closed and its published courses"
    " withdrawn with it, and unless it moved out its live entitlements lapse. Visits, orders, complaints and"
    " public results stay as they are, and nothing new is registered for it.",
    refuses=(ChangedMeanwhile, rules.InstitutionNotExisting, OutsideJurisdiction),
)
async def close_institution(info: Info, input: CloseInstitutionInput) -> InstitutionClosed:
    faults = InputFaults()
    reason = registrar_claims.reason_of(faults, input.reason)
    faults.refuse()
    key = key_of("Institution", input.institution_id, "institutionId")
    async with begin_transaction(info, input) as transaction:
        institution = await registrar_claims.claim(transaction, key, input.expected_version, reason)
        closure = closures.close(
            institution.existence,
            institution.established_on,
            ground=input.ground,
            on=input.closed_on,
            today=transaction.today,
            reason=reason,
        )
        transaction.record_transition(
            "Institution",
            institution.id,
            from_state=institution.existence,
            to_state=closure.ground,
            event="close",
            ground=reason,
        )
        institution.record_closure(closure, at=transaction.now)
        for site in await institutions.sites(transaction.session, institution.id):
            site.closed_on = site.closed_on or closure.on
        await _withdraw_courses(transaction, institution, closure)
        await _lapse(transaction, institution, closure)
        transaction.audit("institution.closed", on=institution.id, ground=closure.ground)
        return transaction.succeed(InstitutionClosed(institution_id=institution.id))


async def _withdraw_courses(
    transaction: Transaction, institution: Institution, closure: Closure
) -> None:
    for course in await institutions.published_courses(transaction.session, institution.id):
        transaction.record_transition(
            "Course",
            course.id,
            from_state=course.state,
            to_state=CourseState.WITHDRAWN,
            event="withdraw",
            ground=closure.reason,
        )
        withdrawal = CourseWithdrawal(closure.reason, transaction.today)
        course.record_withdrawal(withdrawal, at=transaction.now)


async def _lapse(transaction: Transaction, institution: Institution, closure: Closure) -> None:
    """What it holds lapses by the decision of the registrar that closes it."""
    found = await standings.claim(transaction.session, institution.id)
    offices = transaction.actor.offices_with(Permission.INSTITUTION_REGISTER)
    office = next(
        each for each in offices if reaches(each, institution.region_code, institution.sector)
    )
    by = transaction.actor.account_id
    assert by is not None
    for row in found.entitlements.values():
        # What is renewed from a later day on would come back to life.
        is_renewed = any(
            found.not_over(StandingKind.ENTITLEMENT, transaction.today, of=row)
        ) and closure.lapses(EntitlementState.ACTIVE)
        is_expired = found.state_of(row, transaction.today) is EntitlementState.EXPIRED
        if closure.lapses(row.state) or (is_expired and is_renewed):
            found.enter(
                StandingKind.ENTITLEMENT,
                of=row,
                from_on=max(row.valid_from, closure.on),
                until_on=None,
                ground=closure.reason,
                legal_basis=[],
                authority_id=office.authority_id,
                by=by,
                at=transaction.now,
                entitlement_state=EntitlementState.LAPSED,
            )
    await found.settle(
        transaction.today, by=by, at=transaction.now, reason=closure.reason, is_raised=True
    )

"""An institution, or the registrar over it, states how many work and learn there."""

import datetime as dt
from uuid import UUID

import strawberry

from domain import institutions as rules
from domain import offices
from domain.institutions import staff_ratios
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from persistence.institutions import writes as institutions
from persistence.institutions.table import Headcount
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.institutions import types
from schema.institutions.registrar_claims import VERSION, InstitutionId
from schema.mutations import begin_transaction, mutation
from schema.versions import refuse_changed

_MOST = 1_000_000


@strawberry.input(description="How many work and learn at an institution on one day.")
class StateHeadcountInput:
    operation_id: UUID = field(OPERATION_ID)
    institution_id: strawberry.ID = field("Opaque id of the institution.")
    expected_version: int = field(VERSION)
    staff_count: int = field("All who work there, teaching or not, from 1 to 1,000,000.")
    offline_learner_count: int = field("All who learn on site, from 0 to 1,000,000.")
    preschool_learner_count: int = field("Those among them who do not go to school yet.")
    counted_on: dt.date = field("The day on which they were counted; today at the latest.")


@strawberry.type(description="The numbers are as stated from now on.")
class HeadcountStated:
    institution_id: InstitutionId
    institution: types.Institution | None = refetched(
        "institution_id", "The institution with its ratios by these numbers."
    )


@mutation(
    permission=Permission.INSTITUTION_UPDATE,
    description="State how many work and learn at an institution, in place of what was stated before: from it"
    " `staffRatios` are reckoned.",
    refuses=(ChangedMeanwhile, rules.InstitutionNotExisting, OutsideJurisdiction),
)
async def state_headcount(info: Info, input: StateHeadcountInput) -> HeadcountStated:
    faults = InputFaults()
    faults.number("staffCount", input.staff_count, least=1, most=_MOST)
    faults.number("offlineLearnerCount", input.offline_learner_count, least=0, most=_MOST)
    faults.number("preschoolLearnerCount", input.preschool_learner_count, least=0, most=_MOST)
    faults.refuse()
    counted = staff_ratios.Headcount(
        input.staff_count, input.offline_learner_count, input.preschool_learner_count
    )
    staff_ratios.state(counted, input.counted_on, today=info.context.today())
    key = key_of("Institution", input.institution_id, "institutionId")
    async with begin_transaction(info, input) as transaction:
        institution = await institutions.claim(transaction.session, key)
        offices.refuse_unless_own_or_reached(
            transaction.actor,
            Permission.INSTITUTION_UPDATE,
            institution.id,
            institution.region_code,
            institution.sector,
        )
        await refuse_changed(transaction, institution, input.expected_version)
        rules.refuse_unless_existing(institution.existence)
        await institutions.state_headcount(
            transaction.session,
            institution.id,
            staff_count=counted.staff_count,
            offline_learner_count=counted.offline_learner_count,
            preschool_learner_count=counted.preschool_learner_count,
            counted_on=input.counted_on,
        )
        institution.record_correction({}, at=transaction.now, parts=(Headcount,))
        transaction.audit("institution.headcount_stated", on=institution.id)
        return transaction.succeed(HeadcountStated(institution_id=institution.id))

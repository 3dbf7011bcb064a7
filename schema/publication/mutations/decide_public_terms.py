"""The head decides on results that are public for longer than today's rule has it."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.publication import older_terms as rules
from domain.publication import results
from domain.publication.terms import TermDecision
from persistence.publication import older_terms
from persistence.publication.table import PublicTermDecision
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.regions import types

_MOST = 200


@strawberry.input(description="A decision on the time in public of some results.")
class DecidePublicTermsInput:
    operation_id: UUID = field(OPERATION_ID)
    public_record_ids: list[strawberry.ID] = field(
        "Current versions of results of one authority, from 1 to 200; those to decide on are listed"
        " by `resultsWithLongerTerm`."
    )
    decision: TermDecision = field(
        "Whether they end by today's rule, at the earliest today, or as they were published."
    )
    reason: str = field("Reason of the decision, up to 1,000 characters; officials read it.")


@strawberry.type(description="The time in public of these results is decided.")
class PublicTermsDecided:
    authority_id: Annotated[UUID, StoredAs("authority_id")]
    authority: types.Authority | None = refetched(
        "authority_id", "The authority whose results they are."
    )


@mutation(
    permission=Permission.RESULT_WITHDRAW,
    description="Decide on results from before credit repair by class (信用修复) that are public for"
    " longer than their class has it; all of them or none.",
    refuses=(
        rules.TermNotLonger,
        rules.TermAlreadyDecided,
        results.RecordSuperseded,
        results.ResultNotStanding,
        results.DeciderTookPart,
    ),
)
async def decide_public_terms(info: Info, input: DecidePublicTermsInput) -> PublicTermsDecided:
    faults = InputFaults()
    reason = faults.text("reason", input.reason, longest=1000)
    faults.number("publicRecordIds.length", len(input.public_record_ids), least=1, most=_MOST)
    faults.refuse()
    keys = [
        key_of("PublicRecord", text, f"publicRecordIds[{i}]")
        for i, text in enumerate(input.public_record_ids)
    ]
    if len(set(keys)) < len(keys):
        faults.add("publicRecordIds", "重复", "lists one record twice")
        faults.refuse()
    async with begin_transaction(info, input) as transaction:
        found = await older_terms.claim(
            transaction.session, transaction.actor, keys, today=transaction.today
        )
        if len({inspection.authority_id for inspection, _, _ in found}) > 1:
            faults.add("publicRecordIds", "须属同一机关", "must be of one authority")
            faults.refuse()
        for inspection, record, older in found:
            term = rules.decide(
                older, input.decision, by=transaction.actor, today=transaction.today
            )
            transaction.session.add(
                PublicTermDecision(
                    inspection_id=inspection.id,
                    public_record_id=record.id,
                    decision=input.decision,
                    severity=term.severity,
                    expires_before=record.expires_on,
                    expires_on=term.expires_on,
                    reason=reason,
                    decided_by=transaction.actor.account_id,
                    decided_at=transaction.now,
                )
            )
            record.expires_on = term.expires_on
            # Who publishes a correction meanwhile reads the visit again, and with it the last day.
            inspection.version += 1
            transaction.audit(
                "public_term.decided",
                on=inspection.id,
                decision=input.decision,
                expires_before=older.expires_on.isoformat(),
                expires_on=term.expires_on.isoformat(),
            )
        return transaction.succeed(PublicTermsDecided(authority_id=found[0][0].authority_id))

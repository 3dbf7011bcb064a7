"""What is taken from an entitlement, for a time or for good, and given back."""

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from domain.standings import decisions
from domain.standings.terms import Ending, StandingKind
from schema.fields import Info
from schema.inputs import InputFaults, key_of
from schema.mutations import begin_transaction
from schema.standings import claims

Success = TypeVar("Success")


async def take(info: Info, input: Any, event: str, success: Callable[..., Success]) -> Success:
    """Put the entitlement in the state that the event leads to, from a day and until one where the input
    has one. `success` is made with the `entitlement_id`."""
    faults = InputFaults()
    reasons = claims.reasons_of(faults, input)
    faults.refuse()
    key = key_of("Entitlement", input.entitlement_id, "entitlementId")
    until_on = getattr(input, "until_on", None)
    until_on = until_on if isinstance(until_on, dt.date) else None
    async with begin_transaction(info, input) as transaction:
        found, row, decider = await claims.claim_entitlement(
            transaction, key, input.expected_version, reasons
        )
        state = decisions.next_state(found.state_of(row, transaction.today), event)
        found.keep_as_entered(row)
        from_on = claims.day_of(input.from_on, transaction.today)
        decisions.refuse_days(
            StandingKind.ENTITLEMENT,
            from_on,
            until_on,
            before=found.facts(of=row),
            today=transaction.today,
        )
        decider.enter(
            found,
            StandingKind.ENTITLEMENT,
            of=row,
            from_on=from_on,
            until_on=until_on,
            entitlement_state=state,
        )
        await decider.settle(found, f"entitlement.{_PAST[event]}", on=row.id)
        return transaction.succeed(success(entitlement_id=row.id))


async def give_back(info: Info, input: Any, success: Callable[..., Success]) -> Success:
    """End what was taken from the entitlement for a time, or, where none of that has begun, what is to be."""
    faults = InputFaults()
    reasons = claims.reasons_of(faults, input)
    faults.refuse()
    key = key_of("Entitlement", input.entitlement_id, "entitlementId")
    async with begin_transaction(info, input) as transaction:
        found, row, decider = await claims.claim_entitlement(
            transaction, key, input.expected_version, reasons
        )
        found.keep_as_entered(row)
        today = transaction.today
        taken = [
            each
            for each in found.not_over(StandingKind.ENTITLEMENT, today, of=row)
            if each.entitlement_state in decisions.FOR_A_TIME
        ]
        begun = [each for each in taken if each.from_on <= today]
        if begun or not taken:
            decisions.next_state(found.state_of(row, today), "resume")
        for each in begun or taken:
            decider.end(found, each, today, Ending.LIFTED)
        await decider.settle(found, "entitlement.resumed", on=row.id)
        return transaction.succeed(success(entitlement_id=row.id))


_PAST = {"suspend": "suspended", "surrender": "surrendered"}

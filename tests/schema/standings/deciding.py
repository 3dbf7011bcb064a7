"""What officials send to decide, and what the register shows of it."""

from typing import Any

import sqlalchemy as sa

from domain.standings import replay
from persistence.engine.database import Database
from persistence.institutions.table import Entitlement, Institution
from persistence.reading import ids
from persistence.standings.table import Standing, StandingEnd
from tests.client import Client
from tests.factories import TODAY
from tests.people import MAPLE

GROUND = {"ground": "连续两次逾期未整改", "legalBasis": ["X33", "X16"]}
_MAPLE = ids.write("Institution", MAPLE)
SHOWN = f"""{{ institution(by: {{id: "{_MAPLE}"}}) {{
    version listStatus creditGrade keySupervision isEnrolmentStopped kinds
    entitlements {{ state version validFrom validTo periodNo programmeCode }}
    standings {{ kind entitlementState creditGrade fromOn untilOn ground isAsEntered
        legalBases {{ mark }} end {{ endedOn ending }} }} }} }}"""


async def maple_now(ask: Client, **by: Any) -> dict[str, Any]:
    found: dict[str, Any] = (await ask(SHOWN, **by))["institution"]
    return found


async def licence(database: Database) -> Entitlement:
    async with database.writing() as session:
        found = await session.scalar(
            sa.select(Entitlement).where(Entitlement.institution_id == MAPLE)
        )
    assert found is not None
    return found


async def on_licence(database: Database, **given: Any) -> dict[str, Any]:
    """The input of a decision on the licence as it is now."""
    row = await licence(database)
    return {
        "entitlementId": ids.write("Entitlement", row.id),
        "expectedVersion": row.version,
        **GROUND,
        **given,
    }


async def on_maple(database: Database, **given: Any) -> dict[str, Any]:
    async with database.writing() as session:
        version = (await session.get_one(Institution, MAPLE)).version
    return {"institutionId": _MAPLE, "expectedVersion": version, **GROUND, **given}


async def refuse_unless_replayed(database: Database) -> None:
    """Whatever was decided, the register shows what follows from it."""
    async with database.writing() as session:
        institution = await session.get_one(Institution, MAPLE)
        rows = list(await session.scalars(sa.select(Standing)))
        ends = {each.standing_id: each for each in await session.scalars(sa.select(StandingEnd))}
        entitlements = list(
            await session.scalars(sa.select(Entitlement).where(Entitlement.institution_id == MAPLE))
        )
    of_it = [row.facts(ends.get(row.id)) for row in rows if row.institution_id == MAPLE]
    if any(each.kind in ("WHITE_LIST", "BLACK_LIST") for each in of_it):
        assert institution.list_status is replay.list_status(of_it, TODAY)
    if any(each.credit_grade for each in of_it):
        assert institution.credit_grade is replay.credit_grade(of_it, TODAY)
    for entitlement in entitlements:
        facts = [r.facts(ends.get(r.id)) for r in rows if r.entitlement_id == entitlement.id]
        if facts:
            term = replay.term(facts, TODAY)
            assert entitlement.state is replay.entitlement_state(facts, TODAY)
            assert (entitlement.valid_from, entitlement.valid_to) == (
                term.valid_from,
                term.valid_to,
            )

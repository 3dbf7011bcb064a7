"""Rulings step by step through the API: hua drafts, yin answers, qiao confirms."""

from typing import Any

from persistence.engine.database import Database
from tests.client import Client
from tests.people import Person, hua, qiao, yin
from tests.schema.standings.deciding import on_maple

RULING = """id version state measure untilOn noticedAt statementDueOn appealDueOn reason facts ground
    entitlements { state } steps { kind text happenedOn isByInstitution }
    standings { id kind entitlementState holdsToday untilOn end { ending } ruling { id } } institution { name }"""
FACTS = "两次复查仍有消防隐患"


async def a_draft(database: Database, measure: str = "WITHDRAW_LICENCE", **given: Any) -> Any:
    return await on_maple(database, measure=measure, facts=FACTS, **given)


async def draft(
    ask: Client,
    database: Database,
    measure: str = "WITHDRAW_LICENCE",
    *,
    by: Person = hua,
    **given: Any,
) -> str:
    """The id of a ruling that was noticed."""
    payload = await ask.do(
        "draftRuling",
        await a_draft(database, measure, **given),
        "... on RulingDrafted { ruling { id } }",
        by=by,
    )
    assert payload["__typename"] == "RulingDrafted", payload
    found: str = payload["ruling"]["id"]
    return found


async def read(ask: Client, ruling_id: str, *, by: Person = hua) -> Any:
    document = f"query Q($id: ID!) {{ ruling(id: $id) {{ {RULING} }} }}"
    return (await ask(document, {"id": ruling_id}, by=by))["ruling"]


async def go(
    ask: Client, mutation: str, ruling_id: str, *, by: Person, **given: Any
) -> dict[str, Any]:
    """One step of a ruling as it is now."""
    version = (await read(ask, ruling_id))["version"]
    given = {"rulingId": ruling_id, "expectedVersion": version, **given}
    return await ask.do(mutation, given, by=by)


async def answer(
    ask: Client, ruling_id: str, kind: str, *, by: Person = yin, **given: Any
) -> dict[str, Any]:
    return await go(ask, "answerRuling", ruling_id, by=by, kind=kind, **given)


async def in_force(ask: Client, ruling_id: str, *, by: Person = qiao, **given: Any) -> None:
    """Waived by the institution, and confirmed."""
    await answer(ask, ruling_id, "WAIVER")
    payload = await go(ask, "confirmRuling", ruling_id, by=by, **given)
    assert payload["__typename"] == "RulingConfirmed", payload

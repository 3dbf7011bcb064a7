"""The register as a ledger for somebody who asks over the network: on record first, then row by row."""

from dataclasses import dataclass
from typing import IO
from uuid import UUID

from domain.actors import Actor
from domain.ledgers.jobs import NEEDED_TO_EXPORT
from domain.ledgers.terms import LedgerKind
from domain.refusals import NotFound
from domain.regions import Subtree, subtree
from ledgers.export import count_of, export, layout_of
from ledgers.rows_streamed import stream_rows
from persistence.accounts import writes as accounts
from persistence.engine import audit
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.ledgers import writes as ledgers
from persistence.ledgers.writes import Offices


@dataclass(frozen=True, slots=True)
class Export:
    """`count` are the rows of the register that the actor may see."""

    database: Database
    keys: Keys
    ledger: str
    actor: Actor
    offices: Offices
    within: Subtree | None
    count: int

    async def write(self, out: IO[bytes], ending: str) -> None:
        with stream_rows(out, ending, layout_of(self.ledger).zh) as rows:
            await export(
                self.database,
                self.ledger,
                by=self.actor,
                keys=self.keys,
                offices=self.offices,
                within=self.within,
                write=rows.write,
            )


async def begin(
    database: Database,
    keys: Keys,
    ledger: str,
    *,
    account_id: UUID,
    region_code: str | None,
) -> Export:
    """An export by this account. It is in the audit before its first byte leaves."""
    within = subtree(region_code) if region_code else None
    async with database.writing() as session:
        actor = await accounts.actor(session, account_id, keys)
        if actor is None:
            raise NotFound
        actor.needs(NEEDED_TO_EXPORT[LedgerKind[ledger.upper()]])
        offices = await ledgers.offices(session)
    count = await count_of(database, ledger, by=actor, within=within)
    async with database.writing() as session:
        audit.record(
            session,
            f"{ledger}.exported",
            by=account_id,
            on=None,
            region_code=region_code,
            rows=count,
        )
    return Export(database, keys, ledger, actor, offices, within, count)

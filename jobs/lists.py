"""What officials' lists are read from is kept up with what was written."""

from jobs.loop import OnFault, repeat
from persistence.alerts import kept
from persistence.engine.database import Database

EVERY = 1.0
"""Seconds. Until then readers find again what changed."""


async def keep_up(database: Database, on_fault: OnFault) -> None:
    """Settle until cancelled, as any other process may that serves the same register."""
    await repeat(lambda: kept.settle_all(database), every=EVERY, on_fault=on_fault)

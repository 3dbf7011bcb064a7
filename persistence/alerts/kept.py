"""Keeping what was found of alerts and loads, and adding up what was counted.

What is read is the same before and after, at every moment: so this may be done at any time, by any
process, and be cut short. Two do not do it at once.
"""

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from persistence.alerts import definitions as of
from persistence.engine.database import Database
from persistence.engine.tallies import Tally
from persistence.engine.views import WAYS_THAT_READ_ALL
from persistence.inspections import totals as inspections
from persistence.institutions import totals as institutions

LOCK = 0x5E771E
"""Held by the one who settles."""
_SERIALIZATION_FAILURE = "40001"
_MOST = 2_000
"""Changes that one transaction keeps, and authorities whose hour has come."""
TALLIES: tuple[Tally, ...] = (
    inspections.TALLY,
    inspections.RESULTS,
    institutions.TALLY,
    of.LOAD_TOTALS,
    of.ALERT_TOTALS,
)

_KEPT_ALERT = f"{of.SEEN}, visit_id, appears_at, ends_at"
_KEPT_LOAD = f"id, {of.GROUP}, drawn_count, case_count, visit_count, last_on, good_until"
_KEPT_COUNT = f"id, kind, {of.PAIR}, authority_region_code, count, oldest_due_on, good_until"


def _keep(table: str, columns: str, found: str, key: str = "id") -> str:
    news = ", ".join(f"{name} = excluded.{name}" for name in columns.split(", "))
    return (
        f"insert into {table} ({columns}) select {columns} from {found}"
        f" on conflict ({key}) do update set {news}"
    )


_CHANGES = "visit_changes where id <= :until"
_PAIRS = (
    f"select {of.PAIR} from {_CHANGES} union"
    f" (select {of.PAIR} from kept_alert_counts where good_until <= now() limit :most)"
)
_UNNESTED = (
    "unnest(cast(:authorities as uuid[]), cast(:sectors as text[])) as pair(authority_id, sector)"
)
_SETTLED = (
    # Of an authority with later changes nothing kept is read: they will be found with those.
    f"(select {of.PAIR} from {_UNNESTED} where not exists (select from visit_changes c"
    " where c.authority_id = pair.authority_id and c.sector = pair.sector and c.id > :until))"
)
_STATEMENTS = (
    f"delete from kept_alerts where visit_id in (select inspection_id from {_CHANGES})",
    _keep("kept_alerts", _KEPT_ALERT, "alerts_found(:until) where ends_at > now()"),
    f"delete from kept_loads where ({of.GROUP}) in (select {of.GROUP} from {_CHANGES})",
    _keep("kept_loads", _KEPT_LOAD, "loads_found(:until)"),
    f"delete from kept_alert_counts where ({of.PAIR}) in (select {of.PAIR} from {_UNNESTED})",
    _keep(
        "kept_alert_counts",
        _KEPT_COUNT,
        f"({of.counts_of_settled(_SETTLED)}) counts",
        "id, authority_region_code",
    ),
    f"delete from {_CHANGES}",
)
_BY_INDEX = "select " + ", ".join(
    f"set_config('enable_{way}', 'off', true)" for way in WAYS_THAT_READ_ALL
)
_UNTIL = "select max(id) from (select id from visit_changes order by id limit :most) oldest"
_IS_DUE = " or ".join(
    (
        *(f"exists (select from {tally.changes})" for tally in TALLIES),
        "exists (select from visit_changes)",
        "exists (select from kept_loads where good_until <= now())",
        "exists (select from kept_alert_counts where good_until <= now())",
    )
)
_MATTERS = "good_until < 'infinity'"
"""What is nothing now, and will not stay so."""
FIND_AGAIN: tuple[str, ...] = (
    f"select pg_advisory_xact_lock({LOCK})",
    *(f"delete from {table}" for table in ("kept_alerts", "kept_loads", "kept_alert_counts")),
    "delete from visit_changes",
    f"insert into kept_alerts ({_KEPT_ALERT}) select {_KEPT_ALERT}"
    f" from ({of.alerts_of('inspections t')}) found where ends_at > now()",
    f"insert into kept_loads ({_KEPT_LOAD}) select {_KEPT_LOAD} from ({of.ALL_LOADS}) found"
    f" where visit_count > 0 or {_MATTERS}",
    f"insert into kept_alert_counts ({_KEPT_COUNT}) select {_KEPT_COUNT}"
    f" from ({of.ALL_COUNTS}) found where count > 0 or {_MATTERS}",
    *(each for tally in TALLIES for each in tally.counting_again),
)
"""What keeps all of it as the register has it, in one transaction of somebody who wrote without triggers."""


async def settle(database: Database) -> bool:
    """Keep what was found, a bounded part of it; whether there was anything. Nothing, where another does."""
    try:
        return await _settle(database)
    except DBAPIError as error:
        # Another ended after our snapshot was taken.
        if getattr(error.orig, "sqlstate", None) == _SERIALIZATION_FAILURE:
            return False
        raise


async def _settle(database: Database) -> bool:
    async with database.writing() as session:
        # One snapshot for all of it: what is written meanwhile stays a change.
        _ = await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        if not await session.scalar(sa.text(f"select {_IS_DUE}")):
            return False
        if not await session.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(LOCK))):
            return False
        # What is kept is many times what changed.
        await session.execute(sa.text(_BY_INDEX))
        for tally in TALLIES:
            await tally.add_up(session, _MOST)
        until = await session.scalar(sa.text(_UNTIL), {"most": _MOST}) or 0
        pairs = (await session.execute(sa.text(_PAIRS), {"until": until, "most": _MOST})).all()
        values = {
            "until": until,
            "authorities": [authority_id for authority_id, _ in pairs],
            "sectors": [sector for _, sector in pairs],
        }
        for each in _STATEMENTS if pairs else ():
            statement = sa.text(each)
            names = statement.compile().params
            await session.execute(statement, {name: values[name] for name in names})
    return True


async def settle_all(database: Database) -> None:
    """Keep all that was found until now."""
    while await settle(database):
        pass

"""The ledgers that are imported in somebody's name, and what an import of one begins with."""

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from domain.actors import Actor
from domain.moments import day_of
from ledgers.authorities import Authorities
from ledgers.courses import Courses
from ledgers.importer import ImportContext, Importer
from ledgers.institutions import Institutions
from ledgers.officers import Officers
from ledgers.teachers import Teachers
from ledgers.workdays import Workdays
from persistence.accounts import writes as accounts
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.ledgers import writes as ledgers

IMPORTERS: dict[str, Callable[[ImportContext], Importer]] = {
    "authorities": Authorities,
    "officers": Officers,
    "institutions": Institutions,
    "courses": Courses,
    "teachers": Teachers,
    "workdays": Workdays,
}


async def context_of(
    database: Database,
    keys: Keys,
    actor: Actor,
    now: dt.datetime,
    *,
    is_dry: bool,
    is_confined: bool = False,
    job_id: UUID | None = None,
) -> ImportContext:
    async with database.writing() as session:
        offices = await ledgers.offices(session)
        names = await ledgers.regions_by_name(session)
        top = await accounts.top(session)
    return ImportContext(
        actor, keys, now, day_of(now), offices, names, is_dry, top, job_id, is_confined
    )

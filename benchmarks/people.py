"""Who asks: officials of the nation, a province and a city, and thousands of counties, signed in."""

import datetime as dt
from uuid import UUID

import asyncpg

from api.tokens import AccessTokens
from demo.bulk.ground import SECTORS
from domain.roles import Role
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys

SCOPES = {"nation": "000000", "province": "320000", "city": "320500"}
ROLES = (
    *(Role.SUPERVISOR, Role.HEAD, Role.TASK_MANAGER, Role.RESULT_AUDITOR, Role.INSPECTOR),
    *(Role.REGISTRAR, Role.COMPLAINT_CLERK, Role.OVERSIGHT, Role.SYS_ADMIN),
)
INSPECTOR = "bench-inspector-nation"
"""Files results, with a colleague of the same office."""
BUSIEST = "bench-inspector-city"
"""Has the visits of the city's officer who has most of them."""
CROWD, ONE_OF_CROWD = "everybody of the counties", "somebody of a county"
"""Names for tokens, in place of a login."""
DEVICE = "bench"
"""By which sessions of an earlier run are found."""
VALID_WITHIN = dt.timedelta(hours=10)

_AUTHORITY = """
insert into authorities (id, kind, name, region_code, sectors)
select $1, 'ADMIN_ORGAN', $2, $3, $4 where not exists (select from authorities where name = $2)
"""
_ACCOUNT = """
insert into accounts (id, login, display_name, password_hash) values ($1, $2, $2, '!')
on conflict (login) do nothing
"""
_GRANT = """
insert into role_grants (id, account_id, role, authority_id)
select $1, a.id, $3, o.id from accounts a, authorities o
where a.login = $2 and o.name = $4 and not exists (select from role_grants g where g.account_id = a.id)
"""
_OFFICER = """
insert into officers (id, authority_id, account_id, name, staff_no, staff_no_key)
select $1, o.id, (select id from accounts where login = $2), '某检查员', $3, $3
from authorities o where o.name = $4
on conflict do nothing
"""
_PROFILE = """
insert into inspector_profiles (officer_id, public_no, certificate_no, certificate_no_key,
    certificate_valid_from, certificate_valid_to, specialities, is_expert, may_lead, entered_on)
select id, staff_no, staff_no, staff_no, date '2020-01-01', date '2099-12-31', '{EDUCATION}', false, true,
    date '2020-01-01'
from officers where staff_no like 'bench-%'
on conflict do nothing
"""
_BUSIEST = """
update officers set account_id = (select id from accounts where login = $1)
where not exists (select from officers o join accounts a on a.id = o.account_id where a.login = $1)
    and id = (select s.officer_id from inspection_assignments s join inspections v on v.id = s.inspection_id
        where left(v.authority_region_code, 4) = $2 group by 1 order by count(*) desc, 1 limit 1)
    and account_id is null
"""
_CROWD = """
with places as (
    select id, row_number() over (order by id) - 1 as place, count(*) over () as places
    from authorities where name like '%校外培训监管局'
), added as (
    insert into accounts (id, login, display_name, password_hash)
    select gen_random_uuid(), 'bench-county-' || n, '某监管人员', '!' from generate_series(1, $1::int) n
    on conflict (login) do nothing
    returning id, login
)
insert into role_grants (id, account_id, role, authority_id)
select gen_random_uuid(), added.id, 'SUPERVISOR', places.id from added
join places on place = split_part(login, '-', 3)::int % places.places
"""
_COUNTIES = "bench-county-%"
_CROWD_IDS = """
select id from accounts where login like 'bench-county-%'
order by split_part(login, '-', 3)::int limit $1
"""


def login(role: Role, scope: str) -> str:
    return f"bench-{role.value.lower().replace('_', '-')}-{scope}"


def office(scope: str) -> str:
    return f"bench-{scope}"


async def enter(url: str, crowd: int) -> None:
    """Officials of every role at each scope, two of them officers, and so many of counties; those who
    are there stay."""
    connection = await asyncpg.connect(url, server_settings={"statement_timeout": "0"})
    try:
        async with connection.transaction():
            for scope, code in SCOPES.items():
                sectors = [each.value for each in SECTORS]
                await connection.execute(_AUTHORITY, new_key(), office(scope), code, sectors)
                for role in ROLES:
                    name = login(role, scope)
                    await connection.execute(_ACCOUNT, new_key(), name)
                    await connection.execute(_GRANT, new_key(), name, role.value, office(scope))
            for number, account in enumerate((INSPECTOR, None), 1):
                staff_no = f"bench-{number}"
                await connection.execute(_OFFICER, new_key(), account, staff_no, office("nation"))
            await connection.execute(_PROFILE)
            await connection.execute(_BUSIEST, BUSIEST, SCOPES["city"][:4])
            await connection.execute(_CROWD, crowd)
        await connection.execute("analyze accounts, role_grants, authorities, officers")
    finally:
        await connection.close()


async def signed_in(url: str, keys: Keys, crowd: int) -> dict[str, list[str]]:
    """Tokens by login: one of each official, and under `CROWD` one of each of so many of counties."""
    connection = await asyncpg.connect(url, server_settings={"statement_timeout": "0"})
    try:
        await connection.execute("delete from sessions where device_id = $1", DEVICE)
        officials = await connection.fetch(
            "select login, id from accounts where login is not null and login not like $1",
            _COUNTIES,
        )
        many = await connection.fetch(_CROWD_IDS, crowd)
        everybody = [(row["login"], row["id"]) for row in officials]
        everybody += [(CROWD, row["id"]) for row in many]
        return await _sessions(connection, keys, everybody)
    finally:
        await connection.close()


async def _sessions(
    connection: asyncpg.Connection, keys: Keys, everybody: list[tuple[str, UUID]]
) -> dict[str, list[str]]:
    # Signed as the server signs them; signing in by password would take an hour.
    tokens = AccessTokens(keys, lambda: dt.datetime.now(dt.UTC), valid_within=VALID_WITHIN)
    now = dt.datetime.now(dt.UTC)
    found: dict[str, list[str]] = {}
    rows = []
    for name, account in everybody:
        session = new_key()
        rows.append((session, account, DEVICE, now, now + VALID_WITHIN))
        found.setdefault(name, []).append(tokens.make(account, session)[0])
    columns = ("id", "account_id", "device_id", "created_at", "expires_at")
    await connection.copy_records_to_table("sessions", columns=columns, records=rows)
    return {**found, ONE_OF_CROWD: found[CROWD][:1]}

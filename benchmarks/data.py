"""A register of any size, made mostly by the database itself; the same rows every time."""

from collections.abc import Iterator
from typing import Any

import asyncpg

from persistence.accounts.passwords import Passwords
from persistence.engine import migrator
from persistence.engine.database import Database
from persistence.institutions import search_tokens as search
from persistence.regions import reference

PASSWORD = "a long enough password"  # noqa: S105  # of people who are nowhere else
SUPERVISOR, INSPECTOR = "bench-supervisor", "bench-inspector"
CITIES = ("320500", "110100", "370200", "510100", "440300", "330100", "420100", "610100")
"""Whose pages are asked for in turn; nearly all have more institutions than a page holds."""

_KEYS = """
create function key_of(kind int, number bigint) returns uuid language sql immutable as $$
    select (lpad(to_hex(26214400 + kind), 8, '0') || '-0000-7000-8000-'
        || lpad(to_hex(number), 12, '0'))::uuid
$$
"""
_AUTHORITIES = """
insert into authorities (id, kind, name, region_code, sectors)
select key_of(1, row_number() over (order by code)), 'ADMIN_ORGAN', name || '教育局', code, '{EDUCATION}'
from regions where level in ('NATION', 'CITY')
"""
_NAMES = ("枫叶", "启明", "新知", "育才", "博雅", "晨光", "海豚", "星辰")
_NAMED = """
create temporary table named (
    n bigint primary key, name text, address text, search_text text, search_tokens text[],
    pinyin_tokens text[], sort_key text
) on commit drop
"""
_INSTITUTIONS = """
with counties as (
    select r.code, a.id as authority_id, a.region_code, row_number() over (order by r.code) - 1 as place
    from regions r join authorities a on left(a.region_code, 4) = left(r.code, 4)
    where r.level = 'COUNTY'
)
insert into institutions (
    id, unified_social_credit_code, name, kinds, subject_kind, legal_form, sector, region_code, address,
    established_on, supervising_authority_id, legal_representative, contact_phone, introduction,
    existence, list_status, credit_grade, risk_class, version,
    search_text, search_tokens, pinyin_tokens, sort_key
)
select key_of(2, n), '91' || lpad(n::text, 16, '0'), name,
    '{OFF_CAMPUS_TRAINING}', case when n % 3 = 0 then 'SUBJECT' else 'NON_SUBJECT' end, 'NON_PROFIT',
    'EDUCATION', c.code, address, date '2010-01-01' + (n % 4000)::int, c.authority_id,
    '某某', '0512-00000000', '面向中小学生的校外培训机构，开设多门课程。', 'EXISTING', 'WHITE_LISTED',
    (array['A', 'B', 'C'])[1 + n % 3], 'B', 1, search_text, search_tokens, pinyin_tokens, sort_key
from named
join counties c on c.place = (n * 7919) % (select count(*) from counties)
"""
_COURSES = """
insert into courses (
    id, institution_id, title, subject_kind, category, delivery, stages, class_hour_count, lesson_minutes,
    starts_on, ends_on, skipped_on, state, published_at, version
)
select key_of(3, n * 4 + k), key_of(2, n), '课程' || k, 'SUBJECT', 'ACADEMIC', 'OFFLINE', '{PRIMARY}',
    30, 45, date '2026-09-01', date '2026-12-31', '{}', 'PUBLISHED', now(), 1
from generate_series(1, $1::bigint) n, generate_series(0, 3) k
"""
_TASKS = """
insert into inspection_tasks (
    id, code, name, authority_id, sector, category, trigger, reason, window_from, window_to, state,
    created_by, version
)
select key_of(4, k), 'T' || k, '任务', (select id from authorities where region_code = '000000'),
    'EDUCATION', 'CASE', 'LEAD', '来信反映', date '2026-01-01', date '2026-12-31', 'IN_PROGRESS',
    key_of(7, 1), 2
from generate_series(0, 2) k
"""
_INSPECTIONS = """
insert into inspections (
    id, task_id, institution_id, authority_id, authority_region_code, region_code, sector, window_from,
    window_to, notice_mode, checklist_code, checklist_version, state, current_record_id, filed_at,
    inspected_on, version
)
select key_of(5, i.number * 3 + k), key_of(4, k), i.id, i.supervising_authority_id, a.region_code,
    i.region_code, 'EDUCATION', date '2026-01-01', date '2026-12-31', 'ADVANCE', 'OFF_CAMPUS_GENERAL', 1,
    'TO_AUDIT', key_of(6, i.number * 3 + k), now(), date '2026-05-01' + k, 2
from (select *, ('x' || right(id::text, 12))::bit(48)::bigint as number from institutions) i
join authorities a on a.id = i.supervising_authority_id, generate_series(0, 2) k
"""
_RECORDS = """
insert into inspection_records (
    id, inspection_id, version_no, filed_by, filed_at, visit_started_at, visit_ended_at, clock_is_off,
    methods, result_codes, measures, summary, attempted_at, rules_version
)
select current_record_id, id, 1, key_of(8, 1), filed_at, filed_at, filed_at, false, '{ON_SITE}',
    '{PROBLEM_PENDING}', '{ORDER_CORRECTION}', '现场检查', '{}', 'bench'
from inspections
"""
_FINDINGS = """
insert into findings (id, record_id, position, violation_code, detail)
select key_of(9, n * 2 + k), id, k, 'INFO_NOT_DISPLAYED', '收费标准未公示之' || k
from (select id, row_number() over (order by id) as n from inspection_records) r, generate_series(1, 2) k
"""


async def fill(url: str, size: int) -> None:
    """Migrate the database and fill it."""
    database = Database(url, reader_role=None)
    await migrator.migrate(database.engine)
    async with database.engine.begin() as connection:
        await reference.load(connection)
    await database.close()
    filling = await asyncpg.connect(url, server_settings={"statement_timeout": "0"})
    try:
        async with filling.transaction():
            await filling.execute(_KEYS)
            await filling.execute(_AUTHORITIES)
            await _people(filling)
            await filling.execute(_NAMED)
            await filling.copy_records_to_table("named", records=_named(size))
            await filling.execute(_INSTITUTIONS)
            await filling.execute(_COURSES, size)
            for statement in (_TASKS, _INSPECTIONS, _RECORDS, _FINDINGS):
                await filling.execute(statement)
        await filling.execute("vacuum analyze")
        # What is in the log no longer has to be written while something is measured.
        await filling.execute("checkpoint")
    finally:
        await filling.close()


def _named(size: int) -> Iterator[tuple[Any, ...]]:
    """Names and addresses with what searching reads beside them, which only Python can make."""
    for n in range(1, size + 1):
        name, address = f"{_NAMES[n % len(_NAMES)]}教育培训中心{n}", f"人民路{n}号"
        code = f"91{n:016d}"
        found_by = search.columns(name=name, address=address, credit_code=code, licence_numbers=())
        yield n, name, address, *found_by.values()


async def _people(connection: asyncpg.Connection) -> None:
    """A supervisor who sees the nation, and two officers, of whom one signs in and files."""
    password_hash = await Passwords().hash(PASSWORD)
    for number, login, role in ((1, SUPERVISOR, "SUPERVISOR"), (2, INSPECTOR, "INSPECTOR")):
        await connection.execute(
            "insert into accounts (id, login, display_name, password_hash)"
            " values (key_of(7, $1), $2, $2, $3)",
            number,
            login,
            password_hash,
        )
        await connection.execute(
            "insert into role_grants (id, account_id, role, authority_id)"
            " select key_of(10, $1), key_of(7, $1), $2, id from authorities"
            " where region_code = '000000'",
            number,
            role,
        )
    await connection.execute(
        "insert into officers (id, authority_id, account_id, name, staff_no, staff_no_key)"
        " select key_of(8, n), id, case when n = 1 then key_of(7, 2) end, '某检查员', n::text,"
        " n::text"
        " from authorities, generate_series(1, 2) n where region_code = '000000'"
    )
    await connection.execute(
        "insert into inspector_profiles (officer_id, public_no, certificate_no,"
        " certificate_no_key,"
        " certificate_valid_from, certificate_valid_to, specialities, is_expert, may_lead,"
        " entered_on)"
        " select id, staff_no, staff_no, staff_no, date '2020-01-01', date '2099-12-31', '{EDUCATION}',"
        " false, true, date '2020-01-01' from officers"
    )

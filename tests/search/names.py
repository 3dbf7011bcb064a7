"""Any number of institutions with names such as are met, always the same ones, put in by COPY."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

from domain import identifiers
from domain.authorities import Sector
from domain.institutions import (
    EntitlementKind,
    EntitlementState,
    Existence,
    InstitutionKind,
    LegalForm,
    ListStatus,
    RiskClass,
    SubjectKind,
)
from persistence.engine.database import Database
from persistence.institutions import search_tokens as search
from tests.people import GUSU, key

REGIONS = {
    "320508": "苏州市姑苏区", "320505": "苏州市虎丘区", "320506": "苏州市吴中区",
    "320507": "苏州市相城区", "320509": "苏州市吴江区", "110105": "北京市朝阳区",
    "310101": "上海市黄浦区", "500103": "重庆市渝中区", "371722": "单县",
}  # fmt: skip
SIGNS = (
    "枫叶银杏青禾启明晨星博雅文华育英致远卓越未来阳光童心智慧乐学优学新东方学大金色摇篮海豚小熊星海"
    "天行健长安重庆厦门乐山行知绿洲女神率真会计参差调和藏龙卧虎尚德思源求是敏学弘毅润泽春藤梧桐紫藤"
)
KINDS = ("文化教育", "艺术", "体育", "科技", "外语", "舞蹈", "音乐", "美术", "编程", "职业技能")
ENDS = ("培训中心", "培训学校", "培训有限公司", "培训学校有限公司", "学堂", "俱乐部")
LATIN = ("ABC", "Dance", "21世纪", "3D", "e-学", "Ｋ１２", "STEAM")
STREETS = ("平江路", "观前街", "干将东路", "人民路", "建国路", "长安街", "学士街", "Ａ座大道")


@dataclass(frozen=True, slots=True)
class Entry:
    id: UUID
    name: str
    address: str
    number: str
    credit_code: str
    region_code: str
    found_by: dict[str, Any]


def entries(count: int) -> Iterator[Entry]:
    chance = random.Random("names")
    regions = list(REGIONS)
    for i in range(count):
        code = chance.choice(regions)
        brand = "".join(chance.choice(SIGNS) for _ in range(chance.choice((2, 2, 2, 3, 4))))
        if chance.random() < 0.06:
            brand += chance.choice(LATIN)
        lead = REGIONS[code] if chance.random() < 0.8 else ""
        end = chance.choice(ENDS)
        if chance.random() < 0.1:
            end += chance.choice(("（分校）", "(北区)", " 二部"))
        name = lead + brand + chance.choice(KINDS) + end
        address = f"{chance.choice(STREETS)}{chance.randint(1, 999)}号"
        number = f"教民{code}{chance.randint(2019, 2026)}{i:06d}号"
        credit_code = f"S{key(1_000_000 + i).int % 10**12:012d}"
        found_by = search.columns(
            name=name, address=address, credit_code=credit_code, licence_numbers=[number]
        )
        yield Entry(key(1_000_000 + i), name, address, number, credit_code, code, found_by)


TYPED = (
    "a", "ab", "abc", "abcd", "a b", "xian", "xi'an", "lü", "lv", "lvzhou", "9", "91", "1号", "枫", "枫叶",
    "培训", "fy", "fengye", "f", "cq", "zhongqing", "c++", "3d", "3dda", "号", "路", "xi an", "枫 ab", "ab 枫",
)  # fmt: skip


def odd() -> Iterator[Entry]:
    """Names that hold what is typed for others, and places and numbers that do."""
    spelt = (
        "a", "ab", "ab枫叶", "枫叶ab", "安北", "枫安北", "abcd", "安柏长大", "xian", "xi'an学堂", "西安学堂",
        "先锋xian", "lü学堂", "绿洲", "lv", "枫绿洲", "重庆", "9", "91", "3D打印", "3d", "三d打印", "枫", "叶枫",
        "枫叶培训", "培训枫叶", "fy", "f y", "蜂业", "c++编程", "号路", "枫·叶", "·枫叶", "½枫", "ⅻ学堂", "éa枫",
    )  # fmt: skip
    for i, name in enumerate(spelt):
        address, number = spelt[i * 7 % len(spelt)], f"{spelt[i * 5 % len(spelt)]}{i}"
        credit_code = f"S{i:012d}"
        found_by = search.columns(
            name=name, address=address, credit_code=credit_code, licence_numbers=[number]
        )
        yield Entry(key(3_000_000 + i), name, address, number, credit_code, "320508", found_by)


async def put(database: Database, made: list[Entry]) -> None:
    """Institutions and their licences into a register that has places."""
    connection = await asyncpg.connect(database.url)
    for table, rows in (
        ("institutions", [_institution(entry) for entry in made]),
        ("entitlements", [_entitlement(entry) for entry in made]),
    ):
        columns = list(rows[0])
        for first in range(0, len(rows), 2_000):
            records = [tuple(row.values()) for row in rows[first : first + 2_000]]
            await connection.copy_records_to_table(table, records=records, columns=columns)
    if len(made) > 1:
        await connection.execute("set statement_timeout = 0")
        await connection.execute("vacuum analyze institutions")
    await connection.close()


def _institution(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "unified_social_credit_code": entry.credit_code,
        "name": entry.name,
        "kinds": [InstitutionKind.OFF_CAMPUS_TRAINING.value],
        "subject_kind": list(SubjectKind)[entry.id.int % 2].value,
        "legal_form": LegalForm.NON_PROFIT.value,
        "sector": Sector.EDUCATION.value,
        "region_code": entry.region_code,
        "address": entry.address,
        "established_on": dt.date(2018, 9, 1),
        "supervising_authority_id": GUSU.id,
        "legal_representative": "某某",
        "existence": Existence.EXISTING.value,
        "list_status": ListStatus.NONE.value,
        "risk_class": RiskClass.B.value,
        "version": 1,
        **entry.found_by,
    }


def _entitlement(entry: Entry) -> dict[str, Any]:
    return {
        "id": UUID(int=entry.id.int + (1 << 40)),
        "institution_id": entry.id,
        "kind": EntitlementKind.LICENCE.value,
        "programme": "校外培训办学许可",
        "authority_id": GUSU.id,
        "number": entry.number,
        "number_key": identifiers.number(entry.number),
        "categories": [],
        "levels": [],
        "valid_from": dt.date(2024, 1, 1),
        "period_no": 1,
        "state": EntitlementState.ACTIVE.value,
        "version": 1,
    }

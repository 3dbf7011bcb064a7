"""Invented names of institutions and of teachers."""

from collections.abc import Iterator

from demo.rows.rows import Rows

BRAND_FIRST = "青晨知启云星禾沐若南听朗景澄致弘乐悦明思"
BRAND_SECOND = "禾羽行帆舟岚澜峦溪川樾笙谷木石桐竹松湖屿"

SUBJECT = ("教育培训中心", "文化培训中心", "学业辅导中心")
FIELDS = {
    "ACADEMIC": ("文化教育", "学科素养", "阅读思维"),
    "SPORTS": ("游泳", "篮球", "羽毛球", "跆拳道", "乒乓球", "少儿体适能"),
    "CULTURE_ARTS": ("美术", "舞蹈", "音乐", "书法", "戏剧", "国画"),
    "SCI_TECH": ("机器人", "少儿编程", "航模", "科学实验"),
    "OTHER": ("棋类", "口才", "手工"),
}
ENDINGS = {
    "ACADEMIC": ("培训中心", "培训学校"),
    "SPORTS": ("培训中心", "俱乐部", "培训学校"),
    "CULTURE_ARTS": ("艺术培训中心", "艺术学校", "培训中心"),
    "SCI_TECH": ("科技培训中心", "培训中心", "科创学校"),
    "OTHER": ("培训中心", "培训学校"),
}

SURNAMES = "沈陆顾严华金魏陶姜谢邹柏章苏潘葛范彭鲁韦马苗方俞任袁柳唐费薛雷贺倪汤"
GIVEN = "书言若溪清扬知微望舒景行亦凡思齐星野云舒以宁嘉树乐之未央南乔听澜"


def brands(rows: Rows) -> Iterator[str]:
    """Two characters, never the same two again."""
    yield from rows.shuffled([first + second for first in BRAND_FIRST for second in BRAND_SECOND])


def institution(rows: Rows, prefix: str, brand: str, category: str) -> str:
    field, ending = rows.pick(FIELDS[category]), rows.pick(ENDINGS[category])
    return f"{prefix}{brand}{field}{ending}"


def person(rows: Rows) -> str:
    given = rows.pick(GIVEN) + rows.pick(["", rows.pick(GIVEN)])
    return rows.pick(SURNAMES) + given


def full_name(rows: Rows) -> str:
    """Of three characters."""
    return rows.pick(SURNAMES) + rows.pick(GIVEN) + rows.pick(GIVEN)

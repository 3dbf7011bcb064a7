"""The authorities of the story, and how many institutions each district of Suzhou has.

`suzhou.csv` is the statistics table of the fifth founding document (S4, link 15) in the only
reading that adds up: the city's total, then the districts it lists. The three districts that the
text cuts off (Zhangjiagang, Wuzhong, Xiangcheng) share the remainder; that split is ours.
"""

import csv
from dataclasses import dataclass, field
from importlib import resources

from domain.authorities import AuthorityKind, Sector

CITY = "320500"


@dataclass(frozen=True, slots=True)
class DemoAuthority:
    """An authority; `key` is how the rest of the story names it."""

    key: str
    name: str
    region_code: str
    sectors: tuple[Sector, ...] = (Sector.EDUCATION,)
    parent: str | None = None
    kind: AuthorityKind = field(default=AuthorityKind.ADMIN_ORGAN)


@dataclass(frozen=True, slots=True)
class District:
    """A district with its institutions; latitude and longitude (WGS-84) of its middle."""

    code: str
    name: str
    latitude: float
    longitude: float
    streets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegionCount:
    region_code: str
    total: int
    subject: int


SUZHOU = (
    District("320505", "虎丘区", 31.296, 120.434, ("狮山路", "玉山路", "科锐路")),
    District("320506", "吴中区", 31.264, 120.632, ("宝带东路", "东吴北路", "苏蠡路")),
    District("320507", "相城区", 31.369, 120.642, ("采莲路", "阳澄湖中路", "华元路")),
    District("320508", "姑苏区", 31.311, 120.617, ("人民路", "干将东路", "平江路", "桐泾北路")),
    District("320509", "吴江区", 31.138, 120.645, ("中山北路", "鲈乡北路", "笠泽路")),
    District("320576", "苏州工业园区", 31.318, 120.715, ("星湖街", "现代大道", "苏虹中路")),
    District("320581", "常熟市", 31.654, 120.752, ("海虞北路", "黄河路", "珠海路")),
    District("320582", "张家港市", 31.876, 120.555, ("人民中路", "沙洲西路", "暨阳中路")),
    District("320583", "昆山市", 31.385, 120.981, ("前进中路", "长江北路", "震川西路")),
    District("320585", "太仓市", 31.458, 121.130, ("上海东路", "太平南路", "县府街")),
)  # fmt: skip
ELSEWHERE = (
    District("110105", "朝阳区", 39.921, 116.443, ("建国路", "望京街", "朝阳北路")),
    District("310104", "徐汇区", 31.188, 121.437, ("漕溪北路", "宜山路", "天钥桥路")),
    District("510107", "武侯区", 30.642, 104.043, ("武侯祠大街", "人民南路四段", "科华北路")),
)  # fmt: skip

BUREAUS = {
    "320505": "苏州高新区（虎丘区）教育局",
    "320506": "苏州市吴中区教育局",
    "320507": "苏州市相城区教育局",
    "320508": "苏州市姑苏区教育体育和文化委员会",
    "320509": "苏州市吴江区教育局",
    "320576": "苏州工业园区教育局",
    "320581": "常熟市教育局",
    "320582": "张家港市教育局",
    "320583": "昆山市教育局",
    "320585": "太仓市教育局",
    "110105": "北京市朝阳区教育委员会",
    "310104": "上海市徐汇区教育局",
    "510107": "成都市武侯区教育局",
}

PLACES = (
    DemoAuthority("nation", "全国监管平台", "000000", tuple(Sector)),
    DemoAuthority("jiangsu", "江苏省教育厅", "320000", parent="nation"),
    DemoAuthority(
        "jiangsu-hr",
        "江苏省人力资源和社会保障厅",
        "320000",
        (Sector.HUMAN_RESOURCES,),
        parent="nation",
    ),
    DemoAuthority(
        "jiangsu-police", "江苏省公安厅", "320000", (Sector.PUBLIC_SECURITY,), parent="nation"
    ),
    DemoAuthority(
        "jiangsu-comms", "江苏省通信管理局", "320000", (Sector.COMMUNICATIONS,), parent="nation"
    ),
    DemoAuthority("suzhou", "苏州市教育局", CITY, parent="jiangsu"),
    DemoAuthority("suzhou-sports", "苏州市体育局", CITY, (Sector.SPORTS,), parent="nation"),
    DemoAuthority(
        "suzhou-culture", "苏州市文化广电和旅游局", CITY, (Sector.CULTURE_TOURISM,), parent="nation"
    ),
    DemoAuthority(
        "suzhou-science", "苏州市科学技术局", CITY, (Sector.SCIENCE_TECHNOLOGY,), parent="nation"
    ),
    *(DemoAuthority(d.code, BUREAUS[d.code], d.code, parent="suzhou") for d in SUZHOU),
    *(DemoAuthority(d.code, BUREAUS[d.code], d.code, parent="nation") for d in ELSEWHERE),
    DemoAuthority(
        "society",
        "数字技能发展促进会",
        "000000",
        (Sector.EDUCATION, Sector.HUMAN_RESOURCES, Sector.SCIENCE_TECHNOLOGY),
        kind=AuthorityKind.SOCIAL_ORG,
    ),
)

CUT_OFF = (RegionCount("320506", 12, 4), RegionCount("320507", 9, 2), RegionCount("320582", 28, 8))
"""Our split of the 49 institutions, 14 of them subject-type, left to three districts."""


def listed() -> tuple[RegionCount, ...]:
    """The table as it is copied: the city first, then the districts it lists."""
    text = resources.files("demo.story").joinpath("suzhou.csv").read_text("utf-8")
    return tuple(
        RegionCount(row["region_code"], int(row["institutions"]), int(row["subject_type"]))
        for row in csv.DictReader(text.splitlines())
    )


def counts() -> tuple[RegionCount, ...]:
    """Every district of Suzhou that has institutions, by code; they add up to the city's row."""
    districts = [count for count in listed() if count.region_code != CITY]
    return tuple(sorted((*districts, *CUT_OFF), key=lambda count: count.region_code))

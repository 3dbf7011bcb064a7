"""Regions, authorities, and the register counted by region; all public."""

import sqlalchemy as sa

from domain import search
from domain.institutions import SubjectKind
from domain.permissions import Permission
from domain.regions import NATION, RegionLevel
from persistence.authorities.table import Authority
from persistence.history.shape import HISTORY
from persistence.institutions.totals import TOTALS as INSTITUTION_TOTALS
from persistence.reading.conditions import equals, holds, refers_to, region, within
from persistence.reading.public_tables import PublicTable
from persistence.reading.refused import ReadRefused
from persistence.reading.shape import (
    Column,
    Expression,
    KeysetOrder,
    Many,
    One,
    Page,
    Predicate,
    Row,
    RowCount,
    SameRow,
    Shape,
    Totals,
    referenced_by,
    references,
    to_all,
)
from persistence.reading.viewer import Value
from persistence.regions.table import Region

_BELOW = 20
"""Most regions have fewer below them (34 provinces, then 10 and 9 on average, 26 at most): the
country's three levels may be asked for at once, and a fourth list below them may not."""


def below(parent: Row, row: Row) -> Predicate:
    return row.c.parent_code == parent.c.code


def in_region(parent: Row, row: Row) -> Predicate:
    return row.c.region_code.between(parent.c.code, parent.c.last_code)


def of_region(parent: Row, row: Row) -> Predicate:
    return row.c.code == parent.c.region_code


REGION = Shape(
    "Region",
    Region.__table__,
    {
        "parent": One("Region", on=references("parent_code", "code")),
        "successor": One("Region", on=references("successor_code", "code")),
        "children": Many("Region", on=below, order=lambda row: [row.c.code], weight=_BELOW),
    },
    to_all,
)

_COUNTED = Totals(INSTITUTION_TOTALS, "n", {})
STATISTICS = Shape(
    "InstitutionStatistics",
    Region.__table__,
    {
        "region": SameRow("Region"),
        "total": RowCount("Institution", on=in_region, totals=_COUNTED),
        "subjectTotal": RowCount(
            "Institution",
            on=in_region,
            where=lambda row: (
                sa.cast(row.c.subject_kind, sa.Text)
                == sa.literal_column(f"'{SubjectKind.SUBJECT.value}'")
            ),
            totals=_COUNTED,
        ),
    },
    to_all,
)


def _child_of(parent: Row, row: Row) -> Predicate:
    return row.c.parent_id == parent.c.id


def _is_open(row: Row) -> Predicate:
    return row.c.closed_at.is_(None)


def _is_closed(row: Row) -> Predicate:
    return row.c.closed_at.is_not(None)


def _level(row: Row) -> Expression:
    """By the trailing zeros of the code, as `domain.regions.level`."""
    code = row.c.region_code
    return sa.case(
        (code == _quoted(NATION), _quoted(RegionLevel.NATION.value)),
        (code.like(_quoted("__0000")), _quoted(RegionLevel.PROVINCE.value)),
        (code.like(_quoted("____00")), _quoted(RegionLevel.CITY.value)),
        else_=_quoted(RegionLevel.COUNTY.value),
    )


def _quoted(word: str) -> Expression:
    return sa.literal_column(f"'{word}'", sa.Text())


def _named(row: Row, value: Value) -> Predicate:
    return sa.func.strpos(row.c.name, value.bind(sa.Text(), _text)) > sa.literal_column("0")


def _text(text: str) -> str:
    try:
        search.search(text)
    except (search.Nothing, search.TooLong):
        longest = search.LONGEST_SEARCH
        raise ReadRefused(
            "INVALID_SEARCH",
            f"The text to search for has 1 to {longest} characters.",
            f"检索词须为1至{longest}个字符。",
        ) from None
    return text.strip()


AUTHORITY = Shape(
    "Authority",
    Authority.__table__,
    {
        "region": One("Region", on=of_region),
        "level": Column(_level),
        "parent": One("Authority", on=references("parent_id")),
        "childCount": RowCount("Authority", on=_child_of, where=_is_open),
        "successor": One("Authority", on=references("successor_id")),
        "history": HISTORY(referenced_by("object_id"), Permission.ACCOUNT_READ),
    },
    to_all,
)

SHAPES = (REGION, STATISTICS, AUTHORITY)

PUBLIC_TABLES = (PublicTable(Region), PublicTable(Authority))


_CHILDREN_OF = {
    "parent": lambda row, value: row.c.parent_code == value.bind(sa.Text(), region),
}

ROOTS = {
    "region": One(
        "Region", arguments={"code": lambda row, value: row.c.code == value.bind(sa.Text(), region)}
    ),
    "regions": Many(
        "Region", order=lambda row: [row.c.code], arguments=_CHILDREN_OF, weight=_BELOW
    ),
    "institutionStatistics": Many(
        "InstitutionStatistics",
        order=lambda row: [row.c.code],
        arguments=_CHILDREN_OF,
        weight=_BELOW,
    ),
    "authorities": Page(
        "Authority",
        orders={
            "REGION": KeysetOrder((lambda row: row.c.region_code,)),
            "REGISTERED_AT": KeysetOrder(()),
        },
        default_order=("REGION", "ASC"),
        filters={
            "regionCode": within("region_code"),
            "kind": equals("kind"),
            "sector": lambda row, value: value.text() == sa.any_(row.c.sectors),
            "level": lambda row, value: _level(row) == value.text(),
            "parentId": refers_to("Authority", "parent_id"),
            "search": _named,
            "isClosed": holds(_is_closed),
        },
    ),
}

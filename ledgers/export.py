"""The register as a ledger: the same layout that the import reads, streamed row by row."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from domain.actors import Actor
from domain.dates import OPEN_END
from domain.regions import Subtree, level
from ledgers import values_out
from ledgers.layouts import (
    AUTHORITIES,
    COURSES,
    INSTITUTIONS,
    OFFICERS,
    TEACHERS,
    WORKDAYS,
    Layout,
    LedgerColumn,
)
from persistence.derived_fields import RESIDENT_ID
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.ledgers import streams
from persistence.ledgers.writes import Offices
from persistence.reading import ids

Row = dict[str, Any]
_UNSAID = {"registered_capital_wan"}
_NOTHING: Row = defaultdict(lambda: None)
"""The licence of a line that has none."""
_STREAMS = {
    "authorities": (AUTHORITIES, streams.authorities),
    "officers": (OFFICERS, streams.officers),
    "institutions": (INSTITUTIONS, streams.institutions),
    "courses": (COURSES, streams.courses),
    "teachers": (TEACHERS, streams.teachers),
    "workdays": (WORKDAYS, streams.workdays),
}
EXPORTED = tuple(_STREAMS)
EVERYWHERE = ("workdays",)
"""Of no region: there is no part of it to export."""


def layout_of(name: str) -> Layout:
    return _STREAMS[name][0]


def columns(layout: Layout) -> list[LedgerColumn]:
    """One column where the import takes either of two."""
    return [each for each in layout.columns if each.key not in _UNSAID]


async def export(
    database: Database,
    name: str,
    *,
    by: Actor,
    keys: Keys,
    offices: Offices,
    within: Subtree | None,
    write: Callable[[list[Any]], None],
) -> int:
    """Write the header and every row that `by` may see; the number of rows of the register."""
    layout, build = _STREAMS[name]
    visible_columns = columns(layout)
    write([column.zh for column in visible_columns])
    exported = _ExportedRow(keys, offices)
    count = 0
    async for row in streams.stream(database, build, by, within):
        count += 1
        for line in getattr(exported, name)(row):
            write([values_out.cell(column, line[column.key]) for column in visible_columns])
    return count


async def count_of(database: Database, name: str, *, by: Actor, within: Subtree | None) -> int:
    """How many rows of the register an export has."""
    return await streams.count(database, _STREAMS[name][1], by, within)


class _ExportedRow:
    """A row of the register in the words of its ledger, by column key."""

    def __init__(self, keys: Keys, offices: Offices) -> None:
        self._keys, self._offices = keys, offices

    def institutions(self, row: Row) -> Iterator[Row]:
        """One line for each site and entitlement, side by side; the institution in each."""
        own = row | {
            "registered_capital": values_out.yuan(row["registered_capital_fen"]),
            "supervising_authority": self._authority(row["supervising_authority_id"]),
        }
        sites, held = row["sites"] or [], row["entitlements"] or []
        for index in range(max(len(sites), len(held), 1)):
            site = sites[index] if index < len(sites) else {}
            licence = held[index] if index < len(held) else _NOTHING
            yield own | self._site(site) | self._licence(licence)

    def authorities(self, row: Row) -> Iterator[Row]:
        parent_id = row["parent_id"]
        yield row | {
            "id": row["public_id"],
            "level": level(row["region_code"]),
            "parent": None if parent_id is None else self._authority(parent_id),
        }

    def officers(self, row: Row) -> Iterator[Row]:
        yield row | {"authority": self._authority(row["authority_id"])}

    def workdays(self, row: Row) -> Iterator[Row]:
        yield row

    def courses(self, row: Row) -> Iterator[Row]:
        fees, times = row["fee_items"] or [], row["class_times"] or []
        rules = list(dict.fromkeys(each["refund_rule"] or "" for each in fees))
        yield row | {
            "id": row["public_id"],
            "skipped_on": "、".join(day.isoformat() for day in row["skipped_on"]),
            "fee_items": "；".join(map(values_out.fee, fees)),
            "refund_rule": rules[0] if len(rules) == 1 else None,
            "class_times": "；".join(map(values_out.class_time, times)),
        }

    def teachers(self, row: Row) -> Iterator[Row]:
        yield row | {
            "id": row["public_id"],
            "identity_number": self._masked(row),
            "subjects": "、".join(row["subjects"]),
            # Declared at registration, which refuses a yes; nothing of it is kept.
            "is_in_service": None,
        }

    def _site(self, site: Row) -> Row:
        names = ("name", "region_code", "address", "capacity", "latitude", "longitude", "datum")
        return {f"site_{name}": site.get(name) for name in names} | {
            "site_area": site.get("area_m2")
        }

    def _licence(self, licence: Row) -> Row:
        # Named one by one: a licence has columns of the institution's names.
        return {
            "listing_role": licence["listing_role"],
            "occupation": licence["occupation"],
            "direction": licence["direction"],
            "licence_kind": licence["kind"],
            "licence_programme": licence["programme"],
            "licence_authority": self._authority_of(licence["authority_id"]),
            "licence_number": licence["number"],
            "licence_valid_from": licence["valid_from"],
            "licence_valid_to": _end_of(licence),
            "licence_subject_kind": licence["subject_kind"],
            "licence_delivery": licence["delivery"],
            "licence_categories": licence["categories"],
            "levels": "、".join(licence["levels"] or ()),
        }

    def _authority_of(self, text: str | None) -> str | None:
        return None if text is None else self._authority(UUID(text))

    def _authority(self, id: UUID) -> str:
        """By its name, by its id where the name is another's too."""
        return self._offices.name_of.get(id) or ids.write("Authority", id)

    def _masked(self, row: Row) -> str | None:
        sealed, id = row["resident_id_sealed"], row["id"]
        if sealed is None:
            return None
        number = self._keys.open(RESIDENT_ID, sealed, bound_to=id.bytes).decode()
        return f"{number[0]}{'*' * (len(number) - 2)}{number[-1]}"


def _end_of(licence: Row) -> Any:
    """A licence without an end says so: a blank cell would leave any end as it is."""
    has_no_end = licence["number"] is not None and licence["valid_to"] is None
    return OPEN_END if has_no_end else licence["valid_to"]

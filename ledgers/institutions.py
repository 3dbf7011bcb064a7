"""Rows of the ledger of institutions as entries of the register, by the rules of its mutations."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from functools import partial
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from domain import identifiers, offices
from domain import institutions as rules
from domain.authorities import Sector
from domain.dates import OPEN_END
from domain.institutions import (
    Category,
    Delivery,
    EntitlementKind,
    Existence,
    InstitutionKind,
    LegalForm,
    ListingRole,
    ListStatus,
    RegisteredPlace,
    RiskClass,
    SubjectKind,
    programmes,
)
from domain.permissions import Permission
from domain.positions import Datum
from domain.refusals import Refusal
from ledgers import cells, values_out
from ledgers.importer import Chunk, ImportContext, place_of
from ledgers.layouts import INSTITUTIONS
from ledgers.lines import Entry, Outcome
from ledgers.repeats import Repeats
from ledgers.sheets import Cell
from ledgers.versions import VERSION, Difference, held_text
from persistence.engine.database import AsyncSession
from persistence.engine.identifiers import new_key
from persistence.institutions.table import Entitlement, Institution, Site
from persistence.ledgers import writes as ledgers
from persistence.ledgers.writes import Known
from persistence.reading import ids
from schema.inputs import InputFaults
from schema.institutions import jurisdiction, parts
from schema.institutions.checks import check_reading, columns

_CODE = "unified_social_credit_code"
_PARTS = ("site_", "licence_", "listing_", "occupation", "direction", "levels")
_WAN = 1_000_000
_READ = {
    "name": cells.text,
    "reading": cells.text,
    "address": cells.text,
    "established_on": cells.date,
    "registration_authority": cells.text,
    "legal_representative": cells.text,
    "sponsor": cells.text,
    "introduction": cells.text,
    "website": cells.text,
    "public_phone": cells.plain,
    "contact_name": cells.text,
    "contact_phone": cells.plain,
    "kinds": lambda cell: cells.words(cell, InstitutionKind),
    "subject_kind": lambda cell: cells.word(cell, SubjectKind),
    "legal_form": lambda cell: cells.word(cell, LegalForm),
    "sector": lambda cell: cells.word(cell, Sector),
    "existence": lambda cell: cells.word(cell, Existence),
}
_SITE_CELLS = ("site_name", "site_region_code", "site_area", "site_capacity", "site_latitude")
_LICENCE_COMPARED = {
    "kind": "licence_kind",
    "programme": "licence_programme",
    "authority_id": "licence_authority",
    "subject_kind": "licence_subject_kind",
    "delivery": "licence_delivery",
    "categories": "licence_categories",
    "listing_role": "listing_role",
    "occupation": "occupation",
    "direction": "direction",
    "levels": "levels",
    "valid_from": "licence_valid_from",
    "valid_to": "licence_valid_to",
}


@dataclass(slots=True)
class StatedInstitution:
    """What one row says: columns of the institution, perhaps a site, perhaps an entitlement."""

    entry: Entry
    given: dict[str, Any]
    site: dict[str, Any] | None = None
    licence: dict[str, Any] | None = None

    @property
    def code(self) -> str:
        code: str = self.given.get(_CODE, "")
        return code


@dataclass(slots=True)
class InstitutionSurroundings:
    """What the register holds around a chunk."""

    known: dict[str, Known]
    places: dict[str, RegisteredPlace]
    licences: dict[str, UUID]
    taken: set[str]
    """Codes of institutions for which the actor does not register. What another office registers is as
    if it were not there, until it would be registered twice: a dry run has none."""
    chunk: Chunk = field(default_factory=Chunk)
    new: set[UUID] = field(default_factory=set)


class Institutions:
    layout, tag = INSTITUTIONS, "institutions.imported"

    def __init__(self, context: ImportContext) -> None:
        self._context = context
        self._nearest: dict[str, list[str]] = {}
        self._versions = context.versions
        context.actor.needs(Permission.INSTITUTION_REGISTER)
        held = context.actor.offices_with(Permission.INSTITUTION_REGISTER)
        own = [office.authority_id for office in held]
        self._own = own[0] if len(own) == 1 else None

    def repeats(self) -> Repeats:
        return Repeats(_same, _AGREEING)

    def subjects(self, stated: StatedInstitution) -> Iterable[str]:
        return (stated.code, stated.licence["number_key"]) if stated.licence else (stated.code,)

    async def decide(self, session: AsyncSession, stated: Sequence[StatedInstitution]) -> Chunk:
        around = await self._around(session, stated)
        for each in stated:
            if not each.entry.faults:
                self._take(each, around)
        return around.chunk

    async def _around(
        self, session: AsyncSession, stated: Sequence[StatedInstitution]
    ) -> InstitutionSurroundings:
        # Before the institutions: what somebody registers in between is then known, not taken.
        keys = {each.licence["number_key"] for each in stated if each.licence}
        actor, is_dry = self._context.within_reach_of, self._context.is_dry
        given = {each.code for each in stated}
        licences = await ledgers.licences_held(session, keys, actor if is_dry else None)
        taken = set() if is_dry else await ledgers.codes_taken(session, given)
        known = await ledgers.by_credit_code(session, given, actor, is_locked=not is_dry)
        codes = {each.given["region_code"] for each in stated if "region_code" in each.given}
        codes |= {each.site["region_code"] for each in stated if each.site}
        codes |= {each.row["region_code"] for each in known.values()}
        places = await ledgers.places(session, codes)
        return InstitutionSurroundings(known, places, licences, taken - known.keys())

    # What a row says

    def read(self, entry: Entry) -> StatedInstitution:
        faults = InputFaults()
        found: dict[str, Any] = {}
        if _CODE in entry.values:
            found[_CODE] = cells.credit_code(entry.values[_CODE])
        else:
            entry.fault(_CODE, "未填写", "is missing")
        for column, read in _READ.items():
            if (value := entry.take(column, read)) is not None:
                found[column] = value
        if (fen := _capital(entry)) is not None:
            found["registered_capital_fen"] = fen
        if (code := self._region(entry, "region_code")) is not None:
            found["region_code"] = code
        if "supervising_authority" in entry.values:
            found["supervising_authority_id"] = self._authority(entry, "supervising_authority")
            if found["supervising_authority_id"] is None:
                del found["supervising_authority_id"]
        given = columns(faults, SimpleNamespace(**found), today=self._context.today)
        stated = StatedInstitution(entry, given)
        if "site_address" in entry.values:
            stated.site = self._site(entry, faults)
        elif any(key in entry.values for key in _SITE_CELLS):
            entry.fault(
                "site_address",
                "有校区其他信息时须填写",
                "is required with the other details of the site",
            )
        if "licence_number" in entry.values:
            stated.licence = self._licence(entry, faults, stated)
        entry.violated(faults.found)
        return stated

    def _region(self, entry: Entry, key: str) -> str | None:
        if key not in entry.values:
            return None
        code = cells.digits(entry.values[key])
        by_name = self._context.regions_by_name.get(code, [])
        return by_name[0] if len(by_name) == 1 else code

    def _authority(self, entry: Entry, key: str) -> str | None:
        """The id of an authority that is named, or given by its id."""
        text = cells.text(entry.values[key])
        known = self._context.offices
        id = known.by_name.get(text)
        if id is None and text.startswith("auth_"):
            id = next((each for each in known.by_id if ids.write("Authority", each) == text), None)
        if id is None:
            zh, en = (
                "没有此机关，或名称不唯一",
                "is not the name of an authority, or of more than one",
            )
            if alike := self._alike(text):
                zh += f"；是否为{'、'.join(alike)}？"
                en += f"; did you mean {' or '.join(alike)}?"
            entry.fault(key, zh, en)
            return None
        return ids.write("Authority", id)

    def _alike(self, name: str) -> list[str]:
        """The nearest names of authorities; a name that does not fit comes in every row."""
        if name not in self._nearest:
            self._nearest[name] = get_close_matches(name, self._context.offices.by_name, 3, 0.5)
        return self._nearest[name]

    def _site(self, entry: Entry, faults: InputFaults) -> dict[str, Any]:
        latitude = entry.take("site_latitude", cells.decimal)
        longitude = entry.take("site_longitude", cells.decimal)
        datum = entry.take("site_datum", lambda cell: cells.word(cell, Datum), Datum.WGS84)
        if (latitude is None) != (longitude is None):
            missing = "site_latitude" if latitude is None else "site_longitude"
            entry.fault(
                missing, "经纬度须一并填写", "latitude and longitude must be given together"
            )
        is_placed = latitude is not None and longitude is not None
        input = SimpleNamespace(
            name=entry.take("site_name", cells.text, "总部"),
            region_code=self._region(entry, "site_region_code")
            or self._region(entry, "region_code")
            or "",
            address=cells.text(entry.values["site_address"]),
            area_m2=entry.take("site_area", cells.whole),
            capacity=entry.take("site_capacity", cells.whole),
            position=SimpleNamespace(latitude=latitude, longitude=longitude, datum=datum)
            if is_placed
            else None,
        )
        if not input.region_code:
            entry.fault("site_region_code", "未填写", "is missing")
        return parts.site(faults, "sites[0]", input)  # type: ignore[arg-type]  # read alike

    def _licence(
        self, entry: Entry, faults: InputFaults, stated: StatedInstitution
    ) -> dict[str, Any] | None:
        read: Any = entry.take
        authority = None
        if "licence_authority" in entry.values:
            authority = self._authority(entry, "licence_authority")
        elif "supervising_authority_id" in stated.given or self._own:
            granted_by: Any = stated.given.get("supervising_authority_id") or self._own
            authority = ids.write("Authority", granted_by)
        input = SimpleNamespace(
            kind=read("licence_kind", _word(EntitlementKind), EntitlementKind.LICENCE),
            programme=read("licence_programme", cells.text, ""),
            programme_code=None,
            authority_id=authority,
            number=cells.text(entry.values["licence_number"]),
            valid_from=read("licence_valid_from", cells.date),
            valid_to=read("licence_valid_to", cells.last_date),
            subject_kind=read("licence_subject_kind", _word(SubjectKind)),
            delivery=read("licence_delivery", _word(Delivery)),
            categories=read("licence_categories", lambda cell: cells.words(cell, Category), []),
            listing_role=read("listing_role", _word(ListingRole)),
            occupation=read("occupation", cells.text),
            direction=read("direction", cells.text),
            levels=read("levels", cells.several, []),
        )
        if input.authority_id is None and "licence_authority" not in entry.values:
            entry.fault("licence_authority", "未填写", "is missing")
        for key in ("licence_programme", "licence_valid_from"):
            if key not in entry.values:
                entry.fault(key, "未填写", "is missing")
        if entry.faults:
            return None
        field, today = "entitlements[0]", self._context.today
        return parts.entitlement(faults, field, input, today=today)  # type: ignore[arg-type]

    # What becomes of it

    def _take(self, stated: StatedInstitution, around: InstitutionSurroundings) -> None:
        known = around.known.get(stated.code)
        try:
            if known is None:
                self._enter(stated, around)
            else:
                self._compare(stated, known, around)
        except Refusal as refusal:
            stated.entry.refused("region_code", refusal)

    def _enter(self, stated: StatedInstitution, around: InstitutionSurroundings) -> None:
        entry, given = stated.entry, stated.given
        if "supervising_authority_id" not in given:
            if self._own is None:
                entry.fault("supervising_authority", "未填写", "is missing")
            else:
                given["supervising_authority_id"] = self._own
        entry.needs_all()
        places = self._places(stated, given.get("region_code"), around)
        if entry.faults or places is None:
            return
        _check_reading(entry, given.get("reading"), of_name=given["name"])
        rules.register(self._facts(given, *places), by=self._context.actor)
        if stated.code in around.taken:
            entry.refused(_CODE, rules.CreditCodeTaken())
            return
        now, by, key = self._context.now, self._context.actor.account_id, new_key()
        row = {
            "id": key,
            "existence": Existence.EXISTING,
            "reading": None,
            **given,
            "list_status": ListStatus.NONE,
            "risk_class": RiskClass.B,
            "version": 1,
            "registered_at": now,
            "updated_at": now,
        }
        known = Known(row)
        self._refuse_licence(stated, known, around)
        if entry.faults:
            return
        around.known[stated.code] = known
        around.new.add(key)
        self._versions.made(key, row["version"])
        around.chunk.add(Institution, row)
        moved = ledgers.transition("Institution", key, row["existence"], "register", by)
        around.chunk.moved.append(moved)
        self._add_parts(stated, known, around)
        entry.outcome = Outcome.NEW

    def _compare(
        self, stated: StatedInstitution, known: Known, around: InstitutionSurroundings
    ) -> None:
        entry, row = stated.entry, known.row
        changes = {name: v for name, v in stated.given.items() if row.get(name) != v}
        if "name" in changes and "reading" not in stated.given and row["reading"] is not None:
            changes["reading"] = None
        _check_reading(entry, changes.get("reading"), of_name=changes.get("name", row["name"]))
        places = self._places(stated, stated.given.get("region_code", row["region_code"]), around)
        if places is None:
            return
        site = _same_site(stated, known)
        site_changes = _differences(stated.site, site) if stated.site and site else {}
        if "site_name" not in entry.values:
            site_changes.pop("name", None)
        is_site_new = stated.site is not None and site is None
        self._refuse_licence(stated, known, around)
        is_licence_new = stated.licence is not None and _same_licence(stated.licence, known) is None
        if entry.faults or not (changes or site_changes or is_site_new or is_licence_new):
            return
        differences = [
            *self._differences(entry, changes, row),
            *(
                Difference(_SITE_KEYS[n], _in_site(n, site))
                for n in site_changes
                if n in _SITE_KEYS
            ),
            *[Difference("site_address", "、".join(s["address"] for s in known.sites))]
            * is_site_new,
            *[Difference("licence_number", "、".join(e["number"] for e in known.entitlements))]
            * is_licence_new,
        ]
        if not self._versions.is_current(entry, row["id"], row["version"], differences):
            return
        self._refuse_unlawful(known, changes, places, around, is_site_new=is_site_new)
        self._add_parts(stated, known, around, site=is_site_new, licence=is_licence_new)
        entry.outcome = Outcome.CHANGED
        entry.changed = sorted(changes)
        entry.changed += ["sites"] * (bool(site_changes) or is_site_new)
        entry.changed += ["entitlements"] * is_licence_new
        if site_changes and site is not None:
            site |= site_changes
            if row["id"] not in around.new:
                around.chunk.site_corrections.setdefault(site["id"], {}).update(site_changes)
        if row["id"] not in around.new:
            self._correct(entry, row, changes, around)
        row |= changes

    def _differences(
        self, entry: Entry, changes: dict[str, Any], row: dict[str, Any]
    ) -> Iterator[Difference]:
        for name in changes:
            key = next((k for k in _KEYS.get(name, (name,)) if k in entry.values), None)
            if key is not None:
                yield Difference(key, self._held(key, row[name]))

    def _held(self, key: str, value: Any) -> Any:
        """A value of the register as an export would write it."""
        match key:
            case "registered_capital":
                return values_out.yuan(value) or ""
            case "registered_capital_wan":
                return "" if value is None else f"{Decimal(value) / _WAN:f}"
            case "supervising_authority" | "licence_authority":
                return self._context.offices.name_of.get(value) or ids.write("Authority", value)
            case "licence_valid_to" if value is None:
                return OPEN_END
        return values_out.cell(INSTITUTIONS.column(key), value)

    def _correct(
        self,
        entry: Entry,
        row: dict[str, Any],
        changes: dict[str, Any],
        around: InstitutionSurroundings,
    ) -> None:
        """Note the correction of an entry that was in the register before this file."""
        chunk, by = around.chunk, self._context.actor.account_id
        self._versions.made(row["id"], row["version"] + 1)
        if "existence" in changes:
            moved = ledgers.transition(
                "Institution", row["id"], changes["existence"], "correct", by
            )
            chunk.moved.append(moved | {"from_state": row["existence"]})
        chunk.corrections.setdefault(row["id"], {}).update(changes)
        noted = ledgers.audit_event("institution.updated", row["id"], by, changed=entry.changed)
        chunk.noted.append(noted)

    def _refuse_unlawful(
        self,
        known: Known,
        changes: dict[str, Any],
        places: tuple[RegisteredPlace, tuple[RegisteredPlace, ...]],
        around: InstitutionSurroundings,
        *,
        is_site_new: bool,
    ) -> None:
        row, (place, sites) = known.row, places
        before = around.places.get(
            row["region_code"], RegisteredPlace(row["region_code"], is_leaf=True)
        )
        rules.update(
            self._facts(row, before, () if is_site_new else sites),
            self._facts(row | changes, place, sites),
            institution_id=row["id"],
            changed=changes,
            by=self._context.actor,
        )
        registrars = self._context.actor.offices_with(Permission.INSTITUTION_REGISTER)
        offices.refuse_unless_reached(registrars, row["region_code"], row["sector"])

    def _places(
        self, stated: StatedInstitution, code: str | None, around: InstitutionSurroundings
    ) -> tuple[RegisteredPlace, tuple[RegisteredPlace, ...]] | None:
        """The institution's place and its site's, both known; else the row has a fault."""
        context, entry = self._context, stated.entry
        place = place_of(entry, "region_code", code, around.places, context) if code else None
        if stated.site is None:
            return (place, ()) if place else None
        key = "site_region_code" if "site_region_code" in entry.values else "region_code"
        site = place_of(entry, key, stated.site["region_code"], around.places, context)
        return (place, (site,)) if place and site else None

    def _facts(
        self, given: dict[str, Any], place: RegisteredPlace, sites: tuple[RegisteredPlace, ...]
    ) -> rules.Institution:
        return rules.Institution(
            kinds=frozenset(InstitutionKind[kind] for kind in given["kinds"]),
            sector=given["sector"],
            place=place,
            supervisor=self._context.offices.by_id[given["supervising_authority_id"]],
            sites=sites,
        )

    def _refuse_licence(
        self, stated: StatedInstitution, known: Known, around: InstitutionSurroundings
    ) -> None:
        """A licence is granted by one who may, is nobody else's, and is not corrected by ledgers."""
        licence, entry = stated.licence, stated.entry
        if licence is None:
            return
        held = _same_licence(licence, known)
        if held is not None:
            for name, key in _LICENCE_COMPARED.items():
                if key in entry.values and held[name] != licence[name]:
                    held_zh, held_en = held_text(entry, key, self._held(key, held[name]))
                    zh = f"登记为{held_zh}，已登记的资质不能通过台账更改"
                    en = (
                        f"differs from the licence as registered ({held_en}), which a ledger cannot"
                    )
                    entry.fault(key, zh, f"{en} change")
        elif licence["number_key"] in around.licences:
            entry.refused("licence_number", rules.LicenceNumberTaken())
        else:
            try:
                self._refuse_unlawful_licence(licence, known)
            except Refusal as refusal:
                entry.refused("licence_authority", refusal)

    def _refuse_unlawful_licence(self, licence: dict[str, Any], known: Known) -> None:
        office = self._context.offices.by_id[licence["authority_id"]]
        region_code = known.row["region_code"]
        jurisdiction.refuse_unless_granting(office, region_code)
        programmes.competent(
            self._context.actor.offices_with(Permission.INSTITUTION_REGISTER),
            licence["programme_code"],
            region_code=region_code,
            sector=known.row["sector"],
            granted_by=office.authority_id,
        )
        programmes.refuse_unfit_grantor(licence["programme_code"], office)
        if licence["listing_role"] is not None:
            held = [Entitlement(**each).facts() for each in known.entitlements]
            role, occupation = licence["listing_role"], licence["occupation"]
            rules.refuse_conflict_of_interest(role, occupation, held)

    def _add_parts(
        self,
        stated: StatedInstitution,
        known: Known,
        around: InstitutionSurroundings,
        *,
        site: bool = True,
        licence: bool = True,
    ) -> None:
        owner, by = known.row["id"], self._context.actor.account_id
        if site and stated.site is not None:
            is_main = not known.sites
            row = {"id": new_key(), "institution_id": owner, "is_main": is_main, **stated.site}
            known.sites.append(row)
            around.chunk.add(Site, row)
        if licence and stated.licence is not None:
            now = self._context.now
            row = {"id": new_key(), "institution_id": owner, "created_at": now, **stated.licence}
            known.entitlements.append(row)
            around.licences[row["number_key"]] = owner
            around.chunk.add(Entitlement, row)
            around.chunk.licences.setdefault(owner, []).append(row["number"])
            moved = ledgers.transition("Entitlement", row["id"], row["state"], "register", by)
            around.chunk.moved.append(moved)


_KEYS = {
    "registered_capital_fen": ("registered_capital", "registered_capital_wan"),
    "supervising_authority_id": ("supervising_authority",),
}
"""The columns of the ledger that fill a column of another name."""
_SITE_KEYS = {
    "name": "site_name",
    "area_m2": "site_area",
    "capacity": "site_capacity",
    "latitude": "site_latitude",
    "longitude": "site_longitude",
    "datum": "site_datum",
}


def _in_site(name: str, site: dict[str, Any] | None) -> Any:
    return values_out.cell(INSTITUTIONS.column(_SITE_KEYS[name]), site and site[name])


_AGREEING = tuple(
    column.key
    for column in INSTITUTIONS.columns
    if column.key != _CODE and not column.key.startswith(_PARTS)
)
"""Columns in which all rows of one institution say the same, or nothing."""


def _same(values: dict[str, Cell]) -> tuple[str, ...]:
    code = values.get(_CODE)
    if code is None:
        return ()
    region, address, number = (
        str(values.get(key, "")) for key in ("site_region_code", "site_address", "licence_number")
    )
    if VERSION not in values:
        # A row of an export stands for what the register holds: also for two spellings of one number.
        address, number = identifiers.address(address), identifiers.number(number)
    return (cells.credit_code(code), region, address, number)


def _check_reading(entry: Entry, reading: str | None, *, of_name: str) -> None:
    faults = InputFaults()
    check_reading(faults, reading, of_name=of_name)
    entry.violated(faults.found)


def _capital(entry: Entry) -> int | None:
    for key, unit in (("registered_capital", 100), ("registered_capital_wan", _WAN)):
        fen = entry.take(key, partial(cells.money, unit=unit))
        if fen is not None:
            return fen
    return None


def _word(term: Any) -> Any:
    return lambda cell: cells.word(cell, term)


def _same_site(stated: StatedInstitution, known: Known) -> dict[str, Any] | None:
    if stated.site is None:
        return None
    region_code, address = stated.site["region_code"], stated.site["address"]
    key = identifiers.address(address)
    same = [
        each
        for each in known.sites
        if each["region_code"] == region_code and each["address_key"] == key
    ]
    # An open one first: what was merged into it is closed, and keeps the spelling of its address.
    same.sort(key=lambda each: (each.get("closed_on") is not None, each["address"] != address))
    return next(iter(same), None)


def _differences(stated: dict[str, Any], held: dict[str, Any]) -> dict[str, Any]:
    """What the cells that are not blank say otherwise; the address found the site, however it is spelt."""
    return {
        name: value
        for name, value in stated.items()
        if value is not None and held.get(name) != value and name != "address"
    }


def _same_licence(licence: dict[str, Any], known: Known) -> dict[str, Any] | None:
    """The institution's own licence of this number, before others the one that is spelt like it."""
    key = licence["number_key"]
    same = [each for each in known.entitlements if each["number_key"] == key]
    spelt = [each for each in same if each["number"] == licence["number"]]
    return next(iter([*spelt, *same]), None)

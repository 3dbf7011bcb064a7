"""The frozen draw: pool, rules and source of chance as one canonical text, and its commitment."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Self

from domain import thresholds
from domain.draws import entropy, pool
from domain.draws.canonical import (
    Json,
    code,
    digest,
    instant,
    keyed,
    moment,
    text,
)
from domain.draws.pool import ObjectRow, OfficerRow, Pool
from domain.draws.rules import (
    MOST_DEPARTMENTS,
    MOST_SEATS,
    MOST_SPECIALITIES,
    Department,
    DrawRules,
    Quantity,
    quantity,
)
from domain.refusals import InvalidInput, Refusal, Violation

ROUNDING = "HALF_UP"
SECRET_BYTES = 32
_LACKING = {
    "OFFICERS": ("检查人员", "officers"),
    "SEATS": ("可派人次", "places on teams that officers can still take"),
    "LEAD": ("具备组长资格的人员", "officers qualified to lead"),
}


@dataclass(eq=False)
class TooFewOfficersForDraw(
    Refusal,
    zh="部门（{department}）可派检查人员不足：{lacking_zh}需要{needed}，现有{available}。",
    en="Department {department} does not have enough {lacking_en}: {needed} needed, "
    "{available} available.",
    basis="X38",
):
    """`lacking` is OFFICERS, SEATS, LEAD or the code of a speciality."""

    department: str
    lacking: str
    needed: int
    available: int

    def __post_init__(self) -> None:
        speciality = f"专业为{self.lacking}的人员", f"officers with the speciality {self.lacking}"
        self.lacking_zh, self.lacking_en = _LACKING.get(self.lacking, speciality)


class Foreseen(NamedTuple):
    """What a stratum comes to: rows, rows left after exclusion, rows that will be drawn."""

    rows: int
    eligible: int
    drawn: int


@dataclass(frozen=True)
class Frozen:
    """A frozen draw, of its text alone: what is not in the text is not part of the draw."""

    text: str

    @classmethod
    def of(cls, document: Mapping[str, Json]) -> Self:
        return cls(text(document))

    @cached_property
    def commitment(self) -> str:
        return digest(self.text)

    @cached_property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.text)
        return found

    @cached_property
    def objects(self) -> tuple[ObjectRow, ...]:
        return tuple(ObjectRow.read(line) for line in self.document["objects"])

    @cached_property
    def by_pseudonym(self) -> Mapping[str, ObjectRow]:
        return {row.pseudonym: row for row in self.objects}

    @cached_property
    def officers(self) -> tuple[OfficerRow, ...]:
        return tuple(OfficerRow.read(line) for line in self.document["officers"])

    @cached_property
    def recused(self) -> Mapping[str, frozenset[str]]:
        """The officers that stay away, by the object's pseudonym."""
        found: dict[str, set[str]] = {}
        for line in self.document["recusals"]:
            name, _, number = line.partition("|")
            found.setdefault(name, set()).add(number)
        return {name: frozenset(numbers) for name, numbers in found.items()}

    @property
    def format(self) -> str:
        """The version of the proof's format, which the algorithm names first."""
        return str(self.document["algorithm"]).partition("-")[0]

    @property
    def task_code(self) -> str:
        return str(self.document["task_code"])

    @property
    def committed_at(self) -> dt.datetime:
        return instant(self.document["committed_at"])

    @property
    def draw_at(self) -> dt.datetime:
        return instant(self.document["draw_at"])

    @property
    def source(self) -> entropy.Source:
        return entropy.source_of(self.document["entropy"])

    @property
    def departments(self) -> tuple[Department, ...]:
        return tuple(
            Department(
                each["code"], each["per_object"], frozenset(each["specialities"]), each["by_group"]
            )
            for each in self.document["departments"]
        )

    @property
    def quantities(self) -> Mapping[str, Quantity]:
        """The rule of each stratum, by its label."""
        return {label: quantity(rule) for label, rule in self.document["strata"].items()}

    def foreseen(self) -> Mapping[str, Foreseen]:
        """What each stratum comes to, by its label."""
        rows = Counter(row.stratum for row in self.objects)
        left = Counter(row.stratum for row in self.objects if row.is_eligible)
        return {
            label: Foreseen(rows[label], left[label], rule.of(left[label]))
            for label, rule in self.quantities.items()
        }


def freeze(
    pool: Pool,
    rules: DrawRules,
    source: entropy.Source,
    *,
    pool_salt: bytes,
    nonce: bytes,
    committed_at: dt.datetime,
    draw_at: dt.datetime,
    software: str,
) -> Frozen:
    """Freeze a draw, or refuse it.

    `pool_salt` and `nonce` are 32 secret random bytes each, made for this draw and stored sealed.
    InvalidInput with all faults of form; EntropySourceUnclear and EntropyAlreadyExists;
    TooFewOfficersForDraw. ValueError where the pool has an entry twice or a stratum without a
    rule. Source: domain analysis §3.6, steps 1 and 2.
    """
    if len(pool_salt) != SECRET_BYTES or len(nonce) != SECRET_BYTES:
        raise ValueError("salt and nonce are 32 bytes each")
    if faults := tuple(_faults(rules, source, committed_at, draw_at)):
        raise InvalidInput(faults)
    source.refuse_unless_open(committed_at)
    if lacks := shortfalls(pool, rules):
        raise lacks[0]
    return Frozen.of(
        _document(pool, rules, source, pool_salt, nonce, committed_at, draw_at, software)
    )


def preview(pool: Pool, rules: DrawRules) -> Mapping[str, Foreseen]:
    """What each stratum comes to, by its own name, before anything is frozen."""
    rows = Counter(each.stratum for each in pool.objects)
    left = Counter(each.stratum for each in pool.objects if each.exclusion is None)
    if unruled := rows.keys() - rules.quantities.keys():
        raise ValueError(f"no quantity for {sorted(unruled)}")
    return {
        stratum: Foreseen(rows[stratum], left[stratum], rule.of(left[stratum]))
        for stratum, rule in rules.quantities.items()
    }


def shortfalls(pool: Pool, rules: DrawRules) -> tuple[TooFewOfficersForDraw, ...]:
    """What the departments lack for as many objects as will be drawn, recusals not counted.

    Recusals may still leave an object without a team, because they turn on which are drawn; such
    an object is listed.
    """
    drawn = sum(each.drawn for each in preview(pool, rules).values())
    found = (
        each for department in rules.departments for each in _lacks(pool, rules, department, drawn)
    )
    return tuple(found)


def _lacks(
    pool: Pool, rules: DrawRules, department: Department, drawn: int
) -> Iterator[TooFewOfficersForDraw]:
    officers = [
        each
        for each in pool.officers
        if each.department == department.code
        and each.is_eligible(rules.window_from, rules.window_to)
        and (each.size > 1 or not department.by_group)
    ]
    if not drawn:
        return
    # No officer is sent to more objects than there are.
    seats = sum(min(each.capacity, drawn) for each in officers)
    leading = sum(min(each.capacity, drawn) for each in officers if each.may_lead)
    counted = [
        ("OFFICERS", department.per_object, len(officers)),
        ("SEATS", department.per_object * drawn, seats),
        ("LEAD", drawn, leading),
    ]
    for speciality in sorted(department.specialities):
        having = (each for each in officers if speciality in each.specialities)
        counted.append((speciality, drawn, sum(min(each.capacity, drawn) for each in having)))
    for lacking, needed, available in counted:
        if available < needed:
            yield TooFewOfficersForDraw(department.code, lacking, needed, available)


def _document(
    pool_: Pool,
    rules: DrawRules,
    source: entropy.Source,
    pool_salt: bytes,
    nonce: bytes,
    committed_at: dt.datetime,
    draw_at: dt.datetime,
    software: str,
) -> dict[str, Json]:
    officers = pool.officer_rows(pool_, pool_salt, rules.window_from, rules.window_to)
    return {
        "algorithm": source.algorithm,
        "task_code": code(rules.task_code),
        "software": software,
        "committed_at": moment(committed_at),
        "draw_at": moment(draw_at),
        "window": [rules.window_from.isoformat(), rules.window_to.isoformat()],
        "rounding": ROUNDING,
        "strata": {
            pool.stratum_label(pool_salt, stratum): rule.document()
            for stratum, rule in rules.quantities.items()
        },
        "departments": [each.document() for each in rules.departments],
        "caps": dict(rules.caps),
        "redraw_of": None if rules.redraw_of is None else code(rules.redraw_of),
        "redraws": rules.redraws,
        "entropy": source.document(),
        "nonce_commitment": digest(nonce.hex()),
        "salt_commitment": digest(f"DR1-SALT|{pool_salt.hex()}"),
        "registry_commitment": registry_commitment(pool_, pool_salt),
        "objects": [row.line for row in pool.object_rows(pool_, pool_salt)],
        "officers": [row.line for row in officers],
        "recusals": pool.recusal_lines(pool_, pool_salt),
    }


def registry_commitment(pool: Pool, pool_salt: bytes) -> str:
    """Binds what the public lists do not say: who stands behind each row, and why some are out."""
    return keyed(pool_salt, text(registry_document(pool)))


def registry_document(pool: Pool) -> dict[str, Json]:
    """What oversight is shown: ids, classes and grounds of exclusion, in the order of the ids."""
    return {
        "objects": [
            [each.object_id, each.stratum, each.exclusion]
            for each in sorted(pool.objects, key=lambda each: each.object_id)
        ],
        "officers": [
            [each.officer_id, each.exclusion]
            for each in sorted(pool.officers, key=lambda each: each.officer_id)
        ],
    }


def _faults(
    rules: DrawRules, source: entropy.Source, committed_at: dt.datetime, draw_at: dt.datetime
) -> Iterator[Violation]:
    if not rules.departments:
        yield Violation("departments", "至少填写一个部门", "at least one department is required")
    if len(rules.departments) > MOST_DEPARTMENTS:
        yield Violation(
            "departments", f"最多{MOST_DEPARTMENTS}个", f"at most {MOST_DEPARTMENTS} are allowed"
        )
    codes = [each.code for each in rules.departments]
    if len(set(codes)) < len(codes):
        yield Violation("departments", "部门重复", "a department is listed twice")
    least = thresholds.at("DR_MIN_OFFICERS", rules.window_from)
    for index, each in enumerate(rules.departments):
        # A group is a team of its own; its size is checked where it is dealt.
        if each.per_object < 1 or not (each.by_group or least.is_met_by(each.per_object)):
            yield Violation(
                f"departments[{index}].perObject",
                f"不得少于{least.value}人",
                f"at least {least.value} officers",
            )
        if not each.is_bounded:
            yield Violation(
                f"departments[{index}]",
                f"每组最多{MOST_SEATS}人、{MOST_SPECIALITIES}项专业",
                f"at most {MOST_SEATS} officers and {MOST_SPECIALITIES} specialities are allowed",
            )
    if rules.window_to < rules.window_from:
        yield Violation("windowTo", "不得早于开始日期", "must not be before the first day")
    if draw_at <= committed_at:
        yield Violation("drawAt", "须晚于承诺时间", "must be later than the commitment")
    expected = due(source)
    if expected is not None and committed_at < draw_at < expected:
        yield Violation(
            "drawAt", "不得早于随机源产生时间", "must not be before the random source is available"
        )


def due(source: entropy.Source) -> dt.datetime | None:
    """When the source yields; None where it is not dated."""
    match source:
        case entropy.Beacon():
            # A round that is none is refused by its own name.
            return source.at if source.is_dated else None
        case entropy.Figure():
            return source.published_at
        case entropy.Parties():
            return None

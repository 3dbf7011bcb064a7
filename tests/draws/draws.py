"""Draws made up at random, of every kind that there is; the same for the same number."""

import datetime as dt
import hashlib
import os
import random
from dataclasses import dataclass, replace

from domain.draws import proofs, replacements
from domain.draws.canonical import Json
from domain.draws.draw import Drawn, draw
from domain.draws.entropy import (
    CHAINS,
    DEFAULT,
    QUICKNET,
    BeaconRound,
    Chain,
    Figure,
    Parties,
    Party,
    PublishedFigure,
    Revelation,
    Shares,
    Source,
    beacon_after,
    party_commitment,
)
from domain.draws.pool import Pool, PoolObject, PoolOfficer, Recusal
from domain.draws.pool_freeze import Frozen, TooFewOfficersForDraw, freeze
from domain.draws.proofs import TrailEntry
from domain.draws.replacements import NobodyIsNext, Replacement
from domain.draws.rules import Department, DrawRules, FixedCount, Quantity, Ratio
from domain.inspections.certificates import Certificate
from domain.roles import Role
from tests import beacons

COMMITTED_AT = dt.datetime(2026, 11, 24, 1, 0, tzinfo=dt.UTC)
DRAW_AT = COMMITTED_AT + dt.timedelta(days=1)
WINDOW = (dt.date(2026, 12, 1), dt.date(2026, 12, 20))
CERTIFICATE = Certificate(dt.date(2025, 1, 1), dt.date(2027, 12, 31))
EXPIRING = replace(CERTIFICATE, valid_to=dt.date(2026, 12, 10))
SPECIALITIES = ("FIRE", "FOOD", "FINANCE")
POLICY: dict[str, Quantity] = {
    "A": Ratio(200),
    "B": Ratio(1_000),
    "C": Ratio(4_000, 1),
    "D": Ratio(10_000, 1),
}


@dataclass(frozen=True)
class Made:
    """One draw with all that was secret in it."""

    pool: Pool
    rules: DrawRules
    salt: bytes
    nonce: bytes
    frozen: Frozen
    revealed: Revelation
    drawn: Drawn
    replacements: tuple[Replacement, ...] = ()

    @property
    def trail(self) -> list[TrailEntry]:
        hour = dt.timedelta(hours=1)
        replaced = (
            TrailEntry("REPLACED", DRAW_AT + hour, "HEAD", {**each.detail(), "approved_by": "HEAD"})
            for each in self.replacements
        )
        return [
            TrailEntry("COMMITTED", COMMITTED_AT, "TASK_MANAGER"),
            TrailEntry("DRAWN", DRAW_AT, "TASK_MANAGER", {"seed": self.drawn.seed}),
            TrailEntry("LOCKED", DRAW_AT, "TASK_MANAGER"),
            *replaced,
        ]

    def proof(self) -> dict[str, Json]:
        return proofs.proof_after(self.frozen, self.drawn, self.nonce, self.revealed, self.trail)

    def before(self) -> dict[str, Json]:
        return proofs.proof_before(self.frozen, self.trail[:1])


def many(usually: int, wholly: int) -> int:
    """How many draws a test makes: all with DRAWS=all, as `make draws` has it."""
    return wholly if os.environ.get("DRAWS") == "all" else usually


def made(number: int, kind: str | None = None, *, objects: int = 40, version: int = 2) -> Made:
    """The draw of this number; up to so many objects. Too few officers are joined by more.

    Of version 1, as they were made before: its chance names neither keys nor a time to reveal.
    """
    rng = random.Random(number)
    task_code = f"T-2026-{number:04}"
    source, revealed = chance(rng, task_code, kind, version)
    pool, rules = entered(rng, task_code, objects)
    salt, nonce = rng.randbytes(32), rng.randbytes(32)
    while True:
        try:
            frozen = freeze(
                pool,
                rules,
                source,
                pool_salt=salt,
                nonce=nonce,
                committed_at=COMMITTED_AT,
                draw_at=DRAW_AT,
                software="spotcheck test",
            )
        except TooFewOfficersForDraw as lack:
            more = tuple(
                officer(rng, f"more-{len(pool.officers) + each}", lack.department, able=True)
                for each in range(4)
            )
            pool = replace(pool, officers=pool.officers + more)
        else:
            break
    drawn = draw(frozen, nonce, revealed)
    draft = Made(pool, rules, salt, nonce, frozen, revealed, drawn)
    return replace(draft, replacements=replaced(rng, draft))


def entered(rng: random.Random, task_code: str, objects: int) -> tuple[Pool, DrawRules]:
    departments = tuple(
        Department(
            code,
            rng.choice((2, 2, 2, 3)),
            frozenset(rng.sample(SPECIALITIES, rng.choice((0, 0, 0, 1)))),
        )
        for code in rng.sample(("EDU", "HRSS", "MSA"), rng.choice((1, 1, 2, 3)))
    )
    if rng.random() < 0.15:
        departments = (Department("EDU", 1, by_group=True), *departments[1:1])
    strata = "ABCD"[: rng.randint(1, 4)]
    quantities = {
        each: FixedCount(rng.randint(0, 6)) if rng.random() < 0.25 else POLICY[each]
        for each in strata
    }
    rules = DrawRules(
        task_code,
        quantities,
        departments,
        *WINDOW,
        caps={"per_item_per_year": 1, "per_authority_per_year": 2},
        redraw_of=rng.choice((None, None, "T-2025-0001")),
    )
    pool = Pool(
        tuple(
            PoolObject(
                f"obj-{each}",
                rng.choice(strata),
                rng.choice((None, None, None, None, "CAP_REACHED")),
            )
            for each in range(rng.randint(0, objects))
        ),
        tuple(
            officer(rng, f"officer-{department.code}-{each}", department.code)
            for department in departments
            for each in range(rng.randint(2, 12))
        ),
    )
    pairs = tuple(
        Recusal(one.object_id, other.officer_id)
        for one in pool.objects
        for other in pool.officers
        if rng.random() < 0.08
    )
    return replace(pool, recusals=pairs), rules


def officer(rng: random.Random, name: str, department: str, *, able: bool = False) -> PoolOfficer:
    return PoolOfficer(
        name,
        department,
        rng.choice(("320505", "320506")),
        able or rng.random() < 0.6,
        frozenset(SPECIALITIES if able else rng.sample(SPECIALITIES, rng.randint(0, 2))),
        40 if able else rng.choice((2, 5, 40)),
        CERTIFICATE
        if able
        else rng.choice((CERTIFICATE, CERTIFICATE, CERTIFICATE, EXPIRING, None)),
        None if able else rng.choice((None, None, None, None, "EXPERT")),
        2,
    )


def chance(
    rng: random.Random, task_code: str, kind: str | None, version: int
) -> tuple[Source, Revelation]:
    kind = kind or rng.choice(("BEACON", "FIGURE", "PARTIES"))
    if kind == "BEACON" and version == 2:
        source = beacon_after(beacons.CHAIN, COMMITTED_AT + dt.timedelta(hours=rng.randrange(8)))
        return source, beacons.signed(source.round)
    if kind == "BEACON":
        chain = rng.choice((QUICKNET, DEFAULT))
        first = beacon_after(Chain(chain, *CHAINS[chain], ""), COMMITTED_AT)
        signature = rng.randbytes(48)
        revealed = BeaconRound(signature.hex(), hashlib.sha256(signature).hexdigest())
        return replace(first, public_key=None), revealed
    if kind == "FIGURE":
        figure = Figure("上证综指2026年11月24日收盘点位", COMMITTED_AT + dt.timedelta(hours=6))
        return figure, PublishedFigure(f"{rng.randint(2_000, 4_000)}.{rng.randint(10, 99)}")
    names = ("HRSS", "公证处", "parents-committee", "school")[: rng.choice((3, 4))]
    secrets = {name: rng.randbytes(32).hex() for name in names}
    parties = (
        Party(name, name != "HRSS", party_commitment(task_code, name, secrets[name]))
        for name in names
    )
    if version == 1:
        return Parties(tuple(parties)), Shares(secrets)
    named = (
        replace(each, name=f"示例单位{each.party}", office=(role.zh, role.en), minutes=minutes)
        for each, role, minutes in zip(
            parties,
            rng.choices((Role.HEAD, Role.OVERSIGHT), k=4),
            rng.choices((5, 120), k=4),
            strict=False,
        )
    )
    hours = dt.timedelta(hours=rng.choice((2, 24)))
    return Parties(tuple(named), COMMITTED_AT + hours), Shares(secrets)


def replaced(rng: random.Random, made: Made) -> tuple[Replacement, ...]:
    """Up to three, of officers and of objects."""
    found: tuple[Replacement, ...] = ()
    for _ in range(rng.choice((0, 0, 1, 3))):
        teams = replacements.current_teams(made.frozen, made.drawn, found)
        if not teams:
            break
        team = rng.choice(teams)
        try:
            if rng.random() < 0.7:
                found += (
                    replacements.replace_officer(
                        made.frozen,
                        made.drawn,
                        found,
                        object=team.object,
                        department=team.department,
                        officer=rng.choice(team.officers),
                        reason="ILLNESS",
                    ),
                )
            else:
                found += (
                    replacements.replace_object(
                        made.frozen, made.drawn, found, object=team.object, reason="DISSOLVED"
                    ),
                )
        except NobodyIsNext:
            pass
    return found

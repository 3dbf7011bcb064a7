"""Decisions of all kinds in any order, over many days: the register shows what follows from their history."""

import datetime as dt
import os
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import sqlalchemy as sa

from domain.standings import replay
from domain.standings.terms import RulingState, StandingKind
from persistence.engine.database import Database
from persistence.institutions.table import Entitlement, Institution
from persistence.reading import ids
from persistence.reading.conditions import TODAY
from persistence.standings import days
from persistence.standings.table import Ruling, Standing, StandingEnd
from tests.client import Client, Clock
from tests.factories import NOW
from tests.people import MAPLE, SUZHOU, hua, qiao, rui, yin
from tests.schema.courses.test_publish_course import course
from tests.schema.standings.deciding import on_maple
from tests.schema.standings.ruling_steps import FACTS
from tests.schema.standings.test_record_appeal import FILED

SECONDS = float(os.environ.get("STANDINGS_SECONDS", "5"))
SEED = int(os.environ.get("STANDINGS_SEED", "18"))
_MAPLE = ids.write("Institution", MAPLE)
_SHOWN = f"""{{ institution(by: {{id: "{_MAPLE}"}}) {{ version keySupervision isEnrolmentStopped
    entitlements {{ state }} standings {{ id holdsToday }} }} }}"""


class Sequence:
    """One history of 枫叶, step by step; `log` is what to read where it fails."""

    def __init__(self, ask: Client, database: Database, clock: Clock, seed: int) -> None:
        self.ask, self.database, self.clock = ask, database, clock
        self.rng, self.seed, self.log = random.Random(seed), seed, list[str]()

    @property
    def today(self) -> dt.date:
        return self.clock.now.astimezone(dt.timezone(dt.timedelta(hours=8))).date()

    async def step(self) -> None:
        steps: list[Callable[[], Awaitable[None]]] = [
            self._on_entitlement,
            self._on_entitlement,
            self._on_institution,
            self._on_institution,
            self._on_standing,
            self._draft,
            self._on_ruling,
            self._on_ruling,
            self._pass,
        ]
        await self.rng.choice(steps)()
        self.clock.now += dt.timedelta(minutes=1)

    def _day(self, *, least: int = -20, most: int = 60) -> str:
        return str(self.today + dt.timedelta(days=self.rng.randint(least, most)))

    def _some(self, **given: Any) -> dict[str, Any]:
        return {name: value for name, value in given.items() if self.rng.random() < 0.5}

    async def _do(self, mutation: str, given: dict[str, Any], by: Any) -> None:
        payload = await self.ask.do(mutation, given, by=by)
        outcome = payload.get("code", "done")
        self.log.append(f"{self.today} {mutation} {given} {outcome}")

    async def _on_entitlement(self) -> None:
        rng = self.rng
        async with self.database.writing() as session:
            rows = list(
                await session.scalars(
                    sa.select(Entitlement)
                    .where(Entitlement.institution_id == MAPLE)
                    .order_by(Entitlement.id)
                )
            )
        row = rng.choice(rows)
        mutation = rng.choice(("suspend", "suspend", "resume", "renew", "correct", "surrender"))
        given: dict[str, Any] = {
            "entitlementId": ids.write("Entitlement", row.id),
            "expectedVersion": row.version,
            "ground": "事由",
            "legalBasis": ["X16"],
        }
        if mutation == "correct":
            given |= self._some(validFrom=self._day(), validTo=self._day(), categories=["SPORTS"])
        elif mutation != "resume":
            given |= self._some(fromOn=self._day())
        if mutation in ("suspend", "renew"):
            given |= self._some(untilOn=self._day(most=120))
        await self._do(f"{mutation}Entitlement", given, rui)

    async def _on_institution(self) -> None:
        rng = self.rng
        mutation = rng.choice(("list", "list", "stop", "grade", "grant"))
        given = await on_maple(self.database, **self._some(fromOn=self._day()))
        if mutation == "list":
            kind = rng.choice(("WHITE_LIST", "BLACK_LIST", "KEY_SUPERVISION"))
            given |= {"kind": kind, "untilOn": self._day(most=90)}
            await self._do("listInstitution", given, rui)
        elif mutation == "stop":
            await self._do("stopEnrolment", given | {"untilOn": self._day()}, rui)
        elif mutation == "grade":
            given |= {"grade": rng.choice("ABCD"), "ruleVersion": "2026-1"}
            await self._do("gradeCredit", given | self._some(untilOn=self._day(most=90)), rui)
        else:
            given.pop("fromOn", None)
            entitlement = {
                "kind": "LICENCE",
                "programme": "校外培训办学许可",
                "authorityId": ids.write("Authority", SUZHOU.id),
                "number": f"新证{rng.randrange(10**9)}号",
                "validFrom": self._day(),
            }
            given["entitlement"] = entitlement | self._some(validTo=self._day(most=120))
            await self._do("grantEntitlement", given, rui)

    async def _on_standing(self) -> None:
        async with self.database.writing() as session:
            rows = list(await session.scalars(sa.select(Standing).order_by(Standing.id)))
        if not rows:
            return
        row = self.rng.choice(rows)
        version = (await on_maple(self.database))["expectedVersion"]
        given = {
            "standingId": ids.write("Standing", row.id),
            "expectedVersion": version,
            "reason": "复核",
        }
        if self.rng.random() < 0.5:
            await self._do("quashStanding", given, hua)
        else:
            await self._do("endStanding", given | self._some(endedOn=self._day()), hua)

    async def _draft(self) -> None:
        measure = self.rng.choice(("WITHDRAW_LICENCE", "STOP_ENROLMENT", "STOP_ENROLMENT"))
        given = await on_maple(self.database, measure=measure, facts=FACTS)
        if measure == "STOP_ENROLMENT":
            given["untilOn"] = self._day(least=20, most=200)
        await self._do("draftRuling", given, rui)

    async def _on_ruling(self) -> None:
        async with self.database.writing() as session:
            rows = list(await session.scalars(sa.select(Ruling).order_by(Ruling.id)))
        if not rows:
            return
        row, rng = self.rng.choice(rows), self.rng
        given = {"rulingId": ids.write("Ruling", row.id), "expectedVersion": row.version}
        if row.state is RulingState.NOTICED:
            if rng.random() < 0.3:
                await self._do("answerRuling", given | {"kind": "WAIVER"}, yin)
            elif rng.random() < 0.1:
                await self._do("dropRuling", given | {"reason": "复核"}, qiao)
            else:
                await self._do("confirmRuling", given | self._some(fromOn=self._day()), qiao)
        elif rng.random() < 0.5:
            await self._do("recordAppeal", given | FILED, yin)
        else:
            outcome = rng.choice(("UPHELD", "QUASHED"))
            await self._do("decideAppeal", given | {"outcome": outcome, "reason": "复议"}, hua)

    async def _pass(self) -> None:
        self.clock.now += dt.timedelta(days=self.rng.choice((1, 1, 3, 10, 40)))
        self.log.append(f"{self.today} days pass")

    async def judge(self) -> None:
        """The register, brought in step with the day, shows what the history says, to everybody."""
        await days.pass_days(self.database, now=self.clock.now, today=self.today)
        async with self.database.writing() as session:
            institution = await session.get_one(Institution, MAPLE)
            rows = list(await session.scalars(sa.select(Standing)))
            ends = {e.standing_id: e for e in await session.scalars(sa.select(StandingEnd))}
            entitlements = list(
                await session.scalars(
                    sa.select(Entitlement).where(Entitlement.institution_id == MAPLE)
                )
            )
            # Reads go by the clock of the database, which no test moves.
            read_on = (await session.execute(sa.select(TODAY))).scalar_one()
            quashed = set(
                await session.scalars(
                    sa.select(Ruling.id).where(Ruling.state == RulingState.QUASHED)
                )
            )
        today, facts = self.today, {row.id: row.facts(ends.get(row.id)) for row in rows}
        of_it = [facts[row.id] for row in rows if row.entitlement_id is None]
        for held in entitlements:
            decided = [facts[each.id] for each in rows if each.entitlement_id == held.id]
            if decided:
                term = replay.term(decided, today)
                assert held.state is replay.entitlement_state(decided, today)
                assert (held.valid_from, held.valid_to) == (term.valid_from, term.valid_to)
        if any(each.kind in (StandingKind.WHITE_LIST, StandingKind.BLACK_LIST) for each in of_it):
            assert institution.list_status is replay.list_status(of_it, today)
        if any(each.credit_grade for each in of_it):
            assert institution.credit_grade is replay.credit_grade(of_it, today)
        holding = [each for each in of_it if each.holds_on(today)]
        for kind in (StandingKind.WHITE_LIST, StandingKind.BLACK_LIST, StandingKind.CREDIT_GRADE):
            assert sum(each.kind is kind for each in holding) <= 1, kind
        assert not any(facts[r.id].holds_on(today) for r in rows if r.ruling_id in quashed)
        answer = (await self.ask(_SHOWN))["institution"]
        held_today = {each["id"]: each["holdsToday"] for each in answer["standings"]}
        for row in rows:
            if row.entitlement_id is None:
                key = ids.write("Standing", row.id)
                assert held_today[key] is facts[row.id].holds_on(read_on)
        stop = StandingKind.ENROLMENT_STOP
        assert answer["isEnrolmentStopped"] is replay.stands(stop, of_it, read_on)
        assert answer["keySupervision"] is replay.stands(StandingKind.KEY_SUPERVISION, of_it, today)
        await self._obeyed(
            replay.stands(stop, of_it, today), [each["state"] for each in answer["entitlements"]]
        )

    async def _obeyed(self, is_stopped: bool, states: list[str]) -> None:
        published = await self.ask.do("publishCourse", course(), by=yin)
        code = published.get("code")
        if is_stopped:
            assert code == "ENROLMENT_IS_STOPPED"
        elif "ACTIVE" not in states:
            assert code in ("ENTITLEMENT_MISSING", "INVALID_INPUT"), published
        else:
            assert code != "ENROLMENT_IS_STOPPED"


@pytest.mark.usefixtures("world")
async def test_after_any_sequence_the_register_is_the_replay(
    ask: Client, database: Database, clock: Clock
) -> None:
    until, clock.now = time.monotonic() + SECONDS, NOW
    sequence = Sequence(ask, database, clock, SEED)
    while time.monotonic() < until:
        await sequence.step()
        try:
            await sequence.judge()
        except AssertionError as fault:
            raise AssertionError("\n".join([f"seed {SEED}", *sequence.log])) from fault

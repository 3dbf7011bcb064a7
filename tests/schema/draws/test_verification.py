"""Openings of a revealed draw: one's own row and no other; all rows for those who oversee it."""

import asyncio
import datetime as dt
import json
import threading
from typing import Any

import pytest
import sqlalchemy as sa

from domain.draws import canonical, entropy, proofs, verification
from domain.draws import draw as engine
from persistence.draws import writes as draws
from persistence.draws.table import Draw
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.reading import ids
from schema.draws import verification as schema_opening
from tests.client import Client, Clock
from tests.factories import NOW
from tests.people import FARAWAY, MAPLE, Person, fang, lin, mei, ou, su, yin
from tests.schema.draws import steps
from tests.schema.draws.steps import DRAW_AT

SLIP = "query Q($c: String!, $i: ID!) { drawSlip(taskCode: $c, institutionId: $i) }"
EDITION = "query Q($c: String!) { drawEdition(taskCode: $c) }"
VERIFY = "query Q($c: String!) { verifyDraw(taskCode: $c) { isChecked isValid difference where signature } }"
MINE = ids.write("Institution", MAPLE)


async def test_an_institution_opens_its_own_row_once_the_draw_is_revealed(
    ask: Client, clock: Clock, city: None
) -> None:
    sealed = await steps.issued(ask, clock)
    clock.now = NOW
    open_ = await steps.issued(ask, clock, publishDrawnList=True, itemIds=[steps.item("XW03")])

    before = await ask(SLIP, {"c": sealed["code"], "i": MINE}, by=yin)
    after = await ask(SLIP, {"c": open_["code"], "i": MINE}, by=yin)

    assert before == {"drawSlip": None}
    slip = json.loads(after["drawSlip"])
    assert slip["object_id"] == str(MAPLE)
    proof = await steps.proof_of(ask, open_["code"])
    assert verification.verify({**proof, "openings": [slip]}).is_valid
    forged = {**slip, "opening": "0" * 64}
    assert not verification.verify({**proof, "openings": [forged]}).is_valid
    assert len(after["drawSlip"]) < 2_000


async def test_a_slip_is_what_the_draw_gives_when_it_is_done_again(
    ask: Client, clock: Clock, city: None, database: Database, keys: Keys
) -> None:
    task = await steps.issued(ask, clock, publishDrawnList=True)

    slip_text = (await ask(SLIP, {"c": task["code"], "i": MINE}, by=yin))["drawSlip"]

    async with database.writing() as session:
        draw = (await session.scalars(sa.select(Draw))).one()
    assert draw.revelation is not None
    frozen = draws.frozen(draw)
    drawn = engine.draw(frozen, draws.nonce(draw, keys), entropy.revelation_of(draw.revelation))
    slip = proofs.slip(frozen, drawn, draws.salt(draw, keys), str(MAPLE))
    assert slip_text == canonical.text(slip)


async def test_no_slip_tells_of_a_visit_of_another_draw_that_is_still_to_come(
    ask: Client, clock: Clock, city: None
) -> None:
    """Who could not be drawn here, with nothing against it, was drawn there."""
    await steps.issued(ask, clock)
    clock.now = DRAW_AT + dt.timedelta(hours=1)
    later = clock.now + dt.timedelta(hours=1)
    public_task = await steps.approved(ask, publishDrawnList=True)
    await steps.freeze(ask, public_task, drawAt=later.isoformat())
    clock.now = later
    await steps.execute(ask, clock, public_task)
    await steps.lock(ask, public_task)
    proof = await steps.proof_of(ask, public_task["code"])
    assert sum(row.endswith("|0") for row in proof["frozen"]["objects"]) == 15
    about_mine = {"c": public_task["code"], "i": MINE}

    before = await ask(SLIP, about_mine, by=yin)
    clock.now = dt.datetime(2026, 12, 18, 16, 0, tzinfo=dt.UTC)
    after = await ask(SLIP, about_mine, by=yin)

    assert before == {"drawSlip": None}
    assert json.loads(after["drawSlip"])["object_id"] == str(MAPLE)


async def test_a_visit_that_everybody_may_know_holds_no_slip_back(
    ask: Client, clock: Clock, city: None
) -> None:
    await steps.issued(ask, clock, publishDrawnList=True)
    clock.now = NOW
    second = await steps.issued(ask, clock, publishDrawnList=True)

    found = await ask(SLIP, {"c": second["code"], "i": MINE}, by=yin)

    assert found["drawSlip"] is not None


async def test_nobody_opens_anothers_row(ask: Client, clock: Clock, city: None) -> None:
    task = await steps.issued(ask, clock, publishDrawnList=True)
    other = ids.write("Institution", FARAWAY)
    drawn = ids.write("Institution", steps.institution_key(3))

    for institution in (other, drawn):
        found = await ask(SLIP, {"c": task["code"], "i": institution}, by=yin)
        assert found == {"drawSlip": None}
    assert (await ask(SLIP, {"c": task["code"], "i": drawn}, by=lin)) == {"drawSlip": None}
    for person in (mei, su, fang, None):
        answer = await ask.answer(SLIP, {"c": task["code"], "i": MINE}, by=person)
        assert answer["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"


async def test_oversight_gets_all_rows_and_they_fit_the_commitments(
    ask: Client, clock: Clock, city: None
) -> None:
    task = await steps.issued(ask, clock, publishDrawnList=True)

    edition = json.loads((await ask(EDITION, {"c": task["code"]}, by=ou))["drawEdition"])

    assert verification.verify(edition).is_valid
    assert len(edition["opened"]["objects"]) == 41
    classes = {row[1] for row in edition["opened"]["objects"]}
    assert classes == {"A", "B", "C", "D"}
    edition["opened"]["objects"][0][1] = "A" if edition["opened"]["objects"][0][1] != "A" else "B"
    assert not verification.verify(edition).is_valid


@pytest.mark.parametrize("person", [yin, mei, fang, None], ids=str)
async def test_nobody_else_gets_all_rows(
    ask: Client, clock: Clock, city: None, person: Person | None
) -> None:
    answer = await ask.answer(EDITION, {"c": "x"}, by=person)

    assert answer["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"


async def test_before_the_reveal_oversight_gets_no_edition(
    ask: Client, clock: Clock, city: None
) -> None:
    task = await steps.issued(ask, clock)

    assert await ask(EDITION, {"c": task["code"]}, by=ou) == {"drawEdition": None}


async def test_the_server_does_a_revealed_draw_again(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    sealed = await steps.issued(ask, clock)
    clock.now = NOW
    open_ = await steps.issued(ask, clock, publishDrawnList=True, itemIds=[steps.item("XW03")])

    found = [(await ask(VERIFY, {"c": c}))["verifyDraw"] for c in (sealed["code"], open_["code"])]

    assert found == [
        {
            "isChecked": False,
            "isValid": False,
            "difference": None,
            "where": "",
            "signature": None,
        },
        {
            "isChecked": True,
            "isValid": True,
            "difference": None,
            "where": "",
            "signature": "VERIFIED",
        },
    ]
    assert (await ask(VERIFY, {"c": "no such"}))["verifyDraw"] is None


async def test_many_who_ask_at_once_have_it_done_again_once(
    ask: Client, clock: Clock, city: None, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await steps.issued(ask, clock, publishDrawnList=True)
    done: list[str] = []
    verify = verification.verify

    def counted(proof: dict[str, Any], **given: Any) -> verification.Verification:
        done.append(threading.current_thread().name)
        return verify(proof, **given)

    monkeypatch.setattr(verification, "verify", counted)

    async with database.writing() as session:
        proof = (await session.scalars(sa.select(Draw.proof))).one()

    found = await asyncio.gather(*(schema_opening.verify_once(proof) for _ in range(8)))

    assert all(each is not None and each.is_valid for each in found)
    assert len(done) == 1
    assert done[0] != threading.main_thread().name


async def test_what_is_too_large_is_not_read(
    ask: Client, clock: Clock, city: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = await steps.issued(ask, clock, publishDrawnList=True)
    monkeypatch.setattr(schema_opening, "LARGEST", 100)

    found = await ask(VERIFY, {"c": task["code"]})

    assert found["verifyDraw"]["isChecked"] is False

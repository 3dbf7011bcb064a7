"""The canonical record made once more from docs/visit.md alone: the same bytes for whatever is filed."""

import datetime as dt
import hashlib
import random
import unicodedata
from typing import Any

from domain import checklists, violations
from tests.client import Client
from tests.people import jun, mei
from tests.schema.inspections import steps
from tests.schema.inspections.steps import ENDED_AT, a_problem

BLANKS = "\t\n\v\f\r \xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)
LETTERS = [
    *'ab"\\/<&>二楼',
    "\U0001f525", "\U0010ffff", "\U0001f468\u200d\U0001f469", "e\u0301", "\u212b", "\ufb00", "\u0344",
    "\r\n", "\u1100\u1161", "\u200b", "\u202e", "\ufffe", "\ue000", *BLANKS.translate({0x0B: None, 0x0C: None, 0x0D: None}),
]  # fmt: skip
ITEMS = [item.code for item in checklists.current("OFF_CAMPUS_GENERAL").items]
SEEN = """query Q($id: ID!) { inspection(id: $id) { checklistCode checklistVersion
    notice { institutionName unifiedSocialCreditCode }
    assignments { officer { inspector { publicNo } } } record { canonical hash } } }"""


async def test_a_phone_finds_the_bytes_that_the_server_finds(ask: Client, assigned: str) -> None:
    chance = random.Random(6)
    await steps.check_in(ask, assigned)
    for version in range(1, 41):
        given = _report(chance, assigned, version)

        payload = await ask.do("fileInspectionResult", given, by=chance.choice([mei, jun]))

        assert payload == {"__typename": "InspectionResultFiled"}, given
        seen = (await ask(SEEN, {"id": assigned}, by=mei))["inspection"]
        mine = _written(_record(given, seen, version))
        assert seen["record"]["canonical"] == mine
        assert seen["record"]["hash"] == hashlib.sha256(mine.encode()).hexdigest()


async def test_what_is_no_blank_is_refused_rather_than_taken_away(
    ask: Client, arrived: str
) -> None:
    shows = "... on InvalidInput { violations { field } }"
    for odd in ("\x1c", "\x1f", "\x85", "\r", "\x7f"):
        given = a_problem(arrived, summary=f"二楼{odd}一楼")
        ending = a_problem(arrived, summary=f"二楼{odd}")

        payload = await ask.do("fileInspectionResult", given, shows, by=mei)
        ended = (
            await ask.do("fileInspectionResult", ending, shows, by=mei) if odd != "\r" else payload
        )

        assert payload["violations"] == ended["violations"] == [{"field": "summary"}]


def _report(chance: random.Random, visit: str, version: int) -> dict[str, Any]:
    offset_ms = chance.choice([None, 0, 1, -999, 10_800_000, -123_457])
    phone = dt.timedelta(milliseconds=offset_ms or 0)

    def moment(before: dt.timedelta) -> str:
        at = ENDED_AT - before + phone + dt.timedelta(microseconds=chance.randrange(60_000_000))
        zone = chance.choice([dt.UTC, dt.timezone(dt.timedelta(hours=8))])
        return at.astimezone(zone).isoformat(timespec=chance.choice(["auto", "milliseconds"]))

    def words(longest: int) -> str:
        return "".join(chance.choices(LETTERS, k=chance.randint(1, longest)))

    answers = []
    for code in chance.sample(ITEMS, chance.randint(1, len(ITEMS))):
        answer: dict[str, Any] = {"itemCode": code, "isChecked": chance.random() < 0.7}
        if answer["isChecked"]:
            found = chance.random() < 0.5
            answer |= {"problemFound": found, "handling": "ORDERED" if found else "NONE"}
        answers.append(answer | chance.choice([{}, {"note": None}, {"note": words(6)}]))
    findings = [
        {"violationCode": chance.choice([*violations.BY_CODE]), "detail": "见" + words(9)}
        | chance.choice([{}, {"itemCode": chance.choice(ITEMS)}])
        for _ in range(chance.randint(1, 3))
    ]
    return a_problem(
        visit,
        visitStartedAt=moment(dt.timedelta(hours=1)),
        visitEndedAt=moment(dt.timedelta(minutes=2)),
        deviceClockOffsetMs=offset_ms,
        methods=chance.sample(["ON_SITE", "WRITTEN", "MEASUREMENT"], 2),
        resultCodes=chance.sample(["PROBLEM_PENDING", "INFO_FALSE"], chance.randint(1, 2)),
        summary=words(20) + "完",
        answers=answers,
        findings=findings,
        attemptedAt=[moment(dt.timedelta(hours=3)) for _ in range(chance.randrange(3))],
        correctionReason=None if version == 1 else words(5) + "正",
    )


def _record(given: dict[str, Any], seen: dict[str, Any], version: int) -> dict[str, Any]:
    offset_ms = given["deviceClockOffsetMs"] or 0
    return {
        "answers": [
            {
                "handling": each.get("handling"),
                "isChecked": each["isChecked"],
                "itemCode": each["itemCode"],
                "note": _text(each.get("note")),
                "problemFound": each.get("problemFound"),
            }
            for each in given["answers"]
        ],
        "attemptedAt": [_moment(each) for each in given["attemptedAt"]],
        "checklist": {"code": seen["checklistCode"], "version": seen["checklistVersion"]},
        "correctionReason": _text(given["correctionReason"]),
        "findings": [
            {
                "detail": _text(each["detail"]),
                "itemCode": each.get("itemCode"),
                "violationCode": each["violationCode"],
            }
            for each in given["findings"]
        ],
        "inspectionId": given["inspectionId"],
        "institution": {
            "name": seen["notice"]["institutionName"],
            "unifiedSocialCreditCode": seen["notice"]["unifiedSocialCreditCode"],
        },
        "measures": given["measures"],
        "methods": given["methods"],
        "officers": sorted(
            each["officer"]["inspector"]["publicNo"] for each in seen["assignments"]
        ),
        "orders": [],
        "resultCodes": given["resultCodes"],
        "schema": "spotcheck-record/1",
        "summary": _text(given["summary"]),
        "version": version,
        "visitEndedAt": _moment(given["visitEndedAt"], offset_ms),
        "visitStartedAt": _moment(given["visitStartedAt"], offset_ms),
    }


def _text(value: str | None) -> str | None:
    lines = (value or "").replace("\r\n", "\n")
    return unicodedata.normalize("NFC", lines).strip(BLANKS) or None


def _moment(text: str, offset_ms: int = 0) -> str:
    at = dt.datetime.fromisoformat(text).astimezone(dt.UTC) - dt.timedelta(milliseconds=offset_ms)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"


_ESCAPED = {
    '"': '\\"',
    "\\": "\\\\",
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
}


def _written(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(_character(each) for each in value) + '"'
    if isinstance(value, list):
        return "[" + ",".join(map(_written, value)) + "]"
    parts = (f"{_written(key)}:{_written(value[key])}" for key in sorted(value))
    return "{" + ",".join(parts) + "}"


def _character(each: str) -> str:
    return _ESCAPED.get(each) or (f"\\u{ord(each):04x}" if ord(each) < 0x20 else each)

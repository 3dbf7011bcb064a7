#!/usr/bin/env python3
"""Checks the published proof of a double-random draw, with nothing but Python's standard library (3.11).

    python verify_draw.py PROOF.json [--before NOTICE.json] [--slip SLIP.json]

Repeats the whole draw from the frozen lists, the rules and the revealed numbers, as docs/draw.md
specifies, and compares every step with what was published.

Exit 0: everything is as published. Exit 1: the first difference is named. Exit 2: nothing to check
(no proof, or one that is not revealed yet). Exit 3: everything that this file can check is as
published; the signature of the beacon is not, because that takes more than a standard library.

--before: the proof as you saved it before the draw. Only this shows that the draw is the one that
was announced: its publisher could replace the whole proof by another one. --slip: the file with
which an institution opens its own row.

This file shares no code with the server.
"""

import argparse
import datetime as dt
import hashlib
import hmac
import io
import json
import re
import sys
from collections.abc import Callable, Container, Sequence
from typing import Any

Json = Any
Scores = dict[str, list[tuple[str, str, int]]]
"""Of each stratum its eligible rows as (score, pseudonym, position), the first drawn first."""
Teams = dict[tuple[str, str], Json]
"""Teams as published, by object and department."""
Form = Callable[[Json], bool]
"""Whether a value is of the form specified."""

FORMATS = ("DR1", "DR2")
QUICKNET = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
QUICKNET_KEY = (
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
CHAINS = {
    QUICKNET: (1692803367, 3),
    "8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce": (1595431050, 30),
}
LISTS = {"objects": "OBJECT_LIST", "officers": "OFFICER_LIST", "recusals": "RECUSALS"}
HASH = re.compile(r"[0-9a-f]{64}")
CODE = re.compile(r"[A-Za-z0-9._:-]{1,64}")
LABEL = re.compile(r"s[0-9a-f]{12}")
LINE = re.compile(r"[^\x00-\x1f\x7f|]{1,200}")
MOMENT = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
DATE = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
SIGNATURE = re.compile(r"(?:[0-9a-f]{2}){48,96}")
LARGEST = 2**53 - 1
END_OF_CALENDAR = 253402300799
OBJECT = re.compile(r"([0-9a-f]{64})\|(s[0-9a-f]{12})\|([01])")
OFFICER = re.compile(
    r"([0-9a-f]{24})\|([A-Za-z0-9._:-]{1,64})\|([A-Za-z0-9._:-]{1,64})\|([01])\|([01])"
    r"\|(0|[1-9][0-9]{0,8})\|([1-9][0-9]{0,3})\|([A-Za-z0-9._:-]*(?:,[A-Za-z0-9._:-]+)*)"
)
FIGURE = re.compile(r"[0-9][0-9.,:-]{0,63}")
SECRET = re.compile(r"[0-9a-f]{32,128}")
PUBLIC_KEY = re.compile(r"[0-9a-f]{192}")
RECUSAL = re.compile(r"[0-9a-f]{64}\|[0-9a-f]{24}")


class Difference(Exception):
    """The first thing that is not as published: its kind, where, and what."""

    def __init__(self, code: str, where: str, what: str = "") -> None:
        super().__init__(f"{code}: {where}" + (f" ({what})" if what else ""))
        self.code, self.where, self.what = code, where, what


class NothingToCheck(Exception):
    """There is no revealed proof here."""


def verify(proof: Json, before: Json = None, slips: Sequence[Json] = ()) -> dict[str, int | bool]:
    """Raise Difference at the first one; return the findings to print."""
    if not isinstance(proof, dict) or proof.get("format") not in FORMATS:
        raise NothingToCheck("this is no DR1 or DR2 proof")
    if "frozen" not in proof:
        raise NothingToCheck(f"not revealed yet (stage {proof.get('stage')})")
    try:
        return _verify(proof, before, slips)
    except (
        KeyError,
        IndexError,
        TypeError,
        ValueError,
        AttributeError,
        StopIteration,
        RecursionError,
    ) as error:
        raise Difference(
            "FORMAT", "the proof is not put together as specified", repr(error)
        ) from error


def _verify(proof: Json, before: Json, slips: Sequence[Json]) -> dict[str, int | bool]:
    check_form(proof)
    frozen, notice = proof["frozen"], proof["notice"]
    check_commitment(proof["commitment"], frozen, notice)
    same("NOTICE", "notice", notice_of(frozen), notice)
    objects, officers = check_lists(frozen)
    check_rules(frozen, proof["format"])
    check_before(proof, before)
    if not HASH.fullmatch(proof["nonce"]) or sha256(proof["nonce"]) != frozen["nonce_commitment"]:
        raise Difference("NONCE", "nonce", "its hash is not the one committed to")
    same("ENTROPY", "entropy", entropy_of(frozen, proof["revealed"]), proof["entropy"])
    seed = sha256(f"DR1|{proof['commitment']}|{proof['entropy']}|{proof['nonce']}")
    same("SEED", "seed", seed, proof["seed"])
    quantities = {label: each["drawn"] for label, each in notice["counts"].items()}
    same("QUANTITY", "quantities", quantities, proof["quantities"])
    key = bytes.fromhex(seed)
    scores = ranked(frozen, objects, key)
    drawn = check_drawn(proof, scores, quantities)
    decks = {each["code"]: Deck(each, frozen, officers, key) for each in frozen["departments"]}
    teams = check_teams(proof, frozen, drawn, decks)
    check_trail(proof, frozen)
    check_replacements(proof, objects, scores, drawn, decks, teams)
    for slip in [*proof.get("openings", []), *slips]:
        check_slip(slip, proof, objects, scores, drawn)
    if "opened" in proof:
        check_opened(proof["opened"], frozen)
    return {
        "objects": len(objects),
        "drawn": len(drawn),
        "teams": len(proof["teams"]),
        "unstaffed": len(proof["unstaffed"]),
        "compared with an earlier notice": before is not None,
    }


# How a proof is put together


def number(least: int = 0, most: int = LARGEST) -> Form:
    return lambda value: type(value) is int and least <= value <= most


def matching(pattern: re.Pattern[str]) -> Form:
    return lambda value: isinstance(value, str) and bool(pattern.fullmatch(value))


def words(value: Json) -> bool:
    return isinstance(value, str)


def flag(value: Json) -> bool:
    return isinstance(value, bool)


def anything(value: Json) -> bool:
    return True


def moment(value: Json) -> bool:
    return bool(MOMENT.fullmatch(value)) and seconds(value) is not None


def window(value: Json) -> bool:
    days = [dt.date.fromisoformat(each) for each in value if DATE.fullmatch(each)]
    return isinstance(value, list) and len(value) == len(days) == 2 and days[0] <= days[1]


def each_of(form: Form) -> Form:
    return lambda value: isinstance(value, list) and all(form(one) for one in value)


def named(key: Form, form: Form) -> Form:
    return lambda value: (
        isinstance(value, dict) and all(key(k) and form(one) for k, one in value.items())
    )


def either(*forms: Form) -> Form:
    return lambda value: any(form(value) for form in forms)


def of(**parts: Form) -> Form:
    """These keys and no others; a name that ends in `_` may be missing."""
    known = {name.rstrip("_") for name in parts}
    needed = {name for name in parts if not name.endswith("_")}

    def fits(value: Json) -> bool:
        if not isinstance(value, dict) or not needed <= value.keys() <= known:
            return False
        return all(
            form(value[name.rstrip("_")])
            for name, form in parts.items()
            if name.rstrip("_") in value
        )

    return fits


def nothing(value: Json) -> bool:
    return value is None


CODED, HASHED = matching(CODE), matching(HASH)
TEAM = of(object=words, department=words, officers=each_of(words), leader=words)
FROZEN: dict[str, Form] = {
    "algorithm": words,
    "task_code": CODED,
    "software": words,
    "committed_at": moment,
    "draw_at": moment,
    "window": window,
    "rounding": words,
    "strata": named(
        matching(LABEL),
        either(of(count=number()), of(basis_points=number(0, 10_000), minimum=number())),
    ),
    "departments": each_of(
        of(code=CODED, per_object=number(), by_group=flag, specialities=each_of(CODED))
    ),
    "caps": named(CODED, number()),
    "redraw_of": either(nothing, CODED),
    "redraws": number(),
    "entropy": named(words, anything),
    "nonce_commitment": HASHED,
    "salt_commitment": HASHED,
    "registry_commitment": HASHED,
    "objects": each_of(words),
    "officers": each_of(words),
    "recusals": each_of(words),
}
BEACON: dict[str, Form] = {
    "kind": words,
    "chain": words,
    "genesis": number(),
    "period": number(),
    "round": number(),
}
PARTY: dict[str, Form] = {"name": words, "is_outside": flag, "commitment": HASHED}
OFFICE = either(nothing, of(zh=words, en=words))
SOURCES: dict[str, dict[str, Form]] = {
    "DR1": {
        "BEACON": of(**BEACON),
        "FIGURE": of(kind=words, source=words, published_at=moment),
        "PARTIES": of(kind=words, parties=each_of(of(**PARTY))),
    },
    "DR2": {
        "BEACON": of(**BEACON, public_key=words),
        "PARTIES": of(
            kind=words,
            reveal_by=moment,
            parties=each_of(of(**PARTY, party=words, office=OFFICE, minutes=number(1, 120))),
        ),
    },
}
PROOF: dict[str, Form] = {
    "format": words,
    "stage": lambda value: value in ("REVEALED", "VOIDED"),
    "reason": either(nothing, words),
    "commitment": HASHED,
    "notice": named(words, anything),
    "frozen": of(**FROZEN),
    "revealed": named(words, anything),
    "entropy": words,
    "nonce": words,
    "seed": HASHED,
    "quantities": named(words, number()),
    "rankings": named(words, each_of(number())),
    "drawn": each_of(words),
    "teams": each_of(TEAM),
    "unstaffed": each_of(of(object=words, department=words)),
    "trail": each_of(
        of(
            event=words,
            at=moment,
            by=words,
            detail=named(words, anything),
            detail_digest=HASHED,
            previous=HASHED,
            hash=HASHED,
        )
    ),
    "openings_": each_of(named(words, anything)),
    "opened_": named(words, anything),
}


def shares(value: Json) -> bool:
    """Pairs of name and secret, each name once."""
    is_pairs = each_of(each_of(words))(value) and all(len(pair) == 2 for pair in value)
    return is_pairs and len(dict(value)) == len(value)


REVEALED = {
    "BEACON": of(signature=words, randomness=words),
    "FIGURE": of(figure=words),
    "PARTIES": of(shares=shares),
}
REPLACED = of(
    kind=lambda value: value in ("OFFICER", "OBJECT"),
    object=words,
    department=either(nothing, words),
    out=words,
    into=words,
    reason=words,
    teams=each_of(TEAM),
    approved_by_=words,
)


def check_form(proof: Json) -> None:
    """Every part is there, of its kind, and nothing else."""
    for name, form in FROZEN.items():
        if not form(proof["frozen"][name]):
            raise Difference("FORMAT", f"frozen.{name}", "not of the form specified")
    source = proof["frozen"]["entropy"]
    if not SOURCES[proof["format"]][source["kind"]](source):
        raise Difference("FORMAT", "frozen.entropy", "not of the form specified")
    for name, form in PROOF.items():
        part = name.rstrip("_")
        if (part in proof or part == name) and not form(proof[part]):
            raise Difference("FORMAT", part, "not of the form specified")
    if unknown := sorted(proof.keys() - {name.rstrip("_") for name in PROOF}):
        raise Difference("FORMAT", unknown[0], "no part of a proof")
    if not REVEALED[proof["frozen"]["entropy"]["kind"]](proof["revealed"]):
        raise Difference("FORMAT", "revealed", "not of the form specified")
    for index, entry in enumerate(proof["trail"]):
        if entry["event"] == "REPLACED" and not REPLACED(entry["detail"]):
            raise Difference("FORMAT", f"trail[{index}].detail", "not of the form specified")
    canonical(proof)


# What was frozen


def check_commitment(commitment: str, frozen: Json, notice: Json) -> None:
    """Where the frozen draw is not the one committed to, say which part of it differs."""
    if sha256(canonical(frozen)) == commitment:
        return
    for name, code in LISTS.items():
        if sha256(canonical(frozen[name])) != notice["digests"][name]:
            raise Difference(code, f"frozen.{name}", "its hash is not the one announced")
    rules = {key: value for key, value in frozen.items() if key not in LISTS}
    announced = {key: notice.get(key) for key in rules}
    same("RULES", "frozen", announced, rules)
    raise Difference("COMMITMENT", "commitment", "the hash of what was frozen is another")


def notice_of(frozen: Json) -> Json:
    """What was published before the draw, made again from what was frozen."""
    notice = {key: value for key, value in frozen.items() if key not in LISTS}
    notice["digests"] = {name: sha256(canonical(frozen[name])) for name in LISTS}
    notice["counts"] = {}
    rows = [line.split("|") for line in frozen["objects"]]
    for label, rule in frozen["strata"].items():
        flags = [flag for _, stratum, flag in rows if stratum == label]
        left = flags.count("1")
        notice["counts"][label] = {
            "rows": len(flags),
            "eligible": left,
            "drawn": quantity(rule, left),
        }
    officers = [line.split("|") for line in frozen["officers"]]
    notice["officers"] = {}
    for each in frozen["departments"]:
        flags = [row[3] for row in officers if row[1] == each["code"]]
        notice["officers"][each["code"]] = {"rows": len(flags), "eligible": flags.count("1")}
    return notice


def quantity(rule: dict[str, int], eligible: int) -> int:
    """A fixed count, or basis points rounded half up; integers only."""
    if "count" in rule:
        return min(eligible, rule["count"])
    rounded = (eligible * rule["basis_points"] * 2 + 10000) // 20000
    return min(eligible, max(rounded, rule["minimum"]))


def check_before(proof: Json, before: Json) -> None:
    if before is None:
        return
    if before.get("commitment") != proof["commitment"]:
        raise Difference("BEFORE", "commitment", "another one was announced before the draw")
    same("BEFORE", "notice", before.get("notice"), proof["notice"])


def check_lists(frozen: Json) -> tuple[list[list[str]], list[Json]]:
    """Well formed, in byte order, nobody twice; rows as tuples."""
    for name, pattern in (("objects", OBJECT), ("officers", OFFICER), ("recusals", RECUSAL)):
        last = ""
        for index, line in enumerate(frozen[name]):
            if not pattern.fullmatch(line):
                raise Difference("ROW", f"frozen.{name}[{index}]", "not a row")
            # Nobody stands twice, even in another stratum; a recusal is a pair.
            key = line if name == "recusals" else line.split("|")[0]
            if key <= last:
                raise Difference("LIST_ORDER", f"frozen.{name}[{index}]", "out of order, or twice")
            last = key
    objects = [line.split("|") for line in frozen["objects"]]
    for index, (_, stratum, _) in enumerate(objects):
        if stratum not in frozen["strata"]:
            raise Difference("ROW", f"frozen.objects[{index}]", "a stratum without a rule")
    officers = [
        {
            "number": number,
            "department": department,
            "eligible": flag == "1",
            "can": set(known.split(",")) - {"", "LEAD"} | ({"LEAD"} if lead == "1" else set()),
            "capacity": int(capacity),
            "size": int(size),
        }
        for number, department, _, flag, lead, capacity, size, known in (
            line.split("|") for line in frozen["officers"]
        )
    ]
    return objects, officers


def check_rules(frozen: Json, version: str) -> None:
    """What every draw of this kind keeps to, whatever was announced."""
    if frozen["algorithm"] != f"{version}-HMAC-SHA256" or frozen["rounding"] != "HALF_UP":
        raise Difference("RULES", "frozen", "another algorithm or rounding")
    codes = {each["code"] for each in frozen["departments"]}
    if not 1 <= len(codes) == len(frozen["departments"]) <= 20:
        raise Difference("RULES", "frozen.departments", "none, too many, or one twice")
    for index, each in enumerate(frozen["departments"]):
        if each["per_object"] > 20 or len(each["specialities"]) > 5:
            raise Difference("RULES", f"frozen.departments[{index}]", "too many seats or needs")
        if each["per_object"] < (1 if each["by_group"] else 2):
            raise Difference("RULES", f"frozen.departments[{index}].per_object", "less than two")
    committed_at = seconds(frozen["committed_at"])
    if seconds(frozen["draw_at"]) <= committed_at:
        raise Difference("RULES", "frozen.draw_at", "not after the commitment")
    source = frozen["entropy"]
    due = None
    if source["kind"] == "BEACON":
        if not is_chain(source):
            raise Difference("ENTROPY_SOURCE", "frozen.entropy", "not how this chain counts")
        due = source["genesis"] + (source["round"] - 1) * source["period"]
        if source["round"] < 1 or source["period"] < 1 or due > END_OF_CALENDAR:
            raise Difference("ENTROPY_SOURCE", "frozen.entropy", "there is no such round")
    elif source["kind"] == "FIGURE":
        if not LINE.fullmatch(source["source"]):
            raise Difference("ENTROPY_SOURCE", "frozen.entropy", "it is not said which figure")
        due = seconds(source["published_at"])
    else:
        check_parties(source, committed_at)
    if due is not None and due <= committed_at:
        raise Difference("ENTROPY_SOURCE", "frozen.entropy", "existed before the commitment")
    if due is not None and due > seconds(frozen["draw_at"]):
        raise Difference("ENTROPY_SOURCE", "frozen.entropy", "did not exist at the draw")


def is_chain(source: Json) -> bool:
    """Whether the chain counts as it must, and has the key that is named with it."""
    chain, counting = source["chain"], (source["genesis"], source["period"])
    if "public_key" not in source:
        return bool(HASH.fullmatch(chain)) and CHAINS.get(chain, counting) == counting
    key = source["public_key"]
    if chain == QUICKNET:
        return (*counting, key) == (*CHAINS[QUICKNET], QUICKNET_KEY)
    own = sha256(f"DR2-CHAIN|{key}|{counting[0]}|{counting[1]}")
    return bool(PUBLIC_KEY.fullmatch(key)) and chain == own


def check_parties(source: Json, committed_at: int) -> None:
    parties = source["parties"]
    names = {name_of(each) for each in parties}
    if (
        len(names) < max(3, len(parties))
        or len({each["commitment"] for each in parties}) < len(parties)
        or not any(each["is_outside"] for each in parties)
        or not all(LINE.fullmatch(name) for name in names)
    ):
        raise Difference(
            "ENTROPY_SOURCE",
            "frozen.entropy",
            "three parties or more, each its own, one from outside",
        )
    if "reveal_by" not in source:
        return
    for each in parties:
        office = each["office"] or {}
        if not all(LINE.fullmatch(line) for line in (each["name"], *office.values())):
            raise Difference("ENTROPY_SOURCE", "frozen.entropy", "a party without name or office")
    least = 60 * max(each["minutes"] for each in parties)
    if seconds(source["reveal_by"]) < committed_at + least:
        raise Difference("ENTROPY_SOURCE", "frozen.entropy", "less time to reveal than agreed")


def name_of(party: Json) -> str:
    """What stands for the party in its commitment: in DR1 its name, in DR2 its id."""
    return str(party["party"] if "party" in party else party["name"])


# The draw


def entropy_of(frozen: Json, revealed: Json) -> str:
    source = frozen["entropy"]
    if source["kind"] == "BEACON":
        if not SIGNATURE.fullmatch(revealed["signature"]):
            raise Difference("ENTROPY", "revealed.signature", "no signature")
        if (
            hashlib.sha256(bytes.fromhex(revealed["signature"])).hexdigest()
            != revealed["randomness"]
        ):
            raise Difference("ENTROPY", "revealed", "randomness is not SHA-256 of the signature")
        return f"BEACON|{source['chain']}|{source['round']}|{revealed['randomness']}"
    if source["kind"] == "FIGURE":
        if not FIGURE.fullmatch(revealed["figure"]):
            raise Difference("ENTROPY", "revealed.figure", "no figure")
        return f"FIGURE|{source['source']}|{revealed['figure']}"
    shares, parts = dict(revealed["shares"]), list[str]()
    for each in source["parties"]:
        name = name_of(each)
        secret = shares.pop(name, None)
        if secret is None:
            raise Difference("ENTROPY", "revealed.shares", f"{each['name']} revealed nothing")
        if not SECRET.fullmatch(secret):
            raise Difference("ENTROPY", "revealed.shares", f"{each['name']} revealed no share")
        if sha256(f"DR1-PARTY|{frozen['task_code']}|{name}|{secret}") != each["commitment"]:
            raise Difference("ENTROPY", "revealed.shares", f"{each['name']} committed to another")
        parts.append(f"{name}|{secret}")
    if shares:
        raise Difference("ENTROPY", "revealed.shares", "a share of nobody who was named")
    return "PARTIES|" + "|".join(parts)


def ranked(frozen: Json, objects: list[list[str]], key: bytes) -> Scores:
    """For each stratum its eligible rows as (score, pseudonym, position), the first drawn first."""
    scores: Scores = {label: [] for label in frozen["strata"]}
    for position, (name, label, flag) in enumerate(objects):
        if flag == "1":
            message = f"OBJ|{frozen['task_code']}|{label}|{name}"
            scores[label].append((keyed(key, message), name, position))
    for each in scores.values():
        each.sort()
    return scores


def check_drawn(proof: Json, scores: Scores, quantities: dict[str, int]) -> list[str]:
    rankings = {label: [row[2] for row in rows] for label, rows in scores.items()}
    same("RANKING", "rankings", rankings, proof["rankings"])
    first = sorted(row for label, rows in scores.items() for row in rows[: quantities[label]])
    drawn = [name for _, name, _ in first]
    if sorted(drawn) != sorted(proof["drawn"]):
        wrong = sorted(set(proof["drawn"]) ^ set(drawn)) or sorted(proof["drawn"])
        raise Difference("DRAWN", "drawn", f"{wrong[0][:16]}… is drawn wrongly or missing")
    same("ORDER", "drawn", drawn, proof["drawn"])
    return drawn


class Deck:
    """One department's cards in one row, as docs/draw.md tells it."""

    def __init__(self, department: Json, frozen: Json, officers: list[Json], key: bytes) -> None:
        self.code: str = department["code"]
        self.seats: int = department["per_object"]
        self.needs: set[str] = set(department["specialities"]) | {"LEAD"}
        self.officers = {
            each["number"]: each
            for each in officers
            if each["department"] == self.code
            and each["eligible"]
            and each["capacity"] > 0
            and (each["size"] > 1 or not department["by_group"])
        }
        self.recused = set(frozen["recusals"])
        self.key, self.task_code = key, frozen["task_code"]
        self.cards: list[tuple[int, str]] = []
        self.round = self.dealt = 0
        self.load = dict.fromkeys(self.officers, 0)

    def team(
        self, name: str, stay: Sequence[str] = (), barred: Container[str] = ()
    ) -> list[str] | None:
        """The team, or None where it cannot be filled: then the cards go back."""
        team, taken = list(stay), list[tuple[int, str]]()
        while len(team) < self.seats:
            card = self.first_that_fits(name, team, barred)
            if card is not None:
                self.cards.remove(card)
                taken.append(card)
                team.append(card[1])
            elif not self.deal([number for _, number in taken]):
                self.cards = sorted(self.cards + taken)
                return None
        for _, number in taken:
            self.load[number] += 1
        return team

    def first_that_fits(
        self, name: str, team: list[str], barred: Container[str]
    ) -> tuple[int, str] | None:
        """As many seats must be left as there are needs that nobody of the team fills yet."""
        unmet = self.needs.difference(*(self.officers[each]["can"] for each in team))
        seats = self.seats - len(team) - 1
        for card in self.cards:
            number = card[1]
            officer = self.officers[number]
            if (
                len(unmet - officer["can"]) <= seats
                and number not in team
                and number not in barred
                and f"{name}|{number}" not in self.recused
                and self.load[number] < officer["capacity"]
            ):
                return card
        return None

    def deal(self, in_hand: Container[str]) -> bool:
        lying = {number for _, number in self.cards}
        without = [
            number
            for number, officer in self.officers.items()
            if number not in lying and self.load[number] + (number in in_hand) < officer["capacity"]
        ]
        if not without:
            return False
        self.round += 1
        message = f"OFF|{self.task_code}|{self.code}|{self.round}|"
        for number in sorted(
            without, key=lambda number: (keyed(self.key, message + number), number)
        ):
            self.dealt += 1
            self.cards.append((self.dealt, number))
        return True

    def team_document(self, name: str, team: list[str]) -> Json:
        leader = next(number for number in team if "LEAD" in self.officers[number]["can"])
        return {"object": name, "department": self.code, "officers": team, "leader": leader}


def check_teams(proof: Json, frozen: Json, drawn: list[str], decks: dict[str, "Deck"]) -> Teams:
    recused = set(frozen["recusals"])
    for index, each in enumerate(proof["teams"]):
        for number in each["officers"]:
            if f"{each['object']}|{number}" in recused:
                raise Difference("RECUSED", f"teams[{index}]", f"{number} is excluded here")
    teams: Teams = {}
    unstaffed = list[Json]()
    for name in drawn:
        for code, deck in decks.items():
            team = deck.team(name)
            if team is None:
                unstaffed.append({"object": name, "department": code})
            else:
                teams[name, code] = deck.team_document(name, team)
    for index, (found, published) in enumerate(zip(teams.values(), proof["teams"], strict=False)):
        if {**found, "leader": published.get("leader")} == published:
            same("LEADER", f"teams[{index}].leader", found["leader"], published["leader"])
        same("TEAM", f"teams[{index}]", found, published)
    same("UNSTAFFED", "unstaffed", unstaffed, proof["unstaffed"])
    same("TEAM", "teams", len(teams), len(proof["teams"]))
    return teams


# What happened since


def check_trail(proof: Json, frozen: Json) -> None:
    trail, previous, last = proof["trail"], proof["commitment"], ""
    if not trail or trail[0]["event"] != "COMMITTED" or trail[0]["at"] != frozen["committed_at"]:
        raise Difference("TRAIL", "trail[0]", "it begins with the commitment")
    for index, entry in enumerate(trail):
        where = f"trail[{index}]"
        hashed = {key: entry[key] for key in ("event", "at", "by", "detail_digest", "previous")}
        if entry["previous"] != previous or sha256(canonical(hashed)) != entry["hash"]:
            raise Difference("TRAIL", where, "the chain of hashes is broken")
        if sha256(canonical(entry["detail"])) != entry["detail_digest"]:
            raise Difference("TRAIL", where, "the detail was changed")
        if entry["at"] < last:
            raise Difference("TRAIL", where, "earlier than the entry before it")
        if entry["detail"].get("seed", proof["seed"]) != proof["seed"]:
            raise Difference("TRAIL", where, "another seed was recorded")
        if entry["event"] == "DRAWN" and entry["at"] < frozen["draw_at"]:
            raise Difference("TRAIL", where, "drawn before the time announced")
        previous, last = entry["hash"], entry["at"]
    events = [entry["event"] for entry in trail]
    if events.count("COMMITTED") != 1 or events.count("DRAWN") != 1:
        raise Difference("TRAIL", "trail", "committed to once and drawn once")
    if (proof["stage"] == "VOIDED") is not ("VOIDED" in events):
        raise Difference("TRAIL", "stage", "not what the record says of it")
    ends = [entry["detail"] for entry in trail if entry["event"] in ("VOIDED", "FAILED")]
    if proof["reason"] != (ends[-1].get("reason") if ends else None):
        raise Difference("TRAIL", "reason", "not the one recorded")


def check_replacements(
    proof: Json,
    objects: list[list[str]],
    scores: Scores,
    drawn: list[str],
    decks: dict[str, "Deck"],
    teams: Teams,
) -> None:
    """Every replacement is the next that fits, in the order of the trail."""
    stratum = {name: label for name, label, _ in objects}
    now, ever = set(drawn), set(drawn)
    left: dict[tuple[str, str], set[str]] = {}
    for index, entry in enumerate(proof["trail"]):
        if entry["event"] != "REPLACED":
            continue
        where, replacement = f"trail[{index}].detail", entry["detail"]
        name, out = replacement["object"], replacement["out"]
        if replacement["kind"] == "OFFICER":
            code = replacement["department"]
            team = teams.get((name, code), {"officers": []})["officers"]
            if out not in team:
                raise Difference("REPLACEMENT", where, "who left was not there")
            deck, gone = decks[code], left.setdefault((name, code), set())
            gone.add(out)
            deck.load[out] -= 1
            filled = deck.team(name, [each for each in team if each != out], gone)
            if filled is None:
                raise Difference("REPLACEMENT", where, "nobody was next")
            into, found = filled[-1], [deck.team_document(name, filled)]
            teams[name, code] = found[0]
        else:
            if name not in now or out != name or replacement["department"] is not None:
                raise Difference("REPLACEMENT", where, "what left was not drawn")
            following = next((row[1] for row in scores[stratum[name]] if row[1] not in ever), None)
            if following is None:
                raise Difference("REPLACEMENT", where, "nothing was next")
            into = following
            now.remove(name)
            now.add(into)
            ever.add(into)
            for code, deck in decks.items():
                for number in teams.pop((name, code), {"officers": []})["officers"]:
                    deck.load[number] -= 1
            found = []
            for code, deck in decks.items():
                filled = deck.team(into)
                if filled is not None:
                    teams[into, code] = deck.team_document(into, filled)
                    found.append(teams[into, code])
        same("REPLACEMENT", f"{where}.into", into, replacement["into"])
        same("REPLACEMENT", f"{where}.teams", found, replacement["teams"])


# Rows that were opened


def check_slip(
    slip: Json, proof: Json, objects: list[list[str]], scores: Scores, drawn: list[str]
) -> None:
    same("OPENING", "slip.format", "DR1", slip["format"])
    name = sha256(f"{slip['opening']}|{slip['object_id']}")
    if (
        slip["task_code"] != proof["frozen"]["task_code"]
        or slip["commitment"] != proof["commitment"]
    ):
        raise Difference("OPENING", slip["object_id"], "it belongs to another draw")
    if name != slip["pseudonym"]:
        raise Difference("OPENING", slip["object_id"], "it does not open this pseudonym")
    row = next((row for row in objects if row[0] == name), None)
    if row is None:
        raise Difference("OPENING", slip["object_id"], "no such row was frozen")
    names = [each[1] for each in scores[row[1]]]
    found = {
        "stratum": row[1],
        "is_eligible": row[2] == "1",
        "rank": names.index(name) + 1 if name in names else None,
        "is_drawn": name in drawn,
    }
    claimed = {key: slip[key] for key in found}
    if claimed["is_drawn"] is None:
        found["rank"] = found["is_drawn"] = None
    same("OPENING", f"slip of {slip['object_id']}", found, claimed)


def check_opened(opened: Json, frozen: Json) -> None:
    """Oversight's edition: the salt, and who stands behind every row."""
    if sha256(f"DR1-SALT|{opened['pool_salt']}") != frozen["salt_commitment"]:
        raise Difference("SALT", "opened.pool_salt", "its hash is not the one committed to")
    salt = bytes.fromhex(opened["pool_salt"])
    registry = {"objects": opened["objects"], "officers": opened["officers"]}
    rows = []
    for object_id, stratum, exclusion in opened["objects"]:
        name = sha256(f"{keyed(salt, object_id)}|{object_id}")
        label = "s" + keyed(salt, f"STRATUM|{stratum}")[:12]
        rows.append(f"{name}|{label}|{int(exclusion is None)}")
    same("REGISTRY", "opened.objects", sorted(rows), frozen["objects"])
    numbers = {
        sha256(f"{keyed(salt, f'OFFICER|{officer_id}')}|{officer_id}")[:24]: exclusion
        for officer_id, exclusion in opened["officers"]
    }
    lines = {line.split("|")[0]: line.split("|")[3] for line in frozen["officers"]}
    same("REGISTRY", "opened.officers", sorted(numbers), sorted(lines))
    for number, exclusion in numbers.items():
        if exclusion is not None and lines[number] == "1":
            raise Difference("REGISTRY", "opened.officers", f"{number} was excluded, yet eligible")
    if keyed(salt, canonical(registry)) != frozen["registry_commitment"]:
        raise Difference("REGISTRY", "opened", "another registry was committed to")


# Bytes


def canonical(value: Json) -> str:
    """ValueError for what another reader could write otherwise."""
    refuse_ambiguity(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def refuse_ambiguity(value: Json) -> None:
    if isinstance(value, dict):
        if not all(isinstance(key, str) and key.isascii() for key in value):
            raise ValueError("a key that is not ASCII")
        for each in value.values():
            refuse_ambiguity(each)
    elif isinstance(value, list):
        for each in value:
            if type(each) is not str:
                refuse_ambiguity(each)
    elif isinstance(value, float) or (isinstance(value, int) and abs(value) > LARGEST):
        raise ValueError("a number that is not exact")


def sha256(message: str) -> str:
    return hashlib.sha256(message.encode()).hexdigest()


def keyed(key: bytes, message: str) -> str:
    return hmac.new(key, message.encode(), hashlib.sha256).hexdigest()


def seconds(value: str) -> int:
    at = dt.datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
    return int(at.timestamp())


def same(code: str, where: str, found: Json, published: Json) -> None:
    """Raise Difference at the first place where two values differ."""
    if isinstance(found, dict) and isinstance(published, dict):
        for key in sorted(found.keys() | published.keys()):
            same(code, f"{where}.{key}", found.get(key, "nothing"), published.get(key, "nothing"))
    elif isinstance(found, list) and isinstance(published, list):
        for index, (one, other) in enumerate(zip(found, published, strict=False)):
            same(code, f"{where}[{index}]", one, other)
        if len(found) != len(published):
            raise Difference(code, where, f"{len(published)} published, {len(found)} found")
    elif type(found) is not type(published) or found != published:
        raise Difference(code, where, f"published {published!r}, found {found!r}")


def read(path: str) -> Json:
    """A JSON file without floats and without a key named twice."""

    def refuse(literal: str) -> None:
        raise Difference("FORMAT", path, f"{literal} is no integer")

    def once(pairs: list[tuple[str, Json]]) -> Json:
        if len(dict(pairs)) < len(pairs):
            raise Difference("FORMAT", path, "a key is named twice")
        return dict(pairs)

    try:
        with open(path, encoding="utf-8") as file:
            return json.load(
                file, parse_float=refuse, parse_constant=refuse, object_pairs_hook=once
            )
    except (OSError, ValueError, RecursionError) as error:
        raise NothingToCheck(f"{path}: {error}") from error


def plain(value: object) -> str:
    """Without control characters: a proof must not be able to overwrite our answer."""
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode()
        for each in str(value)
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("proof", help="the published proof")
    parser.add_argument("--before", help="the proof you saved before the draw")
    parser.add_argument(
        "--slip", action="append", default=[], help="the opening of one row; can be repeated"
    )
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        # A name that the terminal cannot encode must not turn a correct draw into exit 1.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        proof = read(options.proof)
        before = read(options.before) if options.before else None
        found = verify(proof, before, [read(path) for path in options.slip])
    except Difference as difference:
        print(f"DIFFERENT  {plain(difference)}")
        return 1
    except NothingToCheck as nothing:
        print(f"NOTHING TO CHECK  {plain(nothing)}", file=sys.stderr)
        return 2
    source = proof["frozen"]["entropy"]
    print(f"AS PUBLISHED  task {proof['frozen']['task_code']}, commitment {proof['commitment']}")
    print("  " + ", ".join(f"{name}: {value}" for name, value in found.items()))
    if source["kind"] == "BEACON":
        print(
            f"  beacon: chain {source['chain']}, round {source['round']} (compare with drand's own)"
        )
        print("  NOT_CHECKED  the beacon's signature: it takes more than a standard library")
        if source["chain"] not in CHAINS:
            print(
                "  THIS CHAIN IS NONE OF DRAND'S: the holder of its key knew the chance beforehand"
            )
    elif source["kind"] == "FIGURE":
        print(
            f"  figure: {proof['revealed']['figure']} (compare it with {plain(source['source'])})"
        )
    else:
        print("  shares of " + ", ".join(plain(each["name"]) for each in source["parties"]))
    if proof["stage"] == "VOIDED":
        print(f"  THIS DRAW IS VOID: {plain(proof['reason'])}")
    return 3 if source["kind"] == "BEACON" else 0


if __name__ == "__main__":
    sys.exit(main())

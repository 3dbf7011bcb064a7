"""What is published of a draw: before it, after it, to one institution, and to oversight."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from domain.draws import pool
from domain.draws.canonical import Json, digest, moment, text
from domain.draws.draw import Drawn
from domain.draws.entropy import Revelation
from domain.draws.pool import ObjectRow, Pool
from domain.draws.pool_freeze import Frozen, registry_document
from domain.draws.replacements import team_document

FORMATS = ("DR1", "DR2")
SLIP_FORMAT = "DR1"
"""A slip is the same in both."""
LISTS = ("objects", "officers", "recusals")
Stage = Literal["COMMITTED", "SEALED", "VOIDED", "FAILED"]
"""Before the reveal: frozen; drawn, nothing shown; void with a reason; never revealed in time."""


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """One thing that happened to the draw. `by` is a role or a public number, never a name."""

    event: str
    at: dt.datetime
    by: str
    detail: Mapping[str, Json] = field(default_factory=dict[str, Json])


def notice(frozen: Frozen) -> dict[str, Json]:
    """What is public before the draw: everything but the lists, of which only the hashes.

    A copy kept from before the draw shows later whether the draw is the one that was announced.
    """
    document = frozen.document
    fields: dict[str, Json] = {key: document[key] for key in document if key not in LISTS}
    fields["digests"] = {name: digest(text(document[name])) for name in LISTS}
    fields["counts"] = {
        label: {"rows": each.rows, "eligible": each.eligible, "drawn": each.drawn}
        for label, each in frozen.foreseen().items()
    }
    rows = Counter(row.department for row in frozen.officers)
    left = Counter(row.department for row in frozen.officers if row.is_eligible)
    fields["officers"] = {
        each.code: {"rows": rows[each.code], "eligible": left[each.code]}
        for each in frozen.departments
    }
    return fields


def proof_before(
    frozen: Frozen,
    trail: Iterable[TrailEntry],
    stage: Stage = "COMMITTED",
    reason: str | None = None,
    revealed: Revelation | None = None,
) -> dict[str, Json]:
    """The proof until the nonce may be known. The trail shows who did what, and hides of what."""
    kept = chained(frozen.commitment, trail)
    return {
        "format": frozen.format,
        "stage": stage,
        "reason": reason,
        "commitment": frozen.commitment,
        "notice": notice(frozen),
        "revealed": None if revealed is None else revealed.document(),
        "trail": [{key: each[key] for key in each if key != "detail"} for each in kept],
    }


def proof_after(
    frozen: Frozen,
    drawn: Drawn,
    nonce: bytes,
    revealed: Revelation,
    trail: Iterable[TrailEntry],
    *,
    is_voided: bool = False,
    reason: str | None = None,
) -> dict[str, Json]:
    """Everything that an outsider needs to do the draw again.

    `rankings` holds positions in the list of objects, the first being 0. `teams` are those that
    were dealt; what was replaced since stands in the trail.
    """
    return {
        "format": frozen.format,
        "stage": "VOIDED" if is_voided else "REVEALED",
        "reason": reason,
        "commitment": frozen.commitment,
        "notice": notice(frozen),
        "frozen": frozen.document,
        "revealed": revealed.document(),
        "entropy": drawn.selection.entropy,
        "nonce": nonce.hex(),
        "seed": drawn.seed,
        **result(frozen, drawn),
        "trail": list(chained(frozen.commitment, trail)),
    }


def result(frozen: Frozen, drawn: Drawn) -> dict[str, Json]:
    """What was drawn and dealt, as the proof says it."""
    position = {row.pseudonym: index for index, row in enumerate(frozen.objects)}
    rankings = drawn.selection.rankings
    return {
        "quantities": {label: each.drawn for label, each in frozen.foreseen().items()},
        "rankings": {
            label: [position[name] for name in names] for label, names in rankings.items()
        },
        "drawn": list(drawn.drawn),
        "teams": [team_document(team) for team in drawn.teams],
        "unstaffed": [
            {"object": name, "department": department} for name, department in drawn.unstaffed
        ],
    }


def chained(commitment: str, trail: Iterable[TrailEntry]) -> tuple[dict[str, Json], ...]:
    """Each entry with the hash of the one before it, the first with the commitment."""
    kept, previous = list[dict[str, Json]](), commitment
    for each in trail:
        fields: dict[str, Json] = {
            "event": each.event,
            "at": moment(each.at),
            "by": each.by,
            "detail_digest": digest(text(each.detail)),
            "previous": previous,
        }
        previous = digest(text(fields))
        kept.append({**fields, "detail": dict(each.detail), "hash": previous})
    return tuple(kept)


def slip(frozen: Frozen, drawn: Drawn | None, pool_salt: bytes, object_id: str) -> dict[str, Json]:
    """What one institution needs to find its own row, and no other.

    Before the draw is revealed `drawn` is None, and so are rank and result. KeyError where the
    object is not in the pool. The rank counts from 1 within the stratum; a row that was excluded
    has none.
    """
    return slip_of(frozen, drawn, pool.opening_of(pool_salt, object_id), object_id)


def slip_of(frozen: Frozen, drawn: Drawn | None, opening: str, object_id: str) -> dict[str, Json]:
    """The slip that an opening gives; KeyError where it opens no row."""
    name = pool.pseudonym_of(opening, object_id)
    row = frozen.by_pseudonym[name]
    rank: int | None = None
    if drawn is not None and row.is_eligible:
        rank = drawn.selection.rankings[row.stratum].index(name) + 1
    is_drawn = None if drawn is None else name in drawn.drawn
    return slip_document(
        frozen.task_code, frozen.commitment, opening, object_id, row, rank, is_drawn
    )


def slip_document(
    task_code: str,
    commitment: str,
    opening: str,
    object_id: str,
    row: ObjectRow,
    rank: int | None,
    is_drawn: bool | None,
) -> dict[str, Json]:
    return {
        "format": SLIP_FORMAT,
        "task_code": task_code,
        "commitment": commitment,
        "object_id": object_id,
        "opening": opening,
        "pseudonym": row.pseudonym,
        "stratum": row.stratum,
        "is_eligible": row.is_eligible,
        "rank": rank,
        "is_drawn": is_drawn,
    }


def oversight_edition(proof: Mapping[str, Json], pool: Pool, pool_salt: bytes) -> dict[str, Json]:
    """The proof with the salt and the registries: who stands behind every row, and why not drawn.

    Never public: it names the risk class of every institution.
    """
    opened: dict[str, Json] = {"pool_salt": pool_salt.hex(), **registry_document(pool)}
    return {**proof, "opened": opened}


def with_slips(proof: Mapping[str, Json], slips: Sequence[Mapping[str, Json]]) -> dict[str, Json]:
    """The proof with rows opened by those whom they concern."""
    return {**proof, "openings": list(slips)}

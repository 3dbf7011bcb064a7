"""How long a draw of a whole province takes: `python -m benchmarks.draw`.

100,000 objects in four strata and 2,000 officers of one department, in one process, no database:
freeze, rank, deal, write the proof, and check it with the file that strangers use.
"""

import argparse
import datetime as dt
import hashlib
import json
import random
import resource
import sys
import time
from collections.abc import Callable
from typing import TypeVar

import verify_draw
from domain.draws import canonical, draw, entropy, pool_freeze, proofs
from domain.draws.pool import Pool, PoolObject, PoolOfficer, Recusal
from domain.draws.proofs import TrailEntry
from domain.draws.rules import Department, DrawRules, Ratio
from domain.inspections.certificates import Certificate

AT = dt.datetime(2026, 11, 24, 1, 0, tzinfo=dt.UTC)
DRAW_AT = AT + dt.timedelta(days=1)
CERTIFICATE = Certificate(dt.date(2025, 1, 1), dt.date(2027, 12, 31))
# Most institutions are no risk: the classes' shares, and the policy of domain analysis §3.4.
SHARES = {"A": 60, "B": 25, "C": 12, "D": 3}
POLICY = {"A": Ratio(200), "B": Ratio(1_000), "C": Ratio(4_000, 1), "D": Ratio(10_000, 1)}
RECUSALS_PER_OFFICER = 3

T = TypeVar("T")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--objects", type=int, default=100_000)
    parser.add_argument("--officers", type=int, default=2_000)
    options = parser.parse_args()
    rng = random.Random(1)
    pool, rules = entered(rng, options.objects, options.officers)
    salt, nonce, signature = rng.randbytes(32), rng.randbytes(32), rng.randbytes(48)
    revealed = entropy.BeaconRound(signature.hex(), hashlib.sha256(signature).hexdigest())
    print(
        f"{options.objects:,} objects, {options.officers:,} officers; memory {memory()} MB so far"
    )

    began = time.perf_counter()
    frozen = timed("freeze and commit", lambda: freeze(pool, rules, salt, nonce))
    selection = timed("rank and select", lambda: draw.select(frozen, nonce, revealed))
    drawn = timed("deal officers", lambda: draw.deal(frozen, selection))
    whole = time.perf_counter() - began
    print(f"  {'all three':<22} {whole:6.2f} s   aim: less than 10 s")

    trail = [
        TrailEntry("COMMITTED", AT, "TASK_MANAGER"),
        TrailEntry("DRAWN", DRAW_AT, "TASK_MANAGER", {"seed": drawn.seed}),
    ]
    written = timed(
        "write the proof",
        lambda: canonical.text(proofs.proof_after(frozen, drawn, nonce, revealed, trail)),
    )
    timed("verify_draw.py", lambda: verify_draw.verify(json.loads(written)))
    loads = drawn.loads.values()
    print(
        f"  {len(drawn.drawn):,} drawn, {len(drawn.teams):,} teams, "
        f"{len(drawn.unstaffed):,} without one; loads {min(loads)} to {max(loads)}; "
        f"proof {len(written) / 1e6:.1f} MB; memory {memory()} MB at most"
    )


def entered(rng: random.Random, objects: int, officers: int) -> tuple[Pool, DrawRules]:
    strata = rng.choices(list(SHARES), list(SHARES.values()), k=objects)
    listed = tuple(
        PoolObject(f"obj-{number}", stratum, None if rng.random() > 0.05 else "CAP_REACHED")
        for number, stratum in enumerate(strata)
    )
    staff = tuple(
        PoolOfficer(
            f"officer-{number}",
            "EDU",
            f"3205{number % 10:02}",
            number % 3 == 0,
            frozenset({"FIRE"} if number % 10 == 0 else ()),
            1_000,
            CERTIFICATE,
        )
        for number in range(officers)
    )
    recusals = tuple(
        Recusal(f"obj-{rng.randrange(objects)}", each.officer_id)
        for each in staff
        for _ in range(RECUSALS_PER_OFFICER)
    )
    rules = DrawRules(
        "T-2026-0001",
        POLICY,
        (Department("EDU"),),
        dt.date(2026, 12, 1),
        dt.date(2026, 12, 20),
    )
    return Pool(listed, staff, recusals), rules


def freeze(pool: Pool, rules: DrawRules, salt: bytes, nonce: bytes) -> pool_freeze.Frozen:
    frozen = pool_freeze.freeze(
        pool,
        rules,
        entropy.beacon_after(entropy.PUBLIC_CHAIN, AT),
        pool_salt=salt,
        nonce=nonce,
        committed_at=AT,
        draw_at=DRAW_AT,
        software="benchmark",
    )
    # The commitment is made when it is asked for.
    assert frozen.commitment
    return frozen


def timed(what: str, work: Callable[[], T]) -> T:
    began = time.perf_counter()
    found = work()
    print(f"  {what:<22} {time.perf_counter() - began:6.2f} s", flush=True)
    return found


def memory() -> int:
    """The most that this process ever held, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1_000_000 if sys.platform == "darwin" else 1_000)


if __name__ == "__main__":
    main()

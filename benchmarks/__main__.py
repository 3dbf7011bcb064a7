"""`python -m benchmarks`: every server started, shown to answer alike, measured in turn, written down."""

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from benchmarks import as_of, file_result, officials, plans, reads, remembered, report, screens
from benchmarks.bench import Bench, Size
from benchmarks.measurement import Results

WHOLE = Size(
    institutions=100_000,
    visits=300_000,
    smaller=(10_000, 40_000),
    lists_on=(300_000, 1_000_000),
    rounds=5,
    seconds=3,
    warm_up=2,
    tail_rounds=3,
    tail_seconds=10,
    tokens=20_000,
    list_seconds=1,
    plan_milliseconds=20,
    plans_of_all=True,
)
QUICK = Size(
    institutions=10_000,
    visits=40_000,
    smaller=(10_000, 40_000),
    lists_on=(40_000,),
    rounds=1,
    seconds=1,
    warm_up=0.3,
    tail_rounds=1,
    tail_seconds=10,
    tokens=2_000,
    list_seconds=0.1,
    plan_milliseconds=2,
    plans_of_all=False,
)
PARTS: dict[str, Callable[[Bench], None]] = {
    "pages": reads.pages,
    "tokens": reads.tokens,
    "sizes": reads.sizes,
    "deep": reads.deep,
    "remembered": remembered.remembered,
    "lists": officials.lists,
    "filters": officials.filters,
    "plans": plans.plans,
    "screens": screens.screens,
    "fresh": reads.fresh,
    "as_of": as_of.as_of,
    # Last: it stops the server whose register it copies.
    "filing": file_result.filing,
}
NOT_QUICK = ("sizes", "plans", "screens", "fresh")


def main() -> int:
    """0: all parts were measured; 1: the report names one that failed."""
    arguments = _arguments()
    results, size = Results(), _size(arguments)
    with ExitStack() as stack, tempfile.TemporaryDirectory() as scratch:
        bench = Bench(size, Path(scratch), results, arguments.beside, stack)
        for name in arguments.only:
            print(name, flush=True)
            began = time.perf_counter()
            try:
                PARTS[name](bench)
            except Exception as error:  # what was measured before is worth an hour
                traceback.print_exc()
                results.failed[name] = f"{type(error).__name__}: {error}"
            results.seconds[name] = time.perf_counter() - began
        found = report.Report.of(results, size)
    print(found.text)
    if arguments.record:
        print("\nwritten:", *(path.relative_to(report.RESULTS.parent) for path in found.write()))
    return 1 if results.failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less of everything, in 3 minutes")
    parser.add_argument(
        "--only", type=_parts, metavar="PART,…", help=f"of {', '.join(PARTS)}; default: all"
    )
    parser.add_argument("--institutions", type=int, metavar="N")
    parser.add_argument(
        "--visits",
        type=_numbers,
        metavar="N,…",
        help="of the registers that lists are read on; the first serves everything else",
    )
    parser.add_argument(
        "--smaller", type=_numbers, metavar="N,N", help="institutions and visits to compare with"
    )
    parser.add_argument("--rounds", type=int, metavar="N")
    parser.add_argument("--seconds", type=float, metavar="S", help="of each short round")
    parser.add_argument("--tokens", type=int, metavar="N")
    parser.add_argument("--beside", type=Path, metavar="FOLDER", help="another tree of Spotcheck")
    parser.add_argument("--record", action="store_true", help="write to benchmarks/results")
    arguments = parser.parse_args()
    if arguments.only is None:
        arguments.only = [n for n in PARTS if not (arguments.quick and n in NOT_QUICK)]
    return arguments


def _size(arguments: argparse.Namespace) -> Size:
    size = QUICK if arguments.quick else WHOLE
    names = ("institutions", "smaller", "rounds", "seconds", "tokens")
    given = {name: getattr(arguments, name) for name in names}
    if arguments.visits is not None:
        given |= {"visits": arguments.visits[0], "lists_on": arguments.visits}
    return replace(size, **{name: value for name, value in given.items() if value is not None})


def _parts(text: str) -> list[str]:
    found = text.split(",")
    if unknown := set(found) - PARTS.keys():
        raise argparse.ArgumentTypeError(f"no such part: {', '.join(sorted(unknown))}")
    return [name for name in PARTS if name in found]


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(each.replace("_", "")) for each in text.split(","))


if __name__ == "__main__":
    sys.exit(main())

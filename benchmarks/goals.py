"""What is to be reached, and what it is measured by."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.as_of import AT_MOST
from benchmarks.file_result import FILING
from benchmarks.measurement import Comparison, Results, Series
from benchmarks.officials import COUNTED, KEPT
from benchmarks.plans import is_worse
from benchmarks.reads import (
    ANYBODY,
    DEEP_PAGE,
    FIRST_PAGE,
    FIRST_TIME,
    FRESH,
    MANY_TOKENS,
    ONE_TOKEN,
    OTHER_TREE,
    SIGNED_IN,
    SMALLER,
)
from benchmarks.scenarios import (
    CONSTANT,
    FLAT,
    INSTITUTION_PAGE,
    LOADERS,
    MERCURIUS,
    NESTED,
    ONE_ROW,
    OURS,
    POSTGRAPHILE,
    RAW_CUSTOM,
    RAW_KEPT,
    REMEMBERING,
    STARLETTE,
    YOGA,
)

RATE, P50, P999 = "per_second", "p50_ms", "p999_ms"


@dataclass(frozen=True, slots=True)
class Goal:
    """One figure, and the least or the most that it is to be; without a bound it is for information."""

    name: str
    find: Callable[[Results], Comparison | None]
    at_least: float | None = None
    at_most: float | None = None
    unit: str = ""
    by_cpu: Callable[[Results], float | None] = lambda _: None
    """The same by CPU for each request, of server and database: what other work on the machine
    disturbs least."""

    @property
    def bound(self) -> str:
        if self.at_least is not None:
            return f"≥ {self.at_least:g}"
        return "" if self.at_most is None else f"≤ {self.at_most:g}{self.unit}"

    def reached(self, value: float) -> float | None:
        """1 where the bound is just kept, more where there is room."""
        if self.at_least is not None:
            return value / self.at_least
        if self.at_most is None:
            return None
        return self.at_most / value if value > 0 else 1.0

    def verdict(self, value: float) -> str:
        share = self.reached(value)
        return "" if share is None else "kept" if share >= 1 else "missed"


def goals(results: Results) -> list[tuple[Goal, Comparison]]:
    """Every goal that something was measured for."""
    lists = [
        goal
        for visits in sorted({each.visits for each in results.lists})
        for goal in _lists(visits)
    ]
    found = ((goal, goal.find(results)) for goal in (*_RATIOS, *lists, _PLANS, _EARLIER))
    return [(goal, value) for goal, value in found if value is not None]


def _rate(scenario: str, who: str, *floors: str, at_least: float | None = None) -> Goal:
    """Requests per second of ours by those of another, or by the best of several."""
    theirs = [Series(scenario, each) for each in (floors or (who,))]
    return Goal(
        f"{scenario} / {who}",
        lambda results: results.compare(Series(scenario, OURS), theirs, RATE),
        at_least,
        by_cpu=lambda results: results.compare_cpu(Series(scenario, OURS), theirs),
    )


def _by(
    name: str,
    ours: Series,
    theirs: Series,
    figure: str,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    has_cpu: bool = False,
) -> Goal:
    def by_cpu(results: Results) -> float | None:
        return results.compare_cpu(ours, [theirs]) if has_cpu else None

    def find(results: Results) -> Comparison | None:
        return results.compare(ours, [theirs], figure)

    return Goal(name, find, at_least, at_most, by_cpu=by_cpu)


def _filing(results: Results) -> Comparison | None:
    pairs = zip(results.values(FILING, RATE), results.raw_filings, strict=True)
    return Comparison.of([ours / raw for ours, raw in pairs])


_PUBLIC = (INSTITUTION_PAGE, ONE_ROW, FLAT, "list", "search", "results")
_LEAST_REMEMBERED = 18_000.0


def _rate_of(scenario: str, who: str) -> Callable[[Results], Comparison | None]:
    return lambda results: Comparison.of(results.values(Series(scenario, who), RATE))


_RAW = "the floor (raw ASGI, the better of custom and kept plans)"
_TOKENS = {who: Series("tokens", who) for who in (ANYBODY, ONE_TOKEN, MANY_TOKENS, FIRST_TIME)}
_RATIOS = (
    *(
        _rate(scenario, _RAW, RAW_KEPT, RAW_CUSTOM, at_least=0.75)
        for scenario in (NESTED, INSTITUTION_PAGE, ONE_ROW)
    ),
    _rate(FLAT, _RAW, RAW_KEPT, RAW_CUSTOM),
    *(_rate(scenario, STARLETTE) for scenario in (NESTED, INSTITUTION_PAGE, ONE_ROW, FLAT)),
    _rate(NESTED, POSTGRAPHILE, at_least=2.7),
    _rate(NESTED, MERCURIUS, at_least=3),
    _rate(NESTED, YOGA),
    _rate(NESTED, LOADERS, at_least=50),
    _rate(ONE_ROW, MERCURIUS, at_least=1),
    *(_rate(ONE_ROW, peer) for peer in (POSTGRAPHILE, YOGA, LOADERS)),
    *(_rate(FLAT, peer) for peer in (POSTGRAPHILE, MERCURIUS, YOGA, LOADERS)),
    *(_rate(scenario, OTHER_TREE) for scenario in (NESTED, INSTITUTION_PAGE, ONE_ROW, FLAT)),
    *(
        _by(
            f"{scenario}: signed in / anonymous",
            Series(scenario, SIGNED_IN),
            Series(scenario, OURS),
            RATE,
        )
        for scenario in (ONE_ROW, FLAT)
    ),
    _by("many tokens / one", _TOKENS[MANY_TOKENS], _TOKENS[ONE_TOKEN], RATE, at_least=0.9),
    _by("many tokens, first time / one", _TOKENS[FIRST_TIME], _TOKENS[ONE_TOKEN], RATE),
    _by(
        "p99.9: many tokens / anonymous", _TOKENS[MANY_TOKENS], _TOKENS[ANYBODY], P999, at_most=1.2
    ),
    _by(
        "p50: page deep within / page 1",
        Series(DEEP_PAGE, OURS),
        Series(FIRST_PAGE, OURS),
        P50,
        at_most=1.2,
    ),
    *(
        _by(
            f"p50: {scenario}, larger / smaller register",
            Series(f"{scenario}, by size", OURS),
            Series(f"{scenario}, by size", SMALLER),
            P50,
            at_most=1.2,
        )
        for scenario in (NESTED, ONE_ROW, FLAT)
    ),
    *(
        _by(
            f"{scenario}: aged connections / fresh",
            Series(f"{scenario}, aged and fresh", OURS),
            Series(f"{scenario}, aged and fresh", FRESH),
            RATE,
        )
        for scenario in (NESTED, INSTITUTION_PAGE)
    ),
    *(
        _by(
            f"{page}, public: from memory / {name}",
            Series(f"{page}, public", REMEMBERING),
            Series(f"{page}, public", who),
            RATE,
            has_cpu=True,
        )
        for page in _PUBLIC
        for name, who in (("read", OURS), ("always the same bytes", CONSTANT))
    ),
    *(
        Goal(
            f"{page}, public: from memory",
            _rate_of(f"{page}, public", REMEMBERING),
            at_least=_LEAST_REMEMBERED,
            unit="/s",
        )
        for page in _PUBLIC
    ),
    Goal("filing a result / raw asyncpg", _filing, at_least=0.6),
)


def _lists(visits: int) -> tuple[Goal, Goal]:
    def slowest(bound: float) -> Callable[[Results], Comparison | None]:
        return lambda results: _alone(
            max(
                (
                    each.p50_ms
                    for each in results.lists
                    if each.visits == visits and each.at_most_ms == bound
                ),
                default=None,
            )
        )

    at = f"at {visits:,} visits, p50"
    return (
        Goal(
            f"slowest of alerts, counts, totals {at}", slowest(COUNTED), at_most=COUNTED, unit=" ms"
        ),
        Goal(f"slowest other list of officials {at}", slowest(KEPT), at_most=KEPT, unit=" ms"),
    )


def _alone(value: float | None) -> Comparison | None:
    return None if value is None else Comparison(value, value, value)


_EARLIER = Goal(
    "costliest question as of an earlier moment / as of now",
    lambda results: _alone(
        max((each.then_ms / each.now_ms for each in results.earlier), default=None)
    ),
    at_most=AT_MOST,
)
_PLANS = Goal(
    "statements that are slower with the plan that is kept",
    lambda results: _alone(sum(map(is_worse, results.plans)) if results.plans else None),
    at_most=0,
)

"""Sources of randomness that nobody controls: named at the freeze, entered at the draw."""

import datetime as dt
from collections.abc import Mapping

import strawberry
from strawberry import UNSET

from domain.draws import entropy
from domain.draws.entropy import (
    QUICKNET,
    Beacon,
    BeaconRound,
    Chain,
    EntropySourceUnclear,
    Figure,
    PublishedFigure,
)
from schema.fields import field, optional
from schema.inputs import InputFaults


@strawberry.input(description="A future round of a public randomness beacon.")
class BeaconInput:
    chain: str = strawberry.field(
        default=QUICKNET,
        description="The hash of the drand chain, which is quicknet. An installation for trials may "
        "know one of its own beside it.",
    )
    round: int | None = strawberry.field(
        default=None,
        description="The number of the round; left out, the last round that is due before the "
        "draw.",
    )


@strawberry.input(
    description="A figure that an outside body will publish, such as a lottery result."
)
class FigureInput:
    source: str = field("The figure and the body that publishes it, up to 200 characters.")
    published_at: dt.datetime = field("The moment at which the figure will be published.")


@strawberry.input(
    one_of=True, description="Exactly one source of randomness, whose outcome does not exist yet."
)
class EntropySourceInput:
    beacon: BeaconInput | None = optional("The round of a public randomness beacon.")
    figure: FigureInput | None = optional("A figure that will be published.")
    share_ids: list[strawberry.ID] | None = optional(
        "The shares to which parties have committed: at least three, one of them from "
        "outside the authority."
    )


@strawberry.input(description="The output of the beacon, as drand prints it.")
class BeaconRoundInput:
    signature: str = field("The signature of the round, in hexadecimal digits.")
    randomness: str = field(
        "The randomness of the round: SHA-256 of the signature, in hexadecimal digits."
    )


@strawberry.input(
    one_of=True,
    description="The outcome of the source of randomness; give the part that fits the source.",
)
class RevelationInput:
    beacon: BeaconRoundInput | None = optional(
        "The output of the beacon for the round that was named."
    )
    figure: str | None = optional("The published figure: digits and the separators between them.")


def beacon(given: BeaconInput, draw_at: dt.datetime, chains: Mapping[str, Chain]) -> Beacon:
    """The round named, or the last one due before the draw, of a chain that this installation knows.
    Raises EntropySourceUnclear."""
    chain = chains.get(given.chain)
    if chain is None:
        raise EntropySourceUnclear("未知的信标链", "the beacon chain is unknown")
    if given.round is not None:
        return entropy.beacon(chain, given.round)
    return entropy.beacon_after(chain, draw_at - dt.timedelta(seconds=2 * chain.period))


def figure(given: FigureInput) -> Figure:
    faults = InputFaults()
    source = faults.name("entropy.figure.source", given.source, longest=200)
    faults.refuse()
    return Figure(source, given.published_at)


def revelation(given: RevelationInput) -> BeaconRound | PublishedFigure:
    if given.beacon is not None and given.beacon is not UNSET:
        return BeaconRound(given.beacon.signature.lower(), given.beacon.randomness.lower())
    assert given.figure is not None
    return PublishedFigure(given.figure)

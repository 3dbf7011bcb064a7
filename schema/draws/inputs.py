"""What nobody controls: named at the freeze, entered at the draw."""

import datetime as dt

import strawberry
from strawberry import UNSET

from domain.draw import entropy
from domain.draw.entropy import QUICKNET, Beacon, BeaconRound, Figure, PublishedFigure
from schema.inputs import Faults


@strawberry.input(description="A future round of a public randomness beacon.")
class BeaconInput:
    chain: str = strawberry.field(
        default=QUICKNET, description="Hash of the drand chain; quicknet unless another is named."
    )
    round: int | None = strawberry.field(
        default=None, description="The round; by default the last one due before the draw."
    )


@strawberry.input(description="A public figure that somebody else will publish.")
class FigureInput:
    source: str = strawberry.field(
        description="Which figure, and who publishes it, up to 200 characters."
    )
    published_at: dt.datetime = strawberry.field(description="When it will be published.")


@strawberry.input(one_of=True, description="Exactly one source of chance that does not exist yet.")
class EntropySourceInput:
    beacon: BeaconInput | None = strawberry.field(default=UNSET, description="A beacon's round.")
    figure: FigureInput | None = strawberry.field(default=UNSET, description="A public figure.")
    share_ids: list[strawberry.ID] | None = strawberry.field(
        default=UNSET,
        description="Shares that parties committed to: three or more, one from outside.",
    )


@strawberry.input(description="What the beacon said, as drand prints it.")
class BeaconRoundInput:
    signature: str = strawberry.field(description="Signature, in hexadecimal digits.")
    randomness: str = strawberry.field(description="Randomness: SHA-256 of the signature.")


@strawberry.input(one_of=True, description="What the source of chance yielded.")
class RevelationInput:
    beacon: BeaconRoundInput | None = strawberry.field(
        default=UNSET, description="The beacon's round."
    )
    figure: str | None = strawberry.field(
        default=UNSET, description="The figure: digits and the signs between them."
    )


def beacon(given: BeaconInput, draw_at: dt.datetime) -> Beacon:
    """The round named, or the last one due before the draw. Raises EntropySourceUnclear."""
    first = entropy.beacon(given.chain, 1)
    if given.round is not None:
        return entropy.beacon(given.chain, given.round)
    return entropy.beacon_after(given.chain, draw_at - dt.timedelta(seconds=2 * first.period))


def figure(given: FigureInput) -> Figure:
    faults = Faults()
    source = faults.text("entropy.figure.source", given.source, longest=200)
    faults.refuse()
    return Figure(source, given.published_at)


def revelation(given: RevelationInput) -> BeaconRound | PublishedFigure:
    if given.beacon is not None and given.beacon is not UNSET:
        return BeaconRound(given.beacon.signature.lower(), given.beacon.randomness.lower())
    assert given.figure is not None
    return PublishedFigure(given.figure)

import datetime as dt
from dataclasses import replace

import pytest

from domain.draws import entropy
from domain.draws.entropy import (
    CHAINS,
    DEFAULT,
    PUBLIC_CHAIN,
    QUICKNET,
    QUICKNET_KEY,
    Beacon,
    BeaconRound,
    EntropyAlreadyExists,
    EntropyDoesNotFit,
    EntropySourceUnclear,
    Figure,
    Parties,
    Party,
    PublishedFigure,
    Revelation,
    ShareMissing,
    Shares,
    Source,
)
from domain.roles import Role
from tests import beacons

AT = dt.datetime(2026, 11, 24, 1, 0, tzinfo=dt.UTC)
TASK = "T-2026-0001"
# Round 1 of drand's default chain, as published.
FIRST = BeaconRound(
    "8d61d9100567de44682506aea1a7a6fa6e5491cd27a0a0ed349ef6910ac5ac20ff7bc3e09d7c046566c9f7f3c6f3b1"
    "0104990e7cb424998203d8f7de586fb7fa5f60045417a432684f85093b06ca91c769f0e7ca19268375e659c2a2352b"
    "4655",
    "101297f1ca7dc44ef6088d94ad5fb7ba03455dc33d53ddb412bbc4564ed986ec",
)
FIRST_OF_DEFAULT = Beacon(DEFAULT, *CHAINS[DEFAULT], 1)
SECRETS = {"organ": "aa" * 32, "notary": "bb" * 32, "parents": "cc" * 16}
PARTIES = Parties(
    tuple(
        Party(name, name != "organ", entropy.party_commitment(TASK, name, secret))
        for name, secret in SECRETS.items()
    )
)
NAMED = Parties(
    tuple(
        replace(each, name=f"示例{each.party}", office=(Role.HEAD.zh, Role.HEAD.en))
        for each in PARTIES.parties
    ),
    AT + dt.timedelta(hours=2),
)
FIGURE = Figure("上证综指2026年11月24日收盘点位", AT + dt.timedelta(hours=6))


def test_a_real_round_of_a_real_beacon_is_accepted() -> None:
    source = FIRST_OF_DEFAULT

    assert source.at == dt.datetime(2020, 7, 22, 15, 17, 30, tzinfo=dt.UTC)
    assert entropy.entropy_of(source, FIRST, TASK) == f"BEACON|{DEFAULT}|1|{FIRST.randomness}"


@pytest.mark.parametrize(
    "revealed",
    [
        replace(FIRST, randomness="0" * 64),
        replace(FIRST, signature="00" + FIRST.signature[2:]),
        replace(FIRST, signature=FIRST.signature.upper()),
        replace(FIRST, signature=""),
        replace(FIRST, randomness=FIRST.randomness[:-1]),
        PublishedFigure("1234"),
    ],
    ids=["randomness", "signature", "upper case", "empty", "short", "a different kind"],
)
def test_what_the_beacon_did_not_say_is_refused(revealed: Revelation) -> None:
    with pytest.raises(EntropyDoesNotFit):
        entropy.entropy_of(FIRST_OF_DEFAULT, revealed, TASK)


def test_the_next_round_is_the_first_that_is_due_later() -> None:
    for chain in (PUBLIC_CHAIN, beacons.CHAIN):
        source = entropy.beacon_after(chain, AT)

        assert source.at > AT
        assert replace(source, round=source.round - 1).at <= AT
    on_time = entropy.beacon(PUBLIC_CHAIN, 1_000)
    assert entropy.beacon_after(PUBLIC_CHAIN, on_time.at).round == 1_001
    assert entropy.beacon_after(PUBLIC_CHAIN, dt.datetime(2000, 1, 1, tzinfo=dt.UTC)).round == 1


@pytest.mark.parametrize(
    "source",
    [
        entropy.beacon(PUBLIC_CHAIN, 1),
        replace(
            entropy.beacon_after(PUBLIC_CHAIN, AT),
            round=entropy.beacon_after(PUBLIC_CHAIN, AT).round - 1,
        ),
        replace(FIGURE, published_at=AT),
    ],
    ids=["long ago", "just now", "figure"],
)
def test_a_source_that_exists_already_is_refused(source: Source) -> None:
    with pytest.raises(EntropyAlreadyExists):
        source.refuse_unless_open(AT)


@pytest.mark.parametrize(
    "source",
    [
        Beacon("x" * 64, 0, 3, 10**9),
        Beacon(QUICKNET, 1_692_803_367, 30, 10**8),
        Beacon("0" * 64, 0, 0, 10**9),
        Beacon("0" * 64, 0, 3, 0),
        Beacon("0" * 64, 0, 10**6, 10**12),
        Beacon("0" * 64, 0, 3, 10**9, beacons.CHAIN.public_key),
        Beacon(QUICKNET, *CHAINS[QUICKNET], 10**9, beacons.CHAIN.public_key),
        Beacon(DEFAULT, *CHAINS[DEFAULT], 10**8, QUICKNET_KEY),
        replace(entropy.beacon_after(beacons.CHAIN, AT), period=4),
        replace(entropy.beacon_after(beacons.CHAIN, AT), public_key=QUICKNET_KEY),
        replace(NAMED, reveal_by=AT + dt.timedelta(minutes=119)),
        Parties((*NAMED.parties[:2], replace(NAMED.parties[2], name="")), NAMED.reveal_by),
        Parties(
            (*NAMED.parties[:2], replace(NAMED.parties[2], office=("a|b", "x"))), NAMED.reveal_by
        ),
        replace(FIGURE, source=""),
        replace(FIGURE, source="a|b"),
        Parties(PARTIES.parties[:2]),
        Parties((*PARTIES.parties[:2], PARTIES.parties[0])),
        Parties(
            (
                *PARTIES.parties[:2],
                replace(PARTIES.parties[2], commitment=PARTIES.parties[0].commitment),
            )
        ),
        Parties((*PARTIES.parties[:2], replace(PARTIES.parties[2], commitment="no hash"))),
        Parties((*PARTIES.parties[:2], replace(PARTIES.parties[2], party="a|b"))),
        Parties(tuple(replace(each, is_outside=False) for each in PARTIES.parties)),
    ],
    ids=[
        "no chain",
        "another period",
        "no period",
        "no round",
        "beyond the calendar",
        "a key of no chain",
        "a known chain with another key",
        "a chain of chained rounds",
        "a key of another period",
        "a key of another chain",
        "less time than agreed",
        "no name",
        "an office with a separator",
        "no source",
        "separator",
        "two",
        "twice",
        "one share twice",
        "no commitment",
        "name",
        "all inside",
    ],
)
def test_a_source_that_is_not_clear_is_refused(source: Source) -> None:
    with pytest.raises(EntropySourceUnclear):
        source.refuse_unless_open(AT)


def test_sources_that_do_not_exist_yet_are_accepted() -> None:
    public, own = (entropy.beacon_after(each, AT) for each in (PUBLIC_CHAIN, beacons.CHAIN))
    sooner = tuple(replace(each, minutes=1) for each in NAMED.parties)
    soon = Parties(sooner, AT + dt.timedelta(minutes=1))
    for source in (public, replace(public, public_key=None), own, FIGURE, PARTIES, NAMED, soon):
        source.refuse_unless_open(AT)


def test_a_new_draw_may_name_the_public_chain_and_the_installations_own() -> None:
    assert entropy.chains() == {QUICKNET: PUBLIC_CHAIN}
    assert entropy.chains(beacons.CHAIN).keys() == {QUICKNET, beacons.CHAIN.hash}


def test_only_what_names_something_new_is_of_the_second_version() -> None:
    first = Beacon(QUICKNET, *CHAINS[QUICKNET], 1)
    assert {each.algorithm for each in (first, FIGURE, PARTIES)} == {"DR1-HMAC-SHA256"}
    second = entropy.beacon(PUBLIC_CHAIN, 1)
    assert {each.algorithm for each in (second, NAMED)} == {"DR2-HMAC-SHA256"}


def test_a_signature_by_another_key_is_refused_and_of_a_chained_chain_nobody_can_tell() -> None:
    questions: list[tuple[str, int]] = []

    def is_signed(key: str, round: int, signature: str) -> bool:
        questions.append((key, round))
        return False

    for source in (Beacon(QUICKNET, *CHAINS[QUICKNET], 7), entropy.beacon(beacons.CHAIN, 8)):
        with pytest.raises(EntropyDoesNotFit):
            entropy.refuse_forged(source, FIRST, is_signed)
    entropy.refuse_forged(FIRST_OF_DEFAULT, FIRST, is_signed)
    entropy.refuse_forged(FIGURE, PublishedFigure("1"), is_signed)

    assert questions == [(QUICKNET_KEY, 7), (beacons.CHAIN.public_key, 8)]


@pytest.mark.parametrize("figure", ["", "abc", "1|2", "3 456", "-1", "1" * 65, "１"])
def test_a_figure_is_digits(figure: str) -> None:
    with pytest.raises(EntropyDoesNotFit):
        entropy.entropy_of(FIGURE, PublishedFigure(figure), TASK)


def test_figures_and_shares_go_into_the_seed_as_they_are() -> None:
    assert entropy.entropy_of(FIGURE, PublishedFigure("3,456.78"), TASK) == (
        f"FIGURE|{FIGURE.source}|3,456.78"
    )
    assert entropy.entropy_of(PARTIES, Shares(SECRETS), TASK) == (
        f"PARTIES|organ|{'aa' * 32}|notary|{'bb' * 32}|parents|{'cc' * 16}"
    )


def test_without_all_shares_there_is_no_draw_and_those_silent_are_named() -> None:
    with pytest.raises(ShareMissing) as refused:
        entropy.entropy_of(PARTIES, Shares({"organ": SECRETS["organ"]}), TASK)

    assert refused.value.missing_zh == "notary、parents"
    assert "notary, parents" in refused.value.message("en")


def test_the_silent_are_called_by_name_and_office() -> None:
    with pytest.raises(ShareMissing) as refused:
        entropy.entropy_of(NAMED, Shares({"organ": SECRETS["organ"]}), TASK)

    assert "示例notary（机关负责人）、示例parents（机关负责人）" in refused.value.message("zh")
    assert "示例notary (Head of the organ)" in refused.value.message("en")


@pytest.mark.parametrize(
    "secrets",
    [
        {**SECRETS, "notary": "bc" * 32},
        {**SECRETS, "notary": "bb" * 8},
        {**SECRETS, "notary": "BB" * 32},
        {**SECRETS, "stranger": "dd" * 32},
        {**SECRETS, "organ": SECRETS["notary"], "notary": SECRETS["organ"]},
    ],
    ids=["another", "short", "upper case", "stranger", "exchanged"],
)
def test_a_share_that_was_not_committed_to_is_refused(secrets: dict[str, str]) -> None:
    with pytest.raises(EntropyDoesNotFit):
        entropy.entropy_of(PARTIES, Shares(secrets), TASK)


def test_a_share_serves_one_task() -> None:
    with pytest.raises(EntropyDoesNotFit):
        entropy.entropy_of(PARTIES, Shares(SECRETS), "T-2026-0002")


@pytest.mark.parametrize(
    "source",
    [
        Beacon(QUICKNET, *CHAINS[QUICKNET], 7),
        entropy.beacon(beacons.CHAIN, 7),
        FIGURE,
        PARTIES,
        NAMED,
    ],
    ids=lambda each: f"{type(each).__name__} {each.algorithm}",
)
def test_a_source_is_read_as_it_was_written(source: Source) -> None:
    assert entropy.source_of(source.document()) == source


@pytest.mark.parametrize(
    "revealed", [FIRST, PublishedFigure("1"), Shares(SECRETS)], ids=lambda each: type(each).__name__
)
def test_what_was_revealed_is_read_as_it_was_written(revealed: Revelation) -> None:
    assert entropy.revelation_of(revealed.document()) == revealed


def test_there_is_no_other_source() -> None:
    with pytest.raises(ValueError, match="DICE"):
        entropy.source_of({"kind": "DICE"})

"""The public credit commitment that an application for repair comes with (X80)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from domain.refusals import InvalidInput, Refusal, Violation

TEXTS = {
    "CC-1": "本单位承诺：已纠正本次检查发现的问题并履行相关义务；所提交的材料真实、合法、有效；今后依法依规办学，"
    "自觉接受监管和社会监督；如违反承诺，愿依法承担相应责任。",
}
"""Each version in the words that are signed (INF: the national form was not read). A version is never
changed; the last one is the one to sign."""


class CommitmentMissing(
    Refusal,
    zh="申请信用修复须提交已签署的信用承诺书。",
    en="An application for credit repair needs a signed credit commitment. Sign the current text and "
    "apply again.",
    basis="X80",
):
    """Of graded results; it is public as long as the application waits."""


@dataclass(frozen=True, slots=True)
class Commitment:
    """A signed commitment: which text, by whom for the institution, on which day."""

    text_version: str
    signed_by: str
    signed_on: dt.date


def check(commitment: Commitment, *, published_on: dt.date, today: dt.date) -> None:
    """Raise InvalidInput for a text that is not the current one, and for a signature from before the record
    was published or in the future."""
    if faults := tuple(_faults(commitment, published_on, today)):
        raise InvalidInput(faults)


def _faults(commitment: Commitment, published_on: dt.date, today: dt.date) -> Iterator[Violation]:
    if commitment.text_version != list(TEXTS)[-1]:
        yield Violation(
            "commitment.textVersion", "须签署现行文本", "must be the version of the current text"
        )
    if not published_on <= commitment.signed_on <= today:
        yield Violation(
            "commitment.signedOn",
            "须在公示日与今天之间",
            "must be between the publication and today",
        )

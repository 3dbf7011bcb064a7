"""Unified social credit codes (GB 32100-2015): eighteen characters, judged by the code alone.

One character for the registering department, one for the kind of organisation, six digits of the region,
nine characters of the organisation's code (GB 11714) and a check character. Letters I, O, S, V and Z are
not used. The department's may be a letter (N for rural collectives, Y for others), and so may the kind's.
"""

import re

from domain import identifiers

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""A character's value is its place (GB 32100-2015, table 1)."""
_FORM = re.compile(f"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


class NotACreditCode(ValueError):
    """The text is no code, or its check character is wrong."""


def spelt(text: str) -> str:
    """A code in its one spelling, capitals without blanks or dashes; other texts as they are folded.
    For look-ups and keys: nothing is checked."""
    return identifiers.folded(text).replace("-", "").upper()


def read(text: str) -> str:
    """The code in its one spelling. Raises NotACreditCode."""
    code = spelt(text)
    if _FORM.fullmatch(code) is None or code[17] != check_character(code[:17]):
        raise NotACreditCode
    return code


def check_character(body: str) -> str:
    """Of the first seventeen characters: their weighted sum and the check's value make a multiple of 31,
    the weight of the place i being 3^(i-1) modulo 31 (GB 32100-2015, section 5 and table 2)."""
    total = sum(ALPHABET.index(each) * weight for each, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]

"""Identifiers as they are compared: one folding for keys and look-ups, whatever people typed or pasted.

`folded` is NFKC_Casefold of the Unicode Standard (section 3.13; UAX #15 for NFKC, UAX #44 for
Default_Ignorable_Code_Point, among which are the zero-width characters and the directional formatting
characters of UAX #9), without blanks. What is stored keeps its spelling; what is compared is folded.
Each kind of identifier has its function here:

=====================  ====================================================================
`number`               licence, filing and listing numbers, certificates, staff numbers
`address`              addresses of sites, within one institution and region
`login`                sign-in names
`mobile`               mobile numbers of accounts
`digits`               receipts, one-time codes
`telephone`            telephone numbers that are kept as text
`domain.credit_codes`  unified social credit codes
=====================  ====================================================================

Pure functions, each idempotent: folding what is folded changes nothing. A text of more than a thousand
characters is no identifier and stays as it is.
"""

import re
import unicodedata

LONGEST = 1_000
"""Normalisation sorts runs of combining marks: bounded, so that nobody makes the server sort."""
_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Default_Ignorable_Code_Point of Unicode 15 (DerivedCoreProperties.txt)."""
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""The directional formatting characters of UAX #9, section 2."""
_DASHES = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63", "-")
)
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[\s\-]+(?=[0-9])")
_OF_CHINA = re.compile(r"(?:\+|00)?86-?(1[0-9]{10})")
_BLANKS = re.compile(r"\s+")
_UNLESS_BETWEEN_DIGITS = re.compile(r"(?<![0-9]) | (?![0-9])")


def visible(text: str) -> str:
    """NFKC without what cannot be seen: full-width letters are ordinary ones, dashes are `-`, any
    blanks are one space, none around; case stays."""
    if len(text) > LONGEST:
        return text
    plain = unicodedata.normalize("NFKC", _IGNORABLE.sub("", text)).translate(_DASHES)
    # A compatibility character may decompose into one that is ignored.
    return " ".join(_IGNORABLE.sub("", plain).split())


def spaced(text: str) -> str:
    """`visible` without case. Some letters are composed again once their case is gone."""
    return text if len(text) > LONGEST else visible(visible(text).casefold())


def folded(text: str) -> str:
    """NFKC_Casefold without blanks."""
    return _joined(_BLANKS, text)


def number(text: str) -> str:
    """Two spellings of one document number have one key."""
    return folded(text)


def address(text: str) -> str:
    """As `number`, but for blanks between two digits, which part them: `3幢 12室` is `3幢12室`, and
    `31 2` is not `3 12`."""
    return _joined(_UNLESS_BETWEEN_DIGITS, text)


def login(text: str) -> str:
    return folded(text)


def digits(text: str) -> str:
    """Digits in groups, with dashes or in full width as one run; other texts as `folded`."""
    return text if len(text) > LONGEST else folded(_BETWEEN_DIGITS.sub("", visible(text)))


def mobile(text: str) -> str:
    """`digits` of a mobile number, without the country's prefix (`+86`, `0086`, `86`), which phones put
    before the numbers of their address books."""
    found = _OF_CHINA.fullmatch(digits(text))
    return found[1] if found else digits(text)


def telephone(text: str) -> str:
    """As it is printed, `+86 512-6522 0000`: what phones paste around a number is gone."""
    return visible(text)


def has_direction_controls(text: str) -> bool:
    """Whether the text holds a character that changes the order in which others are displayed (UAX #9):
    what is read is then not what is stored."""
    return _BIDI.search(text) is not None


def _joined(blanks: re.Pattern[str], text: str) -> str:
    if len(text) > LONGEST:
        return text
    # A mark that stood after a blank belongs to the letter before it now.
    return unicodedata.normalize("NFKC", blanks.sub("", spaced(text)))

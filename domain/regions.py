"""Administrative regions: six-digit codes whose subtrees are contiguous ranges (GB/T 2260)."""

from dataclasses import dataclass

from domain.terms import Term

NATION = "000000"


def is_region_code(text: str) -> bool:
    """Whether it can be a region's code: six digits. Whether there is one, the table knows."""
    return len(text) == 6 and text.isascii() and text.isdigit()


class RegionLevel(Term):
    NATION = "NATION", "全国", "Nation"
    PROVINCE = "PROVINCE", "省级", "Province"
    CITY = "CITY", "地级", "City"
    COUNTY = "COUNTY", "县级", "County"


LEAD = {
    RegionLevel.NATION: 0,
    RegionLevel.PROVINCE: 2,
    RegionLevel.CITY: 4,
    RegionLevel.COUNTY: 6,
}
"""With how many digits of its own the codes of a region's subtree begin."""


@dataclass(frozen=True, slots=True, order=True)
class Subtree:
    """All codes from `first` to `last`, both inclusive."""

    first: str
    last: str

    def __contains__(self, code: str) -> bool:
        return self.first <= code <= self.last

    def covers(self, other: "Subtree") -> bool:
        return self.first <= other.first and other.last <= self.last


def subtree(code: str) -> Subtree:
    """The subtree of a region, itself included; the trailing zero pairs tell its level."""
    if code == NATION:
        return Subtree(NATION, "999999")
    if code.endswith("0000"):
        return Subtree(code, code[:2] + "9999")
    if code.endswith("00"):
        return Subtree(code, code[:4] + "99")
    return Subtree(code, code)


def lead(code: str) -> str:
    """What the codes of a region's subtree begin with, itself included."""
    return code[: LEAD[level(code)]]


def level(code: str) -> RegionLevel:
    if code == NATION:
        return RegionLevel.NATION
    if code.endswith("0000"):
        return RegionLevel.PROVINCE
    return RegionLevel.CITY if code.endswith("00") else RegionLevel.COUNTY

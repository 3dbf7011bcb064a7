"""Where a complaint happened, and the refusal when no unit answers there."""

from dataclasses import dataclass
from uuid import UUID

from domain.authorities import Sector
from domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class RespondentPlace:
    """What decides the intake unit: the respondent's region and sector, its entry if it has one."""

    region_code: str
    sector: Sector
    institution_id: UUID | None = None


@dataclass(eq=False)
class NoIntakeAuthority(
    Refusal,
    zh="该地区（{region_code}）尚无行政机关受理{sector.zh}领域的投诉举报。",
    en="No administrative authority handles complaints in region {region_code} "
    "(sector: {sector.en}).",
):
    region_code: str
    sector: Sector

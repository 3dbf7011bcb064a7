"""When two entries of one institution are one, entered twice under different spellings."""

from dataclasses import dataclass
from uuid import UUID

from domain.refusals import Refusal


class NotDuplicates(
    Refusal,
    zh="两条登记不是同一机构的同一项，不能合并。",
    en="The two entries are not one that an institution has twice, so they cannot be merged.",
):
    pass


@dataclass(frozen=True, slots=True)
class Part:
    """A site or an entitlement: whose it is, and by what, folded, it is the same as another."""

    id: UUID
    institution_id: UUID
    identifier: tuple[str, ...]
    is_open: bool = True


def refuse_unless_same(duplicate: Part, kept: Part) -> None:
    """Raise NotDuplicates unless both are the same thing of one institution, and both are open."""
    if (
        duplicate.id == kept.id
        or duplicate.institution_id != kept.institution_id
        or duplicate.identifier != kept.identifier
        or not (duplicate.is_open and kept.is_open)
    ):
        raise NotDuplicates

"""Who may publish an item of the list, and which version it becomes."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from domain.actors import Actor, Office
from domain.offices import refuse_unless_organ
from domain.permissions import Permission
from domain.refusals import InvalidInput, NotPermitted, Refusal


class ItemOfAnotherAuthority(
    Refusal,
    zh="该事项编码已由其他机关或通用清单使用。",
    en="This item code belongs to another authority or to the common list.",
):
    """An organ writes new versions of its own items only."""


@dataclass(eq=False)
class ItemRetired(
    Refusal,
    zh="该事项自{effective_to}之后不再有效。",
    en="The item is no longer in force after {effective_to}.",
    basis="X43",
):
    effective_to: dt.date


@dataclass(frozen=True, slots=True)
class Listing:
    """The newest version of an item as the list has it."""

    authority_id: UUID | None
    version_no: int
    effective_from: dt.date
    effective_to: dt.date | None


@dataclass(frozen=True, slots=True)
class Edition:
    """A version to be published; the one before it ends on the eve of `effective_from`."""

    version_no: int
    effective_from: dt.date

    @property
    def earlier_ends_on(self) -> dt.date:
        return self.effective_from - dt.timedelta(days=1)


def publish(
    office: Office,
    newest: Listing | None,
    *,
    effective_from: dt.date,
    by: Actor,
    today: dt.date,
) -> Edition:
    """Decide the version of an item that an organ publishes.

    NotPermitted where the actor publishes nothing there; NotAnAdministrativeOrgan;
    ItemOfAnotherAuthority; InvalidInput for a day that is past or not after the earlier version's.
    """
    _refuse_unless_publisher(office, by)
    if effective_from < today:
        # Items are published before they are used (X21, X43).
        raise InvalidInput.of("effectiveFrom", "不得早于今天", "must not be in the past")
    if newest is None:
        return Edition(1, effective_from)
    _refuse_foreign(office, newest)
    if effective_from <= newest.effective_from:
        raise InvalidInput.of(
            "effectiveFrom", "须晚于现行版本", "must be after the first day of the current version"
        )
    return Edition(newest.version_no + 1, effective_from)


def retire(
    office: Office, newest: Listing, *, effective_to: dt.date, by: Actor, today: dt.date
) -> dt.date:
    """Decide the last day of an item. Refuses as `publish`; ItemRetired where it has one already."""
    _refuse_unless_publisher(office, by)
    _refuse_foreign(office, newest)
    if newest.effective_to is not None:
        raise ItemRetired(newest.effective_to)
    if effective_to < max(today, newest.effective_from):
        raise InvalidInput.of(
            "effectiveTo",
            "不得早于今天或生效之日",
            "must not be before today or the first day of the item",
        )
    return effective_to


def _refuse_unless_publisher(office: Office, by: Actor) -> None:
    if office not in tuple(by.offices_with(Permission.ITEM_PUBLISH)):
        raise NotPermitted(Permission.ITEM_PUBLISH)
    refuse_unless_organ(office)


def _refuse_foreign(office: Office, newest: Listing) -> None:
    if newest.authority_id != office.authority_id:
        raise ItemOfAnotherAuthority

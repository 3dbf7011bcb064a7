"""External registrations, public but for who verified them; differences, for the offices and whom they ask."""

from collections.abc import Callable

import sqlalchemy as sa

from domain.permissions import Permission
from persistence.accounts.table import Account
from persistence.authorities.table import Authority
from persistence.history.shape import HISTORY
from persistence.reading.conditions import holds, one_of_values, refers_to
from persistence.reading.public_tables import PublicTable
from persistence.reading.rows import alias_of
from persistence.reading.shape import (
    Column,
    DerivedObjects,
    Expression,
    KeysetOrder,
    One,
    Page,
    Row,
    Shape,
    referenced_by,
    references,
    to_all,
)
from persistence.registrations.conditions import in_region, public_state, state, waits
from persistence.registrations.policies import (
    can_see_difference,
    can_see_platform_report,
    of_office,
)
from persistence.registrations.table import (
    ExternalRegistration,
    PlatformReport,
    RegistrationDifference,
)


def _name_of(account_id: str) -> Callable[[Row], Expression]:
    def of(row: Row) -> Expression:
        account = alias_of(Account.__table__)
        name = sa.select(account.c.display_name).where(account.c.id == row.c[account_id])
        return name.correlate(row).scalar_subquery()

    return of


def _authority_name(row: Row) -> Expression:
    authority = alias_of(Authority.__table__)
    name = sa.select(authority.c.name).where(authority.c.id == row.c.verified_authority_id)
    return name.correlate(row).scalar_subquery()


REGISTRATION = Shape(
    "ExternalRegistration",
    ExternalRegistration.__table__,
    {
        "institution": One("Institution", on=references("institution_id")),
        "state": Column(state, visible_if=of_office, fallback=public_state),
        "verifiedBy": Column(
            _name_of("verified_by"), permission=Permission.HISTORY_READ, visible_if=of_office
        ),
        "verifiedFor": Column(
            _authority_name, permission=Permission.HISTORY_READ, visible_if=of_office
        ),
        "history": HISTORY(on=referenced_by("object_id")),
    },
    to_all,
)

DIFFERENCE = Shape(
    "RegistrationDifference",
    RegistrationDifference.__table__,
    {
        "institution": One("Institution", on=references("institution_id")),
        "registration": One("ExternalRegistration", on=references("registration_id")),
        "seenBy": Column(_name_of("seen_by"), visible_if=of_office),
        "decidedBy": Column(_name_of("decided_by"), visible_if=of_office),
    },
    can_see_difference,
)

REPORT = Shape(
    "PlatformReport",
    PlatformReport.__table__,
    {
        "rejected": DerivedObjects(
            (lambda row: row.c.rejected,), "platform_rejections", "RejectedPlatformRow", weight=2
        ),
    },
    can_see_platform_report,
)

SHAPES = (REGISTRATION, DIFFERENCE, REPORT)

PUBLIC_TABLES = (
    PublicTable(
        ExternalRegistration,
        institution="institution_id",
    ),
)

ROOTS = {
    "registrationDifferences": Page(
        "RegistrationDifference",
        orders={"SEEN_AT": KeysetOrder((lambda row: row.c.seen_at,))},
        default_order=("SEEN_AT", "ASC"),
        filters={
            "institutionId": refers_to("Institution", "institution_id"),
            "registrationId": refers_to("ExternalRegistration", "registration_id"),
            "fields": one_of_values("field"),
            "states": one_of_values("state"),
            "isSettled": holds(lambda row: sa.not_(waits(row))),
            "regionCode": in_region,
        },
        permission=Permission.HISTORY_READ,
    ),
}

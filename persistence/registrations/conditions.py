"""What a registration is worth today, in SQL, and filters of institutions by it.

The same as `domain.registrations.rules.Registration.state_on`; a test compares both.
"""

from collections.abc import Mapping

import sqlalchemy as sa

from domain.registrations.differences import OPEN
from domain.registrations.terms import RegistrationState
from domain.terms import Term
from persistence.institutions.table import Institution
from persistence.reading.conditions import TODAY, one_of_values, within
from persistence.reading.rows import alias_of
from persistence.reading.shape import Condition, Expression, Predicate, Row
from persistence.reading.viewer import Value
from persistence.registrations.table import ExternalRegistration, RegistrationDifference


def public_state(row: Row) -> Expression:
    """As everybody sees it: nothing of it turns on differences that wait."""
    return sa.case((_is_over(row), _word(RegistrationState.ENDED)), *_by_verification(row))


def state(row: Row) -> Expression:
    """As the offices see it: also whether a difference waits."""
    waiting = alias_of(RegistrationDifference.__table__)
    found = sa.select(waiting.c.id).where(waiting.c.registration_id == row.c.id, waits(waiting))
    return sa.case(
        (_is_over(row), _word(RegistrationState.ENDED)),
        (sa.exists(found.correlate(row)), _word(RegistrationState.DIFFERS)),
        *_by_verification(row),
    )


def waits(difference: Row) -> Predicate:
    """Somebody has to decide about it, or to explain it."""
    return sa.cast(difference.c.state, sa.Text).in_([_word(each) for each in sorted(OPEN)])


def _is_over(row: Row) -> Predicate:
    return sa.or_(row.c.ended_on <= TODAY, row.c.valid_to < TODAY)


def _by_verification(row: Row) -> list[tuple[Predicate, Expression]]:
    return [
        (row.c.verified_on.is_(None), _word(RegistrationState.UNVERIFIED)),
        (row.c.stale_on <= TODAY, _word(RegistrationState.STALE)),
        (sa.true(), _word(RegistrationState.VERIFIED)),
    ]


def _word(term: Term) -> Expression:
    return sa.literal_column(f"'{term.value}'", sa.Text())


def has_registration(row: Row, value: Value) -> Predicate:
    """One of its registrations meets all that is wanted; they are found first."""
    held = alias_of(ExternalRegistration.__table__)
    wanted = [_HELD[name](held, part) for name, part in value.parts()]
    return row.c.id.in_(sa.select(held.c.institution_id).where(*wanted))


def lacks_registration(row: Row, value: Value) -> Predicate:
    """It has none of this kind that has not ended."""
    held = alias_of(ExternalRegistration.__table__)
    found = sa.select(held.c.id).where(
        held.c.institution_id == row.c.id,
        sa.cast(held.c.kind, sa.Text) == value.text(),
        sa.not_(sa.func.coalesce(_is_over(held), sa.false())),
    )
    return sa.not_(sa.exists(found.correlate(row)))


def in_region(row: Row, value: Value) -> Predicate:
    """The row's institution lies in this region or below it."""
    institution = alias_of(Institution.__table__)
    found = sa.select(institution.c.id).where(
        institution.c.id == row.c.institution_id, within("region_code")(institution, value)
    )
    return sa.exists(found.correlate(row))


_HELD: Mapping[str, Condition] = {
    "kinds": one_of_values("kind"),
    "states": lambda held, value: public_state(held) == sa.any_(value.texts()),
}

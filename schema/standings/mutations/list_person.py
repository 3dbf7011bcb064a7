"""An office puts somebody on the staff black list."""

import datetime as dt
from uuid import UUID

import strawberry

from domain.actors import AuthorityIsClosed
from domain.offices import NotAnAdministrativeOrgan
from domain.permissions import Permission
from domain.standings import decisions
from domain.standings.terms import StandingKind
from domain.teachers.employments import CHINA
from persistence.accounts import identity_numbers
from persistence.engine.identifiers import new_key
from persistence.standings import writes as standings
from persistence.standings.table import ListedPerson
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults
from schema.mutations import begin_transaction, mutation
from schema.standings import claims, types
from schema.standings.claims import StandingId
from schema.teachers.mutations.register_teacher import identity_number


@strawberry.input(description="Somebody who may not be employed.")
class ListPersonInput:
    operation_id: UUID = field(OPERATION_ID)
    name: str = field("Name of the person, up to 50 characters; officials in scope see it.")
    nationality: str = strawberry.field(
        default=CHINA, description="Nationality as an ISO 3166-1 alpha-2 code, such as `CN`."
    )
    identity_number: str = field(
        "Resident identity number or, for a foreigner, the number of the passport or permanent"
        " resident's card. It is kept sealed, and as a keyed hash."
    )
    from_on: dt.date | None = optional(claims.FROM_ON)
    until_on: dt.date = field("Last day on the list, inclusive: within 60 months.")
    ground: str = field(
        "Ground of the decision, up to 1,000 characters; officials in scope see it."
    )
    legal_basis: list[str] = field(claims.LEGAL_BASIS)


@strawberry.type(description="The person is on the staff black list.")
class PersonListed:
    standing_id: StandingId
    standing: types.Standing | None = refetched("standing_id", "The entry of the list.")


@mutation(
    permission=Permission.STANDING_DECIDE,
    description="Put somebody on the staff black list (X16). No institution of the register may employ that"
    " person until the last day, or until `endStanding`; who is employed already stays until the employment"
    " is ended.",
    refuses=(
        decisions.AlreadyStands,
        decisions.PredatesDecision,
        NotAnAdministrativeOrgan,
        AuthorityIsClosed,
    ),
)
async def list_person(info: Info, input: ListPersonInput) -> PersonListed:
    faults, context = InputFaults(), info.context
    ground, legal_basis = claims.reasons_of(faults, input)
    name = faults.name("name", input.name, longest=50)
    number = identity_number(faults, input, context.today())
    faults.refuse()
    hashed, kind = identity_numbers.hashed(context.keys, number), StandingKind.STAFF_BLACK_LIST
    async with begin_transaction(info, input) as transaction:
        session, office = transaction.session, claims.own_office(transaction)
        person = await standings.find_person(session, hashed)
        if person is None:
            key = new_key()
            sealed = identity_numbers.sealed(context.keys, number, key)
            person = ListedPerson(id=key, name=name, identity_hash=hashed, identity_sealed=sealed)
            session.add(person)
            await session.flush()
        found = await standings.of_person(session, person)
        from_on = claims.day_of(input.from_on, transaction.today)
        decisions.put_on_list(
            kind, from_on, input.until_on, standings=found.facts(), today=transaction.today
        )
        entry = found.enter(
            kind,
            region_code=office.subtree.first,
            sector=sorted(office.sectors)[0],
            from_on=from_on,
            until_on=input.until_on,
            ground=ground,
            legal_basis=legal_basis,
            authority_id=office.authority_id,
            decided_by=transaction.actor.account_id,
            decided_at=transaction.now,
        )
        transaction.audit("person.listed", on=entry.id)
        return transaction.succeed(PersonListed(standing_id=entry.id))

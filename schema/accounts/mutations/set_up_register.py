"""The person who started the server sets an empty register up, with the address that its console showed."""

from uuid import UUID

import strawberry

from domain import identifiers
from domain import setup as rules
from domain.authorities import AuthorityKind, Sector
from domain.credentials import LoginTaken
from domain.refusals import TooManyAttempts
from domain.roles import Role
from persistence.accounts import links, setup
from schema.attempts import attempt, unless
from schema.fields import Info, field, optional, refetched
from schema.inputs import InputFaults
from schema.mutations import session_mutation
from schema.regions.types import Authority


@strawberry.input(description="The authority for which the register is set up.")
class FirstAuthorityInput:
    kind: AuthorityKind | None = optional(
        "Administrative organ or social organisation; an organ unless given. A social organisation "
        "administers itself alone; an organ can be set up beside it by the server's command."
    )
    name: str = field("The full name of the authority, up to 80 characters.")
    region_code: str = field(
        "The region that it answers for, with all regions below it; six digits."
    )
    sectors: list[Sector] = field(
        "The sectors that it answers for; at least one. Its administrators administer authorities of "
        "these sectors only, so name all that the register is for."
    )


@strawberry.input(description="One of the three administrators.")
class FirstPersonInput:
    login: str = field(
        "Sign-in name: 2 to 40 characters of a-z, 0-9, `.`, `_` and `-`, beginning with a letter."
    )
    display_name: str = field("The name displayed to others, up to 40 characters.")
    phone: str | None = optional(
        "Mainland mobile number of eleven digits, another for each of the three. Where this system can "
        "send messages, the link of a reset that a second administrator confirmed goes there, and to "
        "nobody else."
    )


@strawberry.input(
    description="The first authority, and the three different people who administer it."
)
class SetUpRegisterInput:
    token: str = field(
        "What stands behind `#` in the address that the console showed; send it in the body of a request "
        "only."
    )
    authority: FirstAuthorityInput = field("The authority for which the register is set up.")
    system: FirstPersonInput = field(
        "Who creates accounts and grants roles: the system administrator."
    )
    security: FirstPersonInput = field("Who confirms what was granted: the security administrator.")
    audit: FirstPersonInput = field("Who looks at what the two did: the audit administrator.")


@strawberry.type(description="An administrator, and how they come into the account.")
class AdministratorLink:
    role: Role = field("Which of the three administrators it is.")
    login: str = field("The name to sign in with, once a password is set.")
    link: str = field(
        "The path of the page at which the password is set, with the link's secret behind `#`: for this "
        "person alone, within seven days. It is answered once; `account recover` on the server makes "
        "another."
    )


@strawberry.type(
    description="The register has its first authority and three administrators, who set their passwords "
    "with a link each."
)
class RegisterSetUp:
    authority_id: strawberry.Private[UUID]
    authority: Authority | None = refetched("authority_id", "The authority that was entered.")
    administrators: list[AdministratorLink] = field("The three, each with a one-time link.")


@session_mutation(
    description="Set up a register that has no accounts, with the address that the server's console "
    "showed at the start: within 15 minutes, once. Addresses that are wrong, used or late get the same "
    "answer.",
    refuses=(rules.SetupNotOpen, LoginTaken, TooManyAttempts),
)
async def set_up_register(info: Info, input: SetUpRegisterInput) -> RegisterSetUp:
    context = info.context
    faults = InputFaults()
    name = faults.name("authority.name", input.authority.name, longest=rules.LONGEST_NAME)
    people = {
        role: _person(faults, field, getattr(input, field))
        for role, field in rules.ADMINISTRATORS.items()
    }
    faults.refuse()
    authority = rules.FirstAuthority(
        name,
        input.authority.region_code,
        frozenset(input.authority.sectors),
        input.authority.kind or AuthorityKind.ADMIN_ORGAN,
    )
    rules.check(authority, people)
    with attempt(context.rate_limits.link, context.client, counts=unless(LoginTaken)):
        done = await _set_up(info, input.token, authority, people)
    return RegisterSetUp(
        authority_id=done.authority_id,
        administrators=[
            AdministratorLink(
                role=role,
                login=people[role].login,
                link=links.address(context.keys, link_id),
            )
            for role, link_id in done.links.items()
        ],
    )


async def _set_up(
    info: Info,
    token: str,
    authority: rules.FirstAuthority,
    people: dict[Role, rules.FirstPerson],
) -> setup.SetUp:
    context = info.context
    now = context.now()
    async with context.database.writing() as session:
        await setup.use_token(session, token, keys=context.keys, now=now)
        return await setup.set_up(
            session,
            authority,
            people,
            keys=context.keys,
            now=now,
            request_id=context.request_id,
        )


def _person(faults: InputFaults, field: str, given: FirstPersonInput) -> rules.FirstPerson:
    name = faults.name(f"{field}.displayName", given.display_name, longest=40)
    phone = identifiers.mobile(given.phone) if given.phone else None
    return rules.FirstPerson(given.login, name, phone)

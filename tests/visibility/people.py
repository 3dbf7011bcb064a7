"""Those who look: the people of the tests, some more for the seats between, and a visitor."""

from domain.roles import Role
from tests.people import (
    FARAWAY,
    GUSU,
    JIANGSU,
    PEOPLE,
    SOCIETY,
    SUZHOU,
    Person,
    key,
)

dong = Person(key(901), "dong", Role.SUPERVISOR, JIANGSU)
wei = Person(key(902), "wei", Role.HEAD, GUSU)
ning = Person(key(903), "ning", Role.COMPLAINT_CLERK, GUSU)
"""Supervisor of the district too: two seats, whose reach differs."""
qu = Person(key(904), "qu", Role.TASK_MANAGER, SUZHOU)
"""Left: the only role is revoked."""
lan = Person(key(905), "lan", Role.INSTITUTION_ADMIN, institution_id=FARAWAY)
mo = Person(key(906), "mo", Role.SYS_ADMIN, SUZHOU)
she = Person(key(907), "she", Role.SUPERVISOR, SOCIETY)
"""At a social organisation of the whole nation: its scope is its programmes, not a subtree."""
jian = Person(key(908), "jian", Role.OVERSIGHT, SOCIETY)
zu = Person(key(909), "zu", Role.SYS_ADMIN, SOCIETY)
mu = Person(key(910), "mu", Role.OVERSIGHT, SUZHOU)
"""Below the unit that takes in what is said of the city's own inspectors."""
MORE = (dong, wei, ning, qu, lan, mo, she, jian, zu, mu)

LOOKING: dict[str, Person | None] = {
    **{person.login: person for person in (*PEOPLE, *MORE)},
    "visitor": None,
}

HOLDER = "receipt"
"""A visitor who shows the receipt of the anonymous complaint; it opens one root only."""


def _form(login: str, person: Person | None) -> object:
    """Who share their statements: the same role, held at the same kind of place."""
    if person is None or person in (ning, qu):
        return login
    return person.role, person.place and person.place.kind


GROUPS: dict[str, list[str]] = {}
"""Those who look, by what they share; each group is one test."""
for _form_of_group in dict.fromkeys(_form(*each) for each in LOOKING.items()):
    _logins = [login for login, person in LOOKING.items() if _form(login, person) == _form_of_group]
    GROUPS["-".join(_logins)] = _logins

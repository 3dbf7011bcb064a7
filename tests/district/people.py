"""Who supervises the place of 枫叶, and who supervises other places and sectors."""

from typing import Any

from domain.authorities import Sector
from domain.roles import Role
from tests.factories import accounts, authorities
from tests.people import CHAOYANG, GUSU, JIANGSU, SUZHOU, SUZHOU_SPORTS, Person, Place, key

KUNSHAN = Place(key(9100), "昆山市教育局", "320583", parent=SUZHOU.id)
"""Another county of the city."""
GUSU_SPORTS = Place(key(9101), "姑苏区体育局", "320508", sectors=(Sector.SPORTS,))
NEW_PLACES = (KUNSHAN, GUSU_SPORTS)

PLACES = (JIANGSU, SUZHOU, GUSU, KUNSHAN, SUZHOU_SPORTS, GUSU_SPORTS, CHAOYANG)
ROLES = (
    *(Role.SUPERVISOR, Role.OVERSIGHT, Role.HEAD, Role.TASK_MANAGER, Role.RESULT_AUDITOR),
    *(Role.REGISTRAR, Role.COMPLAINT_CLERK, Role.SYS_ADMIN),
)
PEOPLE = {
    (role, place): Person(key(9200 + 20 * i + j), f"{role.value}-{place.name}", role, place)
    for i, role in enumerate(ROLES)
    for j, place in enumerate(PLACES)
}

of_gusu = PEOPLE[Role.SUPERVISOR, GUSU]
oversight_of_gusu = PEOPLE[Role.OVERSIGHT, GUSU]
of_kunshan = PEOPLE[Role.SUPERVISOR, KUNSHAN]
of_sports = PEOPLE[Role.SUPERVISOR, GUSU_SPORTS]
of_chaoyang = PEOPLE[Role.SUPERVISOR, CHAOYANG]


def rows() -> list[list[Any]]:
    """Beside the world, in the order in which they refer to one another."""
    return [
        [authorities.authority(place) for place in NEW_PLACES],
        [accounts.account(person.login, id=person.id) for person in PEOPLE.values()],
        [accounts.grant(person) for person in PEOPLE.values()],
    ]

"""The people and places that tests are about. All are invented.

Suzhou (320500) is their city, Gusu (320508) a district of it, Beijing's Chaoyang (110105) is far away.
"""

from dataclasses import dataclass
from uuid import UUID

from domain.authorities import AuthorityKind, Sector
from domain.roles import Role


def key(number: int) -> UUID:
    """A key that reads as version 7 and sorts by its number."""
    return UUID(f"01900000-0000-7000-8000-{number:012d}")


@dataclass(frozen=True, slots=True)
class Place:
    id: UUID
    name: str
    region_code: str
    kind: AuthorityKind = AuthorityKind.ADMIN_ORGAN
    sectors: tuple[Sector, ...] = (Sector.EDUCATION,)
    parent: UUID | None = None


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    login: str
    role: Role
    place: Place | None = None
    officer_id: UUID | None = None
    institution_id: UUID | None = None

    @property
    def as_officer(self) -> UUID:
        """The id of one who is known to be an officer."""
        assert self.officer_id is not None
        return self.officer_id


NATION = Place(key(1), "国家平台", "000000")
JIANGSU = Place(key(2), "江苏省教育厅", "320000")
SUZHOU = Place(key(3), "苏州市教育局", "320500", parent=key(2))
GUSU = Place(key(4), "姑苏区教育局", "320508", parent=key(3))
CHAOYANG = Place(key(5), "北京市朝阳区教育委员会", "110105")
SUZHOU_SPORTS = Place(key(6), "苏州市体育局", "320500", sectors=(Sector.SPORTS,))
SOCIETY = Place(
    key(7),
    "示例学会",
    "000000",
    AuthorityKind.SOCIAL_ORG,
    (Sector.EDUCATION, Sector.SCIENCE_TECHNOLOGY),
)
PLACES = (NATION, JIANGSU, SUZHOU, GUSU, CHAOYANG, SUZHOU_SPORTS, SOCIETY)

MAPLE = key(101)
"""枫叶: a subject-type institution in Gusu, supervised by Gusu."""
SWIMMING = key(102)
"""A sports institution in Gusu, supervised by the city's sports bureau."""
FARAWAY = key(103)
"""An institution in Chaoyang."""

lin = Person(key(201), "lin", Role.TASK_MANAGER, SUZHOU)
mei = Person(key(202), "mei", Role.INSPECTOR, SUZHOU, officer_id=key(302))
jun = Person(key(203), "jun", Role.INSPECTOR, SUZHOU, officer_id=key(303))
tao = Person(key(204), "tao", Role.INSPECTOR, GUSU, officer_id=key(304))
qiao = Person(key(205), "qiao", Role.RESULT_AUDITOR, SUZHOU)
rui = Person(key(206), "rui", Role.REGISTRAR, SUZHOU)
su = Person(key(207), "su", Role.SUPERVISOR, SUZHOU)
hua = Person(key(208), "hua", Role.HEAD, SUZHOU)
bai = Person(key(209), "bai", Role.COMPLAINT_CLERK, GUSU)
chen = Person(key(210), "chen", Role.COMPLAINT_HANDLER, GUSU)
ou = Person(key(211), "ou", Role.OVERSIGHT, JIANGSU)
fang = Person(key(212), "fang", Role.PARENT)
gao = Person(key(213), "gao", Role.PARENT)
yin = Person(key(214), "yin", Role.INSTITUTION_ADMIN, institution_id=MAPLE)
xu = Person(key(215), "xu", Role.SUPERVISOR, CHAOYANG)
shan = Person(key(216), "shan", Role.SYS_ADMIN, NATION)
sen = Person(key(217), "sen", Role.SECURITY_ADMIN, NATION)
shen = Person(key(218), "shen", Role.AUDIT_ADMIN, NATION)
pei = Person(key(219), "pei", Role.PROGRAMME_OFFICER, SOCIETY)
zhuan = Person(key(220), "zhuan", Role.EXPERT, SOCIETY)
edu = Person(key(221), "edu", Role.REVIEWER_EDU, JIANGSU)
gong = Person(key(222), "gong", Role.REVIEWER_SECURITY, JIANGSU)
tong = Person(key(223), "tong", Role.REVIEWER_COMMS, JIANGSU)
yang = Person(key(224), "yang", Role.REGISTRAR, SUZHOU_SPORTS)
ling = Person(key(225), "ling", Role.INSPECTOR, CHAOYANG, officer_id=key(325))

PEOPLE = (
    lin, mei, jun, tao, qiao, rui, su, hua, bai, chen, ou, fang, gao, yin, xu, shan, sen, shen,
    pei, zhuan, edu, gong, tong, yang, ling,
)  # fmt: skip

PASSWORD = "a long enough password"

"""The programmes under which institutions are entitled, and who is competent for each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from domain.actors import Office
from domain.authorities import AuthorityKind, Sector
from domain.institutions.terms import (
    Delivery,
    EntitlementKind,
    InstitutionKind,
    ListingRole,
    Programme,
)
from domain.offices import OutsideJurisdiction, acts_for, reaches
from domain.refusals import Refusal

_P, _K = Programme, EntitlementKind


@dataclass(eq=False)
class NotCompetent(
    Refusal,
    zh="“{programme.zh}”的资质由{competent_zh}登记，您所在的机关无权办理。",
    en="Entitlements under the programme “{programme.en}” are entered by {competent_en}; your authority "
    "is not competent for it.",
    basis="S2 Art. 7; S0-A Art. 6; S3; X18",
):
    """A registrar of one field cannot list institutions for another's programme."""

    programme: Programme

    def __post_init__(self) -> None:
        of = COMPETENT[self.programme]
        self.competent_zh, self.competent_en = of.zh, of.en


@dataclass(frozen=True, slots=True)
class Competence:
    """Who enters a programme's entitlements: authorities of this kind that answer for one of the sectors;
    of a social organisation the programmes are its own."""

    kind: AuthorityKind
    sectors: frozenset[Sector]
    zh: str
    en: str

    def includes(self, office: Office) -> bool:
        return office.kind is self.kind and (
            not self.sectors or bool(self.sectors & office.sectors)
        )


_LICENSING = frozenset(
    {Sector.EDUCATION, Sector.SCIENCE_TECHNOLOGY, Sector.CULTURE_TOURISM, Sector.SPORTS}
)
_SOCIETY = Competence(
    AuthorityKind.SOCIAL_ORG, frozenset(), "主办的社会组织", "its social organisation"
)
COMPETENT: Mapping[Programme, Competence] = {
    _P.OFF_CAMPUS_TRAINING: Competence(
        AuthorityKind.ADMIN_ORGAN,
        _LICENSING,
        "教育、科技、文化和旅游或体育行政部门",
        "authorities for education, science and technology, culture and tourism, or sports",
    ),
    _P.ONLINE_TRAINING: Competence(
        AuthorityKind.ADMIN_ORGAN,
        _LICENSING,
        "教育等主管部门",
        "authorities for education or its field",
    ),
    _P.DIGITAL_ENGINEERS: Competence(
        AuthorityKind.ADMIN_ORGAN,
        frozenset({Sector.HUMAN_RESOURCES}),
        "人力资源社会保障部门",
        "authorities for human resources",
    ),
    _P.SERVICE_CENTRES: _SOCIETY,
    _P.TRAINING_BASES: _SOCIETY,
    _P.DEMONSTRATION_SCHOOLS: Competence(
        AuthorityKind.ADMIN_ORGAN,
        frozenset({Sector.EDUCATION}),
        "教育行政部门",
        "education authorities",
    ),
}
_WORDS: Mapping[EntitlementKind, tuple[tuple[str, Programme], ...]] = {
    _K.LICENCE: (("校外培训", _P.OFF_CAMPUS_TRAINING), ("办学", _P.OFF_CAMPUS_TRAINING)),
    _K.FILING: (("线上", _P.ONLINE_TRAINING), ("校外培训", _P.ONLINE_TRAINING)),
    _K.LISTING: (("工程师", _P.DIGITAL_ENGINEERS),),
    _K.AUTHORISATION: (("服务中心", _P.SERVICE_CENTRES),),
    _K.BASE: (("培训基地", _P.TRAINING_BASES),),
    _K.TITLE: (("示范校", _P.DEMONSTRATION_SCHOOLS),),
}
"""By kind of entitlement: the words by which a programme is known in the texts that came before the list."""
KINDS_OF: Mapping[Programme, frozenset[EntitlementKind]] = {
    programme: frozenset(
        kind for kind, words in _WORDS.items() if programme in {each for _, each in words}
    )
    for programme in Programme
}


def named(kind: EntitlementKind, text: str) -> Programme | None:
    """The programme that a text of before names; None where it fits none."""
    return next((each for words, each in _WORDS[kind] if words in text), None)


def competent(
    offices: Iterable[Office],
    programme: Programme | None,
    *,
    region_code: str,
    sector: Sector,
    granted_by: UUID | None = None,
) -> Office:
    """Of these the office that enters and decides on an institution's entitlement under a programme, or
    raise OutsideJurisdiction where none reaches the institution, NotCompetent where none of those that do
    is competent.

    An organ that answers for the institution's sector, or, where the programme is another sector's, for
    that; a social organisation for what it granted itself (`granted_by`), or the one did that it succeeded.
    What fits no programme of the list is decided on by who answers for the institution.
    """
    held = list(offices)
    open_ones = [each for each in held if not each.is_closed]
    if programme is None:
        for each in open_ones:
            if each.kind is AuthorityKind.ADMIN_ORGAN and reaches(each, region_code, sector):
                return each
        raise OutsideJurisdiction(region_code)
    competence = COMPETENT[programme]
    near = [
        each
        for each in open_ones
        if (
            granted_by is None or acts_for(each, granted_by, held)
            if each.kind is AuthorityKind.SOCIAL_ORG
            else region_code in each.subtree
        )
    ]
    for each in near:
        if competence.includes(each) and (
            sector not in competence.sectors or sector in each.sectors
        ):
            return each
    if not near or any(map(competence.includes, near)):
        raise OutsideJurisdiction(region_code)
    raise NotCompetent(programme)


def refuse_unless_entering(programme: Programme, offices: Iterable[Office]) -> None:
    """Raise NotCompetent unless one of the offices enters entitlements of this programme."""
    if not any(map(COMPETENT[programme].includes, offices)):
        raise NotCompetent(programme)


def refuse_unfit_grantor(programme: Programme | None, office: Office) -> None:
    """Raise NotCompetent where the authority that is to have granted it does not grant such."""
    if programme is not None and not COMPETENT[programme].includes(office):
        raise NotCompetent(programme)


def institution_kind(
    kind: EntitlementKind, role: ListingRole | None, delivery: Delivery | None
) -> InstitutionKind:
    """What an institution is that holds such an entitlement."""
    if kind is EntitlementKind.LISTING:
        is_evaluation = role is ListingRole.EVALUATION
        return InstitutionKind.EVALUATION if is_evaluation else InstitutionKind.TRAINING
    if kind is EntitlementKind.LICENCE and delivery is Delivery.ONLINE:
        return InstitutionKind.ONLINE_PLATFORM
    return _IS_THEN[kind]


_IS_THEN = {
    _K.LICENCE: InstitutionKind.OFF_CAMPUS_TRAINING,
    _K.FILING: InstitutionKind.ONLINE_PLATFORM,
    _K.AUTHORISATION: InstitutionKind.SERVICE_CENTRE,
    _K.BASE: InstitutionKind.TRAINING_BASE,
    _K.TITLE: InstitutionKind.DEMONSTRATION_SCHOOL,
}

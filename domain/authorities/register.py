"""The tree of authorities: who enters, corrects, moves and closes which, and what stands in the way."""

from collections.abc import Collection
from dataclasses import astuple, dataclass
from uuid import UUID

from domain.actors import Actor, Office
from domain.authorities import AuthorityKind, Sector
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction, covers
from domain.permissions import Permission
from domain.refusals import InvalidInput, Refusal


@dataclass(eq=False)
class AuthorityNameTaken(
    Refusal,
    zh="该地区已登记名称为“{name}”的机关。",
    en='An authority with the name "{name}" is already registered in this region.',
):
    """Of those that are not closed; the same name in another region is another authority's."""

    name: str


class AuthorityCycle(
    Refusal,
    zh="上级机关不得是该机关本身或其下级机关。",
    en="The authority above cannot be this authority itself or one below it.",
):
    pass


@dataclass(eq=False)
class RegionOutsideParent(
    Refusal,
    zh="下级机关的地区（{region_code}）须在上级机关的地区（{above}）之内。",
    en="The region of the authority below ({region_code}) must lie in that of the one above ({above}).",
):
    region_code: str
    above: str


class UnfitSuccessor(
    Refusal,
    zh="承接机关须是另一家同类机关，未撤销，不在该机关之下，并负责其全部领域。",
    en="The successor must be another authority of the same kind that is not closed, is not below the "
    "one that closes, and answers for all of its sectors.",
):
    pass


@dataclass(eq=False)
class SuccessorOutOfReach(
    Refusal,
    zh="承接机关的管辖范围不含该机关监管的{count}家机构或未冻结的抽查任务，请先移交给其他机关。",
    en="The successor does not reach {count} of the institutions and unfrozen tasks that it would take "
    "over. Transfer them to another authority first.",
):
    count: int


@dataclass(eq=False)
class OpenWorkLeft(
    Refusal,
    zh="该机关尚有未办结事项：{summary_zh}。请指明承接机关。",
    en="The authority has work that is open: {summary_en}. Name a successor.",
):
    """How much there is of each; objections, replies, repairs and measures are `publications`."""

    institutions: int
    plans: int
    tasks: int
    visits: int
    complaints: int
    orders: int
    publications: int
    below: int

    def __post_init__(self) -> None:
        left = [(*_WORK[name], count) for name, count in vars(self).items() if count]
        self.summary_zh = "、".join(f"{zh}{count}" for zh, _, count in left)
        self.summary_en = ", ".join(f"{count} {en}" for _, en, count in left)


@dataclass(eq=False)
class SectorInUse(
    Refusal,
    zh="该机关尚有“{sector.zh}”领域的机构或未办结事项，不得取消该领域。",
    en="The authority still has institutions or open work in the sector {sector.en}, which must stay.",
):
    sector: Sector


class ClosingOwnAuthority(
    Refusal,
    zh="您不得撤销本人任管理员的机关，须由其上级的管理员办理。",
    en="You cannot close the authority that you administer from. Administrators above it do.",
):
    """There stays somebody above who administers what was closed, and a second person."""


class OwnChange(
    Refusal,
    zh="该事项须由另一人确认，您不得确认本人提出的变更。",
    en="This takes a second person. You cannot confirm a change that you proposed yourself.",
):
    pass


class ChangeDecided(
    Refusal,
    zh="该变更已确认或已否决。",
    en="This change was confirmed or declined already.",
):
    pass


@dataclass(frozen=True, slots=True)
class OpenWork:
    """How much an authority has that somebody must finish."""

    institutions: int = 0
    plans: int = 0
    tasks: int = 0
    visits: int = 0
    complaints: int = 0
    orders: int = 0
    publications: int = 0
    below: int = 0

    def refuse_any(self) -> None:
        """Raise OpenWorkLeft."""
        if any(counts := astuple(self)):
            raise OpenWorkLeft(*counts)


_WORK = {
    "institutions": ("监管机构", "supervised institutions"),
    "plans": ("检查计划", "plans"),
    "tasks": ("抽查任务", "tasks"),
    "visits": ("检查", "visits"),
    "complaints": ("投诉举报", "complaints"),
    "orders": ("责令整改", "correction orders"),
    "publications": ("异议、回应、修复申请和后续处置", "objections, replies, repairs and measures"),
    "below": ("下级机关", "authorities below"),
}


@dataclass(frozen=True, slots=True)
class Node:
    """An authority as it stands in the tree, or is to stand; `above` is nearest first."""

    office: Office
    above: tuple[Office, ...] = ()
    below: tuple[Office, ...] = ()


def create(node: Node, *, by: Actor) -> None:
    """Allow a new authority: OutsideJurisdiction beyond the creator's subtree and sectors, and what
    `place` refuses. One without an authority above lies within reach too."""
    _refuse_unless_managed(node.office, by)
    place(node)


def place(node: Node) -> None:
    """Allow where it stands: AuthorityCycle, AuthorityIsClosed, RegionOutsideParent,
    NotAnAdministrativeOrgan for a social organisation above an organ."""
    office = node.office
    if not office.sectors:
        raise InvalidInput.of("sectors", "至少选择一个领域", "must have at least one sector")
    if node.above:
        if office.authority_id in {each.authority_id for each in node.above}:
            raise AuthorityCycle
        parent = node.above[0]
        parent.refuse_closed()
        if AuthorityKind.SOCIAL_ORG is parent.kind is not office.kind:
            raise NotAnAdministrativeOrgan
        _refuse_outside(office, parent)
    for below in node.below:
        _refuse_outside(below, office)


def correct(office: Office, *, by: Actor) -> None:
    """Allow what changes nobody's reach: name, telephone, hours, published cap. AuthorityIsClosed."""
    _refuse_unless_managed(office, by)
    office.refuse_closed()


def propose_move(before: Node, after: Node, *, used: Collection[Sector], by: Actor) -> None:
    """Allow another region, sectors or place in the tree; as it was and as it will be it lies within
    reach. It waits for a second person: who holds a role there will reach something else."""
    correct(before.office, by=by)
    _refuse_unless_managed(after.office, by)
    move(after, used=used)


def move(after: Node, *, used: Collection[Sector]) -> None:
    """Refuse what became impossible while a move waited: what `place` refuses, and SectorInUse."""
    place(after)
    for sector in Sector:
        if sector in used and sector not in after.office.sectors:
            raise SectorInUse(sector)


def propose_closing(
    closing: Node, successor: Node | None, work: "ClosingWork", *, by: Actor
) -> None:
    """Allow the end of an authority: within reach, and so is its successor. It waits for a second
    person."""
    correct(closing.office, by=by)
    _refuse_own(closing.office, by, Permission.AUTHORITY_MANAGE)
    if successor is not None:
        _refuse_unless_managed(successor.office, by)
    close(closing, successor, work)


def confirm_closing(
    closing: Node, successor: Node | None, work: "ClosingWork", *, by: Actor
) -> None:
    """Refuse what became impossible while a closing waited: what `close` refuses, ClosingOwnAuthority."""
    _refuse_own(closing.office, by, Permission.ACCOUNT_CONFIRM)
    close(closing, successor, work)


@dataclass(frozen=True, slots=True)
class ClosingWork:
    """What is open, and how much of what a successor would take over lies beyond it."""

    open: OpenWork
    out_of_reach: int = 0


def close(closing: Node, successor: Node | None, work: ClosingWork) -> None:
    """Refuse AuthorityIsClosed; OpenWorkLeft without a successor; UnfitSuccessor, SuccessorOutOfReach,
    and RegionOutsideParent where an authority below does not fit below the successor."""
    closing.office.refuse_closed()
    if successor is None:
        work.open.refuse_any()
        return
    office = successor.office
    ids = {each.authority_id for each in (office, *successor.above)}
    if (
        closing.office.authority_id in ids
        or office.kind is not closing.office.kind
        or not office.sectors >= closing.office.sectors
        or office.is_closed
    ):
        raise UnfitSuccessor
    if work.out_of_reach:
        raise SuccessorOutOfReach(work.out_of_reach)
    for below in closing.below:
        if below.authority_id != office.authority_id:
            _refuse_outside(below, office)


def confirm(office: Office, *, proposed_by: UUID, by: Actor) -> None:
    """Let the second person put a change into force, or turn it down: OwnChange, OutsideJurisdiction."""
    by.needs(Permission.ACCOUNT_CONFIRM)
    if proposed_by == by.account_id:
        raise OwnChange
    _refuse_unless_reached(office, by, Permission.ACCOUNT_CONFIRM)


def _refuse_unless_managed(office: Office, by: Actor) -> None:
    by.needs(Permission.AUTHORITY_MANAGE)
    _refuse_unless_reached(office, by, Permission.AUTHORITY_MANAGE)


def _refuse_unless_reached(office: Office, by: Actor, permission: Permission) -> None:
    grants = tuple(by.grants_with(permission))
    if any(grant.office is None or covers(grant.office, office) for grant in grants):
        return
    raise OutsideJurisdiction(office.subtree.first)


def _refuse_own(office: Office, by: Actor, permission: Permission) -> None:
    others = (
        grant.office
        for grant in by.grants_with(permission)
        if grant.office is None or grant.office.authority_id != office.authority_id
    )
    if not any(other is None or covers(other, office) for other in others):
        raise ClosingOwnAuthority


def _refuse_outside(below: Office, above: Office) -> None:
    if not above.subtree.covers(below.subtree):
        raise RegionOutsideParent(below.subtree.first, above.subtree.first)

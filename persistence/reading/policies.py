"""Who may see which rows and which gated fields (architecture §5, Appendix E of the domain analysis).

Each function is a predicate over one row. They are used by the shapes for reading and by the claims
for writing, so that what may be written starts from what may be seen.
"""

import sqlalchemy as sa

from domain.authorities import AuthorityKind
from domain.complaints.terms import ComplaintCategory
from domain.courses import CourseState
from domain.permissions import Permission
from domain.plans.terms import PlanState
from domain.publication.terms import ReplyState
from domain.roles import Role, Scope
from persistence.reading.logic import all_of, any_of, is_never, there_is
from persistence.reading.rows import alias_of
from persistence.reading.shape import Predicate, Row
from persistence.reading.viewer import ScopedGrant, Viewer
from persistence.tables.accounts import Account, RoleGrant
from persistence.tables.authorities import Authority, Officer
from persistence.tables.inspections import InspectionAssignment
from persistence.tables.institutions import Entitlement, Institution
from persistence.tables.plans import InspectionPlan
from persistence.tables.tasks import TaskDepartment

_NOBODY = sa.false()
_PUBLIC_PLANS = (PlanState.PUBLISHED, PlanState.CLOSED)


def by_parent(row: Row, viewer: Viewer) -> Predicate:
    """Part of a row that was seen already; such a shape is neither a root nor has an id of its own."""
    return sa.true()


# The register


def contact_of_institution(row: Row, viewer: Viewer) -> Predicate:
    """Own institution, authorities in scope, oversight, and the programmes that entitle it."""
    return _institution_visible_if(row, viewer, Permission.INSTITUTION_READ_CONTACT)


def risk_of_institution(row: Row, viewer: Viewer) -> Predicate:
    """Authorities in scope and oversight; never the institution (X25, X29)."""
    permission = Permission.INSTITUTION_READ_RISK
    return viewer.in_scope(row.c.region_code, row.c.sector, permission)


def _institution_visible_if(row: Row, viewer: Viewer, permission: Permission) -> Predicate:
    return any_of(
        viewer.is_own_institution(row.c.id, permission),
        viewer.in_scope(row.c.region_code, row.c.sector, permission),
        *(
            _entitles(scoped_grant, row)
            for scoped_grant in viewer.scoped_grants(permission)
            if _is_social(scoped_grant)
        ),
    )


def _is_social(scoped_grant: ScopedGrant) -> bool:
    return scoped_grant.kind is AuthorityKind.SOCIAL_ORG


def _entitles(scoped_grant: ScopedGrant, row: Row) -> Predicate:
    """A social organisation's scope is its programmes."""
    entitlement = alias_of(Entitlement.__table__)
    return there_is(
        row,
        entitlement.c.institution_id == row.c.id,
        entitlement.c.authority_id == scoped_grant.authority_id,
    )


def may_register_at(row: Row, viewer: Viewer, permission: Permission) -> Predicate:
    """An institution's entry that the actor may change: one's own, or one in scope."""
    return any_of(
        viewer.is_own_institution(row.c.id, permission),
        viewer.in_scope(row.c.region_code, row.c.sector, permission),
    )


def published_course(row: Row, viewer: Viewer) -> Predicate:
    """Published ones for all; the others for the institution, authorities in scope, oversight."""
    return any_of(
        sa.cast(row.c.state, sa.Text) == sa.literal_column(f"'{CourseState.PUBLISHED.value}'"),
        _of_own_or_in_scope(row, viewer, Permission.INSTITUTION_READ_CONTACT),
    )


def employed_teacher(row: Row, viewer: Viewer) -> Predicate:
    """Teachers in employment for all; former ones for whom their private data is open."""
    return any_of(row.c.employed_to.is_(None), private_of_teacher(row, viewer))


def private_of_teacher(row: Row, viewer: Viewer) -> Predicate:
    return _of_own_or_in_scope(row, viewer, Permission.TEACHER_READ_PRIVATE)


def _of_own_or_in_scope(row: Row, viewer: Viewer, permission: Permission) -> Predicate:
    """The row's institution is one's own or in scope."""
    if not viewer.may(permission):
        return _NOBODY
    institution = alias_of(Institution.__table__)
    visible_if = may_register_at(institution, viewer, permission)
    if is_never(visible_if):
        return _NOBODY
    return there_is(row, institution.c.id == row.c.institution_id, visible_if)


# People


def own_or_administered_account(row: Row, viewer: Viewer) -> Predicate:
    """The account itself; administrators see the accounts with a role within their subtree."""
    return any_of(
        viewer.is_account(row.c.id),
        *(
            _administers(scoped_grant, row)
            for scoped_grant in viewer.scoped_grants(Permission.ACCOUNT_READ)
        ),
    )


def _administers(scoped_grant: ScopedGrant, row: Row) -> Predicate:
    grant, authority = alias_of(RoleGrant.__table__), alias_of(Authority.__table__)
    institution = alias_of(Institution.__table__)
    return there_is(
        row,
        grant.c.account_id == row.c.id,
        any_of(
            there_is(
                grant,
                authority.c.id == grant.c.authority_id,
                scoped_grant.over_authority(authority),
            ),
            there_is(
                grant,
                institution.c.id == grant.c.institution_id,
                scoped_grant.over(institution.c.region_code),
            ),
        ),
    )


def officer_in_scope(row: Row, viewer: Viewer) -> Predicate:
    """The officer, and the officers of authorities in the viewer's subtree."""
    authority = alias_of(Authority.__table__)
    return any_of(
        viewer.is_officer(row.c.id),
        *(
            there_is(
                row, authority.c.id == row.c.authority_id, scoped_grant.over_authority(authority)
            )
            for scoped_grant in viewer.scoped_grants(Permission.OFFICER_READ)
        ),
    )


def seen_by_account(row: Row, viewer: Viewer) -> Predicate:
    """A row with `account_id`: visible with its account."""
    account = alias_of(Account.__table__)
    return there_is(
        row, account.c.id == row.c.account_id, own_or_administered_account(account, viewer)
    )


def seen_by_officer(row: Row, viewer: Viewer) -> Predicate:
    """A row with `officer_id`: visible with its officer."""
    officer = alias_of(Officer.__table__)
    return there_is(row, officer.c.id == row.c.officer_id, officer_in_scope(officer, viewer))


# Inspections


def can_see_inspection(row: Row, viewer: Viewer) -> Predicate:
    """Assigned officers; the task's authority and those above it in the sector; oversight; the
    institution its own, after notice."""
    if not viewer.may(Permission.INSPECTION_READ):
        return _NOBODY
    own = viewer.is_own_institution(row.c.institution_id, Permission.INSPECTION_READ)
    return any_of(
        is_assigned(row, viewer),
        all_of(own, row.c.noticed_at.is_not(None)),
        *(
            _over_case(scoped_grant, row.c.authority_id, row.c.authority_region_code, row)
            for scoped_grant in viewer.scoped_grants(Permission.INSPECTION_READ)
        ),
    )


def is_official_of_visit(row: Row, viewer: Viewer) -> Predicate:
    """A row with `inspection_id` that tells of the officers: who sees the visit as an official."""
    if not viewer.may(Permission.INSPECTION_READ):
        return _NOBODY
    inspection = alias_of(_inspections())
    scoped_grants = (
        _over_case(
            scoped_grant, inspection.c.authority_id, inspection.c.authority_region_code, inspection
        )
        for scoped_grant in viewer.scoped_grants(Permission.INSPECTION_READ)
    )
    visible_if = any_of(is_assigned(inspection, viewer), *scoped_grants)
    if is_never(visible_if):
        return _NOBODY
    return there_is(row, inspection.c.id == row.c.inspection_id, visible_if)


def part_of_visit(row: Row, viewer: Viewer) -> Predicate:
    """A row with `inspection_id`: visible with its visit."""
    inspection = alias_of(_inspections())
    visible_if = can_see_inspection(inspection, viewer)
    if is_never(visible_if):
        return _NOBODY
    return there_is(row, inspection.c.id == row.c.inspection_id, visible_if)


def can_see_recusal_request(row: Row, viewer: Viewer) -> Predicate:
    """The officer, the heads of the visit's authority, oversight; the institution what it asked itself.
    The institution does not see what an officer says about themselves."""
    inspection = alias_of(_inspections())
    heads = [
        _over_case(
            scoped_grant, inspection.c.authority_id, inspection.c.authority_region_code, inspection
        )
        for scoped_grant in viewer.scoped_grants(Permission.RECUSAL_READ)
        if scoped_grant.scope is not Scope.OWN_CASES
    ]
    from_institution = sa.cast(row.c.side, sa.Text) == sa.literal_column("'INSTITUTION'")
    own = viewer.is_own_institution(inspection.c.institution_id, Permission.RECUSAL_REQUEST)
    visible_if = any_of(*heads, _NOBODY if is_never(own) else all_of(from_institution, own))
    by_visit = (
        _NOBODY
        if is_never(visible_if)
        else there_is(row, inspection.c.id == row.c.inspection_id, visible_if)
    )
    return any_of(viewer.is_officer(row.c.officer_id), by_visit)


def originals_of_inspection(row: Row, viewer: Viewer) -> Predicate:
    """Files as they were captured: the officers of the visit, its authority's auditors, oversight."""
    scoped_grants = [
        scoped_grant
        for scoped_grant in viewer.scoped_grants(Permission.INSPECTION_READ)
        if scoped_grant.role in (Role.RESULT_AUDITOR, Role.OVERSIGHT)
    ]
    return any_of(
        is_assigned(row, viewer),
        *(
            _over_case(scoped_grant, row.c.authority_id, row.c.authority_region_code, row)
            for scoped_grant in scoped_grants
        ),
    )


def is_assigned(row: Row, viewer: Viewer) -> Predicate:
    """The actor is an officer sent to this visit."""
    assignment = alias_of(InspectionAssignment.__table__)
    is_sent = viewer.is_officer(assignment.c.officer_id)
    if is_never(is_sent):
        return _NOBODY
    return there_is(
        row, assignment.c.inspection_id == row.c.id, assignment.c.replaced_at.is_(None), is_sent
    )


def can_see_task(row: Row, viewer: Viewer) -> Predicate:
    """Who sees one of its visits as an official sees the task; the institution never does."""
    if not viewer.may(Permission.INSPECTION_READ):
        return _NOBODY
    authority = alias_of(Authority.__table__)
    region = (
        sa.select(authority.c.region_code)
        .where(authority.c.id == row.c.authority_id)
        .correlate(row)
        .scalar_subquery()
    )
    inspection = alias_of(_inspections())
    sent = is_assigned(inspection, viewer)
    visited = _NOBODY if is_never(sent) else there_is(row, inspection.c.task_id == row.c.id, sent)
    return any_of(
        visited,
        *(
            any_of(
                _over_case(scoped_grant, row.c.authority_id, region, row),
                _joins(scoped_grant, row.c.id, row),
            )
            for scoped_grant in viewer.scoped_grants(Permission.INSPECTION_READ)
        ),
    )


def _joins(scoped_grant: ScopedGrant, task_id: sa.ColumnElement[object], row: Row) -> Predicate:
    """The seat's own authority is a department of the task."""
    if scoped_grant.scope is not Scope.OWN_AUTHORITY:
        return _NOBODY
    department = alias_of(TaskDepartment.__table__)
    return there_is(
        row, department.c.task_id == task_id, department.c.authority_id == scoped_grant.authority_id
    )


def _inspections() -> sa.Table:
    from persistence.tables.inspections import Inspection

    return Inspection.__table__  # type: ignore[return-value]  # declared as FromClause


def _over_case(
    scoped_grant: ScopedGrant,
    authority_id: sa.ColumnElement[object],
    authority_region: sa.ColumnElement[str] | sa.ScalarSelect[str],
    row: Row,
) -> Predicate:
    """The case is run by the seat's own authority, or by one below it in the sector."""
    if scoped_grant.scope is Scope.OWN_AUTHORITY:
        return authority_id == scoped_grant.authority_id
    within = scoped_grant.over(authority_region)
    if scoped_grant.scope is Scope.SUBTREE:
        return all_of(within, sa.cast(row.c.sector, sa.Text) == sa.any_(scoped_grant.sectors))
    return within if scoped_grant.scope is Scope.SUBTREE_ALL_SECTORS else _NOBODY


def officials_of_inspection(row: Row, viewer: Viewer) -> Predicate:
    """Everyone who sees the visit, except the institution."""
    if not viewer.may(Permission.INSPECTION_READ):
        return _NOBODY
    return any_of(
        is_assigned(row, viewer),
        *(
            _over_case(scoped_grant, row.c.authority_id, row.c.authority_region_code, row)
            for scoped_grant in viewer.scoped_grants(Permission.INSPECTION_READ)
        ),
    )


def officials_of_result(row: Row, viewer: Viewer) -> Predicate:
    """A row with `inspection_id`: visible to the officials who see the visit."""
    inspection = alias_of(_inspections())
    visible_if = officials_of_inspection(inspection, viewer)
    if is_never(visible_if):
        return _NOBODY
    return there_is(row, inspection.c.id == row.c.inspection_id, visible_if)


def of_public_result(row: Row, viewer: Viewer) -> Predicate:
    """What an institution asked about its public record: the institution itself, and the officials
    who see the visit; whether the institution had notice of it makes no difference any more."""
    return any_of(
        viewer.is_own_institution(row.c.institution_id, Permission.INSPECTION_READ),
        officials_of_result(row, viewer),
    )


def can_see_public_record(row: Row, viewer: Viewer) -> Predicate:
    """What is public for all; what was withdrawn for the officials who see the visit."""
    return any_of(public_result(row, viewer), officials_of_result(row, viewer))


def is_published_reply(row: Row, viewer: Viewer) -> Predicate:
    """The institution's words beside its record, once they were looked through."""
    return sa.cast(row.c.state, sa.Text) == sa.literal_column(f"'{ReplyState.SHOWN.value}'")


def public_result(row: Row, viewer: Viewer) -> Predicate:
    """Until withdrawn or expired; the day is that of Shanghai, whatever the server's zone."""
    today = sa.cast(sa.func.timezone(sa.literal_column("'Asia/Shanghai'"), sa.func.now()), sa.Date)
    return all_of(row.c.withdrawn_at.is_(None), row.c.expires_on >= today)


# Plans, draws and registries


def can_see_plan(row: Row, viewer: Viewer) -> Predicate:
    """Published plans for all; before, the plan's authority, those above it in the sector, oversight."""
    return any_of(
        sa.cast(row.c.state, sa.Text).in_(
            [sa.literal_column(f"'{each.value}'") for each in _PUBLIC_PLANS]
        ),
        *(
            _over_case(scoped_grant, row.c.authority_id, row.c.authority_region_code, row)
            for scoped_grant in viewer.scoped_grants(Permission.INSPECTION_READ)
        ),
    )


def seen_by_plan(row: Row, viewer: Viewer) -> Predicate:
    """A row with `plan_id`: visible with its plan."""
    plan = alias_of(InspectionPlan.__table__)
    return there_is(row, plan.c.id == row.c.plan_id, can_see_plan(plan, viewer))


def can_see_draw(row: Row, viewer: Viewer) -> Predicate:
    """The pool and the pairing: managers and heads of the departments, those above the authority in
    the sector, oversight. Never the officers, never the institutions (S2 Art. 16; X43)."""
    return any_of(
        *(
            any_of(
                _over_case(scoped_grant, row.c.authority_id, row.c.authority_region_code, row),
                _joins(scoped_grant, row.c.task_id, row),
            )
            for scoped_grant in viewer.scoped_grants(Permission.DRAW_READ)
        )
    )


def can_see_share(row: Row, viewer: Viewer) -> Predicate:
    """The party that committed it, and those who see the draws of its task's authority."""
    task, authority = alias_of(_tasks()), alias_of(Authority.__table__)
    scoped_grants = [
        any_of(
            _over_case(scoped_grant, task.c.authority_id, authority.c.region_code, task),
            _joins(scoped_grant, task.c.id, task),
        )
        for scoped_grant in viewer.scoped_grants(Permission.DRAW_READ)
    ]
    by_task = (
        there_is(
            row,
            task.c.id == row.c.task_id,
            authority.c.id == task.c.authority_id,
            any_of(*scoped_grants),
        )
        if scoped_grants
        else _NOBODY
    )
    return any_of(viewer.is_account(row.c.account_id), by_task)


def policy_in_scope(row: Row, viewer: Viewer) -> Predicate:
    """How many of each class an authority draws: the authority itself and those above it, oversight."""
    authority = alias_of(Authority.__table__)
    return any_of(
        *(
            row.c.authority_id == scoped_grant.authority_id
            if scoped_grant.scope is Scope.OWN_AUTHORITY
            else there_is(
                row, authority.c.id == row.c.authority_id, scoped_grant.over_authority(authority)
            )
            for scoped_grant in viewer.scoped_grants(Permission.DRAW_READ)
        )
    )


def object_in_scope(row: Row, viewer: Viewer) -> Predicate:
    """An object of the registry, with its risk class: authorities in scope and oversight (X25)."""
    return risk_of_institution(row, viewer)


def stop_in_scope(row: Row, viewer: Viewer) -> Predicate:
    """A row with `institution_id`: visible with the object of the registry."""
    institution = alias_of(Institution.__table__)
    visible_if = object_in_scope(institution, viewer)
    if is_never(visible_if):
        return _NOBODY
    return there_is(row, institution.c.id == row.c.institution_id, visible_if)


def can_see_recusal(row: Row, viewer: Viewer) -> Predicate:
    """The officer, the head of the officer's authority, oversight of the region."""
    if not viewer.may(Permission.RECUSAL_READ):
        return _NOBODY
    officer, authority = alias_of(Officer.__table__), alias_of(Authority.__table__)
    heads = [
        officer.c.authority_id == scoped_grant.authority_id
        if scoped_grant.scope is Scope.OWN_AUTHORITY
        else there_is(
            officer,
            authority.c.id == officer.c.authority_id,
            scoped_grant.over_authority(authority),
        )
        for scoped_grant in viewer.scoped_grants(Permission.RECUSAL_READ)
        if scoped_grant.scope is not Scope.OWN_CASES
    ]
    by_office = (
        there_is(row, officer.c.id == row.c.officer_id, any_of(*heads)) if heads else _NOBODY
    )
    return any_of(viewer.is_officer(row.c.officer_id), by_office)


def _tasks() -> sa.Table:
    from persistence.tables.inspections import InspectionTask

    return InspectionTask.__table__  # type: ignore[return-value]  # declared as FromClause


# Rectification and alerts


def can_see_order(row: Row, viewer: Viewer) -> Predicate:
    """The institution its own; the officers of the visit and of the re-inspection; the authority
    and those above it in the sector; oversight."""
    if not viewer.may(Permission.INSPECTION_READ):
        return _NOBODY
    return any_of(
        viewer.is_own_institution(row.c.institution_id, Permission.INSPECTION_READ),
        _is_sent(row, viewer, "inspection_id"),
        _is_sent(row, viewer, "recheck_inspection_id"),
        _run_by_grants(row, viewer),
    )


def recheck_is_disclosed(row: Row, viewer: Viewer) -> Predicate:
    """A re-inspection that the institution has no notice of is nothing that its order tells it."""
    own = viewer.is_own_institution(row.c.institution_id, Permission.INSPECTION_READ)
    if is_never(own):
        return sa.true()
    inspection = alias_of(_inspections())
    is_planned = sa.cast(row.c.state, sa.Text) == sa.literal_column("'RECHECK_PLANNED'")
    noticed = there_is(
        row,
        inspection.c.id == row.c.recheck_inspection_id,
        inspection.c.noticed_at.is_not(None),
    )
    officials = any_of(
        _is_sent(row, viewer, "inspection_id"),
        _is_sent(row, viewer, "recheck_inspection_id"),
        _run_by_grants(row, viewer),
    )
    return any_of(sa.not_(is_planned), noticed, officials)


def originals_of_order(row: Row, viewer: Viewer) -> Predicate:
    """Files as they were captured: whose they are, the officers who look again, the authority's
    auditors, oversight."""
    if not viewer.may(Permission.INSPECTION_READ):
        return _NOBODY
    return any_of(
        viewer.is_own_institution(row.c.institution_id, Permission.INSPECTION_READ),
        _is_sent(row, viewer, "inspection_id"),
        _is_sent(row, viewer, "recheck_inspection_id"),
        _run_by_grants(row, viewer, Role.RESULT_AUDITOR, Role.OVERSIGHT),
    )


def can_see_proposal(row: Row, viewer: Viewer) -> Predicate:
    """The authority and those above it in the sector, oversight; the institution what was adopted."""
    own = viewer.is_own_institution(row.c.institution_id, Permission.INSPECTION_READ)
    adopted = sa.cast(row.c.state, sa.Text) == sa.literal_column("'ADOPTED'")
    return any_of(all_of(own, adopted), _run_by_grants(row, viewer))


def can_see_alert(row: Row, viewer: Viewer) -> Predicate:
    """The authority and those above it in the sector, oversight; an officer what is about an own
    visit, unless it is who asked whom to step aside. Never the institution."""
    is_recusal = row.c.kind == sa.literal_column("'RECUSAL_UNDECIDED'")
    assignment = alias_of(InspectionAssignment.__table__)
    is_officer = viewer.is_officer(assignment.c.officer_id)
    own: Predicate = _NOBODY
    if not is_never(is_officer):
        # Asked once for all kinds, not once for each row of a view.
        sent = sa.select(assignment.c.inspection_id).where(
            assignment.c.replaced_at.is_(None), is_officer
        )
        own = all_of(sa.not_(is_recusal), row.c.inspection_id.in_(sent))
    return any_of(own, _run_by_grants(row, viewer))


def can_see_alert_count(row: Row, viewer: Viewer) -> Predicate:
    """The authority and those above it in the sector, oversight."""
    return _run_by_grants(row, viewer)


def can_see_load(row: Row, viewer: Viewer) -> Predicate:
    """How often an institution was visited: the authority that did so and those above it in the
    sector, who supervises the institution, oversight; not the institutions, which may
    have a visit to come."""
    return any_of(
        _run_by_grants(row, viewer),
        *(
            scoped_grant.over_sector(row.c.region_code, row.c.sector)
            for scoped_grant in viewer.scoped_grants(Permission.INSPECTION_READ)
            if scoped_grant.scope is not Scope.OWN_CASES
        ),
    )


def _run_by_grants(row: Row, viewer: Viewer, *roles: Role) -> Predicate:
    """The row's authority is the seat's own, or lies below it; of these roles, if any are named."""
    return any_of(
        *(
            _over_case(scoped_grant, row.c.authority_id, row.c.authority_region_code, row)
            for scoped_grant in viewer.scoped_grants(Permission.INSPECTION_READ)
            if not roles or scoped_grant.role in roles
        )
    )


def _is_sent(row: Row, viewer: Viewer, column: str) -> Predicate:
    """The actor is an officer sent to the visit that this column names."""
    assignment = alias_of(InspectionAssignment.__table__)
    is_sent = viewer.is_officer(assignment.c.officer_id)
    if is_never(is_sent):
        return _NOBODY
    return there_is(
        row,
        assignment.c.inspection_id == row.c[column],
        assignment.c.replaced_at.is_(None),
        is_sent,
    )


# Complaints


def can_see_complaint(row: Row, viewer: Viewer) -> Predicate:
    """The complainant or the holder of the receipt; intake, handler, chain, oversight. One about an
    inspector's conduct: of the offices only oversight (X43)."""
    about_conduct = _is_about_conduct(row)
    offices = [
        _grant_sees_complaint(scoped_grant, row)
        for scoped_grant in viewer.scoped_grants(Permission.COMPLAINT_READ)
    ]
    return any_of(
        viewer.is_complainant(row.c.complainant_ref),
        viewer.shows_receipt(row.c.receipt_digest),
        all_of(sa.not_(about_conduct), any_of(*offices, _is_handler(row, viewer))),
        _is_overseen(row, viewer, Permission.COMPLAINT_READ),
    )


def statement_of_complaint(row: Row, viewer: Viewer) -> Predicate:
    """The complainant's own words: the complainant, the intake unit, oversight (§4.9)."""
    return any_of(viewer.is_complainant(row.c.complainant_ref), originals_of_complaint(row, viewer))


def originals_of_complaint(row: Row, viewer: Viewer) -> Predicate:
    """What may tell who complained: the intake unit and oversight."""
    intake = [
        row.c.intake_authority_id == scoped_grant.authority_id
        for scoped_grant in viewer.scoped_grants(Permission.COMPLAINT_READ_STATEMENT)
        if scoped_grant.role is Role.COMPLAINT_CLERK
    ]
    return any_of(
        all_of(sa.not_(_is_about_conduct(row)), any_of(*intake)),
        _is_overseen(row, viewer, Permission.COMPLAINT_READ_STATEMENT),
    )


def _is_overseen(row: Row, viewer: Viewer, permission: Permission) -> Predicate:
    """Oversight of the region; of a conduct complaint only from where it was taken in upwards,
    which is above the unit concerned (decision 0022)."""
    scoped_grants = [
        scoped_grant
        for scoped_grant in viewer.scoped_grants(permission)
        if scoped_grant.role is Role.OVERSIGHT
    ]
    if not scoped_grants:
        return _NOBODY
    intake = alias_of(Authority.__table__)
    return any_of(
        *(
            all_of(
                scoped_grant.over(row.c.region_code),
                any_of(
                    sa.not_(_is_about_conduct(row)),
                    there_is(
                        row,
                        intake.c.id == row.c.intake_authority_id,
                        scoped_grant.over(intake.c.region_code),
                    ),
                ),
            )
            for scoped_grant in scoped_grants
        )
    )


def _is_about_conduct(row: Row) -> Predicate:
    conduct = ComplaintCategory.INSPECTOR_CONDUCT.value
    return sa.cast(row.c.category, sa.Text) == sa.literal_column(f"'{conduct}'")


def _is_handler(row: Row, viewer: Viewer) -> Predicate:
    if not viewer.may(Permission.COMPLAINT_READ):
        return _NOBODY
    return viewer.is_account(row.c.handler_id)


def _grant_sees_complaint(scoped_grant: ScopedGrant, row: Row) -> Predicate:
    if scoped_grant.scope is Scope.OWN_AUTHORITY:
        units = [row.c.intake_authority_id == scoped_grant.authority_id]
        if scoped_grant.role is not Role.COMPLAINT_CLERK:
            units.append(row.c.assigned_authority_id == scoped_grant.authority_id)
        return any_of(*units)
    if scoped_grant.scope is Scope.SUBTREE:
        return scoped_grant.over_sector(row.c.region_code, row.c.sector)
    return _NOBODY

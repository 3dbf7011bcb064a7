"""Every permission, alphabetical, and which role holds which (Appendix E of the domain analysis)."""

from collections.abc import Iterable
from enum import StrEnum

from domain.roles import Role


class Permission(StrEnum):
    """`resource:action`. Reading what everyone may read needs none."""

    ACCOUNT_CONFIRM = "account:confirm"
    """Confirm, as the second person, a role that a system administrator granted in one's subtree."""
    ACCOUNT_CONFIRM_RESET = "account:confirm-reset"
    """Confirm, as the second administrator, the reset of an administrator's password."""
    ACCOUNT_CREATE = "account:create"
    """Create an account and give it its first role, within one's own subtree."""
    ACCOUNT_DISABLE = "account:disable"
    """Disable an account and end its sessions."""
    ACCOUNT_ENABLE = "account:enable"
    """Let an account that was disabled sign in again; its roles wait to be confirmed."""
    ACCOUNT_GRANT = "account:grant"
    """Grant and revoke roles within one's own subtree."""
    ACCOUNT_READ = "account:read"
    """See accounts and their roles within one's own subtree."""
    ACCOUNT_RESET = "account:reset"
    """Issue a one-time link with which the holder of an account sets its password."""
    ALERT_READ = "alert:read"
    """See alerts: about visits that reach one, and about certificates of officers that one may see."""
    AUTHORITY_MANAGE = "authority:manage"
    """Enter, correct, move and close authorities, and their officers, within one's own subtree; from the
    register's topmost authority also the calendar."""
    COMPLAINT_RAISE = "complaint:raise"
    """Raise a complaint; anonymous visitors hold it too."""
    COMPLAINT_READ = "complaint:read"
    """See complaints that reach one: as complainant, intake, handler, chain or oversight."""
    COMPLAINT_READ_STATEMENT = "complaint:read-statement"
    """See the complainant's own words: complainant, intake unit, oversight."""
    COURSE_PUBLISH = "course:publish"
    """Publish and withdraw courses of one's own institution or of supervised ones."""
    DRAW_CONTRIBUTE = "draw:contribute"
    """Commit and reveal a share of the entropy of a draw, for one's authority or institution."""
    DRAW_READ = "draw:read"
    """See the pool, the pairing and the trail of draws that reach one."""
    DRAW_SET_POLICY = "draw:set-policy"
    """Adopt how many objects of each risk class one's authority draws."""
    EVIDENCE_CHECK = "evidence:check"
    """Have a file compared with what was sealed when it arrived."""
    EVIDENCE_DECLARE = "evidence:declare"
    """Declare and withdraw evidence of one's own visits and complaints; anonymous visitors with a receipt too."""
    EVIDENCE_RELEASE = "evidence:release"
    """Open one picture of a published result to everyone, and close it again."""
    HISTORY_READ = "history:read"
    """See who changed what of the register's entries: in scope, or of one's own institution."""
    INSPECTION_ASSIGN = "inspection:assign"
    """Name a case visit: officers, reason and window."""
    INSPECTION_AUDIT_RESULT = "inspection:audit-result"
    """Approve or reject a filed result."""
    INSPECTION_FILE_RESULT = "inspection:file-result"
    """File and confirm what an inspection found."""
    INSPECTION_READ = "inspection:read"
    """See inspections that reach one: assigned, of one's authority, its chain, one's institution, oversight."""
    INSPECTION_REPLACE_OFFICER = "inspection:replace-officer"
    """Send who follows in the draw instead of an officer who cannot go."""
    INSTITUTION_READ_CONTACT = "institution:read-contact"
    """See contacts of institutions in scope or of one's own."""
    INSTITUTION_READ_RISK = "institution:read-risk"
    """See the internal risk class of institutions in scope."""
    INSTITUTION_REGISTER = "institution:register"
    """Register institutions in one's scope."""
    INSTITUTION_UPDATE = "institution:update"
    """Correct the register entry of institutions in one's scope, or one's own contacts."""
    ITEM_PUBLISH = "item:publish"
    """Publish and retire items of the list of one's authority."""
    LEDGER_IMPORT = "ledger:import"
    """Upload ledgers and import them, with the permission that each row needs besides."""
    MEASURE_FINISH = "measure:finish"
    """Say that a follow-up measure is finished: officers of the visit, managers of its authority."""
    NOTICE_ISSUE = "notice:issue"
    """Issue notices for visits of one's authority, and answer proposed appointments."""
    NOTICE_RESPOND = "notice:respond"
    """Acknowledge the notice of a visit to one's own institution, and propose an appointment."""
    OBJECT_STOP = "object:stop"
    """Stop inspections of an object for a time, and end the stop."""
    OFFICER_READ = "officer:read"
    """See officers and their inspector profiles in scope."""
    ORDER_ACCEPT = "order:accept"
    """Accept a reported correction on file."""
    ORDER_ANSWER = "order:answer"
    """Report what one's own institution corrected."""
    ORDER_ESCALATE = "order:escalate"
    """Decide what follows a correction order that was not kept."""
    ORDER_EXTEND = "order:extend"
    """Give an institution more time to correct, once."""
    ORDER_ISSUE = "order:issue"
    """Order a correction at a visit, and verify it on the spot."""
    PLAN_APPROVE = "plan:approve"
    """Approve annual plans of one's authority."""
    PLAN_MANAGE = "plan:manage"
    """Write, submit, publish, amend and close annual plans of one's authority."""
    RECUSAL_DECLARE = "recusal:declare"
    """Declare a standing recusal: one's own, or of an officer of one's authority."""
    RECUSAL_READ = "recusal:read"
    """See recusals: one's own and those of one's authority; oversight sees all of its region."""
    RECUSAL_REQUEST = "recusal:request"
    """Ask that an officer does not take part in a visit: its institution, or the officer."""
    RESULT_ANSWER = "result:answer"
    """Object and reply to a public record of one's own institution, and apply for its repair."""
    RESULT_DECIDE_OBJECTION = "result:decide-objection"
    """Decide objections to public records of one's authority, and reopen what was found wrong."""
    RESULT_PUBLISH = "result:publish"
    """Publish approved results of one's authority, here and elsewhere, with the replies to them."""
    RESULT_WITHDRAW = "result:withdraw"
    """Withdraw public records of one's authority, and decide on their repair."""
    RULING_ANSWER = "ruling:answer"
    """Answer the notice of a ruling and appeal against it, as its institution, or record at its authority
    what came on paper."""
    RULING_CONFIRM = "ruling:confirm"
    """Put a ruling of one's authority into force, as the second person, or drop it."""
    RULING_QUASH = "ruling:quash"
    """Quash decisions of one's authority, or of those below it."""
    RULING_READ = "ruling:read"
    """See rulings: in scope, of one's authority, or on one's own institution."""
    STANDING_DECIDE = "standing:decide"
    """Decide on entitlements, lists, grades and enrolment of institutions one answers for."""
    TASK_APPROVE = "task:approve"
    """Approve and void drawn tasks of one's authority."""
    TASK_MANAGE = "task:manage"
    """Make drawn tasks of one's authority, freeze, draw, lock, issue and reveal."""
    TEACHER_READ_PRIVATE = "teacher:read-private"
    """See a teacher's masked identity number, in scope or at one's own institution."""
    TEACHER_REGISTER = "teacher:register"
    """Register teachers and end their employment, at one's own institution or supervised ones."""
    VISIT_ATTEND = "visit:attend"
    """Check in to one's own visits and out of them, and write down who signed."""


_P = Permission
_STAFF = {
    _P.ALERT_READ,
    _P.INSTITUTION_READ_CONTACT,
    _P.INSTITUTION_READ_RISK,
    _P.OFFICER_READ,
}

ANONYMOUS = frozenset({_P.COMPLAINT_RAISE, _P.EVIDENCE_DECLARE})

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.PARENT: frozenset(
        {
            _P.COMPLAINT_RAISE,
            _P.COMPLAINT_READ,
            _P.COMPLAINT_READ_STATEMENT,
            _P.EVIDENCE_DECLARE,
        }
    ),
    Role.INSTITUTION_ADMIN: frozenset(
        {
            _P.ALERT_READ,
            _P.COURSE_PUBLISH,
            _P.DRAW_CONTRIBUTE,
            _P.EVIDENCE_DECLARE,
            _P.HISTORY_READ,
            _P.INSPECTION_READ,
            _P.INSTITUTION_READ_CONTACT,
            _P.INSTITUTION_UPDATE,
            _P.LEDGER_IMPORT,
            _P.NOTICE_RESPOND,
            _P.ORDER_ANSWER,
            _P.RECUSAL_REQUEST,
            _P.RESULT_ANSWER,
            _P.RULING_ANSWER,
            _P.RULING_READ,
            _P.TEACHER_READ_PRIVATE,
            _P.TEACHER_REGISTER,
        }
    ),
    Role.PROGRAMME_OFFICER: frozenset(
        {
            *_STAFF,
            _P.DRAW_CONTRIBUTE,
            _P.RULING_ANSWER,
            _P.RULING_CONFIRM,
            _P.RULING_QUASH,
            _P.RULING_READ,
            _P.STANDING_DECIDE,
        }
    ),
    Role.EXPERT: frozenset(),
    Role.REVIEWER_EDU: frozenset({_P.INSTITUTION_READ_CONTACT}),
    Role.REVIEWER_SECURITY: frozenset({_P.INSTITUTION_READ_CONTACT}),
    Role.REVIEWER_COMMS: frozenset({_P.INSTITUTION_READ_CONTACT}),
    Role.INSPECTOR: frozenset(
        {
            _P.ALERT_READ,
            _P.EVIDENCE_CHECK,
            _P.EVIDENCE_DECLARE,
            _P.INSPECTION_FILE_RESULT,
            _P.INSPECTION_READ,
            _P.INSTITUTION_READ_CONTACT,
            _P.MEASURE_FINISH,
            _P.OFFICER_READ,
            _P.ORDER_ISSUE,
            _P.RECUSAL_DECLARE,
            _P.RECUSAL_READ,
            _P.RECUSAL_REQUEST,
            _P.VISIT_ATTEND,
        }
    ),
    Role.TASK_MANAGER: frozenset(
        {
            *_STAFF,
            _P.DRAW_CONTRIBUTE,
            _P.DRAW_READ,
            _P.INSPECTION_ASSIGN,
            _P.INSPECTION_READ,
            _P.MEASURE_FINISH,
            _P.NOTICE_ISSUE,
            _P.PLAN_MANAGE,
            _P.TASK_MANAGE,
        }
    ),
    Role.RESULT_AUDITOR: frozenset(
        {
            *_STAFF,
            _P.EVIDENCE_CHECK,
            _P.EVIDENCE_RELEASE,
            _P.INSPECTION_AUDIT_RESULT,
            _P.INSPECTION_READ,
            _P.ORDER_ACCEPT,
            _P.RESULT_DECIDE_OBJECTION,
            _P.RESULT_PUBLISH,
            _P.RULING_CONFIRM,
            _P.RULING_READ,
        }
    ),
    Role.REGISTRAR: frozenset(
        {
            *_STAFF,
            _P.COURSE_PUBLISH,
            _P.HISTORY_READ,
            _P.INSTITUTION_REGISTER,
            _P.INSTITUTION_UPDATE,
            _P.LEDGER_IMPORT,
            _P.RULING_ANSWER,
            _P.RULING_READ,
            _P.STANDING_DECIDE,
            _P.TEACHER_READ_PRIVATE,
            _P.TEACHER_REGISTER,
        }
    ),
    Role.SUPERVISOR: frozenset(
        {
            *_STAFF,
            _P.COMPLAINT_READ,
            _P.DRAW_READ,
            _P.HISTORY_READ,
            _P.INSPECTION_READ,
            _P.RULING_READ,
        }
    ),
    Role.HEAD: frozenset(
        {
            *_STAFF,
            _P.COMPLAINT_READ,
            _P.DRAW_CONTRIBUTE,
            _P.DRAW_READ,
            _P.DRAW_SET_POLICY,
            _P.HISTORY_READ,
            _P.INSPECTION_READ,
            _P.INSPECTION_REPLACE_OFFICER,
            _P.ITEM_PUBLISH,
            _P.OBJECT_STOP,
            _P.ORDER_ESCALATE,
            _P.ORDER_EXTEND,
            _P.PLAN_APPROVE,
            _P.RECUSAL_DECLARE,
            _P.RECUSAL_READ,
            _P.RESULT_DECIDE_OBJECTION,
            _P.RESULT_WITHDRAW,
            _P.RULING_ANSWER,
            _P.RULING_CONFIRM,
            _P.RULING_QUASH,
            _P.RULING_READ,
            _P.STANDING_DECIDE,
            _P.TASK_APPROVE,
        }
    ),
    Role.COMPLAINT_CLERK: frozenset(
        {*_STAFF, _P.COMPLAINT_READ, _P.COMPLAINT_READ_STATEMENT, _P.EVIDENCE_CHECK}
        - {_P.INSTITUTION_READ_RISK}
    ),
    Role.COMPLAINT_HANDLER: frozenset({_P.COMPLAINT_READ, _P.INSTITUTION_READ_CONTACT}),
    Role.OVERSIGHT: frozenset(
        {
            *_STAFF,
            _P.COMPLAINT_READ,
            _P.COMPLAINT_READ_STATEMENT,
            _P.DRAW_CONTRIBUTE,
            _P.DRAW_READ,
            _P.EVIDENCE_CHECK,
            _P.HISTORY_READ,
            _P.INSPECTION_READ,
            _P.RECUSAL_READ,
            _P.RULING_READ,
            _P.TEACHER_READ_PRIVATE,
        }
    ),
    Role.SYS_ADMIN: frozenset(
        {
            _P.ACCOUNT_CONFIRM_RESET,
            _P.ACCOUNT_CREATE,
            _P.ACCOUNT_DISABLE,
            _P.ACCOUNT_ENABLE,
            _P.ACCOUNT_GRANT,
            _P.ACCOUNT_READ,
            _P.ACCOUNT_RESET,
            _P.ALERT_READ,
            _P.AUTHORITY_MANAGE,
            _P.LEDGER_IMPORT,
            _P.OFFICER_READ,
        }
    ),
    Role.SECURITY_ADMIN: frozenset(
        {
            _P.ACCOUNT_CONFIRM,
            _P.ACCOUNT_CONFIRM_RESET,
            _P.ACCOUNT_DISABLE,
            _P.ACCOUNT_READ,
            _P.ACCOUNT_RESET,
            _P.ALERT_READ,
            _P.OFFICER_READ,
        }
    ),
    Role.AUDIT_ADMIN: frozenset({_P.ACCOUNT_CONFIRM_RESET, _P.ACCOUNT_READ}),
}


def of(roles: Iterable[Role]) -> frozenset[Permission]:
    """What someone with these roles may do; no role at all is an anonymous visitor."""
    held = frozenset(roles)
    if not held:
        return ANONYMOUS
    return frozenset().union(*(GRANTS[role] for role in held))

"""The roles of Appendix E: a role is a bundle of permissions, granted at an authority or an institution."""

from enum import Enum

from domain.terms import Term


class Role(Term):
    PARENT = "PARENT", "家长", "Parent"
    INSTITUTION_ADMIN = "INSTITUTION_ADMIN", "机构管理员", "Institution administrator"
    PROGRAMME_OFFICER = "PROGRAMME_OFFICER", "项目管理人员", "Programme officer"
    EXPERT = "EXPERT", "专家", "Expert"
    REVIEWER_EDU = "REVIEWER_EDU", "备案审核员（教育）", "Filing reviewer, education"
    REVIEWER_SECURITY = (
        "REVIEWER_SECURITY",
        "备案审核员（公安）",
        "Filing reviewer, public security",
    )
    REVIEWER_COMMS = "REVIEWER_COMMS", "备案审核员（通信）", "Filing reviewer, communications"
    INSPECTOR = "INSPECTOR", "执法检查人员", "Inspector"
    TASK_MANAGER = "TASK_MANAGER", "抽查任务管理员", "Task manager"
    RESULT_AUDITOR = "RESULT_AUDITOR", "结果审核员", "Result auditor"
    REGISTRAR = "REGISTRAR", "登记员", "Registrar"
    SUPERVISOR = "SUPERVISOR", "监管人员", "Supervisor"
    HEAD = "HEAD", "机关负责人", "Head of the organ"
    COMPLAINT_CLERK = "COMPLAINT_CLERK", "投诉受理员", "Complaint clerk"
    COMPLAINT_HANDLER = "COMPLAINT_HANDLER", "投诉承办人", "Complaint handler"
    OVERSIGHT = "OVERSIGHT", "执法监督人员", "Enforcement oversight", "X77 Art. 6"
    SYS_ADMIN = "SYS_ADMIN", "系统管理员", "System administrator"
    SECURITY_ADMIN = "SECURITY_ADMIN", "安全管理员", "Security administrator"
    AUDIT_ADMIN = "AUDIT_ADMIN", "审计管理员", "Audit administrator"


class Scope(Enum):
    """How far a role sees into what is not public, from the authority it is held at."""

    NOTHING = "nothing of its own"
    OWN_CASES = "what is assigned to the person"
    OWN_AUTHORITY = "what the authority itself runs or supervises"
    SUBTREE = "the authority's subtree, in its sectors"
    SUBTREE_OWN_PART = "the subtree's institutions that train online, whatever the sector"
    SUBTREE_ALL_SECTORS = "the authority's subtree, whatever the sector"


SCOPES: dict[Role, Scope] = {
    Role.PARENT: Scope.OWN_CASES,
    Role.INSTITUTION_ADMIN: Scope.OWN_CASES,
    Role.PROGRAMME_OFFICER: Scope.OWN_AUTHORITY,
    Role.EXPERT: Scope.NOTHING,
    Role.REVIEWER_EDU: Scope.SUBTREE_ALL_SECTORS,
    Role.REVIEWER_SECURITY: Scope.SUBTREE_OWN_PART,
    Role.REVIEWER_COMMS: Scope.SUBTREE_OWN_PART,
    Role.INSPECTOR: Scope.OWN_CASES,
    Role.TASK_MANAGER: Scope.OWN_AUTHORITY,
    Role.RESULT_AUDITOR: Scope.OWN_AUTHORITY,
    Role.REGISTRAR: Scope.SUBTREE,
    Role.SUPERVISOR: Scope.SUBTREE,
    Role.HEAD: Scope.OWN_AUTHORITY,
    Role.COMPLAINT_CLERK: Scope.OWN_AUTHORITY,
    Role.COMPLAINT_HANDLER: Scope.OWN_CASES,
    Role.OVERSIGHT: Scope.SUBTREE_ALL_SECTORS,
    Role.SYS_ADMIN: Scope.NOTHING,
    Role.SECURITY_ADMIN: Scope.NOTHING,
    Role.AUDIT_ADMIN: Scope.NOTHING,
}
"""Cases: inspections, records and complaints. The register's gated fields follow `in_scope`.

Of a filing only that of online training has a part for police and communications (S4 四(一))."""


class Insight(Enum):
    """What a role sees beyond what its scope and permissions say."""

    ORIGINALS = "evidence as it was captured, of the cases that it sees"
    INTAKE = "complaints where they are taken in, with what may tell who complained"
    CONDUCT = "complaints of the region, those about inspectors from their intake upwards"


INSIGHTS: dict[Role, frozenset[Insight]] = {
    Role.RESULT_AUDITOR: frozenset({Insight.ORIGINALS}),
    Role.COMPLAINT_CLERK: frozenset({Insight.INTAKE}),
    Role.OVERSIGHT: frozenset({Insight.ORIGINALS, Insight.CONDUCT}),
}
"""Roles that are not named have none. A policy asks for these, never for a role."""

"""Public ids: a type's prefix and the canonical text of its UUID."""

import re
from uuid import UUID

import sqlalchemy as sa

from persistence.reading.refused import ReadRefused

PREFIX_OF = {
    "Account": "acct",
    "Appointment": "appt",
    "Authority": "auth",
    "ChangeProposal": "prop",
    "CheckIn": "chk",
    "Complaint": "cmp",
    "CorrectionOrder": "order",
    "Course": "crs",
    "Draw": "draw",
    "DrawShare": "share",
    "EnforcementCertificate": "cert",
    "Entitlement": "ent",
    "EscalationProposal": "esc",
    "Evidence": "evid",
    "ExternalRegistration": "xreg",
    "FieldChange": "chg",
    "FollowUp": "fup",
    "Inspection": "insp",
    "InspectionItem": "item",
    "InspectionPlan": "plan",
    "InspectionRecord": "irec",
    "InspectionTask": "task",
    "Institution": "inst",
    "LedgerJob": "ldgr",
    "LedgerRow": "lrow",
    "Notice": "ntc",
    "ObjectStop": "stop",
    "Objection": "obj",
    "Officer": "ofcr",
    "PlanLine": "line",
    "PlatformReport": "prep",
    "PublicRecord": "pub",
    "Recusal": "rec",
    "RecusalRequest": "rreq",
    "RegistrationDifference": "rdif",
    "RepairRequest": "rep",
    "Reply": "rply",
    "Ruling": "rul",
    "Session": "sess",
    "Site": "site",
    "Standing": "stdg",
    "Teacher": "tch",
}
PART_PREFIX_OF = {"EvidenceSummary": "evs"}
"""Of what has an id of its own for clients' caches, and is fetched with its owner only."""
TYPE_OF = {prefix: name for name, prefix in PREFIX_OF.items()}


def write(type_name: str, key: UUID) -> str:
    return f"{PREFIX_OF[type_name]}_{key}"


def read(type_name: str, text: str) -> UUID:
    """The key behind an id of this type; only the canonical spelling is one."""
    return UUID(key_text(type_name, text))


def key_text(type_name: str, text: str) -> str:
    """The same as the driver takes it too, which reads it sooner than a UUID is made."""
    prefix, _, key = text.rpartition("_")
    if TYPE_OF.get(prefix) == type_name and _CANONICAL.fullmatch(key):
        return key
    type_of(text)
    raise ReadRefused(
        "INVALID_ID",
        f"This is not a valid id of the type {type_name}.",
        f"这不是{type_name}类型的有效编号。",
    )


def type_of(text: str) -> str:
    """The type an id belongs to. Raises ReadRefused for what is no id of ours."""
    name = type_or_none(text)
    if name is None:
        raise ReadRefused("INVALID_ID", "This is not a valid id.", "这不是有效的编号。")
    return name


def type_or_none(text: str) -> str | None:
    prefix, _, rest = text.rpartition("_")
    return TYPE_OF.get(prefix) if _CANONICAL.fullmatch(rest) else None


_CANONICAL = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def expression(type_name: str, column: sa.ColumnElement[UUID]) -> sa.ColumnElement[str]:
    return sa.literal_column(f"'{PREFIX_OF[type_name]}_'").op("||")(sa.cast(column, sa.Text))

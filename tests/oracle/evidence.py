"""Evidence said once more in Python: what counts, what is stuck, what is public, whom addresses are for."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from tests.oracle.register import PREFIX_OF, Register, Row, Thing

if TYPE_CHECKING:
    from tests.oracle.answers import Oracle, Resolver

OWNERS = {
    "INSPECTION": "Inspection",
    "COMPLAINT": "Complaint",
    "RECTIFICATION": "CorrectionOrder",
}
_DAY = dt.timedelta(hours=24)
_WORDS = {
    "INTACT": (
        "完好：存储的文件及其登记与到达时封存的一致。",
        "Intact: the file kept and its entry are those that were sealed when it arrived.",
    ),
    "SWAPPED": (
        "已变动：存储的文件或其登记与到达时封存的不一致，不得作为证据使用。",
        "Swapped: the file kept or its entry is not what was sealed when it arrived. It proves nothing.",
    ),
    "MISSING": (
        "缺失：文件尚未到达，或已不在存储中。",
        "Missing: the file has not arrived, or is no longer in the store.",
    ),
}


def _counts(row: Row) -> bool:
    return row["superseded_at"] is None and row["state"] != "WITHDRAWN"


def _is_there(row: Row) -> bool:
    return bool(row["state"] == "RECEIVED")


def is_stuck(register: Register, row: Row) -> bool:
    return (
        row["state"] == "EXPECTED"
        and row["superseded_at"] is None
        and bool(row["declared_at"] < register.now - _DAY)
    )


def owner_of(register: Register, row: Row) -> tuple[str, Row | None]:
    type_name = OWNERS[row["owner_kind"]]
    return type_name, register.get(type_name, row["owner_id"])


def verdict_of(register: Register, row: Row) -> str:
    if not _is_there(row):
        return "MISSING"
    return str(row["verdict"]) if row["id"] in register.story.sealed else "SWAPPED"


def verdict_of_record(register: Register, record: Row) -> str | None:
    if record["seal"] is None:
        return None
    found = {verdict_of(register, row) for row in covered(register, record)}
    if record["id"] not in register.story.sealed or "SWAPPED" in found:
        return "SWAPPED"
    return "MISSING" if "MISSING" in found else "INTACT"


def covered(register: Register, record: Row) -> list[Row]:
    links = register.where("RecordEvidence", record_id=record["id"])
    rows = [register.by_key["Evidence"][link["evidence_id"]] for link in links]
    return sorted(rows, key=_in_order)


def of_owner(register: Register, kind: str, owner: Row) -> list[Row]:
    rows = register.where("Evidence", owner_kind=kind, owner_id=owner["id"])
    return sorted(rows, key=_in_order)


def _in_order(row: Row) -> Any:
    return row["declared_at"], row["id"]


def _summary(kind: str) -> "Resolver":
    def resolver(oracle: "Oracle", thing: Thing, _: Any) -> Thing:
        register = oracle.register
        rows = of_owner(register, kind, thing.row)
        if thing.receipt is None and not oracle.eyes.reaches_evidence(kind, thing.row):
            rows = []
        counting = [row for row in rows if _counts(row)]
        missing = [row for row in counting if not _is_there(row)]
        state = "COMPLETE" if counting else "NONE"
        if missing:
            old = any(row["declared_at"] < register.now - _DAY for row in missing)
            state = "STUCK" if old else "INCOMPLETE"
        owner = f"{PREFIX_OF[OWNERS[kind]]}_{thing.row['id']}"
        summary = {
            "id": f"evs_{owner}",
            "state": state,
            "expected": len(counting),
            "received": len(counting) - len(missing),
            "missing": len(missing),
            "items": rows,
        }
        return Thing("EvidenceSummary", summary, thing.receipt)

    return resolver


def _items(_: "Oracle", thing: Thing, __: Any) -> list[Thing]:
    # Everyone whom the owner reaches sees its evidence.
    return [Thing("Evidence", row, thing.receipt) for row in thing.row["items"]]


def _of_record(oracle: "Oracle", thing: Thing, _: Any) -> list[Thing]:
    found = covered(oracle.register, thing.row)
    return [Thing("Evidence", row) for row in found if oracle.eyes.sees("Evidence", row)]


def _position(oracle: "Oracle", thing: Thing, _: Any) -> Thing | None:
    is_told = thing.row["latitude"] is not None and oracle.eyes.opens_original(thing.row)
    return Thing("CapturePosition", thing.row) if is_told else None


def _replaced(oracle: "Oracle", thing: Thing, _: Any) -> Thing | None:
    row = thing.row["replaces_id"] and oracle.register.get("Evidence", thing.row["replaces_id"])
    return Thing("Evidence", row, thing.receipt) if row else None


def _owner_id(_: "Oracle", thing: Thing, __: Any) -> str:
    prefix = PREFIX_OF[OWNERS[thing.row["owner_kind"]]]
    return f"{prefix}_{thing.row['owner_id']}"


def _hex(column: str) -> "Resolver":
    return lambda _, thing, __: thing.row[column] and thing.row[column].hex()


def _of_blob(column: str) -> "Resolver":
    def resolver(oracle: "Oracle", thing: Thing, _: Any) -> Any:
        blob = oracle.register.get("Blob", thing.row["sha256"])
        return blob[column] if blob and _is_there(thing.row) else None

    return resolver


def _address(variant: Any, column: str) -> "Resolver":
    def resolver(oracle: "Oracle", thing: Thing, _: Any) -> str | None:
        blob = oracle.register.get("Blob", thing.row["sha256"])
        if not _is_there(thing.row) or blob is None or blob[column] is None:
            return None
        if variant == "original" and not oracle.eyes.opens_original(thing.row):
            return None
        story = oracle.register.story
        assert story.addresses is not None
        return story.addresses.download(
            thing.row["id"],
            variant,
            account_id=None if thing.receipt else oracle.eyes.who.account_id,
            receipt_digest=thing.receipt,
            until=story.now + dt.timedelta(minutes=15),
        )

    return resolver


def _verdict(oracle: "Oracle", thing: Thing, _: Any) -> str:
    return verdict_of(oracle.register, thing.row)


def _record_verdict(oracle: "Oracle", thing: Thing, _: Any) -> str | None:
    return verdict_of_record(oracle.register, thing.row)


def _words(language: int) -> "Resolver":
    return lambda oracle, thing, _: _WORDS[_verdict(oracle, thing, _)][language]


def _record_words(language: int) -> "Resolver":
    def resolver(oracle: "Oracle", thing: Thing, _: Any) -> str | None:
        verdict = _record_verdict(oracle, thing, _)
        return verdict and _WORDS[verdict][language]

    return resolver


def _pictures(oracle: "Oracle", thing: Thing, _: Any) -> list[Thing]:
    record = thing.row
    if record["superseded_at"] is not None or not oracle.eyes.is_public(record):
        return []
    rows = of_owner(oracle.register, "INSPECTION", {"id": record["inspection_id"]})
    return [Thing("PublicPicture", row) for row in rows if row["released_at"] is not None]


def _public_address(variant: str) -> "Resolver":
    return lambda _, thing, __: f"/evidence/evid_{thing.row['id']}/{variant}"


FIELDS: dict[str, "Resolver"] = {
    "Inspection.evidence": _summary("INSPECTION"),
    "Complaint.evidence": _summary("COMPLAINT"),
    "CorrectionOrder.evidence": _summary("RECTIFICATION"),
    "EvidenceSummary.id": lambda _, thing, __: thing.row["id"],
    "EvidenceSummary.items": _items,
    "InspectionRecord.evidence": _of_record,
    "InspectionRecord.seal": _hex("seal"),
    "InspectionRecord.verdict": _record_verdict,
    "InspectionRecord.verdictZh": _record_words(0),
    "InspectionRecord.verdictEn": _record_words(1),
    "PublicRecord.pictures": _pictures,
    "PublicPicture.url": _public_address("picture"),
    "PublicPicture.thumbnailUrl": _public_address("thumbnail"),
    "PublicPicture.width": _of_blob("width"),
    "PublicPicture.height": _of_blob("height"),
    "Evidence.ownerId": _owner_id,
    "Evidence.sha256": _hex("sha256"),
    "Evidence.capturedBy": lambda oracle, thing, _: oracle.one("Officer", thing.row["captured_by"]),
    "Evidence.position": _position,
    "Evidence.replaces": _replaced,
    "Evidence.width": _of_blob("width"),
    "Evidence.height": _of_blob("height"),
    "Evidence.url": _address("picture", "derivative_sha256"),
    "Evidence.thumbnailUrl": _address("thumbnail", "derivative_sha256"),
    "Evidence.originalUrl": _address("original", "sha256"),
    "Evidence.seal": _hex("seal"),
    "Evidence.verdict": _verdict,
    "Evidence.verdictZh": _words(0),
    "Evidence.verdictEn": _words(1),
}

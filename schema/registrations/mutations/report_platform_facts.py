"""A registrar reports what the national platform has of institutions: compared, never written over ours."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as part
from typing import Annotated, Any
from uuid import UUID

import strawberry

from domain import credit_codes, offices
from domain.actors import Actor
from domain.institutions import Existence
from domain.permissions import Permission
from domain.refusals import Violation
from domain.registrations import DifferenceField, differences
from persistence.engine.identifiers import new_key
from persistence.institutions.table import Institution
from persistence.registrations import writes as registrations
from persistence.registrations.table import PlatformReport, RegistrationDifference
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, is_given
from schema.mutations import StoredAs, Transaction, begin_transaction, mutation
from schema.registrations import entries, types

MOST = 500


@strawberry.input(
    description="The national platform's entry of one institution; what is left out is not compared."
)
class PlatformFactsInput:
    external_ref: str = field("Reference of the entry on the platform, up to 100 characters.")
    source_updated_at: dt.datetime = field(
        "When the platform last changed the entry, as it says itself; not in the future."
    )
    unified_social_credit_code: str = field("Unified social credit code that the platform has.")
    name: str | None = optional("Name that the platform has, up to 100 characters.")
    legal_representative: str | None = optional(
        "Legal representative that the platform has, up to 50 characters."
    )
    address: str | None = optional("Registered address that it has, up to 200 characters.")
    licence_number: str | None = optional("Licence number that it has, up to 100 characters.")
    existence: Existence | None = optional("Legal existence that the platform has.")


@strawberry.input(description="Entries of the national platform.")
class ReportPlatformFactsInput:
    operation_id: UUID = field(OPERATION_ID)
    items: list[PlatformFactsInput] = field("The entries, from 1 to 500, each reference once.")


@strawberry.type(description="The entries are compared; what differs waits for a person.")
class PlatformFactsReported:
    report_id: Annotated[UUID, StoredAs("report_id")]
    report: types.PlatformReport | None = refetched(
        "report_id", "What the report came to, with the rows that were not heard."
    )


@mutation(
    permission=Permission.INSTITUTION_REGISTER,
    description="Compare entries of the national platform with our register. Nothing is written over: each "
    "difference waits in `registrationDifferences`, once. An entry is found by its reference or, until one is "
    "linked, by its credit code; one older than what came before changes nothing. A row that is wrong is "
    "rejected by itself, the others are heard.",
)
async def report_platform_facts(
    info: Info, input: ReportPlatformFactsInput
) -> PlatformFactsReported:
    faults = InputFaults()
    faults.number("items.length", len(input.items), least=1, most=MOST)
    faults.refuse()
    async with begin_transaction(info, input) as transaction:
        rows = _read(input.items, now=transaction.now)
        outcome = await _compare(transaction, rows)
        report = PlatformReport(
            id=new_key(),
            reported_by=transaction.actor.account_id,
            authority_id=transaction.actor.authority_id,
            reported_at=transaction.now,
            row_count=len(rows),
            heard_count=outcome.heard,
            outdated_count=outcome.outdated,
            difference_count=outcome.queued,
            rejected=[each.rejection for each in rows if each.fault is not None],
        )
        transaction.session.add(report)
        transaction.audit("platform_facts.reported", on=report.id, heard=outcome.heard)
        return transaction.succeed(PlatformFactsReported(report_id=report.id))


@dataclass(slots=True)
class _Row:
    """One item as it was read; `fault` is why it is not heard."""

    index: int
    external_ref: str
    credit_code: str
    source_updated_at: dt.datetime
    theirs: dict[DifferenceField, str]
    fault: Violation | None = None

    def reject(self, name: str, zh: str, en: str) -> None:
        self.fault = Violation(name, zh, en)

    @property
    def rejection(self) -> dict[str, Any]:
        assert self.fault is not None
        return {
            "index": self.index,
            "externalRef": self.external_ref[:100],
            "field": self.fault.field,
            "zh": self.fault.message_zh,
            "en": self.fault.message_en,
        }


@dataclass(slots=True)
class _Outcome:
    heard: int = 0
    outdated: int = 0
    queued: int = 0
    linked: set[UUID] = part(default_factory=set)


def _read(items: Sequence[PlatformFactsInput], *, now: dt.datetime) -> list[_Row]:
    rows = [_row(index, item, now) for index, item in enumerate(items)]
    counted = Counter(row.external_ref for row in rows)
    for row in rows:
        if row.fault is None and counted[row.external_ref] > 1:
            row.reject("externalRef", "同一批次中重复", "stands in this report more than once")
    return rows


_TEXTS = {
    DifferenceField.NAME: ("name", "name", 100),
    DifferenceField.LEGAL_REPRESENTATIVE: ("legal_representative", "legalRepresentative", 50),
    DifferenceField.ADDRESS: ("address", "address", 200),
    DifferenceField.LICENCE_NUMBER: ("licence_number", "licenceNumber", 100),
}


def _row(index: int, item: PlatformFactsInput, now: dt.datetime) -> _Row:
    faults = InputFaults()
    ref = faults.name("externalRef", item.external_ref, longest=100)
    code = credit_codes.spelt(item.unified_social_credit_code)
    try:
        credit_codes.read(code)
    except credit_codes.NotACreditCode:
        zh, en = "须为有效的统一社会信用代码", "must be a valid unified social credit code"
        faults.add("unifiedSocialCreditCode", zh, en)
    if item.source_updated_at.tzinfo is None:
        faults.add("sourceUpdatedAt", "须带时区", "must have an offset from UTC")
    elif item.source_updated_at > now:
        faults.add("sourceUpdatedAt", "不得晚于现在", "must not be in the future")
    theirs = {DifferenceField.UNIFIED_SOCIAL_CREDIT_CODE: code}
    for what, (attribute, name, longest) in _TEXTS.items():
        value = getattr(item, attribute)
        if is_given(value):
            theirs[what] = faults.name(name, value, longest=longest)
    if is_given(item.existence) and item.existence is not None:
        theirs[DifferenceField.EXISTENCE] = item.existence.value
    first = faults.found[0] if faults.found else None
    return _Row(index, ref, code, item.source_updated_at, theirs, first)


async def _compare(transaction: Transaction, rows: Sequence[_Row]) -> _Outcome:
    outcome, session = _Outcome(), transaction.session
    heard = [row for row in rows if row.fault is None]
    found = await registrations.reported(
        session, [row.external_ref for row in heard], [row.credit_code for row in heard]
    )
    by_ref = {each.external_ref: each for each in found if each.external_ref}
    by_code = {each.unified_social_credit_code: each for each in found}
    matched = [(row, _match(row, by_ref, by_code, outcome, transaction.actor)) for row in heard]
    ids = [each.id for _, each in matched if each is not None]
    numbers = await registrations.licence_numbers(session, ids)
    earlier = await registrations.differences_of_entries(session, ids)
    for row, institution in matched:
        if institution is None:
            continue
        of_entry = earlier.get(institution.id, [])
        if institution.external_ref not in (None, row.external_ref):
            # Whether it is this entry at all is to be decided first.
            row.theirs = {DifferenceField.EXTERNAL_REF: row.external_ref}
            outcome.heard += 1
            outcome.queued += await _queue(transaction, row, institution, [], of_entry)
            continue
        if differences.is_outdated(row.source_updated_at, institution.source_updated_at):
            outcome.outdated += 1
            continue
        outcome.heard += 1
        institution.external_ref = row.external_ref
        institution.source_updated_at = row.source_updated_at
        outcome.queued += await _queue(
            transaction, row, institution, numbers.get(institution.id, []), of_entry
        )
    return outcome


def _match(
    row: _Row,
    by_ref: Mapping[str, Institution],
    by_code: Mapping[str, Institution],
    outcome: _Outcome,
    actor: Actor,
) -> Institution | None:
    """The institution that the row is about, if it is one of the office's; the row is rejected otherwise."""
    linked, coded = by_ref.get(row.external_ref), by_code.get(row.credit_code)
    found = linked or coded
    if found is None or not _reaches(actor, found):
        zh = "本机关管辖范围内没有该编号或信用代码的机构"
        en = "no institution in your jurisdiction has this reference or this credit code"
        row.reject("externalRef", zh, en)
    elif linked is not None and coded is not None and linked.id != coded.id:
        zh, en = "与平台编号所对应的机构不一致", "is another institution's than the reference"
        row.reject("unifiedSocialCreditCode", zh, en)
    elif found.id in outcome.linked:
        zh, en = "同一机构在本批次中重复", "is another row's institution in this report"
        row.reject("unifiedSocialCreditCode", zh, en)
    else:
        outcome.linked.add(found.id)
        return found
    return None


def _reaches(actor: Actor, institution: Institution) -> bool:
    return any(
        offices.reaches(office, institution.region_code, institution.sector)
        for office in actor.offices_with(Permission.INSTITUTION_REGISTER)
    )


async def _queue(
    transaction: Transaction,
    row: _Row,
    institution: Institution,
    numbers: Sequence[str],
    earlier: Sequence[RegistrationDifference],
) -> int:
    found = differences.compare(entries.ours(institution, numbers), row.theirs)
    facts = [each.facts() for each in earlier]
    queueing = differences.queue(row.theirs.keys(), found, facts)
    await registrations.queue(
        transaction.session,
        queueing,
        earlier,
        institution_id=institution.id,
        registration_id=None,
        source=differences.NATIONAL_PLATFORM,
        by=transaction.actor.account_id,
        at=transaction.now,
        source_updated_at=row.source_updated_at,
    )
    return len(queueing.added)

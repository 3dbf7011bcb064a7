"""Code lists with labels in the caller's language. Codes never change; labels may."""

from typing import Annotated

import strawberry

from domain import checklists, violations
from domain.publication import commitments
from domain.terms import Term
from schema import legal_bases
from schema.fields import Info, field
from schema.legal_bases import INSTEAD, LegalBasis
from schema.terms import DESCRIPTIONS


@strawberry.type(description="One code of a code list, with its label.")
class Code:
    code: str = field("The code, spelled like the member of the enum.")
    label: str = field(
        "The label, in the language requested by the Accept-Language header (Chinese or English)."
    )
    legal_bases: list[LegalBasis] = field(
        "Documents on which this code rests by itself; empty for most codes."
    )


@strawberry.type(description="All codes of one enum, with labels to display.")
class CodeList:
    name: str = field("The name of the enum in this schema.")
    codes: list[Code] = field("The codes in their usual order of display.")


@strawberry.type(
    description="A code for a violation that a finding may name, with its legal basis."
)
class ViolationCode:
    code: str = field("The code to send as `violationCode` of a finding.")
    label: str = field(
        "What the rule forbids, in the language requested by the Accept-Language header."
    )
    basis: str = field("Marks of the documents that forbid it.", deprecated=INSTEAD)
    legal_bases: list[LegalBasis] = field("Documents and articles that forbid it.")


@strawberry.type(description="One item of a checklist, answered during an inspection.")
class ChecklistItem:
    code: str = field("The code that names this item in an answer.")
    label: str = field(
        "What the inspector checks, in the language requested by the Accept-Language header."
    )
    basis: str = field("Marks of the documents that require it.", deprecated=INSTEAD)
    legal_bases: list[LegalBasis] = field("Documents and articles that require it.")
    violation_codes: list[str] = field(
        "Codes of the violations that a problem with this item may constitute."
    )


@strawberry.type(
    description="One version of a checklist. Older versions remain valid for the inspections "
    "that use them."
)
class Checklist:
    code: str = field("The code of the checklist, the same in every version.")
    version: int = field("The number of this version, counted from 1.")
    items: list[ChecklistItem] = field("The items in the order in which they are checked.")


@strawberry.type(
    description="One version of the credit commitment (信用承诺) that is signed for credit repair."
)
class CreditCommitmentText:
    version: str = field("The version to name in the application.")
    text: str = field("The words that are signed, in Chinese.")


Names = Annotated[
    list[str] | None,
    strawberry.argument(
        description="Returns only the code lists of the enums named here; left out, all of them."
    ),
]


def code_lists(info: Info, names: Names = None) -> list[CodeList]:
    wanted = None if names is None else frozenset(names)
    return [
        CodeList(name=term.list_name(), codes=[_code(member, info) for member in term])
        for term in DESCRIPTIONS
        if wanted is None or term.list_name() in wanted
    ]


def violation_codes(info: Info) -> list[ViolationCode]:
    return [
        ViolationCode(
            code=v.code,
            label=getattr(v, info.context.language),
            basis=v.basis,
            legal_bases=legal_bases.of(v.basis),
        )
        for v in violations.CODES
    ]


def checklist_versions(info: Info) -> list[Checklist]:
    language = info.context.language
    return [
        Checklist(
            code=checklist.code,
            version=checklist.version,
            items=[
                ChecklistItem(
                    code=item.code,
                    label=getattr(item, language),
                    basis=item.basis,
                    legal_bases=legal_bases.of(item.basis),
                    violation_codes=list(item.violation_codes),
                )
                for item in checklist.items
            ],
        )
        for checklist in checklists.CHECKLISTS
    ]


def credit_commitment_texts(info: Info) -> list[CreditCommitmentText]:
    return [
        CreditCommitmentText(version=version, text=text)
        for version, text in commitments.TEXTS.items()
    ]


@strawberry.type
class CodeListQueries:
    code_lists: list[CodeList] = strawberry.field(
        resolver=code_lists, description="All code lists of the register, with labels to display."
    )
    violation_codes: list[ViolationCode] = strawberry.field(
        resolver=violation_codes, description="The violations that a finding may name."
    )
    checklists: list[Checklist] = strawberry.field(
        resolver=checklist_versions,
        description="All versions of all checklists, older ones included.",
    )
    credit_commitment_texts: list[CreditCommitmentText] = strawberry.field(
        resolver=credit_commitment_texts,
        description="All versions of the credit commitment; the last one is the one to sign.",
    )


def _code(member: Term, info: Info) -> Code:
    return Code(
        code=member.value,
        label=getattr(member, info.context.language),
        legal_bases=legal_bases.of(member.basis),
    )

"""Code lists with labels in the caller's language; codes never change, labels may."""

from typing import Annotated

import strawberry

from domain import checklists, violations
from domain.terms import Term
from schema.answering import Asked, said
from schema.terms import DESCRIPTIONS


@strawberry.type(description="One code with its label.")
class Code:
    code: str = said("The code, as the enum member is named.")
    label: str = said("Its label, in the language of Accept-Language.")


@strawberry.type(description="A code list.")
class CodeList:
    name: str = said("Name of the enum.")
    codes: list[Code] = said("Its codes in their usual order.")


@strawberry.type(description="A violation that a finding may name.")
class ViolationCode:
    code: str = said("The code.")
    label: str = said("What it forbids, in the language of Accept-Language.")
    basis: str = said("Document and article.")


@strawberry.type(description="One item of a checklist.")
class ChecklistItem:
    code: str = said("The code that an answer names.")
    label: str = said("What to look at, in the language of Accept-Language.")
    basis: str = said("Document and article.")
    violation_codes: list[str] = said("Violations that a problem with it may be.")


@strawberry.type(description="A version of a checklist; old versions stay answerable.")
class Checklist:
    code: str = said("Code of the checklist.")
    version: int = said("Version, from 1.")
    items: list[ChecklistItem] = said("Its items in order.")


Names = Annotated[
    list[str] | None, strawberry.argument(description="Only the lists of these enums.")
]


def code_lists(info: Asked, names: Names = None) -> list[CodeList]:
    wanted = None if names is None else frozenset(names)
    return [
        CodeList(name=term.list_name(), codes=[_code(member, info) for member in term])
        for term in DESCRIPTIONS
        if wanted is None or term.list_name() in wanted
    ]


def violation_codes(info: Asked) -> list[ViolationCode]:
    return [
        ViolationCode(code=v.code, label=getattr(v, info.context.language), basis=v.basis)
        for v in violations.CODES
    ]


def checklist_versions(info: Asked) -> list[Checklist]:
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
                    violation_codes=list(item.violation_codes),
                )
                for item in checklist.items
            ],
        )
        for checklist in checklists.CHECKLISTS
    ]


@strawberry.type
class CodeListQueries:
    code_lists: list[CodeList] = strawberry.field(
        resolver=code_lists, description="All code lists, labelled."
    )
    violation_codes: list[ViolationCode] = strawberry.field(
        resolver=violation_codes, description="The violations that findings may name."
    )
    checklists: list[Checklist] = strawberry.field(
        resolver=checklist_versions, description="All versions of all checklists."
    )


def _code(member: Term, info: Asked) -> Code:
    return Code(code=member.value, label=getattr(member, info.context.language))

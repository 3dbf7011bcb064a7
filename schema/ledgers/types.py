"""Uploaded ledgers and what their rows come to."""

import datetime as dt

import strawberry

from domain.ledgers.terms import LedgerJobState, LedgerKind, LedgerRowOutcome
from schema.connections import Node
from schema.directions import Direction
from schema.fields import field, optional
from schema.institutions.types import Institution
from schema.pages import order_of, page_of
from schema.regions.types import Authority


@strawberry.type(description="One thing that is wrong with a row of an uploaded ledger.")
class LedgerRefusal:
    heading: str = field("Heading of the column in the file, as the file spells it.")
    zh: str = field("What is wrong and how to put it right, in Chinese.")
    en: str = field("What is wrong and how to put it right, in English.")


@strawberry.type(
    description="A row of an uploaded ledger that is new, changes something or is rejected; rows that "
    "change nothing are only counted."
)
class LedgerRow(Node):
    id: strawberry.ID = field("Opaque id of the row's outcome, `lrow_…`.")
    sheet: str = field("Name of the sheet; empty where the file has only one.")
    line: int = field("Number of the row in the file, as a spreadsheet numbers rows, from 1.")
    label: str = field("What the row is about: the cells by which its kind of ledger is known.")
    outcome: LedgerRowOutcome = field("What the row comes to: new, changed or rejected.")
    changed: list[str] = field("What the row changes in the entry; empty for a new one.")
    refusals: list[LedgerRefusal] = field(
        "Everything wrong with the row; empty unless it is rejected."
    )


@strawberry.input(description="Conditions on rows of an uploaded ledger; all given must hold.")
class LedgerRowFilter:
    outcomes: list[LedgerRowOutcome] | None = optional("Only rows that come to one of these.")


LedgerRowOrder = order_of(
    "LedgerRow", "rows of an uploaded ledger", {"POSITION": "In the order of the file."}
)


@strawberry.type(
    description="A ledger that was uploaded: first a dry run says what each row comes to, then it is "
    "imported if somebody says so. Its file is deleted at the end, its rows 7 days later."
)
class LedgerJob(Node):
    id: strawberry.ID = field("Opaque id of the uploaded ledger, `ldgr_…`.")
    kind: LedgerKind = field("What the rows of the ledger are about.")
    authority: Authority | None = field(
        "Office for which it was uploaded, where those with the same task see it too; null where there is none."
    )
    institution: Institution | None = field(
        "Institution whose administrator uploaded it; null for an office's ledger."
    )
    file_name: str = field("Name of the uploaded file; empty once its content is deleted.")
    size: int = field("Size of the file in bytes, as declared.")
    declared_at: dt.datetime = field("When the ledger was declared.")
    state: LedgerJobState = field("How far the ledger has come.")
    changed_at: dt.datetime = field("When the state last changed.")
    done_count: int = field("How many rows the dry run, or the import, has looked at so far.")
    total_count: int | None = field("How many rows the file has; null until they are counted.")
    new_count: int = field("Rows that are new entries, of those whose state is final.")
    changed_count: int = field("Rows that change an entry, of those whose state is final.")
    unchanged_count: int = field("Rows that say what the register says already.")
    rejected_count: int = field("Rows that are rejected; `rejectedUrl` has them with reasons.")
    unchecked_count: int = field(
        "Changed rows without a version: whether the register has changed since the file was made"
        " was not checked. Exports have the column."
    )
    failure_code: str | None = field("Code of why it could not be processed; null if it could.")
    failure_zh: str | None = field("Why it could not be processed, in Chinese; null if it could.")
    failure_en: str | None = field("Why it could not be processed, in English; null if it could.")
    rejected_url: str | None = field(
        "Address of the rejected rows, relative to the server: a file of the same kind with the"
        " reasons beside each row, for a signed-in caller; null where there are none."
    )
    rows = page_of(
        LedgerRow,
        "Rows that are new, change something or are rejected: of the dry run until the import begins, "
        "then of the import, which judges every row again since the register may have changed.",
    )


@strawberry.input(description="Conditions on uploaded ledgers; all that are given must hold.")
class LedgerJobFilter:
    states: list[LedgerJobState] | None = optional("Only ledgers in one of these states.")
    kinds: list[LedgerKind] | None = optional("Only ledgers of one of these kinds.")


LedgerJobOrder = order_of(
    "LedgerJob",
    "uploaded ledgers",
    {"DECLARED_AT": "By the time of the declaration."},
    default=Direction.DESC,
)

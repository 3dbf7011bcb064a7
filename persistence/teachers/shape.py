"""Teachers: the public profile of those in employment, the private one where it is open."""

import sqlalchemy as sa

from domain.permissions import Permission
from persistence.history.shape import HISTORY
from persistence.reading.compiler import by_id
from persistence.reading.conditions import (
    contains_indexed,
    equals,
    one_of_values,
    overlaps,
    refers_to,
)
from persistence.reading.public_tables import PublicTable
from persistence.reading.shape import (
    Column,
    DerivedValue,
    Join,
    KeysetOrder,
    One,
    Page,
    Shape,
    column,
    referenced_by,
    references,
    version,
)
from persistence.teachers.policies import employed_teacher, private_of_teacher
from persistence.teachers.table import Teacher


def TEACHERS(on: Join | None = None) -> Page:  # a constant but for its join
    return Page(
        "Teacher",
        on=on,
        orders={
            "REGISTERED_AT": KeysetOrder(()),
            "NAME": KeysetOrder((lambda row: row.c.name.collate("C"),)),
        },
        default_order=("REGISTERED_AT", "ASC"),
        filters={
            "institutionId": refers_to("Institution", "institution_id"),
            "employment": equals("employment"),
            "stages": overlaps("stages"),
            "certificateKinds": one_of_values("certificate_kind"),
            "text": contains_indexed("name"),
        },
        planned_for=frozenset({"text"}),
    )


TEACHER = Shape(
    "Teacher",
    Teacher.__table__,
    {
        "institution": One("Institution", on=references("institution_id")),
        "isEmployed": Column(lambda row: row.c.employed_to.is_(None)),
        "maskedResidentId": DerivedValue(
            (
                lambda row: sa.func.encode(row.c.resident_id_sealed, sa.literal_column("'hex'")),
                lambda row: sa.cast(row.c.id, sa.Text),
            ),
            derive="masked_resident_id",
            permission=Permission.TEACHER_READ_PRIVATE,
            visible_if=private_of_teacher,
        ),
        "workPermitNo": column(
            "work_permit_no",
            permission=Permission.TEACHER_READ_PRIVATE,
            visible_if=private_of_teacher,
        ),
        "version": version(private_of_teacher),
        "history": HISTORY(on=referenced_by("object_id")),
    },
    employed_teacher,
)

SHAPES = (TEACHER,)

PUBLIC_TABLES = (
    PublicTable(
        Teacher,
        "{row}.employed_to is null",
        institution="institution_id",
    ),
)


ROOTS = {
    "teacher": One("Teacher", arguments={"id": by_id("Teacher")}),
    "teachers": TEACHERS(),
}

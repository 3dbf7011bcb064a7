"""What our register has of an institution, as it is compared with the national platform's entry."""

from collections.abc import Collection, Mapping

from domain.registrations import DifferenceField
from persistence.institutions.table import Institution

COLUMNS: Mapping[DifferenceField, str] = {
    DifferenceField.NAME: "name",
    DifferenceField.UNIFIED_SOCIAL_CREDIT_CODE: "unified_social_credit_code",
    DifferenceField.LEGAL_REPRESENTATIVE: "legal_representative",
    DifferenceField.ADDRESS: "address",
    DifferenceField.EXISTENCE: "existence",
    DifferenceField.EXTERNAL_REF: "external_ref",
}


def ours(
    row: Institution, licence_numbers: Collection[str]
) -> Mapping[DifferenceField, Collection[str]]:
    """By field; of licences there may be several."""
    found: dict[DifferenceField, Collection[str]] = {
        field: (str(getattr(row, column)),) for field, column in COLUMNS.items()
    }
    return {**found, DifferenceField.LICENCE_NUMBER: licence_numbers}

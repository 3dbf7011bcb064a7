"""Each scalar names the document that specifies its spelling, where there is one."""

from graphql import is_specified_scalar_type

from schema.assembly import core
from tests.client import SCHEMA

RFC_3339 = "https://www.rfc-editor.org/rfc/rfc3339#section-5.6"


def test_a_scalar_names_its_specification() -> None:
    found = {
        name: kind.specified_by_url
        for name, kind in core(SCHEMA).type_map.items()
        if hasattr(kind, "specified_by_url") and not is_specified_scalar_type(kind)
    }

    assert found == {
        "Date": RFC_3339,
        "DateTime": RFC_3339,
        "Time": "https://www.iso.org/standard/70907.html",
        "UUID": "https://www.rfc-editor.org/rfc/rfc9562",
        "Sha256": "https://doi.org/10.6028/NIST.FIPS.180-4",
        # A whole number of our own.
        "Fen": None,
    }

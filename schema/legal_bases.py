"""Legal bases as people read them: documents by title and article."""

from collections.abc import Iterable
from dataclasses import asdict

import strawberry

from domain import sources
from schema.fields import field

INSTEAD = "Use `legalBases`, which gives titles and articles. Kept until 2027-12-31."


@strawberry.type(description="A document on which a rule or an act rests, and the place within it.")
class LegalBasis:
    mark: str | None = field(
        "The register's mark for the document, such as X15; null for a document that an authority"
        " named in its own words."
    )
    title: str = field("Title of the document as issued, in Chinese.")
    english_title: str | None = field(
        "Title in English, translated by the register; null where there is no translation."
    )
    number: str | None = field(
        "Number or year under which the document was issued; null where none is known."
    )
    article: str | None = field(
        "Article or other place within the document, as cited in Chinese; null for the whole of it."
    )
    url: str | None = field(
        "Address of the document at the organ that issued it; null where no such page is known."
    )
    region_codes: list[str] = field(
        "Codes of the regions where the document applies; empty for the whole country."
    )
    citation: str = field("Title, number and article in one line, as cited in Chinese.")
    english_citation: str = field("Title and article in one line, as cited in English.")


def of(basis: str) -> list[LegalBasis]:
    """The documents of a rule; empty for one that rests on none."""
    return _read(sources.legal_bases(basis))


def _read(found: Iterable[sources.LegalBasis]) -> list[LegalBasis]:
    return [
        LegalBasis(**asdict(each) | {"region_codes": list(each.region_codes)}) for each in found
    ]

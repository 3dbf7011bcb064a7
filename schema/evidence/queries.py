"""Queries about evidence across all that it belongs to."""

import strawberry

from schema.evidence.types import Evidence
from schema.pages import query_page_of


@strawberry.type
class EvidenceQueries:
    stuck_evidence = query_page_of(
        Evidence,
        "Evidence declared more than 24 hours ago that has not arrived, oldest first: that of the caller's own visits and complaints and, for officials, of those that they may see.",
    )

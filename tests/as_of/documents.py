"""All that visitors can ask of the register as it was, and what was answered."""

from dataclasses import dataclass
from typing import Any

import orjson

from tests.client import Client
from tests.people import Person

_REGION = "code name level endedOn parent { name } successor { code }"
_AUTHORITY = f"""id kind name sectors level complaintPhone complaintHours yearlyCap closedAt childCount version
    region {{ {_REGION} }} parent {{ id name }} successor {{ id }}"""
RECORD = """id versionNo sector taskCode category resultCodes resultText violationCodes items inspectedOn
    publishedAt expiresOn repairStatus isCurrent replacementCount isLate supersededAt withdrawnAt
    withdrawalGround withholdingGround withheldViolationCodes document documentSha256
    authority { id name } institution { id name } current { id versionNo }
    publications { outlet state publishedAt reference } reply { text writtenAt shownAt }"""
_SITE = f"""id name address sharesAddress isMain areaM2 capacity openedOn closedOn
    position {{ latitude longitude datum wgs84Latitude wgs84Longitude }}
    region {{ {_REGION} }} institution {{ id }}"""
_ENTITLEMENT = """id kind programme number sharesNumber subjectKind delivery categories listingRole
    occupation direction levels validFrom validTo periodNo state version authority { id name }"""
INSTITUTION = f"""id unifiedSocialCreditCode name kinds subjectKind legalForm sector address establishedOn
    registeredCapitalFen registrationAuthority introduction website publicPhone existence closedOn
    listStatus creditGrade reading version registeredAt updatedAt
    region {{ {_REGION} }} supervisingAuthority {{ {_AUTHORITY} }}
    formerNames {{ name lastOn }} sites {{ {_SITE} }} entitlements {{ {_ENTITLEMENT} }}
    publicInspectionResults(first: 20) {{ totalCount pageInfo {{ hasNextPage endCursor }}
        edges {{ cursor node {{ {RECORD} }} }} }}"""
ALL = f"""query All($id: ID!, $code: String!, $licence: String!, $region: String!, $asOf: DateTime) {{
    byId: institution(by: {{id: $id}}, asOf: $asOf) {{ {INSTITUTION} }}
    byCode: institution(by: {{creditCode: $code}}, asOf: $asOf) {{ {INSTITUTION} }}
    byLicence: institution(by: {{licenceNumber: $licence}}, asOf: $asOf) {{ id name }}
    here: institutions(first: 20, filter: {{regionCode: $region}}, asOf: $asOf) {{
        nodes {{ {INSTITUTION} }} pageInfo {{ hasNextPage endCursor }} }}
    named: institutions(last: 3, filter: {{existence: EXISTING}}, orderBy: {{field: NAME}}, asOf: $asOf) {{
        nodes {{ id name }} }}
    listed: institutions(first: 9, filter: {{listStatus: WHITE_LISTED}}, asOf: $asOf) {{ nodes {{ id }} }}
    results: publicInspectionResults(first: 20, filter: {{regionCode: $region}}, asOf: $asOf) {{
        edges {{ cursor node {{ {RECORD} }} }} }}
    oldest: publicInspectionResults(last: 5, asOf: $asOf) {{ nodes {{ id resultText }} }}
    bad: publicInspectionResults(first: 5, filter: {{resultCodes: [PROBLEM_PENDING],
        inspectedFrom: "2026-01-01"}}, asOf: $asOf) {{ nodes {{ id }} }}
}}"""
RECORD_BY_ID = f"""query One($id: ID!, $asOf: DateTime) {{
    publicRecord(id: $id, asOf: $asOf) {{ {RECORD} }} }}"""
HISTORY = "{ registerHistory { beginsAt latest } }"


@dataclass(frozen=True)
class Point:
    """A moment, and what was answered then."""

    moment: str
    answer: bytes


async def now(ask: Client) -> str:
    """The last moment that can be cited."""
    moment: str = (await ask(HISTORY))["registerHistory"]["latest"]
    return moment


async def read(
    ask: Client,
    document: str,
    variables: dict[str, Any],
    as_of: str | None = None,
    by: Person | None = None,
) -> bytes:
    """With keys in their order."""
    given = {**variables, "asOf": as_of}
    return orjson.dumps(await ask(document, given, by=by))


async def point(ask: Client, document: str, variables: dict[str, Any]) -> Point:
    found = await read(ask, document, variables)
    return Point(await now(ask), found)

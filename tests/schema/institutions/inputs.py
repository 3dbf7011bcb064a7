"""Inputs for entering institutions, each whole and lawful."""

from typing import Any

from domain import credit_codes
from persistence.reading import ids
from tests.people import GUSU, Place


def credit_code(body: str = "52320508MJ0000001") -> str:
    """Seventeen characters and their check digit."""
    return body + credit_codes.check_character(body)


def authority(place: Place) -> str:
    return ids.write("Authority", place.id)


def institution(**given: Any) -> dict[str, Any]:
    return {
        "unifiedSocialCreditCode": credit_code(),
        "name": "姑苏银杏培训中心",
        "kinds": ["OFF_CAMPUS_TRAINING"],
        "subjectKind": "SUBJECT",
        "legalForm": "NON_PROFIT",
        "sector": "EDUCATION",
        "regionCode": "320508",
        "address": "平江路8号",
        "establishedOn": "2021-03-01",
        "supervisingAuthorityId": authority(GUSU),
        "legalRepresentative": "某某",
        **given,
    }


def site(**given: Any) -> dict[str, Any]:
    return {"name": "总部", "regionCode": "320508", "address": "平江路8号", **given}


def licence(number: str = "苏教许字320508002号", **given: Any) -> dict[str, Any]:
    return {
        "kind": "LICENCE",
        "programme": "校外培训办学许可",
        "authorityId": authority(GUSU),
        "number": number,
        "validFrom": "2024-01-01",
        "validTo": "2027-12-31",
        **given,
    }


def listing(number: str, role: str, occupation: str = "无人机驾驶员") -> dict[str, Any]:
    return licence(
        number,
        kind="LISTING",
        programme="技术技能人才工程",
        listingRole=role,
        occupation=occupation,
        levels=["四级", "三级"],
    )

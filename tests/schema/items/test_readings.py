"""The common list of items is public and complete from the start."""

from domain.checklists import CHECKLISTS
from domain.items import ITEMS
from tests.client import Client


async def test_the_common_list_is_public_and_complete(ask: Client, world: None) -> None:
    document = """{ inspectionItems(first: 100) { totalCount nodes {
        code versionNo title englishTitle legalBasis checklistItemCodes violationCodes } } }"""

    found = (await ask(document))["inspectionItems"]

    assert found["totalCount"] == len(ITEMS)
    listed = {each["code"]: each for each in found["nodes"]}
    covered = {code for each in found["nodes"] for code in each["checklistItemCodes"]}
    broken = {code for each in found["nodes"] for code in each["violationCodes"]}
    assert covered == {i.code for each in CHECKLISTS for i in each.items if each.version == 1}
    assert broken == {v for each in CHECKLISTS for i in each.items for v in i.violation_codes}
    assert all(each["legalBasis"] and each["title"] for each in listed.values())

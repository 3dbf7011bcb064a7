"""Documents behind items, measures, codes and refusals, as an official reads them."""

from domain.rectification.terms import OrderState
from persistence.engine.database import Database
from tests.client import Client
from tests.people import hua
from tests.schema.items import steps as items
from tests.schema.rectification import steps

CODES = """{
    codeLists(names: ["Role", "AlertKind"]) { codes { code legalBases { citation regionCodes } } }
    violationCodes { code legalBases { mark citation } }
    checklists { items { basis legalBases { mark article } } } }"""


async def test_items_and_measures_under_one_alias_keep_their_own_fields(
    ask: Client, visit: str, database: Database
) -> None:
    item = await items.published(ask, legalBasis=["X47", "《某市条例》第三条"])
    order_id = await steps.put(database, visit, OrderState.OVERDUE)
    proposal = await steps.propose(database, order_id)

    found = await ask(
        """query Q($ids: [ID!]!) { nodes(ids: $ids) {
            ... on InspectionItem { bases: legalBases { mark url citation } legalBasis }
            ... on EscalationProposal { bases: legalBases { __typename article title } basis }
        } }""",
        {"ids": [proposal, item, proposal]},
        by=hua,
    )

    measure = {
        "bases": [
            {
                "__typename": "LegalBasis",
                "article": None,
                "title": "校外培训机构从业人员管理办法（试行）",
            }
        ],
        "basis": "X16",
    }
    shandong = "http://edu.shandong.gov.cn/art/2025/11/5/art_107093_10343517.html"
    assert found["nodes"] == [
        measure,
        {
            "bases": [
                {
                    "mark": "X47",
                    "url": shandong,
                    "citation": "《山东省校外培训机构合规要求》（2025年）",
                },
                {"mark": None, "url": None, "citation": "《某市条例》第三条"},
            ],
            "legalBasis": ["X47", "《某市条例》第三条"],
        },
        measure,
    ]


async def test_lists_under_one_alias_may_be_empty(
    ask: Client, visit: str, database: Database
) -> None:
    bare = await items.published(ask, legalBasis=["INF"])
    order_id = await steps.put(database, visit, OrderState.OVERDUE)
    proposal = await steps.propose(database, order_id)

    found = await ask(
        """query Q($ids: [ID!]!, $marks: Boolean!) { nodes(ids: $ids) {
            ... on InspectionItem { bases: legalBases { title } }
            ... on EscalationProposal { bases: legalBases {
                kind: __typename  m: mark @include(if: $marks)  title @skip(if: $marks) } }
            ... on Inspection { bases: appointments { id } }
        } }""",
        {"ids": [bare, proposal, visit], "marks": True},
        by=hua,
    )

    assert found["nodes"] == [
        {"bases": []},
        {"bases": [{"kind": "LegalBasis", "m": "X16"}]},
        {"bases": []},
    ]


async def test_codes_name_the_documents_behind_them(ask: Client) -> None:
    found = await ask(CODES)

    bases = {
        code["code"]: code["legalBases"] for each in found["codeLists"] for code in each["codes"]
    }
    violations = {each["code"]: each["legalBases"] for each in found["violationCodes"]}
    assert bases["INSPECTOR"] == []
    assert bases["OVERSIGHT"] == [
        {"citation": "《行政执法监督条例》（国务院令第825号）第六条", "regionCodes": []}
    ]
    assert bases["REPEATED_VISITS"][1] == {
        "citation": "《苏州市行政检查办法》（苏州市人民政府令第169号）第十四条",
        "regionCodes": ["320500"],
    }
    assert violations["O53_UNAUTHORISED"] == [
        {"mark": "X15", "citation": "《校外培训行政处罚暂行办法》（教育部令第53号）第十七条"}
    ]
    assert violations["OTHER"] == []
    assert all(
        len(item["legalBases"]) == len(item["basis"].split(";"))
        for each in found["checklists"]
        for item in each["items"]
    )


async def test_a_refusal_cites_its_documents(ask: Client, visit: str, database: Database) -> None:
    order_id = await steps.put(database, visit, OrderState.OVERDUE)
    given = {"proposalId": await steps.propose(database, order_id), "expectedVersion": 1}

    foreign = await ask.do(
        "decideEscalation",
        {**given, "decision": "ADOPT", "measure": "TAKEDOWN"},
        "... on Refusal { basis legalBases { mark } }",
        by=hua,
    )
    old = await ask.do(
        "raiseComplaint",
        {
            "kind": "DISPUTE",
            "category": "OTHER",
            "identification": "ANONYMOUS",
            "statement": "我要投诉，但不愿意署名，请处理。",
            "institutionId": None,
            "respondentName": "某班",
            "respondentAddress": "某地",
            "regionCode": "320508",
        },
        "... on Refusal { legalBases { citation englishCitation } }",
        by=None,
    )

    assert (foreign["basis"], foreign["legalBases"]) == ("INF", [])
    assert (old["code"], old["legalBases"]) == (
        "REAL_NAME_REQUIRED",
        [
            {
                "citation": "《市场监督管理投诉举报处理办法》"
                "（国家市场监督管理总局令第121号）第十条",
                "englishCitation": "Measures for Handling Complaints and Reports in Market "
                "Regulation, Article 10",
            }
        ],
    )

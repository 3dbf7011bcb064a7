"""How a rule's basis is cited where people read it."""

import pytest

from domain.sources import SOURCES, legal_bases, of_texts


@pytest.mark.parametrize(
    ("basis", "citations"),
    [
        ("X15 Art. 17", ["《校外培训行政处罚暂行办法》（教育部令第53号）第十七条"]),
        (
            "S2 Art. 12, 17",
            [
                "《数字技术工程师培育项目培训机构和评价机构管理办法（试行）》第十二条、第十七条",
            ],
        ),
        ("S0-B Art. 6(5)", ["《专项培训基地管理办法（试行）》第六条第（五）项"]),
        (
            "S4 link 11; X9",
            [
                "《山东省校外线上培训规范管理实施方案》所附第十一则链接",
                "《关于规范面向中小学生的非学科类校外培训的意见》（教育部等十三部门，2022年）",
            ],
        ),
        ("S4 二(五)3", ["《山东省校外线上培训规范管理实施方案》二（五）3"]),
        (
            "S3 附件1 一(二)",
            [
                "《关于组织第三批成都市人工智能科普教育示范校遴选活动的通知》附件1 一（二）",
            ],
        ),
        ("X38", ["随机抽查“一单两库一细则”"]),
        ("INF", []),
        (
            "X79 Art. 18; K",
            ["《市场监督管理行政处罚程序规定》（国家市场监督管理总局令第2号）第十八条"],
        ),
        ("", []),
    ],
)
def test_a_basis_is_cited_as_in_print(basis: str, citations: list[str]) -> None:
    assert [each.citation for each in legal_bases(basis)] == citations


def test_a_basis_is_cited_in_english() -> None:
    found = legal_bases("X15 Art. 17; S4 二(五)3")

    assert [each.english_citation for each in found] == [
        "Interim Measures for Administrative Penalties in Off-Campus Training, Article 17",
        "Shandong Plan for Regulating Online Off-Campus Training, 二(五)3",
    ]


@pytest.mark.parametrize(
    ("place", "article"),
    [
        ("Art. 100", "第一百条"),
        ("Art. 105(10)", "第一百零五条第（十）项"),
        ("Art. 110", "第一百一十条"),
        ("Art. 1000, 1005, 1260", "第一千条、第一千零五条、第一千二百六十条"),
        ("link 123", "所附第一百二十三则链接"),
        ("四.9", "四、9"),
        # What is no such number stands as it was written.
        ("第3.5条", "第3.5条"),
        ("Art. 0", "Art. 0"),
        ("Art. 12345", "Art. 12345"),
        ("Art. 12(3)4(5)", "Art. 12（3）4（5）"),
        ("Art. " + "1" * 90 + "x", "Art. " + "1" * 90 + "x"),
        ("Art. " + "1, " * 28 + "x", "Art. " + "1, " * 28 + "x"),
    ],
)
def test_an_authority_may_write_any_place(place: str, article: str) -> None:
    (found,) = of_texts([f"X15 {place}"])

    assert found.article == article


def test_a_document_outside_the_list_is_its_own_title() -> None:
    (own, known) = of_texts(["《某市条例》第三条; 第四条", "X43"])

    assert (own.mark, own.title, own.citation) == (None, "《某市条例》第三条; 第四条", own.title)
    assert (known.mark, known.number) == ("X43", "国办发〔2024〕54号")


@pytest.mark.parametrize("mark", SOURCES)
def test_an_address_is_the_organs_own(mark: str) -> None:
    host = SOURCES[mark].url.partition("//")[2].partition("/")[0].partition(":")[0]
    assert host == "" or host.endswith(".gov.cn")

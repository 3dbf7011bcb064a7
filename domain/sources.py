"""The documents that rules name as their basis: by mark in the rules, by title where people read.

A basis reads `S2 Art. 9` or, with several, `S4 link 11; X9`: a mark of this list, and where it
helps the place within. `INF` is our own choice where the documents are silent, `K` is held to be
so but not confirmed; both are parameters, not law.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """One document. `number` is the one under which it was issued, `regions` where it applies: the
    whole country where there is none. `url` is the organ's own page of it, never a copy elsewhere.

    Where `is_titled` is false, `zh` is no title: it describes what was collected from several places.
    """

    zh: str
    en: str
    number: str = ""
    regions: tuple[str, ...] = ()
    url: str = ""
    is_titled: bool = True


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A document and the place within it. `mark` is None for a document outside the list: then
    `title` is all that is known. `article` is cited as in Chinese print: 第十七条, 二（五）3."""

    mark: str | None
    title: str
    english_title: str | None = None
    number: str | None = None
    article: str | None = None
    url: str | None = None
    region_codes: tuple[str, ...] = ()
    citation: str = ""
    english_citation: str = ""


SOURCES = {
    "S0-A": Source("专项服务中心认定管理办法（试行）",
        "Measures for the Accreditation of Service Centres (Trial)"),
    "S0-B": Source("专项培训基地管理办法（试行）", "Measures for Training Bases (Trial)"),
    "S1": Source("全国学校联盟学分银行暂行管理办法",
        "Interim Measures for the Credit Bank of the National Alliance of Schools"),
    "S1-R": Source("学分兑换执行细则", "Rules for the Redemption of Academic Credits"),
    "S2": Source("数字技术工程师培育项目培训机构和评价机构管理办法（试行）",
        "Measures for Training and Evaluation Institutions of the Digital Technology Engineer"
        " Programme (Trial)"),
    "S3": Source("关于组织第三批成都市人工智能科普教育示范校遴选活动的通知",
        "Notice on Selecting the Third Group of Chengdu Demonstration Schools for Artificial"
        " Intelligence Education", regions=("510100",)),
    "S4": Source("山东省校外线上培训规范管理实施方案",
        "Shandong Plan for Regulating Online Off-Campus Training", regions=("370000",)),
    "X6": Source("成都市学科类校外培训机构预收费银行监管要求",
        "Chengdu requirements on bank custody of prepaid fees", regions=("510100",),
        is_titled=False),
    "X8": Source("关于加强校外培训机构预收费监管工作的通知",
        "Notice on Strengthening the Supervision of Fees Prepaid to Off-Campus Training Institutions",
        "教监管函〔2021〕2号"),
    "X9": Source("关于规范面向中小学生的非学科类校外培训的意见",
        "Opinions on Regulating Non-Subject Off-Campus Training for School Pupils",
        "教育部等十三部门，2022年"),
    "X10": Source("校外培训家长端消课、退费规则",
        "Rules of the parents' platform on lessons and refunds", is_titled=False),
    "X15": Source("校外培训行政处罚暂行办法",
        "Interim Measures for Administrative Penalties in Off-Campus Training",
        "教育部令第53号"),
    "X16": Source("校外培训机构从业人员管理办法（试行）",
        "Measures for Staff of Off-Campus Training Institutions (Trial)", "2021年"),
    "X17": Source("中小学生校外培训材料管理办法（试行）",
        "Measures for Materials of Off-Campus Training for School Pupils (Trial)"),
    "X18": Source("中小学生校外培训服务合同（示范文本）",
        "Model Service Contract for Off-Campus Training of School Pupils", "GF-2021-2604"),
    "X19": Source("关于规范校外线上培训的实施意见",
        "Implementing Opinions on Regulating Online Off-Campus Training", "教基函〔2019〕8号"),
    "X20": Source("义务教育阶段校外培训项目分类鉴别指南",
        "Guide to Classifying Off-Campus Training at the Stage of Compulsory Education", "2021年"),
    "X21": Source("国务院办公厅关于推广随机抽查规范事中事后监管的通知",
        "Notice of the General Office of the State Council on Extending Random Inspections",
        "国办发〔2015〕58号",
        url="https://www.gov.cn/zhengce/content/2015-08/05/content_10051.htm"),
    "X23": Source("市场监管总局关于全面推进“双随机、一公开”监管工作的通知",
        "Notice of the State Administration for Market Regulation on Double-Random Supervision"
        " with Publication", "2019年"),
    "X24": Source("企业公示信息抽查办法", "Measures for Spot Checks of Information Published by Enterprises",
        "2025年修订"),
    "X25": Source("市场监管总局关于推进企业信用风险分类管理进一步提升监管效能的意见",
        "Opinions of the State Administration for Market Regulation on Classifying Enterprises by"
        " Credit Risk", "国市监信发〔2022〕6号"),
    "X26": Source("林甸县农业农村局“信易+助农护农”信用分级监管做法",
        "Practice of Lindian County of supervision by credit grade", regions=("230623",),
        is_titled=False),
    "X29": Source("山东省市场监管系统企业信用风险分类监督管理办法",
        "Shandong Measures for Supervision by Classes of Credit Risk", regions=("370000",)),
    "X30": Source("北京市学科类校外培训机构信用评价要求",
        "Beijing requirements on credit grades of subject-type institutions", regions=("110000",),
        is_titled=False),
    "X32": Source("营口市校外培训机构黑白名单管理办法（试行）",
        "Yingkou Measures for Black and White Lists of Off-Campus Training (Trial)",
        regions=("210800",)),
    "X33": Source("兴安盟校外培训“黑白名单”制度",
        "Rules of Hinggan League on white and black lists of off-campus training",
        regions=("152200",), is_titled=False),
    "X34": Source("川渝“双随机、一公开”抽查检查结果公示信息修复工作方案",
        "Sichuan and Chongqing Plan for Repairing Published Results of Double-Random Inspections",
        "2025年", regions=("500000", "510000"),
        url="http://scjgj.sc.gov.cn/scjgj/c104492/2025/8/14/"
        "0dc2a7980300488dbfef4099483f080a.shtml"),
    "X35": Source("天津市进一步做好市场监管领域“双随机、一公开”监管的实施办法",
        "Tianjin Measures for Double-Random Supervision in Market Regulation", "津政规〔2025〕1号",
        regions=("120000",)),
    "X37": Source("南陵县2024年“一业一查”部门联合抽查工作计划",
        "Nanling County Plan for Joint Inspections by Trade, 2024", regions=("340223",),
        url="https://www.nlx.gov.cn/openness/public/6605141/39220155.html"),
    "X38": Source("随机抽查“一单两库一细则”", "One list, two pools and one set of rules for random inspections",
        is_titled=False),
    "X39": Source("工业和信息化部“双随机”抽查办法",
        "Double-random inspection measures of the Ministry of Industry and Information Technology",
        is_titled=False),
    "X41": Source("双随机抽查结果统计", "Statistics of results of double-random inspections", "2017年",
        is_titled=False),
    "X42": Source("省级双随机系统公开源代码中的表单",
        "Forms in the public source code of a province's double-random system", is_titled=False),
    "X43": Source("国务院办公厅关于严格规范涉企行政检查的意见",
        "Opinions of the General Office of the State Council on Strictly Regulating Administrative"
        " Inspections of Enterprises", "国办发〔2024〕54号"),
    "X44": Source("行政检查文书基本格式文本（试行）",
        "Basic Forms of Documents of Administrative Inspections (Trial)"),
    "X45": Source("各地涉企行政检查“扫码入企”规定",
        "Local rules on inspection codes for visits to enterprises", is_titled=False),
    "X46": Source("重庆市教育委员会2025年度校外培训机构行政检查计划",
        "Chongqing Education Commission Plan for Inspections of Off-Campus Training Institutions,"
        " 2025", regions=("500000",),
        url="http://jw.cq.gov.cn/zwgk_209/fdzdgknr/xzcf_1/xzzf/202510/t20251029_15124605.html"),
    "X47": Source("山东省校外培训机构合规要求",
        "Shandong Compliance Requirements for Off-Campus Training Institutions", "2025年",
        regions=("370000",), url="http://edu.shandong.gov.cn/art/2025/11/5/art_107093_10343517.html"),
    "X48": Source("各地校外培训机构检查通报", "Published reports of local inspections", is_titled=False),
    "X49": Source("各地校外培训机构年度检查规定", "Local rules on annual checks", is_titled=False),
    "X50": Source("市场监督管理投诉举报处理暂行办法",
        "Interim Measures for Handling Complaints and Reports in Market Regulation",
        "国家市场监督管理总局令第20号"),
    "X50b": Source("市场监督管理投诉举报处理办法",
        "Measures for Handling Complaints and Reports in Market Regulation",
        "国家市场监督管理总局令第121号",
        url="https://www.samr.gov.cn/zw/zfxxgk/fdzdgknr/fgs/art/2026/"
        "art_e4d03a20c0fd49769e408c7bf3791ff5.html"),
    "X51": Source("各地12345热线办理规定", "Local rules of the 12345 hotline", is_titled=False),
    "X52": Source("信访事项办理期限规定", "Rules on the time limits of petitions", is_titled=False),
    "X53": Source("教育部核查处理校外培训投诉举报问题线索的通报",
        "Report of the Ministry of Education on complaints about off-campus training", "2022年",
        is_titled=False),
    "X60": Source("裕华区行政执法事后公开程序",
        "Yuhua District Procedure for Publishing Enforcement Results", regions=("130108",),
        url="http://yuhuaqu.gov.cn:81/xzzfgs/col/1505471708978/2019/11/13/1573609302275.html"),
    "X70": Source("经营异常名录管理规定", "Rules on the list of abnormal operations", is_titled=False),
    "X71": Source("关于进一步减轻义务教育阶段学生作业负担和校外培训负担的意见",
        "Opinions on Further Reducing the Burden of Homework and Off-Campus Training", "2021年"),
    "X73": Source("各地校外培训机构场所要求", "Local requirements on premises", is_titled=False),
    "X76": Source("不得虚构上级任务或举报实施检查的地方规定",
        "A local rule against inspections on invented orders or reports", is_titled=False),
    "X77": Source("行政执法监督条例", "Regulations on the Supervision of Administrative Enforcement",
        "国务院令第825号"),
    "X78": Source("苏州市行政检查办法", "Suzhou Measures for Administrative Inspections",
        "苏州市人民政府令第169号", regions=("320500",)),
    "X79": Source("市场监督管理行政处罚程序规定",
        "Provisions on the Procedure of Administrative Penalties in Market Regulation",
        "国家市场监督管理总局令第2号"),
}  # fmt: skip

NO_DOCUMENT = frozenset({"INF", "K"})
"""Marks of rules that rest on no document, or on none that was confirmed."""


def marks(basis: str) -> tuple[str, ...]:
    """The marks a basis names, in order; what precedes the place within each document."""
    return tuple(re.split(r"[ ,]", part.strip())[0] for part in basis.split(";") if part.strip())


def legal_bases(basis: str) -> tuple[LegalBasis, ...]:
    """The documents behind a rule, in its order; empty for a rule that rests on none (INF, K)."""
    return of_texts(part for part in basis.split(";") if part.strip())


def of_texts(texts: Iterable[str]) -> tuple[LegalBasis, ...]:
    """Each text a mark with its place; any other text is itself the title of a document, as an
    authority wrote it into its list of items."""
    return tuple(_parsed(text.strip()) for text in texts if text.strip() not in NO_DOCUMENT)


def _parsed(text: str) -> LegalBasis:
    mark, _, place = text.partition(" ")
    source = SOURCES.get(mark)
    if source is None:
        return LegalBasis(None, text, citation=text, english_citation=text)
    article = _article(place)
    titled = f"《{source.zh}》" if source.is_titled else source.zh
    numbered = f"（{source.number}）" if source.number else ""
    return LegalBasis(
        mark,
        source.zh,
        source.en,
        source.number or None,
        article or None,
        source.url or None,
        source.regions,
        f"{titled}{numbered}{article}",
        ", ".join(filter(None, (source.en, _english(place)))),
    )


# An authority writes such texts too: every repetition begins with what the one before cannot end with.
_NUMBER = "[1-9][0-9]{0,3}"
_ONE_ARTICLE = rf"{_NUMBER}(?:\({_NUMBER}\))?"
_ARTICLES = re.compile(rf"Art\. ({_ONE_ARTICLE}(?:, {_ONE_ARTICLE})*)")
_LISTED = re.compile("(?<=[一二三四五六七八九十])[.]")
_LINK = re.compile(rf"link ({_NUMBER})")
_DIGITS = "零一二三四五六七八九"


def _article(place: str) -> str:
    """A place as it is cited: `Art. 12, 17` is 第十二条、第十七条, `Art. 7(4)` 第七条第（四）项,
    `二(五)3` 二（五）3, `link 11` the eleventh text that the document links to."""
    if found := _ARTICLES.fullmatch(place):
        return "、".join(_one_article(each) for each in found[1].split(", "))
    if found := _LINK.fullmatch(place):
        return f"所附第{_numeral(int(found[1]))}则链接"
    return _LISTED.sub("、", place.replace("(", "（").replace(")", "）"))


def _one_article(number: str) -> str:
    article, _, item = number.removesuffix(")").partition("(")
    within = f"第（{_numeral(int(item))}）项" if item else ""
    return f"第{_numeral(int(article))}条{within}"


def _numeral(number: int) -> str:
    """1 to 9,999 in Chinese numerals: 十七, 一百零五, 一千二百六十."""
    numeral, is_gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            numeral += ("零" if is_gap and numeral else "") + _DIGITS[digit] + name
        is_gap = not digit
    return numeral.removeprefix("一") if 10 <= number < 20 else numeral


def _english(place: str) -> str:
    if found := _ARTICLES.fullmatch(place):
        return ("Articles " if ", " in found[1] else "Article ") + found[1].replace(", ", " and ")
    return place.replace("link", "linked text")

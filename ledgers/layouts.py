"""The columns of each ledger as data: headings in both languages, their aliases, what they mean."""

from dataclasses import dataclass
from functools import cached_property

from domain.authorities import AuthorityKind, Sector
from domain.courses import Stage
from domain.institutions import (
    Category,
    Delivery,
    EntitlementKind,
    Existence,
    InstitutionKind,
    LegalForm,
    ListingRole,
    SubjectKind,
)
from domain.positions import Datum
from domain.regions import RegionLevel
from domain.teachers import CertificateKind, Employment
from domain.terms import Term

REASON = "原因/Reason"
"""The last column of the file of rejected rows: written for people, passed over when read."""


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One column; `words` are what may stand in it, `field` is the input field that it fills."""

    key: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    aliases: tuple[str, ...] = ()
    words: type[Term] | None = None
    field: str = ""
    is_required: bool = False
    is_private: bool = False
    """Its value is never repeated in a report."""
    stand_ins: tuple[str, ...] = ()
    """Headings of other columns, read as this one where the file has none for it."""
    is_own: bool = False
    """A row's own: what a merged range brings in from another row is refused."""
    is_date: bool = False


@dataclass(frozen=True)
class Layout:
    """A ledger; `marks` are the columns without which a row is nothing: they find the header."""

    name: str
    zh: str
    columns: tuple[LedgerColumn, ...]
    marks: tuple[str, ...]
    subject: str = ""
    """The column that says what a row is about: rows merged in it are about the same."""
    is_whole: bool = False
    """Whether one row that is rejected keeps out all others."""

    @cached_property
    def dates(self) -> frozenset[str]:
        return frozenset(column.key for column in self.columns if column.is_date)

    def column(self, key: str) -> LedgerColumn:
        return next(each for each in self.columns if each.key == key)


_DATE_ZH, _DATE_EN = "日期，如2024年9月1日、2024-09-01", "a date such as 2024-09-01"
_LIST_ZH, _LIST_EN = "多项用、隔开", "separate several with ;"
_C = LedgerColumn

_INSTITUTION = (
    _C("unified_social_credit_code", "统一社会信用代码", "Credit code",
       "18位，含校验码；机构以此识别", "18 characters with check digit; identifies the institution",
       ("信用代码", "社会信用代码", "统一信用代码", "机构代码", "USCC",
        "Unified social credit code"), field="unifiedSocialCreditCode", is_required=True),
    _C("name", "机构名称", "Name", "登记的全称，不超过100字", "as registered, up to 100 characters",
       ("名称", "机构全称", "单位名称", "企业名称", "培训机构名称", "学校名称", "Institution"),
       field="name", is_required=True, is_own=True),
    _C("reading", "名称读音", "Reading", "多音字读错时填写：每个汉字一个音节，不标声调",
       "for unusual readings: one syllable for each character, without tones",
       ("拼音", "机构拼音", "Pinyin"), field="reading"),
    _C("kinds", "机构类别", "Kinds", _LIST_ZH, _LIST_EN, ("机构类型", "Kind"),
       InstitutionKind, "kinds", True),
    _C("subject_kind", "学科类别", "Subject kind", "学科类或非学科类", "subject-type or not",
       ("培训类别", "类别", "学科类型", "是否学科类"), SubjectKind, "subjectKind", True),
    _C("legal_form", "营利属性", "Legal form", "营利性或非营利性", "for profit or not",
       ("法人属性", "营利性质", "属性"), LegalForm, "legalForm", True),
    _C("sector", "主管领域", "Sector", "主管领域", "supervising sector",
       ("领域", "行业", "主管行业"), Sector, "sector", True),
    _C("region_code", "地区代码", "Region code", "六位代码，最末一级",
       "six digits, a region of the lowest level",
       ("行政区划代码", "区划代码", "行政区划", "所在地区代码", "Region"), field="regionCode",
       is_required=True),
    _C("region_name", "地区名称", "Region name", "不导入，仅用于核对地区代码",
       "not imported; used to check the region code", ("所在区", "区县", "所属地区", "地区")),
    _C("address", "注册地址", "Address", "不超过200字", "up to 200 characters",
       ("住所", "机构地址", "登记地址", "Registered address"), field="address",
       is_required=True, stand_ins=("地址",)),
    _C("established_on", "成立日期", "Established on", _DATE_ZH, _DATE_EN,
       ("成立时间", "设立日期", "注册日期"), field="establishedOn", is_required=True, is_date=True),
    _C("registered_capital", "注册资本（元）", "Registered capital (yuan)",
       "元；也可写50万", "yuan; 50万 is 500,000", ("注册资本", "注册资金", "开办资金",
       "Registered capital"), field="registeredCapitalFen"),
    _C("registered_capital_wan", "注册资本（万元）", "Registered capital (10,000 yuan)",
       "万元；与上一列填写其一", "in ten thousand yuan; fill in this column or the one before",
       ("注册资金（万元）", "开办资金（万元）"), field="registeredCapitalFen"),
    _C("registration_authority", "登记机关", "Registration authority", "不超过100字",
       "up to 100 characters", ("发照机关", "注册登记机关"), field="registrationAuthority"),
    _C("supervising_authority", "主管部门", "Supervising authority",
       "本平台登记的名称或编号；空着为经办人所在机关",
       "name or id as registered here; empty: the authority of the importing account",
       ("主管机关", "主管单位", "监管部门"), field="supervisingAuthorityId"),
    _C("legal_representative", "法定代表人", "Legal representative", "不超过50字",
       "up to 50 characters", ("法人代表", "法人", "法定代表人姓名"),
       field="legalRepresentative", is_required=True, stand_ins=("负责人",)),
    _C("sponsor", "举办者", "Sponsor", "不超过100字", "up to 100 characters", ("举办人", "出资人"),
       field="sponsor"),
    _C("introduction", "机构简介", "Introduction", "不超过2000字", "up to 2,000 characters",
       ("简介",), field="introduction"),
    _C("website", "网址", "Website", "以http://或https://开头", "starts with http:// or https://",
       ("网站",), field="website"),
    _C("public_phone", "公开电话", "Public phone", "对外公布的号码", "the published number",
       ("咨询电话", "招生电话"), field="publicPhone"),
    _C("contact_name", "联系人", "Contact name", "不公开", "not public", ("联系人姓名",),
       field="contactName", is_private=True),
    _C("contact_phone", "联系电话", "Contact phone", "不公开", "not public",
       ("联系人电话",), field="contactPhone", is_private=True,
       stand_ins=("联系方式", "电话", "手机")),
    _C("existence", "存续状态", "Existence", "不填为存续", "empty: existing", ("状态", "经营状态"),
       Existence, "existence"),
)  # fmt: skip
_SITE = (
    _C("site_name", "校区名称", "Site name", "不填为总部", "empty: the main site",
       ("教学点名称", "培训点", "场所名称", "校区"), field="sites[0].name"),
    _C("site_region_code", "校区地区代码", "Site region code", "不填则同机构",
       "empty: as the institution",
       ("教学点地区代码",), field="sites[0].regionCode"),
    _C("site_address", "校区地址", "Site address",
       "培训场所的地址；第二个校区另起一行，机构各列相同",
       "where training is held; add a second site as a second row of the same institution",
       ("教学点地址", "培训地址", "办学地址", "场所地址", "培训场所地址"),
       field="sites[0].address"),
    _C("site_area", "校区面积（平方米）", "Site area (m2)", "1至1000000", "1 to 1,000,000",
       ("面积", "建筑面积", "培训面积", "Site area"), field="sites[0].areaM2"),
    _C("site_capacity", "校区容量（人）", "Site capacity", "同时在场人数", "trainees at the same time",
       ("容量", "核定人数"), field="sites[0].capacity"),
    _C("site_latitude", "纬度", "Latitude", "单位：度", "in degrees north", (),
       field="sites[0].position.latitude"),
    _C("site_longitude", "经度", "Longitude", "单位：度", "in degrees east", (),
       field="sites[0].position.longitude"),
    _C("site_datum", "坐标系", "Datum", "经纬度所用坐标系", "datum of latitude and longitude", (),
       Datum, "sites[0].position.datum"),
)  # fmt: skip
_LICENCE = (
    _C("licence_kind", "资质类型", "Licence kind", "不填为办学许可证",
       "empty: a school-running permit", ("证照类型",), EntitlementKind,
       "entitlements[0].kind"),
    _C("licence_programme", "资质项目", "Programme", "依据的许可、备案或目录名称",
       "law or programme it was granted under", ("许可事项", "资质名称"),
       field="entitlements[0].programme"),
    _C("licence_authority", "发证机关", "Licensing authority",
       "本平台登记的名称或编号；不填为主管部门", "name or id; empty: the supervising authority",
       ("许可机关", "审批机关"), field="entitlements[0].authorityId"),
    _C("licence_number", "许可证编号", "Licence number", "填写此列，资质其他列方有效",
       "required for the other licence columns to be used",
       ("办学许可证号", "许可证号", "证书编号", "备案号"), field="entitlements[0].number",
       is_own=True),
    _C("licence_valid_from", "有效期起", "Valid from", _DATE_ZH, _DATE_EN,
       ("发证日期", "许可有效期起"), field="entitlements[0].validFrom", is_date=True),
    _C("licence_valid_to", "有效期止", "Valid to", f"{_DATE_ZH}；长期有效的不填或填“长期”",
       f"{_DATE_EN}; empty if there is no end", ("有效期至", "许可有效期止", "到期日期"),
       field="entitlements[0].validTo", is_date=True),
    _C("licence_subject_kind", "许可学科类别", "Licensed subject kind", "不限的不填",
       "empty if not limited", (), SubjectKind, "entitlements[0].subjectKind"),
    _C("licence_delivery", "培训形式", "Delivery", "线上或线下；不限的空着",
       "empty if not limited", ("授课形式",), Delivery, "entitlements[0].delivery"),
    _C("licence_categories", "培训内容", "Categories", _LIST_ZH, _LIST_EN, ("许可内容",),
       Category, "entitlements[0].categories"),
    _C("listing_role", "目录角色", "Listing role", "仅目录填写", "for listings only", (),
       ListingRole, "entitlements[0].listingRole"),
    _C("occupation", "职业", "Occupation", "仅目录填写", "for listings only", ("职业（工种）",),
       field="entitlements[0].occupation"),
    _C("direction", "职业方向", "Direction", "仅目录填写", "for listings only", (),
       field="entitlements[0].direction"),
    _C("levels", "等级", "Levels", f"仅目录填写；{_LIST_ZH}", f"for listings only; {_LIST_EN}", (),
       field="entitlements[0].levels"),
)  # fmt: skip

_VERSION = _C("version", "版本", "Version",
              "导出时写入；登记在导出后有变化的行不导入；新登记的不填",
              "written by exports: a row does not change what has been changed since; empty if new",
              ("版本号",))  # fmt: skip
_CREDIT_CODE = _C("institution_code", "机构统一社会信用代码", "Institution's credit code",
                  "机构须已登记", "the institution must already be registered",
                  ("统一社会信用代码", "信用代码", "机构代码", "Credit code"),
                  field="institutionId", is_required=True)  # fmt: skip

_COURSE = (
    _CREDIT_CODE,
    _C("id", "课程编号", "Course id", "平台给出的编号；新课程不填", "from the platform; empty if new"),
    _C("title", "课程名称", "Title", "不超过100字", "up to 100 characters", ("课程", "名称"),
       field="title", is_required=True),
    _C("subject_kind", "学科类别", "Subject kind", "学科类或非学科类", "subject-type or not",
       ("类别",), SubjectKind, "subjectKind", True),
    _C("category", "课程内容", "Category", "一项", "one", ("内容",), Category, "category", True),
    _C("delivery", "培训形式", "Delivery", "线上或线下", "offline or online", ("授课形式",),
       Delivery, "delivery", True),
    _C("stages", "培训对象", "Stages", _LIST_ZH, _LIST_EN, ("学段", "对象"), Stage, "stages", True),
    _C("site_address", "校区地址", "Site address", "机构已登记的校区；线上课程不填",
       "a registered site of the institution; empty for online courses", ("上课地点", "教学点地址"),
       field="siteId"),
    _C("introduction", "课程简介", "Introduction", "不超过2000字", "up to 2,000 characters",
       ("简介",), field="introduction"),
    _C("class_hour_count", "总课时", "Class hours", "1至10000", "1 to 10,000", ("课时", "课时数"),
       field="classHourCount", is_required=True),
    _C("lesson_minutes", "每课时分钟", "Minutes per lesson", "1至600", "1 to 600", ("课时长度",),
       field="lessonMinutes", is_required=True),
    _C("starts_on", "开课日期", "Starts on", _DATE_ZH, _DATE_EN, ("开始日期",), field="startsOn",
       is_required=True, is_date=True),
    _C("ends_on", "结课日期", "Ends on", _DATE_ZH, _DATE_EN, ("结束日期",), field="endsOn",
       is_required=True, is_date=True),
    _C("skipped_on", "停课日期", "Skipped on", f"{_DATE_ZH}；{_LIST_ZH}", f"dates; {_LIST_EN}", (),
       field="skippedOn", is_date=True),
    _C("class_times", "上课时间", "Class times", "如：星期六 09:00-10:30；星期日 14:00-15:30",
       "such as: Saturday 09:00-10:30; Sunday 14:00-15:30", ("时间",), field="classTimes",
       is_required=True),
    _C("fee_items", "收费", "Fees", "如：培训费 2400元/40课时；资料费 90元/3个月",
       "such as: Tuition 2400元/40课时; Papers 90元/3个月10天", ("收费项目", "收费标准"),
       field="feeItems"),
    _C("refund_rule", "退费规则", "Refund rule", "不超过500字", "up to 500 characters", ("退费办法",),
       field="feeItems[0].refundRule"),
)  # fmt: skip

_TEACHER = (
    _CREDIT_CODE,
    _C("id", "教师编号", "Teacher id", "平台给出的编号；新教师不填", "from the platform; empty if new"),
    _C("name", "姓名", "Name", "公开", "public", ("教师姓名",), field="name", is_required=True,
       is_own=True),
    _C("nationality", "国籍", "Nationality", "两位国家代码；不填为CN", "two-letter ISO 3166 code; empty: CN",
       ("国家",), field="nationality"),
    _C("identity_number", "证件号码", "Identity number",
       "居民身份证号，外籍为护照号；从不公开，导出时遮盖",
       "resident identity number, or passport number of a foreigner; masked in exports",
       ("身份证号", "身份证号码", "居民身份证号码"), field="identityNumber", is_required=True,
       is_private=True),
    _C("is_in_service", "是否在职教师", "In-service school teacher", "本人声明：是或否",
       "as declared by the teacher: yes or no", ("在职教师声明",), field="isInServiceSchoolTeacher"),
    _C("employment", "聘用形式", "Employment", "专职或兼职", "full-time or part-time", ("专兼职",),
       Employment, "employment", True),
    _C("subjects", "任教科目", "Subjects", _LIST_ZH, _LIST_EN, ("科目",), field="subjects",
       is_required=True),
    _C("stages", "任教学段", "Stages", _LIST_ZH, _LIST_EN, ("学段",), Stage, "stages", True),
    _C("certificate_kind", "证书类型", "Certificate kind", "", "", ("资格类型",), CertificateKind,
       "certificateKind", True),
    _C("certificate_no", "证书编号", "Certificate number", "公开", "public",
       ("资格证号", "教师资格证号", "证书号"), field="certificateNo", is_required=True, is_own=True),
    _C("certificate_issuer", "发证机关", "Certificate issuer", "不超过100字",
       "up to 100 characters", (), field="certificateIssuer"),
    _C("background", "学习工作经历", "Background", "外籍教师必填", "required for foreign teachers", ("经历",),
       field="background"),
    _C("work_permit_no", "工作许可号", "Work permit", "外籍教师必填", "required for foreign teachers", (),
       field="workPermitNo", is_private=True, is_own=True),
    _C("employed_from", "聘用日期", "Employed from", _DATE_ZH, _DATE_EN, ("入职日期",),
       field="employedFrom", is_required=True, is_date=True),
)  # fmt: skip

_AUTHORITY = (
    _C("id", "机关编号", "Authority id", "平台给出的编号；新机关不填", "from the platform; empty if new",
       ("编号",)),
    _C("name", "机关名称", "Name", "全称，不超过100字", "full name, up to 100 characters",
       ("名称", "单位名称", "机关"), field="name", is_required=True, is_own=True),
    _C("kind", "机关性质", "Kind", "不填为行政机关", "empty: administrative organ", ("性质",),
       AuthorityKind, "kind"),
    _C("region_code", "地区代码", "Region code", "六位代码；负责该地区及其以下",
       "six digits; it answers for the region and all below", ("行政区划代码", "区划代码", "Region"),
       field="regionCode", is_required=True, is_own=True),
    _C("region_name", "地区名称", "Region name", "不导入，仅用于核对地区代码",
       "not imported; used to check the region code", ("地区",)),
    _C("level", "级别", "Level", "不导入，须与地区一致", "not imported; must be that of the region",
       ("机关级别",), RegionLevel),
    _C("sectors", "负责领域", "Sectors", _LIST_ZH, _LIST_EN, ("领域", "主管领域", "Sector"), Sector,
       "sectors", True),
    _C("parent", "上级机关", "Parent", "名称或编号；可在本表后面的行", "name or id; may be in a later row",
       ("上级", "上级主管部门"), field="parentId"),
    _C("complaint_phone", "投诉电话", "Complaint phone", "对外公布", "published", ("举报电话",),
       field="complaintPhone"),
    _C("complaint_hours", "受理时间", "Complaint hours", "对外公布，如工作日9:00至17:00",
       "published, such as weekdays 9:00 to 17:00", ("接听时间",), field="complaintHours"),
    _C("yearly_cap", "年度检查频次上限", "Yearly cap", "公布的每家机构每年检查次数，1至12",
       "visits to one institution in a year, as published, from 1 to 12", ("频次上限",),
       field="yearlyCap"),
)  # fmt: skip

_OFFICER = (
    _C("authority", "机关", "Authority", "名称或编号；不填为经办人所在机关",
       "name or id; empty: the authority of the importing account", ("所属机关", "单位", "机关名称")),
    _C("staff_no", "工号", "Staff number", "机关内唯一", "unique within the authority", ("编号",),
       field="officer.staffNo", is_required=True, is_own=True),
    _C("name", "姓名", "Name", "不超过40字", "up to 40 characters", (), field="officer.name",
       is_required=True, is_own=True),
    _C("post", "职务", "Post", "不超过40字", "up to 40 characters", ("岗位",), field="officer.post"),
    _C("login", "登录名", "Login", "填写则新建账号并授予执法检查人员角色，由本人凭链接启用",
       "if given, an account with the role of inspector is made, which its holder enters by a link",
       ("账号",), field="login", is_own=True),
    _C("certificate_no", "执法证号", "Certificate number", "不填则不参加执法检查",
       "empty for officers who do not inspect", ("行政执法证号", "证号"),
       field="inspector.certificateNo", is_own=True),
    _C("valid_from", "有效期起", "Valid from", _DATE_ZH, _DATE_EN, ("发证日期",),
       field="inspector.validFrom", is_date=True),
    _C("valid_to", "有效期止", "Valid to", _DATE_ZH, _DATE_EN, ("有效期至", "到期日期"),
       field="inspector.validTo", is_date=True),
    _C("specialities", "专业领域", "Specialities", _LIST_ZH, _LIST_EN, ("领域",), Sector,
       "inspector.specialities"),
    _C("may_lead", "可任组长", "May lead", "是或否；不填为否", "yes or no; empty: no", ("组长",),
       field="inspector.mayLead"),
    _C("is_expert", "专家", "Expert", "是或否；专家不参加抽取", "yes or no; experts are never drawn",
       (), field="inspector.isExpert"),
)  # fmt: skip

_WORKDAY = (
    _C("day", "日期", "Day", _DATE_ZH, _DATE_EN, ("Date",), is_required=True, is_date=True),
    _C("is_workday", "是否工作日", "Is workday", "是或否；也可写上班、放假；写“删除”则不再列出该日",
       "yes or no; remove takes the day out again",
       ("工作日", "类型", "Workday"), is_required=True),
    _C("note", "说明", "Note", "如：春节", "such as: Spring Festival", ("节假日", "备注", "名称")),
    _C("source_notice", "通知文号", "Source notice", "如：国办发明电〔2026〕7号",
       "number of the State Council's notice", ("来源", "文号", "依据", "Source"),
       is_required=True),
)  # fmt: skip

INSTITUTIONS = Layout(
    "institutions",
    "机构台账",
    (*_INSTITUTION, *_SITE, *_LICENCE, _VERSION),
    ("unified_social_credit_code", "name"),
    "unified_social_credit_code",
)
COURSES = Layout("courses", "课程台账", (*_COURSE, _VERSION), ("institution_code", "title"))
TEACHERS = Layout(
    "teachers", "教师台账", (*_TEACHER, _VERSION), ("institution_code", "name"), "identity_number"
)
AUTHORITIES = Layout(
    "authorities", "机关名录", (*_AUTHORITY, _VERSION), ("name", "region_code"), "name"
)
OFFICERS = Layout(
    "officers", "执法人员名录", (*_OFFICER, _VERSION), ("staff_no", "name"), "staff_no"
)
WORKDAYS = Layout("workdays", "工作日历", _WORKDAY, ("day", "is_workday"), is_whole=True)
LAYOUTS = {
    each.name: each for each in (AUTHORITIES, OFFICERS, INSTITUTIONS, COURSES, TEACHERS, WORKDAYS)
}

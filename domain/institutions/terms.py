"""The words of institutions and of what they are entitled to."""

from domain.terms import Term


class InstitutionKind(Term):
    """What an institution is; it may be several at once."""

    OFF_CAMPUS_TRAINING = "OFF_CAMPUS_TRAINING", "校外培训机构", "Off-campus training institution"
    ONLINE_PLATFORM = "ONLINE_PLATFORM", "线上培训平台", "Online training platform"
    TRAINING = "TRAINING", "培训机构（工程目录）", "Training institution of the programme directory"
    EVALUATION = "EVALUATION", "评价机构（工程目录）", "Evaluation institution of the directory"
    SERVICE_CENTRE = "SERVICE_CENTRE", "专项服务中心", "Service centre"
    TRAINING_BASE = "TRAINING_BASE", "专项培训基地", "Training base"
    DEMONSTRATION_SCHOOL = "DEMONSTRATION_SCHOOL", "科普教育示范校", "Demonstration school"


class SubjectKind(Term):
    """By purpose, content and evaluation (X20)."""

    SUBJECT = "SUBJECT", "学科类", "Subject-type"
    NON_SUBJECT = "NON_SUBJECT", "非学科类", "Non-subject-type"


class Category(Term):
    ACADEMIC = "ACADEMIC", "学科", "School subjects"
    SPORTS = "SPORTS", "体育类", "Sports"
    CULTURE_ARTS = "CULTURE_ARTS", "文化艺术类", "Culture and arts"
    SCI_TECH = "SCI_TECH", "科技类", "Science and technology"
    VOCATIONAL = "VOCATIONAL", "职业技能类", "Vocational skills"
    OTHER = "OTHER", "其他", "Other"


class Delivery(Term):
    """Online and offline training are licensed separately (X18)."""

    OFFLINE = "OFFLINE", "线下", "Offline"
    ONLINE = "ONLINE", "线上", "Online"


class Existence(Term):
    """Legal existence only: what an institution may do is the state of its entitlements."""

    EXISTING = "EXISTING", "存续", "Existing"
    DEREGISTERED = "DEREGISTERED", "注销", "Deregistered"
    LICENCE_REVOKED = "LICENCE_REVOKED", "被吊销营业执照", "Business licence revoked"
    REGISTRATION_CANCELLED = "REGISTRATION_CANCELLED", "被撤销登记", "Registration cancelled"
    MOVED_OUT = "MOVED_OUT", "迁出", "Moved out"


class ListStatus(Term):
    NONE = "NONE", "未列入名单", "On no list"
    WHITE_LISTED = "WHITE_LISTED", "白名单", "White-listed"
    BLACK_LISTED = "BLACK_LISTED", "黑名单", "Black-listed"


class RiskClass(Term):
    """Internal allocation aid, recomputed monthly; never published, not an evaluation (X25, X29)."""

    A = "A", "A类（低风险）", "A (low)"
    B = "B", "B类（一般风险）", "B (fair)"
    C = "C", "C类（较高风险）", "C (higher)"
    D = "D", "D类（高风险）", "D (high)"


class CreditGrade(Term):
    """Published evaluation of off-campus institutions (X30)."""

    A = "A", "A级", "A"
    B = "B", "B级", "B"
    C = "C", "C级", "C"
    D = "D", "D级", "D"
    E = "E", "E级", "E"


class LegalForm(Term):
    FOR_PROFIT = "FOR_PROFIT", "营利性", "For profit"
    NON_PROFIT = "NON_PROFIT", "非营利性", "Non-profit"


class EntitlementKind(Term):
    """What every founding document accredits: one row, one state machine."""

    LICENCE = "LICENCE", "办学许可证", "School-running permit"
    FILING = "FILING", "备案", "Filing"
    LISTING = "LISTING", "目录", "Directory listing"
    AUTHORISATION = "AUTHORISATION", "服务中心授权", "Service-centre authorisation"
    BASE = "BASE", "培训基地", "Training base"
    TITLE = "TITLE", "示范校称号", "Demonstration-school title"


class EntitlementState(Term):
    ACTIVE = "ACTIVE", "有效", "Active"
    RECTIFYING = "RECTIFYING", "限期整改", "Under rectification"
    SUSPENDED = "SUSPENDED", "暂停", "Suspended"
    EXPIRED = "EXPIRED", "到期", "Expired"
    LAPSED = "LAPSED", "失效", "Lapsed"
    REMOVED = "REMOVED", "移出目录", "Removed"
    REVOKED = "REVOKED", "撤销", "Revoked"
    CANCELLED = "CANCELLED", "取消合作", "Co-operation cancelled"
    WITHDRAWN = "WITHDRAWN", "自愿退出", "Withdrawn"
    SHUT_DOWN = "SHUT_DOWN", "关停下架", "Shut down"


class ListingRole(Term):
    """A listing is institution × role × occupation (S2 Art. 2, 9)."""

    TRAINING = "TRAINING", "培训", "Training"
    EVALUATION = "EVALUATION", "评价", "Evaluation"


class Programme(Term):
    """The laws and programmes under which institutions are entitled."""

    OFF_CAMPUS_TRAINING = "OFF_CAMPUS_TRAINING", "校外培训办学许可", "Off-campus training", "X18"
    ONLINE_TRAINING = "ONLINE_TRAINING", "校外线上培训备案", "Online off-campus training", "S4"
    DIGITAL_ENGINEERS = (
        "DIGITAL_ENGINEERS",
        "数字技术工程师培育项目",
        "Digital technology engineers",
        "S2",
    )
    SERVICE_CENTRES = "SERVICE_CENTRES", "专项服务中心", "Service centres", "S0-A"
    TRAINING_BASES = "TRAINING_BASES", "专项培训基地", "Training bases", "S0-B"
    DEMONSTRATION_SCHOOLS = (
        "DEMONSTRATION_SCHOOLS",
        "人工智能科普教育示范校",
        "Demonstration schools of AI education",
        "S3",
    )

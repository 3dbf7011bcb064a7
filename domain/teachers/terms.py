"""The words of teachers: employment, certificates, and why employment ends."""

from domain.terms import Term


class Employment(Term):
    FULL_TIME = "FULL_TIME", "专职", "Full-time"
    PART_TIME = "PART_TIME", "兼职", "Part-time"


class CertificateKind(Term):
    TEACHER_QUALIFICATION = "TEACHER_QUALIFICATION", "教师资格证", "Teacher qualification"
    PROFESSIONAL_ABILITY = "PROFESSIONAL_ABILITY", "职业（专业）能力证明", "Professional ability"
    FOREIGN_TEACHING = "FOREIGN_TEACHING", "外籍教师语言教学资格", "Foreign teaching qualification"


class EndReason(Term):
    RESIGNED = "RESIGNED", "离职", "Resigned"
    DISMISSED = "DISMISSED", "解聘", "Dismissed"
    RETIRED = "RETIRED", "退休", "Retired"
    UNQUALIFIED = "UNQUALIFIED", "不符合任职条件", "No longer qualified"
    OTHER = "OTHER", "其他", "Other"


class FoundBy(Term):
    """How an in-service school teacher came to light."""

    DECLARATION = "DECLARATION", "本人声明", "Declared by the teacher"
    LIST = "LIST", "教育部门名单", "On the education office's list"

"""The words of external registrations, and of what others' registers say otherwise than ours."""

from domain.terms import Term


class RegistrationKind(Term):
    """What other organs register about an institution (S4 四(一) and annex)."""

    ICP_RECORD = "ICP_RECORD", "ICP备案", "ICP record", "S4 四(一)"
    MLPS_FILING = "MLPS_FILING", "网络安全等级保护备案", "MLPS filing", "S4 四(一)"
    BUSINESS_REGISTRATION = (
        "BUSINESS_REGISTRATION",
        "法人登记（营业执照等）",
        "Registration as a legal person",
        "S4 四(一)",
    )
    TELECOM_LICENCE = (
        "TELECOM_LICENCE",
        "增值电信业务经营许可证",
        "Licence for value-added telecom services",
        "S4 四(一)",
    )


class RegistrationState(Term):
    """What a registration is worth on one day."""

    UNVERIFIED = "UNVERIFIED", "未核验", "Not verified"
    VERIFIED = "VERIFIED", "已核验", "Verified"
    STALE = "STALE", "核验已过期", "Verified too long ago"
    DIFFERS = "DIFFERS", "核验不一致", "Differs from the register it is in"
    ENDED = "ENDED", "已终止", "Ended"


class DifferenceField(Term):
    """What another register says otherwise."""

    NAME = "NAME", "机构名称", "Name of the institution"
    UNIFIED_SOCIAL_CREDIT_CODE = (
        "UNIFIED_SOCIAL_CREDIT_CODE",
        "统一社会信用代码",
        "Unified social credit code",
    )
    LEGAL_REPRESENTATIVE = "LEGAL_REPRESENTATIVE", "法定代表人", "Legal representative"
    ADDRESS = "ADDRESS", "登记地址", "Registered address"
    EXISTENCE = "EXISTENCE", "存续状态", "Legal existence"
    LICENCE_NUMBER = "LICENCE_NUMBER", "许可证编号", "Number of a licence"
    EXTERNAL_REF = "EXTERNAL_REF", "平台编号", "Reference on the national platform"
    REGISTRATION = "REGISTRATION", "外部登记是否存在", "Whether there is such a registration"
    REGISTRATION_NUMBER = "REGISTRATION_NUMBER", "外部登记编号", "Number of the registration"
    REGISTRATION_LEVEL = "REGISTRATION_LEVEL", "等级保护级别", "MLPS level of the registration"
    REGISTRATION_VALID_TO = (
        "REGISTRATION_VALID_TO",
        "外部登记有效期至",
        "Last day of the registration",
    )


class DifferenceState(Term):
    """What has become of a difference."""

    OPEN = "OPEN", "待处理", "To be decided"
    PUT_TO_INSTITUTION = "PUT_TO_INSTITUTION", "待机构说明", "Put to the institution"
    EXPLAINED = "EXPLAINED", "机构已说明", "Explained by the institution"
    TAKEN = "TAKEN", "已采纳对方数据", "Theirs was taken"
    KEPT = "KEPT", "已保留本库数据", "Ours was kept"
    AGREED = "AGREED", "已自行一致", "No longer differs"
    SUPERSEDED = "SUPERSEDED", "已被新差异取代", "Superseded by a later one"


class DifferenceDecision(Term):
    """What a person decides about a difference."""

    TAKE_THEIRS = "TAKE_THEIRS", "采纳对方数据", "Take theirs"
    KEEP_OURS = "KEEP_OURS", "保留本库数据", "Keep ours"
    ASK_INSTITUTION = "ASK_INSTITUTION", "请机构说明", "Ask the institution"

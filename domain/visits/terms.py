"""The words of a visit: parties that sign, what is odd about an arrival, what is asked beforehand."""

from domain.terms import Term


class ArrivalFlag(Term):
    """What is noted about a check-in; none of it blocks the work."""

    FAR = "FAR", "距登记地址过远", "Far from the registered place"
    INACCURATE = "INACCURATE", "定位精度不足", "Position not accurate"
    MOCKED = "MOCKED", "模拟定位", "Position given by a mock provider"
    NO_POSITION = "NO_POSITION", "未提供定位", "No position"
    NO_COORDINATES = "NO_COORDINATES", "登记地址无坐标", "The registered place has no coordinates"
    CLOCK_OFF = "CLOCK_OFF", "设备时钟偏差", "The phone's clock is off"
    BEFORE_ISSUE = "BEFORE_ISSUE", "早于派发时间", "Claimed before the visit was assigned"
    CERTIFICATE_NOT_SHOWN = "CERTIFICATE_NOT_SHOWN", "未出示执法证", "Certificates not shown"
    RIGHTS_NOT_TOLD = "RIGHTS_NOT_TOLD", "未告知权利", "Rights not told"


class PositionProvider(Term):
    SATELLITE = "SATELLITE", "卫星定位", "Satellite"
    NETWORK = "NETWORK", "网络定位", "Network"
    FUSED = "FUSED", "融合定位", "Fused"
    MANUAL = "MANUAL", "手动选点", "Chosen on a map"


class SignatureParty(Term):
    INSPECTED = "INSPECTED", "被检查方", "The inspected party"
    WITNESS = "WITNESS", "见证人", "A witness"
    OFFICER = "OFFICER", "检查人员", "An officer"


class UnsignedBecause(Term):
    REFUSED = "REFUSED", "拒绝签字", "Refused to sign"
    ABSENT = "ABSENT", "当事人不在场", "Nobody of the inspected party was there"


class AppointmentState(Term):
    PROPOSED = "PROPOSED", "待答复", "Proposed"
    ACCEPTED = "ACCEPTED", "已同意", "Accepted"
    DECLINED = "DECLINED", "未同意", "Declined"


class RecusalRequestSide(Term):
    INSTITUTION = "INSTITUTION", "被检查方申请", "Asked by the institution"
    OFFICER = "OFFICER", "检查人员自行申请", "Asked by the officer"


class RecusalRequestState(Term):
    REQUESTED = "REQUESTED", "待决定", "To be decided"
    UPHELD = "UPHELD", "已同意回避", "Upheld"
    REFUSED = "REFUSED", "不予回避", "Refused"


class CodeStatus(Term):
    """What an inspection code is worth at this moment."""

    VALID = "VALID", "有效", "Valid"
    NOT_YET = "NOT_YET", "检查尚未开始", "The window has not begun"
    OVER = "OVER", "检查已结束", "The visit is over"
    UNKNOWN = "UNKNOWN", "无此检查码", "No such code"

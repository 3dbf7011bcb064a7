"""The words of evidence (domain analysis §3.8)."""

from domain.terms import Term


class EvidenceKind(Term):
    PHOTO = "PHOTO", "照片", "Photo"
    VIDEO = "VIDEO", "视频", "Video"
    AUDIO = "AUDIO", "音频", "Audio"
    DOCUMENT = "DOCUMENT", "文书", "Document"
    SCREENSHOT = "SCREENSHOT", "截图", "Screenshot"


class EvidenceState(Term):
    """Where one slot stands; REFUSED and WITHDRAWN are final, a new version takes their place."""

    EXPECTED = "EXPECTED", "待上传", "Expected"
    RECEIVED = "RECEIVED", "已收到", "Received"
    REFUSED = "REFUSED", "未予接收", "Refused for what it is"
    WITHDRAWN = "WITHDRAWN", "已撤回", "Withdrawn before it arrived"


class EvidenceProgress(Term):
    """How far the evidence of one inspection or complaint has come."""

    NONE = "NONE", "无证据", "Nothing declared"
    INCOMPLETE = "INCOMPLETE", "未齐", "Something is missing"
    STUCK = "STUCK", "滞留", "Something has been missing for more than 24 hours"
    COMPLETE = "COMPLETE", "已齐", "Everything declared has arrived"


class OwnerKind(Term):
    """What evidence can belong to; each is registered in `domain.evidence.owners`."""

    INSPECTION = "INSPECTION", "检查", "Inspection"
    COMPLAINT = "COMPLAINT", "投诉", "Complaint"
    RECTIFICATION = "RECTIFICATION", "整改", "Correction ordered"


class EvidenceVerdict(Term):
    """Whether evidence is what arrived; the labels are what a reviewer reads."""

    INTACT = (
        "INTACT",
        "完好：存储的文件及其登记与到达时封存的一致。",
        "Intact: the file kept and its entry are those that were sealed when it arrived.",
    )
    SWAPPED = (
        "SWAPPED",
        "已变动：存储的文件或其登记与到达时封存的不一致，不得作为证据使用。",
        "Swapped: the file kept or its entry is not what was sealed when it arrived. It proves nothing.",
    )
    MISSING = (
        "MISSING",
        "缺失：文件尚未到达，或已不在存储中。",
        "Missing: the file has not arrived, or is no longer in the store.",
    )

"""The words of annual plans (§3.3 of the domain analysis)."""

from domain.terms import Term


class PlanState(Term):
    DRAFT = "DRAFT", "草稿", "Draft"
    IN_REVIEW = "IN_REVIEW", "审核中", "In review"
    APPROVED = "APPROVED", "已批准", "Approved"
    PUBLISHED = "PUBLISHED", "已公布", "Published"
    CLOSED = "CLOSED", "已结束", "Closed"


class DrawScope(Term):
    """The scope of a draw (X24); a complaint leads to a case and never to a targeted draw."""

    UNTARGETED = "UNTARGETED", "不定向", "Untargeted: from all objects of the items"
    TARGETED = "TARGETED", "定向", "Targeted: within a kind, subject or area"

"""The words of drawn tasks."""

from domain.terms import Term


class EntropySource(Term):
    """Random sources that no one controls and all can look up; named before they exist (§3.6)."""

    BEACON = "BEACON", "公共随机信标", "Round of a public randomness beacon"
    FIGURE = "FIGURE", "约定的公开数据", "Agreed public figure"
    PARTIES = "PARTIES", "多方承诺—揭示", "Commit and reveal by three parties or more"


class DrawStage(Term):
    """What the public proof of a draw shows now."""

    COMMITTED = "COMMITTED", "已承诺", "Committed: the pool is frozen, nothing is drawn"
    SEALED = "SEALED", "已抽取未公开", "Drawn, not revealed before the visits"
    REVEALED = "REVEALED", "已公开", "Revealed: everything can be recomputed"
    VOIDED = "VOIDED", "已作废", "Voided, with its reason"
    FAILED = "FAILED", "逾期未公开", "Failed: not revealed by its deadline"

"""The words of the item list."""

from domain.terms import Term


class ItemClass(Term):
    """General items have their ratio strictly limited, key items have no upper limit (X23)."""

    GENERAL = "GENERAL", "一般检查事项", "General item"
    KEY = "KEY", "重点检查事项", "Key item"

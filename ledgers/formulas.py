"""Texts that a spreadsheet would run as a formula: marked with an apostrophe, and unmarked."""

_STARTS = frozenset("=+-@＝＋－＠\t\r\n'")


def guarded(text: str) -> str:
    """The text as it may stand in a spreadsheet; `unguarded` gives it back."""
    return f"'{text}" if text and text[0] in _STARTS else text


def unguarded(text: str) -> str:
    is_marked = len(text) > 1 and text[0] == "'" and text[1] in _STARTS
    return text[1:] if is_marked else text

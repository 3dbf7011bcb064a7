"""How a read says no before any I/O."""

from domain.refusals import Language


class ReadRefused(Exception):
    """A read that cannot be answered as asked: a stable code, two messages, where in the document."""

    def __init__(self, code: str, en: str, zh: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(en)
        self.code, self.path = code, path
        self._messages = {"en": en, "zh": zh}

    def message(self, language: Language) -> str:
        return self._messages[language]

    def at(self, path: tuple[str, ...]) -> "ReadRefused":
        """The same refusal, placed; the innermost place wins."""
        self.path = self.path or path
        return self

    @property
    def extensions(self) -> dict[str, str]:
        return {"code": self.code}

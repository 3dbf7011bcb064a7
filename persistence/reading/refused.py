"""How a read says no before any I/O."""

from domain.permissions import Permission
from domain.refusals import Language, NotPermitted


class ReadRefused(Exception):
    """A read that cannot be answered as asked: a stable code, two messages, where in the document."""

    def __init__(self, code: str, en: str, zh: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(en)
        self.code, self.path = code, path
        self._messages = {"en": en, "zh": zh}

    @classmethod
    def for_lack_of(cls, permission: Permission, path: tuple[str, ...]) -> "ReadRefused":
        refusal = NotPermitted(permission)
        return cls(refusal.code, refusal.message("en"), refusal.message("zh"), path)

    def message(self, language: Language) -> str:
        return self._messages[language]

    def at(self, path: tuple[str, ...]) -> "ReadRefused":
        """The same refusal, placed; the innermost place wins."""
        self.path = self.path or path
        return self

    @property
    def extensions(self) -> dict[str, str | int]:
        return {"code": self.code}

"""How a read says no: before any I/O, or before a large answer is sent."""

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


class AnswerTooLarge(ReadRefused):
    """Known only when the database has made the answer."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__(
            "ANSWER_TOO_LARGE",
            f"The answer would be larger than {most_bytes} bytes. Request fewer rows or fields.",
            f"查询结果超过{most_bytes}字节，请减少所请求的行数或字段。",
        )

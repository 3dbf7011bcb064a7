"""How a read says no: before any I/O, or before a large answer is sent."""

from domain.permissions import Permission
from domain.refusals import Language, NotPermitted


class ArgumentName(str):
    """A step of a place in the document that leads to an argument: no answer stands there."""

    __slots__ = ()


class ReadRefused(Exception):
    """A read that cannot be answered as asked: a stable code, two messages, where in the document.

    `path` is where an answer would stand, followed by the argument that is refused, if it is one.
    """

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
    def response_path(self) -> list[str]:
        """Where in the answer it stands."""
        return [step for step in self.path if not isinstance(step, ArgumentName)]

    @property
    def extensions(self) -> dict[str, str | int]:
        arguments = [step for step in self.path if isinstance(step, ArgumentName)]
        named: dict[str, str | int] = {"argument": str(arguments[0])} if arguments else {}
        return {"code": self.code, **named}


class AnswerTooLarge(ReadRefused):
    """Known only when the database has made the answer."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__(
            "ANSWER_TOO_LARGE",
            f"The answer would be larger than {most_bytes} bytes. Request fewer rows or fields.",
            f"查询结果超过{most_bytes}字节，请减少所请求的行数或字段。",
        )

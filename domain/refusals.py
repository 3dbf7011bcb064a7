"""How a rule says no, and the refusals that every area shares."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import ClassVar, Literal, Self

from domain.moments import in_shanghai

Language = Literal["zh", "en"]
_WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class Refusal(Exception):
    """A rule said no. Subclasses are dataclasses named for the rule kept.

    `code` is the name in capitals and never changes; a class that goes by another name in the source
    gives `name=`. The message exists in Chinese and English; its braces are filled with the refusal's
    own values, moments in Asia/Shanghai. `basis` names document and article of the rule, in the marks
    of docs/sources.md, or is empty where the rule is ours.
    """

    type_name: ClassVar[str] = "Refusal"
    """Its name among GraphQL types."""
    code: ClassVar[str] = "REFUSED"
    basis: ClassVar[str] = ""
    _zh: ClassVar[str] = ""
    _en: ClassVar[str] = ""

    def __init_subclass__(
        cls, *, zh: str = "", en: str = "", basis: str = "", name: str = ""
    ) -> None:
        cls.type_name = name or cls.__name__
        cls.code = _WORD_STARTS.sub("_", cls.type_name).upper()
        cls._zh, cls._en, cls.basis = zh, en, basis

    def message(self, language: Language = "zh") -> str:
        template = self._zh if language == "zh" else self._en
        return template.format_map({name: _printed(value) for name, value in vars(self).items()})

    def __str__(self) -> str:
        return self.message("en")

    @property
    def extensions(self) -> dict[str, str | int]:
        """What graphql-core copies into `errors[].extensions`."""
        return {"code": self.code}


def _printed(value: object) -> object:
    """A moment becomes text here, so that no template can print one in UTC."""
    return in_shanghai(value) if isinstance(value, dt.datetime) else value


class NotFound(Refusal, zh="未找到，或您无权查看。", en="Not found, or not visible to you."):
    """There is no such thing, or the actor may not see it; the answer is the same for both."""


@dataclass(eq=False)
class NotPermitted(
    Refusal,
    zh="您没有此项权限（{permission}）。",
    en="You do not have permission to do this ({permission}).",
):
    permission: str


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing wrong with one input field; `field` is the GraphQL path below the input."""

    field: str
    message_zh: str
    message_en: str

    def message(self, language: Language) -> str:
        return self.message_zh if language == "zh" else self.message_en


@dataclass(eq=False)
class InvalidInput(
    Refusal, zh="输入有误：{summary_zh}。", en="The input is not valid: {summary_en}."
):
    violations: tuple[Violation, ...]

    def __post_init__(self) -> None:
        self.summary_zh = "；".join(f"{v.field}：{v.message_zh}" for v in self.violations)
        self.summary_en = "; ".join(f"{v.field}: {v.message_en}" for v in self.violations)

    @classmethod
    def of(cls, field: str, zh: str, en: str) -> Self:
        return cls((Violation(field, zh, en),))


class OperationIdReused(
    Refusal,
    zh="该操作编号已用于另一项操作，请使用新的编号。",
    en="This operation id was already used with different input. Use a new id.",
):
    pass


class OperationInProgress(
    Refusal,
    zh="同一操作正在处理中，请稍后重试。",
    en="This operation is still in progress. Try again in a moment.",
):
    pass


@dataclass(eq=False)
class ChangedMeanwhile(
    Refusal,
    zh="数据已被他人修改：您依据的是第{expected_version}版，现为第{current_version}版，"
    "请刷新后重试。",
    en="Someone else has changed this: you expected version {expected_version}, it is now "
    "version {current_version}. Reload and try again.",
):
    expected_version: int
    current_version: int


class IdTaken(
    Refusal, zh="该编号不可用，请使用新的编号。", en="This id cannot be used. Choose a new one."
):
    """An id chosen by the client is already in use; the message hides by whom and for what."""


@dataclass(eq=False)
class TooManyAttempts(
    Refusal,
    zh="尝试次数过多，请在{retry_after}秒后重试。",
    en="Too many attempts. Try again in {retry_after} seconds.",
):
    """Something that can be guessed was tried too often; `retry_after` in seconds."""

    retry_after: int

    @property
    def extensions(self) -> dict[str, str | int]:
        return {"code": self.code, "retryAfter": self.retry_after}

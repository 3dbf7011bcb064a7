"""One-time links: with one the holder of an account sets its password, once and in time."""

import datetime as dt

from domain.refusals import Refusal
from domain.terms import Term

INVITATION_WITHIN = dt.timedelta(days=7)
RESET_WITHIN = dt.timedelta(hours=24)


class LinkPurpose(Term):
    INVITATION = "INVITATION", "邀请", "Invitation"
    PASSWORD_RESET = "PASSWORD_RESET", "重设密码", "Password reset"

    @property
    def valid_within(self) -> dt.timedelta:
        """How long after it was issued, or confirmed, a link of this purpose can be used."""
        return INVITATION_WITHIN if self is LinkPurpose.INVITATION else RESET_WITHIN


class LinkNotValid(
    Refusal,
    zh="该链接无效、已使用或已过期，请联系管理员重新发送。",
    en="This link is not valid, was used or has expired. Ask an administrator for another.",
):
    """Also where the account is disabled; which of them is not said."""

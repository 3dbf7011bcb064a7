import datetime as dt
from dataclasses import replace

import pytest

from domain.sessions import REUSE_WITHIN, RecognisedToken, Turn, refresh

NOW = dt.datetime(2026, 11, 18, 2, 0, tzinfo=dt.UTC)
INSTANT = dt.timedelta(microseconds=1)
FRESH = RecognisedToken("telephone", NOW + dt.timedelta(days=30), ended_at=None, used_at=None)


@pytest.mark.parametrize("used_at", [None, NOW, NOW - REUSE_WITHIN], ids=["never", "now", "edge"])
def test_its_device_goes_on(used_at: dt.datetime | None) -> None:
    token = replace(FRESH, used_at=used_at)
    assert refresh(token, device_id="telephone", now=NOW) is Turn.GO_ON


def test_used_longer_ago_it_is_stolen() -> None:
    token = replace(FRESH, used_at=NOW - REUSE_WITHIN - INSTANT)
    assert refresh(token, device_id="telephone", now=NOW) is Turn.REVOKE


@pytest.mark.parametrize("used_at", [None, NOW], ids=["never", "now"])
def test_from_another_device_it_is_stolen(used_at: dt.datetime | None) -> None:
    token = replace(FRESH, used_at=used_at)
    assert refresh(token, device_id="Telephone", now=NOW) is Turn.REVOKE


@pytest.mark.parametrize(
    "over", [replace(FRESH, expires_at=NOW), replace(FRESH, ended_at=NOW)], ids=["expired", "ended"]
)
@pytest.mark.parametrize("device_id", ["telephone", "another"])
def test_what_is_over_is_not_revoked_again(over: RecognisedToken, device_id: str) -> None:
    assert refresh(over, device_id=device_id, now=NOW) is Turn.STOP

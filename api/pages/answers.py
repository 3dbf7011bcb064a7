"""How a page leaves the server: its frame, what it may load, how long it keeps."""

import base64
import hashlib
from functools import cache
from pathlib import Path
from string import Template

from starlette.responses import HTMLResponse

_COMMON = {"referrer-policy": "no-referrer", "vary": "accept-encoding"}
_NEVER = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

EDITOR = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "font-src 'self' data:; img-src 'self' data:; connect-src 'self'; worker-src 'self'; "
    f"{_NEVER}"
)
"""For GraphiQL: Monaco writes style elements, and its fonts are `data:`; scripts are our files."""

FRESH = {**_COMMON, "cache-control": "no-store"}
REVALIDATED = {**_COMMON, "cache-control": "no-cache"}
"""Kept, and asked for each time whether it is still the same."""
ASSET = {**_COMMON, "cache-control": "public, max-age=31536000, immutable"}
"""The name of a built file holds a hash of what is in it."""


def framed(
    language: str, title: str, body: str, more: str = "", *, scripts: bool = False
) -> HTMLResponse:
    """A page of words and our style, on which nothing runs, unless it is a file of ours."""
    html = words("frame.html", lang=language, title=title, body=body, more=more, style=_style())
    runs = "script-src 'self'; connect-src 'self'; " if scripts else ""
    policy = f"default-src 'none'; {runs}style-src '{_style_hash()}'; img-src data:; {_NEVER}"
    headers = {
        **FRESH,
        "content-security-policy": policy,
        "vary": "accept-encoding, accept-language",
    }
    return HTMLResponse(html, headers=headers)


def editor(html: str) -> HTMLResponse:
    return HTMLResponse(html, headers={**FRESH, "content-security-policy": EDITOR})


def words(name: str, **values: str) -> str:
    """A text of `words/` with its `$names` put in; every value is HTML already."""
    return Template(_text(name)).substitute(values)


@cache
def _text(name: str) -> str:
    return Path(__file__).with_name("words").joinpath(name).read_text("utf-8")


def _style() -> str:
    return _text("style.css")


@cache
def _style_hash() -> str:
    digest = hashlib.sha256(_style().encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"

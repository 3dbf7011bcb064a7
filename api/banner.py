"""What a start prints when it is done: the address, who can sign in, and something to try."""

import unicodedata
from collections.abc import Iterable, Iterator

from demo.story.people import PASSWORD, PEOPLE, place_of
from domain.setup import OPEN_WITHIN
from persistence.accounts import setup

_STATISTICS = (
    '{ institutionStatistics(parent: \\"320500\\") { region { name } total subjectTotal } }'
)
_REGIONS = '{ regions(parent: \\"000000\\") { code name } }'
_SIGN_IN = (
    'mutation { signIn(input: {login: \\"task-manager\\", password: \\"%s\\", '
    'deviceId: \\"console\\"}) { __typename ... on SignedIn { accessToken } } }'
)


def banner(
    address: str, *, has_demo: bool, can_sign_in: bool, setup_token: str | None = None
) -> str:
    lines = _lines(address, has_demo=has_demo, can_sign_in=can_sign_in, setup_token=setup_token)
    return "".join(f"{line}\n" for line in lines)


def _lines(
    address: str, *, has_demo: bool, can_sign_in: bool, setup_token: str | None
) -> Iterator[str]:
    yield ""
    yield f"Spotcheck is at {address}  (Ctrl-C stops it)"
    yield ""
    if setup_token:
        minutes = int(OPEN_WITHIN.total_seconds() // 60)
        yield "This register is empty. Set it up here; the address is good for"
        yield f"{minutes} minutes and once, and the next start shows another:"
        yield ""
        yield f"  {address}{setup.PAGE}#{setup_token}"
        yield ""
        yield "Or here on the server: python -m api setup"
        yield ""
    if can_sign_in:
        yield f"Demo people, all with the password: {PASSWORD}"
        yield ""
        yield from _table(
            ("login", "role", "", "at"),
            ((p.login, p.role.en, p.role.zh, place_of(p) or "–") for p in PEOPLE),
        )
        yield ""
        yield "Sign in, and send the token as `Authorization: Bearer …`:"
        yield ""
        yield _curl(address, _SIGN_IN % PASSWORD)
        yield ""
    elif has_demo:
        yield "The demo is loaded, but its people cannot sign in: this register can be reached by"
        yield "others, or could once. For demo people start on 127.0.0.1 with a new DATA_DIR."
        yield ""
    yield "Try:"
    yield ""
    yield _curl(address, _STATISTICS if has_demo else _REGIONS)
    yield ""


def _curl(address: str, query: str) -> str:
    return (
        f"  curl -s {address}/graphql -H 'content-type: application/json' \\\n"
        f'    -d \'{{"query":"{query}"}}\''
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    lines = [head, *rows]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (cell + " " * (w - _width(cell)) for cell, w in zip(line, widths, strict=True))
        yield "  " + "  ".join(cells).rstrip()


def _width(text: str) -> int:
    """Columns on a terminal, where Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)

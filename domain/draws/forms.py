"""Of what form each part of a proof is: what every reader must read alike, and nothing beside it."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from domain.draws.canonical import LARGEST, instant, is_hash

Form = Callable[[Any], bool]

_CODE = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_LABEL = re.compile(r"s[0-9a-f]{12}")
_MOMENT = re.compile(r"[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_DATE = re.compile(r"[12]\d{3}-\d\d-\d\d", re.ASCII)


def misfits(proof: Mapping[str, Any]) -> Iterator[str]:
    """The parts that are missing, of another form, or unknown.

    TypeError, ValueError and KeyError where it is too different from a proof to say.
    """
    frozen = proof["frozen"]
    sources = _SOURCES[proof["format"]]
    yield from _parts("frozen.", frozen, _FROZEN)
    if not sources[frozen["entropy"]["kind"]](frozen["entropy"]):
        yield "frozen.entropy"
    yield from _parts("", proof, _PROOF)
    if not _REVEALED[frozen["entropy"]["kind"]](proof["revealed"]):
        yield "revealed"
    for index, entry in enumerate(proof["trail"]):
        if entry["event"] == "REPLACED" and not _replaced(entry["detail"]):
            yield f"trail[{index}].detail"


def _parts(where: str, value: Mapping[str, Any], forms: Mapping[str, Form]) -> Iterator[str]:
    for name, form in forms.items():
        if name in value:
            if not form(value[name]):
                yield f"{where}{name}"
        elif name not in _OPTIONAL:
            yield f"{where}{name}"
    yield from (f"{where}{name}" for name in sorted(value.keys() - forms.keys()))


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _is_code(value: Any) -> bool:
    return isinstance(value, str) and _CODE.fullmatch(value) is not None


def _is_label(value: Any) -> bool:
    return isinstance(value, str) and _LABEL.fullmatch(value) is not None


def _is_hash(value: Any) -> bool:
    return isinstance(value, str) and is_hash(value)


def _is_moment(value: Any) -> bool:
    return _MOMENT.fullmatch(value) is not None and instant(value) is not None


def _is_window(value: Any) -> bool:
    if not (isinstance(value, list) and len(value) == 2 and all(map(_DATE.fullmatch, value))):
        return False
    first, last = map(dt.date.fromisoformat, value)
    return first <= last


def _count(least: int = 0, most: int = LARGEST) -> Form:
    return lambda value: type(value) is int and least <= value <= most


def _list(form: Form) -> Form:
    return lambda value: isinstance(value, list) and all(map(form, value))


def _by(key: Form, form: Form) -> Form:
    return lambda value: (
        isinstance(value, dict) and all(map(key, value)) and all(map(form, value.values()))
    )


def _with(**forms: Form) -> Form:
    return lambda value: isinstance(value, dict) and not any(_parts("", value, forms))


def _optional(form: Form) -> Form:
    return lambda value: value is None or form(value)


def _is_quantity(value: Any) -> bool:
    return _COUNT(value) or _RATIO(value)


def _is_shares(value: Any) -> bool:
    """Pairs of name and secret, each name once."""
    is_pairs = _list(_list(_is_text))(value) and all(len(pair) == 2 for pair in value)
    return is_pairs and len({pair[0] for pair in value}) == len(value)


_COUNT = _with(count=_count())
_RATIO = _with(basis_points=_count(0, 10_000), minimum=_count())
_BEACON: Mapping[str, Form] = {
    "kind": _is_text,
    "chain": _is_text,
    "genesis": _count(),
    "period": _count(),
    "round": _count(),
}
_PARTY: Mapping[str, Form] = {"name": _is_text, "is_outside": _is_flag, "commitment": _is_hash}
_SOURCES: Mapping[str, Mapping[str, Form]] = {
    "DR1": {
        "BEACON": _with(**_BEACON),
        "FIGURE": _with(kind=_is_text, source=_is_text, published_at=_is_moment),
        "PARTIES": _with(kind=_is_text, parties=_list(_with(**_PARTY))),
    },
    "DR2": {
        "BEACON": _with(**_BEACON, public_key=_is_text),
        "PARTIES": _with(
            kind=_is_text,
            reveal_by=_is_moment,
            parties=_list(
                _with(
                    **_PARTY,
                    party=_is_text,
                    office=_optional(_with(zh=_is_text, en=_is_text)),
                    minutes=_count(1, 120),
                )
            ),
        ),
    },
}
_REVEALED = {
    "BEACON": _with(signature=_is_text, randomness=_is_text),
    "FIGURE": _with(figure=_is_text),
    "PARTIES": _with(shares=_is_shares),
}
_TEXTS = _list(_is_text)
_TEAM = _with(object=_is_text, department=_is_text, officers=_TEXTS, leader=_is_text)
_REPLACED: Mapping[str, Form] = {
    "kind": lambda value: value in ("OFFICER", "OBJECT"),
    "object": _is_text,
    "department": _optional(_is_text),
    "out": _is_text,
    "into": _is_text,
    "reason": _is_text,
    "teams": _list(_TEAM),
    "approved_by": _is_text,
}
_FROZEN: Mapping[str, Form] = {
    "algorithm": _is_text,
    "task_code": _is_code,
    "software": _is_text,
    "committed_at": _is_moment,
    "draw_at": _is_moment,
    "window": _is_window,
    "rounding": _is_text,
    "strata": _by(_is_label, _is_quantity),
    "departments": _list(
        _with(code=_is_code, per_object=_count(), by_group=_is_flag, specialities=_list(_is_code))
    ),
    "caps": _by(_is_code, _count()),
    "redraw_of": _optional(_is_code),
    "redraws": _count(),
    "entropy": _is_object,
    "nonce_commitment": _is_hash,
    "salt_commitment": _is_hash,
    "registry_commitment": _is_hash,
    "objects": _TEXTS,
    "officers": _TEXTS,
    "recusals": _TEXTS,
}
_PROOF: Mapping[str, Form] = {
    "format": _is_text,
    "stage": lambda value: value in ("REVEALED", "VOIDED"),
    "reason": _optional(_is_text),
    "commitment": _is_hash,
    "notice": _is_object,
    "frozen": _is_object,
    "revealed": _is_object,
    "entropy": _is_text,
    "nonce": _is_text,
    "seed": _is_hash,
    "quantities": _by(_is_text, _count()),
    "rankings": _by(_is_text, _list(_count())),
    "drawn": _TEXTS,
    "teams": _list(_TEAM),
    "unstaffed": _list(_with(object=_is_text, department=_is_text)),
    "trail": _list(
        _with(
            event=_is_text,
            at=_is_moment,
            by=_is_text,
            detail=_is_object,
            detail_digest=_is_hash,
            previous=_is_hash,
            hash=_is_hash,
        )
    ),
    "openings": _list(_is_object),
    "opened": _is_object,
}
_OPTIONAL = frozenset({"openings", "opened", "approved_by"})


def _replaced(value: Any) -> bool:
    return not any(_parts("", value, _REPLACED))

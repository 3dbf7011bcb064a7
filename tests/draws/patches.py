"""The difference between two JSON documents as a JSON Patch (RFC 6902): what may be added, removed
or replaced, and where."""

import copy
from collections.abc import Iterator
from typing import Any

Edit = dict[str, Any]


def patch(before: Any, after: Any, path: str = "") -> Iterator[Edit]:
    """The edits that make one document of the other, in the order in which they are done."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            place = f"{path}/{_escaped(key)}"
            if key not in after:
                yield {"op": "remove", "path": place}
            elif key not in before:
                yield {"op": "add", "path": place, "value": after[key]}
            else:
                yield from patch(before[key], after[key], place)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _of_lists(before, after, path)
    elif before != after or type(before) is not type(after):
        yield {"op": "replace", "path": path, "value": after}


def patched(document: Any, edits: list[Edit]) -> Any:
    """A copy of the document with the edits done."""
    document = copy.deepcopy(document)
    for edit in edits:
        *steps, last = (_plain(step) for step in edit["path"].split("/")[1:])
        inside = document
        for step in steps:
            inside = inside[int(step) if isinstance(inside, list) else step]
        place: Any = int(last) if isinstance(inside, list) else last
        match edit["op"]:
            case "remove":
                del inside[place]
            case "add" if isinstance(inside, list):
                inside.insert(place, edit["value"])
            case "add" | "replace":
                inside[place] = edit["value"]
            case other:
                raise AssertionError(other)
    return document


def _of_lists(before: list[Any], after: list[Any], path: str) -> Iterator[Edit]:
    """Items one by one where as many are left, otherwise what is gone or new in the middle."""
    if len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from patch(old, new, f"{path}/{index}")
        return
    shorter = min(len(before), len(after))
    same = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    tail = next(
        (i for i in range(shorter - same) if before[-1 - i] != after[-1 - i]), shorter - same
    )
    for index in range(len(before) - tail - 1, same - 1, -1):
        yield {"op": "remove", "path": f"{path}/{index}"}
    for index in range(same, len(after) - tail):
        yield {"op": "add", "path": f"{path}/{index}", "value": after[index]}


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _plain(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")

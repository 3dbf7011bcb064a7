"""`make new-mutation AREA=… NAME=…`: writes the files of a mutation, with tests that fail at first."""

import argparse
import keyword
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from string import Template

ROOT = Path(__file__).parents[1]
TEMPLATES = Path(__file__).parent / "templates"
PLACEHOLDER = "(to be written:"
"""Stands where somebody has to write; a convention test finds what was left."""

_IRREGULAR = {
    "begin": "begun",
    "give": "given",
    "hold": "held",
    "pay": "paid",
    "send": "sent",
    "take": "taken",
    "withdraw": "withdrawn",
    "write": "written",
}
_DOUBLED = re.compile(r"([^aeiou]+[aeiou][bdgmnprt]|.*mit)")


class Refused(Exception):
    """Nothing was written; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Names:
    """All spellings of one mutation, such as renameItem."""

    area: str
    snake: str
    subject_type: str

    @property
    def pascal(self) -> str:
        return "".join(word.capitalize() for word in self.snake.split("_"))

    @property
    def camel(self) -> str:
        return _uncapitalised(self.pascal)

    @property
    def participle(self) -> str:
        return participle(self.snake.split("_")[0])

    @property
    def noun(self) -> str:
        return "".join(word.capitalize() for word in self.snake.split("_")[1:])

    @property
    def success(self) -> str:
        return self.noun + self.participle.capitalize()

    @property
    def refusal(self) -> str:
        return f"{self.noun}Already{self.participle.capitalize()}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make new-mutation", description=__doc__)
    parser.add_argument("area", help="a folder of schema/ that has mutations, such as items")
    parser.add_argument("name", help="a verb and a noun: renameItem or rename_item")
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository to write into")
    given = parser.parse_args(arguments)
    try:
        written = write(given.root, given.area, given.name)
    except Refused as refused:
        print(f"{refused} Nothing was written.")
        return 2
    for path in written:
        print(f"  {path}")
    print(_NEXT.format(area=given.area, name=snake(given.name)))
    return 0


_NEXT = """
Next:
  1. make snapshots                 writes schema.graphql with the new mutation
  2. make test AREA={area} PYTEST_ARGS="-k test_{name}"
                                    fails; each failure says what to do next
  3. Choose the permission in schema/{area}/mutations/{name}.py: the one there is a guess.
  4. Replace every "(to be written: …)": git grep --untracked "(to be written:"
  5. make snapshots                 again, for the descriptions and refusals that changed
  6. make pins ARGS=--write         once the names are final: they are stored from then on
  7. make check
docs/first-change.md walks through all of it."""


def write(root: Path, area: str, name: str) -> list[Path]:
    """Write everything, or raise Refused and write nothing; the paths, relative to the root."""
    names = _named(root, area, name)
    files = _files(root, names)
    for path, text in files.items():
        (root / path).write_text(text, "utf-8")
    python = [str(root / path) for path in files if path.suffix == ".py"]
    for command in (("check", "--quiet", "--select", "I,F401", "--fix"), ("format", "--quiet")):
        ruff = [sys.executable, "-m", "ruff", *command, "--config", root / "pyproject.toml"]
        subprocess.run([*ruff, *python], cwd=root, check=True)
    return list(files)


def snake(name: str) -> str:
    """`renameItem` and `rename_item` are both `rename_item`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def participle(verb: str) -> str:
    """`renamed` of `rename`, by the rules of English and a few exceptions."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    if re.search(r"[^aeiou]y$", verb):
        return f"{verb[:-1]}ied"
    return f"{verb}{verb[-1]}ed" if _DOUBLED.fullmatch(verb) else f"{verb}ed"


def _named(root: Path, area: str, name: str) -> Names:
    areas = sorted(path.parts[-3] for path in root.glob("schema/*/mutations/__init__.py"))
    if area not in areas:
        raise Refused(f"AREA={area} is no area with mutations. Areas: {', '.join(areas)}.")
    words = snake(name)
    is_name = re.fullmatch(r"[A-Za-z][A-Za-z0-9]*|[a-z][a-z0-9]*(_[a-z0-9]+)+", name)
    if not is_name or "_" not in words or keyword.iskeyword(words):
        raise Refused(f"NAME={name} is not a verb and a noun, such as renameItem or rename_item.")
    names = Names(area, words, _subject_type(root, area, words))
    language = (root / "schema.graphql").read_text("utf-8")
    taken = [*root.glob(f"schema/*/mutations/{words}.py")]
    if taken:
        raise Refused(f"{names.camel} exists already: {taken[0].relative_to(root)}.")
    for kind in (f"{names.pascal}Input", names.success, names.refusal):
        if re.search(rf"^(type|input|enum|interface|union) {kind}\b", language, re.MULTILINE):
            raise Refused(f"The schema has a type {kind} already: choose another NAME.")
    return names


def _subject_type(root: Path, area: str, words: str) -> str:
    """The type that the mutation is about: of the area's own, the one that its noun names."""
    language = (root / "schema.graphql").read_text("utf-8")
    nodes = set(re.findall(r"^type (\w+) implements .*\bNode\b", language, re.MULTILINE))
    types = root / "schema" / area / "types.py"
    text = types.read_text("utf-8") if types.exists() else ""
    own: list[str] = [
        name for name in re.findall(r"^class (\w+)", text, re.MULTILINE) if name in nodes
    ]
    if not own:
        raise Refused(
            f"schema/{area}/types.py has no type with an id of its own for a mutation to answer"
            " with: copy the files of a mutation of that area by hand."
        )
    last = words.rpartition("_")[2].capitalize()
    return next((name for name in own if name.endswith(last)), own[0])


def _files(root: Path, names: Names) -> dict[Path, str]:
    """Each file to be written, new or changed, with its whole text."""
    face = Path("schema") / names.area / "mutations" / "__init__.py"
    registered = (root / face).read_text("utf-8")
    package = _rule_package(root, names.area)
    module = face.with_name(f"{names.snake}.py")
    rule = Path(*package.split("."), f"{names.snake}.py")
    permission = _permission(root / face.parent)
    person, app = _actor(permission)
    values = {
        "area": names.area,
        "snake": names.snake,
        "pascal": names.pascal,
        "mutation": names.camel,
        "success": names.success,
        "refusal": names.refusal,
        "code": snake(names.refusal).upper(),
        "participle": names.participle,
        "phrase": names.snake.replace("_", " "),
        "type": names.subject_type,
        "subject": snake(names.subject_type),
        "subject_words": snake(names.subject_type).replace("_", " "),
        "subject_camel": _uncapitalised(names.subject_type),
        "rule_package": package,
        "permission": permission,
        "person": person,
        "module": str(module),
        "rule": str(rule),
    }
    new = {
        rule: "rule.py",
        module: "module.py",
        Path("tests/schema") / names.area / f"test_{names.snake}.py": "test.py",
        Path("schema/documents") / app / f"{names.snake}.graphql": "document.graphql",
    }
    for path in new:
        if (root / path).exists():
            raise Refused(f"{path} exists already: choose another NAME.")
    return {
        **{path: _filled(template, values) for path, template in new.items()},
        face: _registered(registered, names),
        Path("CHANGELOG.md"): _noted((root / "CHANGELOG.md").read_text("utf-8"), names),
    }


def _rule_package(root: Path, area: str) -> str:
    """The domain's package of the area: `draws` has its rules in `draw`, `accounts` in `domain`."""
    for name in (area, area.removesuffix("s")):
        if (root / "domain" / name / "__init__.py").exists():
            return f"domain.{name}"
    return "domain"


def _permission(mutations: Path) -> str:
    """A guess: the permission that most mutations of the area need."""
    texts = (path.read_text("utf-8") for path in sorted(mutations.glob("*.py")))
    found: list[str] = re.findall(r"permission=Permission\.(\w+)", "".join(texts))
    return max(found, key=found.count)


def _actor(permission: str) -> tuple[str, str]:
    """Somebody in tests/people.py who holds the permission, and the app that they use."""
    from domain.permissions import GRANTS, Permission
    from domain.roles import Role
    from tests import people

    apps = {
        Role.INSPECTOR: "inspector",
        Role.INSTITUTION_ADMIN: "institution",
        Role.PARENT: "parent",
    }
    for name, person in vars(people).items():
        if isinstance(person, people.Person) and Permission[permission] in GRANTS[person.role]:
            return name, apps.get(person.role, "dashboard")
    raise Refused(f"Nobody in tests/people.py holds {permission}: add a person first.")


def _filled(template: str, values: dict[str, str]) -> str:
    return Template((TEMPLATES / f"{template}.txt").read_text("utf-8")).substitute(values)


def _registered(text: str, names: Names) -> str:
    """The area's table of contents with one more entry; its imports are sorted afterwards."""
    line = f"from schema.{names.area}.mutations.{names.snake} import {names.snake}\n"
    at = text.index("from schema.")
    return f"{text[:at]}{line}{text[at:].rstrip().removesuffix(')')}    {names.snake},\n)\n"


def _noted(changelog: str, names: Names) -> str:
    """The changelog with a line to be written at the end of what is unreleased."""
    start = changelog.index("## Unreleased")
    end = changelog.find("\n## ", start + 1)
    end = len(changelog) if end < 0 else end
    line = f"- `{names.camel}`: {PLACEHOLDER} what it does, for whom, and what it refuses)"
    return f"{changelog[:end].rstrip()}\n{line}\n{changelog[end:]}"


def _uncapitalised(name: str) -> str:
    return name[0].lower() + name[1:]


if __name__ == "__main__":
    sys.exit(main())

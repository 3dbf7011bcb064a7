"""Prints all pins; with `--write`, writes the files that they are compared with."""

import asyncio
import sys
import tempfile
from pathlib import Path

from persistence import embedded, migrating
from persistence.database import Database
from tests.pins import catalogue, language, words

FOLDER = Path(__file__).parent


async def files() -> dict[str, str]:
    """Each file with what it is to say."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        server = embedded.start(Path(folder) / "data", durable=False)
        try:
            database = Database(server.url, reader_role=None)
            await migrating.migrate(database.engine)
            of_database = await catalogue.printed(database)
            await database.close()
        finally:
            server.close()
    return {
        "language.graphql": language.printed(),
        "catalogue.txt": of_database,
        "pins.txt": words.printed(),
    }


def main(arguments: list[str]) -> int:
    for name, text in asyncio.run(files()).items():
        if arguments == ["--write"]:
            (FOLDER / name).write_text(text, "utf-8")
        else:
            sys.stdout.write(f"# {name}\n{text}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

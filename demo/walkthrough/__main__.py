"""`make story`: a draw that anyone can check, and a complete visit, on a running server."""

import sys

from demo.walkthrough import draw, visit
from demo.walkthrough.server import StoryClient, StoryFailed


def main(words: list[str]) -> int:
    """0: completed. 1: it could not go on; the last line says why."""
    server = StoryClient(words[0] if words else "http://127.0.0.1:8000")
    try:
        draw.run(server)
        visit.run(server)
    except StoryFailed as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

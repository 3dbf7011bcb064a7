"""A bureau's gateway: it takes what is delivered, if it is signed, and keeps it until it is looked for."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

SECRET = b"a secret of the office alone ..."


class NotDelivered(Exception):
    """What was waited for did not come, or came unsigned."""


class Receiver:
    """Listens on a port of its own until it is closed."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.unsigned = 0
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # as http.server names it
                body = self.rfile.read(int(self.headers["content-length"]))
                is_signed = receiver.is_signed(self.headers, body)
                if is_signed:
                    receiver.messages.append(json.loads(body))
                else:
                    receiver.unsigned += 1
                self.send_response(204 if is_signed else 401)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Codes are in no log."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/messages"

    @staticmethod
    def write_secret(file: Path) -> None:
        file.write_text(f"whsec_{base64.b64encode(SECRET).decode()}\n", "utf-8")
        file.chmod(0o600)

    @staticmethod
    def is_signed(headers: Any, body: bytes) -> bool:
        """As Standard Webhooks says."""
        text = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        expected = base64.b64encode(hmac.new(SECRET, text, hashlib.sha256).digest()).decode()
        given = (each.partition(",") for each in headers["webhook-signature"].split())
        is_now = abs(time.time() - int(headers["webhook-timestamp"])) < 300
        return is_now and any(v == "v1" and hmac.compare_digest(s, expected) for v, _, s in given)

    def wait_for(self, holds: Callable[[dict[str, Any]], bool], *, within: float = 20) -> Any:
        """The first message that is as wanted."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            for message in list(self.messages):
                if holds(message):
                    return message
            time.sleep(0.1)
        raise NotDelivered(f"not among {[each.get('topic') for each in self.messages]}")

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

"""A proxy that passes everything on and keeps the mutations, so that stories can be sent again."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.upgrade.client import RecordingClient

PASSED_ON = ("content-type", "authorization", "accept-language")


@contextmanager
def recording_proxy(client: RecordingClient) -> Iterator[str]:
    """The address of a proxy before the client's server."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._pass_on(b"")

        def do_POST(self) -> None:
            self._pass_on(self.rfile.read(int(self.headers["content-length"])))

        def _pass_on(self, body: bytes) -> None:
            headers = {name: self.headers[name] for name in PASSED_ON if name in self.headers}
            answer = client.http.request(self.command, self.path, content=body, headers=headers)
            if self.command == "POST":
                # Before the story goes on: it may end with this answer.
                token = headers.get("authorization", "").removeprefix("Bearer ")
                client.record(body, token or None, answer.content)
            self.send_response(answer.status_code)
            self.send_header("content-type", answer.headers.get("content-type", ""))
            self.send_header("content-length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, format: str, *args: object) -> None:
            """The server behind it has a log."""

    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=proxy.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{proxy.server_port}"
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()

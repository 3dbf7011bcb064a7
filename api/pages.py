"""The pages for people with a browser."""

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}
_LANDING = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Spotcheck</title>
<style>
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem }
pre { background: #8882; padding: 1rem; white-space: pre-wrap; overflow-wrap: anywhere }
:root { color-scheme: light dark }
</style>
<h1>Spotcheck</h1>
<p lang="zh">培训机构监管开放后端：机构名录、双随机检查、投诉举报。</p>
<p>The open backend for supervising training institutions: register, double-random inspections,
complaints.</p>
<p>It speaks GraphQL at <code>/graphql</code>. Try it:</p>
<pre>curl -s BASE/graphql -H 'content-type: application/json' \\
  -d '{"query":"{ institutionStatistics(parent: \\"320500\\") { region { name } total } }"}'</pre>
<p>Whether it is up: <code>/healthz</code>. Whether it can serve: <code>/readyz</code>.</p>
</html>
"""


async def landing(request: Request) -> HTMLResponse:
    # The base is what the client asked for: escaped, because it chose the Host header.
    base = f"{request.url.scheme}://{request.url.netloc}"
    return HTMLResponse(_LANDING.replace("BASE", escape(base)), headers=_HEADERS)


class Browsable:
    """Send a browser that was pointed at the endpoint to the page; everything else is GraphQL."""

    def __init__(self, graphql: ASGIApp) -> None:
        self._graphql, self._page = graphql, RedirectResponse("/", 303)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        is_visit = scope["method"] == "GET" and not scope["query_string"]
        is_browser = b"text/html" in headers.get(b"accept", b"")
        app = self._page if is_visit and is_browser else self._graphql
        await app(scope, receive, send)

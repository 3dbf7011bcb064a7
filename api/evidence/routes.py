"""The addresses of evidence: where it is uploaded to, and where it is looked at."""

import datetime as dt
from collections.abc import Callable

from starlette.routing import Route

from api.evidence.completion import UploadCompletion
from api.evidence.downloads import EvidenceDownload
from api.evidence.uploads import Uploads
from api.identity import SessionIdentity
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.evidence.addresses import Addresses
from persistence.storage import Store

REQUEST_HEADERS = (
    "tus-resumable",
    "upload-length",
    "upload-offset",
    "upload-checksum",
    "upload-metadata",
    "x-http-method-override",
    "range",
    "if-range",
    "if-none-match",
)
RESPONSE_HEADERS = (
    "location",
    "tus-resumable",
    "tus-version",
    "tus-extension",
    "tus-max-size",
    "tus-checksum-algorithm",
    "upload-offset",
    "upload-length",
    "upload-expires",
    "retry-after",
    "etag",
    "content-range",
    "content-disposition",
)
"""What pages of other origins send, and may read."""

_METHODS = ["OPTIONS", "HEAD", "GET", "POST", "PATCH", "PUT", "DELETE"]


def routes(
    database: Database,
    store: Store,
    keys: Keys,
    identity: SessionIdentity,
    finishing: UploadCompletion,
    clock: Callable[[], dt.datetime],
) -> list[Route]:
    addresses = Addresses(keys)
    uploads = Uploads(database, store, addresses, identity, finishing, clock)
    serving = EvidenceDownload(database, store, addresses, identity, keys, clock)
    return [
        Route("/evidence/uploads/{upload_id}", uploads.upload, methods=_METHODS),
        Route("/evidence/{evidence_id}/uploads", uploads.slot, methods=_METHODS),
        *(
            Route(f"/evidence/{{evidence_id}}/{variant}", serving.look, methods=["GET"])
            for variant in ("original", "picture", "thumbnail")
        ),
    ]

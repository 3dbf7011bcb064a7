"""The addresses of ledgers: where they are uploaded to, and what is downloaded."""

import datetime as dt
from collections.abc import Callable

from starlette.routing import Route

from api.identity import SessionIdentity
from api.ledgers.downloads import LedgerDownloads
from api.ledgers.process import ChildProcesses
from api.ledgers.uploads import LedgerUploads
from api.ledgers.work import LedgerWork
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.ledgers.addresses import UploadAddresses

_METHODS = ["OPTIONS", "HEAD", "GET", "POST", "PATCH", "PUT", "DELETE"]


def routes(
    database: Database,
    keys: Keys,
    identity: SessionIdentity,
    work: LedgerWork,
    clock: Callable[[], dt.datetime],
) -> list[Route]:
    uploads = LedgerUploads(database, UploadAddresses(keys), identity, work, clock)
    processes = ChildProcesses(database, keys)
    downloads = LedgerDownloads(database, work.store, identity, processes)
    return [
        Route("/ledgers/uploads/{job_id}", uploads.upload, methods=_METHODS),
        Route("/ledgers/jobs/{job_id}/rejected", downloads.rejected),
        Route("/ledgers/exports/{ledger}", downloads.export),
        Route("/ledgers/templates/{ledger}", downloads.template),
    ]

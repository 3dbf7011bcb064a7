"""The address at which a declared ledger is uploaded: it carries a grant, and needs nothing else."""

import hmac
from base64 import urlsafe_b64encode
from uuid import UUID

from persistence.engine.keys import Keys
from persistence.reading import ids


class UploadAddresses:
    """Made with the installation's key, the same each time. The bytes are fixed by hash and size."""

    def __init__(self, keys: Keys) -> None:
        self._key = keys.derive("ledger grant")

    def upload(self, job_id: UUID) -> str:
        return f"/ledgers/uploads/{ids.write('LedgerJob', job_id)}?grant={self._granted(job_id)}"

    def is_granted(self, job_id: UUID, grant: str) -> bool:
        return grant.isascii() and hmac.compare_digest(grant, self._granted(job_id))

    def _granted(self, job_id: UUID) -> str:
        digest = hmac.digest(self._key, job_id.bytes, "sha256")
        return urlsafe_b64encode(digest).rstrip(b"=").decode()

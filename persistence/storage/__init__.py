"""Where the bytes of evidence are: an object store of blobs under their hashes, and parts on their way."""

from persistence.storage.objects import Bucket, Folder, Objects, StoreUnavailable, StoreUnusable
from persistence.storage.parts import Overtaken, Parts, UploadPart, Whole
from persistence.storage.store import Store, StoredBlob, Verdict

__all__ = [
    "Bucket",
    "Folder",
    "Objects",
    "Overtaken",
    "Parts",
    "Store",
    "StoreUnavailable",
    "StoreUnusable",
    "StoredBlob",
    "UploadPart",
    "Verdict",
    "Whole",
]

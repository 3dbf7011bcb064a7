"""Where the bytes of evidence are: an object store of blobs under their hashes, and parts on their way."""

from persistence.storing.objects import Bucket, Folder, Objects, StoreUnavailable, StoreUnusable
from persistence.storing.parts import Overtaken, Part, Parts, Whole
from persistence.storing.store import Kept, Store, Verdict

__all__ = [
    "Bucket",
    "Folder",
    "Kept",
    "Objects",
    "Overtaken",
    "Part",
    "Parts",
    "Store",
    "StoreUnavailable",
    "StoreUnusable",
    "Verdict",
    "Whole",
]

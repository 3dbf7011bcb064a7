"""The version of an authority that a change is based on."""

from domain.refusals import ChangedMeanwhile
from persistence.authorities.table import Authority


def refuse_unless_current(row: Authority, expected_version: int) -> None:
    """Raise ChangedMeanwhile for any other version."""
    if expected_version != row.version:
        raise ChangedMeanwhile(expected_version, row.version)

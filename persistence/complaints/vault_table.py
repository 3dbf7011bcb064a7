"""The vault: who complained, sealed record by record, in a schema and role of its own."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from persistence.engine.columns import Stamp, Table


class ComplainantIdentity(Table):
    """The key of each record is wrapped by the master key; erasing the wrapped key erases the person."""

    __tablename__ = "complainant_identities"
    __table_args__ = ({"schema": "vault"},)

    complaint_id: Mapped[UUID] = mapped_column(primary_key=True)
    wrapped_key: Mapped[bytes | None]
    sealed: Mapped[bytes]
    created_at: Mapped[Stamp]

    def erase(self) -> None:
        """Forget the person for good: without its key the record cannot be opened."""
        self.wrapped_key = None

"""How alembic runs here: on a connection handed in, one transaction a migration, locks not waited for."""

import sqlalchemy as sa
from alembic import context

from persistence.tables import metadata


def run() -> None:
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_schemas=True,
        include_name=ours,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        connection.execute(sa.text("set local lock_timeout = '5s'"))
        connection.execute(sa.text("set local statement_timeout = 0"))
        context.run_migrations()


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """Only our schemas: the default one and the vault."""
    return kind != "schema" or name in (None, "vault")


run()

"""Views hold no rows of their own, so they stand in a metadata of their own; a database made of the
tables has them too."""

from typing import Any

import sqlalchemy as sa

from persistence.engine.columns import Table

VIEWS = sa.MetaData()


def stand(texts: dict[str, str]) -> None:
    """Have these views made with the tables, in this order."""

    def made(_: sa.MetaData, connection: sa.Connection, **__: Any) -> None:
        for name, text in texts.items():
            connection.exec_driver_sql(f"create view {name} as {text}")

    sa.event.listen(Table.metadata, "after_create", made)

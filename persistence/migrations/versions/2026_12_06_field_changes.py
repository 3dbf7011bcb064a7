"""What was changed of the register's entries is kept field by field."""

from alembic import op

revision = "2026_12_06_field_changes"
down_revision = "2026_12_05_results_as_read"
branch_labels = None
depends_on = None

STATEMENTS = (
    "CREATE TABLE field_changes ( id UUID NOT NULL, changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, kind TEXT NOT NULL, object_id UUID NOT NULL, institution_id UUID, account_id UUID, authority_id UUID, operation TEXT, reason TEXT, field_name TEXT, is_confidential BOOLEAN NOT NULL, before JSONB, after JSONB, CONSTRAINT pk_field_changes PRIMARY KEY (id) )",
    "CREATE INDEX ix_field_changes_institution_id_id ON field_changes (institution_id, id)",
    "CREATE INDEX ix_field_changes_object_id_id ON field_changes (object_id, id)",
    "grant select on field_changes to spotcheck_reader",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("drop table field_changes")

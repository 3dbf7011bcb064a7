"""Institutions state how many work and learn there."""

from alembic import op

revision = "2026_12_06_headcounts"
down_revision = "2026_12_06_entitlements_by_end"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE TABLE headcounts ( institution_id UUID NOT NULL, staff_count INTEGER NOT NULL, offline_learner_count INTEGER NOT NULL, preschool_learner_count INTEGER NOT NULL, counted_on DATE NOT NULL, CONSTRAINT pk_headcounts PRIMARY KEY (institution_id), CONSTRAINT ck_headcounts_counts_in_order CHECK (staff_count >= 0 and preschool_learner_count >= 0 and offline_learner_count >= preschool_learner_count), CONSTRAINT fk_headcounts_institution_id FOREIGN KEY(institution_id) REFERENCES institutions (id) )"
    )
    op.execute("grant select on headcounts to spotcheck_reader")


def downgrade() -> None:
    op.execute("drop table headcounts")

"""The outbox is delivered under leases, and what runs by itself has a row for each job.

What waits is delivered still: it is due at once, and codes until they expire."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_06_delivery"
down_revision = "2026_12_06_field_changes"
branch_labels = None
depends_on = None

OUTBOX = (
    "drop index ix_outbox_messages_waiting",
    "alter table outbox_messages"
    " add event_id uuid not null default gen_random_uuid(),"
    " add expires_at timestamptz,"
    " add next_at timestamptz not null default now(),"
    " add lease_until timestamptz,"
    " add held_by uuid,"
    " add last_error text,"
    " add dead_at timestamptz",
    "update outbox_messages set expires_at = created_at + interval '10 minutes'"
    " where topic = 'sms.one_time_code' and delivered_at is null",
    "update outbox_messages set payload_sealed = null where delivered_at is not null",
    "create index ix_outbox_messages_to_phones on outbox_messages (next_at, id)"
    " where delivered_at is null and dead_at is null and payload_sealed is not null",
    "create index ix_outbox_messages_events on outbox_messages (next_at, id)"
    " where delivered_at is null and dead_at is null and payload_sealed is null",
    "create index ix_outbox_messages_order on outbox_messages (object_id, id)"
    " where delivered_at is null and dead_at is null",
    "create index ix_outbox_messages_expires_at on outbox_messages (expires_at)"
    " where delivered_at is null and expires_at is not null",
    "create index ix_outbox_messages_dead on outbox_messages (id) where dead_at is not null",
    "create index ix_outbox_messages_delivered_at on outbox_messages (delivered_at)"
    " where delivered_at is not null",
)
BEFORE = (
    *(
        f"drop index ix_outbox_messages_{name}"
        for name in ("to_phones", "events", "order", "expires_at", "dead", "delivered_at")
    ),
    "alter table outbox_messages drop event_id, drop expires_at, drop next_at, drop lease_until,"
    " drop held_by, drop last_error, drop dead_at",
    "create index ix_outbox_messages_waiting on outbox_messages (id) where delivered_at is null",
)


def upgrade() -> None:
    for each in OUTBOX:
        op.execute(each)
    op.create_table(
        "scheduled_jobs",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "next_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.Column("held_by", sa.Uuid()),
        sa.Column("last_started_at", sa.DateTime(timezone=True)),
        sa.Column("last_succeeded_at", sa.DateTime(timezone=True)),
        sa.Column("failure_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_error", sa.Text()),
        sa.Column("stopped_at", sa.DateTime(timezone=True)),
        sa.Column("stopped_because", sa.Text()),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_scheduled_jobs")),
    )


def downgrade() -> None:
    op.drop_table("scheduled_jobs")
    for each in BEFORE:
        op.execute(each)

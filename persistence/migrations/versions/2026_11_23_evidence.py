"""Evidence: its slots, the files that fill them, uploads under way, and the seal of records."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_evidence"
down_revision = "2026_11_22_by_city"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("derivative_sha256", sa.LargeBinary(), nullable=True),
        sa.Column("thumbnail_sha256", sa.LargeBinary(), nullable=True),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "num_nulls(width, height, derivative_sha256, thumbnail_sha256) in (0, 4)",
            name=op.f("ck_blobs_picture_whole"),
        ),
        sa.CheckConstraint("octet_length(sha256) = 32", name=op.f("ck_blobs_hash_whole")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blobs")),
    )
    op.create_index("ix_blobs_derivative_sha256", "blobs", ["derivative_sha256"], unique=False)
    op.create_index("ix_blobs_thumbnail_sha256", "blobs", ["thumbnail_sha256"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "owner_kind",
            sa.Enum(
                "INSPECTION",
                "COMPLAINT",
                name="owner_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("declaration_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "PHOTO",
                "VIDEO",
                "AUDIO",
                "DOCUMENT",
                "SCREENSHOT",
                name="evidence_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=True),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("captured_by", sa.Uuid(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column(
            "datum",
            sa.Enum(
                "WGS84",
                "GCJ02",
                "BD09",
                name="datum",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("wgs84_latitude", sa.Double(), nullable=True),
        sa.Column("wgs84_longitude", sa.Double(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "EXPECTED",
                "RECEIVED",
                "REFUSED",
                "WITHDRAWN",
                name="evidence_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=True),
        sa.Column("seal", sa.LargeBinary(), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum(
                "INTACT",
                "SWAPPED",
                "MISSING",
                name="evidence_verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(state = 'REFUSED') = (refusal is not null)",
            name=op.f("ck_evidence_refused_with_code"),
        ),
        sa.CheckConstraint(
            "(state = 'WITHDRAWN') = (withdrawn_at is not null)",
            name=op.f("ck_evidence_withdrawn_stamp"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(received_at, seal, verdict, checked_at) = case state when 'RECEIVED' then 4 else 0 end",
            name=op.f("ck_evidence_received_is_sealed"),
        ),
        sa.CheckConstraint(
            "num_nulls(released_at, released_by) in (0, 2) and (released_at is null or state = 'RECEIVED' and owner_kind = 'INSPECTION')",
            name=op.f("ck_evidence_released_whole"),
        ),
        sa.CheckConstraint(
            "owner_kind <> 'COMPLAINT' or num_nonnulls(captured_by, latitude, file_name) = 0",
            name=op.f("ck_evidence_complaint_names_nobody"),
        ),
        sa.CheckConstraint(
            "(version_no = 1) = (replaces_id is null) and (replaces_id is null or reason is not null)",
            name=op.f("ck_evidence_later_version_has_reason"),
        ),
        sa.CheckConstraint(
            "latitude between -90 and 90 and longitude between -180 and 180",
            name=op.f("ck_evidence_position_range"),
        ),
        sa.CheckConstraint(
            "num_nulls(latitude, longitude, datum) in (0, 3)",
            name=op.f("ck_evidence_position_whole"),
        ),
        sa.CheckConstraint("octet_length(sha256) = 32", name=op.f("ck_evidence_hash_whole")),
        sa.CheckConstraint("size between 1 and 2147483647", name=op.f("ck_evidence_size_in_range")),
        sa.ForeignKeyConstraint(
            ["captured_by"], ["officers.id"], name=op.f("fk_evidence_captured_by")
        ),
        sa.ForeignKeyConstraint(
            ["released_by"], ["accounts.id"], name=op.f("fk_evidence_released_by")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["evidence.id"], name=op.f("fk_evidence_replaces_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_evidence_replaces_id")),
    )
    op.create_index(
        "ix_evidence_captured_by_declared_at",
        "evidence",
        ["captured_by", "declared_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_evidence_declaration_id"), "evidence", ["declaration_id"], unique=False
    )
    op.create_index(
        "ix_evidence_owner_kind_owner_id_id",
        "evidence",
        ["owner_kind", "owner_id", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_evidence_sha256"), "evidence", ["sha256"], unique=False)
    op.create_index(
        "ix_evidence_waiting",
        "evidence",
        ["declared_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'EXPECTED'"),
    )
    op.create_table(
        "uploads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("whole_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_uploads_evidence_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
    )
    op.create_index(op.f("ix_uploads_evidence_id"), "uploads", ["evidence_id"], unique=False)
    op.create_index(
        "ix_uploads_expires_at",
        "uploads",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("finished_at is null"),
    )
    op.create_index(
        "uq_uploads_open",
        "uploads",
        ["evidence_id"],
        unique=True,
        postgresql_where=sa.text("finished_at is null"),
    )
    op.create_table(
        "record_evidence",
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_record_evidence_evidence_id")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["inspection_records.id"], name=op.f("fk_record_evidence_record_id")
        ),
        sa.PrimaryKeyConstraint("record_id", "evidence_id", name=op.f("pk_record_evidence")),
    )
    op.add_column("inspection_records", sa.Column("seal", sa.LargeBinary(), nullable=True))
    op.execute("grant select on blobs, evidence, record_evidence to spotcheck_reader")


def downgrade() -> None:
    op.drop_column("inspection_records", "seal")
    for table in ("record_evidence", "uploads", "evidence", "blobs"):
        op.drop_table(table)

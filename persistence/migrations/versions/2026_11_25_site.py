"""The visit: notices, arrivals, signatures over canonical records, appointments, recusal requests."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "2026_11_25_site"
down_revision = "2026_11_24_draw"
branch_labels = None
depends_on = None

_LETTER = (
    "substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ',"
    " (get_byte(uuid_send(gen_random_uuid()), 0) & 31) + 1, 1)"
)
_GROUP = " || ".join([_LETTER] * 4)
_BY_CHANCE = " || '-' || ".join([_GROUP] * 3)

_READABLE = (
    "check_ins, check_outs, record_signatures, signature_refusals, notices, notice_items,"
    " notice_officers, appointments, recusal_requests"
)


def upgrade() -> None:
    op.create_table(
        "appointments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("visit_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "PROPOSED",
                "ACCEPTED",
                "DECLINED",
                name="appointment_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state = 'PROPOSED') = (decided_at is null)",
            name=op.f("ck_appointments_decided_when_answered"),
        ),
        sa.CheckConstraint(
            "state <> 'DECLINED' or reason is not null",
            name=op.f("ck_appointments_declined_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts.id"], name=op.f("fk_appointments_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_appointments_inspection_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["accounts.id"], name=op.f("fk_appointments_proposed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    op.create_index(
        op.f("ix_appointments_inspection_id"), "appointments", ["inspection_id"], unique=False
    )
    op.create_index(
        "uq_appointments_open",
        "appointments",
        ["inspection_id"],
        unique=True,
        postgresql_where=sa.text("state = 'PROPOSED'"),
    )
    op.create_table(
        "check_ins",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device_clock_offset_ms", sa.Integer(), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("certificates_shown", sa.Boolean(), nullable=False),
        sa.Column("rights_told", sa.Boolean(), nullable=False),
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
        sa.Column(
            "provider",
            sa.Enum(
                "SATELLITE",
                "NETWORK",
                "FUSED",
                "MANUAL",
                name="position_provider",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("is_mock", sa.Boolean(), nullable=False),
        sa.Column("wgs84_latitude", sa.Double(), nullable=True),
        sa.Column("wgs84_longitude", sa.Double(), nullable=True),
        sa.Column("distance_m", sa.Integer(), nullable=True),
        sa.Column("flags", ARRAY(sa.Text()), nullable=False),
        sa.CheckConstraint(
            "flags <@ array['FAR', 'INACCURATE', 'MOCKED', 'NO_POSITION', 'NO_COORDINATES', 'CLOCK_OFF', 'BEFORE_ISSUE', 'CERTIFICATE_NOT_SHOWN', 'RIGHTS_NOT_TOLD']::text[]",
            name=op.f("ck_check_ins_flags_words"),
        ),
        sa.CheckConstraint(
            "latitude between -90 and 90 and longitude between -180 and 180",
            name=op.f("ck_check_ins_position_range"),
        ),
        sa.CheckConstraint(
            "num_nulls(latitude, longitude, datum) in (0, 3)",
            name=op.f("ck_check_ins_position_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_check_ins_inspection_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_check_ins_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
        sa.UniqueConstraint(
            "inspection_id", "officer_id", name=op.f("uq_check_ins_inspection_id_officer_id")
        ),
    )
    op.create_index(op.f("ix_check_ins_officer_id"), "check_ins", ["officer_id"], unique=False)
    op.create_table(
        "notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "ADVANCE",
                "ON_ARRIVAL",
                name="notice_mode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("institution_name", sa.Text(), nullable=False),
        sa.Column("credit_code", sa.Text(), nullable=False),
        sa.Column("task_code", sa.Text(), nullable=False),
        sa.Column("window_from", sa.Date(), nullable=False),
        sa.Column("window_to", sa.Date(), nullable=False),
        sa.Column("legal_basis", ARRAY(sa.Text()), nullable=False),
        sa.Column("methods", ARRAY(sa.Text()), nullable=False),
        sa.Column("materials", ARRAY(sa.Text()), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("appointment_possible", sa.Boolean(), nullable=False),
        sa.Column("visits_this_year", sa.Integer(), nullable=False),
        sa.Column("text_edition", sa.Integer(), nullable=False),
        sa.Column("paragraphs_zh", ARRAY(sa.Text()), nullable=False),
        sa.Column("paragraphs_en", ARRAY(sa.Text()), nullable=False),
        sa.Column("seal_authority", sa.Text(), nullable=False),
        sa.Column("sealed_on", sa.Date(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "methods <@ array['ON_SITE', 'WRITTEN', 'OTHER_BODY', 'MEASUREMENT', 'NETWORK_MONITORING', 'COMMISSIONED']::text[]",
            name=op.f("ck_notices_methods_words"),
        ),
        sa.CheckConstraint(
            "num_nulls(acknowledged_at, acknowledged_by) in (0, 2)",
            name=op.f("ck_notices_acknowledged_by_whom"),
        ),
        sa.ForeignKeyConstraint(
            ["acknowledged_by"], ["accounts.id"], name=op.f("fk_notices_acknowledged_by")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_notices_inspection_id")
        ),
        sa.ForeignKeyConstraint(["issued_by"], ["accounts.id"], name=op.f("fk_notices_issued_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("inspection_id", name=op.f("uq_notices_inspection_id")),
    )
    op.create_table(
        "recusal_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "INSTITUTION",
                "OFFICER",
                name="recusal_request_side",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "ground",
            sa.Enum(
                "OWN_OR_RELATIVE",
                "CHILD_ENROLLED",
                "WORKED_THERE",
                "OTHER_INTEREST",
                "COMPLAINT_FROM_OBJECT",
                name="recusal_ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "REQUESTED",
                "UPHELD",
                "REFUSED",
                name="recusal_request_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("incoming_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(state = 'REQUESTED') = (decided_at is null)",
            name=op.f("ck_recusal_requests_decided_when_answered"),
        ),
        sa.CheckConstraint(
            "state <> 'REFUSED' or reason is not null",
            name=op.f("ck_recusal_requests_refused_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts.id"], name=op.f("fk_recusal_requests_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["incoming_id"], ["officers.id"], name=op.f("fk_recusal_requests_incoming_id")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_recusal_requests_inspection_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_recusal_requests_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["accounts.id"], name=op.f("fk_recusal_requests_requested_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal_requests")),
    )
    op.create_index(
        op.f("ix_recusal_requests_inspection_id"),
        "recusal_requests",
        ["inspection_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_recusal_requests_officer_id"), "recusal_requests", ["officer_id"], unique=False
    )
    op.create_index(
        "uq_recusal_requests_open",
        "recusal_requests",
        ["inspection_id", "officer_id"],
        unique=True,
        postgresql_where=sa.text("state = 'REQUESTED'"),
    )
    op.create_table(
        "check_outs",
        sa.Column("check_in_id", sa.Uuid(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device_clock_offset_ms", sa.Integer(), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
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
        sa.Column(
            "provider",
            sa.Enum(
                "SATELLITE",
                "NETWORK",
                "FUSED",
                "MANUAL",
                name="position_provider",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("is_mock", sa.Boolean(), nullable=False),
        sa.Column("wgs84_latitude", sa.Double(), nullable=True),
        sa.Column("wgs84_longitude", sa.Double(), nullable=True),
        sa.Column("distance_m", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "latitude between -90 and 90 and longitude between -180 and 180",
            name=op.f("ck_check_outs_position_range"),
        ),
        sa.CheckConstraint(
            "num_nulls(latitude, longitude, datum) in (0, 3)",
            name=op.f("ck_check_outs_position_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["check_in_id"], ["check_ins.id"], name=op.f("fk_check_outs_check_in_id")
        ),
        sa.PrimaryKeyConstraint("check_in_id", name=op.f("pk_check_outs")),
    )
    op.create_table(
        "notice_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_notice_items_notice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_items")),
        sa.UniqueConstraint(
            "notice_id", "position", name=op.f("uq_notice_items_notice_id_position")
        ),
    )
    op.create_table(
        "notice_officers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("certificate_no", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_notice_officers_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_notice_officers_notice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_officers")),
        sa.UniqueConstraint(
            "notice_id", "position", name=op.f("uq_notice_officers_notice_id_position")
        ),
    )
    op.create_table(
        "record_signatures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column(
            "party",
            sa.Enum(
                "INSPECTED",
                "WITNESS",
                "OFFICER",
                name="signature_party",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("record_hash", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_record_signatures_evidence_id")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["inspection_records.id"], name=op.f("fk_record_signatures_record_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["officers.id"], name=op.f("fk_record_signatures_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_signatures")),
        sa.UniqueConstraint(
            "record_id", "party", "name", name=op.f("uq_record_signatures_record_id_party_name")
        ),
    )
    op.create_table(
        "signature_refusals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column(
            "because",
            sa.Enum(
                "REFUSED",
                "ABSENT",
                name="unsigned_because",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("witness_name", sa.Text(), nullable=False),
        sa.Column("witness_capacity", sa.Text(), nullable=False),
        sa.Column("record_hash", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_signature_refusals_evidence_id")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["inspection_records.id"], name=op.f("fk_signature_refusals_record_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["officers.id"], name=op.f("fk_signature_refusals_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature_refusals")),
        sa.UniqueConstraint("record_id", name=op.f("uq_signature_refusals_record_id")),
    )
    op.add_column(
        "inspection_records",
        sa.Column("checklist_version", sa.Integer(), server_default=sa.text("1"), nullable=False),
    )
    op.add_column("inspection_records", sa.Column("canonical", sa.Text(), nullable=True))
    op.add_column("inspection_records", sa.Column("hash", sa.Text(), nullable=True))
    op.add_column(
        "inspections",
        sa.Column("inspection_code", sa.Text(), server_default=sa.text(_BY_CHANCE), nullable=False),
    )
    op.create_unique_constraint(
        op.f("uq_inspections_inspection_code"), "inspections", ["inspection_code"]
    )
    op.add_column("record_confirmations", sa.Column("record_hash", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_inspection_records_hashed_whole"),
        "inspection_records",
        "num_nulls(canonical, hash) in (0, 2)",
    )
    op.execute(
        "update inspection_records r set checklist_version = i.checklist_version"
        " from inspections i where i.id = r.inspection_id"
    )
    op.execute(f"grant select on {_READABLE} to spotcheck_reader")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_inspection_records_hashed_whole"), "inspection_records")
    op.drop_column("record_confirmations", "record_hash")
    op.drop_constraint(op.f("uq_inspections_inspection_code"), "inspections", type_="unique")
    op.drop_column("inspections", "inspection_code")
    op.drop_column("inspection_records", "hash")
    op.drop_column("inspection_records", "canonical")
    op.drop_column("inspection_records", "checklist_version")
    op.drop_table("signature_refusals")
    op.drop_table("record_signatures")
    op.drop_table("notice_officers")
    op.drop_table("notice_items")
    op.drop_table("check_outs")
    op.drop_index(
        "uq_recusal_requests_open",
        table_name="recusal_requests",
        postgresql_where=sa.text("state = 'REQUESTED'"),
    )
    op.drop_index(op.f("ix_recusal_requests_officer_id"), table_name="recusal_requests")
    op.drop_index(op.f("ix_recusal_requests_inspection_id"), table_name="recusal_requests")
    op.drop_table("recusal_requests")
    op.drop_table("notices")
    op.drop_index(op.f("ix_check_ins_officer_id"), table_name="check_ins")
    op.drop_table("check_ins")
    op.drop_index(
        "uq_appointments_open",
        table_name="appointments",
        postgresql_where=sa.text("state = 'PROPOSED'"),
    )
    op.drop_index(op.f("ix_appointments_inspection_id"), table_name="appointments")
    op.drop_table("appointments")

"""Credit repair by class: rules that an operator adopts, classes and terms of results, commitments, and what
heads decide on older results."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_07_credit_repair"
down_revision = "2026_12_07_registrations"
branch_labels = None
depends_on = None

_RULES = ("CREDIT_REPAIR", "CAMPAIGN_APPROVAL")
_SEVERITIES = ("MINOR", "GENERAL", "SERIOUS")
_OUTLETS = ("PLATFORM", "ENTERPRISE_CREDIT")
COMMITMENTS = """
create function public_repair_requests_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('repair_requests', '{*}');
    return null;
  end if;
  if tg_op <> 'INSERT' then
    perform 1 from public_records b where b.id in (select r.public_record_id from old_rows r where r.state = 'REQUESTED' and r.commitment_version is not null) and (b.withdrawn_at is null) is not true for share;
  end if;
  if tg_op <> 'DELETE' then
    perform 1 from public_records b where b.id in (select r.public_record_id from new_rows r where r.state = 'REQUESTED' and r.commitment_version is not null) and (b.withdrawn_at is null) is not true for share;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('repair_requests', array_agg(distinct i))
      from new_rows n, lateral (select coalesce((select w.institution_id from public_records w where w.id = n.public_record_id)::text, '*'), (n.state = 'REQUESTED' and n.commitment_version is not null) and exists (select from public_records b where b.id = n.public_record_id and b.withdrawn_at is null)) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('repair_requests', array_agg(distinct i))
      from old_rows o, lateral (select coalesce((select w.institution_id from public_records w where w.id = o.public_record_id)::text, '*'), (o.state = 'REQUESTED' and o.commitment_version is not null) and exists (select from public_records b where b.id = o.public_record_id and b.withdrawn_at is null)) side(i, is_public) where is_public;
  else
    perform public_changed('repair_requests', array_agg(distinct i))
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select coalesce((select w.institution_id from public_records w where w.id = o.public_record_id)::text, '*'), (o.state = 'REQUESTED' and o.commitment_version is not null) and exists (select from public_records b where b.id = o.public_record_id and b.withdrawn_at is null) union all select coalesce((select w.institution_id from public_records w where w.id = n.public_record_id)::text, '*'), (n.state = 'REQUESTED' and n.commitment_version is not null) and exists (select from public_records b where b.id = n.public_record_id and b.withdrawn_at is null)) side(i, is_public)
      where (o.public_record_id, o.state, o.commitment_version, o.commitment_signed_on) is distinct from (n.public_record_id, n.state, n.commitment_version, n.commitment_signed_on) and is_public;
  end if;
  return null;
end $$
"""
TRIGGERS = (
    "create trigger public_inserted after insert on repair_requests referencing new table as new_rows for each statement execute function public_repair_requests_changed()",
    "create trigger public_updated after update on repair_requests referencing old table as old_rows new table as new_rows for each statement execute function public_repair_requests_changed()",
    "create trigger public_deleted after delete on repair_requests referencing old table as old_rows for each statement execute function public_repair_requests_changed()",
    "create trigger public_truncated after truncate on repair_requests for each statement execute function public_repair_requests_changed()",
)


def _words(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "adopted_rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule", _words("adoptable_rule", _RULES), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("is_in_force", sa.Boolean(), nullable=False),
        sa.Column(
            "recorded_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("fk_adopted_rules_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adopted_rules")),
    )
    op.create_index(
        "ix_adopted_rules_rule",
        "adopted_rules",
        ["rule", "region_code", "holds_from", "recorded_at"],
    )
    op.create_table(
        "public_term_decisions",
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("public_record_id", sa.Uuid(), nullable=False),
        sa.Column("decision", _words("term_decision", ("SHORTEN", "KEEP")), nullable=False),
        sa.Column("severity", _words("result_severity", _SEVERITIES), nullable=False),
        sa.Column("expires_before", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(decision = 'SHORTEN') = (expires_on < expires_before)",
            name=op.f("ck_public_term_decisions_shortened_or_kept"),
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspections.id"],
            name=op.f("fk_public_term_decisions_inspection_id"),
        ),
        sa.ForeignKeyConstraint(
            ["public_record_id"],
            ["public_records.id"],
            name=op.f("fk_public_term_decisions_public_record_id"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts.id"], name=op.f("fk_public_term_decisions_decided_by")
        ),
        sa.PrimaryKeyConstraint("inspection_id", name=op.f("pk_public_term_decisions")),
    )
    op.create_index(
        op.f("ix_public_term_decisions_public_record_id"),
        "public_term_decisions",
        ["public_record_id"],
    )
    op.add_column("public_records", sa.Column("severity", _words("result_severity", _SEVERITIES)))
    op.add_column("public_records", sa.Column("repairable_from", sa.Date()))
    op.create_check_constraint(
        op.f("ck_public_records_graded_with_first_day"),
        "public_records",
        "(severity is null) = (repairable_from is null)",
    )
    for column in (
        sa.Column("commitment_version", sa.Text()),
        sa.Column("commitment_signed_by", sa.Text()),
        sa.Column("commitment_signed_on", sa.Date()),
        sa.Column("due_on", sa.Date()),
        sa.Column("due_is_provisional", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("due_rule", sa.Text()),
    ):
        op.add_column("repair_requests", column)
    op.create_check_constraint(
        op.f("ck_repair_requests_commitment_whole"),
        "repair_requests",
        "num_nulls(commitment_version, commitment_signed_by, commitment_signed_on) in (0, 3)",
    )
    op.create_check_constraint(
        op.f("ck_repair_requests_due_by_rule"),
        "repair_requests",
        "(due_on is null) = (due_rule is null)",
    )
    _have_outlets(*_OUTLETS, "CREDIT_CHINA")
    op.execute(COMMITMENTS)
    for each in TRIGGERS:
        op.execute(each)
    op.execute("grant select on adopted_rules, public_term_decisions to spotcheck_reader")


def downgrade() -> None:
    for event in ("inserted", "updated", "deleted", "truncated"):
        op.execute(f"drop trigger public_{event} on repair_requests")
    op.execute("drop function public_repair_requests_changed()")
    _have_outlets(*_OUTLETS)
    op.drop_constraint(op.f("ck_repair_requests_due_by_rule"), "repair_requests")
    op.drop_constraint(op.f("ck_repair_requests_commitment_whole"), "repair_requests")
    for name in (
        "due_rule",
        "due_is_provisional",
        "due_on",
        "commitment_signed_on",
        "commitment_signed_by",
        "commitment_version",
    ):
        op.drop_column("repair_requests", name)
    op.drop_column("public_records", "repairable_from")
    op.drop_column("public_records", "severity")
    op.drop_table("public_term_decisions")
    op.drop_table("adopted_rules")


def _have_outlets(*words: str) -> None:
    name, listed = op.f("ck_publications_outlet"), ", ".join(f"'{word}'" for word in words)
    op.drop_constraint(name, "publications")
    op.create_check_constraint(name, "publications", f"outlet in ({listed})")

"""Authorities are corrected, moved and closed: versions, hours and caps, successors, and what waits for a second
person. Who acts for a successor acts at the offices it succeeded too."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_12_06_authority_register"
down_revision = "2026_12_06_account_links"
branch_labels = None
depends_on = None

_SECTORS = (
    "EDUCATION",
    "HUMAN_RESOURCES",
    "SCIENCE_TECHNOLOGY",
    "CULTURE_TOURISM",
    "SPORTS",
    "MARKET_REGULATION",
    "PUBLIC_SECURITY",
    "COMMUNICATIONS",
)
_IDENTITY = """
create or replace function identity_of(p_session uuid, p_account uuid) returns json
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  return (
    select json_build_object(
      'expires_at', s.expires_at,
      'valid_from', a.sessions_valid_from,
      'must_change_password', a.must_change_password,
      'officer_id', (select o.id from officers o where o.account_id = a.id),
      'grants', (
        select coalesce(
          json_agg(
            json_build_object(
              'role', g.role, 'institution_id', g.institution_id, 'authority_id', t.id,
              'kind', t.kind, 'region_code', t.region_code, 'sectors', t.sectors{closed}
            ) order by g.role, g.id{order}
          ), '[]'::json)
        from role_grants g left join authorities t on {join}
        where g.account_id = a.id and g.revoked_at is null and g.in_force_at is not null
      )
    )
    from sessions s join accounts a on a.id = s.account_id
    where s.id = p_session and s.account_id = p_account
      and s.ended_at is null and a.disabled_at is null
  );
end $$
"""
_AFTER = _IDENTITY.format(
    closed=",\n              'is_closed', t.closed_at is not null, 'successor_id', t.successor_id",
    order=", t.id <> g.authority_id, t.id",
    join="g.authority_id in (t.id, t.successor_id)",
)
_BEFORE = _IDENTITY.format(closed="", order="", join="t.id = g.authority_id")


def _notify(columns: str) -> None:
    op.execute("drop trigger identity_changed on authorities")
    op.execute(
        f"create trigger identity_changed after update of {columns} or delete on authorities"
        " for each row execute function identity_changed()"
    )


def upgrade() -> None:
    op.add_column("authorities", sa.Column("complaint_hours", sa.Text()))
    op.add_column("authorities", sa.Column("yearly_cap", sa.Integer()))
    op.add_column("authorities", sa.Column("closed_at", sa.DateTime(timezone=True)))
    op.add_column("authorities", sa.Column("successor_id", sa.Uuid()))
    op.add_column(
        "authorities", sa.Column("version", sa.Integer(), server_default="1", nullable=False)
    )
    op.add_column(
        "authorities",
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
    )
    op.create_foreign_key(
        "fk_authorities_successor_id", "authorities", "authorities", ["successor_id"], ["id"]
    )
    op.create_index("ix_authorities_successor_id", "authorities", ["successor_id"])
    op.create_check_constraint(
        "succeeded_when_closed",
        "authorities",
        "successor_id is null or closed_at is not null",
    )
    op.create_table(
        "change_proposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            _words("change_kind", "JURISDICTION", "CLOSING", "OFFICERS", "OFFICER_MOVE"),
            nullable=False,
        ),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("authority_version", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.Text()),
        sa.Column("sectors", postgresql.ARRAY(sa.Text())),
        sa.Column("parent_id", sa.Uuid()),
        sa.Column("successor_id", sa.Uuid()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decline_reason", sa.Text()),
        sa.Column(
            "state", _words("change_state", "WAITING", "CONFIRMED", "DECLINED"), nullable=False
        ),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_change_proposals"),
        sa.CheckConstraint(
            "sectors <@ array[" + ", ".join(f"'{each}'" for each in _SECTORS) + "]::text[]",
            name="sectors_words",
        ),
        *(
            sa.ForeignKeyConstraint([column], [target], name=f"fk_change_proposals_{column}")
            for column, target in {
                "authority_id": "authorities.id",
                "region_code": "regions.code",
                "parent_id": "authorities.id",
                "successor_id": "authorities.id",
                "proposed_by": "accounts.id",
                "decided_by": "accounts.id",
            }.items()
        ),
    )
    op.create_index("ix_change_proposals_authority_id", "change_proposals", ["authority_id"])
    op.execute("grant select on change_proposals to spotcheck_reader")
    op.execute(_AFTER)
    _notify("kind, region_code, sectors, closed_at, successor_id")


def downgrade() -> None:
    _notify("kind, region_code, sectors")
    op.execute(_BEFORE)
    op.drop_table("change_proposals")
    op.drop_constraint(op.f("ck_authorities_succeeded_when_closed"), "authorities")
    for column in (
        "complaint_hours",
        "yearly_cap",
        "closed_at",
        "successor_id",
        "version",
        "updated_at",
    ):
        op.drop_column("authorities", column)


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=40, create_constraint=True)

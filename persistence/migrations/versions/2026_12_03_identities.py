"""Who a session belongs to is one statement, and those who remember it are notified of changes."""

from alembic import op

revision = "2026_12_03_identities"
down_revision = "2026_12_03_site_addresses"
branch_labels = None
depends_on = None

# Its owner's rights: readers see neither sessions nor what an account is kept by.
IDENTITY = """
create function identity_of(p_session uuid, p_account uuid) returns json
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
              'kind', t.kind, 'region_code', t.region_code, 'sectors', t.sectors
            ) order by g.role, g.id
          ), '[]'::json)
        from role_grants g left join authorities t on t.id = g.authority_id
        where g.account_id = a.id and g.revoked_at is null and g.in_force_at is not null
      )
    )
    from sessions s join accounts a on a.id = s.account_id
    where s.id = p_session and s.account_id = p_account
      and s.ended_at is null and a.disabled_at is null
  );
end $$
"""
NOTIFY = """
create function identity_changed() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'authorities' then
    perform pg_notify('spotcheck_changes', 'identity *');
  elsif tg_table_name = 'accounts' then
    perform pg_notify('spotcheck_changes', 'identity ' || old.id);
  else
    if tg_op <> 'INSERT' and old.account_id is not null then
      perform pg_notify('spotcheck_changes', 'identity ' || old.account_id);
    end if;
    if tg_op <> 'DELETE' and new.account_id is not null then
      perform pg_notify('spotcheck_changes', 'identity ' || new.account_id);
    end if;
  end if;
  return null;
end $$
"""
TRIGGERS = {
    "sessions": "after update or delete",
    "accounts": "after update of disabled_at, sessions_valid_from, must_change_password or delete",
    "role_grants": "after insert or update or delete",
    "officers": "after insert or update of account_id or delete",
    "authorities": "after update of kind, region_code, sectors or delete",
}


def upgrade() -> None:
    op.execute(IDENTITY)
    op.execute("revoke execute on function identity_of(uuid, uuid) from public")
    op.execute("grant execute on function identity_of(uuid, uuid) to spotcheck_reader")
    op.execute(NOTIFY)
    for table, events in TRIGGERS.items():
        op.execute(
            f"create trigger identity_changed {events} on {table}"
            " for each row execute function identity_changed()"
        )


def downgrade() -> None:
    for table in TRIGGERS:
        op.execute(f"drop trigger identity_changed on {table}")
    op.execute("drop function identity_changed()")
    op.execute("drop function identity_of(uuid, uuid)")

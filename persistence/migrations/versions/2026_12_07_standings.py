"""What stands on institutions, entitlements and persons by decision; programmes by their codes."""

from alembic import op

revision = "2026_12_07_standings"
down_revision = "2026_12_06_ledger_jobs"
branch_labels = None
depends_on = None

_TABLES = (
    "CREATE TABLE listed_persons ( id UUID NOT NULL, name TEXT NOT NULL, identity_hash BYTEA NOT NULL, identity_sealed BYTEA NOT NULL, CONSTRAINT pk_listed_persons PRIMARY KEY (id), CONSTRAINT uq_listed_persons_identity_hash UNIQUE (identity_hash) )",
    "CREATE TABLE standings ( id UUID NOT NULL, kind VARCHAR(40) NOT NULL, institution_id UUID, entitlement_id UUID, person_id UUID, region_code TEXT NOT NULL, sector VARCHAR(40) NOT NULL, entitlement_state VARCHAR(40), credit_grade VARCHAR(40), rule_version TEXT, from_on DATE NOT NULL, until_on DATE, ground TEXT, legal_basis TEXT[] NOT NULL, is_as_entered BOOLEAN NOT NULL, authority_id UUID, decided_by UUID, decided_at TIMESTAMP WITH TIME ZONE NOT NULL, proposal_id UUID, CONSTRAINT pk_standings PRIMARY KEY (id), CONSTRAINT ck_standings_days_in_order CHECK (until_on is null or from_on <= until_on), CONSTRAINT ck_standings_of_institution_or_person CHECK (num_nonnulls(institution_id, person_id) = 1), CONSTRAINT ck_standings_of_its_kind CHECK ((kind = 'ENTITLEMENT') = (entitlement_state is not null) and (kind = 'ENTITLEMENT') = (entitlement_id is not null) and (kind = 'CREDIT_GRADE') = (credit_grade is not null) and (kind = 'STAFF_BLACK_LIST') = (person_id is not null)), CONSTRAINT ck_standings_decided_whole CHECK (is_as_entered or num_nulls(ground, authority_id, decided_by) = 0), CONSTRAINT ck_standings_standing_kind CHECK (kind IN ('ENTITLEMENT', 'WHITE_LIST', 'BLACK_LIST', 'KEY_SUPERVISION', 'STAFF_BLACK_LIST', 'ENROLMENT_STOP', 'WARNING', 'CREDIT_GRADE')), CONSTRAINT fk_standings_institution_id FOREIGN KEY(institution_id) REFERENCES institutions (id), CONSTRAINT fk_standings_entitlement_id FOREIGN KEY(entitlement_id) REFERENCES entitlements (id), CONSTRAINT fk_standings_person_id FOREIGN KEY(person_id) REFERENCES listed_persons (id), CONSTRAINT fk_standings_region_code FOREIGN KEY(region_code) REFERENCES regions (code), CONSTRAINT ck_standings_sector CHECK (sector IN ('EDUCATION', 'HUMAN_RESOURCES', 'SCIENCE_TECHNOLOGY', 'CULTURE_TOURISM', 'SPORTS', 'MARKET_REGULATION', 'PUBLIC_SECURITY', 'COMMUNICATIONS')), CONSTRAINT ck_standings_entitlement_state CHECK (entitlement_state IN ('ACTIVE', 'RECTIFYING', 'SUSPENDED', 'EXPIRED', 'LAPSED', 'REMOVED', 'REVOKED', 'CANCELLED', 'WITHDRAWN', 'SHUT_DOWN')), CONSTRAINT ck_standings_credit_grade CHECK (credit_grade IN ('A', 'B', 'C', 'D', 'E')), CONSTRAINT fk_standings_authority_id FOREIGN KEY(authority_id) REFERENCES authorities (id), CONSTRAINT fk_standings_decided_by FOREIGN KEY(decided_by) REFERENCES accounts (id), CONSTRAINT fk_standings_proposal_id FOREIGN KEY(proposal_id) REFERENCES escalation_proposals (id) )",
    "CREATE INDEX ix_standings_authority_id ON standings (authority_id)",
    "CREATE INDEX ix_standings_entitlement_id ON standings (entitlement_id)",
    "CREATE INDEX ix_standings_institution_id ON standings (institution_id, kind)",
    "CREATE INDEX ix_standings_listed ON standings (kind, id) WHERE kind in ('WHITE_LIST', 'BLACK_LIST', 'KEY_SUPERVISION', 'STAFF_BLACK_LIST')",
    "CREATE INDEX ix_standings_listed_in ON standings (region_code, kind, id) WHERE kind in ('WHITE_LIST', 'BLACK_LIST', 'KEY_SUPERVISION', 'STAFF_BLACK_LIST')",
    "CREATE INDEX ix_standings_person_id ON standings (person_id)",
    "CREATE INDEX ix_standings_proposal_id ON standings (proposal_id)",
    "CREATE INDEX ix_standings_stops ON standings (institution_id, from_on, until_on) WHERE kind = 'ENROLMENT_STOP'",
    "CREATE TABLE standing_ends ( standing_id UUID NOT NULL, ended_on DATE NOT NULL, ending VARCHAR(40) NOT NULL, reason TEXT NOT NULL, authority_id UUID, decided_by UUID, decided_at TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT pk_standing_ends PRIMARY KEY (standing_id), CONSTRAINT fk_standing_ends_standing_id FOREIGN KEY(standing_id) REFERENCES standings (id), CONSTRAINT ck_standing_ends_ending CHECK (ending IN ('LIFTED', 'REPLACED', 'CORRECTED', 'QUASHED')), CONSTRAINT fk_standing_ends_authority_id FOREIGN KEY(authority_id) REFERENCES authorities (id), CONSTRAINT fk_standing_ends_decided_by FOREIGN KEY(decided_by) REFERENCES accounts (id) )",
    "CREATE INDEX ix_standing_ends_authority_id ON standing_ends (authority_id)",
)
_FUNCTIONS = (
    """
create function public_standings_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('standings', '{*}');
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('standings', array_agg(distinct i))
      from new_rows n, lateral (select coalesce(n.institution_id::text, '*'), n.person_id is null) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('standings', array_agg(distinct i))
      from old_rows o, lateral (select coalesce(o.institution_id::text, '*'), o.person_id is null) side(i, is_public) where is_public;
  else
    perform public_changed('standings', array_agg(distinct i))
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select coalesce(o.institution_id::text, '*'), o.person_id is null union all select coalesce(n.institution_id::text, '*'), n.person_id is null) side(i, is_public)
      where (to_jsonb(o) - '{decided_by,proposal_id}'::text[]) is distinct from (to_jsonb(n) - '{decided_by,proposal_id}'::text[]) and is_public;
  end if;
  return null;
end $$
""",
    """
create function public_standing_ends_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('standing_ends', '{*}');
    return null;
  end if;
  if tg_op <> 'INSERT' then
    perform 1 from standings b where b.id in (select r.standing_id from old_rows r where true) and (b.person_id is null) is not true for share;
  end if;
  if tg_op <> 'DELETE' then
    perform 1 from standings b where b.id in (select r.standing_id from new_rows r where true) and (b.person_id is null) is not true for share;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('standing_ends', array_agg(distinct i))
      from new_rows n, lateral (select coalesce((select w.institution_id from standings w where w.id = n.standing_id)::text, '*'), (true) and exists (select from standings b where b.id = n.standing_id and b.person_id is null)) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('standing_ends', array_agg(distinct i))
      from old_rows o, lateral (select coalesce((select w.institution_id from standings w where w.id = o.standing_id)::text, '*'), (true) and exists (select from standings b where b.id = o.standing_id and b.person_id is null)) side(i, is_public) where is_public;
  else
    perform public_changed('standing_ends', array_agg(distinct i))
      from old_rows o full join new_rows n on n.standing_id = o.standing_id,
        lateral (select coalesce((select w.institution_id from standings w where w.id = o.standing_id)::text, '*'), (true) and exists (select from standings b where b.id = o.standing_id and b.person_id is null) union all select coalesce((select w.institution_id from standings w where w.id = n.standing_id)::text, '*'), (true) and exists (select from standings b where b.id = n.standing_id and b.person_id is null)) side(i, is_public)
      where (to_jsonb(o) - '{decided_by,reason}'::text[]) is distinct from (to_jsonb(n) - '{decided_by,reason}'::text[]) and is_public;
  end if;
  return null;
end $$
""",
    """
create function public_listed_persons_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('listed_persons', '{*}');
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('listed_persons', case when count(*) > 0 then '{}'::text[] end)
      from new_rows n, lateral (select '', false) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('listed_persons', case when count(*) > 0 then '{}'::text[] end)
      from old_rows o, lateral (select '', false) side(i, is_public) where is_public;
  else
    perform public_changed('listed_persons', case when count(*) > 0 then '{}'::text[] end)
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select '', false union all select '', false) side(i, is_public)
      where o is distinct from n and is_public;
  end if;
  return null;
end $$
""",
)
_TRIGGERS = (
    "create trigger public_inserted after insert on standings referencing new table as new_rows for each statement execute function public_standings_changed()",
    "create trigger public_updated after update on standings referencing old table as old_rows new table as new_rows for each statement execute function public_standings_changed()",
    "create trigger public_deleted after delete on standings referencing old table as old_rows for each statement execute function public_standings_changed()",
    "create trigger public_truncated after truncate on standings for each statement execute function public_standings_changed()",
    "create trigger public_inserted after insert on standing_ends referencing new table as new_rows for each statement execute function public_standing_ends_changed()",
    "create trigger public_updated after update on standing_ends referencing old table as old_rows new table as new_rows for each statement execute function public_standing_ends_changed()",
    "create trigger public_deleted after delete on standing_ends referencing old table as old_rows for each statement execute function public_standing_ends_changed()",
    "create trigger public_truncated after truncate on standing_ends for each statement execute function public_standing_ends_changed()",
    "create trigger public_inserted after insert on listed_persons referencing new table as new_rows for each statement execute function public_listed_persons_changed()",
    "create trigger public_updated after update on listed_persons referencing old table as old_rows new table as new_rows for each statement execute function public_listed_persons_changed()",
    "create trigger public_deleted after delete on listed_persons referencing old table as old_rows for each statement execute function public_listed_persons_changed()",
    "create trigger public_truncated after truncate on listed_persons for each statement execute function public_listed_persons_changed()",
)
_SHOWN = """
create or replace function public_institutions_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('institutions', '{*}');
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('institutions', array_agg(distinct i))
      from new_rows n, lateral (select coalesce(n.id::text, '*'), true) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('institutions', array_agg(distinct i))
      from old_rows o, lateral (select coalesce(o.id::text, '*'), true) side(i, is_public) where is_public;
  else
    perform public_changed('institutions', array_agg(distinct i))
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select coalesce(o.id::text, '*'), true union all select coalesce(n.id::text, '*'), true) side(i, is_public)
      where (to_jsonb(o) - '{contact_name,contact_phone,external_ref,legal_representative,risk_class,source_updated_at,sponsor,standings_change_on}'::text[]) is distinct from (to_jsonb(n) - '{contact_name,contact_phone,external_ref,legal_representative,risk_class,source_updated_at,sponsor,standings_change_on}'::text[]) and is_public;
  end if;
  return null;
end $$
"""
_KEPT = (
    "create function kept_as_written() returns trigger language plpgsql as"
    " $$ begin raise exception 'rows of % are never changed', tg_table_name; end $$",
    "create trigger kept_as_written before update or delete on standings"
    " for each row execute function kept_as_written()",
    "create trigger kept_as_written before update or delete on standing_ends"
    " for each row execute function kept_as_written()",
)
_COLUMNS = (
    "alter table institutions add column key_supervision boolean not null default false",
    "alter table institutions add column standings_change_on date",
    "create index ix_institutions_key_supervision on institutions (id) where key_supervision",
    "create index ix_institutions_standings_change_on on institutions (standings_change_on)"
    " where standings_change_on is not null",
    "alter table installation add column entitlements_expire_from date not null default current_date",
    "alter table entitlements add column programme_code varchar(40)",
)
_PROGRAMMES = """
update entitlements set programme_code = case
  when kind = 'LICENCE' and (strpos(programme, '校外培训') > 0 or strpos(programme, '办学') > 0)
    then 'OFF_CAMPUS_TRAINING'
  when kind = 'FILING' and (strpos(programme, '线上') > 0 or strpos(programme, '校外培训') > 0)
    then 'ONLINE_TRAINING'
  when kind = 'LISTING' and strpos(programme, '工程师') > 0 then 'DIGITAL_ENGINEERS'
  when kind = 'AUTHORISATION' and strpos(programme, '服务中心') > 0 then 'SERVICE_CENTRES'
  when kind = 'BASE' and strpos(programme, '培训基地') > 0 then 'TRAINING_BASES'
  when kind = 'TITLE' and strpos(programme, '示范校') > 0 then 'DEMONSTRATION_SCHOOLS'
end
"""
_WORDS = (
    "alter table entitlements add constraint ck_entitlements_programme check (programme_code in"
    " ('OFF_CAMPUS_TRAINING', 'ONLINE_TRAINING', 'DIGITAL_ENGINEERS', 'SERVICE_CENTRES',"
    " 'TRAINING_BASES', 'DEMONSTRATION_SCHOOLS'))"
)


def upgrade() -> None:
    for statement in (*_COLUMNS, _PROGRAMMES, _WORDS, *_TABLES, *_FUNCTIONS, *_TRIGGERS, *_KEPT):
        op.execute(statement)
    op.execute(_SHOWN)
    for table in ("listed_persons", "standings", "standing_ends"):
        op.execute(f"grant select on {table} to spotcheck_reader")


def downgrade() -> None:
    for table in ("standing_ends", "standings", "listed_persons"):
        op.execute(f"drop table {table}")
    for function in (
        "public_standings_changed",
        "public_standing_ends_changed",
        "public_listed_persons_changed",
        "kept_as_written",
    ):
        op.execute(f"drop function {function}")
    op.execute("alter table entitlements drop column programme_code")
    op.execute("alter table installation drop column entitlements_expire_from")
    op.execute(
        "alter table institutions drop column standings_change_on, drop column key_supervision"
    )

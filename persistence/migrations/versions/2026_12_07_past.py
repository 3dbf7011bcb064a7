"""Earlier versions of what the public is shown are kept."""

from alembic import op

revision = "2026_12_07_past"
down_revision = "2026_12_07_rulings"
branch_labels = None
depends_on = None

TABLES = (
    "authorities",
    "entitlements",
    "former_names",
    "institutions",
    "public_records",
    "publications",
    "regions",
    "replies",
    "sites",
    "standing_ends",
    "standings",
)
BEFORE = (
    """
create function recorded_now() returns timestamptz language plpgsql as $$
declare
  v_known text := current_setting('spotcheck.recorded_at', true);
  v_at timestamptz;
begin
  if v_known <> '' then
    return v_known;
  end if;
  -- Held until the transaction ends: who sees no such lock sees all that was written before.
  perform pg_advisory_xact_lock_shared(
    1885434740, floor(extract(epoch from clock_timestamp() - timestamptz '2020-01-01 00:00:00+00'))::int);
  v_at := clock_timestamp();
  loop
    insert into recordings (began_at, committed_at) values (v_at, v_at) on conflict do nothing;
    exit when found;
    v_at := v_at + interval '1 microsecond';
  end loop;
  perform set_config('spotcheck.recorded_at', v_at::text, true);
  return v_at;
end $$
""",
    "CREATE TABLE recordings ( began_at TIMESTAMP WITH TIME ZONE NOT NULL, committed_at TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT pk_recordings PRIMARY KEY (began_at) )",
    "CREATE INDEX ix_recordings_long ON recordings (began_at) WHERE committed_at - began_at > interval '10 seconds'",
    "CREATE TABLE pasts ( table_name TEXT NOT NULL, begins_at TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT pk_pasts PRIMARY KEY (table_name) )",
    "CREATE TABLE authorities_past ( id UUID NOT NULL, kind VARCHAR(40) NOT NULL, name TEXT NOT NULL, region_code TEXT NOT NULL, sectors TEXT[] NOT NULL, parent_id UUID, complaint_phone TEXT, complaint_hours TEXT, yearly_cap INTEGER, yearly_cap_from DATE, yearly_cap_before INTEGER, closed_at TIMESTAMP WITH TIME ZONE, successor_id UUID, version INTEGER NOT NULL, created_at TIMESTAMP WITH TIME ZONE NOT NULL, updated_at TIMESTAMP WITH TIME ZONE NOT NULL, recorded_at TIMESTAMP WITH TIME ZONE NOT NULL, replaced_at TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT pk_authorities_past PRIMARY KEY (id, recorded_at) )",
    "CREATE INDEX ix_authorities_past_parent_id ON authorities_past (parent_id)",
    "CREATE TABLE entitlements_past ( id UUID NOT NULL, institution_id UUID NOT NULL, kind VARCHAR(40) NOT NULL, programme TEXT NOT NULL, programme_code VARCHAR(40), authority_id UUID NOT NULL, number TEXT NOT NULL, number_key TEXT NOT NULL, number_spelling SMALLINT NOT NULL, subject_kind VARCHAR(40), delivery VARCHAR(40), categories TEXT[] NOT NULL, listing_role VARCHAR(40), occupation TEXT, direction TEXT, levels TEXT[] NOT NULL, valid_from DATE NOT NULL, valid_to DATE, period_no INTEGER NOT NULL, state VARCHAR(40) NOT NULL, version INTEGER NOT NULL, created_at TIMESTAMP WITH TIME ZONE NOT NULL, recorded_at TIMESTAMP WITH TIME ZONE NOT NULL, replaced_at TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT pk_entitlements_past PRIMARY KEY (id, recorded_at) )",
    "CREATE INDEX ix_entitlements_past_institution_id ON entitlements_past (institution_id)",
    "CREATE INDEX ix_entitlements_past_number_key ON entitlements_past (number_key)",
    "CREATE TABLE former_names_past ( id UUID NOT NULL, institution_id UUID NOT NULL, name TEXT NOT NULL, last_on DATE NOT NULL, recorded_at TIMESTAMP WITH TIME ZONE NOT NULL, replaced_at TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT pk_former_names_past PRIMARY KEY (id, recorded_at) )",
    "CREATE INDEX ix_former_names_past_institution_id ON former_names_past (institution_id)",
    'CREATE TABLE institutions_past ( id UUID NOT NULL, unified_social_credit_code TEXT NOT NULL, name TEXT NOT NULL, kinds TEXT[] NOT NULL, subject_kind VARCHAR(40) NOT NULL, legal_form VARCHAR(40) NOT NULL, sector VARCHAR(40) NOT NULL, region_code TEXT NOT NULL, address TEXT NOT NULL, established_on DATE NOT NULL, registered_capital_fen BIGINT, registration_authority TEXT, supervising_authority_id UUID NOT NULL, introduction TEXT, website TEXT, public_phone TEXT, existence VARCHAR(40) NOT NULL, closed_on DATE, list_status VARCHAR(40) NOT NULL, credit_grade VARCHAR(40), key_supervision BOOLEAN NOT NULL, reading TEXT, sort_key TEXT COLLATE "C" NOT NULL, registered_at TIMESTAMP WITH TIME ZONE NOT NULL, public_updated_at TIMESTAMP WITH TIME ZONE, public_version INTEGER NOT NULL, recorded_at TIMESTAMP WITH TIME ZONE NOT NULL, replaced_at TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT pk_institutions_past PRIMARY KEY (id, recorded_at) )',
    "CREATE INDEX ix_institutions_past_credit_code ON institutions_past (unified_social_credit_code)",
    'CREATE INDEX ix_institutions_past_region_city ON institutions_past ("left"(region_code, 4), id)',
    "CREATE INDEX ix_institutions_past_region_county ON institutions_past (region_code, id)",
    'CREATE INDEX ix_institutions_past_region_province ON institutions_past ("left"(region_code, 2), id)',
    "CREATE TABLE public_records_past ( id UUID NOT NULL, inspection_id UUID NOT NULL, version_no INTEGER NOT NULL, institution_id UUID NOT NULL, authority_id UUID NOT NULL, region_code TEXT NOT NULL, sector VARCHAR(40) NOT NULL, task_code TEXT NOT NULL, category VARCHAR(40) NOT NULL, result_codes TEXT[] NOT NULL, result_text TEXT NOT NULL, violation_codes TEXT[] NOT NULL, items JSONB NOT NULL, inspected_on DATE NOT NULL, published_at TIMESTAMP WITH TIME ZONE NOT NULL, expires_on DATE NOT NULL, repair_status VARCHAR(40) NOT NULL, superseded_at TIMESTAMP WITH TIME ZONE, withdrawn_at TIMESTAMP WITH TIME ZONE, withdrawal_ground VARCHAR(40), is_late BOOLEAN NOT NULL, withholding_ground VARCHAR(40), document TEXT, replacement_count INTEGER, severity VARCHAR(40), repairable_from DATE, recorded_at TIMESTAMP WITH TIME ZONE NOT NULL, replaced_at TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT pk_public_records_past PRIMARY KEY (id, recorded_at) )",
    "CREATE INDEX ix_public_records_past_ahead ON public_records_past (published_at, id, inspected_on) WHERE published_at - recorded_at > interval '24 hours'",
    "CREATE INDEX ix_public_records_past_inspection_id ON public_records_past (inspection_id)",
    "CREATE INDEX ix_public_records_past_institution_id_id ON public_records_past (institution_id, id)",
    "CREATE INDEX ix_public_records_past_listed ON public_records_past (published_at, id, inspected_on) WHERE withdrawn_at is null and superseded_at is null",
    'CREATE INDEX ix_public_records_past_listed_city ON public_records_past ("left"(region_code, 4), published_at, id, inspected_on) WHERE withdrawn_at is null and superseded_at is null',
    "CREATE INDEX ix_public_records_past_listed_county ON public_records_past (region_code, published_at, id, inspected_on) WHERE withdrawn_at is null and superseded_at is null",
    'CREATE INDEX ix_public_records_past_listed_province ON public_records_past ("left"(region_code, 2), published_at, id, inspected_on) WHERE withdrawn_at is null and superseded_at is null',
    "CREATE TABLE publications_past ( id UUID NOT NULL, public_record_id UUID NOT NULL, outlet VARCHAR(40) NOT NULL, state VARCHAR(40) NOT NULL, published_at TIMESTAMP WITH TIME ZONE, reference TEXT, recorded_at TIMESTAMP WITH TIME ZONE NOT NULL, replaced_at TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT pk_publications_past PRIMARY KEY (id, recorded_at) )",
    "CREATE INDEX ix_publications_past_public_record_id ON publications_past (public_record_id)",
    "CREATE TABLE regions_past ( code TEXT NOT NULL, name TEXT NOT NULL, level VARCHAR(40) NOT NULL, parent_code TEXT, last_code TEXT NOT NULL, ended_on DATE, successor_code TEXT, recorded_at TIMESTAMP WITH TIME ZONE NOT NULL, replaced_at TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT pk_regions_past PRIMARY KEY (code, recorded_at) )",
    "CREATE INDEX ix_regions_past_parent_code ON regions_past (parent_code)",
    "CREATE TABLE replies_past ( id UUID NOT NULL, inspection_id UUID NOT NULL, public_record_id UUID NOT NULL, institution_id UUID NOT NULL, authority_id UUID NOT NULL, text TEXT NOT NULL, state VARCHAR(40) NOT NULL, written_at TIMESTAMP WITH TIME ZONE NOT NULL, decided_at TIMESTAMP WITH TIME ZONE, recorded_at TIMESTAMP WITH TIME ZONE NOT NULL, replaced_at TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT pk_replies_past PRIMARY KEY (id, recorded_at) )",
    "CREATE INDEX ix_replies_past_public_record_id ON replies_past (public_record_id)",
    "CREATE TABLE sites_past ( id UUID NOT NULL, institution_id UUID NOT NULL, name TEXT NOT NULL, region_code TEXT NOT NULL, address TEXT NOT NULL, address_key TEXT NOT NULL, is_main BOOLEAN NOT NULL, area_m2 INTEGER, capacity INTEGER, latitude DOUBLE PRECISION, longitude DOUBLE PRECISION, datum VARCHAR(40), wgs84_latitude DOUBLE PRECISION, wgs84_longitude DOUBLE PRECISION, opened_on DATE, closed_on DATE, recorded_at TIMESTAMP WITH TIME ZONE NOT NULL, replaced_at TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT pk_sites_past PRIMARY KEY (id, recorded_at) )",
    "CREATE INDEX ix_sites_past_institution_id ON sites_past (institution_id)",
    "CREATE TABLE standing_ends_past ( standing_id UUID NOT NULL, ended_on DATE NOT NULL, ending VARCHAR(40) NOT NULL, authority_id UUID, decided_at TIMESTAMP WITH TIME ZONE NOT NULL, recorded_at TIMESTAMP WITH TIME ZONE NOT NULL, replaced_at TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT pk_standing_ends_past PRIMARY KEY (standing_id, recorded_at) )",
    "CREATE TABLE standings_past ( id UUID NOT NULL, kind VARCHAR(40) NOT NULL, institution_id UUID, entitlement_id UUID, person_id UUID, region_code TEXT NOT NULL, sector VARCHAR(40) NOT NULL, entitlement_state VARCHAR(40), credit_grade VARCHAR(40), rule_version TEXT, from_on DATE NOT NULL, until_on DATE, ground TEXT, legal_basis TEXT[] NOT NULL, is_as_entered BOOLEAN NOT NULL, authority_id UUID, decided_at TIMESTAMP WITH TIME ZONE NOT NULL, recorded_at TIMESTAMP WITH TIME ZONE NOT NULL, replaced_at TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT pk_standings_past PRIMARY KEY (id, recorded_at) )",
)
INDEXES = (
    "CREATE INDEX ix_public_records_ahead ON public_records (published_at, id, inspected_on) WHERE published_at - recorded_at > interval '24 hours'",
    "CREATE INDEX ix_public_records_withdrawn ON public_records (published_at, id) WHERE withdrawn_at is not null",
    'CREATE INDEX ix_public_records_withdrawn_city ON public_records ("left"(region_code, 4), published_at, id) WHERE withdrawn_at is not null',
    "CREATE INDEX ix_public_records_withdrawn_county ON public_records (region_code, published_at, id) WHERE withdrawn_at is not null",
    'CREATE INDEX ix_public_records_withdrawn_province ON public_records ("left"(region_code, 2), published_at, id) WHERE withdrawn_at is not null',
)
AFTER = (
    """
create function recording_commits() returns trigger language plpgsql as $$
begin
  update recordings set committed_at = clock_timestamp() where began_at = new.began_at;
  return null;
end $$
""",
    "create constraint trigger commits after insert on recordings deferrable initially deferred for each row execute function recording_commits()",
    """create view register_history as
select true as is_only, (select max(begins_at) from pasts) as begins_at,
  least(now(), (select min(timestamptz '2020-01-01 00:00:00+00' + objid::bigint * interval '1 second')
    from pg_locks where locktype = 'advisory' and classid = 1885434740 and objsubid = 2
      and database = (select oid from pg_database where datname = current_database())))
    - interval '1 microsecond' as latest
""",
    """
create function keep_authorities_past() returns trigger language plpgsql as $$
declare
  v_at timestamptz := recorded_now();
begin
  -- What the same transaction wrote nobody was ever shown.
  if old.recorded_at <> v_at and (true) then
    insert into authorities_past (id, kind, name, region_code, sectors, parent_id, complaint_phone, complaint_hours, yearly_cap, yearly_cap_from, yearly_cap_before, closed_at, successor_id, version, created_at, updated_at, recorded_at, replaced_at) values (old.id, old.kind, old.name, old.region_code, old.sectors, old.parent_id, old.complaint_phone, old.complaint_hours, old.yearly_cap, old.yearly_cap_from, old.yearly_cap_before, old.closed_at, old.successor_id, old.version, old.created_at, old.updated_at, old.recorded_at, v_at);
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  new.recorded_at := v_at;
  return new;
end $$
""",
    "create trigger past_updated before update on authorities for each row when (old.id is distinct from new.id or old.kind is distinct from new.kind or old.name is distinct from new.name or old.region_code is distinct from new.region_code or old.sectors is distinct from new.sectors or old.parent_id is distinct from new.parent_id or old.complaint_phone is distinct from new.complaint_phone or old.complaint_hours is distinct from new.complaint_hours or old.yearly_cap is distinct from new.yearly_cap or old.yearly_cap_from is distinct from new.yearly_cap_from or old.yearly_cap_before is distinct from new.yearly_cap_before or old.closed_at is distinct from new.closed_at or old.successor_id is distinct from new.successor_id or old.version is distinct from new.version or old.created_at is distinct from new.created_at or old.updated_at is distinct from new.updated_at) execute function keep_authorities_past()",
    "create trigger past_deleted before delete on authorities for each row execute function keep_authorities_past()",
    """
create function keep_entitlements_past() returns trigger language plpgsql as $$
declare
  v_at timestamptz := recorded_now();
begin
  -- What the same transaction wrote nobody was ever shown.
  if old.recorded_at <> v_at and (true) then
    insert into entitlements_past (id, institution_id, kind, programme, programme_code, authority_id, number, number_key, number_spelling, subject_kind, delivery, categories, listing_role, occupation, direction, levels, valid_from, valid_to, period_no, state, version, created_at, recorded_at, replaced_at) values (old.id, old.institution_id, old.kind, old.programme, old.programme_code, old.authority_id, old.number, old.number_key, old.number_spelling, old.subject_kind, old.delivery, old.categories, old.listing_role, old.occupation, old.direction, old.levels, old.valid_from, old.valid_to, old.period_no, old.state, old.version, old.created_at, old.recorded_at, v_at);
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  new.recorded_at := v_at;
  return new;
end $$
""",
    "create trigger past_updated before update on entitlements for each row when (old.id is distinct from new.id or old.institution_id is distinct from new.institution_id or old.kind is distinct from new.kind or old.programme is distinct from new.programme or old.programme_code is distinct from new.programme_code or old.authority_id is distinct from new.authority_id or old.number is distinct from new.number or old.number_key is distinct from new.number_key or old.number_spelling is distinct from new.number_spelling or old.subject_kind is distinct from new.subject_kind or old.delivery is distinct from new.delivery or old.categories is distinct from new.categories or old.listing_role is distinct from new.listing_role or old.occupation is distinct from new.occupation or old.direction is distinct from new.direction or old.levels is distinct from new.levels or old.valid_from is distinct from new.valid_from or old.valid_to is distinct from new.valid_to or old.period_no is distinct from new.period_no or old.state is distinct from new.state or old.version is distinct from new.version or old.created_at is distinct from new.created_at) execute function keep_entitlements_past()",
    "create trigger past_deleted before delete on entitlements for each row execute function keep_entitlements_past()",
    """
create function keep_former_names_past() returns trigger language plpgsql as $$
declare
  v_at timestamptz := recorded_now();
begin
  -- What the same transaction wrote nobody was ever shown.
  if old.recorded_at <> v_at and (true) then
    insert into former_names_past (id, institution_id, name, last_on, recorded_at, replaced_at) values (old.id, old.institution_id, old.name, old.last_on, old.recorded_at, v_at);
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  new.recorded_at := v_at;
  return new;
end $$
""",
    "create trigger past_updated before update on former_names for each row when (old.id is distinct from new.id or old.institution_id is distinct from new.institution_id or old.name is distinct from new.name or old.last_on is distinct from new.last_on) execute function keep_former_names_past()",
    "create trigger past_deleted before delete on former_names for each row execute function keep_former_names_past()",
    """
create function keep_institutions_past() returns trigger language plpgsql as $$
declare
  v_at timestamptz := recorded_now();
begin
  -- What the same transaction wrote nobody was ever shown.
  if old.recorded_at <> v_at and (true) then
    insert into institutions_past (id, unified_social_credit_code, name, kinds, subject_kind, legal_form, sector, region_code, address, established_on, registered_capital_fen, registration_authority, supervising_authority_id, introduction, website, public_phone, existence, closed_on, list_status, credit_grade, key_supervision, reading, sort_key, registered_at, public_updated_at, public_version, recorded_at, replaced_at) values (old.id, old.unified_social_credit_code, old.name, old.kinds, old.subject_kind, old.legal_form, old.sector, old.region_code, old.address, old.established_on, old.registered_capital_fen, old.registration_authority, old.supervising_authority_id, old.introduction, old.website, old.public_phone, old.existence, old.closed_on, old.list_status, old.credit_grade, old.key_supervision, old.reading, old.sort_key, old.registered_at, old.public_updated_at, old.public_version, old.recorded_at, v_at);
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  new.recorded_at := v_at;
  return new;
end $$
""",
    "create trigger past_updated before update on institutions for each row when (old.id is distinct from new.id or old.unified_social_credit_code is distinct from new.unified_social_credit_code or old.name is distinct from new.name or old.kinds is distinct from new.kinds or old.subject_kind is distinct from new.subject_kind or old.legal_form is distinct from new.legal_form or old.sector is distinct from new.sector or old.region_code is distinct from new.region_code or old.address is distinct from new.address or old.established_on is distinct from new.established_on or old.registered_capital_fen is distinct from new.registered_capital_fen or old.registration_authority is distinct from new.registration_authority or old.supervising_authority_id is distinct from new.supervising_authority_id or old.introduction is distinct from new.introduction or old.website is distinct from new.website or old.public_phone is distinct from new.public_phone or old.existence is distinct from new.existence or old.closed_on is distinct from new.closed_on or old.list_status is distinct from new.list_status or old.credit_grade is distinct from new.credit_grade or old.key_supervision is distinct from new.key_supervision or old.reading is distinct from new.reading or old.sort_key is distinct from new.sort_key or old.registered_at is distinct from new.registered_at or old.public_updated_at is distinct from new.public_updated_at or old.public_version is distinct from new.public_version) execute function keep_institutions_past()",
    "create trigger past_deleted before delete on institutions for each row execute function keep_institutions_past()",
    """
create function keep_public_records_past() returns trigger language plpgsql as $$
declare
  v_at timestamptz := recorded_now();
begin
  -- What the same transaction wrote nobody was ever shown.
  if old.recorded_at <> v_at and (true) then
    insert into public_records_past (id, inspection_id, version_no, institution_id, authority_id, region_code, sector, task_code, category, result_codes, result_text, violation_codes, items, inspected_on, published_at, expires_on, repair_status, superseded_at, withdrawn_at, withdrawal_ground, is_late, withholding_ground, document, replacement_count, severity, repairable_from, recorded_at, replaced_at) values (old.id, old.inspection_id, old.version_no, old.institution_id, old.authority_id, old.region_code, old.sector, old.task_code, old.category, old.result_codes, old.result_text, old.violation_codes, old.items, old.inspected_on, old.published_at, old.expires_on, old.repair_status, old.superseded_at, old.withdrawn_at, old.withdrawal_ground, old.is_late, old.withholding_ground, old.document, old.replacement_count, old.severity, old.repairable_from, old.recorded_at, v_at);
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  new.recorded_at := v_at;
  return new;
end $$
""",
    "create trigger past_updated before update on public_records for each row when (old.id is distinct from new.id or old.inspection_id is distinct from new.inspection_id or old.version_no is distinct from new.version_no or old.institution_id is distinct from new.institution_id or old.authority_id is distinct from new.authority_id or old.region_code is distinct from new.region_code or old.sector is distinct from new.sector or old.task_code is distinct from new.task_code or old.category is distinct from new.category or old.result_codes is distinct from new.result_codes or old.result_text is distinct from new.result_text or old.violation_codes is distinct from new.violation_codes or old.items is distinct from new.items or old.inspected_on is distinct from new.inspected_on or old.published_at is distinct from new.published_at or old.expires_on is distinct from new.expires_on or old.repair_status is distinct from new.repair_status or old.superseded_at is distinct from new.superseded_at or old.withdrawn_at is distinct from new.withdrawn_at or old.withdrawal_ground is distinct from new.withdrawal_ground or old.is_late is distinct from new.is_late or old.withholding_ground is distinct from new.withholding_ground or old.document is distinct from new.document or old.replacement_count is distinct from new.replacement_count or old.severity is distinct from new.severity or old.repairable_from is distinct from new.repairable_from) execute function keep_public_records_past()",
    "create trigger past_deleted before delete on public_records for each row execute function keep_public_records_past()",
    """
create function keep_publications_past() returns trigger language plpgsql as $$
declare
  v_at timestamptz := recorded_now();
begin
  -- What the same transaction wrote nobody was ever shown.
  if old.recorded_at <> v_at and (true) then
    insert into publications_past (id, public_record_id, outlet, state, published_at, reference, recorded_at, replaced_at) values (old.id, old.public_record_id, old.outlet, old.state, old.published_at, old.reference, old.recorded_at, v_at);
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  new.recorded_at := v_at;
  return new;
end $$
""",
    "create trigger past_updated before update on publications for each row when (old.id is distinct from new.id or old.public_record_id is distinct from new.public_record_id or old.outlet is distinct from new.outlet or old.state is distinct from new.state or old.published_at is distinct from new.published_at or old.reference is distinct from new.reference) execute function keep_publications_past()",
    "create trigger past_deleted before delete on publications for each row execute function keep_publications_past()",
    """
create function keep_regions_past() returns trigger language plpgsql as $$
declare
  v_at timestamptz := recorded_now();
begin
  -- What the same transaction wrote nobody was ever shown.
  if old.recorded_at <> v_at and (true) then
    insert into regions_past (code, name, level, parent_code, last_code, ended_on, successor_code, recorded_at, replaced_at) values (old.code, old.name, old.level, old.parent_code, old.last_code, old.ended_on, old.successor_code, old.recorded_at, v_at);
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  new.recorded_at := v_at;
  return new;
end $$
""",
    "create trigger past_updated before update on regions for each row when (old.code is distinct from new.code or old.name is distinct from new.name or old.level is distinct from new.level or old.parent_code is distinct from new.parent_code or old.ended_on is distinct from new.ended_on or old.successor_code is distinct from new.successor_code) execute function keep_regions_past()",
    "create trigger past_deleted before delete on regions for each row execute function keep_regions_past()",
    """
create function keep_replies_past() returns trigger language plpgsql as $$
declare
  v_at timestamptz := recorded_now();
begin
  -- What the same transaction wrote nobody was ever shown.
  if old.recorded_at <> v_at and (old.state = 'SHOWN') then
    insert into replies_past (id, inspection_id, public_record_id, institution_id, authority_id, text, state, written_at, decided_at, recorded_at, replaced_at) values (old.id, old.inspection_id, old.public_record_id, old.institution_id, old.authority_id, old.text, old.state, old.written_at, old.decided_at, old.recorded_at, v_at);
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  new.recorded_at := v_at;
  return new;
end $$
""",
    "create trigger past_updated before update on replies for each row when (old.id is distinct from new.id or old.inspection_id is distinct from new.inspection_id or old.public_record_id is distinct from new.public_record_id or old.institution_id is distinct from new.institution_id or old.authority_id is distinct from new.authority_id or old.text is distinct from new.text or old.state is distinct from new.state or old.written_at is distinct from new.written_at or old.decided_at is distinct from new.decided_at) execute function keep_replies_past()",
    "create trigger past_deleted before delete on replies for each row execute function keep_replies_past()",
    """
create function keep_sites_past() returns trigger language plpgsql as $$
declare
  v_at timestamptz := recorded_now();
begin
  -- What the same transaction wrote nobody was ever shown.
  if old.recorded_at <> v_at and (true) then
    insert into sites_past (id, institution_id, name, region_code, address, address_key, is_main, area_m2, capacity, latitude, longitude, datum, wgs84_latitude, wgs84_longitude, opened_on, closed_on, recorded_at, replaced_at) values (old.id, old.institution_id, old.name, old.region_code, old.address, old.address_key, old.is_main, old.area_m2, old.capacity, old.latitude, old.longitude, old.datum, old.wgs84_latitude, old.wgs84_longitude, old.opened_on, old.closed_on, old.recorded_at, v_at);
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  new.recorded_at := v_at;
  return new;
end $$
""",
    "create trigger past_updated before update on sites for each row when (old.id is distinct from new.id or old.institution_id is distinct from new.institution_id or old.name is distinct from new.name or old.region_code is distinct from new.region_code or old.address is distinct from new.address or old.address_key is distinct from new.address_key or old.is_main is distinct from new.is_main or old.area_m2 is distinct from new.area_m2 or old.capacity is distinct from new.capacity or old.latitude is distinct from new.latitude or old.longitude is distinct from new.longitude or old.datum is distinct from new.datum or old.wgs84_latitude is distinct from new.wgs84_latitude or old.wgs84_longitude is distinct from new.wgs84_longitude or old.opened_on is distinct from new.opened_on or old.closed_on is distinct from new.closed_on) execute function keep_sites_past()",
    "create trigger past_deleted before delete on sites for each row execute function keep_sites_past()",
    """
create function keep_standing_ends_past() returns trigger language plpgsql as $$
declare
  v_at timestamptz := recorded_now();
begin
  -- What the same transaction wrote nobody was ever shown.
  if old.recorded_at <> v_at and (true) then
    insert into standing_ends_past (standing_id, ended_on, ending, authority_id, decided_at, recorded_at, replaced_at) values (old.standing_id, old.ended_on, old.ending, old.authority_id, old.decided_at, old.recorded_at, v_at);
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  new.recorded_at := v_at;
  return new;
end $$
""",
    "create trigger past_updated before update on standing_ends for each row when (old.standing_id is distinct from new.standing_id or old.ended_on is distinct from new.ended_on or old.ending is distinct from new.ending or old.authority_id is distinct from new.authority_id or old.decided_at is distinct from new.decided_at) execute function keep_standing_ends_past()",
    "create trigger past_deleted before delete on standing_ends for each row execute function keep_standing_ends_past()",
    """
create function keep_standings_past() returns trigger language plpgsql as $$
declare
  v_at timestamptz := recorded_now();
begin
  -- What the same transaction wrote nobody was ever shown.
  if old.recorded_at <> v_at and (true) then
    insert into standings_past (id, kind, institution_id, entitlement_id, person_id, region_code, sector, entitlement_state, credit_grade, rule_version, from_on, until_on, ground, legal_basis, is_as_entered, authority_id, decided_at, recorded_at, replaced_at) values (old.id, old.kind, old.institution_id, old.entitlement_id, old.person_id, old.region_code, old.sector, old.entitlement_state, old.credit_grade, old.rule_version, old.from_on, old.until_on, old.ground, old.legal_basis, old.is_as_entered, old.authority_id, old.decided_at, old.recorded_at, v_at);
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  new.recorded_at := v_at;
  return new;
end $$
""",
    "create trigger past_updated before update on standings for each row when (old.id is distinct from new.id or old.kind is distinct from new.kind or old.institution_id is distinct from new.institution_id or old.entitlement_id is distinct from new.entitlement_id or old.person_id is distinct from new.person_id or old.region_code is distinct from new.region_code or old.sector is distinct from new.sector or old.entitlement_state is distinct from new.entitlement_state or old.credit_grade is distinct from new.credit_grade or old.rule_version is distinct from new.rule_version or old.from_on is distinct from new.from_on or old.until_on is distinct from new.until_on or old.ground is distinct from new.ground or old.legal_basis is distinct from new.legal_basis or old.is_as_entered is distinct from new.is_as_entered or old.authority_id is distinct from new.authority_id or old.decided_at is distinct from new.decided_at) execute function keep_standings_past()",
    "create trigger past_deleted before delete on standings for each row execute function keep_standings_past()",
    "grant select on recordings, pasts, register_history to spotcheck_reader",
    f"grant select on {', '.join(f'{each}_past' for each in TABLES)} to spotcheck_reader",
)


def upgrade() -> None:
    for each in BEFORE:
        op.execute(each)
    # A constant: it is written down once, and no row is touched.
    begun = str(op.get_bind().exec_driver_sql("select clock_timestamp()").scalar_one())
    for table in TABLES:
        op.execute(
            f"alter table {table} add column recorded_at timestamptz not null default '{begun}'"
        )
        op.execute(f"alter table {table} alter column recorded_at set default recorded_now()")
        op.execute(f"insert into pasts values ('{table}', '{begun}')")
    for each in (*INDEXES, *AFTER):
        op.execute(each)


def downgrade() -> None:
    op.execute("drop view register_history")
    for suffix in ("", "_county", "_city", "_province"):
        op.execute(f"drop index ix_public_records_withdrawn{suffix}")
    for table in TABLES:
        op.execute(f"drop function keep_{table}_past() cascade")
        op.execute(f"alter table {table} drop column recorded_at")
        op.execute(f"drop table {table}_past")
    op.execute("drop table recordings, pasts")
    op.execute("drop function recording_commits()")
    op.execute("drop function recorded_now()")

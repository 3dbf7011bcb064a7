"""Institutions are counted by risk class too, and looked for in the indexes of their orders; teachers who are
employed are counted in an index."""

from alembic import op

revision = "2026_12_05_short_institutions"
down_revision = "2026_12_05_results_by_day"
branch_labels = None
depends_on = None

TABLES = (
    "CREATE TABLE kept_institution_totals_of_all ( subject_kind TEXT NOT NULL, kinds TEXT[] NOT NULL, sector TEXT NOT NULL, list_status TEXT NOT NULL, existence TEXT NOT NULL, credit_grade TEXT NOT NULL, risk_class TEXT NOT NULL, n BIGINT NOT NULL, CONSTRAINT pk_kept_institution_totals_of_all PRIMARY KEY (subject_kind, kinds, sector, list_status, existence, credit_grade, risk_class) )",
    "CREATE TABLE kept_institution_totals_of_kinds ( kinds TEXT[] NOT NULL, n BIGINT NOT NULL, CONSTRAINT pk_kept_institution_totals_of_kinds PRIMARY KEY (kinds) )",
)
VIEWS = (
    "create view institution_totals_of_all as select subject_kind, kinds, sector, list_status, existence, credit_grade, risk_class, n from kept_institution_totals_of_all union all select subject_kind, kinds, sector, list_status, existence, credit_grade, risk_class, n from institution_totals_changes",
    "create view institution_totals_of_kinds as select kinds, n from kept_institution_totals_of_kinds union all select kinds, n from institution_totals_changes",
)
FILL = (
    "delete from kept_institution_totals",
    "insert into kept_institution_totals (region_code, subject_kind, n) select region_code, subject_kind, sum(n) from (select region_code, subject_kind, kinds, sector, list_status, existence, coalesce(credit_grade, '') as credit_grade, risk_class, 1 as n from institutions) counted group by region_code, subject_kind",
    "insert into kept_institution_totals_of_all (subject_kind, kinds, sector, list_status, existence, credit_grade, risk_class, n) select subject_kind, kinds, sector, list_status, existence, credit_grade, risk_class, sum(n) from (select region_code, subject_kind, kinds, sector, list_status, existence, coalesce(credit_grade, '') as credit_grade, risk_class, 1 as n from institutions) counted group by subject_kind, kinds, sector, list_status, existence, credit_grade, risk_class",
    "insert into kept_institution_totals_of_kinds (kinds, n) select kinds, sum(n) from (select region_code, subject_kind, kinds, sector, list_status, existence, coalesce(credit_grade, '') as credit_grade, risk_class, 1 as n from institutions) counted group by kinds",
)
INDEXES = (
    "CREATE INDEX ix_institutions_established_on_id ON institutions (established_on, id, kinds, credit_grade, list_status, existence, sector, subject_kind)",
    "CREATE INDEX ix_institutions_listed ON institutions (id, kinds, credit_grade, list_status, existence, sector, subject_kind)",
    'CREATE INDEX ix_institutions_name_id ON institutions (name collate "C", id, kinds, credit_grade, list_status, existence, sector, subject_kind)',
    "CREATE INDEX ix_institutions_sort_key_id ON institutions (sort_key, id, kinds, credit_grade, list_status, existence, sector, subject_kind)",
)
INDEXES_BEFORE = (
    "create index ix_institutions_established_on_id on institutions (established_on, id)",
    'create index ix_institutions_name_id on institutions (name collate "C", id)',
    "create index ix_institutions_sort_key_id on institutions (sort_key, id)",
)
BEFORE = (
    "create table kept_institution_totals_of_all ( subject_kind text not null, kinds text[] not null,"
    " sector text not null, list_status text not null, existence text not null, credit_grade text not"
    " null, n bigint not null, constraint pk_kept_institution_totals_of_all primary key"
    " (subject_kind, kinds, sector, list_status, existence, credit_grade) )",
    "create view institution_totals_of_all as select subject_kind, kinds, sector, list_status, existence,"
    " credit_grade, n from kept_institution_totals_of_all union all select subject_kind, kinds, sector,"
    " list_status, existence, credit_grade, n from institution_totals_changes",
    "insert into kept_institution_totals_of_all (subject_kind, kinds, sector, list_status, existence,"
    " credit_grade, n) select subject_kind, kinds, sector, list_status, existence,"
    " coalesce(credit_grade, ''), count(*) from institutions group by 1, 2, 3, 4, 5, 6",
)
_FORM = """
create or replace function institutions_counted() returns trigger language plpgsql as $$
begin
  if tg_op <> 'DELETE' then
    insert into institution_totals_changes ({columns}, credit_grade, n)
      select {columns}, coalesce(credit_grade, ''), sum(1) from new_rows
      group by {columns}, credit_grade;
  end if;
  if tg_op <> 'INSERT' then
    insert into institution_totals_changes ({columns}, credit_grade, n)
      select {columns}, coalesce(credit_grade, ''), -sum(1) from old_rows
      group by {columns}, credit_grade;
  end if;
  return null;
end $$
"""
_COLUMNS = "region_code, subject_kind, kinds, sector, list_status, existence"


TEACHERS = "create index ix_teachers_employed_to on teachers (employed_to)"


def upgrade() -> None:
    op.execute(TEACHERS)
    # All is counted below: nobody writes until the triggers count.
    op.execute("lock table institutions in share row exclusive mode")
    op.execute("delete from institution_totals_changes")
    op.execute("alter table institution_totals_changes add risk_class text not null")
    op.execute("drop view institution_totals_of_all")
    op.execute("drop table kept_institution_totals_of_all")
    for each in INDEXES_BEFORE:
        op.execute(f"drop index {each.split()[2]}")
    for each in (*INDEXES, *TABLES, *VIEWS):
        op.execute(each)
    for name in ("of_all", "of_kinds"):
        op.execute(
            f"grant select on kept_institution_totals_{name}, institution_totals_{name}"
            " to spotcheck_reader"
        )
    op.execute(_FORM.replace("{columns}", f"{_COLUMNS}, risk_class"))
    for each in FILL:
        op.execute(each)
    op.execute("analyze kept_institution_totals_of_all, kept_institution_totals_of_kinds")


def downgrade() -> None:
    op.execute("drop index ix_teachers_employed_to")
    op.execute("lock table institutions in share row exclusive mode")
    for name in ("of_all", "of_kinds"):
        op.execute(f"drop view institution_totals_{name}")
        op.execute(f"drop table kept_institution_totals_{name}")
    op.execute("delete from institution_totals_changes")
    op.execute("alter table institution_totals_changes drop risk_class")
    op.execute(_FORM.replace("{columns}", _COLUMNS))
    op.execute("delete from kept_institution_totals")
    op.execute(
        "insert into kept_institution_totals (region_code, subject_kind, n)"
        " select region_code, subject_kind, count(*) from institutions group by 1, 2"
    )
    for each in BEFORE:
        op.execute(each)
    op.execute(
        "grant select on kept_institution_totals_of_all, institution_totals_of_all to spotcheck_reader"
    )
    for each in INDEXES:
        op.execute(f"drop index {each.split()[2]}")
    for each in INDEXES_BEFORE:
        op.execute(each)

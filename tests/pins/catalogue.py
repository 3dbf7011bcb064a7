"""What a migrated database is made of, one line for each thing, sorted."""

import sqlalchemy as sa

from persistence.engine.database import Database

_OURS = "n.nspname in ('public', 'vault')"
_NO_EXTENSION = "not exists (select from pg_depend d where d.objid = {}.oid and d.deptype = 'e')"
_TO_US = r"(g.grantee = 0 or r.rolname like 'spotcheck\_%')"
"""The owner, whatever its name, may do everything."""

QUERIES = {
    "schema": "select nspname from pg_namespace n where " + _OURS,
    "extension": "select extname from pg_extension where extname <> 'plpgsql'",
    "table": f"""
        select n.nspname || '.' || relname, relkind::text, relpersistence::text,
               case when relrowsecurity then 'row security' end
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where {_OURS} and relkind in ('r', 'p', 'f') and {_NO_EXTENSION.format("c")}""",
    "column": f"""
        select n.nspname || '.' || relname || '.' || attname, format_type(atttypid, atttypmod),
               case when attnotnull then 'not null' end,
               'default ' || pg_get_expr(adbin, adrelid),
               nullif(attgenerated::text, ''), nullif(attidentity::text, ''),
               'collate ' || (select collname from pg_collation o
                              where o.oid = attcollation and collname <> 'default')
        from pg_attribute a join pg_class c on c.oid = attrelid
        join pg_namespace n on n.oid = c.relnamespace
        left join pg_attrdef on adrelid = attrelid and adnum = attnum
        where {_OURS} and relkind in ('r', 'p', 'v', 'm') and attnum > 0 and not attisdropped
          and {_NO_EXTENSION.format("c")}""",
    "constraint": f"""
        select conrelid::regclass::text || '.' || conname, pg_get_constraintdef(c.oid)
        from pg_constraint c join pg_namespace n on n.oid = connamespace
        where {_OURS} and contype not in ('n', 't')""",
    "index": """
        select schemaname || '.' || indexname, indexdef
        from pg_indexes where schemaname in ('public', 'vault')""",
    "statistics": f"""
        select n.nspname || '.' || stxname, pg_get_statisticsobjdef(s.oid)
        from pg_statistic_ext s join pg_namespace n on n.oid = stxnamespace where {_OURS}""",
    "view": """
        select schemaname || '.' || viewname, definition
        from pg_views where schemaname in ('public', 'vault')
        union all select schemaname || '.' || matviewname, definition
        from pg_matviews where schemaname in ('public', 'vault')""",
    "sequence": """
        select schemaname || '.' || sequencename, data_type::text
        from pg_sequences where schemaname in ('public', 'vault')""",
    "function": f"""
        select n.nspname || '.' || proname || '(' || pg_get_function_identity_arguments(p.oid)
               || ')', pg_get_functiondef(p.oid)
        from pg_proc p join pg_namespace n on n.oid = pronamespace
        where {_OURS} and prokind in ('f', 'p') and {_NO_EXTENSION.format("p")}""",
    "trigger": """
        select tgrelid::regclass::text || '.' || tgname, pg_get_triggerdef(oid)
        from pg_trigger where not tgisinternal""",
    "policy": """
        select schemaname || '.' || tablename || '.' || policyname, cmd, qual, with_check
        from pg_policies where schemaname in ('public', 'vault')""",
    "enum": f"""
        select n.nspname || '.' || typname || '.' || enumlabel
        from pg_enum join pg_type t on t.oid = enumtypid join pg_namespace n on n.oid = typnamespace
        where {_OURS}""",
    "comment": f"""
        select n.nspname || '.' || relname, objsubid::text, description
        from pg_description join pg_class c on c.oid = objoid and classoid = 'pg_class'::regclass
        join pg_namespace n on n.oid = relnamespace where {_OURS}""",
    "role": r"""
        select rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolbypassrls,
               array_to_string(rolconfig, ', ')
        from pg_roles where rolname like 'spotcheck\_%'""",
    "grant": f"""
        select 'schema ' || nspname, coalesce(r.rolname, 'public'), g.privilege_type
        from pg_namespace n, aclexplode(nspacl) g left join pg_roles r on r.oid = g.grantee
        where {_OURS} and {_TO_US}
        union all
        select n.nspname || '.' || relname, coalesce(r.rolname, 'public'), g.privilege_type
        from pg_class c join pg_namespace n on n.oid = c.relnamespace,
             aclexplode(relacl) g left join pg_roles r on r.oid = g.grantee
        where {_OURS} and {_TO_US}
        union all
        select n.nspname || '.' || relname || '.' || attname, coalesce(r.rolname, 'public'),
               g.privilege_type
        from pg_attribute join pg_class c on c.oid = attrelid
        join pg_namespace n on n.oid = c.relnamespace,
             aclexplode(attacl) g left join pg_roles r on r.oid = g.grantee
        where {_OURS} and {_TO_US}
        union all
        select 'default in ' || coalesce(n.nspname, '-') || ' ' || defaclobjtype::text,
               coalesce(r.rolname, 'public'), g.privilege_type
        from pg_default_acl left join pg_namespace n on n.oid = defaclnamespace,
             aclexplode(defaclacl) g left join pg_roles r on r.oid = g.grantee
        where {_TO_US}""",
}


async def printed(database: Database) -> str:
    lines: list[str] = []
    async with database.engine.connect() as connection:
        for kind, query in QUERIES.items():
            rows = await connection.execute(sa.text(query))
            lines += sorted({f"{kind} {_line(row)}\n" for row in rows})
    return "".join(lines)


def _line(row: object) -> str:
    parts = (_text(part) for part in row if part is not None)  # type: ignore[attr-defined]
    return " ".join(" ".join(part.split()) for part in parts if part)


def _text(part: object) -> str:
    return {True: "yes", False: "no"}[part] if isinstance(part, bool) else str(part)

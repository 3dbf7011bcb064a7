// The part of the register that is asked for, as one who writes a GraphQL server in Node would have it:
// a statement for each level, prepared by the driver, for all rows of the level at once.
// No scope, no permissions, no log.
import postgres from "postgres";

export const SDL = `
  type Query {
    institution(by: InstitutionBy!): Institution
    institutions(filter: InstitutionFilter, first: Int!): Institutions!
  }
  input InstitutionBy { id: ID! }
  input InstitutionFilter { regionCode: String }
  type Institutions { nodes: [Institution!]! }
  type Institution {
    id: ID! name: String! subjectKind: String! listStatus: String! creditGrade: String
    address: String! establishedOn: String!
    region: Region!
    courses(first: Int!): Courses!
    inspections(first: Int!): Inspections!
  }
  type Region { name: String! }
  type Courses { nodes: [Course!]! }
  type Course { id: ID! title: String! classHourCount: Int! startsOn: String! }
  type Inspections { nodes: [Inspection!]! }
  type Inspection { id: ID! state: String! inspectedOn: String record: InspectionRecord }
  type InspectionRecord { resultCodes: [String!]! findings: [Finding!]! }
  type Finding { violationCode: String! detail: String! }
`;

const address = new URL(process.argv[2].replace("@/", "@socket/"));
export const sql = postgres({
  host: address.searchParams.get("host") ?? address.hostname,
  port: Number(address.searchParams.get("port") ?? address.port),
  database: address.pathname.slice(1),
  username: address.username,
  password: decodeURIComponent(address.password),
  max: 8,
  // Days are passed on as PostgreSQL writes them.
  types: { date: { to: 1082, from: [1082], serialize: String, parse: String } },
});

// `id` alone would name the public id, which no index has.
const COLUMNS = sql`
  id as key, 'inst_' || id as id, name, subject_kind as "subjectKind", list_status as "listStatus",
  credit_grade as "creditGrade", address, established_on as "establishedOn", region_code as "regionCode"
`;

export async function institution(_root, { by }) {
  const rows = await sql`select ${COLUMNS} from institutions where id = ${by.id.slice("inst_".length)}`;
  return rows[0] ?? null;
}

export async function institutions(_root, { filter, first }) {
  if (filter?.regionCode == null) {
    return { nodes: await sql`select ${COLUMNS} from institutions order by institutions.id limit ${first}` };
  }
  // As one who writes it for these pages knows, cities are asked for.
  const city = filter.regionCode.slice(0, 4);
  return {
    nodes: await sql`
      select ${COLUMNS} from institutions where left(region_code, 4) = ${city}
      order by institutions.id limit ${first}`,
  };
}

export async function regions(codes) {
  const rows = await sql`select code, name from regions where code = any(${[...new Set(codes)]})`;
  const found = new Map(rows.map((row) => [row.code, row]));
  return codes.map((code) => found.get(code));
}

export async function courses(keys, first) {
  const rows = await sql`
    select c.* from unnest(${keys}::uuid[]) wanted(key) cross join lateral (
      select institution_id as of, 'crs_' || id as id, title, class_hour_count as "classHourCount",
        starts_on as "startsOn"
      from courses where institution_id = wanted.key order by courses.id limit ${first}
    ) c`;
  return pages(keys, rows);
}

export async function inspections(keys, first) {
  const rows = await sql`
    select n.* from unnest(${keys}::uuid[]) wanted(key) cross join lateral (
      select institution_id as of, 'insp_' || id as id, state, inspected_on as "inspectedOn",
        current_record_id as "recordId"
      from inspections where institution_id = wanted.key order by inspections.id desc limit ${first}
    ) n`;
  return pages(keys, rows);
}

export async function records(keys) {
  const wanted = keys.filter((key) => key !== null);
  const rows = await sql`
    select id as key, result_codes as "resultCodes" from inspection_records where id = any(${wanted}::uuid[])`;
  const found = new Map(rows.map((row) => [row.key, row]));
  return keys.map((key) => found.get(key) ?? null);
}

export async function findings(keys) {
  const rows = await sql`
    select record_id as of, violation_code as "violationCode", detail from findings
    where record_id = any(${keys}::uuid[]) order by record_id, position`;
  const found = grouped(rows);
  return keys.map((key) => found.get(key) ?? []);
}

function pages(keys, rows) {
  const found = grouped(rows);
  return keys.map((key) => ({ nodes: found.get(key) ?? [] }));
}

function grouped(rows) {
  const found = new Map();
  for (const row of rows) {
    const already = found.get(row.of);
    if (already) already.push(row);
    else found.set(row.of, [row]);
  }
  return found;
}

export function stopWhenAsked() {
  process.on("SIGTERM", () => process.exit(0));
}

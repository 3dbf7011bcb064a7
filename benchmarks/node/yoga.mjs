// graphql-yoga, which parses and validates a document once, with a DataLoader for each level.
// `node yoga.mjs DATABASE_URL`, the port from PORT.
import { createServer } from "node:http";
import DataLoader from "dataloader";
import { createSchema, createYoga } from "graphql-yoga";
import * as register from "./register.mjs";

// The loaders of one request.
function loaders() {
  return {
    regions: new DataLoader(register.regions),
    courses: byLength((first) => new DataLoader((keys) => register.courses(keys, first))),
    inspections: byLength((first) => new DataLoader((keys) => register.inspections(keys, first))),
    records: new DataLoader(register.records),
    findings: new DataLoader(register.findings),
  };
}

function byLength(make) {
  const made = new Map();
  return (first) => {
    if (!made.has(first)) made.set(first, make(first));
    return made.get(first);
  };
}

const resolvers = {
  Query: { institution: register.institution, institutions: register.institutions },
  Institution: {
    region: (row, _arguments, { regions }) => regions.load(row.regionCode),
    courses: (row, { first }, { courses }) => courses(first).load(row.key),
    inspections: (row, { first }, { inspections }) => inspections(first).load(row.key),
  },
  Inspection: {
    record: (row, _arguments, { records }) => row.recordId && records.load(row.recordId),
  },
  InspectionRecord: { findings: (row, _arguments, { findings }) => findings.load(row.key) },
};

const yoga = createYoga({
  schema: createSchema({ typeDefs: register.SDL, resolvers }),
  context: loaders,
  logging: false,
  graphiql: false,
  landingPage: false,
});
register.stopWhenAsked();
createServer(yoga).listen(Number(process.env.PORT), "127.0.0.1");

// mercurius with its compiler switched on from the first time a document comes, and its own loaders.
// `node mercurius.mjs DATABASE_URL`, the port from PORT.
import Fastify from "fastify";
import mercurius from "mercurius";
import * as register from "./register.mjs";

// What was read is not looked up by its whole row again, which costs more than it saves here.
const uncached = { cache: false };
const loaders = {
  Institution: {
    region: {
      loader: (queries) => register.regions(queries.map(({ obj }) => obj.regionCode)),
      opts: uncached,
    },
    courses: { loader: (queries) => paged(register.courses, queries), opts: uncached },
    inspections: { loader: (queries) => paged(register.inspections, queries), opts: uncached },
  },
  Inspection: {
    record: {
      loader: (queries) => register.records(queries.map(({ obj }) => obj.recordId)),
      opts: uncached,
    },
  },
  InspectionRecord: {
    findings: {
      loader: (queries) => register.findings(queries.map(({ obj }) => obj.key)),
      opts: uncached,
    },
  },
};

// One field with two lengths in one document is two statements; here there is one.
async function paged(read, queries) {
  const lengths = new Set(queries.map(({ params }) => params.first));
  const found = new Map();
  for (const first of lengths) {
    const keys = queries.filter(({ params }) => params.first === first).map(({ obj }) => obj.key);
    const pages = await read(keys, first);
    keys.forEach((key, place) => found.set(`${key} ${first}`, pages[place]));
  }
  return queries.map(({ obj, params }) => found.get(`${obj.key} ${params.first}`));
}

const app = Fastify({ logger: false });
app.register(mercurius, {
  schema: register.SDL,
  resolvers: { Query: { institution: register.institution, institutions: register.institutions } },
  loaders,
  jit: 1,
  graphiql: false,
});
register.stopWhenAsked();
await app.listen({ host: "127.0.0.1", port: Number(process.env.PORT) });

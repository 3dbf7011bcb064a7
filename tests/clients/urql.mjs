// urql with graphcache, told the schema; keys only where an object has no id.
import { Client, fetchExchange } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { buildSchema, introspectionFromSchema, isObjectType } from "graphql";
import { readFileSync } from "node:fs";
import { documentOf, play, story } from "./visit.mjs";

const schema = buildSchema(readFileSync("schema.graphql", "utf8"));
const roots = [schema.getQueryType(), schema.getMutationType()];
const keys = {};
for (const type of Object.values(schema.getTypeMap())) {
  // Objects without an id belong to the one that holds them.
  if (isObjectType(type) && !roots.includes(type) && !type.name.startsWith("__") && !type.getFields().id) {
    keys[type.name] = type.name === "Region" ? (row) => row.code : () => null;
  }
}
const warnings = [];
const client = new Client({
  url: `${story.url}/graphql`,
  preferGetMethod: false,
  fetchOptions: { headers: { authorization: `Bearer ${story.tokens[story.officer]}` } },
  exchanges: [
    cacheExchange({
      schema: introspectionFromSchema(schema),
      keys,
      // Its debug messages tell what is not in the cache yet.
      logger: (severity, message) => severity === "debug" || warnings.push(message),
    }),
    fetchExchange,
  ],
});

async function settled(operation) {
  const { data, error } = await operation.toPromise();
  if (error) throw error;
  return data;
}

await play(
  {
    query: (name, variables) => settled(client.query(documentOf(name), variables)),
    mutate: (name, variables) => settled(client.mutation(documentOf(name), variables)),
    cached: (name, variables) =>
      settled(client.query(documentOf(name), variables, { requestPolicy: "cache-only" })),
  },
  story.visits.urql,
);
if (warnings.length) throw new Error(warnings.join("\n"));

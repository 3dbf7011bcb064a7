// Apollo Client with its normalising cache; possibleTypes are taken from the schema.
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { relayStylePagination } from "@apollo/client/utilities";
import { buildSchema, isAbstractType } from "graphql";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { ask, documentOf, play, story } from "./visit.mjs";

const schema = buildSchema(readFileSync("schema.graphql", "utf8"));
const possibleTypes = {};
for (const type of Object.values(schema.getTypeMap())) {
  if (isAbstractType(type)) {
    possibleTypes[type.name] = schema.getPossibleTypes(type).map((each) => each.name);
  }
}
const client = new ApolloClient({
  link: ApolloLink.from([
    new HttpLink({
      uri: `${story.url}/graphql`,
      headers: { authorization: `Bearer ${story.tokens[story.officer]}` },
    }),
  ]),
  cache: new InMemoryCache({
    possibleTypes,
    typePolicies: {
      Region: { keyFields: ["code"] },
      Query: { fields: { institutions: relayStylePagination(["filter", "orderBy"]) } },
    },
  }),
});

await play(
  {
    query: async (name, variables) =>
      (await client.query({ query: gql(documentOf(name)), variables })).data,
    mutate: async (name, variables) =>
      (await client.mutate({ mutation: gql(documentOf(name)), variables })).data,
    // Null where a field of the screen is not there any more: then the phone shows nothing.
    cached: (name, variables) => client.readQuery({ query: gql(documentOf(name)), variables }),
  },
  story.visits.apollo,
);

// Pages of the stock helper add up.
const search = gql(documentOf("SearchInstitutions"));
const page = { first: 2 };
const { data } = await client.query({ query: search, variables: page });
const observable = client.watchQuery({ query: search, variables: page });
const watched = observable.subscribe(() => {});
await observable.fetchMore({ variables: { after: data.institutions.pageInfo.endCursor } });
const both = client.readQuery({ query: search, variables: page }).institutions.edges;
watched.unsubscribe();
const all = (await ask(documentOf("SearchInstitutions"), { first: 4 })).institutions.edges;
assert.deepEqual(
  both.map((each) => each.node.id),
  all.map((each) => each.node.id),
);
client.stop();

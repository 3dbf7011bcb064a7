// Relay: its compiler takes the documents, its runtime plays the visit from its store.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ask, play, story } from "./visit.mjs";

const require = createRequire(import.meta.url);

// Relay names an operation after its file and its kind, and reads what it compiles from JavaScript.
const named = (name, kind) => (name.endsWith(kind) ? name : name + kind);
mkdirSync("relay/src", { recursive: true });
const texts = {};
for (const folder of readdirSync("documents")) {
  for (const file of readdirSync(join("documents", folder))) {
    const text = readFileSync(join("documents", folder, file), "utf8").replace(/^#.*\n/gm, "");
    const [, kind, name] = text.match(/^(query|mutation|fragment) (\w+)/m);
    const wanted = kind === "fragment" ? name : named(name, kind === "query" ? "Query" : "Mutation");
    // Unmasked, so that a screen is read as one object.
    const renamed = text
      .replace(`${kind} ${name}`, `${kind} ${wanted}`)
      .replace(/\.\.\.(?!on\b)(\w+)/g, "...$1 @relay(mask: false)");
    texts[wanted] = renamed;
    writeFileSync(
      `relay/src/${name}.js`,
      `import { graphql } from "relay-runtime";\nexport default graphql\`\n${renamed}\`;\n`,
    );
  }
}
writeFileSync("relay/package.json", '{"type": "commonjs"}');
writeFileSync(
  "relay/relay.config.json",
  JSON.stringify({
    src: "./src",
    schema: "../schema.graphql",
    language: "javascript",
    eagerEsModules: false,
    artifactDirectory: "./generated",
    schemaConfig: { nodeInterfaceIdField: "id" },
    // A fragment below a Node of several types wants Relay's own @alias, which other clients refuse.
    featureFlags: { enforce_fragment_alias_where_ambiguous: { kind: "disabled" } },
  }),
);
mkdirSync("relay/generated", { recursive: true });
execFileSync(process.execPath, ["../node_modules/relay-compiler/cli.js", "relay.config.json"], {
  cwd: "relay",
  stdio: ["ignore", "ignore", "inherit"],
});

const { Environment, Network, RecordSource, Store, commitMutation, createOperationDescriptor, fetchQuery } =
  require("relay-runtime");

const environment = new Environment({
  network: Network.create(async (request, variables) => ({
    data: await ask(request.text, variables, story.officer),
  })),
  store: new Store(new RecordSource()),
});
const compiled = (name, kind) => require(`./relay/generated/${named(name, kind)}.graphql.js`);

await play(
  {
    query: (name, variables) => fetchQuery(environment, compiled(name, "Query"), variables).toPromise(),
    mutate: (name, variables) =>
      new Promise((resolve, reject) =>
        commitMutation(environment, {
          mutation: compiled(name, "Mutation"),
          variables,
          onCompleted: resolve,
          onError: reject,
        }),
      ),
    cached: (name, variables) => {
      const operation = createOperationDescriptor(compiled(name, "Query"), variables);
      const found = environment.lookup(operation.fragment);
      if (found.isMissingData) throw new Error(`${name} is incomplete in the store`);
      return found.data;
    },
  },
  story.visits.relay,
);

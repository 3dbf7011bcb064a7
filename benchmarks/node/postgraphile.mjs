// PostGraphile with its recommended preset on the register's tables.
// `node postgraphile.mjs DATABASE_URL`, the port from PORT.
import { createServer } from "node:http";
import { postgraphile } from "postgraphile";
import { sqlValueWithCodec, TYPES } from "postgraphile/@dataplan/pg";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { addPgTableCondition } from "postgraphile/utils";

// A condition that the core does not offer, on a part of a column: cities are asked for.
const inRegion = addPgTableCondition(
  { schemaName: "public", tableName: "institutions" },
  "inRegion",
  ({ sql, graphql }) => ({
    type: graphql.GraphQLString,
    apply(condition, code) {
      const city = sqlValueWithCodec(code.slice(0, 4), TYPES.text);
      condition.where(sql`left(${condition.alias}.region_code, 4) = ${city}`);
    },
  }),
);

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [inRegion],
  pgServices: [
    makePgService({ connectionString: process.argv[2], schemas: ["public"], poolConfig: { max: 8 } }),
  ],
  grafserv: { graphqlPath: "/graphql", graphiql: false, watch: false },
  grafast: { explain: false },
});
const server = createServer();
await instance.createServ(grafserv).addTo(server);
process.on("SIGTERM", () => process.exit(0));
server.listen(Number(process.env.PORT), "127.0.0.1");

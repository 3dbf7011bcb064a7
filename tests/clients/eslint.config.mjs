// graphql-eslint's recommended rules for operations; none is switched off.
import graphql from "@graphql-eslint/eslint-plugin";

export default [
  {
    files: ["documents/**/*.graphql"],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: {
        graphQLConfig: { schema: "schema.graphql", documents: ["documents/**/*.graphql"] },
      },
    },
    plugins: { "@graphql-eslint": graphql },
    rules: {
      ...graphql.configs["flat/operations-recommended"].rules,
      "@graphql-eslint/require-selections": ["error", { fieldName: ["id", "code"] }],
    },
  },
];

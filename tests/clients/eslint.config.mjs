// graphql-eslint's recommended rules for operations; none is switched off. A page adds three levels to
// the depth of what it lists.
import graphql from "@graphql-eslint/eslint-plugin";

export default [
  {
    files: ["documents/**/*.graphql"],
    // The benchmark asks other servers for the same page, which know no ids of ours.
    ignores: ["documents/dashboard/nested_page.graphql"],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: {
        graphQLConfig: { schema: "schema.graphql", documents: ["documents/**/*.graphql"] },
      },
    },
    plugins: { "@graphql-eslint": graphql },
    rules: {
      ...graphql.configs["flat/operations-recommended"].rules,
      "@graphql-eslint/selection-set-depth": ["error", { maxDepth: 10 }],
      "@graphql-eslint/require-selections": ["error", { fieldName: ["id", "code"] }],
    },
  },
];

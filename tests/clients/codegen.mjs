// Types for all documents of the four apps, under the strictest settings.
export default {
  schema: "schema.graphql",
  documents: ["documents/**/*.graphql"],
  generates: {
    "generated/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        strictScalars: true,
        useTypeImports: true,
        scalars: {
          Date: "string",
          DateTime: "string",
          Fen: "number",
          Sha256: "string",
          Time: "string",
          UUID: "string",
        },
      },
    },
  },
};

import { defineConfig } from "vite";

export default defineConfig({
  base: "/ide/",
  build: {
    // Fonts and pictures stay files: the page's policy then needs no more `data:` than it must.
    assetsInlineLimit: 0,
    // Monaco is one large piece by nature; saying so at every build helps nobody.
    chunkSizeWarningLimit: 4000,
    target: "es2022",
  },
  // The policy forbids evaluation and inline scripts: workers are modules of their own.
  worker: { format: "es" },
});

// Builds the islands and the base map into the Python package, with a manifest that tilth.web.assets reads.
import { defineConfig } from "vite";
import { baseMap } from "./base/plugin";

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [baseMap()],
  worker: { format: "es" },
  build: {
    outDir: "../src/tilth/web/static/built",
    emptyOutDir: true,
    manifest: "manifest.json",
    license: { fileName: "licences.md" },
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: { input: ["src/map.ts", "src/charts.ts", "src/parcel.ts"] },
  },
});

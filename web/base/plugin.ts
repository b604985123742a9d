// The base map as two files beside the islands: base.tiles and base.json, served by tilth.web.base_map.
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { countries } from "./countries";
import { pack } from "./tiles";
import { units } from "./units";

const NODE_MODULES = fileURLToPath(new URL("../node_modules", import.meta.url));

export function baseMap(): Plugin {
  return {
    name: "tilth-base-map",
    apply: "build",
    generateBundle() {
      const world = countries(NODE_MODULES);
      const within = units(NODE_MODULES);
      const { tiles, index } = pack({
        land: { features: world.land, from: 0 },
        borders: { features: world.borders, from: 1 },
        units: { features: within.units, from: 4 },
        countries: { features: world.countries, from: 1 },
        unit_names: { features: within.unit_names, from: 5 },
      });
      this.emitFile({ type: "asset", fileName: "base.tiles", source: tiles });
      this.emitFile({ type: "asset", fileName: "base.json", source: JSON.stringify(index) });
    },
  };
}

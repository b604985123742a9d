// Land, borders and names of countries, from Natural Earth 1:10m as the package world-atlas packs it.
import type { Feature, MultiLineString, Position } from "geojson";
import { readFileSync } from "node:fs";
import { feature, mesh, type Shape, type Topology } from "topojson-client";
import { DISPUTED, type Disputed } from "./disputed";
import { cutByBox, placeOfName } from "./geometry";

const SPELT_OUT: Record<string, string> = {
  "Bosnia and Herz.": "Bosnia and Herzegovina",
  "Central African Rep.": "Central African Republic",
  "Dem. Rep. Congo": "Democratic Republic of the Congo",
  "Dominican Rep.": "Dominican Republic",
  "Eq. Guinea": "Equatorial Guinea",
  eSwatini: "Eswatini",
  Macedonia: "North Macedonia",
  "S. Sudan": "South Sudan",
  "Solomon Is.": "Solomon Islands",
  Turkey: "Türkiye",
  "W. Sahara": "Western Sahara",
};

/** Land, borders (`disputed` 0 or 1) and names of countries that have a code of ISO 3166. */
export function countries(nodeModules: string): Record<"land" | "borders" | "countries", Feature[]> {
  const atlas = JSON.parse(readFileSync(`${nodeModules}/world-atlas/countries-10m.json`, "utf8")) as Topology;
  const shapes = atlas.objects["countries"]!;
  return { land: feature(atlas, atlas.objects["land"]!).features, borders: borders(atlas, shapes), countries: names(atlas, shapes) };
}

function borders(atlas: Topology, shapes: Shape): Feature[] {
  const plain = mesh(atlas, shapes, (a, b) => a !== b && !DISPUTED.some((one) => isBetween(one, a, b))).coordinates;
  const dashed: Position[][] = [];
  for (const one of DISPUTED)
    for (const line of mesh(atlas, shapes, (a, b) => a !== b && isBetween(one, a, b)).coordinates) {
      const parts = cutByBox(line, one.within);
      dashed.push(...parts.inside);
      plain.push(...parts.outside);
    }
  return [lines(plain, { disputed: 0 }), lines(dashed, { disputed: 1 })];
}

function isBetween({ between: [one, other] }: Disputed, a: Shape, b: Shape): boolean {
  const [left, right] = [a.properties?.["name"], b.properties?.["name"]];
  return other === "*" ? left === one || right === one : (left === one && right === other) || (left === other && right === one);
}

function lines(coordinates: Position[][], properties: Record<string, unknown>): Feature<MultiLineString> {
  return { type: "Feature", properties, geometry: { type: "MultiLineString", coordinates } };
}

function names(atlas: Topology, shapes: Shape): Feature[] {
  return feature(atlas, shapes).features.flatMap((area) => {
    const at = area.id === undefined ? null : placeOfName(area);
    const name = String(area.properties?.["name"] ?? "");
    return at ? [{ type: "Feature", properties: { name: SPELT_OUT[name] ?? name }, geometry: { type: "Point", coordinates: at } }] : [];
  });
}

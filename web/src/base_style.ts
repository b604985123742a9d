// The quiet ground under the programme's layers: land, borders, first-level units and the names of places. No network.
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";

export interface Addresses {
  tiles: string;
  places: string;
  credit: string;
}
type Theme = Record<"sea" | "land" | "border" | "unit" | "name" | "halo", string>;

const LIGHT: Theme = { sea: "#dbe4e8", land: "#f7f5ef", border: "#8d8496", unit: "#b9b2ae", name: "#4c5258", halo: "#fbfaf6" };
const DARK: Theme = { sea: "#12181c", land: "#22272a", border: "#8f8899", unit: "#565c60", name: "#c3c8cb", halo: "#16191b" };
const DEEPEST = 6; // as web/base/tiles.ts cuts them

export const isDark = (): boolean => matchMedia("(prefers-color-scheme: dark)").matches && !matchMedia("print").matches;

export function baseStyle({ tiles, places, credit }: Addresses): StyleSpecification {
  const theme = isDark() ? DARK : LIGHT;
  return {
    version: 8,
    sources: {
      base: { type: "vector", tiles: [new URL(tiles, location.href).href.replaceAll("%7B", "{").replaceAll("%7D", "}")], maxzoom: DEEPEST, attribution: credit },
      places: { type: "geojson", data: new URL(places, location.href).href },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": theme.sea } },
      { id: "land", type: "fill", source: "base", "source-layer": "land", paint: { "fill-color": theme.land } },
      ...lines(theme),
      ...names(theme),
    ],
  };
}

function lines({ unit, border }: Theme): LayerSpecification[] {
  const width: ExpressionSpecification = ["interpolate", ["linear"], ["zoom"], 2, 0.6, 8, 1.6, 14, 2.4];
  const disputed: ExpressionSpecification = ["==", ["get", "disputed"], 1];
  return [
    { id: "units", type: "line", source: "base", "source-layer": "units", minzoom: 4, paint: { "line-color": unit, "line-width": 0.9, "line-dasharray": [3, 2] } },
    { id: "borders", type: "line", source: "base", "source-layer": "borders", filter: ["!", disputed], paint: { "line-color": border, "line-width": width } },
    { id: "disputed", type: "line", source: "base", "source-layer": "borders", filter: disputed, paint: { "line-color": border, "line-width": width, "line-dasharray": [2, 2] } },
  ];
}

function names({ name, halo }: Theme): LayerSpecification[] {
  const paint = { "text-color": name, "text-halo-color": halo, "text-halo-width": 1.4 };
  const font = { "text-font": ["sans-serif"] };
  return [
    {
      id: "places", type: "symbol", source: "places", minzoom: 5, paint,
      filter: [">=", ["get", "people"], ["step", ["zoom"], 1_000_000, 6, 300_000, 7, 80_000, 8, 30_000, 9, 0]],
      layout: { ...font, "text-field": ["get", "name"], "text-size": ["interpolate", ["linear"], ["zoom"], 5, 11, 12, 15], "symbol-sort-key": ["-", ["get", "people"]], "text-padding": 6 },
    },
    { id: "unit-names", type: "symbol", source: "base", "source-layer": "unit_names", minzoom: 6, maxzoom: 9, paint: { ...paint, "text-opacity": 0.75 }, layout: { ...font, "text-field": ["get", "name"], "text-size": 12, "text-letter-spacing": 0.12, "text-transform": "uppercase", "text-padding": 20 } },
    { id: "country-names", type: "symbol", source: "base", "source-layer": "countries", minzoom: 2, maxzoom: 6, paint, layout: { ...font, "text-field": ["get", "name"], "text-size": 13, "text-letter-spacing": 0.08, "text-max-width": 8 } },
  ];
}

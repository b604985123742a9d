// The ground of an invented province: land use, river, roads, districts and villages that no real map has.
import type { LayerSpecification, Map as GlMap, StyleSpecification } from "maplibre-gl";
import { isDark } from "./base_style";
import { colour } from "./looks";

const INVENTED = " (invented)"; // the page says so once for the whole map
const USES = { field: ["#f4efd9", "#2b2a22"], orchard: ["#e8eed2", "#2a3026"], pasture: ["#eaf0dc", "#283027"], forest: ["#d9e4cc", "#22302a"] } as const;

/** The base style without sea and countries: an invented province lies nowhere. */
export function withoutWorld(style: StyleSpecification): StyleSpecification {
  const [ground] = style.layers;
  const paper = { ...ground, id: "sea", type: "background", paint: { "background-color": isDark() ? "#1a1e20" : "#f2f0ea" } } as LayerSpecification;
  return { ...style, sources: {}, layers: [paper, { id: "places", type: "background", layout: { visibility: "none" } }] };
}

export function addScenery(map: GlMap, address: string): void {
  map.addSource("scenery", { type: "geojson", data: new URL(address, location.href).href });
  const of = (...kinds: string[]): { source: string; filter: ["in", ["get", string], ["literal", string[]]] } => ({ source: "scenery", filter: ["in", ["get", "kind"], ["literal", kinds]] });
  const dark = isDark() ? 1 : 0;
  const ground: LayerSpecification[] = [
    { ...of("ground"), id: "invented-ground", type: "fill", paint: { "fill-color": dark ? "#22272a" : "#fbfaf6" } },
    ...Object.entries(USES).map(([use, shades]): LayerSpecification => ({ ...of(use), id: `use-${use}`, type: "fill", paint: { "fill-color": shades[dark] } })),
    { ...of("river"), id: "river", type: "line", layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": dark ? "#3d5a66" : "#9fbcc6", "line-width": ["interpolate", ["exponential", 1.5], ["zoom"], 9, 1.5, 14, 9] } },
    { ...of("road"), id: "roads", type: "line", layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": dark ? "#6d675f" : "#b9b1a5", "line-width": ["interpolate", ["linear"], ["zoom"], 9, 0.8, 14, 3] } },
    { ...of("district"), id: "districts", type: "line", paint: { "line-color": dark ? "#8f8899" : "#a08fa0", "line-width": 1.2, "line-dasharray": [4, 2, 1, 2] } },
  ];
  for (const layer of ground) map.addLayer(layer, "places");
  map.addLayer({
    ...of("village"), id: "villages", type: "symbol",
    layout: { "text-font": ["sans-serif"], "text-field": ["slice", ["get", "name"], 0, ["-", ["length", ["get", "name"]], ["case", ["in", INVENTED, ["get", "name"]], INVENTED.length, 0]]], "text-size": ["interpolate", ["linear"], ["zoom"], 9, 11, 14, 15], "symbol-sort-key": ["-", ["get", "people"]], "text-padding": 4 },
    paint: { "text-color": colour("ink"), "text-halo-color": colour("paper"), "text-halo-width": 1.6 },
  });
}

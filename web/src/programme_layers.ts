// The programme's own layers over the base map: from the registry to MapLibre sources and layers.
import type { ExpressionSpecification, LayerSpecification, Map as GlMap, VectorTileSource } from "maplibre-gl";
import { colour, hatch, sign, STATUSES } from "./looks";
import { tileAddress, type LayerOfMap } from "./registry";

const BELOW_NAMES = "places"; // layers of the programme lie under the names
const asked = new Map<string, string>(); // the address each layer's tiles come from at present
const CELLS_BELOW = 9; // zoom below which the server sums up

/** Every style layer that shows single shapes of a layer of the registry, the topmost last. */
export const shapesOf = (layer: LayerOfMap): string[] => (layer.items ? [`${layer.name}-cells`] : layer.kind === "point" ? [`${layer.name}-sign`] : [`${layer.name}-fill`, `${layer.name}-line`]);
const cellsOf = (layer: LayerOfMap): string[] => (layer.name === "land" ? [`${layer.name}-cells`] : []);

export function addImages(map: GlMap): void {
  for (const status of STATUSES) map.addImage(`hatch-${status}`, hatch(status), { pixelRatio: 2 });
  for (const layer of ["accidents", "finds"]) map.addImage(`sign-${layer}`, sign(layer), { pixelRatio: 2 });
}

export function addLayers(map: GlMap, layers: readonly LayerOfMap[]): void {
  for (const layer of layers) {
    if (layer.items) {
      map.addSource(layer.name, { type: "geojson", data: location.origin + layer.items });
      map.addLayer(publicCells(layer), BELOW_NAMES);
    }
    if (!layer.tiles) continue;
    asked.set(layer.name, tileAddress(layer.tiles));
    map.addSource(layer.name, { type: "vector", tiles: [tileAddress(layer.tiles)], maxzoom: layer.maxzoom ?? 14 });
    for (const one of [...cells(layer), ...shapes(layer)]) map.addLayer(one, BELOW_NAMES);
  }
}

export interface Shown {
  visible: boolean;
  filter: ExpressionSpecification;
  until: string | null; // sums of cells are made by the server, which is told the day
}

/** Show or hide a layer, and only what the filter lets through. */
export function show(map: GlMap, layer: LayerOfMap, { visible, filter, until }: Shown): void {
  if (!layer.tiles) return;
  for (const id of [...shapesOf(layer), ...cellsOf(layer)]) map.setLayoutProperty(id, "visibility", visible ? "visible" : "none");
  for (const id of shapesOf(layer)) map.setFilter(id, ["all", IS_SHAPE, filter]);
  const address = tileAddress(layer.tiles) + (until && map.getZoom() < CELLS_BELOW ? `?until=${until}` : "");
  if (asked.get(layer.name) === address) return;
  asked.set(layer.name, address);
  map.getSource<VectorTileSource>(layer.name)?.setTiles([address]);
}

const IS_SHAPE: ExpressionSpecification = ["!", ["has", "count"]];

const ofStatus = (suffix: string): ExpressionSpecification =>
  ["match", ["get", "status"], ...STATUSES.flatMap((one) => [one, colour(one + suffix)]), colour("quiet")] as unknown as ExpressionSpecification;

function shapes(layer: LayerOfMap): LayerSpecification[] {
  const from = { source: layer.name, "source-layer": layer.name, filter: IS_SHAPE };
  if (layer.kind === "point")
    return [{ ...from, id: `${layer.name}-sign`, type: "symbol", layout: { "icon-image": `sign-${layer.name}`, "icon-allow-overlap": true, "icon-size": ["interpolate", ["linear"], ["zoom"], 9, 0.4, 15, 0.9] } }];
  if (layer.name === "tasks")
    return [
      { ...from, id: "tasks-fill", type: "fill", paint: { "fill-color": colour("ink"), "fill-opacity": 0.04 } },
      { ...from, id: "tasks-line", type: "line", paint: { "line-color": colour("ink"), "line-width": 2, "line-dasharray": [3, 1.5] } },
    ];
  const width: ExpressionSpecification = ["interpolate", ["linear"], ["zoom"], 9, 0.6, 14, 1.8];
  return [
    { ...from, id: `${layer.name}-fill`, type: "fill", paint: { "fill-pattern": ["concat", "hatch-", ["get", "status"]] } },
    { ...from, id: `${layer.name}-line`, type: "line", paint: { "line-color": ofStatus("-line"), "line-width": width } },
  ];
}

/** The public view: squares of ten kilometres, darker the more records they hold. */
function publicCells(layer: LayerOfMap): LayerSpecification {
  const counts = STATUSES.map((status) => ["coalesce", ["get", status], 0]);
  const opacity = ["interpolate", ["linear"], ["log10", ["max", 1, ["+", ...counts]]], 0, 0.15, 1, 0.3, 3, 0.75] as unknown as ExpressionSpecification;
  return { id: `${layer.name}-cells`, type: "fill", source: layer.name, paint: { "fill-color": colour("line"), "fill-opacity": opacity, "fill-outline-color": colour("paper") } };
}

/** Where single shapes would be too many: squares, darker the more records lie in each. They tell of no status. */
function cells(layer: LayerOfMap): LayerSpecification[] {
  if (layer.name !== "land") return [];
  const opacity: ExpressionSpecification = ["interpolate", ["linear"], ["log10", ["get", "count"]], 0, 0.12, 1, 0.3, 3, 0.8];
  const from = { source: layer.name, "source-layer": layer.name, filter: ["has", "count"] as ExpressionSpecification };
  return [{ ...from, id: `${layer.name}-cells`, type: "fill", paint: { "fill-color": colour("line"), "fill-opacity": opacity, "fill-outline-color": colour("paper") } }];
}

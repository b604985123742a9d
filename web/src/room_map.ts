// A map of the room: base map or invented ground, and the controls every map here has.
import { AttributionControl, Map as GlMap, NavigationControl, ScaleControl, setWorkerUrl } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { baseStyle } from "./base_style";
import { datum, type Words } from "./config";
import type { Registry } from "./registry";
import { addScenery, withoutWorld } from "./scenery";

const NOWHERE = { center: [20, 30] as [number, number], zoom: 1.5 };

/** The map in `container`, with the addresses that `page` holds; `ready` is called when layers can be added. */
export function roomMap(container: HTMLElement, page: HTMLElement, registry: Registry, words: Words, ready: (map: GlMap) => void): GlMap {
  setWorkerUrl(new URL(workerUrl, import.meta.url).href);
  const world = baseStyle({ tiles: datum(page, "base"), places: datum(page, "places"), credit: words("credit") });
  const map = new GlMap({
    container,
    style: registry.invented ? withoutWorld(world) : world,
    ...(registry.bounds ? { bounds: registry.bounds, fitBoundsOptions: { padding: 40, maxZoom: 15 } } : NOWHERE),
    hash: page.dataset["hash"] === "yes",
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    maxZoom: 19,
    locale: { "Map.Title": words("label"), "NavigationControl.ZoomIn": words("zoom_in"), "NavigationControl.ZoomOut": words("zoom_out") },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({ unit: "metric", maxWidth: 140 }), "bottom-left");
  if (!registry.invented) map.addControl(new AttributionControl({ compact: true }), "bottom-right");
  map.once("style.load", () => {
    if (registry.invented) addScenery(map, datum(page, "scenery"));
    ready(map);
  });
  map.once("idle", () => (page.dataset["ready"] = "yes"));
  return map;
}

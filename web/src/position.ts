// The read-out of a place: MGRS, and degrees beside it. The pointer's place, or the middle of the map for who uses keys or touch.
import type { LngLat, Map as GlMap } from "maplibre-gl";
import { mgrs } from "./mgrs";

export function readPosition(map: GlMap, output: HTMLElement): void {
  const tell = ({ lng, lat }: LngLat): void => {
    const place = mgrs(lng, lat, map.getZoom() < 9 ? 2 : map.getZoom() < 13 ? 3 : 5);
    output.textContent = `${place ?? ""}\u2003${lat.toFixed(5)}, ${lng.toFixed(5)}`.trim();
  };
  map.on("mousemove", (event) => tell(event.lngLat));
  map.on("move", () => tell(map.getCenter()));
  map.once("load", () => tell(map.getCenter()));
}

// Draws one area on a small map and writes it into a field of the page's form as GeoJSON.
import type { Position } from "geojson";
import { squareMetres } from "./card";
import { datum, wordsOf } from "./config";
import { area } from "./geodesy";
import "./map.css";
import { fetchRegistry } from "./registry";
import { roomMap } from "./room_map";
import { Sketch } from "./sketch";

export async function startSketching(page: HTMLElement): Promise<void> {
  page.hidden = false;
  const words = wordsOf(page);
  const field = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name="${datum(page, "field")}"]`);
  const told = page.querySelector<HTMLElement>("[role=status]")!;
  const registry = await fetchRegistry(datum(page, "layers"));
  const changed = (corners: Position[]): void => {
    told.textContent = corners.length < 3 ? words("area_start") : squareMetres(area(corners));
    if (field) field.value = corners.length < 3 ? "" : JSON.stringify(outline(corners));
  };
  const map = roomMap(page.querySelector<HTMLElement>(".sketching-map")!, page, registry, words, () => {
    const sketch = new Sketch(map, () => true, { changed, finished: () => undefined });
    sketch.start(given(field?.value ?? ""));
    page.querySelector("[data-act=undo]")?.addEventListener("click", () => sketch.undo());
    page.querySelector("[data-act=clear]")?.addEventListener("click", () => sketch.start());
  });
}

function outline(corners: Position[]): object {
  const rounded = corners.map(([lon, lat]) => [Number(lon!.toFixed(7)), Number(lat!.toFixed(7))]);
  return { type: "Polygon", coordinates: [[...rounded, rounded[0]]] };
}

/** The corners of what the field holds already; none where it is no simple polygon. */
function given(text: string): Position[] {
  try {
    const shape = JSON.parse(text) as { type?: string; coordinates?: Position[][] };
    return shape.type === "Polygon" && shape.coordinates?.length === 1 ? shape.coordinates[0]!.slice(0, -1) : [];
  } catch {
    return [];
  }
}

// The tools over the map: measure a distance or an area, draw a polygon. One at a time; Escape ends it.
import type { Position } from "geojson";
import type { Map as GlMap } from "maplibre-gl";
import { squareMetres } from "./card";
import { byId, type Words } from "./config";
import { area, length } from "./geodesy";
import { Drawing, type Outline } from "./drawing";
import { Sketch } from "./sketch";

type Tool = "distance" | "area" | "draw";

/** Bind the buttons; what comes back starts the drawing of an outline that is there, or is null where nobody may draw. */
export function bindTools(map: GlMap, element: HTMLElement, words: Words): ((outline: Outline) => void) | null {
  let tool: Tool | null = null;
  const told = byId("tool-told");
  const drawing = document.getElementById("drawing") ? new Drawing(element, words) : null;
  const sketch = new Sketch(map, () => tool !== "distance", {
    changed: (corners) => {
      told.textContent = tool && tool !== "draw" ? reading(tool, corners, words) : ""; // what is drawn the server measures
      if (tool === "draw") drawing?.changed(corners);
    },
    finished: () => (tool === "draw" ? drawing?.open() : undefined),
  });
  const buttons = [...document.querySelectorAll<HTMLButtonElement>("button[data-tool]")];
  const use = (next: Tool | null, corners: Position[] = []): void => {
    tool = next;
    map.getCanvas().dataset["tool"] = next ?? "";
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset["tool"] === next));
    byId("tool-help").hidden = next === null;
    drawing?.shown(next === "draw");
    map.getCanvas().setAttribute("aria-label", words(next ? "label_drawing" : "label"));
    if (next) sketch.start(corners);
    else sketch.stop();
  };
  for (const button of buttons)
    button.addEventListener("click", () => use(tool === button.dataset["tool"] ? null : (button.dataset["tool"] as Tool)));
  byId("tool-undo").addEventListener("click", () => sketch.undo());
  byId("tool-end").addEventListener("click", () => use(null));
  document.addEventListener("keydown", (event) => event.key === "Escape" && tool && use(null));
  if (!drawing) return null;
  return (outline) => {
    drawing.take(outline);
    use("draw", outline.corners);
  };
}

function reading(tool: Tool, corners: Position[], words: Words): string {
  if (tool === "distance") return corners.length < 2 ? words("measure_start") : metres(length(corners));
  return corners.length < 3 ? words("area_start") : `${squareMetres(area(corners))}, ${words("around", { length: metres(length([...corners, corners[0]!])) })}`;
}

/** A length for reading: metres, from ten kilometres on kilometres. */
export function metres(m: number): string {
  return m < 10_000 ? `${Math.round(m)} m` : `${(m / 1000).toFixed(1)} km`;
}

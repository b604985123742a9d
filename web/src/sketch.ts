// A line or ring that is being drawn: pointer and touch add, drag and remove corners; keys do the same at the middle of the map.
import type { FeatureCollection, Position } from "geojson";
import type { GeoJSONSource, Map as GlMap, MapMouseEvent, MapTouchEvent } from "maplibre-gl";
import { colour } from "./looks";

const NEAR = 14; // pixels within which a corner is grabbed

export interface SketchEvents {
  changed: (corners: Position[]) => void;
  finished: (corners: Position[]) => void;
}

export class Sketch {
  corners: Position[] = [];
  private grabbed: number | null = null;
  private active = false;
  private readonly map: GlMap;
  private readonly closed: () => boolean;
  private readonly events: SketchEvents;

  constructor(map: GlMap, closed: () => boolean, events: SketchEvents) {
    [this.map, this.closed, this.events] = [map, closed, events];
    map.addSource("sketch", { type: "geojson", data: this.shape() });
    map.addLayer({ id: "sketch-fill", type: "fill", source: "sketch", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colour("link"), "fill-opacity": 0.18 } });
    map.addLayer({ id: "sketch-line", type: "line", source: "sketch", paint: { "line-color": colour("link"), "line-width": 2.5 } });
    map.addLayer({ id: "sketch-corners", type: "circle", source: "sketch", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 6, "circle-color": colour("paper"), "circle-stroke-color": colour("link"), "circle-stroke-width": 2.5 } });
    map.on("click", (event) => this.click(event));
    map.on("dblclick", (event) => this.finish(event));
    map.on("mousedown", (event) => this.grab(event));
    map.on("touchstart", (event) => this.grab(event));
    map.on("mousemove", (event) => this.drag(event));
    map.on("touchmove", (event) => this.drag(event));
    for (const name of ["mouseup", "touchend"] as const) map.on(name, () => this.release());
    map.getCanvasContainer().addEventListener("keydown", (event) => this.key(event));
  }

  start(corners: Position[] = []): void {
    this.active = true;
    this.map.doubleClickZoom.disable();
    this.map.getCanvas().style.cursor = "crosshair";
    this.set(corners);
    this.map.getCanvas().focus();
  }

  stop(): void {
    this.active = false;
    this.map.doubleClickZoom.enable();
    this.map.getCanvas().style.cursor = "";
    this.set([]);
  }

  undo(): void {
    this.set(this.corners.slice(0, -1));
  }

  add(corner: Position): void {
    this.set([...this.corners, corner]);
  }

  private click(event: MapMouseEvent): void {
    if (this.active && this.near(event.point) === null) this.add(event.lngLat.toArray());
  }

  private finish(event?: MapMouseEvent): void {
    if (!this.active) return;
    event?.preventDefault();
    this.events.finished(this.corners);
  }

  private grab(event: MapMouseEvent | MapTouchEvent): void {
    this.grabbed = this.active ? this.near(event.point) : null;
    if (this.grabbed !== null) event.preventDefault();
  }

  private drag(event: MapMouseEvent | MapTouchEvent): void {
    if (this.grabbed === null) return;
    event.preventDefault();
    const corners = [...this.corners];
    corners[this.grabbed] = event.lngLat.toArray();
    this.set(corners, { told: false });
  }

  private release(): void {
    if (this.grabbed === null) return;
    this.grabbed = null;
    this.events.changed(this.corners);
  }

  private key(event: KeyboardEvent): void {
    if (!this.active) return;
    if (event.key === "Enter") this.add(this.map.getCenter().toArray());
    else if (event.key === "Backspace" || event.key === "Delete") this.undo();
    else if (event.key === " ") this.finish();
    else return;
    event.preventDefault();
  }

  private near(point: { x: number; y: number }): number | null {
    const away = this.corners.map((corner) => {
      const { x, y } = this.map.project(corner as [number, number]);
      return Math.hypot(x - point.x, y - point.y);
    });
    const nearest = away.indexOf(Math.min(...away));
    return nearest >= 0 && away[nearest]! <= NEAR ? nearest : null;
  }

  private set(corners: Position[], { told } = { told: true }): void {
    this.corners = corners;
    this.map.getSource<GeoJSONSource>("sketch")?.setData(this.shape());
    if (told) this.events.changed(corners);
  }

  private shape(): FeatureCollection {
    const features: FeatureCollection["features"] = this.corners.map((coordinates) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates } }));
    const ring = [...this.corners, ...this.corners.slice(0, 1)];
    if (this.corners.length > 2 && this.closed()) features.unshift({ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring] } });
    else if (this.corners.length > 1) features.unshift({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: this.corners } });
    return { type: "FeatureCollection", features };
  }
}

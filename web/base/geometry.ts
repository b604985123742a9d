// Small geometry on lon/lat positions: cutting lines at a box, and a place for a name.
import type { Feature, Polygon, Position } from "geojson";

export type Box = readonly [west: number, south: number, east: number, north: number];

/** The parts of a line whose segments have their middle inside the box, and those that have not. */
export function cutByBox(line: Position[], box: Box): { inside: Position[][]; outside: Position[][] } {
  const parts = { inside: [] as Position[][], outside: [] as Position[][] };
  let open: Position[] = [];
  let side: "inside" | "outside" | null = null;
  for (let at = 1; at < line.length; at++) {
    const [a, b] = [line[at - 1]!, line[at]!];
    const here = isInside([(a[0]! + b[0]!) / 2, (a[1]! + b[1]!) / 2], box) ? "inside" : "outside";
    if (here !== side) {
      open = [a];
      parts[here].push(open);
      side = here;
    }
    open.push(b);
  }
  return parts;
}

function isInside([x, y]: Position, [west, south, east, north]: Box): boolean {
  return x! >= west && x! <= east && y! >= south && y! <= north;
}

/** Where to write the name of an area: the centre of gravity of its largest ring. */
export function placeOfName(area: Feature): Position | null {
  const shape = area.geometry;
  if (shape?.type !== "Polygon" && shape?.type !== "MultiPolygon") return null;
  const polygons: Polygon["coordinates"][] = shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
  const moments = polygons.map((rings) => momentOf(rings[0] ?? []));
  const largest = moments.reduce((a, b) => (Math.abs(b.area) > Math.abs(a.area) ? b : a), { area: 0, x: 0, y: 0 });
  return largest.area ? [largest.x / (3 * largest.area), largest.y / (3 * largest.area)] : null;
}

/** Twice the signed area of a ring, and its first moments times six (the shoelace formula). */
function momentOf(ring: Position[]): { area: number; x: number; y: number } {
  const sum = { area: 0, x: 0, y: 0 };
  for (let at = 1; at < ring.length; at++) {
    const [ax, ay, bx, by] = [ring[at - 1]![0]!, ring[at - 1]![1]!, ring[at]![0]!, ring[at]![1]!];
    const cross = ax * by - bx * ay;
    sum.area += cross;
    sum.x += (ax + bx) * cross;
    sum.y += (ay + by) * cross;
  }
  return sum;
}

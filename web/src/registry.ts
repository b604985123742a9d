// The registry of layers, as the server tells it: the map knows nothing of the programme beside this.

export interface LayerOfMap {
  name: string;
  kind: "polygon" | "point";
  tiles?: string; // address with {z}, {x}, {y}
  items?: string; // instead of tiles, the address of all features: counts by status in coarse cells
  minzoom?: number;
  maxzoom?: number;
  collection: string; // of the OGC API, empty where the status tells it
}
export interface Registry {
  head: string | null;
  invented: boolean; // an invented province: its ground is invented too
  bounds: [west: number, south: number, east: number, north: number] | null;
  layers: LayerOfMap[];
  operators: string[];
  days: [first: string, last: string] | null;
}

/** An address of tiles as MapLibre wants it: whole, its braces as they are. */
export const tileAddress = (path: string): string => location.origin + path;

export async function fetchRegistry(address: string): Promise<Registry> {
  const answer = await fetch(address, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return (await answer.json()) as Registry;
}

/** Days since 1970-01-01 of an ISO date, as tiles count them. */
export const dayNumber = (iso: string): number => Math.round(Date.parse(`${iso}T00:00:00Z`) / 86_400_000);
export const isoDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

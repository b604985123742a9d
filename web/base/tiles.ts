// Vector tiles of the base map, all in one file: gzip members one after the other, found by an index.
import { GeoJSONVT } from "@maplibre/geojson-vt";
import { fromGeojsonVt } from "@maplibre/vt-pbf";
import type { Feature } from "geojson";
import { gzipSync } from "node:zlib";

export interface Layer {
  features: Feature[];
  from: number; // the first zoom that holds it
}
export interface Packed {
  tiles: Uint8Array;
  index: Record<string, [offset: number, length: number]>; // by "z/x/y"; a tile that is not there is empty
}

export const DEEPEST = 6; // one step of a tile there is 150 m, finer than the outlines themselves
const OPTIONS = { maxZoom: DEEPEST, indexMaxZoom: 4, indexMaxPoints: 0, tolerance: 4, buffer: 48, extent: 4096 };

/** Cut layers into tiles down to `DEEPEST`. */
export function pack(layers: Record<string, Layer>): Packed {
  const cutters = Object.entries(layers).map(([name, { features, from }]) => {
    return { name, from, cutter: new GeoJSONVT({ type: "FeatureCollection", features }, OPTIONS) };
  });
  const packed: Uint8Array[] = [];
  const index: Packed["index"] = {};
  let offset = 0;
  for (let z = 0; z <= DEEPEST; z++)
    for (let x = 0; x < 2 ** z; x++)
      for (let y = 0; y < 2 ** z; y++) {
        const found = cutters.flatMap(({ name, from, cutter }) => {
          const tile = z >= from ? cutter.getTile(z, x, y) : null;
          return tile?.features.length ? [[name, tile] as const] : [];
        });
        if (!found.length) continue;
        const raw = gzipSync(fromGeojsonVt(Object.fromEntries(found), { version: 2, extent: 4096 }), { level: 9 });
        packed.push(raw);
        index[`${z}/${x}/${y}`] = [offset, raw.length];
        offset += raw.length;
      }
  return { tiles: Buffer.concat(packed), index };
}

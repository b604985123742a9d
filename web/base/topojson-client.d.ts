// What this folder uses of topojson-client, which publishes no types of its own.
declare module "topojson-client" {
  import type { FeatureCollection, MultiLineString } from "geojson";
  export interface Shape {
    type: string;
    id?: string;
    properties?: Record<string, unknown>;
  }
  export interface Topology {
    objects: Record<string, Shape>;
  }
  export function feature(topology: Topology, shape: Shape): FeatureCollection;
  export function mesh(topology: Topology, shape: Shape, chosen: (a: Shape, b: Shape) => boolean): MultiLineString;
}

// Lengths and areas on the WGS 84 ellipsoid, for measuring on the map. What is booked is measured by the server.
import type { Position } from "geojson";

const A = 6_378_137;
const F = 1 / 298.257_223_563;
const B = A * (1 - F);
const E2 = F * (2 - F);
const RAD = Math.PI / 180;

/** Metres along the geodesic: T. Vincenty, Survey Review 23 (1975) 88-93, doi:10.1179/sre.1975.23.176.88; good to 1 mm. */
export function distance([lon1, lat1]: Position, [lon2, lat2]: Position): number {
  const L = (lon2! - lon1!) * RAD;
  const [u1, u2] = [Math.atan((1 - F) * Math.tan(lat1! * RAD)), Math.atan((1 - F) * Math.tan(lat2! * RAD))];
  const [s1, c1, s2, c2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  let lambda = L;
  for (let round = 0; round < 100; round++) {
    const [sl, cl] = [Math.sin(lambda), Math.cos(lambda)];
    const sinSigma = Math.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl);
    if (sinSigma === 0) return 0;
    const cosSigma = s1 * s2 + c1 * c2 * cl;
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = (c1 * c2 * sl) / sinSigma;
    const cos2Alpha = 1 - sinAlpha ** 2;
    const cos2m = cos2Alpha ? cosSigma - (2 * s1 * s2) / cos2Alpha : 0;
    const C = (F / 16) * cos2Alpha * (4 + F * (4 - 3 * cos2Alpha));
    const before = lambda;
    lambda = L + (1 - C) * F * sinAlpha * (sigma + C * sinSigma * (cos2m + C * cosSigma * (2 * cos2m ** 2 - 1)));
    if (Math.abs(lambda - before) > 1e-12) continue;
    const u = (cos2Alpha * (A * A - B * B)) / (B * B);
    const a = 1 + (u / 16384) * (4096 + u * (-768 + u * (320 - 175 * u)));
    const b = (u / 1024) * (256 + u * (-128 + u * (74 - 47 * u)));
    const inner = cosSigma * (2 * cos2m ** 2 - 1) - (b / 6) * cos2m * (4 * sinSigma ** 2 - 3) * (4 * cos2m ** 2 - 3);
    return B * a * (sigma - b * sinSigma * (cos2m + (b / 4) * inner));
  }
  return NaN; // nearly antipodal: nobody measures that here
}

/** Metres along a line of positions. */
export const length = (line: Position[]): number => line.slice(1).reduce((sum, to, at) => sum + distance(line[at]!, to), 0);

/** Square metres inside a ring, in the cylindrical equal-area projection of the ellipsoid: J. P. Snyder, USGS PP 1395 (1987) 10-15. */
export function area(ring: Position[]): number {
  const xy = ring.map(([lon, lat]) => [A * lon! * RAD, (A / 2) * authalic(Math.sin(lat! * RAD))] as const);
  let twice = 0;
  xy.forEach(([x, y], at) => {
    const [nextX, nextY] = xy[(at + 1) % xy.length]!;
    twice += x * nextY - nextX * y;
  });
  return Math.abs(twice) / 2;
}

function authalic(sine: number): number {
  const e = Math.sqrt(E2);
  return (1 - E2) * (sine / (1 - E2 * sine ** 2) - Math.log((1 - e * sine) / (1 + e * sine)) / (2 * e));
}

// Military Grid Reference System on WGS 84, 80° S to 84° N.
// Transverse Mercator after C. F. F. Karney, "Transverse Mercator with an accuracy of a few nanometers", J. Geodesy 85 (2011)
// 475-485, doi:10.1007/s00190-011-0445-3: Krüger's series to the sixth order in n; good to micrometres within a zone.
// Letters: NGA.STND.0037, Universal Grids and Grid Reference Systems (2014). A reference is cut off, never rounded.

const A = 6_378_137;
const F = 1 / 298.257_223_563;
const K0 = 0.9996;
const N = F / (2 - F);
const E2 = F * (2 - F);
const RECTIFYING = (A / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64 + N ** 6 / 256);
const ALPHA = [
  N / 2 - (2 / 3) * N ** 2 + (5 / 16) * N ** 3 + (41 / 180) * N ** 4 - (127 / 288) * N ** 5 + (7891 / 37800) * N ** 6,
  (13 / 48) * N ** 2 - (3 / 5) * N ** 3 + (557 / 1440) * N ** 4 + (281 / 630) * N ** 5 - (1983433 / 1935360) * N ** 6,
  (61 / 240) * N ** 3 - (103 / 140) * N ** 4 + (15061 / 26880) * N ** 5 + (167603 / 181440) * N ** 6,
  (49561 / 161280) * N ** 4 - (179 / 168) * N ** 5 + (6601661 / 7257600) * N ** 6,
  (34729 / 80640) * N ** 5 - (3418889 / 1995840) * N ** 6,
  (212378941 / 319334400) * N ** 6,
];
const BANDS = "CDEFGHJKLMNPQRSTUVWX";
const COLUMNS = ["ABCDEFGH", "JKLMNPQR", "STUVWXYZ"];
const ROWS = "ABCDEFGHJKLMNPQRSTUV";

export interface Utm {
  zone: number;
  easting: number; // m, false easting 500 km
  northing: number; // m, 10,000 km added south of the equator
}

/** The zone of a place, with the exceptions of Norway and Svalbard. */
export function zoneOf(lon: number, lat: number): number {
  if (lat >= 56 && lat < 64 && lon >= 3 && lon < 12) return 32;
  if (lat >= 72 && lon >= 0 && lon < 42) return lon < 9 ? 31 : lon < 21 ? 33 : lon < 33 ? 35 : 37;
  return Math.min(60, Math.floor((lon + 180) / 6) + 1);
}

/** UTM coordinates in the zone of the place; degrees in, metres out. */
export function utm(lon: number, lat: number): Utm {
  const zone = zoneOf(lon, lat);
  const phi = (lat * Math.PI) / 180;
  const lambda = ((lon - (zone * 6 - 183)) * Math.PI) / 180;
  const e = Math.sqrt(E2);
  const tau = Math.tan(phi);
  const sigma = Math.sinh(e * Math.atanh((e * tau) / Math.hypot(1, tau)));
  const conformal = tau * Math.hypot(1, sigma) - sigma * Math.hypot(1, tau);
  const xi0 = Math.atan2(conformal, Math.cos(lambda));
  const eta0 = Math.asinh(Math.sin(lambda) / Math.hypot(conformal, Math.cos(lambda)));
  let [xi, eta] = [xi0, eta0];
  ALPHA.forEach((alpha, at) => {
    const twice = 2 * (at + 1);
    xi += alpha * Math.sin(twice * xi0) * Math.cosh(twice * eta0);
    eta += alpha * Math.cos(twice * xi0) * Math.sinh(twice * eta0);
  });
  const northing = K0 * RECTIFYING * xi;
  return { zone, easting: 500_000 + K0 * RECTIFYING * eta, northing: northing < 0 ? northing + 10_000_000 : northing };
}

/** The reference of the square of 1 m (5 digits) to 10 km (1 digit) that holds a place, or null beyond the grid. */
export function mgrs(lon: number, lat: number, digits = 5): string | null {
  if (!(lat >= -80 && lat <= 84)) return null;
  const wrapped = ((((lon + 180) % 360) + 360) % 360) - 180;
  const { zone, easting, northing } = utm(wrapped, lat);
  const band = BANDS[Math.min(19, Math.floor((lat + 80) / 8))]!;
  const column = COLUMNS[(zone - 1) % 3]![Math.floor(easting / 100_000) - 1] ?? "";
  const row = ROWS[(Math.floor(northing / 100_000) + (zone % 2 ? 0 : 5)) % 20]!;
  const cut = (metres: number): string => String(Math.floor(metres % 100_000)).padStart(5, "0").slice(0, digits);
  return `${zone}${band} ${column}${row} ${cut(easting)} ${cut(northing)}`;
}

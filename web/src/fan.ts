// A fan of two forecasts as SVG: a band from P10 to P90 and a line at P50, told apart by dash as well as by colour.

export interface Quantiles {
  at: string; // ISO day
  p10: number;
  p50: number;
  p90: number;
}
export interface Outlook {
  remaining_km2: Quantiles[];
  completion: { p10: number | null; p50: number | null; p90: number | null };
  cost_musd: { since_origin: Quantiles[] };
}

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [760, 320, 76, 34, 14, 14];
const LEAST_YEARS = 3;

export function drawFan(svg: SVGSVGElement, base: Outlook, changed: Outlook): void {
  const last = Math.max(lastOf(base), lastOf(changed));
  const [from, most] = [yearOf(base.remaining_km2[0]!.at), Math.max(...[base, changed].flatMap(({ remaining_km2 }) => remaining_km2.map((one) => one.p90)), 1e-6)];
  const x = (year: number): number => LEFT + ((year - from) / (last - from)) * (WIDTH - LEFT - RIGHT);
  const y = (km2: number): number => HEIGHT - BOTTOM - (km2 / most) * (HEIGHT - BOTTOM - TOP);
  const within = ({ remaining_km2 }: Outlook): Quantiles[] => remaining_km2.filter((one) => yearOf(one.at) <= last + 0.01);
  const line = (rows: Quantiles[], key: "p10" | "p50" | "p90"): string[] => rows.map((one) => `${x(yearOf(one.at)).toFixed(1)},${y(one[key]).toFixed(1)}`);
  const band = (rows: Quantiles[]): string => [...line(rows, "p90"), ...line(rows, "p10").reverse()].join(" ");
  const title = svg.querySelector("title")!;
  svg.replaceChildren(
    title,
    ...axes(from, last, most, x, y),
    shape("polygon", { points: band(within(base)), class: "band base" }),
    shape("polygon", { points: band(within(changed)), class: "band" }),
    shape("polyline", { points: line(within(base), "p50").join(" "), class: "middle base", "stroke-dasharray": "5 4" }),
    shape("polyline", { points: line(within(changed), "p50").join(" "), class: "middle" }),
  );
}

/** The year up to which there is something to see: one beyond the last P90 that is not nothing. */
function lastOf({ remaining_km2: rows }: Outlook): number {
  const open = rows.filter((one) => one.p90 > 0);
  const first = yearOf(rows[0]!.at);
  return Math.max(first + LEAST_YEARS, open.length ? yearOf(open.at(-1)!.at) + 1 : first);
}

function axes(from: number, last: number, most: number, x: (year: number) => number, y: (km2: number) => number): SVGElement[] {
  const step = Math.max(1, Math.ceil((last - from) / 8));
  const years = Array.from({ length: Math.floor((last - Math.ceil(from)) / step) + 1 }, (_, at) => Math.ceil(from) + at * step);
  const levels = [0, most / 2, most];
  return [
    ...levels.map((km2) => shape("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(km2), y2: y(km2), class: km2 ? "faint" : "axis" })),
    ...levels.map((km2) => label(`${km2 >= 10 ? km2.toFixed(0) : km2.toFixed(2)}${km2 === most ? " km²" : ""}`, { x: LEFT - 6, y: y(km2) + 4, "text-anchor": "end", "font-size": 12 })),
    ...years.map((year) => label(String(year), { x: x(year), y: HEIGHT - 12, "text-anchor": "middle", "font-size": 12 })),
  ];
}

function yearOf(iso: string): number {
  const year = Number(iso.slice(0, 4));
  return year + (Date.parse(iso) - Date.UTC(year, 0, 1)) / (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1));
}

function shape(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

function label(text: string, attributes: Record<string, string | number>): SVGElement {
  const made = shape("text", attributes);
  made.textContent = text;
  return made;
}

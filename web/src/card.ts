// The card of what was clicked: what is on record, and the way to its dossier.
import type { Feature, Position } from "geojson";
import { Popup, type Map as GlMap, type MapGeoJSONFeature, type MapMouseEvent } from "maplibre-gl";
import { made, type Words } from "./config";
import type { Outline } from "./drawing";
import { STATUSES } from "./looks";
import { shapesOf } from "./programme_layers";
import { type Registry } from "./registry";

const MOST = 5; // cards for one click
const MOST_CORNERS = 200; // of an outline that is changed by hand
const DOSSIERS = new Set(["hazards", "tasks"]); // collections whose records have a page of their own
const FACTS = ["operator", "district", "hazard", "method", "said_by"] as const;

type Edit = ((outline: Outline) => void) | null;

export function openCards(map: GlMap, registry: Registry, words: Words, edit: Edit): void {
  const ids = registry.layers.flatMap(shapesOf);
  const under = (event: MapMouseEvent): MapGeoJSONFeature[] =>
    map.getCanvas().dataset["tool"] ? [] : distinct(map.queryRenderedFeatures(event.point, { layers: ids }));
  let open: Popup | null = null;
  map.on("click", (event) => {
    const found = under(event);
    if (!found.length) return;
    const content = made("div", "map-card");
    const begin: Edit = edit && ((outline) => {
      open?.remove();
      edit(outline);
    });
    const cards = found.slice(0, MOST).map((feature) => card(feature, registry, words, begin));
    content.append(...cards.map((one) => one.whole));
    if (found.length > MOST) content.append(made("p", "quiet", words("more", { count: found.length - MOST })));
    open = new Popup({ maxWidth: "22rem" }).setLngLat(event.lngLat).setDOMContent(content).addTo(map);
    const mine = open;
    void Promise.allSettled(cards.map((one) => one.filled)).then(() => mine.setLngLat(event.lngLat)); // it has grown: place it anew
  });
  map.on("mousemove", (event) => {
    if (!map.getCanvas().dataset["tool"]) map.getCanvas().style.cursor = under(event).length ? "pointer" : "";
  });
}

const isUncleared = (status: string): boolean => status === "suspected" || status === "confirmed";
const isStatus = (name: string): boolean => (STATUSES as readonly string[]).includes(name);

function distinct(features: MapGeoJSONFeature[]): MapGeoJSONFeature[] {
  const seen = new Set<string>();
  return features.filter((one) => {
    const key = `${one.source} ${one.id ?? one.properties["id"]}`;
    return !seen.has(key) && seen.add(key);
  });
}

function card(feature: MapGeoJSONFeature, registry: Registry, words: Words, edit: Edit): { whole: HTMLElement; filled: Promise<void> } {
  const properties = feature.properties;
  const layer = registry.layers.find((one) => one.name === feature.source);
  const whole = made("section");
  const head = made("h3");
  const facts = made("dl");
  const id = String(properties["id"] ?? "");
  if (layer?.items) return { whole: cellCard(whole, head, facts, properties, words), filled: Promise.resolve() };
  const status = String(properties["status"] ?? "");
  const collection = layer?.collection || (isUncleared(status) ? "hazards" : "releases");
  if (DOSSIERS.has(collection) && id) {
    const link = made("a", "", id);
    link.href = `/${collection}/${encodeURIComponent(id)}`;
    head.append(link);
  } else head.textContent = id || words("no_id");
  fact(facts, words("layer"), words(`collection.${collection}`));
  if (isStatus(status)) fact(facts, words("status"), words(`status.${status}`), status);
  if (properties["day"]) fact(facts, words("day"), String(properties["day"]));
  whole.append(head, facts);
  const filled = addRest(whole, facts, `/ogc/collections/${collection}/items/${feature.id}`, words, collection === "hazards" ? edit : null);
  return { whole, filled };
}

/** What the public is told of a cell: how many records, by status, up to a day some months ago. */
function cellCard(whole: HTMLElement, head: HTMLElement, facts: HTMLElement, properties: Record<string, unknown>, words: Words): HTMLElement {
  head.textContent = words("cell", { until: String(properties["until"] ?? "") });
  for (const status of STATUSES) if (Number(properties[status])) fact(facts, words(`status.${status}`), String(properties[status]), status);
  whole.append(head, facts);
  return whole;
}

/** What the tile does not hold comes from the record itself. */
async function addRest(whole: HTMLElement, facts: HTMLElement, address: string, words: Words, edit: Edit): Promise<void> {
  const answer = await fetch(address, { headers: { accept: "application/geo+json" } });
  if (!answer.ok) return;
  const record = (await answer.json()) as Feature;
  const properties = record.properties ?? {};
  if (typeof properties["area_m2"] === "number") fact(facts, words("area"), squareMetres(properties["area_m2"]));
  for (const name of FACTS) if (properties[name]) fact(facts, words(name), String(properties[name]));
  const entry = made("a", "", words("entry", { number: String(properties["entry"]) }));
  entry.href = `/entries/${String(properties["entry"])}`;
  whole.append(entry);
  const corners = edit ? editable(record) : null;
  if (!edit || !corners) return;
  const button = made("button", "second", words("edit"));
  button.type = "button";
  button.addEventListener("click", () => edit({ corners, entry: Number(properties["entry"]), id: String(properties["id"] ?? ""), status: String(properties["status"]) }));
  whole.append(" ", button);
}

/** The corners of an outline of one part without holes; others are changed in a GIS. */
function editable({ geometry }: Feature): Position[] | null {
  const rings = geometry.type === "Polygon" ? geometry.coordinates : geometry.type === "MultiPolygon" && geometry.coordinates.length === 1 ? geometry.coordinates[0]! : [];
  return rings.length === 1 && rings[0]!.length <= MOST_CORNERS ? rings[0]!.slice(0, -1).map(([lon, lat]) => [lon!, lat!]) : null;
}

function fact(list: HTMLElement, name: string, text: string, swatch = ""): void {
  const value = made("dd");
  if (swatch) value.append(made("span", `swatch ${swatch}`));
  value.append(text);
  list.append(made("dt", "", name), value);
}

/** Whole square metres, grouped; hectares beside them from one hectare on. */
export function squareMetres(m2: number): string {
  const grouped = new Intl.NumberFormat("en").format(Math.round(m2)).replaceAll(",", "\u202f");
  return m2 >= 10_000 ? `${grouped} m² (${(m2 / 10_000).toFixed(m2 >= 1e6 ? 0 : 1)} ha)` : `${grouped} m²`;
}

// The map page: base map, the programme's layers, legend and filters, time, tools and the card of what was clicked.
import { openCards } from "./card";
import { byId, datum, wordsOf } from "./config";
import { bindControls } from "./controls";
import "./map.css";
import { readPosition } from "./position";
import { addImages, addLayers } from "./programme_layers";
import { fetchRegistry } from "./registry";
import { roomMap } from "./room_map";
import { bindTools } from "./tools";
import { hasWebGl } from "./webgl";

const element = byId("map");
if (hasWebGl()) void start();
else sayNoMap();

/** Without WebGL there is no map: the page says so and leads to the lists. */
function sayNoMap(): void {
  byId("no-webgl").hidden = false;
  byId("map-room").hidden = true;
}

async function start(): Promise<void> {
  const words = wordsOf(element);
  const registry = await fetchRegistry(datum(element, "layers"));
  const map = roomMap(element, element, registry, words, () => {
    addImages(map);
    addLayers(map, registry.layers);
    bindControls(map, registry, words);
    openCards(map, registry, words, bindTools(map, element, words));
  });
  map.on("sourcedata", (event) => {
    if (event.sourceId === "land" && map.isSourceLoaded("land")) map.once("render", () => (element.dataset["seen"] = "yes"));
  });
  window.addEventListener("beforeprint", () => {
    map.redraw(); // what WebGL drew earlier is gone: paper gets a picture of it
    byId<HTMLImageElement>("map-picture").src = map.getCanvas().toDataURL();
  });
  readPosition(map, byId("position"));
}

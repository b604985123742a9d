// The page of a parcel: the map to draw on is fetched only where it can be shown, and brings its own style sheet.
import { hasWebGl } from "./webgl";

const page = document.getElementById("sketching");
if (page && hasWebGl()) void import("./sketching").then(({ startSketching }) => startSketching(page));

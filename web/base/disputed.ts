// Borders drawn dashed, because the countries named, or the United Nations, do not agree that they are borders.
// The line is where Natural Earth draws it. Drawing it implies no position on the status of any territory.
import type { Box } from "./geometry";

export interface Disputed {
  between: readonly [string, string]; // names in Natural Earth; * is any
  within: Box;
}

const ANYWHERE: Box = [-180, -90, 180, 90];

export const DISPUTED: readonly Disputed[] = [
  { between: ["Cyprus", "N. Cyprus"], within: ANYWHERE },
  { between: ["Egypt", "Sudan"], within: ANYWHERE },
  { between: ["India", "China"], within: ANYWHERE },
  { between: ["India", "Pakistan"], within: [73, 32.4, 80, 37.5] },
  { between: ["Israel", "Palestine"], within: ANYWHERE },
  { between: ["Israel", "Syria"], within: ANYWHERE },
  { between: ["Israel", "Lebanon"], within: ANYWHERE },
  { between: ["Kosovo", "Serbia"], within: ANYWHERE },
  { between: ["Morocco", "W. Sahara"], within: ANYWHERE },
  { between: ["North Korea", "South Korea"], within: ANYWHERE },
  { between: ["S. Sudan", "Sudan"], within: ANYWHERE },
  { between: ["Russia", "Ukraine"], within: [32, 44, 36.6, 46.4] },
  { between: ["Siachen Glacier", "*"], within: ANYWHERE },
  { between: ["Somalia", "Somaliland"], within: ANYWHERE },
];

// Legend, filters and the slider of field time: what they say decides what each layer shows.
import type { ExpressionSpecification, Map as GlMap } from "maplibre-gl";
import { byId, type Words } from "./config";
import { show } from "./programme_layers";
import { dayNumber, isoDay, type Registry } from "./registry";

export interface Choice {
  hidden: ReadonlySet<string>; // layers and statuses that are not ticked
  operator: string;
  until: string | null; // ISO day; null shows all days
}

export function bindControls(map: GlMap, registry: Registry, words: Words): void {
  const form = byId<HTMLFormElement>("map-controls");
  const slider = byId<HTMLInputElement>("as-at");
  const day = byId<HTMLInputElement>("as-at-day");
  const told = byId("as-at-told");
  const last = registry.days ? dayNumber(registry.days[1]) : 0;
  if (registry.days) {
    slider.min = String(dayNumber(registry.days[0]));
    slider.max = String(last);
    slider.value = slider.max;
    [day.min, day.max, day.value] = [registry.days[0], registry.days[1], registry.days[1]];
  } else slider.disabled = day.disabled = true;
  fillOperators(byId<HTMLSelectElement>("operator"), registry.operators);

  const apply = (): void => {
    const until = Number(slider.value) >= last ? null : isoDay(Number(slider.value));
    told.textContent = until === null ? words("all_days") : words("as_at", { day: until });
    slider.setAttribute("aria-valuetext", told.textContent);
    const choice = { hidden: unticked(form), operator: byId<HTMLSelectElement>("operator").value, until };
    for (const layer of registry.layers) show(map, layer, { visible: !choice.hidden.has(layer.name), filter: filterOf(choice), until });
  };
  const soon = debounced(apply, 120);
  slider.addEventListener("input", () => {
    day.value = isoDay(Number(slider.value));
    soon();
  });
  day.addEventListener("change", () => {
    if (day.value) slider.value = String(dayNumber(day.value));
    apply();
  });
  form.addEventListener("change", soon);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
}

/** What a shape must be to be shown. */
export function filterOf({ hidden, operator, until }: Choice): ExpressionSpecification {
  const wanted: ExpressionSpecification[] = [["!", ["in", ["coalesce", ["get", "status"], ""], ["literal", [...hidden]]]]];
  if (operator) wanted.push(["==", ["get", "operator"], operator]);
  if (until !== null) wanted.push(["<=", ["coalesce", ["get", "day"], ""], until]); // ISO days sort as texts do
  return ["all", ...wanted] as ExpressionSpecification;
}

function unticked(form: HTMLFormElement): Set<string> {
  const boxes = [...form.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
  return new Set(boxes.filter((box) => !box.checked).map((box) => box.value));
}

function fillOperators(select: HTMLSelectElement, operators: readonly string[]): void {
  for (const name of operators) select.add(new Option(name, name));
  select.disabled = !operators.length;
}

function debounced(act: () => void, wait: number): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(act, wait);
  };
}

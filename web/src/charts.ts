// The levers of a forecast: every move asks the server, and the fan and its table are drawn anew.
import "./charts.css";
import { drawFan, type Outlook } from "./fan";

interface Answer {
  base: Outlook;
  what_if: Outlook;
  detail?: string;
}

const section = document.getElementById("what-if");
if (section) bind(section);

function bind(section: HTMLElement): void {
  const form = section.querySelector("form")!;
  let asked = 0;
  let timer = 0;
  const ask = async (): Promise<void> => {
    const mine = ++asked;
    tellValues(form);
    const origin = section.dataset["origin"];
    const query = new URLSearchParams({ levers: leversOf(form).join(","), ...(origin ? { origin } : {}) });
    const answer = await fetch(`${section.dataset["address"]}?${query}`, { headers: { accept: "application/json" } });
    const said = (await answer.json()) as Answer;
    if (mine === asked) show(section, answer.ok ? said : null, said.detail ?? "");
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), 120);
  };
  form.addEventListener("input", soon);
  form.addEventListener("reset", () => setTimeout(soon));
  form.addEventListener("submit", (event) => event.preventDefault());
  void ask();
}

/** The levers that are not at rest, as the command line writes them. */
function leversOf(form: HTMLFormElement): string[] {
  const ranges = [...form.querySelectorAll<HTMLInputElement>("input[type=range]")].filter((one) => Number(one.value) !== Number(one.dataset["rest"]));
  const told = ranges.map(({ name, value, dataset }) => (dataset["rest"] === "0" ? `${name}${Number(value) > 0 ? "+" : "-"}${Math.abs(Number(value))}` : `${name}=${value}`));
  const survey = form.querySelector("select")?.value;
  return survey ? [...told, `survey=${survey}`] : told;
}

function tellValues(form: HTMLFormElement): void {
  for (const input of form.querySelectorAll<HTMLInputElement>("input[type=range]")) {
    const value = Number(input.value);
    const told = input.dataset["rest"] === "0" ? (value > 0 ? `+${value}` : String(value)) : `${Math.round(value * 100)} %`;
    input.labels?.[0]?.querySelector("output")?.replaceChildren(told);
    input.setAttribute("aria-valuetext", told);
  }
}

function show(section: HTMLElement, answer: Answer | null, detail: string): void {
  const note = section.querySelector<HTMLElement>("[role=status]")!;
  note.hidden = answer !== null;
  note.textContent = answer ? "" : detail || (section.dataset["wordNothing"] ?? "");
  if (!answer) return;
  drawFan(section.querySelector("svg")!, answer.base, answer.what_if);
  for (const name of ["base", "what_if"] as const) {
    const row = section.querySelector(`[data-row=${name}]`)!;
    const { completion, cost_musd } = answer[name];
    const cells = [...(["p10", "p50", "p90"] as const).map((key) => year(completion[key], section)), cost(cost_musd)];
    row.replaceChildren(row.firstElementChild!, ...cells.map((text) => cell(text)));
  }
}

function cell(text: string): HTMLElement {
  const made = document.createElement("td");
  made.className = "num";
  made.textContent = text;
  return made;
}

const year = (value: number | null, section: HTMLElement): string => (value === null ? (section.dataset["wordBeyond"] ?? "") : value.toFixed(1));

function cost({ since_origin }: Outlook["cost_musd"]): string {
  const last = since_origin.at(-1);
  return last ? last.p50.toFixed(last.p50 < 10 ? 2 : 1) : "";
}

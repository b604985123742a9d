// The panel of a drawn polygon: what the server finds about it while it is drawn, and saving it as a record to be approved.
import type { Polygon, Position } from "geojson";
import { squareMetres } from "./card";
import { byId, datum, made, type Words } from "./config";

/** An outline that stands on record and is to be changed. */
export interface Outline {
  corners: Position[];
  entry: number;
  id: string;
  status: string;
}
interface Found {
  area_m2: number;
  by_status: Record<string, number>;
  overlaps: { id: string; status: string; m2: number; link: string | null }[];
  findings: { code: string; severity: string; sentence: string }[];
}

export class Drawing {
  private ofEntry: number | null = null;
  private corners: Position[] = [];
  private asked = 0;
  private timer = 0;
  private readonly element: HTMLElement;
  private readonly words: Words;

  constructor(element: HTMLElement, words: Words) {
    [this.element, this.words] = [element, words];
    byId<HTMLFormElement>("drawing-form").addEventListener("submit", (event) => this.save(event));
  }

  shown(visible: boolean): void {
    byId("drawing").hidden = !visible;
    byId("drawing-answer").replaceChildren();
    if (!visible) this.named(null);
  }

  /** The outline that is changed from now on. */
  take(outline: Outline): void {
    this.named(outline);
  }

  private named(outline: Outline | null): void {
    this.ofEntry = outline?.entry ?? null;
    const name = byId<HTMLInputElement>("drawing-id");
    [name.value, name.readOnly] = [outline?.id ?? "", outline !== null];
    if (outline) byId<HTMLSelectElement>("drawing-kind").value = outline.status;
  }

  private get about(): { of_entry?: number } {
    return this.ofEntry === null ? {} : { of_entry: this.ofEntry };
  }

  open(): void {
    byId("drawing-form").querySelector<HTMLElement>("input, select")?.focus();
  }

  changed(corners: Position[]): void {
    this.corners = corners;
    clearTimeout(this.timer);
    const told = byId("drawing-told");
    if (corners.length < 3) told.replaceChildren(made("p", "quiet", this.words("area_start")));
    else this.timer = window.setTimeout(() => void this.ask(), 250);
  }

  private shape(): Polygon {
    return { type: "Polygon", coordinates: [[...this.corners, this.corners[0]!]] };
  }

  private async ask(): Promise<void> {
    const mine = ++this.asked;
    const answer = await this.post("check", { geometry: this.shape(), ...this.about });
    if (mine !== this.asked) return; // a later drawing was asked about meanwhile
    const said = (await answer.json()) as Found & { detail?: string };
    byId("drawing-told").replaceChildren(...(answer.ok ? this.report(said) : [made("p", "note refused", said.detail ?? "")]));
  }

  private report(found: Found): HTMLElement[] {
    const list = made("ul", "bare");
    for (const [status, m2] of Object.entries(found.by_status)) {
      const item = made("li");
      item.append(made("span", `swatch ${status}`), `${this.words(`status.${status}`)}: ${squareMetres(m2)}`);
      list.append(item);
    }
    const warnings = found.findings.map((one) => {
      const line = made("p", "finding");
      line.append(made("span", `chip ${one.severity}`, one.code), ` ${one.sentence}`);
      return line;
    });
    return [made("p", "figure", squareMetres(found.area_m2)), list, ...this.neighbours(found), ...warnings];
  }

  private neighbours({ overlaps }: Found): HTMLElement[] {
    if (!overlaps.length) return [made("p", "quiet", this.words("no_overlap"))];
    const warning = made("div", "note");
    warning.append(made("p", "", this.words("overlaps", { count: overlaps.length })));
    const list = made("ul", "bare");
    for (const one of overlaps.slice(0, 8)) {
      const item = made("li");
      const name = made("a", "", one.id);
      if (one.link) name.href = one.link;
      item.append(made("span", `swatch ${one.status}`), name, ` ${squareMetres(one.m2)}`);
      list.append(item);
    }
    warning.append(list);
    return [warning];
  }

  private async save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const out = byId("drawing-answer");
    if (this.corners.length < 3) {
      out.replaceChildren(made("p", "note refused", this.words("area_start")));
      return;
    }
    const fields = Object.fromEntries([...new FormData(form)].filter(([name, value]) => name !== "csrf" && value !== ""));
    const answer = await this.post("drafts", { geometry: this.shape(), ...fields, ...this.about });
    const said = (await answer.json()) as { sentence?: string; detail?: string; link?: string };
    const note = made("p", answer.ok ? "note" : "note refused", said.sentence ?? said.detail ?? "");
    if (said.link) {
      const link = made("a", "", this.words("open_it"));
      link.href = said.link;
      note.append(" ", link);
    }
    out.replaceChildren(note);
  }

  private post(what: "check" | "drafts", body: unknown): Promise<Response> {
    return fetch(`${datum(this.element, "ground")}/${what}`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json", "x-csrf-token": this.element.dataset["csrf"] ?? "" },
      body: JSON.stringify(body),
    });
  }
}

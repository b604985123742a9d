// What the page hands to an island: addresses, rights and words, as data attributes of its element. No text is written here.

export type Words = (key: string, values?: Record<string, string | number>) => string;

/** The function that gives the words of the page's catalogue; a key without a text is shown as it is. */
export function wordsOf(element: HTMLElement): Words {
  const texts = JSON.parse(element.dataset["words"] ?? "{}") as Record<string, string>;
  return (key, values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, String(value)), texts[key] ?? key);
}

/** A required data attribute. Throws where the page lacks it: that is a mistake of the program. */
export function datum(element: HTMLElement, name: string): string {
  const found = element.dataset[name];
  if (found === undefined) throw new Error(`the page gives no data-${name}`);
  return found;
}

/** An element of the page by its id. Throws where there is none. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as T;
}

/** A new element with a class and a text. */
export function made<K extends keyof HTMLElementTagNameMap>(tag: K, className = "", text = ""): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

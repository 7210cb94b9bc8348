import { isImeKey } from "./ime.ts";
import { write } from "./markdown.ts";

/** What is being typed behind an `@` that is no part of an address. */
const ASKED = /(?<![\w.@])@([\p{L}\p{N}_]{1,30})$/u;
const WAIT_MS = 200;

/** A list of members under a text, while a name or handle is typed behind an `@`. */
export class Mentions {
  readonly #area: HTMLTextAreaElement;
  readonly #list: HTMLElement;
  #waiting = 0;
  #request: AbortController | null = null;
  #at = 0;

  constructor(area: HTMLTextAreaElement, list: HTMLElement) {
    this.#area = area;
    this.#list = list;
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-controls", list.id);
    area.addEventListener("input", () => this.#changed());
    area.addEventListener("keydown", (event) => this.#key(event));
    area.addEventListener("blur", () => this.#close());
    // The text keeps the focus, so that a press of the pointer is not a way out of it.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.#take((event.target as Element).closest<HTMLElement>("[data-handle]")));
  }

  #typed(): string | undefined {
    const { value, selectionStart, selectionEnd } = this.#area;
    return selectionStart === selectionEnd ? ASKED.exec(value.slice(0, selectionStart))?.[1] : undefined;
  }

  #changed(): void {
    clearTimeout(this.#waiting);
    if (this.#typed()) this.#waiting = setTimeout(() => void this.#ask(), WAIT_MS);
    else this.#close();
  }

  async #ask(): Promise<void> {
    const typed = this.#typed();
    if (!typed) return;
    this.#request?.abort();
    this.#request = new AbortController();
    const asked = `${this.#list.dataset["from"] ?? ""}?q=${encodeURIComponent(typed)}`;
    const answer = await fetch(asked, { signal: this.#request.signal, redirect: "manual" }).catch(() => null);
    if (!answer?.ok || typed !== this.#typed()) return;
    this.#list.innerHTML = await answer.text();
    if (this.#options().length === 0) return this.#close();
    this.#list.hidden = false;
    this.#mark(0);
  }

  #options(): HTMLElement[] {
    return [...this.#list.querySelectorAll<HTMLElement>("[role=option]")];
  }

  #mark(to: number): void {
    const options = this.#options();
    this.#at = (to + options.length) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === this.#at)));
    this.#area.setAttribute("aria-activedescendant", options[this.#at]?.id ?? "");
  }

  #key(event: KeyboardEvent): void {
    if (this.#list.hidden || isImeKey(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown") this.#mark(this.#at + 1);
    else if (event.key === "ArrowUp") this.#mark(this.#at - 1);
    else if (event.key === "Enter" || event.key === "Tab") this.#take(this.#options()[this.#at]);
    else if (event.key === "Escape") this.#close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  #take(option: HTMLElement | null | undefined): void {
    const typed = this.#typed();
    const handle = option?.dataset["handle"];
    this.#close();
    if (!handle || !typed) return;
    const end = this.#area.selectionStart;
    this.#area.setSelectionRange(end - typed.length, end);
    write(this.#area, `${handle} `);
  }

  #close(): void {
    clearTimeout(this.#waiting);
    this.#request?.abort();
    this.#list.hidden = true;
    this.#area.removeAttribute("aria-activedescendant");
  }
}

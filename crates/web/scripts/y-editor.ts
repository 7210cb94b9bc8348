import { isImeKey } from "./ime.ts";
import { Keeper } from "./keeping.ts";
import { insertMark } from "./markdown.ts";
import { Mentions } from "./mentions.ts";

const PREVIEW_WAIT_MS = 300;
const SHORTCUTS: Readonly<Record<string, string>> = { b: "bold", i: "italic", k: "link" };
/** The line below which a text is paid for. */
const DIVIDER = /^ {0,3}\[\[(?:paid|付费)\]\][ \t]*$/mu;
const WIDE = matchMedia("(min-width: 64rem)");

/** Tools, the server's own preview and local drafts around a Markdown textarea. */
class YEditor extends HTMLElement {
  #area: HTMLTextAreaElement | null = null;
  #keeper: Keeper | null = null;
  #preview = 0;
  #request: AbortController | null = null;
  #seen = "";

  connectedCallback(): void {
    const area = this.querySelector("textarea");
    if (!area || this.#area) return;
    this.#area = area;
    for (const part of this.querySelectorAll<HTMLElement>(".editor__bar [hidden]")) part.hidden = false;
    const people = this.querySelector<HTMLElement>("[role=listbox]");
    if (people) new Mentions(area, people);
    this.addEventListener("click", (event) => this.#click(event));
    this.#part(".editor__tools").addEventListener("keydown", (event) => this.#walk(event));
    area.addEventListener("keydown", (event) => this.#key(event));
    area.addEventListener("input", () => this.#changed());
    area.form?.addEventListener("keydown", (event) => this.#enter(event));
    document.addEventListener("turbo:submit-end", (event) => this.#answered(event));
    for (const kind of ["focusin", "dragenter", "change"]) this.addEventListener(kind, () => this.#unpack());
    for (const kind of ["dragover", "drop"]) this.addEventListener(kind, (event) => hold(event as DragEvent));
    if (area.form && this.dataset["draft"]) this.#restore(area.form, this.dataset["draft"]);
    this.#share();
  }

  disconnectedCallback(): void {
    clearTimeout(this.#preview);
    this.#keeper?.stop();
    this.#request?.abort();
  }

  /** What takes pictures is loaded with the first touch: most readers never write. */
  #unpack(): void {
    const packed = this.querySelector<HTMLTemplateElement>(":scope > template");
    packed?.replaceWith(packed.content);
  }

  #part(selector: string): HTMLElement {
    return this.querySelector<HTMLElement>(selector) ?? this;
  }

  #say(text: string | undefined): void {
    this.#part(".editor__status").textContent = text ?? "";
  }

  #restore(form: HTMLFormElement, key: string): void {
    const { saved = "", synced = "", away = "" } = this.dataset;
    this.#keeper = new Keeper(form, key, { saved, synced, away }, (text) => this.#say(text));
    if (!this.#keeper.restore()) return;
    this.#say(this.dataset["restored"]);
    this.#part("[data-drop]").hidden = false;
  }

  #click(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>("button");
    const area = this.#area;
    if (!button || !area) return;
    if (button.dataset["insert"]) insertMark(area, button.dataset["insert"]);
    else if (button.dataset["view"]) {
      event.preventDefault();
      this.#view(button.dataset["view"] === "preview");
    } else if (button.dataset["drop"] !== undefined) {
      this.#keeper?.drop();
      this.#say("");
      button.hidden = true;
      area.focus();
    }
  }

  /** Arrow keys walk the toolbar. */
  #walk(event: KeyboardEvent): void {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    const buttons = [...this.#part(".editor__tools").querySelectorAll<HTMLElement>("button, input")];
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    buttons[(at + by + buttons.length) % buttons.length]?.focus();
    event.preventDefault();
  }

  #key(event: KeyboardEvent): void {
    if (isImeKey(event) || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const mark = SHORTCUTS[event.key];
    if (event.key === "s") this.#keeper?.save();
    else if (event.shiftKey && event.key.toLowerCase() === "p") this.#view(this.#part(".editor__preview").hidden !== false);
    else if (mark && this.#area) insertMark(this.#area, mark);
    else return;
    event.preventDefault();
  }

  /** Enter in a line goes on to the text; only the button, or Enter with Ctrl, sends what was written. */
  #enter(event: KeyboardEvent): void {
    const form = this.#area?.form;
    if (isImeKey(event) || event.key !== "Enter" || !form) return;
    if (event.ctrlKey || event.metaKey) form.requestSubmit(form.querySelector<HTMLElement>("button[value=publish]"));
    else if (event.target instanceof HTMLInputElement && event.target.type === "text") this.#area?.focus();
    else return;
    event.preventDefault();
  }

  #changed(): void {
    this.#share();
    if (this.#part(".editor__preview").hidden) return;
    clearTimeout(this.#preview);
    this.#preview = setTimeout(() => void this.#fetch(), PREVIEW_WAIT_MS);
  }

  /** How much of the text stands above its divider. */
  #share(): void {
    const place = this.querySelector<HTMLElement>("[data-free]");
    if (!place) return;
    const text = this.#area?.value ?? "";
    const cut = text.search(DIVIDER);
    const size = (part: string) => part.replace(/\s/gu, "").length;
    const percent = Math.floor((size(text.slice(0, cut)) * 100) / Math.max(1, size(text.replace(DIVIDER, ""))));
    place.textContent = cut < 0 ? "" : `${place.dataset["free"] ?? ""} ${percent} %`;
  }

  #answered(event: Event): void {
    const { success, formSubmission } = (event as CustomEvent<{
      success: boolean; formSubmission: { formElement: HTMLFormElement };
    }>).detail;
    if (!success || formSubmission.formElement !== this.#area?.form) return;
    this.#area.value = "";
    this.#keeper?.accepted();
    this.#say("");
    this.#view(false);
  }

  /** Side by side on wide screens, one at a time on narrow ones. */
  #view(preview: boolean): void {
    const pane = this.#part(".editor__preview");
    const split = preview && WIDE.matches && !this.classList.contains("editor--compact");
    this.classList.toggle("editor--split", split);
    pane.hidden = !preview;
    if (this.#area) this.#area.hidden = preview && !split;
    for (const button of this.querySelectorAll<HTMLElement>("[data-view]")) {
      button.setAttribute("aria-pressed", String((button.dataset["view"] === "preview") === preview));
    }
    if (preview) void this.#fetch();
    else if (!split) this.#area?.focus();
  }

  async #fetch(): Promise<void> {
    const text = this.#area?.value ?? "";
    const pane = this.#part(".editor__preview");
    if (text === this.#seen && pane.firstChild) return;
    if (!text.trim()) {
      pane.textContent = this.dataset["empty"] ?? "";
      return;
    }
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    pane.ariaBusy = "true";
    try {
      const answer = await fetch(this.dataset["preview"] ?? "", {
        method: "POST", body: new URLSearchParams({ body: text }), signal: request.signal,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      // The server's own renderer and sanitiser made this, as it will make the published text.
      pane.innerHTML = await answer.text();
      this.#seen = text;
      this.#say("");
    } catch {
      if (!request.signal.aborted) this.#say(this.dataset["failed"]);
    } finally {
      if (this.#request === request) pane.ariaBusy = "false";
    }
  }
}

/** A file that misses its place must not replace the page with what was written. */
function hold(event: DragEvent): void {
  if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
}

customElements.define("y-editor", YEditor);

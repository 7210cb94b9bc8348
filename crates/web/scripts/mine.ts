import { say, toasts } from "./toasts.ts";

interface Outcome { success: boolean; fetchResponse?: unknown }
interface Submission { submitter?: HTMLElement | null; formElement: HTMLFormElement }

/**
 * What is the viewer's own on pieces that are drawn for everybody: which reactions they pressed and
 * which things are theirs. It stands in the page as
 * `<y-mine hidden data-member="ID" data-pressed="post-X:like …">`.
 */
export class Mine {
  readonly #place = document.querySelector<HTMLElement>("y-mine");
  readonly #pressed = new Set(this.#place?.dataset["pressed"]?.split(" ").filter(Boolean));
  readonly #wishes = new Map<string, boolean>();

  constructor() {
    document.addEventListener("turbo:before-stream-render", (event) => this.#render(event));
    document.addEventListener("turbo:before-fetch-request", (event) => this.#finish(event));
    document.addEventListener("turbo:submit-start", (event) => this.#start(submission(event)));
    document.addEventListener("turbo:submit-end", (event) => {
      const { success, fetchResponse } = (event as CustomEvent<Outcome>).detail;
      // An answer brings its own words; a request that never arrived has none.
      if (!success && !fetchResponse) say(toasts()?.dataset["failed"] ?? "");
      this.#end(submission(event), success);
    });
  }

  /** Marks the buttons and shows what belongs to the viewer. */
  show(): void {
    if (!this.#place) return;
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-react]")) {
      mark(button, this.#pressed.has(button.dataset["react"] ?? ""));
    }
    const { member, team } = this.#place.dataset;
    for (const part of document.querySelectorAll<HTMLElement>("[data-own], [data-team]:not(y-mine)")) {
      part.hidden = part.dataset["own"] !== member && !(team !== undefined && "team" in part.dataset);
    }
  }

  /** What arrives is marked before it is painted. */
  #render(event: Event): void {
    const { detail } = event as CustomEvent<{ render: (stream: unknown) => Promise<void> | void }>;
    const draw = detail.render;
    detail.render = async (stream) => {
      await draw(stream);
      this.show();
    };
  }

  /** A press is heard to its end, even when the page is left at once. */
  #finish(event: Event): void {
    const { fetchOptions } = (event as CustomEvent<{ fetchOptions: RequestInit }>).detail;
    const form = event.target as Partial<Element> | null;
    if (form?.querySelector?.("[data-react]")) fetchOptions.keepalive = true;
  }

  /** A press shows at once. */
  #start({ submitter, formElement }: Submission): void {
    formElement.setAttribute("aria-busy", "true");
    const key = submitter?.dataset["react"];
    if (!submitter || !key) return;
    const wish = (submitter as HTMLButtonElement).value === "1";
    this.#wishes.set(key, wish);
    this.#set(key, wish);
    submitter.closest<HTMLElement>("[popover]")?.hidePopover();
  }

  /** It stays when the server agreed, and is taken back when not. */
  #end({ submitter, formElement }: Submission, agreed: boolean): void {
    formElement.removeAttribute("aria-busy");
    const key = submitter?.dataset["react"] ?? "";
    const wish = this.#wishes.get(key);
    if (wish !== undefined && !agreed) this.#set(key, !wish);
  }

  #set(key: string, on: boolean): void {
    if (on) this.#pressed.add(key);
    else this.#pressed.delete(key);
    const buttons = document.querySelectorAll<HTMLButtonElement>(`[data-react="${CSS.escape(key)}"]`);
    for (const button of buttons) mark(button, on);
  }
}

function submission(event: Event): Submission {
  return (event as CustomEvent<{ formSubmission: Submission }>).detail.formSubmission;
}

function mark(button: HTMLButtonElement, on: boolean): void {
  const pressed = String(on);
  if (button.getAttribute("aria-pressed") === pressed) return;
  button.setAttribute("aria-pressed", pressed);
  button.value = on ? "0" : "1";
  const word = button.querySelector<HTMLElement>("[data-on]");
  if (word) word.textContent = (on ? word.dataset["on"] : word.dataset["off"]) ?? "";
}

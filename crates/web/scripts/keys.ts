import { isImeKey, isTyping } from "./ime.ts";

const PLACES: Readonly<Record<string, string>> = {
  h: "/", n: "/notifications", s: "/studio", c: "/courses", i: "/inbox",
};
/** Where this browser keeps that single keys are switched off. */
const KEPT = "keys";
const LEADER_MS = 1200;
let leader = 0;

function items(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-item]")];
}

/** The item that holds the focus, or the first one in sight. */
function currentItem(): HTMLElement | undefined {
  return document.activeElement?.closest<HTMLElement>("[data-item]")
    ?? items().find((item) => item.getBoundingClientRect().bottom > innerHeight / 4);
}

function focusOn(element: HTMLElement | undefined): void {
  if (!element) return;
  const target = element.querySelector<HTMLElement>("h2 a") ?? element;
  if (target === element) element.tabIndex = -1;
  target.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest" });
}

function step(by: 1 | -1): void {
  const list = items();
  const held = document.activeElement?.closest<HTMLElement>("[data-item]");
  const at = held ? list.indexOf(held) : -1;
  focusOn(at < 0 ? currentItem() ?? list[0] : list[at + by]);
}

function heading(by: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>(".prose :is(h1, h2, h3)[id]")];
  const line = 120;
  const passed = all.filter((h) => h.getBoundingClientRect().top < line - (by < 0 ? 8 : -8)).length;
  const next = by > 0 ? all[passed] : all[passed - 2] ?? all[0];
  next?.scrollIntoView({ block: "start" });
}

function press(selector: string): void {
  (currentItem() ?? document).querySelector<HTMLElement>(selector)?.click();
}

const ACTS: Readonly<Record<string, () => void>> = {
  "?": () => (document.getElementById("keys") as HTMLDialogElement | null)?.showModal(),
  "/": () => {
    const field = document.querySelector<HTMLInputElement>("[data-search]");
    if (field) field.focus();
    else location.assign("/search");
  },
  j: () => step(1),
  k: () => step(-1),
  l: () => press("[data-react$=':like']"),
  b: () => press("[data-react$=':bookmark']"),
  c: () => document.querySelector<HTMLElement>(".talk textarea, .talk .reply")?.focus(),
  r: () => press("[data-reply]"),
  "[": () => heading(-1),
  "]": () => heading(1),
};

function areOn(): boolean {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
}

function keep(on: boolean): void {
  try {
    if (on) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, "off");
  } catch {
    // A browser without a store forgets it with the page.
  }
}

/** The switches stand hidden where no script runs: there are no single keys then. */
function offerSwitches(): void {
  for (const box of document.querySelectorAll<HTMLInputElement>("[data-keys]")) {
    box.checked = areOn();
    box.addEventListener("change", () => keep(box.checked));
    box.closest("[hidden]")?.removeAttribute("hidden");
  }
}

/** Ctrl or ⌘ with K searches from everywhere but a text, where it makes a link. */
function asksToSearch(event: KeyboardEvent): boolean {
  const ctrl = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  return ctrl && event.key.toLowerCase() === "k" && !event.defaultPrevented && !(event.target instanceof HTMLTextAreaElement);
}

/** Single keys; silent in fields, in dialogs, with an input method, and where a person switched them off. */
export function listenForKeys(): void {
  offerSwitches();
  document.addEventListener("keydown", (event) => {
    if (asksToSearch(event)) {
      event.preventDefault();
      ACTS["/"]?.();
      return;
    }
    if (isImeKey(event) || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!areOn()) return;
    const now = performance.now();
    const place = now < leader ? PLACES[event.key] : undefined;
    leader = 0;
    if (place) location.assign(place);
    else if (event.key === "g") leader = now + LEADER_MS;
    else if (ACTS[event.key]) ACTS[event.key]?.();
    else return;
    event.preventDefault();
  });
}

import { say, toasts } from "./toasts.ts";

/** Shows the copy buttons, which do nothing without a script, and gives every code block a head with one. */
export function offerCopying(): void {
  for (const button of document.querySelectorAll<HTMLElement>("button[data-copy][hidden]")) button.hidden = false;
  const texts = toasts()?.dataset;
  if (!texts?.["copy"]) return;
  for (const block of document.querySelectorAll<HTMLElement>(".prose pre")) {
    if (!block.closest(".code")) frame(block, texts["copy"], texts["copied"] ?? "");
  }
}

/** Puts a code block below a head with its language and a copy button. */
function frame(block: HTMLElement, label: string, done: string): void {
  const language = document.createElement("span");
  language.textContent = block.dataset["language"] ?? "";
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.dataset["copy"] = "";
  button.dataset["done"] = done;
  const head = document.createElement("div");
  head.className = "code__head";
  head.append(language, button);
  const sheet = document.createElement("div");
  sheet.className = "code";
  block.replaceWith(sheet);
  sheet.append(head, block);
}

async function copy(button: HTMLElement): Promise<void> {
  const code = button.closest(".code")?.querySelector("code");
  await navigator.clipboard.writeText(button.dataset["copy"] || code?.textContent || location.href);
  say(button.dataset["done"] || toasts()?.dataset["copied"] || "");
}

/** Copies on a press of any button with `data-copy`; an empty one copies the code beside it. */
export function listenForCopying(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element | null)?.closest<HTMLElement>("button[data-copy]");
    if (button) void copy(button);
  });
}

import { say, toasts } from "./toasts.ts";

/** Shows the copy buttons, which do nothing without a script, and gives every code block one. */
export function offerCopying(): void {
  for (const button of document.querySelectorAll<HTMLElement>("button[data-copy][hidden]")) button.hidden = false;
  const texts = toasts()?.dataset;
  if (!texts?.["copy"]) return;
  for (const block of document.querySelectorAll<HTMLElement>(".prose pre:not([data-copyable])")) {
    block.dataset["copyable"] = "";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pre-copy";
    button.textContent = texts["copy"];
    button.dataset["copy"] = "";
    button.dataset["done"] = texts["copied"] ?? "";
    block.prepend(button);
  }
}

async function copy(button: HTMLElement): Promise<void> {
  const code = button.parentElement?.querySelector("code");
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

import { listenForCopying, offerCopying } from "./copying.ts";
import { listenForDialogs } from "./dialogs.ts";
import { loadElements } from "./elements.ts";
import { listenForKeys } from "./keys.ts";
import { keepMoments, refreshMoments } from "./moments.ts";
import { followOutline } from "./outline.ts";
import { lapseToasts } from "./toasts.ts";
import { lookAgain } from "./waiting.ts";

/** What is done again whenever the page gets new parts. */
function settle(): void {
  offerCopying();
  loadElements();
}

/** What every page gets, visitors' pages too. All of it only betters what works without. */
export function startPage(): void {
  settle();
  keepMoments();
  followOutline();
  lapseToasts();
  lookAgain();
  listenForCopying();
  listenForDialogs();
  listenForKeys();
  document.querySelector<HTMLElement>("[data-focus]")?.focus();
}

/** Calls `then` after each batch of changes below the body, once a frame. */
export function onNewParts(then: () => void): void {
  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      settle();
      refreshMoments();
      then();
    });
  }).observe(document.body, { childList: true, subtree: true });
}

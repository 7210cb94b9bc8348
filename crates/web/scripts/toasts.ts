const SHOWN_MS = 6000;

/** The place for short words; it also carries the few texts that scripts say. */
export function toasts(): HTMLElement | null {
  return document.getElementById("toasts");
}

/** Says a short word. */
export function say(text: string): void {
  const place = toasts();
  if (!place || !text) return;
  const toast = document.createElement("output");
  toast.className = "toast";
  toast.textContent = text;
  place.append(toast);
}

/** Takes a toast away once it was seen; not while the pointer or the focus is in it, and not one that leads somewhere. */
function lapse(toast: HTMLElement): void {
  if (toast.querySelector("a")) return;
  const leave = () => {
    if (toast.matches(":hover, :focus-within")) setTimeout(leave, 1000);
    else toast.remove();
  };
  setTimeout(leave, SHOWN_MS);
}

/** Lets every toast lapse, whoever put it there. */
export function lapseToasts(): void {
  const place = toasts();
  if (!place) return;
  const all = (nodes: Iterable<Node>) => {
    for (const node of nodes) if (node instanceof HTMLElement) lapse(node);
  };
  all(place.children);
  new MutationObserver((changes) => changes.forEach((c) => all(c.addedNodes))).observe(place, { childList: true });
}

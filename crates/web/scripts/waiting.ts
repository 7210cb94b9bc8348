/**
 * Looks again every few seconds at a page that waits for something: the part with
 * `data-look="SECONDS"` takes what has changed, and when the page sends on, the browser goes there.
 * Without script such a page loads itself again.
 */
export function lookAgain(): void {
  const part = document.querySelector<HTMLElement>("[data-look]");
  if (part) setTimeout(() => void look(part), Number(part.dataset["look"]) * 1000);
}

async function look(part: HTMLElement): Promise<void> {
  const answer = await fetch(location.href, { redirect: "manual" }).catch(() => null);
  if (answer?.type === "opaqueredirect") {
    location.reload();
    return;
  }
  if (answer?.ok) take(part, await answer.text());
  lookAgain();
}

/** Replaces what differs, so that only news is read out. */
function take(part: HTMLElement, html: string): void {
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById(part.id);
  if (!fresh || fresh.innerHTML === part.innerHTML) return;
  if (!fresh.hasAttribute("data-look")) part.removeAttribute("data-look");
  part.replaceChildren(...fresh.childNodes);
}

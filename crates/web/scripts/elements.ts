/** Our elements that are loaded once one of them is on the page. */
const ELEMENTS: Readonly<Record<string, () => Promise<unknown>>> = {
  "y-editor": () => import("./y-editor.ts"),
  "y-pictures": () => import("./y-pictures.ts"),
  "y-passkey": () => import("./y-passkey.ts"),
  "y-tags": () => import("./y-tags.ts"),
};

/** Loads the scripts of the elements that stand on the page now. */
export function loadElements(): void {
  for (const [tag, load] of Object.entries(ELEMENTS)) {
    if (!customElements.get(tag) && document.querySelector(tag)) void load();
  }
}

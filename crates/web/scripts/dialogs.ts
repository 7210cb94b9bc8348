/** The picture of a link in a dialog of its own. */
function zoom(link: HTMLAnchorElement): void {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog zoom";
  const image = new Image();
  image.src = link.href;
  image.alt = link.querySelector("img")?.alt ?? "";
  dialog.append(image);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/**
 * Opens in a dialog what is also a page: `<a href="/page" data-dialog="id">`, and a picture's full
 * size. A press outside closes; the browser gives the focus back.
 */
export function listenForDialogs(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element | null;
    if (target instanceof HTMLDialogElement || target?.closest(".zoom")) {
      target?.closest("dialog")?.close();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const link = target?.closest<HTMLAnchorElement>("a[data-dialog], a[data-zoom]");
    if (!link) return;
    const dialog = document.getElementById(link.dataset["dialog"] ?? "");
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
    else if (link.dataset["zoom"] !== undefined) zoom(link);
    else return;
    event.preventDefault();
  });
}

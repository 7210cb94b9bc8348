import { write } from "./markdown.ts";

const KINDS = ["image/png", "image/jpeg", "image/webp", "image/gif"];
/** No screen shows more; what is wider is made narrower before it is sent. */
const WIDEST = 2560;
const LARGE = 8 * 1024 * 1024;
const AT_ONCE = 3;

interface Task { file: File; mark: string; row: HTMLLIElement; request?: XMLHttpRequest }

/** Pictures that are dropped, pasted or picked into the editor around this element. */
class YPictures extends HTMLElement {
  #area: HTMLTextAreaElement | null = null;
  #waiting: Task[] = [];
  #running = new Set<Task>();
  readonly #refused = new Map<Element, Task>();
  #count = 0;

  connectedCallback(): void {
    const editor = this.closest<HTMLElement>("y-editor");
    const area = editor?.querySelector("textarea");
    const input = editor?.querySelector<HTMLInputElement>("input[type=file]");
    if (!editor || !area || this.#area) return;
    this.#area = area;
    editor.addEventListener("paste", (event) => this.#take(event, event.clipboardData));
    editor.addEventListener("drop", (event) => this.#take(event, event.dataTransfer));
    this.addEventListener("click", (event) => this.#click(event.target as Element));
    this.addEventListener("input", (event) => this.#describe(event.target as HTMLInputElement));
    this.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault(); });
    area.form?.addEventListener("submit", (event) => this.#hold(event), { capture: true });
    const pick = () => { if (input?.files?.length) { this.#add(input.files); input.value = ""; } };
    input?.addEventListener("change", pick);
    pick();
  }

  disconnectedCallback(): void {
    for (const task of this.#running) task.request?.abort();
  }

  #word(name: string): string {
    return this.dataset[name] ?? "";
  }

  #take(event: Event, data: DataTransfer | null): void {
    if (!data?.files.length) return;
    event.preventDefault();
    this.#add(data.files);
  }

  /** A text is not sent while a picture of it is on its way; the place of one that failed goes. */
  #hold(event: Event): void {
    if (this.#running.size + this.#waiting.length === 0) {
      for (const { mark } of this.#refused.values()) this.#replace(mark, "");
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const status = this.closest("y-editor")?.querySelector(".editor__status");
    if (status) status.textContent = this.#word("wait");
  }

  #add(files: Iterable<File>): void {
    const area = this.#area;
    if (!area) return;
    for (const file of files) {
      const name = file.name.replace(/[[\]()\\]/gu, "");
      const mark = `![${this.#word("sending")} ${name}](upload:${this.#count += 1})`;
      const row = document.createElement("li");
      row.className = "upload";
      this.querySelector("ul")?.append(row);
      const task: Task = { file, mark, row };
      if (!KINDS.includes(file.type)) { this.#refuse(task, this.#word("kind"), false); continue; }
      const before = area.value.slice(0, area.selectionEnd);
      write(area, `${before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n"}${mark}\n\n`);
      this.#queue(task);
    }
  }

  #queue(task: Task): void {
    this.#refused.delete(task.row);
    const bar = document.createElement("progress");
    bar.className = "progress";
    bar.setAttribute("aria-label", task.file.name);
    task.row.replaceChildren(named(task.file.name), bar, button(this.#word("stop"), "stop"));
    this.#waiting.push(task);
    this.#next();
  }

  #next(): void {
    while (this.#running.size < AT_ONCE) {
      const task = this.#waiting.shift();
      if (!task) return;
      this.#running.add(task);
      void this.#send(task);
    }
  }

  async #send(task: Task): Promise<void> {
    const content = await narrower(task.file);
    if (!this.#running.has(task)) return;
    const most = Number(this.dataset["most"]);
    if (content.size > most) return this.#done(task, () => this.#refuse(task, this.#word("large"), false));
    const form = new FormData();
    form.append("file", content, "picture");
    const request = new XMLHttpRequest();
    task.request = request;
    const bar = task.row.querySelector("progress");
    request.upload.onprogress = ({ loaded, total }) => {
      if (loaded < total) bar?.setAttribute("value", String(loaded / total));
      else bar?.removeAttribute("value");
    };
    request.onload = () => this.#done(task, () => this.#answered(task, request));
    request.onerror = () => this.#done(task, () => this.#refuse(task, this.#word("failed"), true));
    request.open("POST", this.#word("post"));
    request.send(form);
  }

  #done(task: Task, then: () => void): void {
    if (this.#running.delete(task)) then();
    this.#next();
  }

  /** The server's own part of a page, or a sentence that says why not. */
  #answered(task: Task, request: XMLHttpRequest): void {
    const plain = request.getResponseHeader("content-type")?.startsWith("text/plain");
    if (request.status !== 201) return this.#refuse(task, plain ? request.responseText : this.#word("failed"), true);
    task.row.innerHTML = request.responseText;
    this.#replace(task.mark, task.row.querySelector("template")?.content.textContent ?? "");
  }

  #refuse(task: Task, why: string, again: boolean): void {
    const said = document.createElement("span");
    said.setAttribute("role", "alert");
    said.textContent = why;
    const acts = again ? [button(this.#word("again"), "again")] : [];
    task.row.replaceChildren(named(task.file.name), said, ...acts, button(this.#word("stop"), "stop"));
    const retry = task.row.querySelector<HTMLElement>("[data-act=again]");
    if (retry) retry.onclick = () => this.#queue(task);
    else this.#replace(task.mark, "");
    this.#refused.set(task.row, task);
  }

  #click(target: Element): void {
    const row = target.closest("li");
    const taken = target.closest<HTMLElement>("[data-take-out]");
    if (taken) this.#rewrite(taken.dataset["takeOut"], () => "");
    if (taken || target.closest("[data-act=stop]")) this.#drop(row);
  }

  #drop(row: Element | null): void {
    if (!row) return;
    const mine = (task: Task) => task.row === row;
    const task = [...this.#running, ...this.#waiting].find(mine) ?? this.#refused.get(row);
    this.#waiting = this.#waiting.filter((other) => other !== task);
    if (task) {
      task.request?.abort();
      this.#replace(task.mark, "");
      this.#done(task, () => {});
    }
    this.#refused.delete(row);
    row.remove();
    this.#area?.focus();
  }

  /** What the picture shows, written into the text as it is typed. */
  #describe(input: HTMLInputElement): void {
    const alt = input.value.replace(/[[\]\\]/gu, "\\$&");
    this.#rewrite(input.dataset["alt"], (address) => `![${alt}]${address}`);
  }

  #rewrite(id: string | undefined, to: (address: string) => string): void {
    const area = this.#area;
    const found = area && id ? new RegExp(`!\\[(?:[^\\]\\\\]|\\\\.)*\\](\\(/media/${id}/[^)]*\\))`, "u").exec(area.value) : null;
    if (found) this.#replace(found[0], to(found[1] ?? ""));
  }

  #replace(old: string, text: string): void {
    const area = this.#area;
    const at = area?.value.indexOf(old) ?? -1;
    if (!area || at < 0) return;
    area.setRangeText(text, at, at + old.length, "preserve");
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}

function named(name: string): HTMLElement {
  const part = document.createElement("span");
  part.className = "upload__name";
  part.textContent = name;
  return part;
}

function button(label: string, act: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "editor__drop";
  made.dataset["act"] = act;
  made.textContent = label;
  return made;
}

/** The same picture, no wider than any screen; what cannot be drawn here goes as it is. */
async function narrower(file: File): Promise<Blob> {
  if (file.type === "image/gif") return file;
  try {
    const picture = await createImageBitmap(file);
    if (picture.width <= WIDEST && file.size <= LARGE) return file;
    const scale = Math.min(1, WIDEST / picture.width);
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await new Promise<Blob | null>((give) => canvas.toBlob(give, file.type, 0.92));
    return made && made.size < file.size ? made : file;
  } catch {
    return file;
  }
}

customElements.define("y-pictures", YPictures);

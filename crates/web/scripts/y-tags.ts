import { isImeKey } from "./ime.ts";

const SEPARATOR = /[,，、]/u;

/** Words separated by commas become chips; the original field still carries them to the server. */
class YTags extends HTMLElement {
  #tags: string[] = [];
  #list = document.createElement("ul");
  #entry = document.createElement("input");
  #field: HTMLInputElement | null = null;

  connectedCallback(): void {
    const field = this.querySelector("input");
    if (!field || this.#field) return;
    this.#field = field;
    this.#tags = split(field.value);
    this.#list.className = "tagset";
    this.#entry.className = field.className;
    this.#entry.id = field.id;
    this.#entry.autocomplete = "off";
    const described = field.getAttribute("aria-describedby");
    if (described) this.#entry.setAttribute("aria-describedby", described);
    field.removeAttribute("id");
    field.type = "hidden";
    this.append(this.#list, this.#entry);
    this.#entry.addEventListener("keydown", (event) => this.#key(event));
    this.#entry.addEventListener("input", () => { if (SEPARATOR.test(this.#entry.value)) this.#take(); });
    this.#entry.addEventListener("blur", () => this.#take());
    field.addEventListener("change", () => {
      this.#tags = split(field.value);
      this.#draw();
    });
    this.#draw();
  }

  /** Enter makes a chip and never sends the form, which is not yet what somebody wants to publish. */
  #key(event: KeyboardEvent): void {
    if (isImeKey(event)) return;
    if (event.key === "Enter") {
      this.#take();
      if (event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Backspace" && !this.#entry.value) {
      this.#tags.pop();
      this.#draw();
    }
  }

  #take(): void {
    const limit = Number(this.dataset["max"] ?? 5);
    this.#tags = [...new Set([...this.#tags, ...split(this.#entry.value)])].slice(0, limit);
    this.#entry.value = "";
    this.#draw();
  }

  #draw(): void {
    const field = this.#field;
    const text = this.#tags.join(", ");
    if (field && field.value !== text) {
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.#list.hidden = this.#tags.length === 0;
    this.#list.replaceChildren(...this.#tags.map((tag) => this.#chip(tag)));
  }

  #chip(tag: string): HTMLLIElement {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "×";
    button.setAttribute("aria-label", `${this.dataset["remove"] ?? ""} ${tag}`);
    button.addEventListener("click", () => {
      this.#tags = this.#tags.filter((other) => other !== tag);
      this.#draw();
      this.#entry.focus();
    });
    item.append(tag, button);
    return item;
  }
}

function split(text: string): string[] {
  return text.split(SEPARATOR).map((tag) => tag.trim()).filter(Boolean);
}

customElements.define("y-tags", YTags);

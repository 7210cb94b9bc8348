import { DraftBox, cameBack, noteSent } from "./drafts.ts";

const LOCAL_WAIT_MS = 300;
const SERVER_WAIT_MS = 5000;
const SERVER_PATIENCE_MS = 8000;
/** The most bytes that a browser still sends for a page that is being left. */
const FAREWELL_MAX = 60_000;

type Fields = Record<string, string>;

/** The words that are said: where it is kept, and that the server no longer knows who writes. */
export interface Words { saved: string; synced: string; away: string }

/**
 * Keeps what stands in a form: in this browser at once, and where the form names an address
 * (`data-keep`), also on the server, which answers with the draft's id.
 */
export class Keeper {
  readonly #form: HTMLFormElement;
  readonly #key: string;
  readonly #box: DraftBox;
  readonly #words: Words;
  readonly #say: (text: string) => void;
  readonly #ended = new AbortController();
  readonly #blank: Fields;
  #local = 0;
  #remote = 0;
  #flight: Promise<void> | null = null;
  #last: string;
  #going = false;

  constructor(form: HTMLFormElement, key: string, words: Words, say: (text: string) => void) {
    this.#form = form;
    this.#words = words;
    this.#say = say;
    this.#blank = snapshot(form);
    this.#last = JSON.stringify(this.#blank);
    const draft = this.#blank["draft"];
    // A draft that was opened from the list is not the text that this browser was last busy with.
    this.#key = draft && new DraftBox(key).load()?.fields["draft"] !== draft ? `draft-${draft}` : key;
    this.#box = new DraftBox(this.#key);
    const { signal } = this.#ended;
    for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.#changed(), { signal });
    form.addEventListener("submit", (event) => this.#submit(event), { signal });
    addEventListener("pagehide", () => this.#leave(), { signal });
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.#leave(); }, { signal });
  }

  stop(): void {
    clearTimeout(this.#local);
    clearTimeout(this.#remote);
    this.#ended.abort();
  }

  /** What was not sent last time comes back, unless the server has filled in what is newer. */
  restore(): boolean {
    const again = cameBack(this.#key);
    const kept = this.#box.load();
    if (!kept || (hasText(this.#form) && (again || kept.synced))) return false;
    if (JSON.stringify(kept.fields) === this.#last || !Object.values(kept.fields).some((text) => text.trim())) return false;
    fill(this.#form, kept.fields);
    this.#last = JSON.stringify(snapshot(this.#form));
    return true;
  }

  /** Puts the form back as the server gave it. */
  drop(): void {
    fill(this.#form, this.#blank);
    this.accepted();
  }

  /** The server has what was sent: nothing is left to keep. */
  accepted(): void {
    clearTimeout(this.#local);
    clearTimeout(this.#remote);
    this.#last = JSON.stringify(snapshot(this.#form));
    this.#box.forget();
  }

  /** Keeps it in this browser now. */
  save(): void {
    clearTimeout(this.#local);
    const fields = snapshot(this.#form);
    const now = JSON.stringify(fields);
    if (now === this.#last) return;
    this.#last = now;
    if (!hasText(this.#form)) this.#box.forget();
    else if (this.#box.save(fields, false)) this.#tell(this.#words.saved);
    if (this.#form.dataset["keep"]) this.#remote ||= setTimeout(() => this.#push(), SERVER_WAIT_MS);
  }

  #changed(): void {
    this.#going = false;
    clearTimeout(this.#local);
    this.#local = setTimeout(() => this.save(), LOCAL_WAIT_MS);
  }

  #leave(): void {
    this.save();
    if (this.#remote && !this.#going) this.#push(true);
  }

  /** A draft that is just being made must be known to the server under its id before the form goes. */
  #submit(event: SubmitEvent): void {
    this.save();
    clearTimeout(this.#remote);
    this.#remote = 0;
    if (this.#flight) {
      const { submitter } = event;
      event.preventDefault();
      void this.#flight.then(() => this.#form.requestSubmit(submitter));
      return;
    }
    this.#going = true;
    if (this.#form.dataset["turbo"] !== "true") noteSent(this.#key);
  }

  #tell(word: string): void {
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    this.#say(`${word} ${time}`);
  }

  #push(leaving = false): void {
    clearTimeout(this.#remote);
    this.#remote = 0;
    const fields = snapshot(this.#form);
    // One at a time: two that make a draft would make two drafts.
    if (!hasText(this.#form) || (this.#flight && !fields["draft"])) return;
    const sent = this.#send(fields, leaving);
    this.#flight = sent.finally(() => { this.#flight = null; });
  }

  async #send(fields: Fields, leaving: boolean): Promise<void> {
    const body = new URLSearchParams(fields);
    try {
      const answer = await fetch(this.#form.dataset["keep"] ?? "", {
        method: "POST", body, redirect: "manual", keepalive: leaving && String(body).length < FAREWELL_MAX,
        signal: leaving ? null : AbortSignal.timeout(SERVER_PATIENCE_MS),
      });
      if (answer.type === "opaqueredirect") this.#say(this.#words.away);
      // The draft was thrown away elsewhere: the next words begin another.
      else if (answer.status === 404 && fields["draft"]) this.#draft("");
      else if (answer.ok) this.#synced(fields, await answer.text());
    } catch {
      // This browser keeps it; the next change asks again.
    }
  }

  #synced(fields: Fields, draft: string): void {
    this.#draft(draft);
    const kept = { ...fields, draft };
    const is_newest = JSON.stringify(kept) === JSON.stringify(snapshot(this.#form));
    if (!is_newest) return;
    this.#last = JSON.stringify(kept);
    this.#box.save(kept, true);
    this.#tell(this.#words.synced);
  }

  #draft(id: string): void {
    const field = this.#form.elements.namedItem("draft");
    if (field instanceof HTMLInputElement) field.value = id;
  }
}

function snapshot(form: HTMLFormElement): Fields {
  const pairs = [...new FormData(form)].filter((pair): pair is [string, string] => typeof pair[1] === "string");
  return Object.fromEntries(pairs);
}

/** Whether somebody has written something: a choice alone is nothing to keep. */
function hasText(form: HTMLFormElement): boolean {
  const fields = form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("textarea[name], input[type=text][name]");
  return [...fields].some((field) => field.value.trim());
}

function fill(form: HTMLFormElement, fields: Fields): void {
  for (const [name, value] of Object.entries(fields)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLSelectElement && ![...field.options].some((option) => option.value === value)) continue;
    if (!field || !("value" in field) || field.value === value) continue;
    field.value = value;
    if (field instanceof Element) field.dispatchEvent(new Event("change"));
  }
}

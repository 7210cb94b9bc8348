const KEPT_MS = 90 * 24 * 3600 * 1000;
const PREFIX = "draft:";

interface Draft { at: number; text: string }

/** A text that was not sent yet, kept in this browser for 90 days. */
export class DraftBox {
  readonly #key: string;

  constructor(key: string) {
    this.#key = PREFIX + key;
    sweep();
  }

  load(): string | null {
    return read(this.#key)?.text ?? null;
  }

  /** Keeps the text, or forgets it when it is empty. A full or forbidden store keeps nothing. */
  save(text: string): boolean {
    try {
      if (text.trim()) localStorage.setItem(this.#key, JSON.stringify({ at: Date.now(), text } satisfies Draft));
      else localStorage.removeItem(this.#key);
      return true;
    } catch {
      return false;
    }
  }

  forget(): void {
    this.save("");
  }
}

function read(key: string): Draft | null {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? "null") as Draft | null;
    return draft && Date.now() - draft.at < KEPT_MS ? draft : null;
  } catch {
    return null;
  }
}

function sweep(): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && !read(key)) localStorage.removeItem(key);
    }
  } catch {
    // A browser without a store has nothing to sweep.
  }
}

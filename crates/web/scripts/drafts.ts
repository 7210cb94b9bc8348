const KEPT_MS = 90 * 24 * 3600 * 1000;
const PREFIX = "draft:";
const SENT = "sent";
/** Where a form leads once the server has taken what it sent. */
const ACCEPTED = /^\/(p\/|me\/drafts)/u;

/** What stood in a form, by the names of its fields, and whether the server keeps the same. */
export interface Draft { at: number; fields: Record<string, string>; synced: boolean }

/** What was not sent yet, kept in this browser for 90 days. */
export class DraftBox {
  readonly #key: string;

  constructor(key: string) {
    this.#key = PREFIX + key;
    sweep();
  }

  load(): Draft | null {
    return read(this.#key);
  }

  /** Keeps it. A full or forbidden store keeps nothing. */
  save(fields: Record<string, string>, synced: boolean): boolean {
    try {
      localStorage.setItem(this.#key, JSON.stringify({ at: Date.now(), fields, synced } satisfies Draft));
      return true;
    } catch {
      return false;
    }
  }

  forget(): void {
    try {
      localStorage.removeItem(this.#key);
    } catch {
      // A browser without a store has nothing to forget.
    }
  }
}

/** Notes that a form goes to the server, which answers with another page: until that page is seen, its text stays. */
export function noteSent(key: string): void {
  try {
    sessionStorage.setItem(SENT, JSON.stringify([key, location.pathname]));
  } catch {
    // Then the text stays for its 90 days.
  }
}

function sent(): [key: string, from: string] | null {
  try {
    return JSON.parse(sessionStorage.getItem(SENT) ?? "null") as [string, string] | null;
  } catch {
    return null;
  }
}

/** Whether the form with this key was sent and is here again, so that what the server filled in is the newest. */
export function cameBack(key: string): boolean {
  if (sent()?.[0] !== key) return false;
  sessionStorage.removeItem(SENT);
  return true;
}

/** Forgets what was sent once its form has led on to a page that says so; sign-in and refusals do not. */
export function forgetAccepted(): void {
  const [key, from] = sent() ?? [];
  if (!key || !from || location.pathname === from || !ACCEPTED.test(location.pathname)) return;
  if (!document.referrer || new URL(document.referrer).pathname !== from) return;
  sessionStorage.removeItem(SENT);
  new DraftBox(key).forget();
}

function read(key: string): Draft | null {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? "null") as Draft | null;
    return draft?.fields && Date.now() - draft.at < KEPT_MS ? draft : null;
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

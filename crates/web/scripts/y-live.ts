import { renderStreamMessage } from "@hotwired/turbo";

const OFF_SHOWN_MS = 5000;
const BACK_SHOWN_MS = 3000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** What the server sends besides Turbo Streams: a topic that is not (or no longer) open, the wish
 * that the page be loaded anew, the place up to which a topic, or all that have caught up, has come. */
interface Word { refused?: string; reload?: true; place?: string; of?: string }

/** The last line of what is shown live: its event's place. */
const PLACE = /\n(\d+)$/;

/**
 * `<y-live topic="post:X me" since="…">`: the line over which this page is kept up to date. It opens
 * when the page is shown and closes when it is left, so that the page can rest in the browser's
 * memory; after a cut it comes back by itself and catches up from where it was.
 */
export class YLive extends HTMLElement {
  #socket: WebSocket | null = null;
  #since = new Map<string, string>();
  /** Topics that have caught up over this socket: what is shown from then on moves them along. */
  #even = new Set<string>();
  #tries = 0;
  #retry = 0;
  #offline = 0;
  readonly #show = () => this.#open();
  readonly #hide = () => this.#leave();
  readonly #wake = () => {
    if (!document.hidden && !this.#socket) this.#open();
  };

  connectedCallback(): void {
    const since = this.getAttribute("since") ?? "";
    for (const topic of (this.getAttribute("topic") ?? "").split(" ").filter(Boolean)) {
      this.#since.set(topic, since);
    }
    addEventListener("pageshow", this.#show);
    addEventListener("pagehide", this.#hide);
    addEventListener("online", this.#wake);
    document.addEventListener("visibilitychange", this.#wake);
    if (document.readyState === "complete") this.#open();
  }

  disconnectedCallback(): void {
    removeEventListener("pageshow", this.#show);
    removeEventListener("pagehide", this.#hide);
    removeEventListener("online", this.#wake);
    document.removeEventListener("visibilitychange", this.#wake);
    this.#leave();
  }

  #open(): void {
    if (this.#socket || this.#since.size === 0) return;
    clearTimeout(this.#retry);
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/live`);
    this.#socket = socket;
    socket.addEventListener("open", () => this.#opened(socket));
    socket.addEventListener("message", (event) => this.#received(String(event.data)));
    socket.addEventListener("close", () => this.#closed(socket));
  }

  #opened(socket: WebSocket): void {
    this.#tries = 0;
    this.#even.clear();
    for (const [topic, since] of this.#since) socket.send(JSON.stringify({ sub: topic, since }));
    clearTimeout(this.#offline);
    this.#offline = 0;
    if (!this.firstElementChild) return;
    this.#say(this.dataset["on"] ?? "", "ok");
    setTimeout(() => this.replaceChildren(), BACK_SHOWN_MS);
  }

  #received(data: string): void {
    if (!data.startsWith("{")) {
      const place = PLACE.exec(data);
      renderStreamMessage(place ? data.slice(0, place.index) : data);
      if (place?.[1]) this.#reached(place[1]);
      return;
    }
    const word = JSON.parse(data) as Word;
    if (word.reload) location.reload();
    if (word.refused) {
      this.#since.delete(word.refused);
      this.#even.delete(word.refused);
    }
    if (word.of) this.#even.add(word.of);
    if (word.place) this.#reached(word.place, word.of);
  }

  /** Nothing up to this place was missed: on one topic, or on all that have caught up. */
  #reached(place: string, of?: string): void {
    for (const topic of of ? [of] : this.#even) this.#since.set(topic, place);
  }

  /** A cut: the word after five seconds, another try after a wait that doubles, with jitter. */
  #closed(socket: WebSocket): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    this.#offline ||= setTimeout(() => this.#say(this.dataset["off"] ?? "", "warn"), OFF_SHOWN_MS);
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#tries);
    this.#tries += 1;
    this.#retry = setTimeout(() => this.#open(), wait * (0.5 + Math.random() / 2));
  }

  /** The page is left: nothing is retried and nothing is said. */
  #leave(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#offline);
    this.#offline = 0;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #say(text: string, kind: "ok" | "warn"): void {
    const line = document.createElement("p");
    line.className = `banner banner--${kind}`;
    line.setAttribute("role", "status");
    line.textContent = text;
    this.replaceChildren(line);
  }
}

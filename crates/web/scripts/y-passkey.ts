import { say } from "./toasts.ts";

interface Known { id: string }
interface Asked { challenge: string; user: Known; excludeCredentials?: Known[]; allowCredentials?: Known[] }
interface Question { options: { publicKey: Asked }; token: string }
interface Refusal { title?: string; code?: string }
type Answer = Record<string, unknown>;

/**
 * A button that asks the device for a passkey. `data-mode` is `sign-in`, `fresh` (prove again who is signed
 * in) or `register`; `data-begin` gives the question, `data-finish` takes the answer and says where to go.
 * It stays hidden where the browser has no passkeys.
 */
class YPasskey extends HTMLElement {
  #field: HTMLInputElement | null = null;

  connectedCallback(): void {
    if (!globalThis.PublicKeyCredential) return;
    this.hidden = false;
    this.#field = this.querySelector("input");
    const button = this.querySelector("button");
    if (!button) return;
    button.type = "button";
    button.addEventListener("click", () => void this.#press(button));
  }

  async #press(button: HTMLButtonElement): Promise<void> {
    if (this.#field && !this.#field.reportValidity()) return;
    button.disabled = true;
    this.setAttribute("aria-busy", "true");
    try {
      await this.#ask();
    } catch (error) {
      // Whoever closes the device's own dialog knows that they did.
      if (!(error instanceof DOMException && error.name === "AbortError")) this.#failed(error);
    }
    button.disabled = false;
    this.removeAttribute("aria-busy");
  }

  async #ask(): Promise<void> {
    const { begin, finish, back } = this.dataset;
    const question = await post<Question>(begin ?? "", {});
    const answer = this.dataset["mode"] === "register" ? await made(question) : await given(question);
    const body: Answer = { token: question.token, answer };
    if (this.#field) body["name"] = this.#field.value;
    else if (back) body["back"] = back;
    const { next } = await post<{ next: string }>(finish ?? "", body);
    location.assign(next);
  }

  #failed(error: unknown): void {
    if (error instanceof Refused && error.code === "session.reauthenticate") {
      location.assign(`/settings/confirm?back=${encodeURIComponent(location.pathname)}`);
      return;
    }
    say(error instanceof Refused && error.message ? error.message : this.dataset["failed"] ?? "");
  }
}

/** What the server said instead of an answer. */
class Refused extends Error {
  constructor(readonly code: string, title: string) { super(title); }
}

async function post<T>(path: string, body: unknown): Promise<T> {
  const answer = await fetch(path, {
    method: "POST", body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", Accept: "application/json" },
  });
  if (answer.ok) return await answer.json() as T;
  const refusal = await answer.json().catch(() => ({})) as Refusal;
  throw new Refused(refusal.code ?? "", refusal.title ?? "");
}

async function made({ options }: Question): Promise<Answer> {
  const { publicKey: asked } = options;
  const publicKey = {
    ...asked, challenge: bytes(asked.challenge), user: { ...asked.user, id: bytes(asked.user.id) },
    excludeCredentials: read(asked.excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions;
  const key = await navigator.credentials.create({ publicKey }) as PublicKeyCredential;
  const response = key.response as AuthenticatorAttestationResponse;
  return {
    ...envelope(key),
    response: {
      attestationObject: text(response.attestationObject), clientDataJSON: text(response.clientDataJSON),
      transports: response.getTransports?.() ?? [],
    },
  };
}

async function given({ options }: Question): Promise<Answer> {
  const { publicKey: asked } = options;
  const publicKey = {
    ...asked, challenge: bytes(asked.challenge), allowCredentials: read(asked.allowCredentials),
  } as unknown as PublicKeyCredentialRequestOptions;
  const key = await navigator.credentials.get({ publicKey }) as PublicKeyCredential;
  const response = key.response as AuthenticatorAssertionResponse;
  return {
    ...envelope(key),
    response: {
      authenticatorData: text(response.authenticatorData), clientDataJSON: text(response.clientDataJSON),
      signature: text(response.signature), userHandle: response.userHandle ? text(response.userHandle) : null,
    },
  };
}

function envelope(key: PublicKeyCredential): Answer {
  return { id: key.id, rawId: text(key.rawId), type: key.type, extensions: key.getClientExtensionResults() };
}

function read(known: Known[] = []): object[] {
  return known.map((key) => ({ ...key, id: bytes(key.id) }));
}

/** Base64url, as WebAuthn writes bytes in JSON. */
function text(buffer: ArrayBuffer): string {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replace(/\+/gu, "-").replace(/\//gu, "_").replace(/=+$/u, "");
}

function bytes(base64url: string): Uint8Array {
  const binary = atob(base64url.replace(/-/gu, "+").replace(/_/gu, "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

customElements.define("y-passkey", YPasskey);

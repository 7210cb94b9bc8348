// The part of Turbo that we call; the package ships no types.
declare module "@hotwired/turbo" {
  /** Applies the `<turbo-stream>` elements of a text, in order. */
  export function renderStreamMessage(message: string): void;
  export const config: { drive: { enabled: boolean }; forms: { submitter: "disabled" | "aria-disabled" } };
}

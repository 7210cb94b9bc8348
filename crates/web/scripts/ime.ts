/**
 * Whether a key belongs to an input method. Safari ends the composition before the last keydown,
 * which then only carries the code 229.
 */
export function isImeKey(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** Whether the person is typing somewhere, so that single keys are letters. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement
    && (target.isContentEditable || target.closest("input, textarea, select, dialog[open]") !== null);
}

/** What a person does at a window. */
const inputs = ['pointerdown', 'pointerup', 'click', 'keydown', 'keyup', 'input', 'change', 'drop'] as const;

/** When a person last did something here. */
export interface LastInput {
  /** ms since 1970, with fractions; null: nothing yet. */
  at(): number | null;
}

/** Remembers it for a window. Events that a program makes up are nobody's. */
export function rememberInput(target: EventTarget): LastInput {
  let last: number | null = null;
  for (const type of inputs)
    target.addEventListener(
      type,
      ({ isTrusted, timeStamp }) => {
        if (isTrusted) last = performance.timeOrigin + timeStamp;
      },
      // Before whatever it sets off.
      { capture: true, passive: true },
    );
  return { at: () => last };
}

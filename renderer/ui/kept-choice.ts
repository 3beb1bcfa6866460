/** A choice that is kept on this computer, for whoever sits at it. */
export interface KeptChoice<Choice extends string> {
  /** What was chosen. A storage that cannot be read, or holds another word, counts as `system`. */
  chosen(): Choice | 'system';
  /** Keeps it for good. False where nothing can be stored: then it holds until the window closes. */
  keep(choice: Choice | 'system'): boolean;
}

/** One of these, or `system`: as the computer is set. */
export function keptChoice<Choice extends string>(
  key: string,
  choices: readonly Choice[],
): KeptChoice<Choice> {
  return {
    chosen() {
      try {
        const stored = window.localStorage.getItem(key);
        return choices.find((choice) => choice === stored) ?? 'system';
      } catch {
        return 'system';
      }
    },
    keep(choice) {
      try {
        if (choice === 'system') window.localStorage.removeItem(key);
        else window.localStorage.setItem(key, choice);
        return true;
      } catch {
        return false;
      }
    },
  };
}

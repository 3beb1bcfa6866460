/** `not checked`: it could not be found out, or does not apply here; `found` says why. */
export const verdicts = ['ok', 'warning', 'problem', 'not checked'] as const;
export type Verdict = (typeof verdicts)[number];

/** What one check found, and what to do about it. */
export interface Finding {
  readonly verdict: Verdict;
  /** In one plain sentence, with numbers. */
  readonly found: string;
  /** What to do; null where there is nothing to do. */
  readonly remedy: string | null;
}

/** One subject that is looked at. A check changes nothing that was there before it. */
export interface Check {
  /** What a person calls it: `Data folder`. */
  readonly subject: string;
  /** Looks, and answers with one finding or more. What it throws becomes `not checked`. */
  readonly look: (signal: AbortSignal) => Promise<Finding | readonly Finding[]>;
  /** Milliseconds until it is given up; 10 s when left out. */
  readonly deadlineMs?: number;
}

export const ok = (found: string): Finding => ({ verdict: 'ok', found, remedy: null });
export const warning = (found: string, remedy: string): Finding => ({ verdict: 'warning', found, remedy });
export const problem = (found: string, remedy: string): Finding => ({ verdict: 'problem', found, remedy });
export const notChecked = (found: string, remedy: string | null = null): Finding => ({
  verdict: 'not checked',
  found,
  remedy,
});

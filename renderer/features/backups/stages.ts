import type { BackupState } from '#shared/contract/backups.ts';
import { t } from '#shared/language/t.ts';

type What = NonNullable<BackupState['running']>['what'];

/** A part of the work as a person thinks of it, and the steps of the console that belong to it. */
interface Part {
  readonly name: string;
  readonly steps: readonly string[];
}

/** The steps as the console names them, and what they are called here. */
const stepWords: Readonly<Record<string, string>> = {
  Begin: t`Begin`,
  'Take a snapshot': t`Take a snapshot`,
  'Take the other files along': t`Take the other files along`,
  Count: t`Count the rows`,
  'Compress, encrypt, write': t`Compress, encrypt, write`,
  'Read back, decrypt, decompress': t`Read back, decrypt, decompress`,
  'Check the database': t`Check the database`,
  'Check the history, row by row': t`Check the history, row by row`,
  'Compare the bytes': t`Compare the bytes`,
};

/** One that is not known here (the name of a place) is said as it is. */
export const stepWord = (step: string): string =>
  Object.hasOwn(stepWords, step) ? (stepWords[step] ?? step) : step;

const snapshot: Part = {
  name: t`Snapshot`,
  steps: ['Take a snapshot', 'Take the other files along', 'Count'],
};
const write: Part = { name: t`Compress, encrypt, write`, steps: ['Compress, encrypt, write'] };
const decrypt: Part = { name: t`Decrypt, decompress`, steps: ['Read back, decrypt, decompress'] };
const check: Part = { name: t`Check`, steps: ['Check the database', 'Check the history, row by row'] };

const known: Readonly<Record<What, readonly Part[]>> = {
  backup: [snapshot, write, decrypt, check],
  verify: [decrypt, check],
  drill: [decrypt, check],
  restore: [decrypt, check],
};

export interface Stage {
  readonly name: string;
  readonly state: 'done' | 'now' | 'next';
  /** 0 to 1: how far this part is. Null: it runs, and nobody can say. */
  readonly part: number | null;
}

/**
 * The parts of the work, each with a ruler of its own: how long one takes against another is not known, so they share none. `part`:
 * how far the step that runs is. A step that is none of those known stands alone: nothing is made up about what comes after it.
 */
export function stagesOf(what: What, step: string, part: number | null): readonly Stage[] {
  const parts = known[what];
  const at = parts.findIndex(({ steps }) => steps.includes(step));
  if (at < 0) return [{ name: stepWord(step), state: 'now', part }];
  return parts.map(({ name, steps }, index) => {
    if (index !== at) return { name, state: index < at ? 'done' : 'next', part: index < at ? 1 : 0 };
    // A part of several steps is as far as its step is, so it never goes back.
    const before = steps.indexOf(step);
    const now = steps.length > 1 && part !== null ? (before + part) / steps.length : part;
    return { name: steps.length > 1 ? stepWord(step) : name, state: 'now', part: now };
  });
}

import { Fault } from '#shared/faults.ts';
import type { LineRow } from '#main/history/lines.ts';

/** Sees that all lines are of one instrument: what was sent to one must not be sent to another. */
export function oneInstrument(): { saw(line: LineRow): void } {
  let seen: string | null = null;
  return {
    saw({ instrument }) {
      if (seen !== null && instrument !== seen)
        throw new Fault('INPUT_INVALID', 'This stretch has lines of more than one instrument.', {
          remedy: 'Choose one of its instruments.',
        });
      seen = instrument;
    },
  };
}

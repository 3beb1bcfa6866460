import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import {
  changeFault,
  FaultWordError,
  faultWords,
  parseFault,
  printFaults,
} from '#main/simulator/fault-words.ts';
import type { Faults } from '#main/simulator/faults.ts';
import { type SimulatedKey, simulatedKeys } from '#main/simulator/keys.ts';
import { UsageError } from './cli-usage.ts';

/** One fault of one simulated instrument, as typed. */
export interface TypedFault {
  readonly key: SimulatedKey;
  readonly change: ReturnType<typeof parseFault>;
}

/** Reads `meter:slow=500` of the command line. Throws a UsageError. */
export const parseFaultOption = (text: string): TypedFault => understood(text, ':');

/** Makes the change, and says what is wrong with the instrument now. */
export function applyFault(faults: Readonly<Record<SimulatedKey, Faults>>, typed: TypedFault): string {
  changeFault(faults[typed.key], typed.change);
  return `${typed.key}: ${printFaults(faults[typed.key])}`;
}

/**
 * Follows lines such as `load slow 500`, `meter garbled` and `meter ok`, and answers each through `say`. Its end changes
 * nothing. Returns what stops it.
 */
export function followFaultLines(
  input: Readable,
  faults: Readonly<Record<SimulatedKey, Faults>>,
  say: (line: string) => void,
): () => void {
  const lines = createInterface({ input });
  // A terminal that goes away: nobody types any more.
  input.on('error', () => lines.close());
  lines.on('line', (line) => {
    const text = line.trim();
    if (text === '') return;
    if (text === 'help') {
      for (const each of faultHelp) say(each);
      for (const key of simulatedKeys) say(`${key}: ${printFaults(faults[key])}`);
      return;
    }
    try {
      say(applyFault(faults, understood(text, ' ')));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      say(`${error.message}. Type help to see what there is.`);
    }
  });
  return () => lines.close();
}

const faultHelp: readonly string[] = [
  'Type an instrument and what goes wrong, as in "load slow 500", "meter garbled", "meter garbled off" or "meter ok".',
  `Instruments: ${simulatedKeys.join(', ')}.`,
  `Faults: ${faultWords.join(', ')}.`,
];

function understood(text: string, separator: ':' | ' '): TypedFault {
  const at = text.indexOf(separator);
  const name = at === -1 ? text : text.slice(0, at);
  const key = simulatedKeys.find((each) => each === name);
  if (key === undefined)
    throw new UsageError(`"${name}" is not a simulated instrument. There are ${simulatedKeys.join(', ')}`);
  try {
    if (at === -1) throw new FaultWordError(`say what goes wrong with the ${key}: ${faultWords.join(', ')}`);
    return { key, change: parseFault(text.slice(at + 1)) };
  } catch (error) {
    if (error instanceof FaultWordError) throw new UsageError(error.message);
    throw error;
  }
}

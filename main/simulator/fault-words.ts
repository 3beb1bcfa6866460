import type { Faults } from './faults.ts';

const switches = [
  'silent',
  'closing',
  'stale',
  'garbled',
  'unterminated',
  'partial',
  'lying',
  'flood',
  'refusing',
] as const satisfies readonly (keyof Faults)[];
type Switch = (typeof switches)[number];
const times = { slow: 'slowMs', unsolicited: 'unsolicitedMs' } as const;
type Time = keyof typeof times;
const timeWords = Object.keys(times) as Time[];
/** Ten minutes. */
const longestMs = 600_000;

/** One change of what goes wrong. `ok` takes every fault away. */
export type FaultChange =
  | { readonly name: 'ok' }
  | { readonly name: Time; readonly ms: number }
  | { readonly name: Switch; readonly on: boolean };

/** Words that name no fault. The message begins small and has no full stop. */
export class FaultWordError extends Error {}

/** What can be said to `parseFault`, for help. */
export const faultWords: readonly string[] = [...timeWords.map((word) => `${word}=MS`), ...switches, 'ok'];

/** Reads `slow=500`, `slow 500`, `garbled`, `garbled off` or `ok`. Throws a FaultWordError. */
export function parseFault(text: string): FaultChange {
  const [name = '', value, ...more] = text.trim().split(/\s*=\s*|\s+/);
  const time = timeWords.find((word) => word === name);
  if (time !== undefined) {
    if (value === undefined || more.length > 0 || !/^\d{1,6}$/.test(value) || Number(value) > longestMs)
      throw new FaultWordError(`"${name}" needs milliseconds from 0 to ${longestMs}, as in ${name}=500`);
    return { name: time, ms: Number(value) };
  }
  const fault = switches.find((word) => word === name);
  if (fault !== undefined) {
    if (more.length > 0 || (value !== undefined && value !== 'on' && value !== 'off'))
      throw new FaultWordError(`"${name}" takes "on", "off" or nothing`);
    return { name: fault, on: value !== 'off' };
  }
  if (name !== 'ok') throw new FaultWordError(`"${name}" is not a fault. There are ${faultWords.join(', ')}`);
  if (value !== undefined) throw new FaultWordError('"ok" takes nothing');
  return { name };
}

/** Makes the change. */
export function changeFault(faults: Faults, change: FaultChange): void {
  if ('ms' in change) faults[times[change.name]] = change.ms;
  else if ('on' in change) faults[change.name] = change.on;
  else faults.clear();
}

/** What is wrong now, in the words that `parseFault` reads, a space between them; `ok` when nothing is. */
export function printFaults(faults: Faults): string {
  const words = [
    ...timeWords.filter((word) => faults[times[word]] > 0).map((word) => `${word}=${faults[times[word]]}`),
    ...switches.filter((word) => faults[word]),
  ];
  return words.length === 0 ? 'ok' : words.join(' ');
}

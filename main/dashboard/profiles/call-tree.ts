import { Fault } from '#shared/faults.ts';

/** A function as V8 names it. Lines count from 0, as in the file; -1 where there is none. */
export interface Callee {
  readonly name: string;
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/** Calls of a profile: each from the one at `parent`, which comes before it. The first is the root. */
export interface CallTree {
  readonly kind: 'cpu' | 'heap';
  readonly callees: readonly Callee[];
  /** Index of the caller; -1 of the root. */
  readonly parents: Int32Array;
  /** Weight of each without what it calls: ms, or bytes. */
  readonly self: Float64Array;
  /** CPU: samples; heap: bytes. */
  readonly samples: number;
  /** Null of a heap profile. */
  readonly seconds: number | null;
}

/** Calls of one profile at most. */
export const callsAtMost = 500_000;
/** How long a name may be; V8's own are shorter, but for some of generated code. UTF-16 code units. */
const nameLength = 2000;
/** Lines and columns beyond this are no places in a file. */
const placeAtMost = 2 ** 31 - 1;

/** Says what is wrong with a file. Texts of the file itself are never part of it. */
export const unreadableProfile = (what: string): Fault =>
  new Fault('PROFILE_UNREADABLE', `It cannot be read as a profile: ${what}`);

/** A thing with fields, as `unknown`; null for anything else. */
export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;

/** A whole number from 0 on. Throws PROFILE_UNREADABLE. */
export function idIn(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > placeAtMost)
    throw unreadableProfile(`${what} is no whole number from 0 on.`);
  return value;
}

/** A number that can be a weight or a time. Throws PROFILE_UNREADABLE. */
export function numberIn(value: unknown, what: string, atMost: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw unreadableProfile(`${what} is no number.`);
  if (value < 0) throw unreadableProfile(`${what} is negative.`);
  if (value > atMost) throw unreadableProfile(`${what} is beyond anything that can be.`);
  return value;
}

/** The function of a node. Throws PROFILE_UNREADABLE. */
export function calleeIn(node: Readonly<Record<string, unknown>>, what: string): Callee {
  const frame = fieldsOf(node['callFrame']);
  if (frame === null) throw unreadableProfile(`${what} has no callFrame.`);
  const { functionName, url, lineNumber = -1, columnNumber = -1 } = frame;
  if (typeof functionName !== 'string' || typeof url !== 'string')
    throw unreadableProfile(`the callFrame of ${what} has no functionName or no url.`);
  for (const place of [lineNumber, columnNumber])
    if (typeof place !== 'number' || !Number.isInteger(place) || place < -1 || place > placeAtMost)
      throw unreadableProfile(`the callFrame of ${what} has a place that is none.`);
  return {
    name: functionName.slice(0, nameLength),
    url: url.slice(0, nameLength),
    line: lineNumber as number,
    column: columnNumber as number,
  };
}

import { Fault } from '#shared/faults.ts';

/** What SCPI sends for "no number". source: SCPI-99 vol. 1, 7.2.1.5. */
const scpiNotANumber = 9.91e37;
/** What SCPI sends for infinity; negative infinity is its negative. source: SCPI-99 vol. 1, 7.2.1.4. */
const scpiInfinity = 9.9e37;

/** NR1, NR2 and NR3, with or without a leading digit. source: IEEE 488.2-1992, 8.7.2 to 8.7.4. */
const numeric = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d+)?$/i;

/**
 * A number as an instrument writes it. 9.91E37 is NaN, ±9.9E37 is ±Infinity. INSTRUMENT_REPLY when it is anything else
 * than one number.
 */
export function parseNumber(reply: string): number {
  const text = reply.trim();
  if (!numeric.test(text)) throw unexpected('a number', reply);
  const value = Number(text);
  if (value === scpiNotANumber) return Number.NaN;
  if (Math.abs(value) === scpiInfinity) return Math.sign(value) * Number.POSITIVE_INFINITY;
  return value;
}

/** `1` or `0`, `ON` or `OFF`. INSTRUMENT_REPLY when it is anything else. source: SCPI-99 vol. 1, 7.3. */
export function parseBoolean(reply: string): boolean {
  const text = reply.trim().toUpperCase();
  if (text === '1' || text === 'ON') return true;
  if (text === '0' || text === 'OFF') return false;
  throw unexpected('1 or 0', reply);
}

/**
 * A number as NR1, NR2 or NR3: the shortest text that is read back as exactly this value. VALUE_NOT_FINITE when there
 * is none.
 */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value))
    throw new Fault('VALUE_NOT_FINITE', `${value} is not a number that can be sent.`);
  return Object.is(value, -0) ? '0' : String(value).toUpperCase();
}

/** The fault of a reply that does not have the expected form. */
export function unexpected(expected: string, reply: string): Fault {
  const shown = reply.length > 60 ? `${reply.slice(0, 60)}…` : reply;
  return new Fault('INSTRUMENT_REPLY', `Expected ${expected}, the instrument said ${JSON.stringify(shown)}.`);
}

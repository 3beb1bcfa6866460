import type { Unit } from '#shared/contract/channels.ts';
import { Fault } from '#shared/faults.ts';
import { formatNumber, parseBoolean, parseNumber, unexpected } from '#main/scpi/numbers.ts';

/** Where a point belongs, when not to each channel, always, and asked for at every poll. */
export interface Place {
  /** It is the whole instrument's: its first channel has it. */
  readonly shared?: boolean;
  /** The words of the function selector under which it means something. */
  readonly under?: readonly string[];
  /** It changes rarely: a poll asks for one of these in turn. */
  readonly rare?: boolean;
}

/**
 * A value that an instrument holds or measures: how it is asked for, set, written and read on the wire. Its unit is part of its
 * type: volts cannot stand where amperes are declared.
 */
export interface Point<V, U extends Unit | null, Limit extends string = never> extends Place {
  readonly unit: U;
  /** The header as the manual writes it, `{ch}` for the channel: `SOURce{ch}:VOLTage[:LEVel]`. */
  readonly header: string;
  /** The query, with `{ch}`; null when it cannot be read. */
  readonly get: string | null;
  /** The command, with `{ch}` and `{value}`; null when it cannot be set. */
  readonly set: string | null;
  /** Name of the limit in the model's table, in this point's unit. */
  readonly range: Limit | null;
  /** Throws INSTRUMENT_REPLY. */
  readonly parse: (reply: string) => V;
  /** Throws VALUE_NOT_FINITE. */
  readonly format: (value: V) => string;
}

interface Wire<L extends string> {
  readonly header: string;
  readonly get?: string;
  readonly set?: string;
  readonly range?: L;
}

/** A number that is set within a named limit. A point that is set must have one: there is no such thing as no limit. */
export function setpoint<U extends Unit, const L extends string>(
  unit: U,
  wire: { readonly header: string; readonly get: string; readonly set: string; readonly range: L } & Place,
): Point<number, U, L> {
  return { unit, ...wire, parse: finite, format: formatNumber };
}

/** A number that is measured. NaN when the instrument says that it has none. */
export function reading<U extends Unit>(
  unit: U,
  wire: { readonly header: string; readonly get: string },
): Point<number, U> {
  return { unit, ...wire, set: null, range: null, parse: parseNumber, format: formatNumber };
}

/** A number whose quantity follows from what the instrument is set to. NaN when it says that it has none. */
export function measured(wire: { readonly header: string; readonly get: string }): Point<number, null> {
  return { unit: null, ...wire, set: null, range: null, parse: parseNumber, format: formatNumber };
}

/** On or off. */
export function flag(wire: Omit<Wire<never>, 'range'>): Point<boolean, null> {
  const { header, get = null, set = null } = wire;
  return {
    unit: null,
    header,
    get,
    set,
    range: null,
    parse: parseBoolean,
    format: (value) => (value ? 'ON' : 'OFF'),
  };
}

/** One of several words, by the words the instrument answers with, in quotes or without. `quoted`: it takes them in quotes. */
export function choice<const T extends string>(
  words: readonly T[],
  { quoted = false, ...wire }: Omit<Wire<never>, 'range'> & { readonly quoted?: boolean },
): Point<T, null> {
  const { header, get = null, set = null } = wire;
  return {
    unit: null,
    header,
    get,
    set,
    range: null,
    parse: (reply) => {
      const word = words.find((one) => one === bare(reply).toUpperCase());
      if (word === undefined) throw unexpected(words.join(', '), reply);
      return word;
    },
    format: (value) => (quoted ? `"${value}"` : value),
  };
}

/** Without the quotes around it. source: IEEE 488.2, 8.7.8. */
export const bare = (reply: string): string => reply.trim().replace(/^"(.*)"$/, '$1');

/** Puts channel and value into a template. Throws when a place stays empty: that is a mistake in a table. */
export function fill(template: string, channel: number, value = ''): string {
  const text = template.replaceAll('{ch}', String(channel)).replaceAll('{value}', value);
  if (text.includes('{')) throw new Fault('INTERNAL', `${template} has a place that nothing fills.`);
  return text;
}

/** A setpoint that is read back has to be a number. */
function finite(reply: string): number {
  const value = parseNumber(reply);
  if (!Number.isFinite(value)) throw unexpected('a finite number', reply);
  return value;
}

import { Fault } from '#shared/faults.ts';
import { formatNumber, parseBoolean, parseNumber, unexpected } from '#main/scpi/numbers.ts';

/** SI units a point may carry. A point's unit is part of its type: volts cannot stand where amperes are declared. */
export type Unit = 'V' | 'A' | 'W';

/** A value that an instrument holds or measures: how it is asked for, set, written and read on the wire. */
export interface Point<V, U extends Unit | null, Limit extends string = never> {
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
  wire: { readonly header: string; readonly get: string; readonly set: string; readonly range: L },
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

/** One of several words, by the words the instrument uses. */
export function choice<const T extends string>(
  words: readonly T[],
  wire: Omit<Wire<never>, 'range'>,
): Point<T, null> {
  const { header, get = null, set = null } = wire;
  return {
    unit: null,
    header,
    get,
    set,
    range: null,
    parse: (reply) => {
      const word = words.find((one) => one === reply.trim().toUpperCase());
      if (word === undefined) throw unexpected(words.join(', '), reply);
      return word;
    },
    format: (value) => value,
  };
}

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

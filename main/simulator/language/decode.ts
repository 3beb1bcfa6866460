import { ScpiError } from './errors.ts';
import type { Element } from './parameters.ts';

/** Turns one parameter into a value, or throws a ScpiError. It is given nothing when the parameter was left out. */
export type Decode<T> = (element: Element | undefined) => T;

/** What a numeric setting takes. */
export interface NumericRange {
  readonly min: number;
  readonly max: number;
  /** What `DEFault` stands for. */
  readonly initial: number;
  /** Steps per unit: values are rounded to whole steps, as the device holds them. source: IEEE 488.2, 7.7.2.4.2 */
  readonly perUnit: number;
  /** The unit that may follow, with a multiplier before it; '' takes none. source: IEEE 488.2, table 7-1 */
  readonly unit: 'V' | 'A' | 'W' | 'OHM' | 'HZ' | 'S' | 'PCT' | '';
}

/** Multipliers, upper case. `M` is milli, `MA` is mega. source: IEEE 488.2, 7.7.3 */
const multipliers: Readonly<Record<string, number>> = {
  G: 1e9,
  MA: 1e6,
  K: 1e3,
  '': 1,
  M: 1e-3,
  U: 1e-6,
  N: 1e-9,
  P: 1e-12,
};

/** A numeric value with an optional unit, or MINimum, MAXimum, DEFault. source: SCPI-99, volume 1, 7.2 */
export function numeric(range: NumericRange): Decode<number> {
  return (element) => {
    if (element === undefined) throw new ScpiError(-109);
    if (element.kind === 'other') throw new ScpiError(element.refused);
    if (element.kind === 'word') return limitValue(element.word, range);
    let value = element.value;
    if (element.suffix !== '') {
      const multiplier = multiplierOf(element.suffix, range.unit);
      if (multiplier === undefined) throw new ScpiError(-131, element.suffix);
      value *= multiplier;
    }
    const rounded = Math.round(value * range.perUnit) / range.perUnit;
    if (!(rounded >= range.min && rounded <= range.max)) throw new ScpiError(-222);
    return rounded;
  };
}

/** What the letters before the unit stand for; undefined for another unit. */
function multiplierOf(suffix: string, unit: NumericRange['unit']): number | undefined {
  if (unit === '' || !suffix.endsWith(unit)) return undefined;
  const letters = suffix.slice(0, suffix.length - unit.length);
  // MOHM and MHZ are the two that mean mega. source: IEEE 488.2, 7.7.3.2
  if (letters === 'M' && (unit === 'OHM' || unit === 'HZ')) return 1e6;
  return Object.hasOwn(multipliers, letters) ? multipliers[letters] : undefined;
}

/** The text of a string in quotes. source: IEEE 488.2, 7.7.5 */
export const string: Decode<string> = (element) => {
  if (element === undefined) throw new ScpiError(-109);
  if (element.kind === 'other') {
    if (element.text === undefined) throw new ScpiError(element.refused);
    return element.text;
  }
  throw new ScpiError(-104);
};

/** MINimum, MAXimum or DEFault after a query, or nothing (null). */
export function limitOf(range: NumericRange): Decode<number | null> {
  return (element) => {
    if (element === undefined) return null;
    if (element.kind === 'other') throw new ScpiError(element.refused);
    if (element.kind === 'number') throw new ScpiError(-104);
    return limitValue(element.word, range);
  };
}

function limitValue(word: string, range: NumericRange): number {
  if (word === 'MIN' || word === 'MINIMUM') return range.min;
  if (word === 'MAX' || word === 'MAXIMUM') return range.max;
  if (word === 'DEF' || word === 'DEFAULT') return range.initial;
  // Numbers too, but none that this setting can take. source: SCPI-99, volume 1, 7.2.1.4 and 7.2.1.5
  if (/^(INF(INITY)?|NINF(INITY)?|NAN)$/.test(word)) throw new ScpiError(-222);
  throw new ScpiError(-224, word);
}

/** ON, OFF, or a number that rounds to 0 (off) or not (on). source: SCPI-99, volume 1, 7.3 */
export const boolean: Decode<boolean> = (element) => {
  if (element === undefined) throw new ScpiError(-109);
  if (element.kind === 'other') throw new ScpiError(element.refused);
  if (element.kind === 'number') {
    if (element.suffix !== '') throw new ScpiError(-138);
    return Math.round(element.value) !== 0;
  }
  if (element.word === 'ON') return true;
  if (element.word === 'OFF') return false;
  throw new ScpiError(-224, element.word);
};

/** A whole number; others are rounded. source: IEEE 488.2, 7.7.2.4.2 */
export function integer(min: number, max: number): Decode<number> {
  return (element) => {
    if (element === undefined) throw new ScpiError(-109);
    if (element.kind === 'other') throw new ScpiError(element.refused);
    if (element.kind === 'word') throw new ScpiError(-148);
    if (element.suffix !== '') throw new ScpiError(-138);
    const rounded = Math.round(element.value);
    if (!(rounded >= min && rounded <= max)) throw new ScpiError(-222);
    return rounded;
  };
}

/** One of several words, each written as manuals do (`SINusoid`); answers with the short form. source: SCPI-99, volume 1, 6.2.1 */
export function oneOf(...words: readonly string[]): Decode<string> {
  const short = (word: string): string => word.replace(/[a-z]+/g, '');
  return (element) => {
    if (element === undefined) throw new ScpiError(-109);
    if (element.kind === 'other') throw new ScpiError(element.refused);
    if (element.kind === 'number') throw new ScpiError(-104);
    const found = words.find((word) => element.word === short(word) || element.word === word.toUpperCase());
    if (found === undefined) throw new ScpiError(-224, element.word);
    return short(found);
  };
}

/** What a parameter is, or `missing` when it was left out. */
export function optional<T, M>(decode: Decode<T>, missing: M): Decode<T | M> {
  return (element) => (element === undefined ? missing : decode(element));
}

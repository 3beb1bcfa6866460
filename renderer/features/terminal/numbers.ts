import { formatFixed } from '#shared/quantity/format.ts';
import { t } from '#shared/language/t.ts';

/** What a number of a reply is said to be, where it is no plain number. source: SCPI-99 vol. 1, 7.2.1. */
export function specialWord(text: string): string | null {
  if (!numeric.test(text)) return /^[+-]?nan$/iu.test(text) ? t`not a number` : null;
  const value = Number(text);
  if (value === 9.91e37) return t`not a number (SCPI-99 writes it as 9.91E37)`;
  if (value === 9.9e37) return t`no value or overload (SCPI-99 writes infinity as 9.9E37)`;
  if (value === -9.9e37) return t`no value or overload (SCPI-99 writes negative infinity as −9.9E37)`;
  return null;
}

const numeric = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d+)?$/iu;

/** A reply that is a list of numbers. */
export interface NumberList {
  /** NaN where an entry is no value. */
  readonly values: readonly number[];
  readonly least: number | null;
  readonly most: number | null;
  /** Entries that are no value: overload, NaN. */
  readonly without: number;
}

/** Fewer are read faster than a summary of them. */
const fewest = 8;

/** The numbers of a list; null when the text is anything else, or has fewer than 8. */
export function numberList(text: string): NumberList | null {
  const items = text.split(',').map((item) => item.trim());
  if (items.length < fewest) return null;
  const values: number[] = [];
  for (const item of items) {
    if (specialWord(item) !== null) values.push(Number.NaN);
    else if (numeric.test(item)) values.push(Number(item));
    else return null;
  }
  let least: number | null = null;
  let most: number | null = null;
  let without = 0;
  for (const value of values) {
    if (Number.isNaN(value)) {
      without++;
      continue;
    }
    if (least === null || value < least) least = value;
    if (most === null || value > most) most = value;
  }
  return { values, least, most, without };
}

/** A number for reading: as many digits as say something, true minus. */
export function sayNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(3).replaceAll('-', '−');
  const digits = size === 0 ? 0 : Math.max(0, 3 - Math.floor(Math.log10(size)));
  return formatFixed(Number(value.toPrecision(4)), digits)
    .replace(/(\.\d*?)0+$/u, '$1')
    .replace(/\.$/u, '');
}

/** `1 000 numbers, 0.12 to 3.31; 2 without a value`. */
export function sayList({ values, least, most, without }: NumberList): string {
  const count = t`${formatFixed(values.length, 0)} numbers`;
  const span =
    least === null || most === null
      ? ''
      : least === most
        ? t`, all ${sayNumber(least)}`
        : t`, ${sayNumber(least)} to ${sayNumber(most)}`;
  return `${count}${span}${without > 0 ? t`; ${formatFixed(without, 0)} without a value` : ''}`;
}

/** A line through a list in a box of this size: least and most of each column, broken where there is no value. */
export function sparkPath(list: NumberList, width: number, height: number): string {
  const { values, least, most } = list;
  if (least === null || most === null) return '';
  const span = most - least || 1;
  const columns = Math.min(values.length, width);
  const y = (value: number): string => (height - ((value - least) / span) * height).toFixed(1);
  let path = '';
  let drawn = false;
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * values.length) / columns);
    const to = Math.max(Math.floor(((column + 1) * values.length) / columns), from + 1);
    const part = values.slice(from, to).filter((value) => !Number.isNaN(value));
    if (part.length === 0) {
      drawn = false;
      continue;
    }
    const x = ((column / Math.max(columns - 1, 1)) * width).toFixed(1);
    const low = Math.min(...part);
    const high = Math.max(...part);
    path += `${drawn ? 'L' : 'M'}${x} ${y(low)}`;
    if (high !== low) path += `L${x} ${y(high)}`;
    drawn = true;
  }
  return path;
}

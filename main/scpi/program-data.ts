/** One parameter as it was written. */
export type DataItem = string;

/**
 * Splits at a separator, but not inside quotes, brackets or blocks. Null when one of those is not closed.
 * source: IEEE 488.2-1992, 7.7.5 (strings), 7.7.6 (blocks), 7.7.7 (expressions).
 */
export function splitData(text: string, separator: ';' | ','): readonly DataItem[] | null {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"' || char === "'") {
      // A doubled quote inside is read as two strings side by side: it splits the same way.
      const close = text.indexOf(char, at + 1);
      if (close === -1) return null;
      at = close;
    } else if (char === '#') {
      const length = blockLength(text, at);
      if (length === null) return null;
      at += length - 1;
    } else if (char === '(') depth++;
    else if (char === ')') {
      depth--;
      if (depth < 0) return null;
    } else if (char === separator && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  if (depth !== 0) return null;
  parts.push(text.slice(start));
  return parts;
}

/** Length of what begins with `#`: a definite block, or one of `#H1F`, `#Q17`, `#B101`. Null when it is neither. */
function blockLength(text: string, at: number): number | null {
  const rest = text.slice(at, at + 12);
  const digits = /^#([1-9])/.exec(rest)?.[1];
  if (digits === undefined) return /^#[HQBhqb][0-9A-Fa-f]/.test(rest) ? 2 : null;
  const declared = rest.slice(2, 2 + Number(digits));
  if (!/^\d+$/.test(declared) || declared.length !== Number(digits)) return null;
  const length = 2 + Number(digits) + Number(declared);
  return at + length <= text.length ? length : null;
}

/** Powers of ten of suffix multipliers. source: IEEE 488.2-1992, 7.7.3; M is milli, MA is mega. */
const multipliers: Readonly<Record<string, number>> = {
  '': 0,
  EX: 18,
  PE: 15,
  T: 12,
  G: 9,
  MA: 6,
  K: 3,
  M: -3,
  U: -6,
  N: -9,
  P: -12,
  F: -15,
  A: -18,
};

/** How instruments write a unit. source: IEEE 488.2-1992, 7.7.3.2, table 7-1. */
const suffixes: Readonly<Record<string, string>> = { Ω: 'OHM', Hz: 'HZ', s: 'S', '%': 'PCT' };

/** The power of ten that a suffix means for a unit; undefined when it is of another unit. */
function shiftOf(suffix: string, unit: string): number | undefined {
  const name = suffixes[unit] ?? unit;
  if (!suffix.endsWith(name)) return undefined;
  const prefix = suffix.slice(0, -name.length);
  // The two units in whose company M is mega. source: IEEE 488.2-1992, 7.7.3.3.
  if (prefix === 'M' && (name === 'OHM' || name === 'HZ')) return 6;
  return Object.hasOwn(multipliers, prefix) ? multipliers[prefix] : undefined;
}

const decimal = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:[\t ]*E[\t ]*([+-]?\d{1,5}))?[\t ]*([A-Z]*)$/i;

/**
 * A decimal number with or without a unit: `0.5`, `5E-1`, `500mV`, `.5 V` are all 0.5 for unit V. Units are written as the contract has them. Null when it is none,
 * or has another unit, or is not finite. The value is rounded once, as if it had been written without the unit.
 */
export function parseQuantity(item: DataItem, unit: string | null): number | null {
  const match = decimal.exec(item.trim());
  if (match === null) return null;
  const [, mantissa = '', exponent = '0', suffix = ''] = match;
  let power = Number(exponent);
  if (suffix !== '') {
    if (unit === null) return null;
    const shift = shiftOf(suffix.toUpperCase(), unit);
    if (shift === undefined) return null;
    power += shift;
  }
  const value = Number(`${mantissa}E${power}`);
  return Number.isFinite(value) ? value : null;
}

import { ScpiError } from './errors.ts';
import { splitOutside, trim } from './message.ts';

/** One program data element. source: IEEE 488.2, 7.7 */
export type Element =
  | { readonly kind: 'number'; readonly value: number; readonly suffix: string }
  | { readonly kind: 'word'; readonly word: string }
  /** What few commands take, and the error of all others. `text`: what a string holds. */
  | { readonly kind: 'other'; readonly refused: -104 | -158 | -168 | -178; readonly text?: string };

/** source: IEEE 488.2, 7.7.2.4.1 (digits, exponent) and 7.7.3.4 (suffix) */
const mostDigits = 255;
const largestExponent = 32000;
const longestSuffix = 12;

const numberShape = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:\s*[eE]\s*([+-]?\d+))?\s*([/A-Za-z][A-Za-z0-9./-]*)?$/;
const stringShape = /^(?:"(?:[^"]|"")*"|'(?:[^']|'')*')$/;

/** Reads the parameters of a unit. Throws a ScpiError (-1xx) for what is not program data. */
export function readElements(text: string): Element[] {
  if (text === '') return [];
  return splitOutside(text, ',').map((part) => readElement(trim(part)));
}

function readElement(text: string): Element {
  if (text === '') throw new ScpiError(-103);
  const first = text[0] as string;
  if (/[A-Za-z]/.test(first)) {
    if (/^[A-Za-z][A-Za-z0-9_]*$/.test(text)) return { kind: 'word', word: text.toUpperCase() };
    throw new ScpiError(/^[A-Za-z][A-Za-z0-9_]*\s/.test(text) ? -103 : -102);
  }
  if (/[0-9.+-]/.test(first)) return readNumber(text);
  if (first === '"' || first === "'") {
    if (!stringShape.test(text)) throw new ScpiError(-151);
    return { kind: 'other', refused: -158, text: text.slice(1, -1).replaceAll(first + first, first) };
  }
  if (first === '(') {
    if (!text.endsWith(')')) throw new ScpiError(-171);
    return { kind: 'other', refused: -178 };
  }
  if (first === '#') {
    if (/^#[HhQqBb][0-9A-Fa-f]+$/.test(text)) return { kind: 'other', refused: -104 };
    if (!/^#[0-9]/.test(text)) throw new ScpiError(-161);
    return { kind: 'other', refused: -168 };
  }
  throw new ScpiError(-101);
}

function readNumber(text: string): Element {
  const [, mantissa, exponent = '0', suffix = ''] = numberShape.exec(text) ?? [];
  if (mantissa === undefined) throw new ScpiError(/^[+-]?[\d.]+\s+[\d.+-]/.test(text) ? -103 : -121);
  if (mantissa.replace(/\D/g, '').replace(/^0+/, '').length > mostDigits) throw new ScpiError(-124);
  if (Math.abs(Number(exponent)) > largestExponent) throw new ScpiError(-123);
  if (suffix.length > longestSuffix) throw new ScpiError(-134);
  // A number too large for a double becomes Infinity here, and is out of every range.
  return { kind: 'number', value: Number(`${mantissa}e${exponent}`), suffix: suffix.toUpperCase() };
}

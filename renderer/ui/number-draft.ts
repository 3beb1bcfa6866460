import { decimalsFor, formatFixed, formatStep } from '#shared/quantity/format.ts';
import { parseQuantity } from '#shared/quantity/parse.ts';

/** What a setpoint is known to be, or not. The same shape as the contract's `Held`, of which this needs a part. */
export interface HeldNumber {
  readonly state: 'known' | 'pending' | 'unknown';
  readonly value: number | null;
  readonly was: number | null;
}

export interface FieldSpec {
  readonly unit: string;
  /** Smallest step the instrument takes. */
  readonly resolution: number;
  readonly min: number;
  readonly max: number;
  /** The envelope, where it is narrower than the range. */
  readonly limit?: number | null;
}

/** A number as it stands in the field: fixed digits, no thousands spaces, so that every place can be stepped. */
export function fieldText(value: number | null, resolution: number): string {
  return formatFixed(value, decimalsFor(resolution)).replace(/\u2009/gu, '');
}

/** A number with its unit, for a sentence. */
export function say(value: number, spec: Pick<FieldSpec, 'unit' | 'resolution'>): string {
  const most = decimalsFor(spec.resolution);
  // 5.50 V rather than 5.500 V: a limit is read faster in two digits, where two are all it has.
  return `${formatFixed(value, value === Number(value.toFixed(2)) ? Math.min(most, 2) : most)} ${spec.unit}`;
}

/** What a draft comes to: a value that may be sent, or why not. */
export type Draft =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly problem: string };

/** Reads a draft and holds it to the range and to the envelope, before anything is sent. Main checks again. */
export function readDraft(text: string, spec: FieldSpec): Draft {
  const parsed = parseQuantity(text, { unit: spec.unit });
  if (!parsed.ok) return { ok: false, problem: `${parsed.problem} ${parsed.remedy}` };
  const { value } = parsed;
  if (spec.limit !== undefined && spec.limit !== null && value > spec.limit)
    return {
      ok: false,
      problem: `Over ${say(spec.limit, spec)}, the envelope. Not sent.`,
    };
  if (value > spec.max) return { ok: false, problem: `Over ${say(spec.max, spec)}. Not sent.` };
  if (value < spec.min) return { ok: false, problem: `Under ${say(spec.min, spec)}. Not sent.` };
  return { ok: true, value };
}

/** What the draft will be, said before it is sent: `= 0.500 V`. Null when the text says it already. */
export function preview(text: string, spec: FieldSpec): string | null {
  const parsed = parseQuantity(text, { unit: spec.unit });
  if (!parsed.ok) return null;
  const plain = fieldText(parsed.value, spec.resolution);
  return Number(text.replace('\u2212', '-')) === parsed.value ? null : `= ${plain} ${spec.unit}`;
}

const isDigit = (character: string | undefined): boolean => character !== undefined && /\d/u.test(character);

/** The place of the next digit to the left (-1) or right (1); the same place at the end. */
export function nextDigit(text: string, place: number, way: -1 | 1): number {
  for (let at = place + way; at >= 0 && at < text.length; at += way) if (isDigit(text[at])) return at;
  return place;
}

/** The digit that is chosen first: tenths when there are any, else the ones. -1 when there is no digit. */
export function firstDigit(text: string): number {
  const point = text.indexOf('.');
  if (point >= 0 && isDigit(text[point + 1])) return point + 1;
  return text.search(/\d(?!\d)/u);
}

/** What one step of the chosen digit is worth, in the unit of the field. */
function stepOf(text: string, place: number): number {
  const point = text.indexOf('.') === -1 ? text.length : text.indexOf('.');
  return 10 ** (place < point ? point - place - 1 : point - place);
}

/** `±100 mV` for the chosen digit. */
export const sayStep = (text: string, place: number, unit: string): string =>
  `\u00b1${formatStep(stepOf(text, place), unit)}`;

/**
 * Steps the digit at a place, carrying like an odometer. Answers with the new text and where the same digit is now, or
 * null when the step would leave the range or the envelope: then nothing changes.
 */
export function stepDigit(
  text: string,
  place: number,
  way: -1 | 1,
  spec: FieldSpec,
): { readonly text: string; readonly place: number } | null {
  const parsed = parseQuantity(text, { unit: spec.unit });
  if (!parsed.ok || !isDigit(text[place])) return null;
  const decimals = Math.max(
    decimalsFor(spec.resolution),
    text.includes('.') ? text.length - text.indexOf('.') - 1 : 0,
  );
  // In whole steps of the last digit, so that 0.1 + 0.2 is 0.3.
  const unitsPerOne = 10 ** decimals;
  const value =
    (Math.round(parsed.value * unitsPerOne) + way * Math.round(stepOf(text, place) * unitsPerOne)) /
    unitsPerOne;
  if (value > Math.min(spec.max, spec.limit ?? Number.POSITIVE_INFINITY) || value < spec.min) return null;
  const shown = formatFixed(value, decimals).replace(/\u2009/gu, '');
  const before = text.includes('.') ? text.indexOf('.') : text.length;
  const after = shown.includes('.') ? shown.indexOf('.') : shown.length;
  // 10.0 stepped down to 9.0: the digit that was chosen is gone, so its neighbour is.
  return { text: shown, place: Math.max(place + after - before, isDigit(shown[0]) ? 0 : 1) };
}

import { signPlace } from '#shared/quantity/decimal-sign.ts';
import { formatPrefixed } from '#shared/quantity/engineering.ts';
import { decimalsFor, formatFixed, formatStep } from '#shared/quantity/format.ts';
import { parseQuantity } from '#shared/quantity/parse.ts';
import { prefixPowers } from '#shared/quantity/prefixes.ts';
import { t } from '#shared/language/t.ts';

/** What a setpoint is known to be, or not. The same shape as the contract's `Held`, of which this needs a part. */
export interface HeldNumber {
  readonly state: 'known' | 'pending' | 'unknown';
  readonly value: number | null;
  readonly was: number | null;
  /** Epoch ms at which it was found to be changed by another hand than the console's. */
  readonly changedAt?: number | null;
}

export interface FieldSpec {
  readonly unit: string;
  /** Smallest step the instrument takes. */
  readonly resolution: number;
  readonly min: number;
  readonly max: number;
  /** The envelope, where it is narrower than the range. */
  readonly limit?: number | null;
  /** Shown with a prefix and the unit (`1.000 kHz`): for ranges over many powers of ten. */
  readonly prefixed?: boolean;
  /** With prefixes below one as well (`500.000 µs`). */
  readonly small?: boolean;
}

type Shown = Pick<FieldSpec, 'unit' | 'resolution' | 'prefixed' | 'small'>;

/** A number as it stands in the field: no thousands spaces, so that every place can be stepped and all of it typed back. */
export function fieldText(value: number | null, spec: Shown): string {
  if (spec.prefixed) return formatPrefixed(value, spec.unit, spec.resolution, spec.small ? -12 : 0);
  return formatFixed(value, decimalsFor(spec.resolution)).replace(/\u2009/gu, '');
}

/** The same with its unit, as a person says it. */
export const sayHeld = (value: number | null, spec: Shown): string =>
  spec.prefixed && value !== null ? fieldText(value, spec) : `${fieldText(value, spec)} ${spec.unit}`;

/** A number with its unit, for a sentence. */
export function say(value: number, spec: Shown): string {
  if (spec.prefixed) return fieldText(value, spec);
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
      problem: t`Over ${say(spec.limit, spec)}, the envelope. Not sent.`,
    };
  if (value > spec.max) return { ok: false, problem: t`Over ${say(spec.max, spec)}. Not sent.` };
  if (value < spec.min) return { ok: false, problem: t`Under ${say(spec.min, spec)}. Not sent.` };
  return { ok: true, value };
}

/** What the draft will be, said before it is sent: `= 0.500 V`. Null when the text says it already. */
export function preview(text: string, spec: FieldSpec): string | null {
  const parsed = parseQuantity(text, { unit: spec.unit });
  if (!parsed.ok) return null;
  // A bare number in a field with prefixes is in the bare unit: that is said, or 2 would be taken for 2 kHz.
  const plain = !spec.prefixed && Number(text.replace('\u2212', '-').replace(',', '.')) === parsed.value;
  return plain || text === fieldText(parsed.value, spec) ? null : `= ${sayHeld(parsed.value, spec)}`;
}

const isDigit = (character: string | undefined): boolean => character !== undefined && /\d/u.test(character);

/** The place of the next digit to the left (-1) or right (1); the same place at the end. */
export function nextDigit(text: string, place: number, way: -1 | 1): number {
  for (let at = place + way; at >= 0 && at < text.length; at += way) if (isDigit(text[at])) return at;
  return place;
}

/** The digit that is chosen first: tenths when there are any, else the ones. -1 when there is no digit. */
export function firstDigit(text: string): number {
  const point = signPlace(text);
  if (point >= 0 && isDigit(text[point + 1])) return point + 1;
  return text.search(/\d(?!\d)/u);
}

/** A field's text in its parts: the number, what follows it, and the power of ten of its prefix. */
function parts(text: string, unit: string): { number: string; suffix: string; power: number } {
  const number = /^[\u2212-]?[\d.,]*/u.exec(text)?.[0] ?? '';
  const suffix = text.slice(number.length);
  const prefix = suffix.trim().slice(0, suffix.trim().endsWith(unit) ? -unit.length : undefined);
  return { number, suffix, power: prefixPowers[prefix] ?? 0 };
}

/** Characters before the decimal sign, or all where there is none. */
const wholeLength = (number: string): number => {
  const place = signPlace(number);
  return place === -1 ? number.length : place;
};

/** What one step of the chosen digit is worth, in the unit of the field and the prefix of its text. */
function stepOf(number: string, place: number): number {
  const point = wholeLength(number);
  return 10 ** (place < point ? point - place - 1 : point - place);
}

/** `±100 mV` for the chosen digit. */
export function sayStep(text: string, place: number, unit: string): string {
  const { number, power } = parts(text, unit);
  return `\u00b1${formatStep(stepOf(number, place) * 10 ** power, unit)}`;
}

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
  const { number, suffix, power } = parts(text, spec.unit);
  const decimals = Math.max(
    power === 0 && !spec.prefixed ? decimalsFor(spec.resolution) : 0,
    number.length - wholeLength(number) - 1,
  );
  // In whole steps of the last digit, so that 0.1 + 0.2 is 0.3.
  const unitsPerOne = 10 ** decimals;
  const scaled = Number(`${parsed.value}e${-power}`);
  const stepped =
    (Math.round(scaled * unitsPerOne) + way * Math.round(stepOf(number, place) * unitsPerOne)) / unitsPerOne;
  const value = Number(`${stepped}e${power}`);
  if (value > Math.min(spec.max, spec.limit ?? Number.POSITIVE_INFINITY) || value < spec.min) return null;
  const shown = formatFixed(stepped, decimals).replace(/\u2009/gu, '');
  const [before, after] = [wholeLength(number), wholeLength(shown)];
  // 10.0 stepped down to 9.0: the digit that was chosen is gone, so its neighbour is.
  return {
    text: `${shown}${suffix}`,
    place: Math.max(place + after - before, isDigit(shown[0]) ? 0 : 1),
  };
}

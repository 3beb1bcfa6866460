import { decimalSign } from './decimal-sign.ts';
import { prefixPowers } from './prefixes.ts';
import { t } from '#shared/language/t.ts';

/** What a person typed, understood or not. Values are in the base unit of the field. */
export type ParsedQuantity =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly problem: string; readonly remedy: string };

export interface ParseOptions {
  /** Base unit of the field, for example `V`. A typed unit has to be this one. */
  readonly unit: string;
}

const refuse = (problem: string, remedy: string): ParsedQuantity => ({ ok: false, problem, remedy });

const number = /^([+-]?)(\d+\.?\d*|\.\d+)(?:e([+-]?\d{1,4}))?\s*(.*)$/i;
/** 1k2, 3V3, 4m7: the letter stands where the decimal sign would. source: IEC 60062:2016, 5.2 (RKM code). */
const letterAsPoint = /^([+-]?)(\d+)(\D)(\d+)$/u;

/**
 * Reads a number with an optional SI prefix and unit: `3.3`, `500m`, `1.2 kV`, `3V3`. Never guesses: what can be read in
 * two ways is refused, with the way to write it.
 */
export function parseQuantity(text: string, options: ParseOptions): ParsedQuantity {
  const { unit } = options;
  const plain = text
    .replace(/[\u2212\u2013]/gu, '-')
    .trim()
    // Thin spaces between digits are how the console itself writes thousands.
    .replace(/(?<=\d)[\u2009\u202f\u00a0](?=\d{3})/gu, '');
  if (plain === '') return refuse(t`There is no number.`, t`Type one, like 3.3 or 500m.`);

  const comma = decimalSign() === ',';
  const decimal = withPoint(plain, comma);
  if (decimal === null)
    return refuse(
      t`A comma can be read in two ways.`,
      comma
        ? t`Write no sign between thousands, like 1234,5.`
        : t`Write ${plain.replace(/,/gu, '.')} with a point, and no sign between thousands.`,
    );

  const rkm = letterAsPoint.exec(decimal);
  if (rkm) {
    const [, sign, whole, letter, fraction] = rkm as unknown as [string, string, string, string, string];
    if (letter === unit) return finite(`${sign}${whole}.${fraction}`, 0);
    const power = prefixPowers[letter];
    if (power !== undefined) return finite(`${sign}${whole}.${fraction}`, power);
  }

  const found = number.exec(decimal);
  if (!found) return refuse(t`“${plain}” is not a number.`, t`Type one, like 3.3 or 500m.`);
  const [, sign, digits, exponent, suffix] = found as unknown as [
    string,
    string,
    string,
    string | undefined,
    string,
  ];
  const power = powerOf(suffix, unit);
  if (power === null)
    return refuse(
      t`“${suffix}” is not ${unit}.`,
      t`This field is in ${unit}. Leave the unit out, or write ${unit}.`,
    );
  return finite(`${sign}${digits}`, power + Number(exponent ?? 0));
}

/** With a decimal point, or null when a comma could mean two things. Where a comma is the sign, a point is read as one, too. */
function withPoint(text: string, decimalComma: boolean): string | null {
  if (!text.includes(',')) return text;
  if (!decimalComma || text.includes('.') || text.indexOf(',') !== text.lastIndexOf(',')) return null;
  return text.replace(',', '.');
}

function powerOf(suffix: string, unit: string): number | null {
  if (suffix === '' || suffix === unit) return 0;
  const bare = suffix.endsWith(unit) ? suffix.slice(0, -unit.length).trimEnd() : suffix;
  return prefixPowers[bare] ?? null;
}

function finite(digits: string, power: number): ParsedQuantity {
  // One conversion from decimal text, so that 500m is exactly the number that 0.5 is.
  const value = Number(`${digits}e${power}`);
  if (!Number.isFinite(value)) return refuse(t`The number is too large.`, t`Type a smaller one.`);
  return { ok: true, value: value === 0 ? 0 : value };
}

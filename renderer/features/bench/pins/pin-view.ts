import { type PinReading, prefixedUnits } from '#shared/contract/pins.ts';
import { atPower, prefixedUnit, prefixPower } from '#shared/quantity/engineering.ts';
import { t } from '#shared/language/t.ts';

/** A pinned reading as it is drawn. */
export interface PinView {
  /** In `unit`; null when there is none to be trusted, or it is no number. */
  readonly value: number | null;
  readonly unit: string;
  readonly decimals: number;
  /** Instead of a number: what the instrument said, or "overload". */
  readonly word: string | null;
  /** Power of ten of the prefix. */
  readonly power: number;
}

/** Digits of a number whose decimals nobody has chosen. */
const digits = 5;
/** Words up to here are drawn like a number; longer ones are text. Characters. */
const wordMax = 12;

/** Draws an answer. `before`: the power of ten of its prefix so far. */
export function pinView({ pin, value, text, overload }: PinReading, before = 0): PinView {
  const scaled = value === null ? null : Number((value * (pin.scale ?? 1)).toPrecision(15));
  const known = scaled !== null && Number.isFinite(scaled) ? scaled : null;
  // Whoever chose the decimals chose the unit with them.
  const prefixed = pin.decimals === undefined && prefixedUnits.includes(pin.unit);
  const power = prefixed ? prefixPower(known, before) : 0;
  const shown = known === null || power === 0 ? known : atPower(known, power);
  return {
    value: shown,
    unit: text === null ? prefixedUnit(pin.unit, power) : '',
    decimals: pin.decimals ?? (prefixed || !Number.isInteger(shown) ? significant(shown) : 0),
    word: overload ? t`overload` : value !== null && known === null ? t`too large` : text,
    power,
  };
}

/** True for an answer that is set as text: too long to be read like a number. */
export const isLong = ({ word }: PinView): boolean => word !== null && (word === '' || word.length > wordMax);

/** The room that the number takes with its unit, in em of its own size. */
export function pinRoom({ value, decimals, unit, word }: PinView): number {
  const text = word ?? (value === null ? '0.000' : Math.abs(value).toFixed(decimals));
  return (Math.max(text.length, 6) + 1) * 0.64 + unit.length * 0.3;
}

function significant(value: number | null): number {
  if (value === null || value === 0) return digits - 1;
  return Math.min(Math.max(digits - 1 - Math.floor(Math.log10(Math.abs(value))), 0), 12);
}

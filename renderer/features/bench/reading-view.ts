import { type Quantity, quantityUnits } from '#shared/contract/channels.ts';
import { atPower, decimalsAt, prefixedUnit, prefixPower } from '#shared/quantity/engineering.ts';
import { decimalsSeen } from './decimals.ts';
import { pointNames } from './points.ts';
import { t } from '#shared/language/t.ts';

/** A reading as it is drawn: in its prefix, with the digits that the instrument sends. */
export interface ReadingView {
  /** In `unit`; null when there is none to be trusted. */
  readonly value: number | null;
  readonly unit: string;
  readonly decimals: number;
  /** Instead of a number: "overload". */
  readonly word: string | null;
  /** Power of ten between the SI unit and `unit`. */
  readonly power: number;
}

/** Quantities that are always easier to read with a prefix, whatever measures them. */
const wide: ReadonlySet<Quantity> = new Set<Quantity>(['frequency', 'resistance']);

/**
 * Draws a reading. `prefixed`: in the prefix that suits it, `before` being the power so far; else in its SI unit. `seen`: the
 * decimals drawn so far, of which no place is given up. `over`: measured as beyond the range.
 */
export function readingView(
  quantity: Quantity,
  value: number | undefined,
  resolution: number,
  look: {
    readonly prefixed: boolean;
    readonly before?: number;
    readonly seen?: number;
    readonly over?: boolean;
  },
): ReadingView {
  const measured = value !== undefined && Number.isFinite(value) ? value : null;
  const prefixed = look.prefixed || wide.has(quantity);
  const power = prefixed ? prefixPower(measured, look.before ?? 0) : 0;
  return {
    value: measured === null ? null : power === 0 ? measured : atPower(measured, power),
    unit: prefixedUnit(quantityUnits[quantity], power),
    decimals: prefixed
      ? decimalsAt(measured, resolution, power)
      : Math.max(decimalsSeen(measured, resolution), look.seen ?? 0),
    word: look.over === true ? t`overload` : null,
    power,
  };
}

const names: Readonly<Record<Quantity, string>> = {
  ...pointNames,
  voltage: t`DC voltage`,
  current: t`DC current`,
  power: t`Power`,
  resistance: t`Resistance`,
  frequency: t`Frequency`,
  amplitude: t`Amplitude`,
  offset: t`Offset`,
  acVoltage: t`AC voltage`,
  acCurrent: t`AC current`,
  peakToPeak: t`Peak to peak`,
};

/** What a reading is called where its unit does not say it; the voltage a scope measures is the mean of its trace. */
export const readingName = (quantity: Quantity, ofTrace = false): string =>
  ofTrace && quantity === 'voltage' ? t`Mean` : names[quantity];

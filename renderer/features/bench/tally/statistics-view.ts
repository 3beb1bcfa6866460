import type { ReadingView } from '#renderer/features/bench/reading-view.ts';
import { type Quantity, quantityUnits } from '#shared/contract/channels.ts';
import type { Statistics, Tally } from '#shared/contract/tally.ts';
import { atPower, prefixedUnit, prefixPower } from '#shared/quantity/engineering.ts';
import { t } from '#shared/language/t.ts';

/** One line of the statistics of a reading. */
export interface StatisticView {
  readonly name: string;
  /** In `unit`; null when there is none. */
  readonly value: number | null;
  readonly unit: string;
  readonly decimals: number;
}

/** Of a deviation that many digits mean something. */
const significant = 3;

/** The statistics of what is measured now; while nothing is, the last. Null when there are none, or that is not known. */
export const statisticsOf = (tally: Tally | null, measured: Quantity | null): Statistics | null =>
  tally?.statistics.find(({ quantity }) => measured === null || quantity === measured) ?? null;

/** Least, mean and most with the unit and the digits of the reading; the deviation, which is much smaller, with its own. */
export function statisticViews(
  quantity: Quantity,
  statistics: Statistics | null,
  { power, unit, decimals }: Pick<ReadingView, 'power' | 'unit' | 'decimals'>,
): readonly StatisticView[] {
  const line = (name: string, value: number | null | undefined): StatisticView => ({
    name,
    value: value === null || value === undefined ? null : atPower(value, power),
    unit,
    decimals,
  });
  return [
    line(t`Min`, statistics?.min),
    line(t`Mean`, statistics?.mean),
    line(t`Max`, statistics?.max),
    deviationView(quantity, statistics?.deviation ?? null, power),
  ];
}

function deviationView(quantity: Quantity, deviation: number | null, unknownPower: number): StatisticView {
  const power =
    deviation === null ? unknownPower : prefixPower(deviation, deviation > 0 ? -12 : unknownPower);
  const value = deviation === null ? null : atPower(deviation, power);
  const whole = Math.floor(Math.log10(Math.max(value ?? 0, 1))) + 1;
  return {
    name: '\u03c3',
    value,
    unit: prefixedUnit(quantityUnits[quantity], power),
    decimals: Math.max(significant - whole, 0),
  };
}

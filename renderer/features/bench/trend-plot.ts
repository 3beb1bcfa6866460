import type { PlotColumn, PlotData } from '#renderer/ui/Plot.tsx';
import { type ChannelInfo, type Quantity, quantityUnits, resolutionOf } from '#shared/contract/channels.ts';
import { decimalsAt, prefixedUnit, prefixPower } from '#shared/quantity/engineering.ts';
import { decimalsFor } from '#shared/quantity/format.ts';

/** A trend as it is drawn: in the prefix that suits its largest point. */
export interface TrendPlot {
  readonly data: PlotData;
  readonly unit: string;
  readonly decimals: number;
  /** Smallest span of the axis, in `unit`. */
  readonly least: number;
}

/** Scales one quantity of all channels. `prefixed`: with a prefix; else in its SI unit. */
export function trendPlot(
  quantity: Quantity,
  channels: readonly ChannelInfo[],
  data: PlotData,
  prefixed: boolean,
): TrendPlot {
  const unit = quantityUnits[quantity];
  const resolution = Math.min(...channels.map((info) => resolutionOf(info, quantity) ?? 1));
  const least = resolution * 40;
  if (!prefixed) return { data, unit, decimals: decimalsFor(resolution), least };
  const [xs, ...columns] = data;
  const most = columns.reduce((sum, column) => Math.max(sum, mostOf(column)), 0);
  const power = prefixPower(most);
  const scale = 10 ** power;
  const scaled = columns.map((column) =>
    column.map((value) => (typeof value === 'number' ? value / scale : value)),
  );
  return {
    data: power === 0 ? data : [xs, ...scaled],
    unit: prefixedUnit(unit, power),
    decimals: decimalsAt(most, resolution, power, 6),
    least: least / scale,
  };
}

const mostOf = (column: PlotColumn): number =>
  column.reduce<number>(
    (most, value) => (typeof value === 'number' ? Math.max(most, Math.abs(value)) : most),
    0,
  );

import {
  type ChannelInfo,
  type ChannelState,
  type Held,
  type Point,
  quantityUnits,
} from '#shared/contract/channels.ts';
import type { InstrumentKind } from '#shared/contract/instruments.ts';
import { sayHeld } from '#renderer/ui/number-draft.ts';
import { decimalSign, signPlace } from '#shared/quantity/decimal-sign.ts';
import { formatSi } from '#shared/quantity/format.ts';
import { t } from '#shared/language/t.ts';

type Setting = ChannelInfo['settings'][number];

/** A setpoint of which nothing is known. */
export const unknownHeld: Held = { state: 'unknown', value: null, was: null, at: 0, changedAt: null };

/** What a setpoint is called where nothing else names it. */
export const pointNames: Readonly<Record<Point, string>> = {
  voltage: t`Voltage`,
  current: t`Current`,
  power: t`Power`,
  resistance: t`Resistance`,
  frequency: t`Frequency`,
  amplitude: t`Amplitude pp`,
  offset: t`Offset`,
  overVoltage: t`OVP level`,
  overCurrent: t`OCP level`,
  dutyCycle: t`Duty cycle`,
  symmetry: t`Symmetry`,
  sweepStart: t`Sweep from`,
  sweepStop: t`Sweep to`,
  sweepTime: t`Sweep time`,
  verticalScale: t`Volts/div`,
  verticalOffset: t`Vertical offset`,
  timeScale: t`Time/div`,
  timeOffset: t`Delay`,
  triggerLevel: t`Trigger level`,
  voltageRange: t`DC voltage range`,
  acVoltageRange: t`AC voltage range`,
  currentRange: t`DC current range`,
  acCurrentRange: t`AC current range`,
  resistanceRange: t`Resistance range`,
  voltageCycles: t`Integration`,
  currentCycles: t`Integration`,
  resistanceCycles: t`Integration`,
};
const supplyLabels: Readonly<Partial<Record<Point, string>>> = { voltage: t`Set V`, current: t`Limit A` };

/** What a setpoint is called on the panel of its kind. */
export const pointLabel = (kind: InstrumentKind, point: Point): string =>
  (kind === 'dc-supply' ? supplyLabels[point] : undefined) ?? pointNames[point];

/** The key of the panel that goes to a setpoint. Two share one where no instrument has both. */
export const pointKeys: Readonly<Partial<Record<Point, string>>> = {
  voltage: 'V',
  current: 'A',
  power: 'P',
  resistance: 'R',
  frequency: 'F',
  amplitude: 'A',
  offset: 'O',
};

/** Points whose ranges go over so many powers of ten that a prefix is needed: from kilo on, or below one as well. */
const prefixes: Readonly<Partial<Record<Point, 'large' | 'all'>>> = {
  frequency: 'large',
  resistance: 'large',
  sweepStart: 'large',
  sweepStop: 'large',
  resistanceRange: 'large',
  sweepTime: 'all',
  verticalScale: 'all',
  verticalOffset: 'all',
  timeScale: 'all',
  timeOffset: 'all',
  triggerLevel: 'all',
};

/** A setpoint for the number field. */
export const pointSpec = (
  setting: Setting,
): Setting & { readonly unit: string; readonly prefixed: boolean; readonly small: boolean } => ({
  ...setting,
  unit: quantityUnits[setting.point],
  prefixed: prefixes[setting.point] !== undefined,
  small: prefixes[setting.point] === 'all',
});

/** One of the only values that a setting takes, as short as it is exact: `100 mV`, `10 kΩ`, `0.2 PLC`. */
export function sayValue(setting: Setting, value: number): string {
  const unit = quantityUnits[setting.point];
  if (unit === 'PLC' || unit === '%') return `${String(value).replace('.', decimalSign())} ${unit}`;
  const { number, unit: prefixed } = formatSi(value, unit, 6);
  return `${signPlace(number) === -1 ? number : number.replace(/[.,]?0+$/u, '')} ${prefixed}`;
}

/** `1.000 kHz`, `3.300 V`, `2.000 Vpp`; dashes when it is not known. */
export const sayPoint = (setting: Setting, value: number | null): string =>
  value !== null && setting.values !== null
    ? sayValue(setting, value)
    : `${sayHeld(value, pointSpec(setting))}${setting.point === 'amplitude' ? 'pp' : ''}`;

/** The setpoint that rules by the function that is held; null when all do, or none, or that is not known. */
export function rulingPoint(info: ChannelInfo, state: ChannelState | undefined): Point | null {
  const held = state?.function ?? null;
  if (held === null || held.state === 'unknown') return null;
  return info.functions?.find(({ word }) => word === held.value)?.point ?? null;
}

/** What the selector stands at, as a person calls it; null when there is none, or it is not known. */
export function functionLabel(info: ChannelInfo, state: ChannelState | undefined): string | null {
  const held = state?.function ?? null;
  if (held === null || held.state === 'unknown' || held.value === null) return null;
  return info.functions?.find(({ word }) => word === held.value)?.label ?? held.value;
}

/** The setpoints that a panel has in its first row: what is read at every poll. */
export const firstSettings = ({ settings }: ChannelInfo): readonly Setting[] =>
  settings.filter(({ rare }) => !rare);

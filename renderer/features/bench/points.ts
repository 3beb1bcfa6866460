import { type ChannelInfo, type ChannelState, type Point, quantityUnits } from '#shared/contract/channels.ts';
import type { InstrumentKind } from '#shared/contract/instruments.ts';
import { sayHeld } from '#renderer/ui/number-draft.ts';

type Setting = ChannelInfo['settings'][number];

const labels: Readonly<Record<Point, string>> = {
  voltage: 'Voltage',
  current: 'Current',
  power: 'Power',
  resistance: 'Resistance',
  frequency: 'Frequency',
  amplitude: 'Amplitude pp',
  offset: 'Offset',
};
const supplyLabels: Readonly<Partial<Record<Point, string>>> = { voltage: 'Set V', current: 'Limit A' };

/** What a setpoint is called on the panel of its kind. */
export const pointLabel = (kind: InstrumentKind, point: Point): string =>
  (kind === 'dc-supply' ? supplyLabels[point] : undefined) ?? labels[point];

/** The key of the panel that goes to a setpoint. Two share one where no instrument has both. */
export const pointKeys: Readonly<Record<Point, string>> = {
  voltage: 'V',
  current: 'A',
  power: 'P',
  resistance: 'R',
  frequency: 'F',
  amplitude: 'A',
  offset: 'O',
};

/** Points whose ranges go over so many powers of ten that a prefix is needed. */
const prefixed: ReadonlySet<Point> = new Set<Point>(['frequency', 'resistance']);

/** A setpoint for the number field. */
export const pointSpec = (
  setting: Setting,
): Setting & { readonly unit: string; readonly prefixed: boolean } => ({
  ...setting,
  unit: quantityUnits[setting.point],
  prefixed: prefixed.has(setting.point),
});

/** `1.000 kHz`, `3.300 V`, `2.000 Vpp`; dashes when it is not known. */
export const sayPoint = (setting: Setting, value: number | null): string =>
  `${sayHeld(value, pointSpec(setting))}${setting.point === 'amplitude' ? 'pp' : ''}`;

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

import { type ChannelInfo, type ChannelState, type Point, settingOf } from '#shared/contract/channels.ts';
import type { TraceFrame } from '#shared/contract/waveforms.ts';

/** Divisions of the screen, across and up. */
export const divisionsX = 10;
export const divisionsY = 8;

export type Frame = Extract<TraceFrame, { item: 'frame' }>;
type Trace = Frame['traces'][number];

/** What one division of an axis is, and what stands in its middle. In the unit of the axis. */
export interface AxisScale {
  readonly perDivision: number;
  readonly middle: number;
  /** The instrument has not said it: it was chosen to show what there is. */
  readonly fitted: boolean;
}

const heldNumber = (state: ChannelState | undefined, point: Point): number | null => {
  const held = state?.settings[point];
  return held === undefined || held.state === 'unknown' ? null : held.value;
};

/** The next of 1, 2 and 5 times a power of ten. */
export function roundUp(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((each) => Number(`${each}e${power}`) >= value * (1 - 1e-9)) ?? 10;
  return Number(`${step}e${power}`);
}

/** The vertical scale of a channel: the instrument's own where it is known, else one that shows all of the trace. */
export function verticalScale(state: ChannelState | undefined, trace: Trace | undefined): AxisScale {
  const perDivision = heldNumber(state, 'verticalScale');
  if (perDivision !== null && perDivision > 0)
    return { perDivision, middle: heldNumber(state, 'verticalOffset') ?? 0, fitted: false };
  let [low, high] = [Infinity, -Infinity];
  for (const value of trace?.min ?? []) if (value < low) low = value;
  for (const value of trace?.max ?? []) if (value > high) high = value;
  if (!(high >= low)) return { perDivision: 1, middle: 0, fitted: true };
  return { perDivision: roundUp((high - low) / (divisionsY - 2)), middle: (low + high) / 2, fitted: true };
}

/** The time axis: the instrument's own where it is known, else the whole of what was acquired. `state`: of the first channel. */
export function horizontalScale(state: ChannelState | undefined, frame: Frame | null): AxisScale {
  const perDivision = heldNumber(state, 'timeScale');
  if (perDivision !== null && perDivision > 0)
    return { perDivision, middle: heldNumber(state, 'timeOffset') ?? 0, fitted: false };
  const columns = frame?.traces[0]?.min.length ?? 0;
  const span = (frame?.step ?? 0) * columns;
  if (frame === null || span <= 0) return { perDivision: 1, middle: 0, fitted: true };
  return { perDivision: span / divisionsX, middle: frame.start + span / 2, fitted: true };
}

/** Where a time stands across the screen: 0 at the left edge, 1 at the right one. */
export const placeX = (seconds: number, { perDivision, middle }: AxisScale): number =>
  (seconds - middle) / perDivision / divisionsX + 0.5;

/** Where a voltage stands down the screen: 0 at the top, 1 at the bottom. */
export const placeY = (volts: number, { perDivision, middle }: AxisScale): number =>
  0.5 - (volts - middle) / perDivision / divisionsY;

/** True of a channel that is drawn: one that is not known to be hidden. */
export const isShown = (state: ChannelState | undefined): boolean => {
  const held = state?.choices.display;
  return held === undefined || held.state === 'unknown' || held.value !== 'OFF';
};

/** The channel that the trigger looks at; null where that is not known, or no channel. */
export function triggerChannel(
  channels: readonly ChannelInfo[],
  state: ChannelState | undefined,
): number | null {
  const held = state?.choices.triggerSource;
  if (held === undefined || held.state === 'unknown' || held.value === null) return null;
  const label = channels[0]?.choices
    .find(({ choice }) => choice === 'triggerSource')
    ?.words.find(({ word }) => word === held.value)?.label;
  return channels.find((each) => each.label === label)?.channel ?? null;
}

/** The trigger level, V; null where it is not known. */
export const triggerLevel = (info: ChannelInfo, state: ChannelState | undefined): number | null =>
  settingOf(info, 'triggerLevel') === undefined ? null : heldNumber(state, 'triggerLevel');

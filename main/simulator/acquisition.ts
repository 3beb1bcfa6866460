import { Adc } from './adc.ts';
import type { Enough } from './circuit.ts';
import { divisions, type ScopeChannel, type ScopeState } from './scope-state.ts';

/** Counts of the 8-bit converter: a division has 25, and the screen is 128 in the middle. */
export const countsPerDivision = 25;
export const middleCount = 128;
const mostCount = 255;
/** Noise of the converter, in counts (one deviation). */
const noiseCounts = 0.3;
/** Samples of one acquisition. */
export const samples = 1000;

/** One acquisition: counts of each channel, and how they were made. */
export interface Acquisition {
  readonly counts: readonly Uint8Array[];
  readonly channels: readonly ScopeChannel[];
  /** Seconds between two samples, and time of the first one, seen from the trigger. */
  readonly interval: number;
  readonly origin: number;
  readonly triggered: boolean;
}

/** Volts a count of a channel. */
export const voltsPerCount = ({ scale }: ScopeChannel): number => scale / countsPerDivision;

/** The bench as the scope's inputs see it. */
export interface View {
  /** Volts of each channel at so many equal steps of a time that begins after `wait`. Seconds. */
  look(wait: number, seconds: number, samples: number, enough?: Enough): readonly Float64Array[];
  /** This channel stays where it is. */
  rests(channel: number): boolean;
}

/**
 * Makes an acquisition: looks at twice the time of the screen, finds the trigger, and keeps the part that has it where it
 * belongs. A trigger that is rarer, or not on the screen, is searched for. Without one it keeps the first half (AUTO), or
 * null: a normal sweep and a single one wait.
 */
export function acquire(state: ScopeState, view: View, adc: Adc): Acquisition | null {
  const span = state.timeScale * divisions.across;
  const interval = span / samples;
  /** Samples before the trigger: below 0, or more than there are, when the trigger is not on the screen. */
  const from = Math.round(samples / 2 - state.timeOffset / interval);
  const auto = state.trigger.sweep === 'AUTO' && !isSingle(state);
  const means = coupledMeans(state, view, span);
  const see: See = (wait, seconds, steps, enough) =>
    view.look(wait, seconds, steps, enough).map((volts, index) => without(volts, means[index] ?? 0));
  const made = (volts: readonly Float64Array[], triggered: boolean): Acquisition => ({
    counts: volts.map((each, index) => countsOf(each, state.channels[index] as ScopeChannel, adc)),
    channels: state.channels,
    interval,
    origin: -from * interval,
    triggered,
  });

  const shown = from >= 1 && from <= samples;
  const index = state.trigger.source - 1;
  const rests = view.rests(state.trigger.source);
  const passes = passesOf(state, means[index] ?? 0);
  let found: number | null = null;
  const seen = see(0, 2 * span, 2 * samples, (volts, sample) => {
    if (found === null && shown && sample >= from && sample < samples + from && passes(volts[index], sample))
      found = sample;
    if (found !== null) return sample >= found - from + samples - 1;
    // What does not move never passes a level.
    return (rests || !shown) && sample === samples - 1;
  });
  const at = found as number | null;
  if (at !== null)
    return made(
      seen.map((each) => each.subarray(at - from, at - from + samples)),
      true,
    );
  const before = (from + 1) * interval;
  const times = rests ? [] : patience(auto, 2 * span, shown);
  const time = search(state, see, Math.max(0, before), times, interval);
  if (time !== null) return made(see(Math.max(0, time - before), span, samples), true);
  return auto
    ? made(
        seen.map((each) => each.subarray(0, samples)),
        false,
      )
    : null;
}

type See = View['look'];

/** How long AUTO waits before it sweeps by itself, and how far a sweep that waits looks ahead at a time. Seconds. */
const autoSeconds = 50e-3;
const waitSeconds = 1;
/** Steps of one search. A prime, so that what repeats at a round frequency is met in all its phases. */
const searchSteps = 2003;
/** AC coupling takes away the mean over this time, or over twice the screen where that is longer. Seconds. */
const couplingSeconds = 0.1;

/** The times to search, from short to long; twice the screen was looked at already when the trigger is on it. */
const patience = (auto: boolean, twice: number, shown: boolean): readonly number[] => [
  ...(shown ? [] : [twice]),
  ...[autoSeconds, ...(auto ? [] : [waitSeconds])].filter((each) => each > twice),
];

/** When the trigger comes, from `begin` on: looks coarsely, then closely where the level was passed. */
function search(
  state: ScopeState,
  see: See,
  begin: number,
  times: readonly number[],
  finest: number,
): number | null {
  for (const seconds of times) {
    const step = seconds / searchSteps;
    const volts = see(begin, seconds, searchSteps)[state.trigger.source - 1] ?? new Float64Array();
    const passes = passesOf(state, 0);
    const found = volts.findIndex((_, sample) => sample > 0 && passes(volts, sample));
    const at = found < 0 ? null : found;
    if (at === null) continue;
    const time = begin + (at + 1) * step;
    return step <= finest ? time : (search(state, see, time - 2 * step, [2 * step], finest) ?? time);
  }
  return null;
}

/** What AC coupling takes away from each channel; 0 where it is DC. */
function coupledMeans({ channels }: ScopeState, view: View, span: number): readonly number[] {
  if (channels.every(({ coupling }) => coupling === 'DC')) return channels.map(() => 0);
  const volts = view.look(0, Math.max(couplingSeconds, 2 * span), searchSteps);
  return channels.map(({ coupling }, index) =>
    coupling === 'DC' ? 0 : slowMean(volts[index] ?? new Float64Array()),
  );
}

/** A mean that fades in and out (Hann), so that a part of a period at the ends hardly counts. */
function slowMean(volts: Float64Array): number {
  let sum = 0;
  for (const [at, each] of volts.entries())
    sum += each * (1 - Math.cos((2 * Math.PI * (at + 0.5)) / volts.length));
  return sum / volts.length;
}

function without(volts: Float64Array, mean: number): Float64Array {
  return mean === 0 ? volts : volts.map((each) => each - mean);
}

function countsOf(volts: Float64Array, channel: ScopeChannel, adc: Adc): Uint8Array {
  const step = voltsPerCount(channel);
  const counts = new Uint8Array(volts.length);
  for (let at = 0; at < volts.length; at++) {
    const count = Math.round(adc.convert(((volts[at] as number) - channel.offset) / step) + middleCount);
    counts[at] = Math.min(mostCount, Math.max(0, count));
  }
  return counts;
}

/** One acquisition is asked for, by SINGle or by the sweep. */
export const isSingle = ({ run, trigger }: ScopeState): boolean =>
  run === 'single' || (run === 'run' && trigger.sweep === 'SING');

/** A converter for `acquire`. */
export const scopeAdc = (seed: number): Adc => new Adc({ noise: noiseCounts, step: 1 / 1024 }, seed);

/** Whether the level is passed in the wanted direction at a sample, once `mean` is taken away. */
function passesOf(
  { trigger: { level, slope } }: ScopeState,
  mean: number,
): (volts: Float64Array | undefined, at: number) => boolean {
  return (volts, at) => {
    const before = (volts?.[at - 1] as number) - mean;
    const now = (volts?.[at] as number) - mean;
    return slope === 'POS' ? before < level && now >= level : before > level && now <= level;
  };
}

/** Volts of one channel of an acquisition, at the middle of each count. */
export function voltsOf(acquisition: Acquisition, number: number): Float64Array {
  const channel = acquisition.channels[number - 1] as ScopeChannel;
  const step = voltsPerCount(channel);
  const counts = acquisition.counts[number - 1] ?? new Uint8Array();
  const volts = new Float64Array(counts.length);
  for (let at = 0; at < counts.length; at++)
    volts[at] = ((counts[at] as number) - middleCount) * step + channel.offset;
  return volts;
}

import { Adc } from './adc.ts';
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

/** What the channels see: volts of each over twice the time of the screen. */
export type Look = (seconds: number, samples: number) => readonly Float64Array[];

/**
 * Makes an acquisition: looks at twice the time of the screen, finds the trigger, and keeps the part that has it where it
 * belongs. Without a trigger it keeps the first half (AUTO), or null: a normal sweep and a single one wait.
 */
export function acquire(state: ScopeState, look: Look, adc: Adc): Acquisition | null {
  const span = state.timeScale * divisions.across;
  const interval = span / samples;
  const volts = look(2 * span, 2 * samples);
  const coupled = volts.map((each, index) => couple(each, state.channels[index] as ScopeChannel));
  const before = Math.round(samples / 2 - state.timeOffset / interval);
  const from = Math.min(samples, Math.max(1, before));
  const at = crossing(coupled[state.trigger.source - 1] ?? new Float64Array(), state, from);
  if (at === null && (state.trigger.sweep !== 'AUTO' || isSingle(state))) return null;
  const start = at === null ? 0 : at - from;
  return {
    counts: coupled.map((each, index) => {
      const channel = state.channels[index] as ScopeChannel;
      const step = voltsPerCount(channel);
      return Uint8Array.from(each.subarray(start, start + samples), (value) => {
        const count = Math.round(adc.convert((value - channel.offset) / step) + middleCount);
        return Math.min(mostCount, Math.max(0, count));
      });
    }),
    channels: state.channels,
    interval,
    origin: -from * interval,
    triggered: at !== null,
  };
}

/** One acquisition is asked for, by SINGle or by the sweep. */
export const isSingle = ({ run, trigger }: ScopeState): boolean =>
  run === 'single' || (run === 'run' && trigger.sweep === 'SING');

/** A converter for `acquire`. */
export const scopeAdc = (seed: number): Adc => new Adc({ noise: noiseCounts, step: 1 / 1024 }, seed);

/** AC coupling takes the mean away. */
function couple(volts: Float64Array, { coupling }: ScopeChannel): Float64Array {
  if (coupling === 'DC') return volts;
  const mean = volts.reduce((sum, each) => sum + each, 0) / volts.length;
  return volts.map((each) => each - mean);
}

/** The first sample from `from` on at which the level is passed in the wanted direction, with as much behind it as is shown. */
function crossing(volts: Float64Array, { trigger }: ScopeState, from: number): number | null {
  const last = volts.length - (samples - from);
  for (let at = from; at < last; at++) {
    const [before = Number.NaN, now = Number.NaN] = [volts[at - 1], volts[at]];
    const rises = before < trigger.level && now >= trigger.level;
    const falls = before > trigger.level && now <= trigger.level;
    if (trigger.slope === 'POS' ? rises : falls) return at;
  }
  return null;
}

/** Volts of one channel of an acquisition, at the middle of each count. */
export function voltsOf(acquisition: Acquisition, number: number): Float64Array {
  const channel = acquisition.channels[number - 1] as ScopeChannel;
  const step = voltsPerCount(channel);
  return Float64Array.from(
    acquisition.counts[number - 1] ?? [],
    (count) => (count - middleCount) * step + channel.offset,
  );
}

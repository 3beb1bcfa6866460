import type { InstrumentFigures } from '#shared/contract/profiling.ts';
import { t } from '#shared/language/t.ts';

/** What advice is found in. Times in ms, null where nothing is known. */
export interface Known {
  readonly exchanges: number;
  readonly timeouts: number;
  readonly retries: number;
  /** Over which time, s. */
  readonly seconds: number;
  readonly wireP50: number | null;
  readonly wireP95: number | null;
  readonly wireTotal: number;
  readonly queueP95: number | null;
  /** How far apart polls are meant to be, and are: the median, and half of the distance between the 5th and the 95th percentile. */
  readonly wantedMs: number;
  readonly medianMs: number | null;
  readonly jitterMs: number | null;
  /** The command with the highest p95 of those that were sent at least 20 times, where there are others. */
  readonly slowest: { readonly command: string; readonly p95: number } | null;
  /** First answers behind a change: how many, and how long they take; and other answers to the same commands. */
  readonly settled: { readonly count: number; readonly p95: number; readonly otherwiseP95: number } | null;
}

/** Less is no reason for advice. */
const leastExchanges = 50;
const leastSettled = 20;
/** Polls are to take at most this part of a link's time: the rest is for people. */
const pollPart = 0.4;
const longestPollMs = 60_000;

/** 1, 1.5, 2, 3, 5, 7 or 10 times a power of ten, at least as much. */
export function roundedUp(ms: number): number {
  const power = 10 ** Math.floor(Math.log10(ms));
  const step = [1, 1.5, 2, 3, 5, 7, 10].find((each) => each * power >= ms * (1 - 1e-9)) ?? 10;
  return Math.round(step * power * 10) / 10;
}

const shown = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
const percent = (part: number): string => `${Math.round(part * 100)} %`;

/** How far apart polls should be, when they fill the link now; null when they do not, or too little is known. */
export function pollAdvice(known: Known): InstrumentFigures['advice']['pollMs'] {
  const { exchanges, seconds, wireP95, wireTotal, queueP95, wantedMs, medianMs } = known;
  if (exchanges < leastExchanges || wireP95 === null || medianMs === null) return null;
  const busy = wireTotal / 1000 / seconds;
  const perRound = Math.max(1, (exchanges / seconds) * (medianMs / 1000));
  const roundMs = perRound * wireP95;
  if (busy <= 0.5 && roundMs <= wantedMs * 0.5) return null;
  const value = Math.min(longestPollMs, roundedUp(roundMs / pollPart));
  if (value <= wantedMs) return null;
  const waits = queueP95 === null ? '' : t`, and a command waits up to ${shown(queueP95)} for its turn (p95)`;
  return {
    value,
    why: t`Every ${shown(wantedMs)} it is asked what takes ${shown(roundMs)} at p95: the link is busy ${percent(busy)} of the time${waits}.`,
  };
}

/** How long to wait behind a change before it is asked; null when its first answer takes no longer than others. */
export function settleAdvice({ settled }: Known): InstrumentFigures['advice']['settleMs'] {
  if (settled === null || settled.count < leastSettled) return null;
  const { count, p95, otherwiseP95 } = settled;
  if (p95 < 2 * otherwiseP95 || p95 - otherwiseP95 < 5) return null;
  return {
    value: roundedUp(p95 - otherwiseP95),
    why: t`The first answer behind a change takes ${shown(p95)} at p95 (of ${count}); otherwise the same command takes ${shown(otherwiseP95)}.`,
  };
}

type Note = InstrumentFigures['advice']['note'];

/** Questions that nobody answered. */
function silence({ exchanges, timeouts, retries }: Known): Note {
  if (timeouts === 0 || exchanges === 0 || timeouts / exchanges < 0.005) return null;
  return {
    what: t`${timeouts} of ${exchanges} exchanges were not answered in time, and the link was brought back ${retries} times.`,
    remedy: t`Each costs its deadline and a resynchronisation. Ask it less often, and check cable and address.`,
  };
}

/** Commands wait longer for their turn than they take. */
function crowd({ queueP95, wireP95 }: Known): Note {
  if (queueP95 === null || wireP95 === null || queueP95 < 10 || queueP95 < 2 * wireP95) return null;
  return {
    what: t`One command in twenty waits ${shown(queueP95)} or longer for its turn; on the wire it takes ${shown(wireP95)}.`,
    remedy: t`The instrument is quick enough, its queue is full: poll it less often, or send fewer commands at once.`,
  };
}

/** Most answers are quick, and some are not. */
function outliers({ wireP50, wireP95, slowest }: Known): Note {
  if (wireP50 === null || wireP95 === null || wireP95 < 20 || wireP95 < 5 * wireP50) return null;
  const one = slowest !== null && slowest.p95 >= wireP95 * 0.8 ? slowest.command : null;
  return {
    what: t`One reply in twenty waits ${shown(wireP95)} or longer; half of them take ${shown(wireP50)} at the most.`,
    remedy:
      one === null
        ? t`No command stands out: the link or the instrument itself is held up at times. Compare with its time series.`
        : t`It is mostly ${one}: ask for it less often, or with a faster setting of the instrument.`,
  };
}

/** Polls that come when they like. */
function unsteady({ medianMs, jitterMs }: Known): Note {
  if (medianMs === null || jitterMs === null || jitterMs < 10 || jitterMs < medianMs * 0.3) return null;
  return {
    what: t`Polls are ${shown(medianMs)} apart, give or take ${shown(jitterMs)}.`,
    remedy: t`Something holds them up: look at the event loop, and at what else this instrument is asked.`,
  };
}

/** What stands out most, by how much it disturbs; null when nothing does. */
export function noteOf(known: Known): Note {
  if (known.timeouts === 0 && known.exchanges < leastExchanges) return null;
  for (const rule of [silence, outliers, crowd, unsteady]) {
    const note = rule(known);
    if (note !== null) return note;
  }
  return null;
}

/** What to change at an instrument, and why. */
export const adviceOf = (known: Known): InstrumentFigures['advice'] => ({
  pollMs: pollAdvice(known),
  settleMs: settleAdvice(known),
  note: noteOf(known),
});

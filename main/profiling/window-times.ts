import { performance } from 'node:perf_hooks';
import type { AskTrace } from '#shared/rpc/frames.ts';
import { addSpan, here, keptTraces, type Trace } from './trace.ts';

/** What a window says of longer ago, or of longer in itself, is not believed, ms. */
const longestMs = 60_000;
/** Both clocks count whole milliseconds, and one may have been read before it was put right: so much is taken for no difference, ms. */
const slackMs = 5;
/** The whole of a trace: what the window did is around it. */
const whole = 1;

/** Which call of which seat a trace belongs to; it goes with the trace. */
const calls = new WeakMap<Trace, string>();
const keyOf = (seat: string, call: number): string => `${call} ${seat}`;

/** What takes a time of the window, ms since 1970, to the clock of `performance.now()`. The two are of one PC, so they agree. */
const toOwnClock = (): ((ms: number) => number) => {
  const difference = Date.now() - performance.now();
  return (ms) => ms - difference;
};

/** A time that lies between the two, or a little beside them; null for what cannot be. */
function within(ms: number, from: number, to: number): number | null {
  if (!(ms >= from - slackMs && ms <= to + slackMs)) return null;
  return Math.min(Math.max(ms, from), to);
}

/**
 * Tells the trace that the caller is in what its window says of the call: two spans before the beginning. Without a trace nothing
 * happens. `arrived`: when the call did, on the clock of `performance.now()`. What cannot be true is left out.
 */
export function calledFrom(seat: string, call: number, said: AskTrace | undefined, arrived: number): void {
  const place = here();
  if (place === undefined) return;
  calls.set(place.trace, keyOf(seat, call));
  if (said === undefined) return;
  const own = toOwnClock();
  const sent = within(own(said.sentMs), arrived - longestMs, arrived);
  if (sent === null) return;
  const inside = { trace: place.trace, span: whole };
  const clicked = within(own(said.clickedMs), sent - longestMs, sent);
  if (clicked !== null)
    addSpan(inside, { kind: 'window', name: 'from the click to the call', start: clicked, end: sent });
  addSpan(inside, { kind: 'window', name: 'to the console', start: sent, end: arrived });
}

/**
 * The window says when it had the answer to a call of its own, and when that was painted, ms since 1970: two spans after the end.
 * Nothing happens for a call without a trace, one that has not ended, or that ended more than 60 s ago, for a second time, and for
 * what cannot be true.
 */
export function seenBy(seat: string, call: number, receivedMs: number, paintedMs: number): void {
  const key = keyOf(seat, call);
  const trace = keptTraces().find((each) => calls.get(each) === key);
  const root = trace?.spans[0];
  if (trace === undefined || root === undefined || root.ms === null) return;
  const now = performance.now();
  const answered = trace.start + root.startMs + root.ms;
  if (now - answered > longestMs) return;
  calls.delete(trace);
  const own = toOwnClock();
  const received = within(own(receivedMs), answered, now);
  if (received === null) return;
  const inside = { trace, span: whole };
  addSpan(inside, { kind: 'window', name: 'to the window', start: answered, end: received });
  const painted = within(own(paintedMs), received, now);
  if (painted !== null) addSpan(inside, { kind: 'window', name: 'paint', start: received, end: painted });
}

import type { Outcome, Reading, Request } from '#main/session/ports.ts';
import type { Link } from '#shared/contract/history.ts';
import { linkKey } from './crossing.ts';
import type { Trend, TrendQuestion } from './service.ts';
import { widen } from './trend.ts';
import type { ReadingBlock } from './write-operations.ts';

/** Blocks that wait for a disk that cannot be written, at most; older ones are given up, and counted. */
const waitingMax = 2000;

interface Open {
  readonly instrument: string;
  readonly channel: number;
  readonly quantity: string;
  readonly times: number[];
  readonly values: number[];
}

/** Readings on their way to the disk. */
export class ReadingBuffer {
  #open = new Map<string, Open>();
  /** Blocks that are being written, or could not be written yet. */
  #waiting: ReadingBlock[] = [];
  #givenUp = 0;

  add(instrument: string, { channel, quantity, value, at }: Reading): void {
    if (!Number.isFinite(at)) return;
    const key = `${channel} ${quantity} ${instrument}`;
    let open = this.#open.get(key);
    if (open === undefined) {
      open = { instrument, channel, quantity, times: [], values: [] };
      this.#open.set(key, open);
    }
    open.times.push(at);
    open.values.push(value);
  }

  /** Closes the blocks and answers with all that is to be written. Call `written` when it is on the disk. */
  take(): readonly ReadingBlock[] {
    for (const { instrument, channel, quantity, times, values } of this.#open.values())
      this.#waiting.push({
        instrument,
        channel,
        quantity,
        times: Float64Array.from(times),
        values: Float64Array.from(values),
      });
    this.#open.clear();
    const over = Math.max(0, this.#waiting.length - waitingMax);
    for (const { times } of this.#waiting.splice(0, over)) this.#givenUp += times.length;
    return [...this.#waiting];
  }

  written(blocks: readonly ReadingBlock[]): void {
    const done = new Set(blocks);
    this.#waiting = this.#waiting.filter((block) => !done.has(block));
  }

  /** Readings that were given up since the last call, because the disk could not be written. */
  takeGivenUp(): number {
    const count = this.#givenUp;
    this.#givenUp = 0;
    return count;
  }

  /** Takes what is not on the disk yet into a trend. */
  widen(trend: Trend, { instrument, channel, quantity }: TrendQuestion): void {
    for (const { times, values, ...of } of [...this.#waiting, ...this.#open.values()]) {
      if (of.instrument !== instrument || of.channel !== channel || of.quantity !== quantity) continue;
      for (let index = 0; index < times.length; index++)
        widen(trend, times[index]!, values[index]!, values[index]!);
    }
  }
}

/** A run of successful polls of one instrument: one line of the history instead of thousands. */
export interface PollRun {
  readonly link: Link;
  readonly from: number;
  to: number;
  polls: number;
  readings: number;
  wireMs: number;
  wireMaxMs: number;
}

/** A run ends when nothing was polled for so long, or after so long altogether. */
const idleMs = 10_000;
const longestMs = 3_600_000;

/** The runs that are going on. */
export class PollRuns {
  #runs = new Map<string, PollRun>();
  #ended: PollRun[] = [];

  add(link: Link, readings: number, wireMs: number, at: number): void {
    const run = this.#runs.get(link.instrument);
    // Another firmware or address is another run: its line names the link it went over.
    const another = run !== undefined && linkKey(run.link) !== linkKey(link);
    if (another) this.#ended.push(run);
    if (run === undefined || another) {
      this.#runs.set(link.instrument, {
        link,
        from: at,
        to: at,
        polls: 1,
        readings,
        wireMs,
        wireMaxMs: wireMs,
      });
      return;
    }
    run.to = at;
    run.polls++;
    run.readings += readings;
    run.wireMs += wireMs;
    run.wireMaxMs = Math.max(run.wireMaxMs, wireMs);
  }

  /** Takes out the runs that are over; all of them when the history closes. */
  takeEnded(now: number, all: boolean): readonly PollRun[] {
    const over = [...this.#runs.values()].filter(
      // A clock that was set back ends a run too.
      ({ from, to }) => all || Math.abs(now - to) > idleMs || now - from > longestMs,
    );
    for (const { link } of over) this.#runs.delete(link.instrument);
    return [...this.#ended.splice(0), ...over];
  }
}

/** The line about a run of polls, as a note of the journal. */
export const runNote = (
  run: PollRun,
): { link: Link; request: Pick<Request, 'operator' | 'lane' | 'bytes'>; outcome: Outcome } => ({
  link: run.link,
  request: { operator: { name: 'console', confirmed: false }, lane: 'poll', bytes: Buffer.from('polled') },
  outcome: {
    status: 'ok',
    reply: Buffer.from(
      `${run.polls} polls, ${run.readings} readings from ${new Date(run.from).toISOString()} to ${new Date(run.to).toISOString()}, slowest ${run.wireMaxMs.toFixed(1)} ms`,
    ),
    fault: null,
    queueMs: 0,
    wireMs: run.wireMs / run.polls,
  },
});

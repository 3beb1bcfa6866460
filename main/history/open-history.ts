import type { AuditEntry } from '#main/bridge/caller.ts';
import { bounded } from '#main/bridge/sources.ts';
import type { Database } from '#main/database/operations.ts';
import { span } from '#main/profiling/span.ts';
import type { Journal, Outcome, Request } from '#main/session/ports.ts';
import type { HistoryRow, Link } from '#shared/contract/history.ts';
import { Fault } from '#shared/faults.ts';
import type { Appended } from './append.ts';
import { Gap } from './gap.ts';
import { auditLine, exchangeLine, settledLine } from './live-lines.ts';
import { PollRuns, ReadingBuffer } from './readings.ts';
import type { historyReads } from './read-operations.ts';
import type { History } from './service.ts';
import type { historyWrites, RecordedRequest } from './write-operations.ts';

type HistoryDatabase = Database<typeof historyWrites, typeof historyReads>;

/** How often readings go to the disk, and a gap is tried to be confessed. */
const flushMs = 1000;
/** Lines a slow window may fall behind before its tail announces a gap. */
const tailMax = 500;

/** Why something cannot be recorded, as one fault for whoever wanted to change something. */
const unwritable = (cause: unknown): Fault =>
  cause instanceof Fault && cause.code === 'HISTORY_UNWRITABLE'
    ? cause
    : new Fault(
        'HISTORY_UNWRITABLE',
        `The history cannot be written: ${cause instanceof Error ? cause.message : 'unknown reason'}`,
        cause instanceof Fault ? { remedy: cause.remedy, cause } : { cause },
      );

/**
 * Opens the history: marks what was in flight when the last console ended. With a broken database it opens all the same; then
 * nothing that changes something can be recorded, and `health.writable` is false.
 */
export async function openHistory(
  database: HistoryDatabase,
  { now = Date.now }: { readonly now?: () => number } = {},
): Promise<History> {
  const listeners = new Set<(row: HistoryRow) => void>();
  /** Lines whose outcome is awaited, to be shown again with it. */
  const inFlight = new Map<number, HistoryRow>();
  const gap = new Gap();
  const buffer = new ReadingBuffer();
  const runs = new PollRuns();
  const health = { rows: 0, writable: true };
  let closed = false;

  const tell = (row: HistoryRow): void => {
    for (const listener of listeners) listener(row);
  };
  const wrote = (line: HistoryRow): void => {
    health.writable = !gap.open;
    health.rows++;
    tell(line);
  };
  const lost = (at: number, count = 1): void => {
    health.writable = false;
    gap.widen(at, count);
  };

  const record = async (entry: AuditEntry): Promise<void> => {
    try {
      const appended = await span('history:audit', () => database.write('audit', entry));
      wrote(auditLine(appended, entry));
    } catch (error) {
      health.writable = false;
      throw unwritable(error);
    }
  };
  const own = (action: string, detail: Record<string, unknown>): AuditEntry => ({
    at: now(),
    who: 'console',
    seat: '',
    action,
    detail,
    result: 'ok',
  });

  const recorded = (link: Link, request: Request, at: number): RecordedRequest => ({
    at,
    link,
    operator: request.operator.name,
    lane: request.lane,
    bytes: request.bytes,
  });

  const journal: Journal = {
    async intend(link, request) {
      const input = recorded(link, request, now());
      let appended: Appended;
      try {
        appended = await span('history:intend', () => database.write('intend', input));
      } catch (error) {
        health.writable = false;
        throw unwritable(error);
      }
      const line = exchangeLine(appended, input, null);
      inFlight.set(appended.seq, line);
      wrote(line);
      return appended.seq;
    },
    async settle(intent, outcome) {
      const line = inFlight.get(intent);
      inFlight.delete(intent);
      const at = now();
      try {
        await span('history:settle', () => database.write('settle', { intent, at, outcome }));
      } catch (error) {
        lost(at);
        throw unwritable(error);
      }
      if (line !== undefined) tell(settledLine(line, outcome));
    },
    note(link, request, outcome, at) {
      const input = recorded(link, request, at);
      database.defer('note', { request: input, outcome }).then(
        (appended) => wrote(exchangeLine(appended, input, outcome)),
        () => lost(at),
      );
    },
    reading(link, readings, wireMs) {
      for (const reading of readings) buffer.add(link.instrument, reading);
      runs.add(link, readings.length, wireMs, now());
    },
  };

  const recordRuns = async (all: boolean): Promise<void> => {
    for (const run of runs.takeEnded(now(), all)) {
      const outcome: Outcome = {
        status: 'ok',
        reply: Buffer.from(
          `${run.polls} polls, ${run.readings} readings from ${new Date(run.from).toISOString()} to ${new Date(run.to).toISOString()}, slowest ${run.wireMaxMs.toFixed(1)} ms`,
        ),
        fault: null,
        queueMs: 0,
        wireMs: run.wireMs / run.polls,
      };
      const request: RecordedRequest = {
        at: run.from,
        link: run.link,
        operator: 'console',
        lane: 'poll',
        bytes: Buffer.from('polled'),
      };
      await database.defer('note', { request, outcome }).then(
        (appended) => wrote(exchangeLine(appended, request, outcome)),
        () => lost(run.to),
      );
    }
  };

  const flush = async (all = false): Promise<void> => {
    const blocks = buffer.take();
    if (blocks.length > 0)
      await span('history:readings', () => database.write('readings', blocks)).then(
        () => buffer.written(blocks),
        () => void (health.writable = false),
      );
    const givenUp = buffer.takeGivenUp();
    if (givenUp > 0) lost(now(), givenUp);
    await recordRuns(all);
    if (gap.open) {
      const detail = gap.detail;
      // Confessed only once the row is on the disk; until then the next flush tries again.
      await record(own('history.gap', detail)).then(
        () => {
          gap.confessed(detail.lost);
          health.writable = !gap.open;
        },
        () => undefined,
      );
    }
  };

  await database.write('markInterrupted', now()).then(
    async () => {
      health.rows = (await database.read('totals', null)).rows;
    },
    () => void (health.writable = false),
  );

  let flushing = Promise.resolve();
  const timer = setInterval(() => {
    flushing = flushing.then(() => flush());
  }, flushMs);
  timer.unref();

  return {
    journal,
    audit: { record },
    health,
    handlers: {
      page: (question) => span('history:page', () => database.read('page', question)),
      totals: () => database.read('totals', null),
      async *tail(_input, { signal }) {
        const items = bounded<HistoryRow>(signal, tailMax, (push) => {
          listeners.add(push);
          return () => listeners.delete(push);
        });
        for await (const { items: rows, gap: left } of items) yield { rows, gap: left };
      },
    },
    async trend(question) {
      const trend = await span('history:trend', () => database.read('trend', question));
      buffer.widen(trend, question);
      return trend;
    },
    async close() {
      if (closed) return;
      closed = true;
      clearInterval(timer);
      await flushing;
      await flush(true);
    },
  };
}

import { bounded } from '#main/bridge/sources.ts';
import type { Journal } from '#main/session/ports.ts';
import type { HistoryRow } from '#shared/contract/history.ts';
import { faultShape } from '#shared/faults.ts';
import { Book, type HistoryDatabase } from './book.ts';
import { GapFile } from './gap-file.ts';
import { Exchanges } from './journal.ts';
import { PollRuns, ReadingBuffer, runNote } from './readings.ts';
import { Filler } from './search/filler.ts';
import type { History } from './service.ts';
import { stretchHandlers } from './stretches/handlers.ts';

/** How often readings go to the disk, and what could not be written is tried again. */
const flushMs = 1000;
/** Lines a slow window may fall behind before its tail announces a gap. */
const tailMax = 500;

export interface HistoryOptions {
  /** The folder of recordings; without it no stretch can be saved as one. */
  readonly transcripts?: string;
  /** Where it is kept how much is missing; without it, in memory alone. */
  readonly gapFile?: string;
  readonly now?: () => number;
}

/**
 * Opens the history: marks what was in flight when the last console ended. With a broken database it opens all the same; then
 * nothing that changes something can be recorded, and `health.writable` is false. `transcripts`: the folder of recordings, made when
 * a stretch is saved there; without it none can be.
 */
export async function openHistory(
  database: HistoryDatabase,
  { transcripts, gapFile, now = Date.now }: HistoryOptions = {},
): Promise<History> {
  const missing = new GapFile(gapFile ?? null);
  const book = new Book(database, now, missing);
  const exchanges = new Exchanges(book);
  const buffer = new ReadingBuffer();
  const runs = new PollRuns();
  const filler = new Filler((budget) => database.write('indexStep', budget), now);
  book.onWritten = () => filler.stir();

  const journal: Journal = {
    intend: (link, request) => exchanges.intend(link, request),
    settle: (intent, outcome) => exchanges.settle(intent, outcome),
    note: (link, request, outcome, at) => exchanges.note(link, request, outcome, at),
    reading(link, readings, wireMs) {
      for (const reading of readings) buffer.add(link.instrument, reading);
      runs.add(link, readings.length, wireMs, now());
    },
  };

  const flushReadings = async (): Promise<void> => {
    const blocks = buffer.take();
    const givenUp = buffer.takeGivenUp();
    if (givenUp > 0) book.lost(now(), givenUp);
    if (blocks.length === 0) return;
    await database.write('readings', blocks).then(
      () => {
        buffer.written(blocks);
        book.succeeded();
      },
      () => book.failed(),
    );
  };
  const flush = async (all: boolean): Promise<void> => {
    await flushReadings();
    for (const run of runs.takeEnded(now(), all)) {
      const { link, request, outcome } = runNote(run);
      exchanges.note(link, request, outcome, run.from);
    }
    await exchanges.noted();
    await exchanges.settleAgain();
    await book.confess();
  };

  try {
    await database.write('markInterrupted', now());
    book.health.rows = (await database.read('totals', null)).rows;
    void filler.run();
  } catch {
    // The console starts all the same: the emergency stop needs no history. `health` says it.
    book.failed();
  }

  let flushing = Promise.resolve();
  const flushNext = (all: boolean): Promise<void> => {
    flushing = flushing
      .then(() => flush(all))
      .catch((error: unknown) =>
        process.emitWarning(`the history could not be flushed: ${faultShape(error).code}`),
      );
    return flushing;
  };
  let waiting = false;
  const timer = setInterval(() => {
    filler.tick();
    // A disk that takes longer than the interval is not asked twice.
    if (waiting) return;
    waiting = true;
    void flushNext(false).then(() => (waiting = false));
  }, flushMs);
  timer.unref();

  let closing: Promise<void> | null = null;
  return {
    journal,
    audit: { record: (entry) => book.record(entry) },
    health: book.health,
    handlers: {
      page: (question) => database.read('page', question),
      detail: (question) => database.read('detail', question),
      names: () => database.read('names', null),
      calendar: (question) => database.read('calendar', question),
      sessions: (question) => database.read('sessions', question),
      totals: () => database.read('totals', null),
      tags: () => database.read('tags', null),
      mark: (marking, { who }) => database.write('mark', { ...marking, who, at: now() }),
      ...stretchHandlers(database, transcripts),
      async *tail(_input, { signal }) {
        const items = bounded<HistoryRow>(signal, tailMax, (push) => book.listen(push));
        for await (const { items: rows, gap: left } of items) yield { rows, gap: left };
      },
    },
    async trend(question) {
      const trend = await database.read('trend', question);
      buffer.widen(trend, question);
      return trend;
    },
    whenFull(policy) {
      exchanges.goOn = policy === 'go-on';
    },
    close() {
      clearInterval(timer);
      closing ??= flushNext(true)
        .then(() => filler.close())
        .finally(() => missing.close());
      return closing;
    },
  };
}

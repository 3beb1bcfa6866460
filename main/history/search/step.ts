import type { WritableDb } from '#main/database/operations.ts';
import { isFailedLine } from '#main/history/lines.ts';
import { type Count, QuarterCounts, slowMs } from './counts.ts';
import { aboutOf, indexedLine, selectStepped, type SteppedLine } from './line-text.ts';
import { numberOf } from './names.ts';
import { failedLater, SessionWriter } from './sessions.ts';
import { addTo, areWhole, dropSpan, mergeFinished, spans } from './spans.ts';

/** Goes up when lines are indexed in another way: all of it is built anew then. */
const version = 1;
/** Records of one entry in `search_block`. */
export const blockRecords = 4096;
/** Lines that are read at once. */
const readLines = 64;
/** A command in flight holds the index up until so many records follow, or for so long, ms. Then it is set apart. */
const holdRecords = 1000;
const holdMs = 2000;

/** What one step may take. */
export interface StepBudget {
  /** Epoch ms. */
  readonly now: number;
  /** Lines, at most. */
  readonly lines: number;
  /** How long it goes on, ms; it ends after the lines that it has begun with. */
  readonly ms: number;
}

/** How far the index is: `behind` says whether there is more to do now. */
export interface Stepped {
  readonly indexedTo: number;
  readonly behind: boolean;
}

const countOf = (line: SteppedLine, failed: boolean): Count => ({
  lines: 1,
  failed: failed ? 1 : 0,
  slow: ((line.outcome === null ? line.wire_ms : line.o_wire_ms) ?? 0) > slowMs ? 1 : 0,
});

const inFlight = (line: SteppedLine): boolean =>
  line.kind === 'intent' && line.outcome === null && line.interrupted === null;

/** Lines that were set apart in flight, and have an outcome now or never will: the index answers for them from here on. */
function settleApart(db: WritableDb, counts: QuarterCounts): void {
  const settled = db
    .prepare(
      `${selectStepped} JOIN search_apart AS apart ON apart.seq = record.seq
       WHERE apart.why = 'in-flight' AND (outcome.seq IS NOT NULL OR interrupted.seq IS NOT NULL) ORDER BY record.seq`,
    )
    .all() as SteppedLine[];
  for (const line of settled) {
    const failed = isFailedLine(line);
    addTo(db, line.seq, indexedLine(db, line));
    counts.add(line.at, { ...countOf(line, failed), lines: 0 });
    if (failed) failedLater(db, line);
    db.prepare('DELETE FROM search_apart WHERE seq = ?').run(line.seq);
  }
}

/** Times of the records of one read: they belong to one or two blocks. */
function widenBlocks(db: WritableDb, lines: readonly SteppedLine[]): void {
  const blocks = new Map<number, { from: number; to: number }>();
  for (const { seq, at } of lines) {
    const number = Math.floor(seq / blockRecords);
    const { from, to } = blocks.get(number) ?? { from: at, to: at };
    blocks.set(number, { from: Math.min(from, at), to: Math.max(to, at) });
  }
  const upsert = db.prepare(`INSERT INTO search_block VALUES (?, ?, ?) ON CONFLICT (number) DO UPDATE
    SET from_at = min(from_at, excluded.from_at), to_at = max(to_at, excluded.to_at)`);
  for (const [number, { from, to }] of blocks) upsert.run(number, from, to);
}

/** Takes the next lines into the index, in their order. One step of bounded time, behind whatever is written meanwhile. */
export function indexStep(db: WritableDb, { now, lines: linesMax, ms }: StepBudget): Stepped {
  const end = performance.now() + ms;
  let { indexedTo } = stateOf(db);
  const { head } = db.prepare('SELECT coalesce(max(seq), 0) AS head FROM record').get() as { head: number };
  const counts = new QuarterCounts();
  settleApart(db, counts);
  const sessions = new SessionWriter(db);
  const byInstrument: [instrument: number, seq: number][] = [];
  const next = db.prepare(
    `${selectStepped} WHERE record.seq > ? AND record.kind <> 'outcome' ORDER BY record.seq LIMIT ${readLines}`,
  );
  let taken = 0;
  let behind = true;
  while (behind && taken < linesMax && performance.now() < end) {
    const lines = next.all(indexedTo) as SteppedLine[];
    const held = lines.findIndex(
      (line) => inFlight(line) && head - line.seq < holdRecords && now - line.at < holdMs,
    );
    const ready = held < 0 ? lines : lines.slice(0, held);
    for (const line of ready) {
      const failed = isFailedLine(line);
      addTo(db, line.seq, indexedLine(db, line));
      byInstrument.push([numberOf(db, 'instrument', aboutOf(line)), line.seq]);
      counts.add(line.at, countOf(line, failed));
      sessions.add(line, failed);
      if (inFlight(line)) db.prepare("INSERT INTO search_apart VALUES (?, 'in-flight')").run(line.seq);
    }
    widenBlocks(db, ready);
    taken += ready.length;
    behind = lines.length === readLines && held < 0;
    // Outcomes behind the last line are done with as well.
    indexedTo = behind || held >= 0 ? (ready.at(-1)?.seq ?? indexedTo) : head;
  }
  // Rising by instrument: neighbours in the tree are written together.
  byInstrument.sort(([a, first], [b, second]) => a - b || first - second);
  const insert = db.prepare('INSERT INTO search_instrument VALUES (?, ?)');
  for (const [instrument, seq] of byInstrument) insert.run(instrument, seq);
  counts.write(db);
  sessions.write();
  db.prepare('UPDATE search_state SET indexed_to = ?').run(indexedTo);
  return { indexedTo, behind: behind || mergeFinished(db, indexedTo) };
}

/** How far the index goes; one that is damaged or of another version is thrown away first. */
function stateOf(db: WritableDb): { indexedTo: number } {
  const state = db.prepare('SELECT version, indexed_to AS indexedTo FROM search_state').get() as {
    version: number;
    indexedTo: number;
  };
  if (state.version === version && areWhole(db)) return state;
  dropSearch(db);
  return { indexedTo: 0 };
}

/** Throws the index away, with all that is counted with it; the next steps build it anew. Nothing of the history is touched. */
export function dropSearch(db: WritableDb): void {
  for (const number of spans(db)) dropSpan(db, number);
  for (const table of [
    'search_block',
    'search_instrument',
    'search_apart',
    'history_quarter',
    'work_session',
  ])
    db.prepare(`DELETE FROM ${table}`).run();
  db.prepare('UPDATE search_state SET version = ?, indexed_to = 0').run(version);
}

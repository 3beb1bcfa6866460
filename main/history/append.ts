import type { WritableDb } from '#main/database/operations.ts';
import { chainStart, digestOf, linkHash } from './chain.ts';
import { payloadOf, type RecordRow } from './record-row.ts';

type Content = Partial<Omit<RecordRow, 'seq' | 'kind' | 'at' | 'line' | 'digest' | 'hash'>>;

/** What identifies an appended row. */
export interface Appended {
  readonly seq: number;
  /** Hex. */
  readonly hash: string;
}

/** A link as the chain knows it. */
interface KnownLink {
  readonly id: number;
  readonly fields: readonly string[];
}

/** What was read from a database once; it holds until something is rolled back. */
interface Memory {
  readonly undone: number;
  seq: number;
  line: number;
  hash: Uint8Array;
  readonly links: Map<string, KnownLink>;
}

const memories = new WeakMap<WritableDb, Memory>();
/** Links that are remembered; a bench has some dozens. */
const linksMax = 1000;

function remembered(db: WritableDb): Memory {
  const known = memories.get(db);
  if (known !== undefined && known.undone === db.undone) return known;
  const head = db.prepare('SELECT seq, line, hash FROM record ORDER BY seq DESC LIMIT 1').get() as
    | { seq: number; line: number; hash: Uint8Array }
    | undefined;
  const memory: Memory = {
    undone: db.undone,
    seq: head?.seq ?? 0,
    line: head?.line ?? 0,
    hash: head?.hash ?? chainStart,
    links: new Map(),
  };
  memories.set(db, memory);
  return memory;
}

function linkOf(db: WritableDb, { links }: Memory, key: string): KnownLink {
  const known = links.get(key);
  if (known !== undefined) return known;
  const fields = JSON.parse(key) as string[];
  const stored = db.prepare('SELECT id FROM link WHERE key = ?').get(key) as { id: number } | undefined;
  const insert = db.prepare(
    'INSERT INTO link (key, instrument, name, address, vendor, model, serial, firmware, driver) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const link = { id: stored?.id ?? Number(insert.run(key, ...fields).lastInsertRowid), fields };
  if (links.size >= linksMax) links.clear();
  links.set(key, link);
  return link;
}

/** Appends one row to the chain. `link`: see `linkKey`. */
export function append(
  db: WritableDb,
  kind: RecordRow['kind'],
  at: number,
  link: string | null,
  content: Content,
): Appended {
  const memory = remembered(db);
  const known = link === null ? null : linkOf(db, memory, link);
  const row: Omit<RecordRow, 'digest' | 'hash'> = {
    seq: memory.seq + 1,
    kind,
    at: Math.round(at),
    line: memory.line + (kind === 'outcome' ? 0 : 1),
    operator: content.operator ?? null,
    lane: content.lane ?? null,
    request: content.request ?? null,
    intent: content.intent ?? null,
    status: content.status ?? null,
    reply: content.reply ?? null,
    reply_length: content.reply_length ?? null,
    reply_sha256: content.reply_sha256 ?? null,
    fault: content.fault ?? null,
    queue_ms: content.queue_ms ?? null,
    wire_ms: content.wire_ms ?? null,
    seat: content.seat ?? null,
    detail: content.detail ?? null,
  };
  const digest = digestOf(payloadOf(row, known?.fields ?? null));
  const hash = linkHash(memory.hash, digest);
  db.prepare('INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
    row.seq,
    row.kind,
    row.at,
    row.line,
    digest,
    hash,
    known?.id ?? null,
    row.operator,
    row.lane,
    row.request,
    row.intent,
    row.status,
    row.reply,
    row.reply_length,
    row.reply_sha256,
    row.fault,
    row.queue_ms,
    row.wire_ms,
    row.seat,
    row.detail,
  );
  // Only now: what was not written is not the head.
  memory.seq = row.seq;
  memory.line = row.line;
  memory.hash = hash;
  return { seq: row.seq, hash: hash.toString('hex') };
}

import { readFileSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { chainStart, digestOf, linkHash } from '#main/history/chain.ts';
import { linkFields, payloadOf, type RecordRow } from '#main/history/record-row.ts';
import type { Outcome, Request } from '#main/session/ports.ts';
import type { Link } from '#shared/contract/history.ts';

/** The plain way to keep the same journal: one thread, one record, one durable commit. */
export interface JournalPeer {
  intend(link: Link, request: Request): number;
  settle(intent: number, outcome: Outcome): void;
  close(): void;
}

/** Opens a new journal with the console's own schema, and the same durability (WAL, synchronous FULL). */
export function openJournalPeer(file: string): JournalPeer {
  const db = new BetterSqlite3(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.exec(
    readFileSync(new URL('../../main/database/migrations/0001-foundation.sql', import.meta.url), 'utf8'),
  );
  const insertLink = db.prepare('INSERT INTO link VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const insert = db.prepare(`INSERT INTO record VALUES (${Array(20).fill('?').join(', ')})`);
  let [seq, line, head]: [number, number, Uint8Array] = [0, 0, chainStart];
  let linked = false;

  const append = (row: Omit<RecordRow, 'digest' | 'hash'>, link: Link | null): number => {
    const digest = digestOf(payloadOf(row, link === null ? null : linkFields(link)));
    head = linkHash(head, digest);
    insert.run(
      row.seq,
      row.kind,
      row.at,
      row.line,
      digest,
      head,
      link === null ? null : 1,
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
    return row.seq;
  };
  const empty = { reply_sha256: null, seat: null, detail: null };
  return {
    intend(link, { operator, lane, bytes }) {
      if (!linked)
        insertLink.run(
          JSON.stringify(linkFields(link)),
          link.instrument,
          link.name,
          link.address,
          link.vendor,
          link.model,
          link.serial,
          link.firmware,
          link.driver,
        );
      linked = true;
      return append(
        {
          ...empty,
          seq: ++seq,
          kind: 'intent',
          at: Date.now(),
          line: ++line,
          operator: operator.name,
          lane,
          request: bytes,
          intent: null,
          status: null,
          reply: null,
          reply_length: null,
          fault: null,
          queue_ms: null,
          wire_ms: null,
        },
        link,
      );
    },
    settle(intent, { status, reply, fault, queueMs, wireMs }) {
      append(
        {
          ...empty,
          seq: ++seq,
          kind: 'outcome',
          at: Date.now(),
          line,
          operator: null,
          lane: null,
          request: null,
          intent,
          status,
          reply,
          reply_length: reply?.length ?? null,
          fault,
          queue_ms: queueMs,
          wire_ms: wireMs,
        },
        null,
      );
    },
    close: () => db.close(),
  };
}

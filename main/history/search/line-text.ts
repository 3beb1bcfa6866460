import {
  detailText,
  instrumentOf,
  keptReply,
  replyText,
  requestText,
  type LineRow,
} from '#main/history/lines.ts';
import type { WritableDb } from '#main/database/operations.ts';
import { isFailedLine } from '#main/history/lines.ts';
import { numberOf } from './names.ts';
import type { Indexed } from './spans.ts';
import { flags, indexable, numbered, readableRuns, slowTokens } from './tokens.ts';

/** What the index and the counts need of a line. */
export type SteppedLine = Pick<
  LineRow,
  | 'seq'
  | 'kind'
  | 'at'
  | 'operator'
  | 'lane'
  | 'request'
  | 'status'
  | 'reply'
  | 'reply_length'
  | 'fault'
  | 'wire_ms'
  | 'detail'
  | 'outcome'
  | 'o_status'
  | 'o_reply'
  | 'o_reply_length'
  | 'o_fault'
  | 'o_wire_ms'
  | 'interrupted'
  | 'instrument'
  | 'name'
> & { readonly link: number | null };

/** Those columns; a `WHERE` follows. */
export const selectStepped = `
  SELECT record.seq, record.kind, record.at, record.operator, record.lane, record.request, record.status, record.reply,
    record.reply_length, record.fault, record.wire_ms, record.detail, record.link,
    outcome.seq AS outcome, outcome.status AS o_status, outcome.reply AS o_reply, outcome.reply_length AS o_reply_length,
    outcome.fault AS o_fault, outcome.wire_ms AS o_wire_ms, interrupted.seq AS interrupted, link.instrument, link.name
  FROM record LEFT JOIN record AS outcome INDEXED BY record_outcome ON outcome.intent = record.seq
    LEFT JOIN interrupted ON interrupted.seq = record.seq LEFT JOIN link ON link.id = record.link`;

/** The instrument that a line is about; empty where it is about none. */
export const aboutOf = (line: SteppedLine): string =>
  line.kind === 'audit'
    ? instrumentOf(requestText(line.request ?? new Uint8Array()), line.detail)
    : (line.instrument ?? '');

/** What is indexed of a line. Names stand in it by number: a search for words looks through the names first. */
export function indexedLine(db: WritableDb, line: SteppedLine): Indexed {
  const operator = numbered('operator', numberOf(db, 'operator', line.operator ?? ''));
  const failed = isFailedLine(line) ? flags.failed : null;
  if (line.kind === 'audit') {
    const action = requestText(line.request ?? new Uint8Array());
    return {
      text: indexable(`${detailText(line.detail) ?? ''}\n${line.fault ?? ''}`),
      about: numbered('instrument', numberOf(db, 'instrument', aboutOf(line))),
      operator,
      lane: flags.audit,
      failed,
      // Audit rows have no wire time: the place is the action's.
      slow: numbered('action', numberOf(db, 'action', action)),
      long: null,
    };
  }
  const settled = line.outcome !== null;
  const reply = settled
    ? replyText(line.o_reply, line.o_reply_length)
    : replyText(line.reply, line.reply_length);
  const kept = keptReply(line);
  const said = `${requestText(line.request ?? new Uint8Array())}\n${reply ?? ''}\n${(settled ? line.o_fault : line.fault) ?? ''}`;
  return {
    text: indexable(kept === null ? said : `${said}\n${readableRuns(kept)}`),
    about: numbered('link', line.link ?? 0),
    operator,
    lane: flags[line.lane ?? 'poll'],
    failed,
    slow: slowTokens((settled ? line.o_wire_ms : line.wire_ms) ?? 0),
    long: kept === null ? null : flags.long,
  };
}

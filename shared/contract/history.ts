import { z } from '#shared/schema.ts';
import { query, stream } from './declare.ts';
import { Nothing } from './nothing.ts';

export const lanes = ['emergency', 'person', 'poll'] as const;
export const Lane = z.enum(lanes);
export type Lane = z.infer<typeof Lane>;

/** `in-flight`: the intent is on disk, the outcome is not (yet, or for ever after a crash). `refused`: never sent. */
export const exchangeStatuses = [
  'in-flight',
  'ok',
  'refused',
  'timeout',
  'error',
  'cancelled',
  'lost',
] as const;
export const ExchangeStatus = z.enum(exchangeStatuses);
export type ExchangeStatus = z.infer<typeof ExchangeStatus>;

/** The link an exchange went over, as it was then. */
export const Link = z.object({
  instrument: z.string(),
  name: z.string(),
  address: z.string(),
  vendor: z.string(),
  model: z.string(),
  serial: z.string(),
  firmware: z.string(),
  driver: z.string(),
});
export type Link = z.infer<typeof Link>;

/** One line of the history: an exchange with an instrument, or an audit entry. Newest first everywhere. */
export const HistoryRow = z.object({
  /** Number of the intent or audit row in the chain. The key of every page. */
  seq: z.number().int(),
  kind: z.enum(['exchange', 'audit']),
  /** Epoch ms. */
  at: z.number(),
  /** Who: a name, or "console" for polling and recovery. */
  operator: z.string(),
  instrument: z.string(),
  instrumentName: z.string(),
  lane: Lane.nullable(),
  /** What was sent, or the audited action (`accounts.signIn`). */
  request: z.string(),
  /** The reply as text, cut at 2,000 characters; binary replies are described. Null when there is none. */
  reply: z.string().nullable(),
  status: ExchangeStatus,
  /** Of an exchange `CODE: what happened`; of a deed the code alone, and what happened as `why` in its details. */
  fault: z.string().nullable(),
  queueMs: z.number().nullable(),
  wireMs: z.number().nullable(),
  /** True when this row was in flight when the console ended: what the instrument did is not known. */
  interrupted: z.boolean(),
  link: Link.nullable(),
  /** Hash of the chain at this row, hex. */
  hash: z.string(),
});
export type HistoryRow = z.infer<typeof HistoryRow>;

export const HistoryPage = z.object({
  rows: z.array(HistoryRow),
  /** Pass as `before` for older rows; null at the beginning of the history. */
  next: z.number().int().nullable(),
});

export const history = {
  /** Older rows, newest first. A text search looks through a bounded part of the history and says where it got to. */
  page: query({
    needs: 'history:read',
    input: z.strictObject({
      before: z.number().int().nullable(),
      limit: z.number().int().min(1).max(200),
      text: z.string().max(200),
      instrument: z.string().max(64).nullable(),
    }),
    output: HistoryPage,
  }),
  /** Rows as they are written and as their outcomes arrive. `gap`: rows were left out; fetch the page again. */
  tail: stream({
    needs: 'history:read',
    input: Nothing,
    output: z.object({ rows: z.array(HistoryRow), gap: z.boolean() }),
  }),
  totals: query({
    needs: 'history:read',
    input: Nothing,
    output: z.object({ rows: z.number(), since: z.number().nullable(), interrupted: z.number() }),
  }),
};

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

/** Which rows are asked for. Every part that is not null (or not empty) narrows it. */
export const HistoryFilter = z.strictObject({
  /** Part of request, reply, fault, operator, details or the instrument's name; ASCII letters in either case. */
  text: z.string().max(200),
  instrument: z.string().max(64).nullable(),
  lane: Lane.nullable(),
  kind: z.enum(['exchange', 'audit']).nullable(),
  /** Only what did not work: refused, timed out, failed, lost, cancelled, interrupted. */
  errors: z.boolean(),
  /** Only exchanges whose wire time is longer, ms. */
  slowerMs: z.number().nonnegative().max(3_600_000).nullable(),
  operator: z.string().max(64).nullable(),
  /** Epoch ms: from (included) and to (not included). */
  from: z.number().nullable(),
  to: z.number().nullable(),
});
export type HistoryFilter = z.infer<typeof HistoryFilter>;

/** Everything: no part narrows it. */
export const everything: HistoryFilter = {
  text: '',
  instrument: null,
  lane: null,
  kind: null,
  errors: false,
  slowerMs: null,
  operator: null,
  from: null,
  to: null,
};

export const HistoryPage = z.object({
  rows: z.array(HistoryRow),
  /** Pass as `before` for older rows; null at the beginning of the history. */
  next: z.number().int().nullable(),
  /** Epoch ms of the oldest record that was looked at: "searched back to". Null when there was none. */
  searchedTo: z.number().nullable(),
});

/** Bytes of a request or a reply that a detail carries at most. */
export const detailBytes = 65_536;

/** One row with its bytes. */
export const HistoryDetail = z.object({
  row: HistoryRow,
  request: z.instanceof(Uint8Array),
  /** As much of the reply as was kept, and at most 64 KiB; null when there was none. */
  reply: z.instanceof(Uint8Array).nullable(),
  /** Of the whole reply; more than `reply` where it was cut. */
  replyLength: z.number().int().nullable(),
  /** Hex, of the whole reply; null where it was kept whole. */
  replySha256: z.string().nullable(),
  /** Seat and details of an audit row. */
  seat: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()).nullable(),
  /** Number of the outcome's own record in the chain; null when there is none. */
  outcome: z.number().int().nullable(),
});
export type HistoryDetail = z.infer<typeof HistoryDetail>;

export const history = {
  /** Older rows, newest first. One call looks through a bounded part of the history and says where it got to. */
  page: query({
    needs: 'history:read',
    input: HistoryFilter.extend({
      before: z.number().int().nullable(),
      limit: z.number().int().min(1).max(200),
    }),
    output: HistoryPage,
  }),
  /** One row with its bytes; INPUT_INVALID when there is none of this number. */
  detail: query({
    needs: 'history:read',
    input: z.strictObject({ seq: z.number().int().positive() }),
    output: HistoryDetail,
  }),
  /** Names that the newest part of the history holds, for the filters; at most 50 of each. */
  names: query({
    needs: 'history:read',
    input: Nothing,
    output: z.object({
      operators: z.array(z.string()),
      instruments: z.array(z.object({ id: z.string(), name: z.string() })),
    }),
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

import { z } from '#shared/schema.ts';
import { command, query, stream } from './declare.ts';
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

/** A word that people file rows under. */
export const Tag = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(/^[^\p{C},]+$/u);

/** What people have added to a row. It stands outside the chain: it may be changed, and who changed it is recorded. */
export const Mark = z.object({
  /** Retention keeps the row whole. */
  pinned: z.boolean(),
  note: z.string().trim().max(2000),
  tags: z.array(Tag).max(10),
});
export type Mark = z.infer<typeof Mark>;

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
  /** Null when nobody has added anything. */
  mark: Mark.nullable(),
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
  /** Only rows that somebody has pinned, tagged or written a note to. */
  marked: z.boolean(),
  tag: Tag.nullable(),
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
  marked: false,
  tag: null,
};

export const HistoryPage = z.object({
  rows: z.array(HistoryRow),
  /** Pass as `before` for older rows; null at the beginning of the history. */
  next: z.number().int().nullable(),
  /** Epoch ms of the oldest record that was looked at: "searched back to". Null when there was none. */
  searchedTo: z.number().nullable(),
  /**
   * How the words were looked for. `index`: all of the history can be searched quickly. `scan`: row by row (fewer than three
   * characters, or only characters that the index leaves out), so a page goes back a bounded way.
   */
  way: z.enum(['index', 'scan']),
});

/** One day of the calendar, by the clock of whoever looks. */
export const HistoryDay = z.object({
  /** `2026-11-24`. */
  day: z.string(),
  lines: z.number().int(),
  /** Refused, timed out, failed, lost, cancelled, interrupted. */
  failed: z.number().int(),
  /** Exchanges of more than 100 ms on the wire. */
  slow: z.number().int(),
});
export type HistoryDay = z.infer<typeof HistoryDay>;

/** A stretch of work: lines that people caused, with no pause of more than 30 min between them. */
export const WorkSession = z.object({
  /** Number of its first row: it stays. */
  id: z.number().int(),
  last: z.number().int(),
  /** Epoch ms. */
  from: z.number(),
  to: z.number(),
  lines: z.number().int(),
  failed: z.number().int(),
  operators: z.array(z.string()).max(20),
  instruments: z.array(z.object({ id: z.string(), name: z.string() })).max(50),
});
export type WorkSession = z.infer<typeof WorkSession>;

/** One line of two sessions side by side: the same request on both sides, or on one alone. */
export const ComparedLine = z.object({
  left: HistoryRow.nullable(),
  right: HistoryRow.nullable(),
  /** `same`: also the reply. `differs`: the reply or the outcome. */
  verdict: z.enum(['same', 'differs', 'left-only', 'right-only']),
});
export type ComparedLine = z.infer<typeof ComparedLine>;

/** Lines of a stretch that can be compared, copied or replayed at once. */
export const stretchMax = 5000;
export const Stretch = z.strictObject({
  from: z.number().int().positive(),
  to: z.number().int().positive(),
  instrument: z.string().max(64).nullable(),
});
export type Stretch = z.infer<typeof Stretch>;

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
  /** Days with anything on them, oldest first; at most 400. `offsetMinutes`: of the viewer's clock from UTC, east positive. */
  calendar: query({
    needs: 'history:read',
    input: z.strictObject({
      from: z.number(),
      to: z.number(),
      offsetMinutes: z.number().int().min(-840).max(840),
    }),
    output: z.object({
      days: z.array(HistoryDay).max(400),
      /** Number of the newest row that is counted; younger ones are not yet. */
      countedTo: z.number().int(),
    }),
  }),
  /** Work sessions, newest first. */
  sessions: query({
    needs: 'history:read',
    input: z.strictObject({
      before: z.number().int().nullable(),
      limit: z.number().int().min(1).max(100),
    }),
    output: z.object({ sessions: z.array(WorkSession), next: z.number().int().nullable() }),
  }),
  /** Two stretches side by side, aligned by what was sent by people. INPUT_INVALID when one has more than `stretchMax` lines. */
  compare: query({
    needs: 'history:read',
    input: z.strictObject({ left: Stretch, right: Stretch }),
    output: z.object({
      lines: z.array(ComparedLine).max(2 * stretchMax),
      same: z.number().int(),
      differs: z.number().int(),
      leftOnly: z.number().int(),
      rightOnly: z.number().int(),
    }),
  }),
  /** A stretch as text: the messages alone as a SCPI script, or messages and replies as a transcript that can be replayed. */
  copy: query({
    needs: 'history:read',
    input: z.strictObject({ stretch: Stretch, as: z.enum(['script', 'transcript']) }),
    output: z.object({
      text: z.string().max(16_000_000),
      lines: z.number().int(),
      /** Messages that cannot be written so (cut replies, polls that are only readings): how many, and why. */
      left: z.array(z.object({ why: z.string(), count: z.number().int() })),
    }),
  }),
  /** The readings of a run of polls, newest first: what its one row stands for. */
  pollRun: query({
    needs: 'history:read',
    input: z.strictObject({ seq: z.number().int().positive(), limit: z.number().int().min(1).max(1000) }),
    output: z.object({
      readings: z.array(
        z.object({ at: z.number(), channel: z.number().int(), quantity: z.string(), value: z.number() }),
      ),
      total: z.number().int(),
    }),
  }),
  totals: query({
    needs: 'history:read',
    input: Nothing,
    output: z.object({ rows: z.number(), since: z.number().nullable(), interrupted: z.number() }),
  }),
  /** Pins a row, writes a note to it, files it under tags; null where it stays. INPUT_INVALID when there is no such row. */
  mark: command({
    needs: 'history:mark',
    input: z.strictObject({
      seq: z.number().int().positive(),
      pinned: z.boolean().nullable(),
      note: z.string().trim().max(2000).nullable(),
      tags: z.array(Tag).max(10).nullable(),
    }),
    output: Mark,
    audit: ['seq', 'pinned', 'note', 'tags'],
  }),
  /** All tags in use, the most used first; at most 200. */
  tags: query({
    needs: 'history:read',
    input: Nothing,
    output: z.array(z.object({ tag: z.string(), rows: z.number().int() })).max(200),
  }),
  /** Saves a stretch of one instrument as a recording, to be connected to like an instrument. Answers with its address. */
  replay: command({
    needs: 'instruments:manage',
    input: z.strictObject({ stretch: Stretch, name: z.string().trim().min(1).max(80) }),
    output: z.object({ name: z.string(), address: z.string() }),
    audit: ['stretch', 'name'],
  }),
};

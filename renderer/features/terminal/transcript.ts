import type { BusAction } from '#shared/contract/instruments.ts';
import type { Reply } from '#shared/contract/program.ts';
import type { FaultShape } from '#shared/faults.ts';

/** What came of a message. */
export type Outcome =
  | { readonly kind: 'running' }
  | { readonly kind: 'reply'; readonly reply: Reply | null; readonly wireMs: number | null }
  | { readonly kind: 'fault'; readonly fault: FaultShape };

/** A message that a person sent, and what came of it. */
export interface Exchange {
  readonly kind: 'exchange';
  readonly id: number;
  /** Epoch ms. */
  readonly at: number;
  readonly text: string;
  /** An interface message: `text` is its name. Null for a program message. */
  readonly bus: BusAction | null;
  /** Sent although nobody can say what it does: a person confirmed it. */
  readonly confirmed: boolean;
  /** Its place among several lines; null when it was sent alone. */
  readonly place: { readonly line: number; readonly of: number } | null;
  readonly outcome: Outcome;
}

/** What did not happen: lines behind a fault that were left. */
export interface Unsent {
  readonly kind: 'unsent';
  readonly id: number;
  readonly at: number;
  readonly lines: readonly string[];
}

export type Entry = Exchange | Unsent;

export interface Transcript {
  /** Oldest first. */
  readonly entries: readonly Entry[];
  /** Entries that went to make room. */
  readonly dropped: number;
}

export const emptyTranscript: Transcript = { entries: [], dropped: 0 };

/** Entries of one instrument at the most, and what their replies may weigh together, bytes: then the oldest go. */
export const bounds = { entries: 2000, bytes: 64 * 2 ** 20 };

/** Bytes that an entry holds in memory, near enough. */
function weight(entry: Entry): number {
  const own = 200 + (entry.kind === 'exchange' ? entry.text.length * 2 : 0);
  if (entry.kind !== 'exchange' || entry.outcome.kind !== 'reply') return own;
  const { reply } = entry.outcome;
  if (reply === null) return own;
  if (reply.kind === 'text') return own + reply.text.length * 2;
  return own + reply.data.byteLength + (reply.kind === 'block' ? reply.rest.length * 2 : 0);
}

/** The newest entries that fit; the last one always stays. */
function bounded({ entries, dropped }: Transcript, most = bounds): Transcript {
  let bytes = 0;
  let first = entries.length;
  while (first > 0 && entries.length - first < most.entries) {
    bytes += weight(entries[first - 1] as Entry);
    if (bytes > most.bytes && first < entries.length) break;
    first--;
  }
  return first === 0 ? { entries, dropped } : { entries: entries.slice(first), dropped: dropped + first };
}

export const addEntry = (transcript: Transcript, entry: Entry, most = bounds): Transcript =>
  bounded({ ...transcript, entries: [...transcript.entries, entry] }, most);

/** What came of a message that was under way. One that has gone to make room stays gone. */
export function settleEntry(transcript: Transcript, id: number, outcome: Outcome, most = bounds): Transcript {
  const place = transcript.entries.findLastIndex((entry) => entry.id === id);
  const entry = transcript.entries[place];
  if (entry?.kind !== 'exchange') return transcript;
  return bounded({ ...transcript, entries: transcript.entries.with(place, { ...entry, outcome }) }, most);
}

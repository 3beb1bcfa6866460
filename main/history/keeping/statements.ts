import { digestOf, encodeFields, type Field } from '#main/history/chain.ts';

/** A row that stays although its stretch goes. */
export interface PinnedRow {
  readonly seq: number;
  readonly digest: Uint8Array;
}

/** What a checkpoint says. `before`: the hash before `first`; `hash`: that at `last`. */
export interface CheckpointFacts {
  readonly at: number;
  readonly who: string;
  readonly reason: string;
  readonly first: number;
  readonly last: number;
  readonly line: number;
  readonly before: Uint8Array;
  readonly hash: Uint8Array;
  readonly pinned: readonly PinnedRow[];
}

/** What a signed head says: at this time, this row had this hash. */
export interface HeadFacts {
  readonly at: number;
  readonly seq: number;
  readonly hash: Uint8Array;
}

/** Bytes that are signed for a checkpoint. See docs/history-chain.md. */
export function checkpointBytes({
  at,
  who,
  reason,
  first,
  last,
  line,
  before,
  hash,
  pinned,
}: CheckpointFacts): Uint8Array {
  const rows = pinned.flatMap(({ seq, digest }): Field[] => [seq, digest]);
  return encodeFields([
    'lablink-checkpoint-1',
    at,
    who,
    reason,
    first,
    last,
    line,
    before,
    hash,
    pinned.length,
    digestOf(rows),
  ]);
}

/** Bytes that are signed for a head. See docs/history-chain.md. */
export const headBytes = ({ at, seq, hash }: HeadFacts): Uint8Array =>
  encodeFields(['lablink-head-1', at, seq, hash]);

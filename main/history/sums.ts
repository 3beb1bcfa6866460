import { sumOf } from './chain.ts';

/** A block of readings as it is stored. Times are epoch ms. */
export interface StoredBlock {
  readonly instrument: string;
  readonly channel: number;
  readonly quantity: string;
  readonly from_at: number;
  readonly to_at: number;
  readonly min: number;
  readonly max: number;
  readonly times: Uint8Array;
  readonly readings: Uint8Array;
}

/** A mark as it is stored. */
export interface StoredMark {
  readonly seq: number;
  readonly pinned: number;
  readonly note: string;
  readonly tags: string;
  readonly by_whom: string;
  readonly at: number;
}

/** CRC-32 of a block of readings over all of its columns: finds what a disk or a memory has changed. See docs/history-chain.md. */
export const blockSum = (block: StoredBlock): number =>
  sumOf([
    'lablink-readings-1',
    block.instrument,
    block.channel,
    block.quantity,
    block.from_at,
    block.to_at,
    block.min,
    block.max,
    block.times,
    block.readings,
  ]);

/** CRC-32 of a mark over all of its columns. */
export const markSum = ({ seq, pinned, note, tags, by_whom, at }: StoredMark): number =>
  sumOf(['lablink-mark-1', seq, pinned, note, tags, by_whom, at]);

/** False when a row is not what was written; true also where nobody can say, because an older version wrote it without a sum. */
export const blockHolds = (block: StoredBlock & { readonly crc: number | null }): boolean =>
  block.crc === null || block.crc === blockSum(block);

import { randomInt } from 'node:crypto';
import { fileStamp } from '#main/folder/stamp.ts';
import type { ExportFormat } from '#shared/contract/exports.ts';

const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
/** Names that are tried until one is free. */
const tries = 20;

/** Names for an export that began then: two that begin in one second, on any PC, have different ones. */
export function* exportNames(at: number, format: ExportFormat): Generator<string> {
  for (let count = 0; count < tries; count++) {
    const random = Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('');
    yield `lablink-history-${fileStamp(at)}-${random}.${format}`;
  }
}

/** The page of provenance beside a file. */
export const provenanceName = (file: string): string => `${file}.provenance.json`;

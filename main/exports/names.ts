import { randomInt } from 'node:crypto';
import type { ExportFormat } from '#shared/contract/exports.ts';

const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
/** Names that are tried until one is free. */
const tries = 20;

const two = (number: number): string => String(number).padStart(2, '0');

/** `20261124-134005`, in the time of this PC: names sort as they were made. */
function stamp(at: number): string {
  const date = new Date(at);
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
  return `${day}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
}

/** Names for an export that began then: two that begin in one second, on any PC, have different ones. */
export function* exportNames(at: number, format: ExportFormat): Generator<string> {
  for (let count = 0; count < tries; count++) {
    const random = Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('');
    yield `lablink-history-${stamp(at)}-${random}.${format}`;
  }
}

/** The page of provenance beside a file. */
export const provenanceName = (file: string): string => `${file}.provenance.json`;

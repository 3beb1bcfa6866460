import { formatBytes } from '#renderer/ui/work-words.ts';
import type { Keep, KeepingPolicy, KeptKind } from '#shared/contract/keeping.ts';
import type { z } from '#shared/schema.ts';
import { t } from '#shared/language/t.ts';

/** What is kept of one kind, as it is typed. */
export interface KeepText {
  readonly days: string;
  readonly bytes: string;
}
/** The policy as it is typed. */
export interface PolicyText {
  readonly keep: Readonly<Record<KeptKind, KeepText>>;
  readonly warnBelow: string;
  readonly whenFull: KeepingPolicy['whenFull'];
}

const keepText = ({ days, bytes }: z.infer<typeof Keep>): KeepText => ({
  days: days === null ? '' : String(days),
  bytes: bytes === null ? '' : sizeText(bytes),
});

/** `20 GB`: a size that is read back as the very number. */
export function sizeText(bytes: number): string {
  const short = formatBytes(bytes).replaceAll('\u2009', '');
  return parseSize(short) === bytes ? short : `${bytes} B`;
}

const units: Readonly<Record<string, number>> = { '': 1e9, b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 };

/** What somebody typed for a size: `20 GB`, `500 MB`, `20` (GB). Bytes; `undefined` when it is none. */
export function parseSize(text: string): number | undefined {
  const parts = /^(?<number>\d+(?:[.,]\d+)?)\s*(?<unit>[kmgt]?b)?$/iu.exec(text.trim())?.groups;
  if (parts === undefined) return undefined;
  const unit = units[(parts['unit'] ?? '').toLowerCase()] ?? 1e9;
  const bytes = Math.round(Number(parts['number']?.replace(',', '.')) * unit);
  return bytes <= 1e15 ? bytes : undefined;
}

/** What somebody typed for a number of days; null for nothing, `undefined` when it is none. */
export function parseDays(text: string): number | null | undefined {
  const typed = text.trim();
  if (typed === '') return null;
  const days = /^\d+$/u.test(typed) ? Number(typed) : 0;
  return days >= 1 && days <= 36_500 ? days : undefined;
}

export const policyText = (policy: KeepingPolicy): PolicyText => ({
  keep: {
    records: keepText(policy.keep.records),
    readings: keepText(policy.keep.readings),
    recordings: keepText(policy.keep.recordings),
  },
  warnBelow: sizeText(policy.warnBelow),
  whenFull: policy.whenFull,
});

export const daysHelp = t`Write whole days, 1 to 36500, or leave it empty.`;
export const sizeHelp = t`Write it as 20 GB or 500 MB; at least 1 MB. Empty is without end.`;
export const warnHelp = t`Write it as 5 GB.`;

export interface KeepProblems {
  readonly days: string | null;
  readonly bytes: string | null;
}

const sizeOrNull = (text: string): number | null | undefined => {
  if (text.trim() === '') return null;
  const bytes = parseSize(text);
  return bytes === undefined || bytes < 1_000_000 ? undefined : bytes;
};

/** What cannot be read of one kind. */
export const keepProblems = ({ days, bytes }: KeepText): KeepProblems => ({
  days: parseDays(days) === undefined ? daysHelp : null,
  bytes: sizeOrNull(bytes) === undefined ? sizeHelp : null,
});

/** The policy that was typed; null while a part of it cannot be read. */
export function readPolicy(text: PolicyText): KeepingPolicy | null {
  const read = (kind: KeptKind): z.infer<typeof Keep> | null => {
    const [days, bytes] = [parseDays(text.keep[kind].days), sizeOrNull(text.keep[kind].bytes)];
    return days === undefined || bytes === undefined ? null : { days, bytes };
  };
  const [records, readings, recordings] = [read('records'), read('readings'), read('recordings')];
  const warnBelow = parseSize(text.warnBelow);
  if (records === null || readings === null || recordings === null || warnBelow === undefined) return null;
  return { keep: { records, readings, recordings }, warnBelow, whenFull: text.whenFull };
}

/** True when both say the same. */
export const samePolicy = (one: KeepingPolicy, other: KeepingPolicy): boolean =>
  JSON.stringify(policyText(one)) === JSON.stringify(policyText(other));

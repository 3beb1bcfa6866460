import type { ChainVerdict, Checkpoint, DatabaseHealth, Going } from '#shared/contract/keeping.ts';
import { shown, table } from './cli-output.ts';

const megabyte = 1_000_000;
const gigabyte = 1000 * megabyte;
const size = (bytes: number): string =>
  bytes < gigabyte ? `${(bytes / megabyte).toFixed(1)} MB` : `${(bytes / gigabyte).toFixed(1)} GB`;
const count = (value: number): string => value.toLocaleString('en');
const when = (at: number | null): string => (at === null ? '-' : new Date(at).toLocaleString());

/** What came of recomputing the chain, as columns. */
export const verdictTable = ({ rows, broken, heads, checkpoints, signedTo, values }: ChainVerdict): string =>
  table([
    ['rows recomputed', count(rows), broken === null ? 'ok' : 'NOT OK'],
    ['checkpoints', count(checkpoints), ''],
    ['signed heads', count(heads), ''],
    [
      'signed up to',
      signedTo === null ? '-' : `row ${signedTo.seq}`,
      signedTo === null ? '' : `${when(signedTo.at)}, ${signedTo.key}`,
    ],
    [
      'readings and notes',
      count(values.rows - values.unchecked),
      values.problems.length === 0 ? 'ok' : 'NOT OK',
    ],
    ...(values.unchecked === 0
      ? []
      : [['not checked', count(values.unchecked), 'of an older version, which kept no sums']]),
  ]);

/** What does not hold, a line each: the first row first. */
export const verdictProblems = ({ broken, wrongSignatures, values }: ChainVerdict): readonly string[] => [
  ...(broken === null ? [] : [`row ${broken.seq} is the first that does not hold: ${broken.why}`]),
  ...wrongSignatures,
  ...values.problems,
];

const because: Readonly<Record<NonNullable<Going['because']>, string>> = {
  age: 'by age',
  size: 'by size',
  both: 'by age and size',
};

/** What would go, kind by kind. */
export const goingTable = (going: readonly Going[]): string =>
  table(
    going.map(({ kind, rows, bytes, from, to, pinned, because: why }) => [
      kind,
      count(rows),
      size(bytes),
      why === null ? 'nothing goes' : `${when(from)} to ${when(to)}, ${because[why]}`,
      pinned === 0 ? '' : `${count(pinned)} pinned rows stay`,
    ]),
  );

/** What has gone, and the checkpoints that stand where it was. */
export const goneTable = ({
  rows,
  freedBytes,
  checkpoints,
}: {
  readonly rows: number;
  readonly freedBytes: number;
  readonly checkpoints: readonly Checkpoint[];
}): string =>
  table([
    ['taken', count(rows)],
    ['freed', size(freedBytes)],
    ...checkpoints.map(({ from, to, hash }) => ['checkpoint', `rows ${from} to ${to}, ${hash}`]),
  ]);

/** How the database is, as columns. */
export function healthTable(health: DatabaseHealth): string {
  const { bytes, spareBytes, walBytes, byKind, growthPerDay, freeDisk, fullInDays, rows, since } = health;
  const days = fullInDays === null ? '' : `, full in ${count(Math.floor(fullInDays))} days at this growth`;
  const { integrity } = health;
  return table([
    ['database', `${size(bytes)}, ${size(spareBytes)} of it can be used again`],
    ['write-ahead log', size(walBytes)],
    ...Object.entries(byKind).map(([kind, each]) => [kind, `about ${size(each)}`]),
    ['growth', growthPerDay === null ? 'not known yet' : `${size(growthPerDay)} a day`],
    ['free disk', freeDisk === null ? 'not known' : `${size(freeDisk)}${days}`],
    ['lines', `${count(rows)} since ${when(since)}`],
    ['not in the index yet', count(health.unindexed)],
    ['can be written', health.writable ? 'yes' : 'NO'],
    ['integrity check', integrity === null ? 'none since the start' : integrity.ok ? 'ok' : 'NOT OK'],
  ]);
}

/** The slowest kinds of query since the start. */
export const slowestTable = ({ slowest }: DatabaseHealth): string =>
  table(
    slowest.map(({ name, count: times, p50Ms, p99Ms }) => [
      shown(name),
      count(times),
      `p50 ${p50Ms.toFixed(2)} ms`,
      `p99 ${p99Ms.toFixed(2)} ms`,
    ]),
  );

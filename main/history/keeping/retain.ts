import { paceOf } from '#main/profiling/pace.ts';
import type { OwnSigner } from '#main/history/signing/open-signer.ts';
import type { Checkpoint, Going, KeepingPolicy, KeptKind } from '#shared/contract/keeping.ts';
import type { Progress } from '#shared/contract/work.ts';
import { Fault } from '#shared/faults.ts';
import { broken, type CutPlan, type CutQuestion, type Range } from './cut.ts';
import type { KeepingDatabase } from './operations.ts';
import { readingPlan, recordPlan } from './plans.ts';
import { recordingPlan, removeRecording } from './recordings.ts';
import type { Signed, SignedCheckpoint } from './signatures.ts';
import { checkpointBytes, type CheckpointFacts } from './statements.ts';

/** What retention works with. */
export interface Desk {
  readonly database: KeepingDatabase;
  /** Null: nothing can be signed, so no record can go. */
  readonly signer: OwnSigner | null;
  /** The folder of recordings; null where there is none. */
  readonly recordings: string | null;
  readonly now: () => number;
  /** Aborted when the console ends: then a cut is left where it is, and the next console goes on with it. */
  readonly ending: AbortSignal;
  /** Rows of one stretch at least; 50,000 when left out. */
  readonly stretchRows?: number;
}

/** Rows that are younger may belong to something that is going on, ms. */
const youngMs = 3_600_000;
/** Stretches of one run at most, each with a checkpoint of its own; and rows of one at least. */
const stretchesMax = 10;
const stretchRows = 50_000;
/** Rows that are recomputed at once: some ten milliseconds of a reader. */
const sliceRows = 5000;
const dayMs = 86_400_000;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The rule of one kind as a question. */
const questionOf = (policy: KeepingPolicy, kind: KeptKind, now: number): CutQuestion => {
  const { days, bytes } = policy.keep[kind];
  return { olderThan: days === null ? null : now - days * dayMs, bytes };
};

/** What retention of records takes now; null when nothing. */
const recordsNow = (
  { database }: Desk,
  policy: KeepingPolicy,
  now: number,
  signal: AbortSignal,
): Promise<CutPlan | null> =>
  recordPlan(database, { ...questionOf(policy, 'records', now), youngFrom: now - youngMs }, signal);

/** A checkpoint as the contract has it. `key`: the fingerprint of who signed. */
export const shownCheckpoint = (
  { at, who, reason, first, last, before, hash, pinned }: CheckpointFacts,
  key: string,
): Checkpoint => ({
  at,
  who,
  reason,
  from: first,
  to: last,
  before: hex(before),
  hash: hex(hash),
  pinned: pinned.length,
  key,
});

/** What a policy would take now, kind by kind. */
export async function goingBy(desk: Desk, policy: KeepingPolicy, signal: AbortSignal): Promise<Going[]> {
  const { database, recordings, now } = desk;
  const at = now();
  const nothing = { rows: 0, bytes: 0, from: null, to: null, pinned: 0, because: null };
  const records = await recordsNow(desk, policy, at, signal);
  const readings = await readingPlan(database, questionOf(policy, 'readings', at), signal);
  const files = await recordingPlan(recordings, questionOf(policy, 'recordings', at), at);
  return [
    { kind: 'records', ...(records === null ? nothing : ofPlan(records)) },
    {
      kind: 'readings',
      ...(readings === null
        ? nothing
        : {
            rows: readings.rows,
            bytes: readings.bytes,
            from: readings.from,
            to: readings.to,
            pinned: 0,
            because: readings.because,
          }),
    },
    {
      kind: 'recordings',
      ...(files === null
        ? nothing
        : {
            rows: files.files.length,
            bytes: files.files.reduce((sum, each) => sum + each.bytes, 0),
            from: files.files[0]!.at,
            to: files.files.at(-1)!.at,
            pinned: 0,
            because: files.because,
          }),
    },
  ];
}

const ofPlan = ({ rows, bytes, from, to, pinned, because }: CutPlan) => ({
  rows,
  bytes,
  from,
  to,
  pinned,
  because,
});

/** What retention came to. */
export interface Retained {
  readonly rows: number;
  readonly freedBytes: number;
  readonly checkpoints: Checkpoint[];
}

/** Recomputes a stretch before it goes; rejects with DATABASE_CORRUPT where it does not hold. False: it was given up. */
async function holds(
  { database }: Desk,
  { first, last }: Range,
  signal: AbortSignal,
  tell: (progress: Progress) => void,
): Promise<boolean> {
  const pace = paceOf('Recompute what is to go', 'rows');
  let { after, hash } = (await database.read('chainBegin', null)) ?? { after: 0, hash: null };
  if (after + 1 !== first) throw broken(`The history does not begin with row ${first}`);
  while (after < last) {
    if (signal.aborted) return false;
    const limit = Math.min(sliceRows, last - after);
    const slice = await database.read('verifyChain', { after, hash, limit });
    if (slice.broken !== null)
      throw broken(`Row ${slice.broken.seq} of the history does not hold: ${slice.broken.why}`);
    ({ after, hash } = slice);
    tell(pace(after - first + 1, last - first + 1));
  }
  return true;
}

/** Leaves a signed checkpoint and announces the cut. Rejects with VAULT_FAILED without a key. */
async function begin(
  desk: Desk,
  range: Range,
  who: string,
  reason: string,
): Promise<Signed<CheckpointFacts>> {
  const { database, signer, now } = desk;
  if (signer === null)
    throw new Fault('VAULT_FAILED', 'The key that signs cannot be read, so no record of the history can go.');
  for (let tries = 3; ; tries--) {
    const found = await database.read('cutFacts', range);
    const facts: CheckpointFacts = { ...found, at: now(), who, reason };
    const signed = {
      ...facts,
      publicKey: Uint8Array.from(Buffer.from(signer.publicKey, 'base64')),
      signature: await signer.sign(checkpointBytes(facts)),
    };
    if (await database.write('beginCut', signed)) return signed;
    if (tries === 0) throw new Fault('OVERLOADED', 'Rows are being pinned at this very moment.');
  }
}

/** A plan as stretches that go one after the other: what is given up in between leaves no half of one. */
function stretchesOf({ first, last }: Range, least = stretchRows): Range[] {
  const rows = Math.max(least, Math.ceil((last - first + 1) / stretchesMax));
  const stretches: Range[] = [];
  for (let from = first; from <= last; from += rows)
    stretches.push({ first: from, last: Math.min(last, from + rows - 1) });
  return stretches;
}

/**
 * Takes what the policy does not keep, a few milliseconds at a time, between which the bench writes on. Records go in stretches that are
 * recomputed first. A stretch that has begun is finished, also when the run is given up: its checkpoint says that it is gone.
 */
export async function retain(
  desk: Desk,
  policy: KeepingPolicy,
  { who, reason }: { readonly who: string; readonly reason: string },
  signal: AbortSignal,
  tell: (progress: Progress) => void,
): Promise<Retained> {
  const { database, recordings, now, signer } = desk;
  const at = now();
  let rows = 0;
  const checkpoints: Checkpoint[] = [];
  const before = await database.read('sizes', at);
  await finishCut(desk, () => undefined);

  const plan = await recordsNow(desk, policy, at, signal);
  const records = paceOf('Old records', 'rows');
  for (const stretch of plan === null ? [] : stretchesOf(plan, desk.stretchRows)) {
    if (!(await holds(desk, stretch, signal, tell))) break;
    const signed = await begin(desk, stretch, who, reason);
    checkpoints.push(shownCheckpoint(signed, signer!.fingerprint));
    rows += await finishCut(desk, (taken) => tell(records(rows + taken, plan!.rows)));
  }

  const readings = await readingPlan(database, questionOf(policy, 'readings', at), signal);
  if (readings !== null) {
    const pace = paceOf('Old readings', 'rows');
    for (let taken = 0, step = 1; step > 0 && !signal.aborted; taken += step) {
      step = await database.write('readingStep', readings.last);
      rows += step;
      tell(pace(taken + step, readings.rows));
    }
  }

  const files = await recordingPlan(recordings, questionOf(policy, 'recordings', at), at);
  const pace = paceOf('Old recordings', 'files');
  for (const [index, file] of (files?.files ?? []).entries()) {
    if (signal.aborted) break;
    await removeRecording(file);
    rows++;
    tell(pace(index + 1, files!.files.length));
  }

  const giving = paceOf('Give the space back', 'pages');
  let most = 0;
  for (let left = 1; left > 0 && !signal.aborted; ) {
    left = await database.write('giveBack', null);
    most = Math.max(most, left);
    tell(giving(most - left, most));
  }
  const after = await database.read('sizes', now());
  const gone = files?.files.reduce((sum, file) => sum + file.bytes, 0) ?? 0;
  return {
    rows,
    freedBytes: Math.max(0, before.bytes - before.spare - (after.bytes - after.spare)) + gone,
    checkpoints,
  };
}

/** Goes on with a cut until nothing of it is left, or the console ends. Answers with how many rows went. */
export async function finishCut(
  { database, ending }: Pick<Desk, 'database' | 'ending'>,
  tell: (taken: number) => void,
): Promise<number> {
  let taken = 0;
  for (let more = true; more && !ending.aborted; ) {
    const step = await database.write('cutStep', null);
    ({ more } = step);
    taken += step.taken;
    tell(taken);
  }
  return taken;
}

/** Checkpoints as the contract has them, newest first. */
export const shownCheckpoints = (
  all: readonly SignedCheckpoint[],
  fingerprint: (publicKey: string) => string,
): Checkpoint[] =>
  all
    .map((each) => shownCheckpoint(each, fingerprint(Buffer.from(each.publicKey).toString('base64'))))
    .toReversed();

import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Audit } from '#main/bridge/caller.ts';
import type { DomainHandlers } from '#main/bridge/handlers.ts';
import { fingerprintOf } from '#main/history/signing/keys.ts';
import { working } from '#main/bridge/working.ts';
import { paceOf } from '#main/profiling/pace.ts';
import { span, spanSummaries } from '#main/profiling/span.ts';
import type {
  ChainVerdict,
  DatabaseHealth,
  keeping,
  KeepingPolicy,
  SignedHead,
} from '#shared/contract/keeping.ts';
import type { Progress } from '#shared/contract/work.ts';
import { Fault, faultShape } from '#shared/faults.ts';
import { checkAllValues, checkIntegrity } from './check-integrity.ts';
import { filesOf } from './recordings.ts';
import { type Desk, finishCut, goingBy, retain, type Retained, shownCheckpoints } from './retain.ts';
import type { Signed } from './signatures.ts';
import { headBytes, type HeadFacts } from './statements.ts';
import { usualPolicy } from './policy.ts';

export interface KeepingOptions extends Omit<Desk, 'ending'> {
  /** The file of the database. */
  readonly file: string;
  readonly audit: Audit;
  /** Whether the history can be written, as its last write says. */
  readonly writable: () => boolean;
  /** Told the policy for a full disk, at the start and whenever it is changed. */
  readonly onWhenFull: (whenFull: KeepingPolicy['whenFull']) => void;
  /** False for one command of the command line: nothing is deleted by the policy alone. */
  readonly unattended?: boolean;
  /** How often it is looked at whether a day has begun, ms; a minute when left out. */
  readonly tickMs?: number;
}

/** How long things are kept, whether they hold, and how the database is. */
export interface Keeping {
  readonly handlers: DomainHandlers<typeof keeping>;
  /** The PC was asleep: whether a day has begun is looked at now, and not at the next tick. */
  wake(): void;
  /** Signs the head of today if none is, and goes no further with what it does. */
  close(): Promise<void>;
}

/** Rows that are recomputed at once: some ten milliseconds of a reader. */
const sliceRows = 5000;
/** A disk with less than this is full, for a person: SQLite itself needs some. */
const fullBelow = 50_000_000;
const dayMs = 86_400_000;

const pad = (value: number): string => String(value).padStart(2, '0');
const dayOf = (at: number): string => {
  const day = new Date(at);
  return `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;
};
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const shownHead = ({ at, seq, hash, publicKey }: Signed<HeadFacts>): SignedHead => ({
  at,
  seq,
  hash: Buffer.from(hash).toString('hex'),
  key: fingerprintOf(base64(publicKey)),
});

/** Bytes a day over the days that are known; null before there are two. */
function growthOf(days: readonly { readonly at: number; readonly bytes: number }[]): number | null {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined || last.at - first.at < dayMs / 2) return null;
  return ((last.bytes - first.bytes) * dayMs) / (last.at - first.at);
}

/** Opens it. Never rejects: what cannot be read now says so when it is asked for. */
export function openKeeping(options: KeepingOptions): Keeping {
  const { database, signer, audit, now, file, recordings } = options;
  let integrity: DatabaseHealth['integrity'] = null;
  const closing = new AbortController();
  const desk: Desk = { ...options, ending: closing.signal };

  let turn: Promise<unknown> = Promise.resolve();
  /** One after the other: who comes second finds what the first has left. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  const signHead = async (again: boolean): Promise<void> => {
    if (signer === null) return;
    const head = await database.read('headNow', null);
    if (head === null || (!again && head.signedAt !== null && dayOf(head.signedAt) === dayOf(now()))) return;
    const facts: HeadFacts = { at: now(), seq: head.seq, hash: head.hash };
    await database.write('addHead', {
      ...facts,
      publicKey: Uint8Array.from(Buffer.from(signer.publicKey, 'base64')),
      signature: await signer.sign(headBytes(facts)),
    });
  };

  const record = async (action: string, detail: Record<string, unknown>, result: string): Promise<void> => {
    await audit
      .record({ at: now(), who: 'console', seat: '', action, detail, result })
      .catch(() => undefined);
  };

  const applied = (
    who: string,
    reason: string,
    signal: AbortSignal,
    tell: (progress: Progress) => void,
  ): Promise<Retained> =>
    inTurn(async () => {
      const policy = await database.read('keepingPolicy', null);
      return await span('history:keeping.apply', () =>
        retain(desk, policy, { who, reason }, AbortSignal.any([signal, closing.signal]), tell),
      );
    });

  let today = '';
  let daily: Promise<void> = Promise.resolve();
  const day = async (): Promise<void> => {
    const name = dayOf(now());
    if (name === today || closing.signal.aborted) return;
    await database.write('noteSize', { day: name, at: now() });
    await signHead(false);
    today = name;
    const policy = await database.read('keepingPolicy', null);
    options.onWhenFull(policy.whenFull);
    if (options.unattended === false) return;
    // A cut that a console was killed in.
    await inTurn(() => finishCut(desk, () => undefined));
    const rules = Object.values(policy.keep).some(({ days, bytes }) => days !== null || bytes !== null);
    if (!rules || closing.signal.aborted) return;
    try {
      const { rows, freedBytes } = await applied('console', 'By the policy', closing.signal, () => undefined);
      if (rows > 0) await record('keeping.apply', { reason: 'By the policy', rows, freedBytes }, 'ok');
    } catch (error) {
      await record('keeping.apply', { reason: 'By the policy' }, faultShape(error).code);
    }
  };
  const tick = (): void => {
    daily = daily.then(day).catch((error: unknown) =>
      // Tried again at the next tick; a database that cannot be read is said elsewhere.
      process.emitWarning(`the day of the history: ${faultShape(error).code}`),
    );
  };
  const timer = setInterval(tick, options.tickMs ?? 60_000);
  timer.unref();
  tick();

  const health = async (): Promise<DatabaseHealth> => {
    const sizes = await database.read('sizes', now());
    const walBytes = await stat(`${file}-wal`).then(
      ({ size }) => size,
      () => 0,
    );
    const freeDisk = await statfs(dirname(file)).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => null,
    );
    const { warnBelow } = await database.read('keepingPolicy', null).catch(() => usualPolicy);
    const growthPerDay = growthOf([...sizes.days, { at: now(), bytes: sizes.bytes - sizes.spare }]);
    const kept = await filesOf(recordings);
    const low = freeDisk !== null && freeDisk < warnBelow ? 'low' : null;
    const full = freeDisk !== null && freeDisk < fullBelow;
    return {
      bytes: sizes.bytes,
      walBytes,
      spareBytes: sizes.spare,
      byKind: {
        records: sizes.records,
        readings: sizes.readings,
        recordings: kept.reduce((sum, each) => sum + each.bytes, 0),
        search: sizes.search,
      },
      growthPerDay,
      freeDisk,
      fullInDays:
        growthPerDay === null || growthPerDay <= 0 || freeDisk === null ? null : freeDisk / growthPerDay,
      rows: sizes.rows,
      since: sizes.since,
      unindexed: sizes.unindexed,
      writable: options.writable(),
      warning: full ? 'full' : low,
      slowest: spanSummaries()
        .filter(({ name }) => name.startsWith('history:') || name.startsWith('database:'))
        .slice(0, 20)
        .map(({ name, count, p50, p99 }) => ({ name, count, p50Ms: p50, p99Ms: p99 })),
      integrity,
    };
  };

  /** Recomputes every row that is left, and checks every signature. */
  const proved = async (signal: AbortSignal, tell: (progress: Progress) => void): Promise<ChainVerdict> => {
    const statements = await database.read('statements', signer?.own ?? null);
    const head = await database.read('headNow', null);
    const of = Math.max(0, (head?.seq ?? 0) - statements.begin.after);
    const pace = paceOf('Recompute the chain', 'rows');
    let { after, hash } = statements.begin;
    let broken: ChainVerdict['broken'] = null;
    for (let done = false; !done && broken === null; ) {
      if (signal.aborted) throw new Fault('CANCELLED', 'The check was cancelled. Nothing was changed.');
      const slice = await database.read('verifyChain', { after, hash, limit: sliceRows });
      ({ after, hash, broken, done } = slice);
      tell(pace(after - statements.begin.after, of));
    }
    if (broken !== null || statements.wrong.length > 0) {
      // Retention has cut meanwhile: what it took was not missing when it was asked about. Once more, from where it begins now.
      const begin = await database.read('chainBegin', null);
      if ((begin?.after ?? 0) !== statements.begin.after) return await proved(signal, tell);
    }
    return {
      rows: after - statements.begin.after,
      holds: broken === null && statements.wrong.length === 0,
      broken,
      heads: statements.heads,
      checkpoints: statements.checkpoints,
      wrongSignatures: [...statements.wrong],
      signedTo: statements.signedTo === null ? null : shownHead(statements.signedTo),
      values: await checkAllValues(database, signal, tell).then((values) => ({
        ...values,
        problems: [...values.problems],
      })),
    };
  };

  return {
    handlers: {
      policy: () => database.read('keepingPolicy', null),
      setPolicy: async (policy) => {
        await database.write('setKeepingPolicy', policy);
        options.onWhenFull(policy.whenFull);
        return {};
      },
      preview: async ({ policy }, { signal }) =>
        span('history:keeping.preview', async () =>
          goingBy(
            desk,
            policy ?? (await database.read('keepingPolicy', null)),
            AbortSignal.any([signal, closing.signal]),
          ),
        ),
      apply: ({ reason }, { who, signal }) =>
        working(signal, (tell, stop) => applied(who, reason, stop, tell)),
      verify: (_input, { signal }) =>
        working(signal, (tell, stop) => span('history:keeping.verify', () => proved(stop, tell))),
      signatures: async () => {
        const heads = await database.read('heads', null);
        const checkpoints = await database.read('checkpoints', null);
        return {
          publicKey: signer?.publicKey ?? '',
          heads: heads.slice(-100).toReversed().map(shownHead),
          checkpoints: shownCheckpoints(checkpoints, fingerprintOf).slice(0, 100),
        };
      },
      health: () => span('history:keeping.health', health),
      integrity: (_input, { signal }) =>
        working(signal, async (tell, stop) => {
          const found = await span('history:keeping.integrity', () => checkIntegrity(database, stop, tell));
          const verdict = { ...found, ok: found.problems.length === 0 };
          integrity = { ...verdict, at: now() };
          return verdict;
        }),
    },
    wake: tick,
    async close() {
      clearInterval(timer);
      closing.abort();
      await daily;
      await turn;
      await signHead(true).catch(() => undefined);
    },
  };
}

import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AuditEntry } from '#main/bridge/caller.ts';
import { openDatabase } from '#main/database/database.ts';
import { call, historyFile, link, outcome, request } from '#main/history/history.fixture.ts';
import { openHistory } from '#main/history/open-history.ts';
import { openSigner } from '#main/history/signing/open-signer.ts';
import type { ReadOps, WriteOps } from '#main/operations.ts';
import { vaultOver } from '#main/vault/seal.ts';
import type { ChainVerdict, KeepingPolicy } from '#shared/contract/keeping.ts';
import { openKeeping } from './open-keeping.ts';
import { usualPolicy } from './policy.ts';

/** Everything that keeping needs, over the real database, with a clock that a test sets. `key`: of its vault. */
export async function keepingDesk(file = historyFile(), key: Uint8Array = randomBytes(32)) {
  const vault = vaultOver(key);
  let at = Date.now();
  const now = (): number => at;
  const database = await openDatabase<WriteOps, ReadOps>({ file });
  const history = await openHistory(database, { now });
  const signer = await openSigner(database, vault);
  const audited: AuditEntry[] = [];
  const keeping = openKeeping({
    database,
    file,
    signer,
    recordings: join(dirname(file), 'transcripts'),
    audit: {
      record: async (entry) => {
        audited.push(entry);
        await history.audit.record(entry);
      },
    },
    now,
    writable: () => history.health.writable,
    onWhenFull: (policy) => history.whenFull(policy),
    tickMs: 3_600_000,
  });
  let closed = false;
  const close = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    await keeping.close();
    await history.close();
    await database.close();
  };
  onTestFinished(close);
  /** So many commands with their outcomes; answers with the numbers of their lines. */
  const work = async (count: number, text = 'VOLT'): Promise<number[]> => {
    const lines: number[] = [];
    for (let index = 0; index < count; index++) {
      const id = await history.journal.intend(link(), request(`${text} ${index}`));
      await history.journal.settle(id, outcome());
      lines.push(id as number);
    }
    return lines;
  };
  return {
    file,
    key,
    database,
    history,
    keeping,
    signer,
    audited,
    close,
    work,
    /** Sets the clock. */
    set: (to: number) => void (at = to),
    now,
    verify: () => resultOf(keeping.handlers.verify({}, call())) as Promise<ChainVerdict>,
    policy: async (keep: Partial<KeepingPolicy['keep']>) => {
      const policy: KeepingPolicy = { ...usualPolicy, keep: { ...usualPolicy.keep, ...keep } };
      await keeping.handlers.setPolicy(policy, call());
      return policy;
    },
  };
}

/** What a stream of work comes to. */
export async function resultOf<R>(
  stream: AsyncIterable<{ kind: 'progress'; progress: unknown } | { kind: 'result'; result: R }>,
): Promise<R> {
  for await (const item of stream) if (item.kind === 'result') return item.result;
  throw new Error('no result');
}

const day = 86_400_000;

/** Old work, a pinned line of it, and a new start of the console: what is left of the last one can go. */
export async function aged(old = 60) {
  const first = await keepingDesk();
  const start = first.now();
  const lines = await first.work(old, 'OLD');
  const pin = lines[Math.min(10, lines.length - 1)]!;
  await first.history.handlers.mark(
    { seq: pin, pinned: true, note: 'the one with the spike', tags: null },
    call(),
  );
  await first.close();
  const desk = await keepingDesk(first.file, first.key);
  desk.set(start + 100 * day);
  await desk.work(20, 'NEW');
  return { ...desk, lines, pin };
}

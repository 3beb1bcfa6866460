import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { callOf } from '#main/instruments/bench.fixture.ts';
import { openProfiles, type Profiles } from './open-profiles.ts';

/** Profiles over a data folder of their own, until the test ends; `files`: where they are kept. */
export function opened(): { readonly folder: string; readonly files: string; readonly profiles: Profiles } {
  const folder = mkdtempSync(join(tmpdir(), 'lablink-profiles-'));
  const profiles = openProfiles(folder);
  onTestFinished(() => {
    profiles.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { folder, files: join(folder, 'profiling', 'profiles'), profiles };
}
/** A call of an operator. */
export const call = (signal: AbortSignal = new AbortController().signal) => callOf('operator', signal);

type Item = Awaited<ReturnType<typeof all>>[number];
/** Everything that a recording tells. */
export async function all(
  profiles: Profiles,
  asked: { kind?: 'cpu' | 'heap'; seconds?: number; threads?: string[] },
  signal?: AbortSignal,
) {
  const items = [];
  for await (const item of profiles.handlers.record(
    { kind: 'cpu', seconds: 1, threads: [], ...asked },
    call(signal),
  ))
    items.push(item);
  return items;
}
/** What came of it. */
export const resultOf = (items: readonly Item[]) => {
  const last = items.at(-1);
  if (last?.kind !== 'result') throw new Error('no result');
  return last.result;
};

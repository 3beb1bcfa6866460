import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { kills, runSeed, seeded } from '#main/database/seeded.fixture.ts';
import { backupsIn, bench, scratchIn, signers, trialFolder } from './backup.fixture.ts';
import { verifyBackup } from './check/verify.ts';
import { identityName, manifestName } from './format/names.ts';
import { tidyScratch } from './make/run.ts';

const rounds = kills(6);
const seed = runSeed();
/** A backup of this data folder takes about so long. */
const backupMs = 1000;

test(`R-36: killed at random moments, ${rounds} times: what has the name of a backup is one, and the next start tidies up (seed ${seed})`, {
  timeout: 60_000 + rounds * 20_000,
}, async () => {
  const { folder, stick, identity, recipient, opened } = await bench(2000);
  await opened.close();
  const share = join(folder, '..', 'share');
  mkdirSync(share);
  const next = seeded(seed);
  const known = new Set<string>();
  let interrupted = 0;
  for (let round = 0; round < rounds; round++) {
    const made = await killAfter([folder, stick, share, recipient], next() * 1.5 * backupMs);
    interrupted += scratchIn(folder).length;
    for (const place of [stick, share]) {
      const names = backupsIn(place);
      for (const name of made) expect(names).toContain(name);
      for (const name of names.filter((each) => !known.has(join(place, each)))) {
        const file = join(place, name);
        const { signal } = new AbortController();
        const verdict = await verifyBackup({
          file,
          key: { identity },
          signers,
          signal,
          scratch: trialFolder(),
        });
        // The host is said by the manifest alone: it is there, too.
        expect(verdict, file).toMatchObject({ state: 'verified', host: 'bench' });
        known.add(file);
      }
    }
    await tidyScratch(folder);
    expect(scratchIn(folder)).toEqual([]);
    for (const place of [stick, share])
      expect(readdirSync(place).toSorted()).toEqual(
        backupsIn(place)
          .flatMap((name) => [name, manifestName(name), identityName(name, 0)])
          .toSorted(),
      );
  }
  expect(interrupted).toBeGreaterThan(0);
});

/** Makes backups until it is killed, some ms after it has begun. Resolves with the names of those that it said are made. */
async function killAfter(args: readonly string[], ms: number): Promise<string[]> {
  const fixture = fileURLToPath(new URL('./killed-backup.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, [fixture, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const closed = once(child, 'close');
  const made: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'open') setTimeout(() => child.kill('SIGKILL'), ms);
    else made.push(line);
  }
  await closed;
  return made;
}

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { contentOf, Trace } from '#main/database/power-cut.fixture.ts';
import { kills, runSeed, seeded } from '#main/database/seeded.fixture.ts';
import { traced } from '#main/database/trace.fixture.ts';
import { backupsIn, bench, scratchIn, signers, trialFolder } from './backup.fixture.ts';
import { verifyBackup } from './check/verify.ts';
import { identityName, manifestName } from './format/names.ts';
import { tidyScratch } from './make/run.ts';

const cuts = kills(25);
const seed = runSeed();
const reason = spawnSync('strace', ['-V']).status === 0 ? null : 'strace is not installed (Debian: strace)';
if (reason !== null) process.stderr.write(`skipped, the power cuts of backups: ${reason}\n`);

test.skipIf(reason !== null)(
  `R-36: a power cut at random moments of a backup, ${cuts} times: what has the name of a backup is one, and one that was said to be made is there (seed ${seed})`,
  { timeout: 120_000 + cuts * 5000 },
  async () => {
    const next = seeded(seed);
    const { folder, stick, identity, recipient, opened } = await bench(300);
    await opened.close();
    const root = dirname(folder);
    const share = join(root, 'share');
    mkdirSync(share);
    const trace = await traceOf(root, [folder, stick, share, recipient], 3);
    expect(trace.lostMoves()).toEqual([]);
    const sound = new Set<string>();
    const came = { none: 0, some: 0, tidied: 0 };
    for (let round = 0; round < cuts; round++) {
      const cut = trace.moment(next);
      const at = join(trialFolder(), 'after');
      trace.cutInto(at, cut, next);
      const data = join(at, 'data');
      came.tidied += scratchIn(data).length;
      movedTo(data, root, at);
      await tidyScratch(data);
      const made = trace.saidBefore(cut).filter((line) => line !== 'open');
      let named = 0;
      for (const place of ['stick', 'share'].map((name) => join(at, name))) {
        const names = backupsIn(place);
        expect(names, `cut at ${cut}`).toEqual(expect.arrayContaining(made));
        named += names.length;
        for (const name of names) {
          const file = join(place, name);
          const key = await digest(file, manifestName(file));
          if (sound.has(key)) continue;
          const { signal } = new AbortController();
          const verdict = await verifyBackup({ file, key: { identity }, signers, signal, scratch: at });
          expect(verdict, `cut at ${cut}`).toMatchObject({ state: 'verified', host: 'bench' });
          sound.add(key);
        }
        // Nothing else is left there once the next console has started.
        expect(readdirSync(place).toSorted(), `cut at ${cut}`).toEqual(
          names.flatMap((name) => [name, manifestName(name), identityName(name, 0)]).toSorted(),
        );
      }
      expect(scratchIn(data)).toEqual([]);
      came[named === 0 ? 'none' : 'some']++;
    }
    process.stdout.write(
      `${cuts} power cuts: ${came.none} times no backup, ${came.some} times some, all whole; ${came.tidied} runs tidied up\n`,
    );
  },
);

/** Lists of what runs made elsewhere name the places as they were: here they are at another. */
function movedTo(data: string, from: string, to: string): void {
  for (const run of scratchIn(data)) {
    const list = join(data, 'scratch', run, 'files.json');
    if (existsSync(list)) writeFileSync(list, readFileSync(list, 'utf8').replaceAll(`${from}/`, `${to}/`));
  }
}

async function digest(...files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) hash.update(existsSync(file) ? readFileSync(file) : 'none').update('|');
  return hash.digest('hex');
}

/** What a console does that makes backups until it has said that so many are made. */
async function traceOf(root: string, args: readonly string[], backups: number): Promise<Trace> {
  const fixture = fileURLToPath(new URL('./killed-backup.fixture.ts', import.meta.url));
  const log = join(trialFolder(), 'trace.log');
  const before = contentOf(root);
  const child = spawn('strace', [...traced, '-o', log, process.execPath, fixture, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const end = (): void => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGKILL');
  };
  onTestFinished(end);
  const closed = once(child, 'close');
  const deadline = setTimeout(end, 60_000);
  let count = 0;
  for await (const line of createInterface({ input: child.stdout }))
    if (line !== 'open' && ++count === backups) end();
  clearTimeout(deadline);
  await closed;
  return new Trace(readFileSync(log, 'latin1'), before);
}

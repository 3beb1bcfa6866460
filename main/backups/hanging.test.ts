import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { backupsIn, bench, scratchIn, trialFolder } from './backup.fixture.ts';
import { backupName } from './format/names.ts';
import { tidyScratch } from './make/run.ts';

const reason = spawnSync('strace', ['-V']).status === 0 ? null : 'strace is not installed (Debian: strace)';
if (reason !== null) process.stderr.write(`skipped, destinations that hang: ${reason}\n`);

/** So long a call to the share takes: longer than it is waited for, s. */
const hangS = 40;
const name = backupName('bench', Date.UTC(2027, 0, 15, 8), new Uint8Array(6));

/** What hangs: the call, and on which path of the share. */
const ways: readonly (readonly [call: string, path: string])[] = [
  ['statfs', ''],
  ['statx', ''],
];

test.skipIf(reason !== null).each(ways)(
  'a share that hangs (%s): it drops out after 10 s with its reason, the stick has its backup, and what may lie on the share is looked for at the next start',
  { timeout: 120_000 },
  async (call, path) => {
    const { folder, stick, recipient, opened } = await bench(50);
    await opened.close();
    const share = join(folder, '..', 'share');
    mkdirSync(share);
    const log = join(trialFolder(), 'trace.log');
    const program = fileURLToPath(new URL('./one-backup.fixture.ts', import.meta.url));
    const start = performance.now();
    const inject = `inject=${call}:delay_enter=${hangS * 1_000_000}:when=1`;
    const child = spawn(
      'strace',
      [
        '-f',
        '-o',
        log,
        '-e',
        'signal=none',
        '-e',
        `trace=${call}`,
        '-P',
        join(share, path),
        '-e',
        inject,
        process.execPath,
        program,
        folder,
        stick,
        recipient,
        share,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'], detached: true },
    );
    const end = (): void => {
      if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGKILL');
    };
    onTestFinished(end);
    const said = String((await once(child.stdout, 'data'))[0]);
    expect((performance.now() - start) / 1000).toBeLessThan(hangS);
    expect(JSON.parse(said)).toEqual({
      name,
      places: ['stick'],
      failed: [{ destination: 'share', why: `${share} did not answer for 10 s.` }],
    });
    end();
    expect(backupsIn(stick)).toEqual([name]);
    expect(readdirSync(share)).toEqual([]);
    // What the run may have left on the share is remembered until somebody can look.
    expect(scratchIn(folder)).toHaveLength(1);
    writeFileSync(join(share, `${name}.partial`), 'half of it');
    await tidyScratch(folder);
    expect(readdirSync(share)).toEqual([]);
    expect(scratchIn(folder)).toEqual([]);
    expect(backupsIn(stick)).toEqual([name]);
  },
);

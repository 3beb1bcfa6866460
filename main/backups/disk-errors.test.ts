import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runSeed, seeded } from '#main/database/seeded.fixture.ts';
import { integrity } from '#main/database/tamper.fixture.ts';
import { backupsIn, bench, signers, trialFolder } from './backup.fixture.ts';
import { verifyBackup } from './check/verify.ts';
import { backupName } from './format/names.ts';
import { tidyScratch } from './make/run.ts';

const seed = runSeed();
const reason = spawnSync('strace', ['-V']).status === 0 ? null : 'strace is not installed (Debian: strace)';
if (reason !== null) process.stderr.write(`skipped, the disk errors of backups: ${reason}\n`);

/** What the disk answers, from some call on or once. Each thread counts its own calls; with one thread for files that is one count. */
const errors: readonly (readonly [what: string, inject: (random: () => number) => string])[] = [
  ['a write of the snapshot fails', (random) => `pwrite64:error=EIO:when=${1 + Math.floor(random() * 100)}`],
  [
    'the disk is full for the snapshot',
    (random) => `pwrite64:error=ENOSPC:when=${1 + Math.floor(random() * 100)}+`,
  ],
  ['a sync fails once', (random) => `fsync:error=EIO:when=${1 + Math.floor(random() * 8)}`],
  ['no sync works', () => 'fsync:error=EIO:when=1+'],
  ['a name cannot be given', (random) => `rename:error=EIO:when=${1 + Math.floor(random() * 2)}`],
  ['no room for a name', () => 'rename:error=ENOSPC:when=1+'],
  ['a write to the stick fails', (random) => `write:error=EIO:when=${1 + Math.floor(random() * 2)}`],
  ['the stick is full', (random) => `write:error=ENOSPC:when=${1 + Math.floor(random() * 2)}+`],
  // A disk that says it has written a part and has written nothing. Less than was asked for: no system answers more, and nothing could bear it.
  ['the stick lies about a part', () => 'write:retval=100:when=1'],
  ['the stick lies about a byte', () => 'write:retval=1:when=2'],
];

/** What the program of the fixture calls the file on the stick until it has its name. */
const partial = `${backupName('bench', Date.UTC(2027, 0, 15, 8), new Uint8Array(6))}.partial`;

/** What a person may be told. */
const codes = /^(MADE|BACKUP_FAILED|DISK_FULL|FOLDER_UNWRITABLE|HISTORY_UNWRITABLE|DATABASE_FAILED)$/;

test.skipIf(reason !== null).each(errors)(
  `R-36: %s while a backup is made: it is refused with the reason and leaves nothing, or is whole; the database is as it was (seed ${seed})`,
  { timeout: 60_000 },
  async (_what, inject) => {
    const { folder, stick, identity, recipient, opened } = await bench(200);
    await opened.close();
    const live = join(folder, 'lablink.db');
    const before = readFileSync(live);
    const log = join(trialFolder(), 'trace.log');
    const program = fileURLToPath(new URL('./one-backup.fixture.ts', import.meta.url));
    const injected = inject(seeded(seed));
    const [name] = injected.split(':');
    const { stdout } = spawnSync(
      'strace',
      [
        '-f',
        '-o',
        log,
        '-e',
        'signal=none',
        '-e',
        `trace=${name}`,
        // Threads wake each other with the same call.
        ...(name === 'write' ? ['-P', join(stick, partial)] : []),
        '-e',
        `inject=${injected}`,
        process.execPath,
        program,
        folder,
        stick,
        recipient,
      ],
      {
        encoding: 'utf8',
        timeout: 40_000,
        // Calls are counted: none may be of a cache of Node.
        env: { ...process.env, UV_THREADPOOL_SIZE: '1', NODE_DISABLE_COMPILE_CACHE: '1' },
      },
    );
    expect(readFileSync(log, 'latin1'), injected).toContain('(INJECTED)');
    const said = JSON.parse(stdout) as { name?: string; code?: string; message?: string };
    // Either it says that it is made, or why it is not.
    expect(said.name === undefined ? said.code : 'MADE', stdout).toMatch(codes);
    expect((said.message ?? said.name)?.length, stdout).toBeGreaterThan(10);
    await tidyScratch(folder);
    const names = backupsIn(stick);
    expect(names).toEqual(said.name === undefined ? names : [said.name]);
    for (const each of names) {
      const { signal } = new AbortController();
      const file = join(stick, each);
      const verdict = await verifyBackup({
        file,
        key: { identity },
        signers,
        signal,
        scratch: trialFolder(),
      });
      expect(verdict, injected).toMatchObject({ state: 'verified' });
    }
    expect(names.length > 0 ? [] : readdirSync(stick), injected).toEqual([]);
    expect(readFileSync(live).equals(before)).toBe(true);
    expect(integrity(live)).toBe('ok');
    process.stdout.write(`${injected}: ${said.name ?? `${said.code}: ${said.message}`}\n`);
  },
);

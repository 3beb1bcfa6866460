import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSeed, seeded } from '#main/database/seeded.fixture.ts';
import { applyRestore } from './apply.ts';
import { addFiles, makeAccount, makeBackup, withCore } from './backup.fixture.ts';
import { look, remove, scratch } from './restore.fixture.ts';

const seed = runSeed();
const reason = spawnSync('strace', ['-V']).status === 0 ? null : 'strace is not installed (Debian: strace)';
if (reason !== null) process.stderr.write(`skipped, the disk errors of restores: ${reason}\n`);
const program = fileURLToPath(new URL('./restoring.fixture.ts', import.meta.url));

let root: string;
let old: string;
let made: Awaited<ReturnType<typeof makeBackup>>;
beforeAll(async () => {
  root = scratch();
  old = join(root, 'old');
  await makeAccount(old);
  addFiles(old);
  made = await makeBackup(old, join(root, 'stick'));
  await withCore(old, async () => undefined);
  addFiles(old, 'later');
}, 60_000);
afterAll(() => remove(root));

const comparable = (folder: string) => ({
  ...look(folder),
  restored: (look(folder)['restored'] as unknown[]).length,
});

/** What the disk answers. Each thread counts its own calls; with one thread for files that is one count. */
const errors: readonly (readonly [what: string, inject: (random: () => number) => string])[] = [
  ['a write fails', (random) => `pwrite64:error=EIO:when=${1 + Math.floor(random() * 40)}`],
  ['the disk is full', (random) => `pwrite64:error=ENOSPC:when=${1 + Math.floor(random() * 40)}+`],
  ['a sync fails once', (random) => `fsync:error=EIO:when=${1 + Math.floor(random() * 6)}`],
  ['no sync works', () => 'fsync:error=EIO:when=1+'],
  ['a name cannot be given', (random) => `rename:error=EIO:when=${1 + Math.floor(random() * 4)}`],
];

test.skipIf(reason !== null).each(errors)(
  `R-37: %s while a restore is prepared or takes effect: refused with the reason, and entirely old or new afterwards (seed ${seed})`,
  { timeout: 60_000 },
  async (_what, inject) => {
    const injected = inject(seeded(seed));
    const folder = join(root, 'here');
    cpSync(old, folder, { recursive: true });
    const before = comparable(folder);
    const log = join(root, 'trace.log');
    const trace = ['-e', 'signal=none', '-e', `trace=${injected.split(':')[0]}`, '-e', `inject=${injected}`];
    const { stdout, stderr, status } = spawnSync(
      'strace',
      ['-f', '-o', log, ...trace, process.execPath, program, folder, made.file, made.identity],
      {
        encoding: 'utf8',
        timeout: 40_000,
        // Calls are counted: none may be of a cache of Node.
        env: { ...process.env, UV_THREADPOOL_SIZE: '1', NODE_DISABLE_COMPILE_CACHE: '1' },
      },
    );
    expect(readFileSync(log, 'latin1'), injected).toContain('(INJECTED)');
    expect(status === 0 ? 'in effect' : stderr).toMatch(
      /in effect|(BACKUP_FAILED|DISK_FULL|FOLDER_UNWRITABLE|HISTORY_UNWRITABLE|DATABASE_FAILED)/,
    );
    const prepared = existsSync(join(folder, 'restore', 'plan.json'));
    await applyRestore(folder);
    const found = comparable(folder);
    const isOld = JSON.stringify(found) === JSON.stringify(before);
    expect({ ...found, restored: 0, sound: found['sound' as never] }).toMatchObject({ sound: ['ok'] });
    // What was refused before it was ready does not come later; what was ready does.
    expect(isOld, `${injected} ${stdout}`).toBe(!prepared && !stdout.includes('prepared'));
    process.stdout.write(`${injected}: ${isOld ? 'old' : 'new'}\n`);
    remove(folder);
  },
);

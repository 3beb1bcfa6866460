import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountRows } from './baseline/accounts.ts';
import { backupRows } from './baseline/backups.ts';
import { recordRows } from './baseline/records.ts';
import { roundMs, rounds, type Setting, trial } from './baseline/setting.ts';
import { validationRows } from './baseline/validation.ts';
import { startPython } from './python-peer.fixture.ts';
import type { BenchResult } from './result.ts';

/** Its peers poll nothing beside. */
export const alone = true;

/** Programs of the distribution that stand beside, by their Debian packages. */
export const peers = ['python3-bcrypt', 'python3-pyotp', 'zstd'];

/**
 * The ten operations of the baseline that the system before this one published, each of them really done, counted or read back, beside
 * others that do the same in the same rounds, and over sizes.
 */
export async function run(): Promise<BenchResult> {
  const root = mkdtempSync(join(tmpdir(), 'lablink-baseline-'));
  const python = await startPython();
  const setting: Setting = { root, python };
  try {
    const accounts = await accountRows(setting);
    const validation = await validationRows(setting);
    const records = await recordRows(setting);
    const backups = await backupRows(setting);
    return {
      name: 'baseline',
      notes: [
        ...(trial ? ['**A trial of seconds, to see that it works: its figures say nothing.**'] : []),
        `The ten operations of the baseline that the system before this one published: a password hashed and verified, a one-time code made and verified, a command logged, the history asked, a backup made, backups listed, a record and a request validated. Each is one of the critical paths (\`main/critical-paths/\`), which the console itself measures with the same code.`,
        `${rounds} rounds of about ${roundMs} ms each (or one, where one takes longer), in turns with the peers; a figure is the median of the rounds.`,
        `Durable is: committed and synced to the disk (WAL, synchronous FULL) before it is answered; the peers commit the same way. The disk is that of the temporary folder, \`${tmpdir() === '/tmp' ? '/tmp' : 'TMPDIR'}\`.`,
        ...(python === null
          ? []
          : [
              `Python ${python.about['python']} with SQLite ${python.about['sqlite']}, bcrypt ${python.about['bcrypt'] ?? '(not installed)'} and pyotp ${python.about['pyotp'] ?? '(not installed)'}, as the distribution packages them, in a process of its own; the time is taken there.`,
            ]),
        'What the old baseline called a rate and did not measure (a backup "in 3 µs", a listing of nothing) is no goal here.',
      ],
      rows: [...accounts, ...validation, ...records.rows, ...backups.rows],
      charts: [...records.charts, ...backups.charts],
    };
  } finally {
    python?.close();
    rmSync(root, { recursive: true, force: true });
  }
}

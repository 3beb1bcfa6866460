import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { backupsIn, bench, remainsIn, scratchIn, trialFolder } from '#main/backups/backup.fixture.ts';
import { createBackup } from './create.ts';

// Each backup starts a thread or two, and a machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

/** Puts a disk of some kB at a folder. False where this user may not. */
function smallDisk(folder: string, kb: number): boolean {
  if (process.platform !== 'linux') return false;
  const made = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kb}k`, 'none', folder]).status === 0;
  if (made) onTestFinished(() => void spawnSync('umount', ['-l', folder]));
  return made;
}

const probe = trialPlace();
if (!probe) process.stderr.write('skipped, full disks under backups: this user may not mount a small one\n');

function trialPlace(): boolean {
  return spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;
}

test.runIf(probe)(
  'a place whose disk fills up drops out with that reason, and the others go on',
  async () => {
    const { options, stick, folder } = await bench(10);
    const small = trialFolder();
    expect(smallDisk(small, 600)).toBe(true);
    const big = { name: 'transcripts/noise.txt', from: randomBytes(3_000_000) };
    const place = { id: 'small', path: small };
    const destinations = [place, { id: 'stick', path: stick }];
    const more = { files: [big], expectedBytes: 1000 };
    const { places, failed } = await createBackup(options({ destinations, ...more }));
    expect(places).toEqual(['stick']);
    expect(failed).toEqual([{ destination: 'small', why: expect.stringContaining('is full') }]);
    expect(readdirSync(small)).toEqual([]);
    await expect(createBackup(options({ destinations: [place], ...more }))).rejects.toMatchObject({
      code: 'BACKUP_FAILED',
      message: expect.stringContaining('is full'),
    });
    expect(readdirSync(small)).toEqual([]);
    expect(scratchIn(folder)).toEqual([]);
  },
);

test.runIf(probe)(
  'a data folder without room for the snapshot is said before anything is begun',
  async () => {
    const { options, stick, folder } = await bench(10);
    mkdirSync(join(folder, 'scratch'));
    expect(smallDisk(join(folder, 'scratch'), 64)).toBe(true);
    await expect(createBackup(options())).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect([...backupsIn(stick), ...remainsIn(stick), ...scratchIn(folder)]).toEqual([]);
  },
);

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { mounts, smallDisk } from '#main/bad-input/mount.fixture.ts';
import { mountOf, requireMounted, unmounted } from './mounts.ts';

const folderOf = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'lablink-mounts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

test('a folder on the file system of those above it is on none of its own, and has nothing to be mounted', async () => {
  const folder = folderOf();
  const below = join(folder, 'backups');
  mkdirSync(below);
  expect(await mountOf(below)).toBe(await mountOf(folder));
  expect(folder.startsWith(await mountOf(folder))).toBe(true);
  expect(await unmounted(below, await mountOf(below))).toBeNull();
  expect(await unmounted(below, null)).toBeNull();
});

test('a folder that is not there is not said to be unmounted', async () => {
  await expect(requireMounted(join(folderOf(), 'gone'), null)).rejects.toMatchObject({ code: 'ENOENT' });
});

test.runIf(mounts)(
  'a folder of a disk knows where that begins; the empty folder left by it is not taken for it',
  async () => {
    const small = smallDisk(1);
    const { root: disk, folder } = small;
    expect(await mountOf(folder)).toBe(disk);
    expect(await unmounted(disk, disk)).toBeNull();
    small.unmount();
    expect(await unmounted(disk, disk)).toBe(
      `Nothing is mounted at ${disk}: the folder there is empty, and not the destination.`,
    );
    await expect(requireMounted(disk, disk)).rejects.toMatchObject({ code: 'FOLDER_UNWRITABLE' });
  },
);

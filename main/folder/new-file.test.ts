import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { mounts, smallDisk } from '#main/bad-input/mount.fixture.ts';
import { NewFile, removePartials } from './new-file.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'lablink-new-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const code = (expected: string) => ({ code: expected });

test('it has its name when it is whole, and is its owner\u2019s alone', async () => {
  const at = join(folder(), 'a', 'b');
  const file = await NewFile.begin(at);
  await file.write(text('one '));
  await file.write(text('two'));
  expect(readdirSync(at)).toEqual([expect.stringMatching(/^\..*\.partial$/)]);
  expect(await file.name(['x.txt'])).toBe('x.txt');
  await file.giveUp();
  expect(readdirSync(at)).toEqual(['x.txt']);
  expect(readFileSync(join(at, 'x.txt'), 'utf8')).toBe('one two');
  expect(statSync(join(at, 'x.txt')).mode & 0o777).toBe(0o600);
});

test('a name that is taken is left alone, whatever stands there: the next one is tried', async () => {
  const at = folder();
  writeFileSync(join(at, 'x'), 'mine');
  mkdirSync(join(at, 'y'));
  const file = await NewFile.begin(at);
  await file.write(text('new'));
  expect(await file.takeName('x')).toBe(false);
  expect(await file.name(['x', 'y', 'z'])).toBe('z');
  expect(readFileSync(join(at, 'x'), 'utf8')).toBe('mine');
  const other = await NewFile.begin(at);
  await expect(other.name(['x', 'z'])).rejects.toMatchObject(code('FOLDER_UNWRITABLE'));
  await other.giveUp();
  expect(readdirSync(at)).toEqual(['x', 'y', 'z']);
});

test('many that want one name: one has it', async () => {
  const at = folder();
  const files = await Promise.all(Array.from({ length: 20 }, () => NewFile.begin(at)));
  const got = await Promise.all(files.map((file) => file.takeName('x')));
  await Promise.all(files.map((file) => file.giveUp()));
  expect(got.filter(Boolean)).toHaveLength(1);
  expect(readdirSync(at)).toEqual(['x']);
});

test('given up it leaves nothing; taken back it does not, either', async () => {
  const at = folder();
  const given = await NewFile.begin(at);
  await given.write(text('x'));
  await given.giveUp();
  await given.giveUp();
  const back = await NewFile.begin(at);
  await back.takeName('x');
  await back.takeBack();
  expect(readdirSync(at)).toEqual([]);
});

test('a folder that is not there is made where that is wanted', async () => {
  const at = join(folder(), 'stick');
  await expect(NewFile.begin(at, false)).rejects.toMatchObject(code('FOLDER_UNWRITABLE'));
  await (await NewFile.begin(at)).giveUp();
  expect(readdirSync(at)).toEqual([]);
});

test.runIf(mounts)('a full disk is said', async () => {
  const disk = smallDisk(1);
  const file = await NewFile.begin(disk.folder);
  await expect(file.write(new Uint8Array(4_000_000))).rejects.toMatchObject(code('DISK_FULL'));
  await file.giveUp();
  expect(readdirSync(disk.folder)).toEqual([]);
});

test('what a killed process left is removed, and nothing else', async () => {
  const at = folder();
  const given = await NewFile.begin(at);
  writeFileSync(join(at, '.partial'), '');
  writeFileSync(join(at, 'x.partial'), '');
  await removePartials(at);
  expect(readdirSync(at)).toEqual(['.partial', 'x.partial']);
  await given.giveUp();
  await removePartials(join(at, 'none'));
});

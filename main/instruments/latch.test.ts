import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LatchReason, openLatch } from './latch.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lablink-latch-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});
/** Windows has no such bits: every file there looks like this. */
const ownerOnly = process.platform === 'win32' ? 0o666 : 0o600;
const open = () => openLatch(folder, () => undefined);
const stop: LatchReason = { kind: 'stop', at: 5, by: 'Ada', text: 'Emergency stop by Ada.' };

test('R-4: holds at once, across restarts, until it is reset', async () => {
  const latch = await open();
  expect(latch.reason).toBeNull();
  const written = latch.set(stop);
  expect(latch.reason).toEqual(stop);
  expect(latch.durable).toBe(false);
  await written;
  expect(latch.durable).toBe(true);
  expect((await stat(join(folder, 'stop.json'))).mode & 0o777).toBe(ownerOnly);

  const again = await open();
  expect(again.reason).toEqual(stop);
  expect(await again.reset()).toBe(true);
  expect(again.reason).toBeNull();
  expect((await open()).reason).toBeNull();
  expect(await readdir(folder)).toEqual([]);
});

test.each(['', '{', '{"version":2}', 'null'])(
  'R-4: a file that cannot be read as a latch is one that is set: %j',
  async (text) => {
    await writeFile(join(folder, 'stop.json'), text);
    const latch = await open();
    expect(latch.reason?.text).toContain('cannot be read');
    expect(await latch.reset()).toBe(true);
    expect((await open()).reason).toBeNull();
  },
);

test('R-4: something else than a file in its place is a latch that is set, and a reset that fails keeps it', async () => {
  await mkdir(join(folder, 'stop.json'));
  const latch = await open();
  expect(latch.reason).not.toBeNull();
  await expect(latch.reset()).rejects.toMatchObject({ code: 'FOLDER_UNWRITABLE' });
  expect(latch.reason).not.toBeNull();
});

test('R-3: without a place to write it holds in memory, and says that it is not durable', async () => {
  const latch = await openLatch(join(folder, 'not', 'there'), () => undefined);
  await latch.set(stop);
  expect(latch.reason).toEqual(stop);
  expect(latch.durable).toBe(false);
});

test('R-4: a stop that comes while a reset is under way holds, in memory and on the disk', async () => {
  const latch = await open();
  await latch.set(stop);
  const resetting = latch.reset();
  const again = latch.set({ ...stop, at: 6 });
  expect(await resetting).toBe(false);
  await again;
  expect(latch.reason?.at).toBe(6);
  expect(latch.durable).toBe(true);
  expect(JSON.parse(await readFile(join(folder, 'stop.json'), 'utf8'))).toMatchObject({ at: 6 });
});

test('R-4: a stop that comes while the file is being removed holds, too', async () => {
  const latch = await open();
  await latch.set(stop);
  const resetting = latch.reset();
  // The removal has begun: it needs several turns of the loop, this is one.
  await new Promise((resolve) => setImmediate(resolve));
  const again = latch.set({ ...stop, at: 7 });
  expect(await resetting).toBe(false);
  await again;
  expect(latch.reason?.at).toBe(7);
  expect((await open()).reason?.at).toBe(7);
});

test('a latch for unknown envelopes stays one when somebody presses stop', async () => {
  const latch = await open();
  await latch.set({ kind: 'bench', at: 1, by: 'console', text: 'The envelopes are not known.' });
  await latch.set(stop);
  expect((await open()).reason).toMatchObject({
    kind: 'bench',
    by: 'Ada',
    text: 'Emergency stop by Ada. The envelopes are not known.',
  });
});

test('R-4: a latch that the disk refused is on it as soon as it takes one, and not after a reset or the end', async () => {
  const later = join(folder, 'later');
  let changes = 0;
  const latch = await openLatch(later, () => changes++, 10);
  await latch.set(stop);
  expect(latch).toMatchObject({ durable: false, reason: { text: stop.text } });
  await mkdir(later);
  await expect.poll(() => latch.durable).toBe(true);
  expect((await openLatch(later, () => undefined)).reason).toMatchObject({ text: stop.text });
  expect(changes).toBeGreaterThan(1);
  expect(await latch.reset()).toBe(true);
  await rm(later, { recursive: true });
  await latch.set(stop);
  latch.close();
  await mkdir(later);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(await readdir(later)).toEqual([]);
});

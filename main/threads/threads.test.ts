import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { type ThreadName, threadFiles, threadUrl, trialFiles } from './names.ts';
import { startThread } from './start.ts';
import type { Thread } from './thread.ts';

const started: Thread[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((thread) => thread.close()));
});
const start = (data?: unknown): Thread => {
  const thread = startThread('echo', { data });
  started.push(thread);
  return thread;
};

describe('where a worker is', () => {
  const names = Object.keys({ ...threadFiles, ...trialFiles }) as ThreadName[];
  test.each(names)('%s: its file is there in the sources', (name) => {
    expect(existsSync(fileURLToPath(threadUrl(name, import.meta.url)))).toBe(true);
  });
  test.each([
    ['file:///app/main/shell.js', 'the entry itself'],
    ['file:///app/main/chunks/start-abc.js', 'a chunk'],
    ['file:///app/main/workers/writer.worker.js', 'a worker'],
  ])('packed, it is in workers/ beside %s (%s)', (from) => {
    expect(threadUrl('reader', from).href).toBe('file:///app/main/workers/reader.worker.js');
  });
});

describe('a thread', () => {
  test('answers calls in the order in which they came, the slow ones too', async () => {
    const thread = start();
    const order: unknown[] = [];
    await Promise.all(
      [30, 0, 10, 0].map(async (ms, i) => order.push(await thread.call('later', { ms, value: i }))),
    );
    expect(order).toEqual([0, 1, 2, 3]);
  });

  test('its faults cross whole; what is no Fault crosses without its text', async () => {
    const thread = start();
    await expect(thread.call('fault', null)).rejects.toMatchObject({
      code: 'RANGE_EXCEEDED',
      message: 'Too much.',
      details: { limit: 5 },
    });
    const error = await thread.call('throw', 'the secret').catch((each: unknown) => each);
    expect(error).toMatchObject({ code: 'INTERNAL' });
    expect(JSON.stringify(error) + String(error)).not.toContain('the secret');
    await expect(thread.call('nothing', null)).rejects.toMatchObject({ code: 'INTERNAL' });
    await expect(thread.call('toString', null)).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  test('knows what it was started with, and speaks by itself', async () => {
    const thread = start({ a: 1 });
    expect(await thread.call('data', null)).toEqual({ a: 1 });
    const said = new Promise((resolve) => thread.onMessage(resolve));
    await thread.call('say', 'hello');
    expect(await said).toBe('hello');
  });

  test('buffers are handed over, both ways', async () => {
    const thread = start();
    const sent = new Uint8Array([1, 2, 3]);
    const back = await thread.call('transfer', sent, { transfer: [sent.buffer] });
    expect(sent.length).toBe(0);
    expect(back).toEqual({ bytes: new Uint8Array([1, 2, 3]), left: 0 });
  });

  test('what cannot be sent is refused, and harms nobody else', async () => {
    const thread = start();
    await expect(thread.call('later', { ms: 0, value: () => 1 })).rejects.toMatchObject({ code: 'INTERNAL' });
    await expect(thread.call('uncloneable', null)).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await thread.call('later', { ms: 0, value: 2 })).toBe(2);
  });

  test.each([
    ['crash', 'The echo thread failed: planted'],
    ['exit', 'The echo thread ended (3).'],
  ])('that ends by itself (%s) rejects what waits, says why, and takes no more', async (how, why) => {
    const thread = start();
    const said: string[] = [];
    const exit = new Promise<void>((resolve) =>
      thread.onExit((last) => {
        said.push(last);
        resolve();
      }),
    );
    const calls = [thread.call(how, null), thread.call('later', { ms: 0, value: 1 })];
    for (const result of await Promise.allSettled(calls))
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'INTERNAL' } });
    await exit;
    expect(said).toEqual([why]);
    await expect(thread.call('later', { ms: 0, value: 1 })).rejects.toMatchObject({ code: 'INTERNAL' });
    await thread.close();
  });

  test('that is closed finishes what it was asked first, and runs its end', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lablink-threads-'));
    const file = join(folder, 'ended');
    const thread = start({ file });
    const told: string[] = [];
    thread.onExit((why) => told.push(why));
    const answer = thread.call('later', { ms: 20, value: 'done' });
    const closed = thread.close();
    await expect(thread.call('later', { ms: 0, value: 1 })).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await answer).toBe('done');
    await Promise.all([closed, thread.close()]);
    expect(existsSync(file)).toBe(true);
    expect(told).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  test('that hangs is ended after the deadline', async () => {
    const thread = start();
    const hanging = thread.call('hang', null).catch((error: unknown) => error);
    const exited = once(thread.worker, 'exit');
    await thread.close(50);
    await exited;
    expect(await hanging).toMatchObject({ code: 'INTERNAL' });
  });
});

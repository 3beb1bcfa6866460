import { afterEach, beforeEach, expect, test } from 'vitest';
import { startThread } from '#main/threads/start.ts';
import type { Thread } from '#main/threads/thread.ts';
import { faultOf } from './accounts.fixture.ts';
import { openPasswords, type Passwords } from './passwords.ts';

let passwords: Passwords;
let threads: Thread[];
beforeEach(() => {
  threads = [];
  passwords = openPasswords(10, (name) => {
    const thread = startThread(name);
    threads.push(thread);
    return thread;
  });
});
afterEach(() => passwords.close());

test('one piece of work is done, eight wait, the tenth is turned away; then there is room again', async () => {
  const stored = await passwords.hash('three loose screws');
  const nine = Array.from({ length: 9 }, () => passwords.check('three loose screws', stored));
  expect((await faultOf(passwords.check('three loose screws', stored))).code).toBe('OVERLOADED');
  expect(() => passwords.assertRoom()).toThrow(expect.objectContaining({ code: 'OVERLOADED' }));
  expect(new Set(await Promise.all(nine))).toEqual(new Set([true]));
  expect(await passwords.check('three loose screwS', stored)).toBe(false);
});

test('hashing does not hold this thread', async () => {
  const work = passwords.hash('three loose screws');
  const turns = await Promise.race([
    work.then(() => 'hashed first'),
    new Promise((done) => setImmediate(done, 'turned')),
  ]);
  expect(turns).toBe('turned');
  await work;
});

test('a thread that ended is replaced, and what it was doing fails instead of hanging', async () => {
  const stored = await passwords.hash('three loose screws');
  const lost = faultOf(passwords.check('three loose screws', stored));
  const worker = threads[0]!.worker;
  await worker.terminate();
  expect((await lost).code).toBe('INTERNAL');
  expect(await passwords.check('three loose screws', stored)).toBe(true);
  expect(threads).toHaveLength(2);
});

test('after the close nothing is taken any more', async () => {
  await passwords.close();
  expect((await faultOf(passwords.hash('three loose screws'))).code).toBe('CANCELLED');
});

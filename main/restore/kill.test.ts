import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kills, runSeed, seeded } from '#main/database/seeded.fixture.ts';
import { applyRestore } from './apply.ts';
import { addFiles, makeAccount, makeBackup, withCore } from './backup.fixture.ts';
import { look, remove, scratch } from './restore.fixture.ts';

const rounds = kills(6);
const seed = runSeed();
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
  // What is there when it is restored over: more history, and other files.
  await withCore(old, async () => undefined);
  addFiles(old, 'later');
}, 60_000);
afterAll(() => remove(root));

/** A restore in a process of its own; killed after so many ms, or, with null, left to its end. Answers with what it said and how long it took. */
async function restoring(folder: string, killAfterMs: number | null): Promise<{ said: string; ms: number }> {
  const start = performance.now();
  const child = spawn(process.execPath, [program, folder, made.file, made.identity], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const out = text(child.stdout);
  if (killAfterMs !== null) {
    await Promise.race([sleep(killAfterMs), closed]);
    child.kill('SIGKILL');
  }
  await closed;
  return { said: await out, ms: performance.now() - start };
}

test(`R-37: killed ${rounds} times at random moments while it is prepared or takes effect: entirely old, or entirely new (seed ${seed})`, {
  timeout: 120_000 + rounds * 10_000,
}, async () => {
  const next = seeded(seed);
  const comparable = (folder: string) => ({
    ...look(folder),
    restored: (look(folder)['restored'] as unknown[]).length,
  });
  const before = comparable(old);
  const whole = join(root, 'whole');
  cpSync(old, whole, { recursive: true });
  const { said, ms } = await restoring(whole, null);
  expect(said).toBe('prepared\nin effect\n');
  const after = comparable(whole);
  expect(after).not.toEqual(before);
  const came = { old: 0, new: 0 };
  for (let round = 0; round < rounds; round++) {
    const folder = join(root, `round-${round}`);
    cpSync(old, folder, { recursive: true });
    // Half of them late: most of the time goes by before there is a marker.
    const moment = round % 2 === 0 ? next() * ms : ms * (0.75 + next() * 0.35);
    const killed = await restoring(folder, moment);
    await applyRestore(folder);
    const found = comparable(folder);
    const isNew = JSON.stringify(found) === JSON.stringify(after);
    expect(found, `killed after ${moment} ms`).toEqual(isNew ? after : before);
    // What was said to be prepared is in effect after the next start.
    expect(isNew || !killed.said.includes('prepared')).toBe(true);
    expect(existsSync(join(folder, 'restore'))).toBe(false);
    came[isNew ? 'new' : 'old']++;
    remove(folder);
  }
  process.stdout.write(`${rounds} kills: ${came.old} times old, ${came.new} times new, never half\n`);
});

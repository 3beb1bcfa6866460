import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { contentOf, Trace } from '#main/database/power-cut.fixture.ts';
import { kills, runSeed, seeded } from '#main/database/seeded.fixture.ts';
import { traced } from '#main/database/trace.fixture.ts';
import { applyRestore } from './apply.ts';
import { addFiles, makeAccount, makeBackup, withCore } from './backup.fixture.ts';
import { look, remove, scratch } from './restore.fixture.ts';

const cuts = kills(25);
const seed = runSeed();
const reason = spawnSync('strace', ['-V']).status === 0 ? null : 'strace is not installed (Debian: strace)';
if (reason !== null) process.stderr.write(`skipped, the power cuts of restores: ${reason}\n`);
const program = fileURLToPath(new URL('./restoring.fixture.ts', import.meta.url));
const root = scratch();
afterAll(() => remove(root));

/** The folder without the numbers that every restore has of its own. */
const comparable = (folder: string) => ({
  ...look(folder),
  restored: (look(folder)['restored'] as unknown[]).length,
  transcripts: namesOf(join(folder, 'transcripts')),
});

test.skipIf(reason !== null)(
  `R-37: a power cut at random moments while a restore is prepared or takes effect, ${cuts} times: entirely old, or entirely new, and what it replaced is kept (seed ${seed})`,
  { timeout: 120_000 + cuts * 5000 },
  async () => {
    const old = join(root, 'old');
    await makeAccount(old);
    addFiles(old);
    const made = await makeBackup(old, join(root, 'stick'));
    await withCore(old, async () => undefined);
    addFiles(old, 'later');
    const before = comparable(old);
    const whole = join(root, 'whole');
    cpSync(old, whole, { recursive: true });
    const trace = await traceOf(whole, [made.file, made.identity]);
    const after = comparable(whole);
    expect(after).not.toEqual(before);
    expect(trace.lostMoves()).toEqual([]);

    const next = seeded(seed);
    const came = { old: 0, new: 0, between: 0 };
    for (let round = 0; round < cuts; round++) {
      const cut = trace.moment(next);
      const folder = join(root, 'after');
      trace.cutInto(folder, cut, next);
      const prepared = existsSync(join(folder, 'restore', 'plan.json'));
      came.between += prepared ? 1 : 0;
      await applyRestore(folder);
      const found = comparable(folder);
      const isNew = JSON.stringify(found) === JSON.stringify(after);
      expect(found, `cut at ${cut}`).toEqual(isNew ? after : before);
      // What was said to be prepared is in effect after the next start.
      expect(isNew || !trace.saidBefore(cut).includes('prepared'), `cut at ${cut}`).toBe(true);
      expect(existsSync(join(folder, 'restore'))).toBe(false);
      const replaced = isNew ? look(join(folder, beforeIn(folder))) : before;
      expect(
        { sound: replaced['sound' as never], people: replaced['people' as never] },
        `cut at ${cut}`,
      ).toEqual({
        sound: before['sound' as never],
        people: before['people' as never],
      });
      came[isNew ? 'new' : 'old']++;
      remove(folder);
    }
    process.stdout.write(
      `${cuts} power cuts: ${came.old} times old, ${came.new} times new, never half; ${came.between} times there was something to finish\n`,
    );
  },
);

/** Where what was replaced is kept. */
const beforeIn = (folder: string): string =>
  readdirSync(folder).find((name) => name.startsWith('before-restore-')) ?? 'nothing was kept';

/** What a restore does, whole; replayed whole, it is what is there. */
async function traceOf(folder: string, args: readonly string[]): Promise<Trace> {
  const log = join(root, 'trace.log');
  const before = contentOf(folder);
  const child = spawn('strace', [...traced, '-o', log, process.execPath, program, folder, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 60_000,
  });
  const closed = once(child, 'close');
  expect(await text(child.stdout)).toBe('prepared\nin effect\n');
  await closed;
  const trace = new Trace(readFileSync(log, 'latin1'), before);
  const replayed = join(root, 'replayed');
  trace.cutInto(replayed, trace.length, null);
  expect(namesOf(replayed)).toEqual(namesOf(folder));
  remove(replayed);
  return trace;
}

/** Every file below a folder, with its content. */
const namesOf = (folder: string): readonly (readonly [name: string, content: string | undefined])[] =>
  Array.from(
    contentOf(folder).files,
    ([path, bytes]) => [path.slice(folder.length), bytes?.toString('base64')] as const,
  ).toSorted(([a], [b]) => (a < b ? -1 : 1));

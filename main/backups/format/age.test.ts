import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { seeded } from '#main/database/seeded.fixture.ts';
import {
  decryptAge,
  decryptAgeBytes,
  encryptAge,
  encryptAgeBytes,
  generateIdentity,
  recipientOf,
} from './age.ts';
import { all, hasProgram, noise, piped, seed, streamOf } from './bytes.fixture.ts';
import { unwrapIdentity, wrapIdentity } from './wrapped-identity.ts';

const chunk = 64 * 1024;
const here = (name: string, content: string | Uint8Array): string => {
  const folder = mkdtempSync(join(tmpdir(), 'lablink-age-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, name), content, { mode: 0o600 });
  return join(folder, name);
};
const peers = hasProgram('age');

describe('age', () => {
  const sizes = [0, 1, chunk - 1, chunk, chunk + 1, 16 * chunk, 40 * chunk + 3];
  test.each(sizes)('%i bytes come back, whatever the chunks', async (size) => {
    const plain = noise(size);
    const [a, b] = [await generateIdentity(), await generateIdentity()];
    const file = await all(encryptAge(streamOf(plain, 30_001), [a.recipient, b.recipient]));
    for (const { identity } of [a, b])
      expect((await all(decryptAge(streamOf(file, 7777), [identity]))).equals(plain)).toBe(true);
    expect((await decryptAgeBytes(file, [a.identity, b.identity])).length).toBe(size);
  });

  test.runIf(peers).each(sizes)('Debian’s age opens ours, and we open its: %i bytes', async (size) => {
    const plain = noise(size);
    const { identity, recipient } = await generateIdentity();
    const key = here('key.txt', `# a comment\n${identity}\n`);
    const ours = await encryptAgeBytes(plain, [recipient]);
    expect(piped('age', ['-d', '-i', key], ours).equals(plain)).toBe(true);
    const theirs = piped('age', ['-r', recipient], plain);
    expect(Buffer.compare(await decryptAgeBytes(theirs, [identity]), plain)).toBe(0);
  });

  test('another key is BACKUP_KEY_WRONG, and so is what is no key', async () => {
    const [a, b] = [await generateIdentity(), await generateIdentity()];
    const file = await encryptAgeBytes(noise(10), [a.recipient]);
    await expect(decryptAgeBytes(file, [b.identity])).rejects.toMatchObject({ code: 'BACKUP_KEY_WRONG' });
    for (const text of ['', 'hello', a.recipient, `${a.identity}A`, a.identity.slice(0, -1)]) {
      await expect(recipientOf(text), text).rejects.toMatchObject({ code: 'BACKUP_KEY_WRONG' });
      await expect(decryptAgeBytes(file, [text])).rejects.toMatchObject({ code: 'BACKUP_KEY_WRONG' });
    }
  });

  test('an identity is read as people type it', async () => {
    const { identity, recipient } = await generateIdentity();
    const typed = `  ${identity.slice(0, 20).toLowerCase()} \n ${identity.slice(20)} `;
    expect(await recipientOf(typed)).toBe(recipient);
    const file = await encryptAgeBytes(noise(10), [recipient]);
    expect((await decryptAgeBytes(file, [typed])).length).toBe(10);
  });

  test(`any byte changed or missing is refused (seed ${seed})`, { timeout: 60_000 }, async () => {
    const { identity, recipient } = await generateIdentity();
    const file = Buffer.from(await encryptAgeBytes(noise(3 * chunk), [recipient]));
    const next = seeded(seed);
    const header = file.length - 3 * (chunk + 16) - 16;
    for (let round = 0; round < header + 200; round++) {
      const at = round < header + 20 ? round : Math.floor(next() * file.length);
      const flipped = Buffer.from(file);
      flipped[at]! ^= 1 + Math.floor(next() * 255);
      await expect(decryptAgeBytes(flipped, [identity]), `byte ${at}`).rejects.toMatchObject({
        // In the header's part for the key, a changed byte cannot be told from another key.
        code: expect.stringMatching(at < header ? /^BACKUP_(DAMAGED|KEY_WRONG)$/ : /^BACKUP_DAMAGED$/),
      });
    }
    const cuts = [0, 1, header - 1, header, header + 16, header + 20, header + 16 + chunk + 16];
    for (const length of [...cuts, header + 16 + 2 * (chunk + 16), file.length - 1])
      await expect(decryptAgeBytes(file.subarray(0, length), [identity])).rejects.toMatchObject({
        code: 'BACKUP_DAMAGED',
      });
    for (const more of [Buffer.alloc(1), Buffer.alloc(16), file.subarray(-(chunk + 16))])
      await expect(decryptAgeBytes(Buffer.concat([file, more]), [identity])).rejects.toMatchObject({
        code: 'BACKUP_DAMAGED',
      });
  });

  test('chunks that change places are refused', async () => {
    const { identity, recipient } = await generateIdentity();
    const file = Buffer.from(await encryptAgeBytes(noise(3 * chunk), [recipient]));
    const start = file.length - 3 * (chunk + 16);
    const [a, b] = [start, start + chunk + 16].map((at) => Buffer.from(file.subarray(at, at + chunk + 16)));
    b!.copy(file, start);
    a!.copy(file, start + chunk + 16);
    await expect(decryptAgeBytes(file, [identity])).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' });
  });
});

describe('an identity under a passphrase', () => {
  test('comes back with it, and with no other', { timeout: 60_000 }, async () => {
    const { identity } = await generateIdentity();
    const wrapped = await wrapIdentity(identity, 'correct horse battery');
    expect(await unwrapIdentity(wrapped, 'correct horse battery')).toBe(identity);
    await expect(unwrapIdentity(wrapped, 'correct horse batterie')).rejects.toMatchObject({
      code: 'BACKUP_KEY_WRONG',
    });
    const damaged = Buffer.from(wrapped);
    damaged[damaged.length - 1]! ^= 1;
    await expect(unwrapIdentity(damaged, 'correct horse battery')).rejects.toMatchObject({
      code: 'BACKUP_DAMAGED',
    });
    const costly = Buffer.from(Buffer.from(wrapped).toString('latin1').replace(/ 18\n/, ' 30\n'), 'latin1');
    await expect(unwrapIdentity(costly, 'x')).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' });
  });

  const script = hasProgram('script');
  test.runIf(peers && script)('Debian’s age opens it with the passphrase', { timeout: 60_000 }, async () => {
    const { identity } = await generateIdentity();
    const file = here('wrapped.age', await wrapIdentity(identity, 'correct horse battery'));
    // age asks on a terminal and nowhere else.
    const said = piped(
      'script',
      ['-qec', `age -d ${file}`, '/dev/null'],
      Buffer.from('correct horse battery\n'),
    );
    expect(said.toString()).toContain(identity);
  });
});

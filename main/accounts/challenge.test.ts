import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { faultOf } from './accounts.fixture.ts';
import { type Challenge, challengeFile, challengeMs, openChallenge } from './challenge.ts';

const posix = process.platform !== 'win32';
let folder = '';
let now = 0;
let challenge: Challenge;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lablink-challenge-'));
  now = 1_780_000_000_000;
  challenge = openChallenge(folder, () => now);
});
afterEach(async () => {
  chmodSync(folder, 0o700);
  await challenge.close();
  rmSync(folder, { recursive: true, force: true });
});

const file = () => join(folder, challengeFile);
const written = (): string => /^Code: (.*)$/m.exec(readFileSync(file(), 'utf8'))?.[1] ?? 'no code';
const fresh = async (): Promise<string> => {
  await challenge.renew();
  return written();
};

test('the code is in a file that only its owner can read, and nowhere else', async () => {
  const code = await fresh();
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(readdirSync(folder)).toEqual([challengeFile]);
  expect(posix ? statSync(file()).mode & 0o777 : 0o600).toBe(0o600);
});

test('it is taken once, however it is typed', async () => {
  const code = await fresh();
  expect(challenge.take(code.toLowerCase().replaceAll('-', ' '))).not.toBeNull();
  expect(challenge.take(code)).toBeNull();
});

test('no other code is taken, and trying one spoils nothing', async () => {
  const code = await fresh();
  for (let place = 0; place < code.length; place++) {
    if (code[place] === '-') continue;
    const other = code[place] === '0' ? '1' : '0';
    expect(challenge.take(code.slice(0, place) + other + code.slice(place + 1))).toBeNull();
  }
  expect(challenge.take(code.slice(0, 9))).toBeNull();
  expect(challenge.take('')).toBeNull();
  expect(challenge.take(code)).not.toBeNull();
});

test('a new one makes the one before worthless, also when that is given back afterwards', async () => {
  const first = await fresh();
  const second = await fresh();
  expect(second).not.toBe(first);
  expect(challenge.take(first)).toBeNull();
  const taken = challenge.take(second);
  const renewing = challenge.renew();
  taken?.giveBack();
  expect(challenge.take(second)).toBeNull();
  await renewing;
  expect(challenge.take(second)).toBeNull();
  expect(challenge.take(written())).not.toBeNull();
});

test('from the moment a new one is asked for, the one before is worthless', async () => {
  const before = await fresh();
  const renewing = challenge.renew();
  expect(challenge.take(before)).toBeNull();
  await renewing;
});

test('given back it is good again; spent, its file goes', async () => {
  const code = await fresh();
  challenge.take(code)?.giveBack();
  const taken = challenge.take(code);
  expect(taken).not.toBeNull();
  taken?.spend();
  await expect.poll(() => existsSync(file())).toBe(false);
});

test('it lasts fifteen minutes and not a millisecond more; then its file goes', async () => {
  const code = await fresh();
  now += challengeMs - 1;
  challenge.tidy();
  challenge.take(code)?.giveBack();
  now += 1;
  expect(challenge.take(code)).toBeNull();
  challenge.tidy();
  await expect.poll(() => existsSync(file())).toBe(false);
});

test('two who ask at once leave one file, with the code that works', async () => {
  await Promise.all([challenge.renew(), challenge.renew(), challenge.renew()]);
  expect(readdirSync(folder)).toEqual([challengeFile]);
  expect(challenge.take(written())).not.toBeNull();
});

test('closing, and opening after a crash, leave no file', async () => {
  const code = await fresh();
  await challenge.close();
  expect(readdirSync(folder)).toEqual([]);
  writeFileSync(file(), `Code: ${code}`);
  challenge = openChallenge(folder, () => now);
  expect(challenge.take(code)).toBeNull();
  await expect.poll(() => existsSync(file())).toBe(false);
});

test.runIf(posix)('a link in its place is replaced, not followed', async () => {
  const elsewhere = join(folder, 'elsewhere');
  writeFileSync(elsewhere, 'untouched', { mode: 0o644 });
  await challenge.renew();
  rmSync(file());
  symlinkSync(elsewhere, file());
  symlinkSync(elsewhere, `${file()}.new`);
  await challenge.renew();
  expect(readFileSync(elsewhere, 'utf8')).toBe('untouched');
  expect(challenge.take(written())).not.toBeNull();
});

test('a folder that cannot be written is a fault, and then no code works', async () => {
  const code = await fresh();
  // Whoever runs the tests may be allowed to write everywhere: a folder in the file's place stops everybody.
  rmSync(file());
  writeFileSync(`${folder}.file`, '');
  const blocked = openChallenge(`${folder}.file`, () => now);
  expect((await faultOf(blocked.renew())).code).toBe('FOLDER_UNWRITABLE');
  expect(blocked.take(code)).toBeNull();
  await blocked.close();
  rmSync(`${folder}.file`);
});

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CheckedPack, packForCheck } from './pack-app.ts';
import { openArchive } from './pack-archive.ts';
import { inspect } from './pack-contents.ts';
import { root, run } from './steps.ts';

const folder = mkdtempSync(join(tmpdir(), 'lablink-pack-'));
let made: CheckedPack;
beforeAll(async () => {
  made = await packForCheck(join(folder, 'out'));
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the package holds what it needs and nothing else', () => {
  const { troubles, files, packed } = inspect(made.archive, made.target);
  expect(troubles).toEqual([]);
  expect(files).toBeGreaterThan(20);
  expect(packed).toBeLessThan(12_000_000);
});

test('the fuses are set as the configuration says', () => {
  // No Node mode, encrypted cookies, neither NODE_OPTIONS nor --inspect, the archive's integrity is checked and nothing
  // else is loaded, the snapshot left as it was, no privileges for file://.
  expect(made.fuses).toBe('01001100');
});

test('a package for another machine is refused', () => {
  const { troubles } = inspect(made.archive, { platform: 'win32', arch: 'x64' });
  expect(troubles).toContain('node_modules/better-sqlite3/prebuilds/win32-x64.node is missing.');
  expect(troubles.join('\n')).toMatch(/linux-\w+\.node does not belong in a package/);
});

test('the packed shell starts, serves its page and answers, with nothing around it', async () => {
  // Outside the project: what is not in the package cannot be found anywhere.
  const app = join(folder, 'app');
  const archive = openArchive(made.archive);
  for (const path of archive.files.keys()) {
    mkdirSync(dirname(join(app, path)), { recursive: true });
    writeFileSync(join(app, path), archive.read(path));
  }
  archive.close();
  const electron = join(app, 'node_modules/electron');
  mkdirSync(electron, { recursive: true });
  cpSync(new URL('./pack-electron.fixture.mjs', import.meta.url), join(electron, 'index.mjs'));
  writeFileSync(join(electron, 'package.json'), JSON.stringify({ name: 'electron', main: 'index.mjs' }));

  const { main, version } = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')) as {
    main: string;
    version: string;
  };
  const { code, output } = await run(process.execPath, [join(app, main)], {
    capture: true,
    deadlineMs: 60_000,
    env: { LABLINK_HOME: join(folder, 'home') },
  });
  expect(output).toContain('packed shell works');
  expect(code).toBe(0);
  const seen = JSON.parse(/packed shell works: (.*)/.exec(output)?.[1] ?? '') as Record<string, unknown>;
  expect(seen).toMatchObject({ scheme: 'app', preload: true, devTools: false, account: 'probe', version });
  expect(seen['assets']).toBeGreaterThan(1);
}, 90_000);

describe('what does not belong', () => {
  /** An archive with one more file, written by hand: sizes, header, then the file. */
  function withFile(path: string, text: string): string {
    const parts = path.split('/');
    const leaf: object = { size: Buffer.byteLength(text), offset: '0' };
    const tree = parts.reduceRight<object>((below, name) => ({ files: { [name]: below } }), leaf);
    const own = { 'package.json': { size: 2, offset: String(Buffer.byteLength(text)) } };
    const header = Buffer.from(
      JSON.stringify({ files: { ...own, ...(tree as { files: object }).files } }),
      'utf8',
    );
    const padded = header.length + ((4 - (header.length % 4)) % 4);
    const sizes = Buffer.alloc(16);
    for (const [at, value] of [4, padded + 8, padded + 4, header.length].entries())
      sizes.writeUInt32LE(value, at * 4);
    const file = join(folder, 'planted.asar');
    writeFileSync(
      file,
      Buffer.concat([sizes, header, Buffer.alloc(padded - header.length), Buffer.from(`${text}{}`)]),
    );
    return file;
  }
  const target = { platform: 'linux', arch: 'x64' };

  test.each([
    ['main/core.ts', '', 'main/core.ts does not belong'],
    ['node_modules/react/index.js', '', 'node_modules/react/index.js does not belong'],
    ['e2e/story.ts', '', 'e2e/story.ts does not belong'],
    ['.npmrc', '', '.npmrc does not belong'],
    ['dist/main/chunks/a.js', "const a = '#token=';", 'the loopback shell is never packaged'],
    ['dist/main/chunks/a.js', 'set("HttpOnly; SameSite=Strict")', 'never packaged'],
    [
      'dist/main/chunks/a.js',
      'import { SerialPort } from "serialport";',
      'imports serialport, which is not in',
    ],
    ['dist/main/chunks/a.js', 'const u = require("usb/dist/index.js");', 'imports usb/dist/index.js'],
    ['dist/main/chunks/a.js', `const a = '${root}/main';`, 'names a folder of the machine'],
    ['dist/main/chunks/a.js', '-----BEGIN PRIVATE KEY-----', 'contains a private key'],
  ])('%s with %j is found', (path, text, trouble) => {
    expect(inspect(withFile(path, text), target).troubles.join('\n')).toContain(trouble);
  });
});

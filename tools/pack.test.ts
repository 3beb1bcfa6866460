import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CheckedPack, packForCheck } from './pack-app.ts';
import { openArchive } from './pack-archive.ts';
import { inspect } from './pack-contents.ts';
import { librariesOf } from './pack-libraries.ts';
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

test('no package is begun for a machine whose libraries are not installed here', async () => {
  const other = made.target.arch === 'x64' ? 'arm64' : 'x64';
  await expect(packForCheck(join(folder, 'other'), other)).rejects.toThrow(
    `Not installed: node_modules/@node-usb/usb-linux-${other}-gnu/usb.linux-${other}-gnu.node.`,
  );
  expect(existsSync(join(folder, 'other'))).toBe(false);
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
    env: { LABLINK_HOME: join(folder, 'home'), NODE_PATH: undefined },
  });
  expect(output).toContain('packed shell works');
  expect(code).toBe(0);
  const seen = JSON.parse(/packed shell works: (.*)/.exec(output)?.[1] ?? '') as Record<string, unknown>;
  expect(seen).toMatchObject({ scheme: 'app', preload: true, devTools: false, account: 'probe', version });
  expect(seen['assets']).toBeGreaterThan(1);
  // A list from the one, a reason or a list from the other; and neither says that it has no library.
  expect(seen['ports']).toSatisfy(
    ({ serial, trouble }: { serial: unknown; trouble: readonly string[] }) =>
      // The module asks udevadm for the ports, and a small system has none.
      Array.isArray(serial) || trouble.some((each) => each.includes('udevadm')),
  );
  expect(seen).toMatchObject({
    serial: { message: 'There is no serial port /dev/lablink-none now.' },
    usb: { message: expect.stringMatching(/^(This PC tells nothing about|No USB instrument)/) },
  });
  expect(seen['libraries']).toEqual(librariesOf(made.target).toSorted());
}, 90_000);

describe('what does not belong', () => {
  type Folder = { files: Record<string, Folder | { size: number; offset: string }> };

  /** An archive with these files and a package.json, written by hand: sizes, header, then one file after the other. */
  function withFiles(texts: Readonly<Record<string, string>>): string {
    const tree: Folder = { files: {} };
    let body = '';
    for (const [path, text] of Object.entries({ 'package.json': '{}', ...texts })) {
      const [name, ...folders] = path.split('/').toReversed();
      let below = tree;
      for (const each of folders.toReversed()) below = (below.files[each] ??= { files: {} }) as Folder;
      below.files[name!] = { size: Buffer.byteLength(text), offset: String(Buffer.byteLength(body)) };
      body += text;
    }
    const header = Buffer.from(JSON.stringify(tree), 'utf8');
    const padded = header.length + ((4 - (header.length % 4)) % 4);
    const sizes = Buffer.alloc(16);
    for (const [at, value] of [4, padded + 8, padded + 4, header.length].entries())
      sizes.writeUInt32LE(value, at * 4);
    const file = join(folder, 'planted.asar');
    writeFileSync(
      file,
      Buffer.concat([sizes, header, Buffer.alloc(padded - header.length), Buffer.from(body)]),
    );
    return file;
  }
  const troublesOf = (texts: Readonly<Record<string, string>>): string =>
    inspect(withFiles(texts), target).troubles.join('\n');
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
    ['dist/main/chunks/a.js', '\tconst { usb } = await import("usb");', 'imports usb, which is not in'],
    ['dist/main/chunks/a.js', 'const s = __require("@serialport/stream");', 'imports @serialport/stream,'],
    ['dist/main/chunks/a.js', 'join(dir, "prebuilds", name)', 'a.js looks for a native library'],
    ['dist/main/chunks/a.js', `const a = '${root}/main';`, 'names a folder of the machine'],
    ['dist/main/chunks/a.js', '-----BEGIN PRIVATE KEY-----', 'contains a private key'],
  ])('%s with %j is found', (path, text, trouble) => {
    expect(troublesOf({ [path]: text })).toContain(trouble);
  });

  test.each([
    'node_modules/@node-usb/usb-win32-x64-msvc/usb.win32-x64-msvc.node',
    'node_modules/@serialport/bindings-cpp/prebuilds/linux-x64/@serialport+bindings-cpp.musl.node',
    'node_modules/@serialport/bindings-cpp/build/Release/bindings.node',
  ])('the library %s is of another machine', (path) => {
    expect(troublesOf({ [path]: '' })).toContain(`${path} does not belong`);
  });

  test('what an imported package needs is followed, and nothing else of it belongs', () => {
    const troubles = troublesOf({
      'dist/main/chunks/a.js': 'const { usb } = await import("usb");',
      'node_modules/usb/package.json': '{ "main": "dist/index.js" }',
      'node_modules/usb/dist/index.js': 'const native = require("../index.js");',
      'node_modules/usb/index.js':
        'require("./usb.win32-x64-msvc.node"); require("debug"); require("./lost");',
      'node_modules/usb/test/usb.js': 'require("mocha");',
      'node_modules/debug/package.json': '{ "main": "./src" }',
      'node_modules/debug/LICENSE': '',
      'node_modules/debug/src/index.js': 'module.exports = require("ms");',
    }).split('\n');
    const from = (name: string) => troubles.filter((each) => each.startsWith(name));
    expect(from('node_modules/usb')).toEqual([
      'node_modules/usb/test/usb.js does not belong in a package.',
      'node_modules/usb/index.js imports ./lost, which is not in the package (see "files" in electron-builder.yml).',
      'node_modules/usb has no licence with it.',
    ]);
    expect(from('node_modules/debug')).toEqual([
      'node_modules/debug/src/index.js imports ms, which is not in the package (see "files" in electron-builder.yml).',
    ]);
  });

  test('a Linux package without its udev rules is refused', () => {
    expect(troublesOf({})).toContain('60-lablink-usbtmc.rules does not lie beside the archive');
  });
});

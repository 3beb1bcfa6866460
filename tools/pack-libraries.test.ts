import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { librariesOf, mustBeInstalled, notInstalled } from './pack-libraries.ts';
import { root } from './steps.ts';

const targets = ['linux', 'win32', 'darwin'].flatMap((platform) =>
  ['x64', 'arm64'].map((arch) => ({ platform, arch })),
);

test.each(targets)('the libraries for %o are called what the packages call them', (target) => {
  // better-sqlite3 and serialport bring those of every platform, so that all the names can be looked for here.
  const [database, serial, usb] = librariesOf(target);
  const lacking = notInstalled(target);
  expect(lacking).not.toContain(database);
  expect(lacking).not.toContain(serial);
  const [, name, file] = /^node_modules\/(@node-usb\/[^/]+)\/(.+)$/.exec(usb!)!;
  const read = (path: string) => readFileSync(join(root, 'node_modules/usb', path), 'utf8');
  const { optionalDependencies } = JSON.parse(read('package.json')) as { optionalDependencies: object };
  expect(Object.keys(optionalDependencies)).toContain(name);
  expect(read('index.js')).toContain(`require('${name}')`);
  expect(read('index.js')).toContain(`require('./${file}')`);
});

test('a target whose libraries are not installed is named, with what is missing and where to go', () => {
  const foreign = process.platform === 'win32' ? 'darwin' : 'win32';
  expect(() => mustBeInstalled({ platform: foreign, arch: 'x64' })).toThrow(
    new RegExp(`No package for ${foreign}-x64 .* Not installed: node_modules/@node-usb/usb-${foreign}-x64`),
  );
  expect(() => mustBeInstalled({ platform: process.platform, arch: process.arch })).not.toThrow();
});

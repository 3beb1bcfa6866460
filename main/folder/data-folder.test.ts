import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dataFolderFor, prepareFolder, tidyPath } from './data-folder.ts';

describe('the place of the data folder', () => {
  test.each([
    ['linux', {}, '/home/u/.local/share/lablink'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/lablink'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/u/.local/share/lablink'],
    ['darwin', {}, '/home/u/Library/Application Support/LabLink'],
    ['linux', { LABLINK_HOME: '/elsewhere' }, '/elsewhere'],
    ['linux', { LABLINK_HOME: '' }, '/home/u/.local/share/lablink'],
  ] as const)('%s %o', (platform, env, expected) => {
    expect(dataFolderFor({ platform, env, home: '/home/u' })).toBe(expected);
  });
  test('Windows keeps it in the roaming profile', () => {
    expect(dataFolderFor({ platform: 'win32', env: { APPDATA: 'C:\\Roaming' }, home: 'C:\\u' })).toContain(
      'LabLink',
    );
  });
  test('a path is written short', () => {
    expect(tidyPath('/home/u/x', '/home/u')).toBe('~/x');
    expect(tidyPath('/home/user2', '/home/u')).toBe('/home/user2');
  });
});

describe('making it', () => {
  let scratch = '';
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'lablink-folder-'));
  });
  afterEach(() => rmSync(scratch, { recursive: true, force: true }));

  test.runIf(process.platform !== 'win32')('is for its owner alone', () => {
    const folder = join(scratch, 'a', 'b');
    prepareFolder(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });
  test.runIf(existsSync('/proc'))('a place that takes no folders is a fault, and is answered', () => {
    expect(() => prepareFolder('/proc/lablink')).toThrow(
      expect.objectContaining({ code: 'FOLDER_UNWRITABLE' }),
    );
  });
  test('a file in its place is a fault that says where', () => {
    const folder = join(scratch, 'file');
    writeFileSync(folder, '');
    expect(() => prepareFolder(folder)).toThrow(expect.objectContaining({ code: 'FOLDER_UNWRITABLE' }));
  });
});

import { expect, test } from 'vitest';
import { quirkTable, quirksOf } from './quirks.ts';

test('every quirk is of a device that can be, and says who found it', () => {
  for (const { of, source } of quirkTable) {
    expect(of).toMatch(/^[0-9a-f]{4}:([0-9a-f]{4}|\*)$/);
    expect(source.length).toBeGreaterThan(10);
  }
});

test('a device has the quirks of its own and of its vendor, and no others', () => {
  expect(quirksOf('1ab1', '04ce')).toMatchObject({
    blockLength: true,
    noClear: true,
    olderTag: true,
    noRemote: false,
  });
  expect(quirksOf('1ab1', '0588')).toMatchObject({ blockLength: false, olderTag: true, noRemote: true });
  expect(quirksOf('f4ec', 'ee38')).toMatchObject({ noRemote: true, resetOnOpen: true, olderTag: false });
  expect(quirksOf('1d6b', '0104')).toMatchObject({
    blockLength: false,
    noClear: false,
    noTail: false,
    olderTag: false,
    noRemote: false,
    resetOnOpen: false,
    unpadded: false,
  });
});

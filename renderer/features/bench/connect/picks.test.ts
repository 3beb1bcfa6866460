import { expect, test } from 'vitest';
import { recordingPicks, serialPicks, sizeWords, usbPicks } from './picks.ts';

test('what is not known stays unknown, and is no empty list', () => {
  expect([serialPicks(null), usbPicks(null), recordingPicks(null)]).toEqual([null, null, null]);
  expect([serialPicks([]), usbPicks([]), recordingPicks([])]).toEqual([[], [], []]);
});

test('a serial port says what it is known by', () => {
  const port = {
    path: '/dev/ttyUSB0',
    manufacturer: 'FTDI',
    serial: 'A1',
    vendorId: '0403',
    productId: '6001',
  };
  expect(serialPicks([{ ...port, address: 'serial://0403:6001/A1' }])).toMatchObject([
    { id: 'serial://0403:6001/A1', title: 'FTDI', detail: '0403:6001, serial A1', aside: '/dev/ttyUSB0' },
  ]);
  const bare = { path: 'COM1', manufacturer: null, serial: null, vendorId: null, productId: null };
  expect(serialPicks([{ ...bare, address: 'serial://COM1' }])).toMatchObject([
    { title: 'Serial port', detail: 'Known by its name alone' },
  ]);
});

test('a recording that is being written cannot be replayed yet', () => {
  const run = { name: 'run', address: 'replay://run', instrument: 'Supply', startedAt: null, bytes: 1200 };
  expect(recordingPicks([{ ...run, recording: true }])).toEqual([]);
  expect(recordingPicks([{ ...run, recording: false }])).toMatchObject([
    { title: 'Supply', aside: '1.2 kB' },
  ]);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [99_960, '100 kB'],
  [999_600, '1.0 MB'],
  [64_000_000, '64.0 MB'],
])('%i bytes are %s', (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words);
});

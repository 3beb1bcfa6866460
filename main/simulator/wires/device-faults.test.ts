import { afterEach, describe, expect, test, vi } from 'vitest';
import { floodBytes, unsolicitedLine } from '#main/simulator/spoiled-answer.ts';
import { makeDevice } from './device.fixture.ts';

afterEach(() => vi.useRealTimers());

describe('faults', () => {
  test.each(['unterminated', 'partial'] as const)('%s: bytes without END, then nothing', (fault) => {
    const { faults, write, read } = makeDevice();
    faults[fault] = true;
    write('LONG?');
    const bytes = fault === 'partial' ? '01234' : '0123456789';
    expect(read()).toEqual({ bytes, requested: false, terminator: false, end: false });
    expect(read()).toBeNull();
    faults[fault] = false;
    write('SYST:ERR?');
    expect(read()?.bytes).toBe('0,"No error"\n');
  });

  test('silent, stale, garbled, lying', () => {
    const { faults, device, ask } = makeDevice();
    faults.silent = true;
    expect(ask('LONG?')).toBeUndefined();
    faults.clear();
    faults.stale = true;
    expect(ask('LONG?')).toBeUndefined();
    expect(ask('*OPC?')).toBe('0123456789\n');
    device.clear();
    expect(ask('*OPC?')).toBeUndefined();
    faults.clear();
    faults.garbled = true;
    expect(ask('LONG?')).toMatch(/^[^0-9]{11}$/);
    faults.clear();
    faults.lying = true;
    expect(ask('*OPC?')).toBe('#410001\n');
    faults.clear();
    expect(ask('SYST:ERR?')).toBe('0,"No error"\n');
  });

  test('flood: digits as long as they are read, and cleared away', () => {
    const { faults, device, write, read } = makeDevice();
    faults.flood = true;
    write('LONG?');
    let count = 0;
    for (let reply = read(1e9); reply !== null; reply = read(1e9)) count += reply.bytes.length;
    expect(count).toBe(floodBytes);
    write('LONG?');
    read(10);
    device.clear();
    expect(read()).toBeNull();
  });

  test('closing: the message runs, and the link is to be cut', () => {
    const { faults, device, write, triggers } = makeDevice();
    let closing = 0;
    device.onClosing(() => {
      closing++;
    });
    faults.closing = true;
    write('*TRG');
    expect([closing, triggers()]).toEqual([1, 1]);
  });

  test('unsolicited: something to read that nobody asked for', async () => {
    const { faults, device, read } = makeDevice();
    faults.unsolicitedMs = 1;
    expect(await device.whenReply(10_000)).toBe(true);
    expect(read()).toMatchObject({ bytes: unsolicitedLine, end: true });
  });

  test('slow: what waits is bounded, and room comes back', async () => {
    const { faults, device, write } = makeDevice();
    faults.slowMs = 5;
    write('NOTH');
    expect(device.isFull).toBe(false);
    write(`NOTH${' '.repeat(4000)}`);
    write(`NOTH${' '.repeat(4000)}`);
    expect(device.isFull).toBe(true);
    expect(await device.whenRoom(1, AbortSignal.abort())).toBe(false);
    expect(await device.whenRoom(10_000)).toBe(true);
  });
});

test('a client that has gone leaves nothing running', () => {
  vi.useFakeTimers();
  const { faults, device, write, status } = makeDevice();
  faults.slowMs = 10;
  faults.unsolicitedMs = 10;
  write('NONSENSE');
  expect(vi.getTimerCount()).toBe(2);
  device.close();
  expect(vi.getTimerCount()).toBe(0);
  faults.unsolicitedMs = 20;
  expect(vi.getTimerCount()).toBe(0);
  expect(status.errors.length).toBe(0);
});

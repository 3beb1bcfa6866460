import { describe, expect, test } from 'vitest';
import { commonCommands } from '#main/simulator/language/common.ts';
import { Interpreter } from '#main/simulator/language/interpreter.ts';
import { Status } from '#main/simulator/language/status.ts';
import { makeDevice } from './device.fixture.ts';
import { inputBufferBytes } from './input-buffer.ts';

describe('a message ends with LF, with END, or with both', () => {
  test.each(['*IDN?', '*IDN?\n', '*IDN?\r\n', '  *IDN?  '])('%j', (text) => {
    const { write, read, ask } = makeDevice();
    write(text);
    expect(read()).toEqual({ bytes: 'LabLink,TEST,1,1\n', requested: false, terminator: false, end: true });
    expect(ask('*ESR?')).toBe('128\n');
  });

  test('in pieces, byte by byte, END alone behind it; LF alone ends one too', () => {
    const { device, write, read, ask } = makeDevice();
    for (const byte of 'LONG?') write(byte, false);
    expect(device.isAvailable).toBe(false);
    write('', true);
    expect(read()?.bytes).toBe('0123456789\n');
    write('LONG?\n', false);
    expect(device.isAvailable).toBe(true);
    write('', true);
    expect(read()?.bytes).toBe('0123456789\n');
    expect(ask('SYST:ERR?')).toBe('0,"No error"\n');
  });

  test.each([
    ['at once', [inputBufferBytes + 1]],
    ['in pieces', [3000, 3000, 90_000]],
  ])('longer than the buffer, it is dropped whole up to END: -363, %s (R-23)', (_name, pieces) => {
    const { write, ask } = makeDevice();
    for (const length of pieces) write('x'.repeat(length), false);
    write('*IDN?', true);
    expect(ask('SYST:ERR?;ERR?')).toBe('-363,"Input buffer overrun";0,"No error"\n');
  });

  test('exactly as long as the buffer runs', () => {
    const { ask } = makeDevice();
    expect(ask(`*OPC?${' '.repeat(inputBufferBytes - 5)}`)).toBe('1\n');
  });
});

describe('a response is read', () => {
  test('in pieces: why each one ended, END with the last alone', () => {
    const { write, read } = makeDevice();
    write('LONG?');
    expect(read(4)).toEqual({ bytes: '0123', requested: true, terminator: false, end: false });
    expect(read(100, 0x36)).toEqual({ bytes: '456', requested: false, terminator: true, end: false });
    expect(read(4)).toEqual({ bytes: '789\n', requested: true, terminator: false, end: true });
    expect(read()).toBeNull();
  });

  test('up to the first LF of a block, where LF is to end it; whole, where nothing is', () => {
    const { write, read } = makeDevice();
    write('BLOC?');
    expect(read(100, 0x0a)?.bytes).toBe('#15\n');
    expect(read(100, null)).toMatchObject({ bytes: '\n\n\n\n\n', end: true });
  });

  test('when it comes: true at once, false at the deadline or when it is given up', async () => {
    const { device, write, faults, read } = makeDevice();
    expect(await device.whenReply(1)).toBe(false);
    faults.slowMs = 20;
    write('LONG?');
    expect(read()).toBeNull();
    expect(await device.whenReply(10_000, AbortSignal.timeout(1))).toBe(false);
    expect(await device.whenReply(10_000, AbortSignal.abort())).toBe(false);
    expect(await device.whenReply(10_000)).toBe(true);
    expect(read()?.bytes).toBe('0123456789\n');
  });
});

describe('query errors (IEEE 488.2, 6.3.2)', () => {
  test('a message before the response has been read: it is gone, -410', () => {
    const { write, ask } = makeDevice();
    write('LONG?');
    expect(ask('*OPC?')).toBe('1\n');
    expect(ask('SYST:ERR?')).toBe('-410,"Query INTERRUPTED"\n');
    expect(ask('*ESR?')).toBe('132\n');
  });

  test('the first byte of it is enough, also in the middle of the response', () => {
    const { device, write, read, ask } = makeDevice();
    write('LONG?');
    read(3);
    write(' ', false);
    expect(device.isAvailable).toBe(false);
    expect(ask('SYST:ERR?')).toBe('-410,"Query INTERRUPTED"\n');
  });

  test('read without a question: -420, once; with half a question it is dropped', () => {
    const { read, write, ask } = makeDevice();
    expect(read()).toBeNull();
    expect(read()).toBeNull();
    write('NOTH');
    expect(read()).toBeNull();
    write('LON', false);
    expect(read()).toBeNull();
    write('NOTH', true);
    expect(ask('SYST:ERR?;ERR?;ERR?;ERR?')).toBe(
      Array(3).fill('-420,"Query UNTERMINATED"').concat('0,"No error"').join(';') + '\n',
    );
  });

  test('read while the question runs is none', async () => {
    const { read, write, device, faults, ask } = makeDevice();
    faults.slowMs = 5;
    write('LONG?');
    expect(read()).toBeNull();
    expect(await device.whenReply(10_000)).toBe(true);
    faults.slowMs = 0;
    expect(read()?.bytes).toBe('0123456789\n');
    expect(ask('SYST:ERR?')).toBe('0,"No error"\n');
  });
});

test('device clear: input, output and what runs are gone; registers and settings stay', async () => {
  const { device, write, read, ask, faults } = makeDevice();
  write('*ESE 4;*SRE 32');
  write('LONG?');
  write('*OP', false);
  write('LONG?', false);
  device.clear();
  expect(read()).toBeNull();
  expect(ask('*ESE?;*SRE?')).toBe('4;32\n');
  faults.slowMs = 30;
  write('*ESE 0');
  write('LONG?');
  device.clear();
  faults.slowMs = 0;
  expect(await device.whenReply(60)).toBe(false);
  expect(ask('*ESE?')).toBe('4\n');
});

describe('status byte and service request (IEEE 488.2, 11.2 and 11.3)', () => {
  test('MAV follows the output queue, of this client alone', () => {
    const { device, another, write, read } = makeDevice();
    expect(device.statusByte() & 16).toBe(0);
    write('LONG?');
    expect(device.statusByte() & 16).toBe(16);
    expect(another().statusByte() & 16).toBe(0);
    read(5);
    expect(device.statusByte() & 16).toBe(16);
    read();
    expect(device.statusByte() & 16).toBe(0);
  });

  test('each new reason asks once; a poll takes RQS away, MSS stays', () => {
    const { device, another, write, ask } = makeDevice();
    const other = another();
    const asked: string[] = [];
    device.onServiceRequest(() => asked.push('one'));
    const stop = other.onServiceRequest(() => asked.push('two'));
    write('*SRE 36;*ESE 32;*CLS');
    expect(asked).toEqual([]);
    write('NONSENSE');
    expect([...asked].sort()).toEqual(['one', 'one', 'two', 'two']);
    expect(device.poll()).toBe(4 + 32 + 64);
    expect(device.poll()).toBe(4 + 32);
    expect(device.statusByte()).toBe(4 + 32 + 64);
    expect(other.poll()).toBe(4 + 32 + 64);
    // Nothing new.
    write('NONSENSE');
    expect(asked).toHaveLength(4);
    stop();
    expect(ask('*ESR?')).toBe(`${32}\n`);
    write('NONSENSE');
    expect(asked).toHaveLength(5);
  });

  test('a response asks when MAV is enabled, and no more when it has been read', () => {
    const { device, write, read } = makeDevice();
    let asked = 0;
    device.onServiceRequest(() => {
      asked++;
    });
    write('*SRE 16');
    write('LONG?');
    expect(asked).toBe(1);
    read();
    expect(device.poll()).toBe(0);
    write('LONG?');
    expect(asked).toBe(2);
    expect(device.poll()).toBe(16 + 64);
  });
});

test('trigger: behind what waits; inside a message -105; where there is none -211', () => {
  const { device, write, ask, triggers } = makeDevice();
  device.trigger();
  expect(triggers()).toBe(1);
  write('*OP', false);
  device.trigger();
  expect(triggers()).toBe(1);
  expect(ask('SYST:ERR?')).toBe('-105,"GET not allowed"\n');
  const status = new Status();
  const none = { identity: '', reset() {}, save() {}, recall() {}, selfTest: () => 0 };
  new Interpreter(commonCommands(status, none), status).run('*TRG');
  expect(status.errors.shift()).toBe('-211,"Trigger ignored"');
});

test('remote, locked and local are the panel’s; remote does not unlock', () => {
  const { device, panel } = makeDevice();
  device.remote();
  expect(panel.control).toBe('remote');
  device.lockout();
  device.remote();
  expect(panel.control).toBe('locked');
  device.local();
  expect(panel.control).toBe('local');
});

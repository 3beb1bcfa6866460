import { afterEach, describe, expect, test, vi } from 'vitest';
import { Faults } from '../faults.ts';
import { commonCommands } from '../language/common.ts';
import { command, query } from '../language/command.ts';
import { FrontPanel } from '../language/front-panel.ts';
import { Interpreter } from '../language/interpreter.ts';
import { Status } from '../language/status.ts';
import { systemCommands } from '../language/system.ts';
import { floodBytes, unsolicitedLine } from '../spoiled-answer.ts';
import { Device } from './device.ts';
import { inputBufferBytes } from './input-buffer.ts';

const opened: Device[] = [];
afterEach(() => {
  for (const each of opened.splice(0)) each.close();
  vi.useRealTimers();
});

const power = '128';
const make = () => {
  const status = new Status();
  const panel = new FrontPanel();
  const faults = new Faults();
  let triggers = 0;
  const interpreter = new Interpreter(
    [
      ...commonCommands(status, {
        identity: 'LabLink,TEST,1,1',
        reset: () => {},
        save: () => {},
        recall: () => {},
        selfTest: () => 0,
        trigger: () => {
          triggers++;
        },
      }),
      ...systemCommands(status, panel),
      query('LONG', [], () => '0123456789'),
      query('BLOCk', [], () => '#15\n\n\n\n\n'),
      command('NOTHing', [], () => {}),
    ],
    status,
  );
  const instrument = { status, panel, run: (message: string) => interpreter.run(message) };
  const another = (): Device => {
    const made = new Device(instrument, faults);
    opened.push(made);
    return made;
  };
  const device = another();
  const write = (text: string, end = true) => device.write(Buffer.from(text, 'latin1'), end);
  const read = (max = 1000, terminator: number | null = null) => {
    const reply = device.read(max, terminator);
    return reply === null ? null : { ...reply, bytes: String(reply.bytes) };
  };
  const ask = (text: string) => {
    write(text);
    return read()?.bytes;
  };
  return { status, panel, faults, another, device, write, read, ask, triggers: () => triggers };
};

describe('a message ends with LF, with END, or with both', () => {
  test.each(['*IDN?', '*IDN?\n', '*IDN?\r\n', '  *IDN?  '])('%j', (text) => {
    const { write, read, ask } = make();
    write(text);
    expect(read()).toEqual({ bytes: 'LabLink,TEST,1,1\n', requested: false, terminator: false, end: true });
    expect(ask('*ESR?')).toBe(`${power}\n`);
  });

  test('in pieces, byte by byte, END alone behind it; LF alone ends one too', () => {
    const { device, write, read, ask } = make();
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
    const { write, ask } = make();
    for (const length of pieces) write('x'.repeat(length), false);
    write('*IDN?', true);
    expect(ask('SYST:ERR?;ERR?')).toBe('-363,"Input buffer overrun";0,"No error"\n');
  });

  test('exactly as long as the buffer runs', () => {
    const { ask } = make();
    expect(ask(`*OPC?${' '.repeat(inputBufferBytes - 5)}`)).toBe('1\n');
  });
});

describe('a response is read', () => {
  test('in pieces: why each one ended, END with the last alone', () => {
    const { write, read } = make();
    write('LONG?');
    expect(read(4)).toEqual({ bytes: '0123', requested: true, terminator: false, end: false });
    expect(read(100, 0x36)).toEqual({ bytes: '456', requested: false, terminator: true, end: false });
    expect(read(4)).toEqual({ bytes: '789\n', requested: true, terminator: false, end: true });
    expect(read()).toBeNull();
  });

  test('up to the first LF of a block, where LF is to end it; whole, where nothing is', () => {
    const { write, read } = make();
    write('BLOC?');
    expect(read(100, 0x0a)?.bytes).toBe('#15\n');
    expect(read(100, null)).toMatchObject({ bytes: '\n\n\n\n\n', end: true });
  });

  test('when it comes: true at once, false at the deadline or when it is given up', async () => {
    const { device, write, faults, read } = make();
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
    const { write, ask } = make();
    write('LONG?');
    expect(ask('*OPC?')).toBe('1\n');
    expect(ask('SYST:ERR?')).toBe('-410,"Query INTERRUPTED"\n');
    expect(ask('*ESR?')).toBe('132\n');
  });

  test('the first byte of it is enough, also in the middle of the response', () => {
    const { device, write, read, ask } = make();
    write('LONG?');
    read(3);
    write(' ', false);
    expect(device.isAvailable).toBe(false);
    expect(ask('SYST:ERR?')).toBe('-410,"Query INTERRUPTED"\n');
  });

  test('read without a question: -420, once; with half a question it is dropped', () => {
    const { read, write, ask } = make();
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
    const { read, write, device, faults, ask } = make();
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
  const { device, write, read, ask, faults } = make();
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
    const { device, another, write, read } = make();
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
    const { device, another, write, ask } = make();
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
    const { device, write, read } = make();
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
  const { device, write, ask, triggers } = make();
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
  const { device, panel } = make();
  device.remote();
  expect(panel.control).toBe('remote');
  device.lockout();
  device.remote();
  expect(panel.control).toBe('locked');
  device.local();
  expect(panel.control).toBe('local');
});

describe('faults', () => {
  test.each(['unterminated', 'partial'] as const)('%s: bytes without END, then nothing', (fault) => {
    const { faults, write, read } = make();
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
    const { faults, device, ask } = make();
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
    const { faults, device, write, read } = make();
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
    const { faults, device, write, triggers } = make();
    let closing = 0;
    device.onClosing(() => {
      closing++;
    });
    faults.closing = true;
    write('*TRG');
    expect([closing, triggers()]).toEqual([1, 1]);
  });

  test('unsolicited: something to read that nobody asked for', async () => {
    const { faults, device, read } = make();
    faults.unsolicitedMs = 1;
    expect(await device.whenReply(10_000)).toBe(true);
    expect(read()).toMatchObject({ bytes: unsolicitedLine, end: true });
  });

  test('slow: what waits is bounded, and room comes back', async () => {
    const { faults, device, write } = make();
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
  const { faults, device, write, status } = make();
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

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Audit, AuditEntry } from '#main/bridge/caller.ts';
import type { Journal } from '#main/session/ports.ts';
import { Fault } from '#shared/faults.ts';
import { StopReport } from '#shared/contract/safety.ts';
import { openBenchFile } from './bench-file.ts';
import { plainDevice, readBack } from './device.fixture.ts';
import { Device } from './device.ts';
import { makeEmergencyStop } from './emergency-stop.ts';
import { makeGuard } from './guard.ts';
import { openLatch } from './latch.ts';
import { defaultTiming, type Room } from './room.ts';
import { PlainSession } from './session.fixture.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lablink-stop-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const journal: Journal = {
  intend: () => Promise.resolve(1),
  settle: () => Promise.resolve(),
  note: () => undefined,
  reading: () => undefined,
};

async function bench(options: { readonly folder?: string; readonly record?: Audit['record'] } = {}) {
  const entries: AuditEntry[] = [];
  const record: Audit['record'] = options.record ?? ((entry) => Promise.resolve(void entries.push(entry)));
  const devices = new Map<string, Device>();
  const latch = await openLatch(options.folder ?? folder, () => undefined);
  const room: Room = {
    journal,
    audit: { record },
    guard: makeGuard({
      device: (id) => devices.get(id),
      latched: () => latch.reason !== null,
      readBack: () => undefined,
    }),
    latch,
    bench: await openBenchFile(folder, Date.now),
    devices,
    where: { transcripts: '', gpibAdapter: () => null },
    timing: { ...defaultTiming, stop: 300, connect: 50 },
    now: Date.now,
    latchedGreeting: () => undefined,
    endTests: () => null,
  };
  const reports: (StopReport | null)[] = [];
  const stop = makeEmergencyStop(room, () => reports.push(stop.report));
  const add = (id: string, manner: PlainSession['manner'] = 'well'): PlainSession => {
    const session = new PlainSession();
    session.manner = manner;
    const device = plainDevice(id);
    device.session = session;
    device.greeted = true;
    for (const channel of [1, 2]) readBack(device, channel, true, 3, 1);
    devices.set(id, device);
    return session;
  };
  const recorded = () =>
    new Promise<void>((resolve) => {
      const look = (): void => {
        if (stop.report?.recorded) resolve();
        else setImmediate(look);
      };
      look();
    });
  return { room, stop, add, entries, reports, recorded };
}

test('R-1: the off commands are on every wire in the tick of the call, before anything is recorded', async () => {
  const order: string[] = [];
  const { stop, add, room, recorded, entries } = await bench();
  const sessions = ['a', 'b', 'c'].map((id) => add(id));
  for (const session of sessions)
    session.sent.push = (...items) => order.push(...items.map((item) => `wire ${item}`));
  const stopping = stop.stop('button', 'Ada');
  expect(order).toEqual(['wire all off', 'wire all off', 'wire all off']);
  expect(room.latch.reason).toMatchObject({ kind: 'stop', by: 'Ada' });
  expect(entries).toEqual([]);
  expect(room.devices.get('a')?.live().channels[0]?.output, 'until it is read back').toMatchObject({
    state: 'pending',
    on: false,
    lastSeen: true,
  });
  const report = await stopping;
  expect(StopReport.parse(report)).toEqual(report);
  expect(report).toMatchObject({ by: 'Ada', origin: 'button', complete: true, recorded: false });
  for (const line of report.lines) expect(line).toMatchObject({ result: 'off', outputs: 2, note: null });
  for (const { wireMs, readBackMs } of report.lines)
    expect(readBackMs).toBeGreaterThanOrEqual(wireMs ?? Number.NaN);
  expect(room.latch.durable).toBe(true);
  for (const device of room.devices.values()) expect(device.liveOutputs()).toEqual([]);
  await recorded();
  expect(entries).toMatchObject([
    {
      action: 'safety.stopped',
      who: 'Ada',
      detail: { origin: 'button', lines: 'Supply a: off; Supply b: off; Supply c: off' },
    },
  ]);
});

test('R-2: a hanging link, a deaf and a stubborn instrument are unknown in time, and delay nobody else', async () => {
  const { stop, add, room } = await bench();
  add('hanging', 'hanging');
  add('deaf', 'deaf');
  add('stubborn', 'stubborn');
  const well = add('well');
  const start = performance.now();
  const report = await stop.stop('keys', 'nobody signed in');
  expect(performance.now() - start).toBeLessThan(600);
  expect(well.outputs.every(({ on }) => !on)).toBe(true);
  const line = (id: string) => report.lines.find(({ instrument }) => instrument === id);
  expect(line('hanging')).toMatchObject({ result: 'unknown', wireMs: null });
  expect(line('deaf')).toMatchObject({
    result: 'unknown',
    note: 'The off command was written, but no answer came. Look at the instrument.',
  });
  expect(line('stubborn')).toMatchObject({
    result: 'unknown',
    note: expect.stringContaining('Still reads on: 1'),
  });
  expect(line('well')?.result).toBe('off');
  expect(line('well')?.readBackMs).toBeLessThan(100);
  expect(room.devices.get('deaf')?.liveOutputs()).toHaveLength(2);
});

test('R-2: off is what the right instrument says: before it has identified itself nothing is read back', async () => {
  const { stop, add, room } = await bench();
  const session = add('a');
  room.devices.get('a')?.lost();
  const report = await stop.stop('button', 'Ada');
  expect(session.sent).toEqual(['all off']);
  expect(report.lines).toMatchObject([
    {
      result: 'unknown',
      note: 'The off command was written, but the instrument did not identify itself. Look at it.',
    },
  ]);
});

test('an instrument that the console cannot switch off is unknown, with what the person has to do', async () => {
  const { stop, room } = await bench();
  const facts = {
    id: 'g',
    name: 'Meter',
    address: 'tcp://127.0.0.1:1',
    simulated: null,
    seen: null,
    envelopes: new Map(),
  };
  const device = new Device(facts, 100, Date.now);
  device.session = new PlainSession();
  room.devices.set('g', device);
  const report = await stop.stop('button', 'Ada');
  expect(report.lines).toMatchObject([
    { result: 'unknown', outputs: 0, note: expect.stringContaining('switch it off at the instrument') },
  ]);
});

test('without instruments it latches all the same', async () => {
  const { stop, room } = await bench();
  expect(await stop.stop('button', 'Ada')).toMatchObject({ complete: true, lines: [] });
  expect(room.latch.reason).not.toBeNull();
});

test.each<[string, Audit['record']]>([
  [
    'throws',
    () => {
      throw new Error('no');
    },
  ],
  ['rejects', () => Promise.reject(new Error('no'))],
  ['hangs', () => new Promise(() => undefined)],
])('R-3: an audit trail that %s, and a disk that takes nothing, stop nothing', async (_, record) => {
  const { stop, add, room } = await bench({ record, folder: join(folder, 'not', 'there') });
  const session = add('a');
  const report = await stop.stop('button', 'Ada');
  expect(report.lines[0]?.result).toBe('off');
  expect(session.outputs.some(({ on }) => on)).toBe(false);
  expect(room.latch.reason).not.toBeNull();
  expect(room.latch.durable).toBe(false);
  expect(stop.report?.recorded).toBe(false);
});

test('a second stop while one runs writes again, and its report is the one that is shown', async () => {
  const { stop, add } = await bench();
  const deaf = add('deaf', 'deaf');
  const first = stop.stop('button', 'Ada');
  const second = stop.stop('keys', 'Grace');
  expect(deaf.sent.filter((text) => text === 'all off')).toHaveLength(2);
  expect((await first).by).toBe('Ada');
  expect((await second).by).toBe('Grace');
  expect(stop.report?.by).toBe('Grace');
});

test('an output that was switched on behind the stop is told again until it is off', async () => {
  const { stop, add } = await bench();
  const session = add('a', 'stubborn');
  const stopping = stop.stop('button', 'Ada');
  setTimeout(() => {
    session.manner = 'well';
  }, 60);
  expect((await stopping).lines[0]?.result).toBe('off');
});

test('R-4: after a restart the report fills as instruments are reached; who is not reached is unknown', async () => {
  const { stop, add, room, recorded } = await bench();
  add('a');
  add('b');
  stop.restored('Ada');
  expect(stop.report).toMatchObject({ origin: 'restored', by: 'Ada', complete: false });
  stop.greeted(room.devices.get('a')!, true);
  expect(stop.report?.lines[0]).toMatchObject({ result: 'off' });
  await recorded();
  expect(stop.report).toMatchObject({
    complete: true,
    lines: [{ result: 'off' }, { result: 'unknown', note: expect.stringContaining('Not reached') }],
  });
  stop.greeted(room.devices.get('b')!, true);
  expect(stop.report?.lines[1]).toMatchObject({ result: 'off' });
});

test('R-2: a read-back that another stop interrupts, or whose answer makes no sense, is tried again in the time that is left', async () => {
  const { stop, add } = await bench();
  const session = add('a');
  const exchange = session.exchange.bind(session);
  const faults = [
    new Fault('SAFETY_PREEMPTED', 'Another stop.'),
    new Fault('INSTRUMENT_REPLY', 'Garbled.'),
    new Fault('INSTRUMENT_CLOSED', 'The link ended.'),
  ];
  session.exchange = (text, options) => {
    const fault = text.startsWith('output?') ? faults.shift() : undefined;
    return fault === undefined ? exchange(text, options) : Promise.reject(fault);
  };
  const report = await stop.stop('button', 'Ada');
  expect(faults).toEqual([]);
  expect(report.lines).toMatchObject([{ result: 'off', note: null }]);
});

test('R-2: an answer that never makes sense is unknown in time', async () => {
  const { stop, add } = await bench();
  const session = add('a');
  session.exchange = () => Promise.reject(new Fault('INSTRUMENT_REPLY', 'Garbled.'));
  const report = await stop.stop('button', 'Ada');
  expect(report.lines).toMatchObject([
    { result: 'unknown', note: expect.stringContaining('no answer could be understood') },
  ]);
});

test('an instrument that was off, and is found on when it is reached again, is not reported off any more', async () => {
  const { stop, add, room } = await bench();
  add('a');
  await stop.stop('button', 'Ada');
  const device = room.devices.get('a');
  if (device === undefined) throw new Error('no device');
  stop.greeted(device, true);
  expect(stop.report?.lines).toMatchObject([{ result: 'off', note: null }]);
  stop.greeted(device, false);
  expect(stop.report?.lines).toMatchObject([
    { result: 'unknown', note: expect.stringContaining('not read back off') },
  ]);
});

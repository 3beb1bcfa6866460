import { expect, test } from 'vitest';
import { openBenchFile } from './bench-file.ts';
import { callOf, MemoryJournal } from './bench.fixture.ts';
import { controlHandlers } from './control.ts';
import { plainDevice, readBack } from './device.fixture.ts';
import { makeGuard } from './guard.ts';
import { openLatch } from './latch.ts';
import { readBackAll, readChannel } from './read-back.ts';
import { defaultTiming, type Room } from './room.ts';
import { PlainSession } from './session.fixture.ts';

async function bench() {
  const nowhere = '/nowhere/that/exists';
  const device = plainDevice();
  const session = new PlainSession();
  device.session = session;
  device.greeted = true;
  const devices = new Map([[device.id, device]]);
  const latch = await openLatch(nowhere, () => undefined);
  const room: Room = {
    journal: new MemoryJournal(),
    audit: { record: () => Promise.resolve() },
    guard: makeGuard({ device: (id) => devices.get(id), latched: () => false, readBack: () => undefined }),
    latch,
    bench: await openBenchFile(nowhere, Date.now),
    devices,
    where: { transcripts: '', gpibAdapter: () => null },
    timing: defaultTiming,
    now: Date.now,
    latchedGreeting: () => undefined,
    endTests: () => null,
  };
  return { room, device, session, channel: device.channels.get(1)! };
}

test('an answer to a question that was asked before a command was sent is not news', async () => {
  const { room, device, channel } = await bench();
  readBack(device, 1, false, 3, 1);
  const reading = readChannel(room, device, channel);
  device.sentSetpoint(1, 'voltage', 9);
  expect(await reading).toBeNull();
  expect(device.live().channels[0]?.settings.voltage).toMatchObject({ state: 'pending', value: 9, was: 3 });
  expect(channel.worst('voltage')).toBe(9);
});

test('reading everything back begins anew until the answer is as new as the last command', async () => {
  const { room, device, session } = await bench();
  session.outputs[0] = { on: false, voltage: 9, current: 1 };
  const reading = readBackAll(room, device);
  device.sentSetpoint(1, 'voltage', 9);
  await reading;
  expect(device.live().channels[0]?.settings.voltage).toMatchObject({ state: 'known', value: 9 });
});

test('R-6: an output that cannot be read back is sent off when it has an envelope', async () => {
  const { room, device, session } = await bench();
  device.envelopes = new Map([[1, { name: 'board', maxVoltage: 5, maxCurrent: null, maxPower: null }]]);
  device.forget();
  const exchange = session.exchange.bind(session);
  session.exchange = (text, options) =>
    text.startsWith('poll?') ? Promise.reject(new Error('garbled')) : exchange(text, options);
  await readBackAll(room, device);
  expect(session.sent).toContain('output 1 off');
  expect(session.sent).not.toContain('output 2 off');
});

test('R-7: commands without a pause do not leave an old measurement standing', async () => {
  const { room, device, channel } = await bench();
  const measured = (value: number) => ({
    on: true,
    mode: 'CV' as const,
    word: null,
    settings: { voltage: 3, current: 1 },
    choices: {},
    trips: null,
    overload: [],
    readings: [{ channel: 1, quantity: 'voltage' as const, unit: 'V' as const, value, at: 2000 }],
  });
  channel.readPoll(measured(3), 1000);
  const supply = device.drive?.controls;
  if (!supply) throw new Error('no controls');
  supply.poll = () => Promise.resolve(measured(8));
  const reading = readChannel(room, device, channel);
  device.sentSetpoint(1, 'voltage', 9);
  expect(await reading).toBeNull();
  expect(device.live().channels[0]).toMatchObject({
    readings: { voltage: 8 },
    settings: { voltage: { state: 'pending', value: 9 } },
  });
  const counted = (): number | undefined =>
    device.tallies.of(channel.facts).figures(0, device).statistics[0]?.count;
  expect(counted(), 'it was measured').toBe(1);
  // But nothing is taken over the loss of a link.
  const late = readChannel(room, device, channel);
  device.lost();
  expect(await late).toBeNull();
  expect(device.live().channels[0]?.readings).toEqual({});
  expect(counted(), 'nor counted').toBe(1);
});

test('an output that was sent on and then off counts as live until it is read back off', async () => {
  const { device } = await bench();
  readBack(device, 1, false, 3, 1);
  readBack(device, 2, false, 3, 1);
  device.sentOutput(1, false);
  expect(device.liveOutputs(), 'nothing can have switched it on').toEqual([]);
  device.sentOutput(1, true);
  device.sentOutput(1, false);
  expect(device.liveOutputs()).toMatchObject([{ channel: 1 }]);
  readBack(device, 1, false, 3, 1);
  expect(device.liveOutputs()).toEqual([]);
});

test('R-7: an output that was read back off is not known to be off once nothing is known any more', async () => {
  const { device, channel } = await bench();
  readBack(device, 1, false, 3, 1);
  readBack(device, 2, false, 3, 1);
  expect(channel.mayBeOn).toBe(false);
  device.forget();
  expect(channel.mayBeOn).toBe(true);
  expect(device.liveOutputs()).toMatchObject([
    { channel: 1, state: 'unknown' },
    { channel: 2, state: 'unknown' },
  ]);
});

test('what is read back of a setpoint after another one was sent is not news', async () => {
  const { room, device, session, channel } = await bench();
  readBack(device, 1, false, 3, 1);
  session.exchange = (text) => {
    if (!text.includes('?')) return Promise.resolve(null);
    // Somebody else's command goes out while this question waits for its answer.
    device.sentSetpoint(1, 'voltage', 9);
    return Promise.resolve(Buffer.from('1'));
  };
  const wish = { id: device.id, channel: 1, point: 'voltage', value: 1 } as const;
  await controlHandlers(room).set(wish, callOf('operator'));
  expect(channel.worst('voltage')).toBe(9);
  expect(device.live().channels[0]?.settings.voltage).toMatchObject({ state: 'pending', value: 9 });
});

test('what is read back of an output after it was switched on again is not news', async () => {
  const { room, device, session, channel } = await bench();
  readBack(device, 1, false, 3, 1);
  session.exchange = (text) => {
    if (!text.includes('?')) return Promise.resolve(null);
    device.sentOutput(1, true);
    return Promise.resolve(Buffer.from('0'));
  };
  await controlHandlers(room).output({ id: device.id, channel: 1, on: false }, callOf('operator'));
  expect(channel.mayBeOn).toBe(true);
  expect(device.live().channels[0]?.output).toMatchObject({ state: 'pending', on: true });
});

test('R-6: an output that did not go off is told again, and is not told without end in between', async () => {
  const { room, device, session, channel } = await bench();
  device.envelopes = new Map([[1, { name: 'board', maxVoltage: 2, maxCurrent: null, maxPower: null }]]);
  const offs = (): number => session.sent.filter((text) => text === 'output 1 off').length;
  session.manner = 'stubborn';
  for (let poll = 0; poll < 5; poll++) await readChannel(room, device, channel);
  expect(offs()).toBe(1);
  session.manner = 'well';
  await expect
    .poll(() => readChannel(room, device, channel).then((poll) => poll?.on), { timeout: 5000, interval: 50 })
    .toBe(false);
  expect(offs()).toBe(2);
});

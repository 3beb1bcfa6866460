import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type SimulatedSupply, startSimulatedSupply } from '#main/simulator/supply.ts';
import type { Envelope } from '#shared/contract/instruments.ts';
import { SafetyState, StopReport } from '#shared/contract/safety.ts';
import { callOf, TestDesk } from './bench.fixture.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
async function supply(options: Parameters<typeof startSimulatedSupply>[0] = {}): Promise<SimulatedSupply> {
  const started = await startSimulatedSupply(options);
  closing.push(() => started.close());
  return started;
}
async function desk(prepare?: (folder: string) => Promise<void>): Promise<TestDesk> {
  const opened = await TestDesk.open(prepare);
  closing.push(() => opened.close());
  return opened;
}
const code = (expected: string) => expect.objectContaining({ code: expected });
const pmic: Envelope = { name: 'PMIC eval, rev C', maxVoltage: 5.5, maxCurrent: 2, maxPower: 6 };
const setEnvelope = async (console: TestDesk, instrument: string, envelope: Envelope | null, channel = 1) =>
  await console.handlers.safety.setEnvelope({ instrument, channel, envelope }, console.call());
const stop = async (console: TestDesk) =>
  await console.handlers.safety.stop({ origin: 'button' }, callOf('operator'));

/** What the instrument itself says, over a line of its own. */
async function asked(simulated: SimulatedSupply, question: string): Promise<string> {
  const { connect } = await import('node:net');
  return await new Promise((resolve, reject) => {
    const socket: Socket = connect(simulated.port, '127.0.0.1', () => socket.write(`${question}\n`));
    socket.once('error', reject);
    socket.once('data', (data) => {
      resolve(data.toString().trim());
      socket.destroy();
    });
  });
}
const told = (simulated: SimulatedSupply, command: string) => asked(simulated, `${command};*OPC?`);

test('R-5: the envelope holds on every way in, however a command is spelt', async () => {
  const simulated = await supply();
  const console = await desk();
  const id = await console.connect(simulated.address);
  await console.set(id, 'current', 1);
  await console.set(id, 'voltage', 1);
  await setEnvelope(console, id, pmic);
  await expect(console.set(id, 'voltage', 6)).rejects.toMatchObject({
    code: 'SAFETY_ENVELOPE',
    message: '6.00 V was not sent. PMIC eval, rev C allows 5.50 V.',
  });
  await expect(console.set(id, 'current', 2.5)).rejects.toEqual(code('SAFETY_ENVELOPE'));
  for (const text of [
    'SOUR1:VOLT 6',
    ':source1:voltage:level:immediate:amplitude 6.0E0',
    'sour:volt 6000 mV',
    'SOUR1:CURR 1;VOLT 6',
    'SOUR1:VOLT 3;:OUTP1 ON;:SOUR1:VOLT 9',
    '*CLS;:SOUR1:VOLT +.6e1',
  ])
    await expect(console.send(id, text, true), text).rejects.toEqual(code('SAFETY_ENVELOPE'));
  for (const text of [
    'SOUR1:VOLT MAX',
    'SOUR1:VOLT 3;OUTP1 ON',
    'APPL 1,6,1',
    '*RCL 1',
    '*RST',
    'VOLT 6V6',
    'VOLT "6"',
    'SOUR9:VOLT 6',
  ])
    await expect(console.send(id, text), text).rejects.toEqual(code('SAFETY_UNKNOWN_EFFECT'));
  // Whether a table knows this spelling or not, nothing of it is sent.
  for (const text of ['VOLT 6', 'CURR 1;VOLT 6', '\t VOLTAGE:LEVEL 6 ', 'SOUR1:VOLT 1;:VOLT 6'])
    await expect(console.send(id, text), text).rejects.toMatchObject({
      code: expect.stringMatching(/^SAFETY_(ENVELOPE|UNKNOWN_EFFECT)$/),
    });
  await expect(console.send(id, '*RCL 1', true, 'viewer')).rejects.toEqual(code('PERMISSION_DENIED'));
  expect(await asked(simulated, 'SOUR1:VOLT?;:SOUR1:CURR?;:OUTP1?')).toBe('1.000;1.000;0');
  expect(await console.send(id, 'SOUR1:VOLT 5.5')).toEqual({ reply: null });
  expect(await asked(simulated, 'SOUR1:VOLT?')).toBe('5.500');
  expect(await console.set(id, 'voltage', 25, 2)).toEqual({ readBack: 25 });
});

test('R-6: a confirmed command of unknown effect is read back, and an output outside the envelope goes off, recorded', async () => {
  const simulated = await supply();
  const console = await desk();
  const id = await console.connect(simulated.address);
  await console.set(id, 'current', 1);
  await console.set(id, 'voltage', 3);
  await setEnvelope(console, id, pmic);
  await console.output(id, true);
  expect(await console.send(id, 'APPL 1,12,1', true, 'operator')).toEqual({ reply: null });
  const live = await console.live(
    id,
    ({ channels }) => channels[0]?.output.state === 'known' && channels[0].output.on === false,
  );
  expect(live.channels[0]?.setVoltage).toMatchObject({ state: 'known', value: 12 });
  expect(await asked(simulated, 'OUTP1?')).toBe('0');
  await expect.poll(() => console.audit.length).toBeGreaterThan(0);
  expect(console.audit).toMatchObject([
    { action: 'safety.envelopeOff', who: 'console', detail: { channel: 1 }, result: 'ok' },
  ]);
  await expect(console.output(id, true)).rejects.toEqual(code('SAFETY_ENVELOPE'));
  await console.set(id, 'voltage', 3);
  expect(await console.output(id, true)).toEqual({ on: true });
});

test('R-5: a new envelope switches off what is outside of it, and a hand on the front panel does not get past it', async () => {
  const simulated = await supply();
  const console = await desk();
  const id = await console.connect(simulated.address);
  await console.set(id, 'current', 1);
  await console.set(id, 'voltage', 9);
  await console.output(id, true);
  await console.set(id, 'voltage', 3, 2);
  await console.set(id, 'current', 1, 2);
  await console.output(id, true, 2);
  await setEnvelope(console, id, pmic);
  expect(await asked(simulated, 'OUTP1?;:OUTP2?')).toBe('0;1');
  await setEnvelope(console, id, pmic, 2);
  expect(await asked(simulated, 'OUTP2?')).toBe('1');
  await told(simulated, 'SOUR2:VOLT 8');
  await console.live(id, ({ channels }) => channels[1]?.output.on === false);
  expect(await asked(simulated, 'OUTP2?')).toBe('0');
  await console.restart();
  const live = await console.live(id, ({ channels }) => channels[0]?.output.state === 'known');
  expect(live.channels.map(({ envelope }) => envelope)).toEqual([pmic, pmic]);
  await expect(console.output(id, true)).rejects.toEqual(code('SAFETY_ENVELOPE'));
  await setEnvelope(console, id, null);
  await setEnvelope(console, id, null, 2);
  expect(await console.output(id, true)).toEqual({ on: true });
});

test('an envelope limits something, on a channel that there is; who may not change it may not remove it either', async () => {
  const simulated = await supply();
  const console = await desk();
  const id = await console.connect(simulated.address);
  const nothing = { name: 'x', maxVoltage: null, maxCurrent: null, maxPower: null };
  await expect(setEnvelope(console, id, nothing)).rejects.toEqual(code('INPUT_INVALID'));
  await expect(setEnvelope(console, id, pmic, 3)).rejects.toEqual(code('POINT_UNKNOWN'));
  await setEnvelope(console, id, pmic);
  const remove = async (role: 'operator' | 'administrator') =>
    await console.handlers.instruments.remove({ id, outputs: 'refuse' }, callOf(role));
  await expect(remove('operator')).rejects.toEqual(code('PERMISSION_DENIED'));
  expect(await remove('administrator')).toEqual({});
});

test('R-4: the stop switches off, latches across a restart, and holds until a reset', async () => {
  const simulated = await supply();
  const console = await desk();
  const id = await console.connect(simulated.address);
  await console.output(id, true);
  await console.output(id, true, 2);
  const report = await stop(console);
  expect(StopReport.parse(report)).toEqual(report);
  expect(report.lines).toMatchObject([{ instrument: id, model: 'SIM-PS2', result: 'off', outputs: 2 }]);
  expect(report.lines[0]?.wireMs).toBeLessThan(20);
  expect(await asked(simulated, 'OUTP1?;:OUTP2?')).toBe('0;0');
  const state = await console.safety();
  expect(SafetyState.parse(state)).toEqual(state);
  expect(state).toMatchObject({
    latched: true,
    durable: true,
    reason: 'Emergency stop by operator.',
    live: [],
  });
  await console.live(id, ({ link }) => link === 'ready' || link === 'busy');
  const refused = async () => {
    await expect(console.output(id, true)).rejects.toEqual(code('SAFETY_LATCHED'));
    for (const text of ['OUTP1 ON', 'outp:all on', '*RCL 1', 'VOLT 1;:OUTP2:STAT 1'])
      await expect(console.send(id, text, true), text).rejects.toEqual(code('SAFETY_LATCHED'));
    expect(await console.set(id, 'voltage', 2)).toEqual({ readBack: 2 });
  };
  await refused();

  await console.instruments.close();
  // Somebody switches it on at the front panel while the console is not there.
  await told(simulated, 'OUTP1 ON');
  await console.start();
  const restored = await console.safety(({ report: newest }) => newest?.complete ?? false);
  expect(restored).toMatchObject({
    latched: true,
    report: { origin: 'restored', lines: [{ result: 'off' }] },
  });
  expect(await asked(simulated, 'OUTP1?')).toBe('0');
  await console.live(id, ({ channels }) => channels[0]?.output.state === 'known');
  await refused();

  expect(await console.handlers.safety.reset({}, callOf('operator'))).toEqual({});
  expect(await console.safety()).toMatchObject({ latched: false, reason: null, report: null });
  expect(await asked(simulated, 'OUTP1?')).toBe('0');
  expect(await console.output(id, true)).toEqual({ on: true });
  await console.restart();
  expect((await console.safety()).latched).toBe(false);
});

test('R-2: one link hangs and one instrument is gone; the others are off at once', async () => {
  const well = await supply({ serial: 'W1' });
  const hanging = await supply({ serial: 'H1' });
  const gone = await supply({ serial: 'G1' });
  const console = await desk();
  const ids = {
    well: await console.connect(well.address),
    hanging: await console.connect(hanging.address),
    gone: await console.connect(gone.address),
  };
  for (const id of Object.values(ids)) await console.output(id, true);
  hanging.faults.silent = true;
  await gone.close();
  await console.live(ids.gone, ({ link }) => link === 'unreachable');
  const start = performance.now();
  const report = await stop(console);
  expect(performance.now() - start).toBeLessThan(1300);
  const line = (id: string) => report.lines.find(({ instrument }) => instrument === id);
  expect(line(ids.well)).toMatchObject({ result: 'off' });
  expect(line(ids.hanging)).toMatchObject({ result: 'unknown', note: expect.stringContaining('no answer') });
  expect(line(ids.hanging)?.wireMs).toBeLessThan(20);
  expect(line(ids.gone)).toMatchObject({ result: 'unknown', wireMs: null });
  hanging.faults.silent = false;
  expect(await asked(hanging, 'OUTP1?')).toBe('0');

  // It comes back with its output on: latched, the console sends it off.
  const back = await supply({ serial: 'G1', port: gone.port });
  await told(back, 'OUTP1 ON');
  await console.handlers.instruments.retry({ id: ids.gone }, console.call());
  await console.safety(
    ({ report: newest }) =>
      newest?.lines.every(({ instrument, result }) => instrument !== ids.gone || result === 'off') ?? false,
  );
  expect(await asked(back, 'OUTP1?')).toBe('0');
});

test('R-3: the stop works with a history that takes nothing', async () => {
  const simulated = await supply();
  const console = await desk();
  const id = await console.connect(simulated.address);
  await console.output(id, true);
  console.journal.broken = true;
  expect((await stop(console)).lines).toMatchObject([{ result: 'off' }]);
  await console.restart();
  await console.live(id, ({ channels }) => channels[0]?.output.state === 'known');
  expect((await console.safety(({ report }) => report?.complete ?? false)).report?.lines).toMatchObject([
    { result: 'off' },
  ]);
});

test('switching everything off does not latch', async () => {
  const simulated = await supply();
  const console = await desk();
  const id = await console.connect(simulated.address);
  await console.output(id, true);
  await console.instruments.switchOff('Ada');
  expect(await asked(simulated, 'OUTP1?')).toBe('0');
  expect(console.instruments.live()).toEqual([]);
  expect((await console.safety()).latched).toBe(false);
});

test('closing keeps outputs as they are', async () => {
  const simulated = await supply();
  const console = await desk();
  const id = await console.connect(simulated.address);
  await console.output(id, true);
  await console.restart();
  expect(await asked(simulated, 'OUTP1?')).toBe('1');
});

test('R-4: a damaged bench file latches until an administrator resets, also across restarts; it is kept as it was', async () => {
  const console = await desk((folder) => writeFile(join(folder, 'bench.json'), '{ "version": 1, "inst'));
  const state = await console.safety();
  expect(state).toMatchObject({ latched: true, durable: true });
  expect(state.reason).toContain('bench.damaged-');
  const aside = (await readdir(console.folder)).find((name) => name.startsWith('bench.damaged-'));
  expect(await readFile(join(console.folder, aside ?? ''), 'utf8')).toBe('{ "version": 1, "inst');
  await console.restart();
  expect((await console.safety()).latched).toBe(true);
  await expect(console.handlers.safety.reset({}, callOf('operator'))).rejects.toEqual(
    code('PERMISSION_DENIED'),
  );
  expect(await console.handlers.safety.reset({}, callOf('administrator'))).toEqual({});
  await console.restart();
  expect((await console.safety()).latched).toBe(false);
});

test('a bench file of a newer console is not overwritten by whatever is done', async () => {
  const text = '{ "version": 9 }';
  const console = await desk((folder) => writeFile(join(folder, 'bench.json'), text));
  expect(await console.safety()).toMatchObject({
    latched: true,
    reason: expect.stringContaining('newer console'),
  });
  const simulated = await supply();
  await expect(console.connect(simulated.address)).rejects.toEqual(code('BENCH_NEWER'));
  await expect(
    console.handlers.safety.setPolicy({ idleMinutes: 1, onIdleLock: 'off', onSleep: 'off' }, console.call()),
  ).rejects.toEqual(code('BENCH_NEWER'));
  await expect(console.handlers.safety.reset({}, callOf('administrator'))).rejects.toEqual(
    code('BENCH_NEWER'),
  );
  expect(await readFile(join(console.folder, 'bench.json'), 'utf8')).toBe(text);
});

test('the policy is kept', async () => {
  const console = await desk();
  const policy = { idleMinutes: 3, onIdleLock: 'off', onSleep: 'keep' } as const;
  await console.handlers.safety.setPolicy(policy, console.call());
  expect((await console.safety()).policy).toEqual(policy);
  await console.restart();
  expect(console.instruments.policy()).toEqual(policy);
});

test('an instrument that is not known cannot be switched off by the console, and the report says who must', async () => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('data', (data) => {
      if (data.toString().includes('*IDN?')) socket.write('Acme,X1,42,1\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        for (const socket of sockets) socket.destroy();
      }),
  );
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const console = await desk();
  await console.connect(`tcp://127.0.0.1:${address.port}`);
  expect((await stop(console)).lines).toMatchObject([
    { model: 'X1', result: 'unknown', outputs: 0, note: expect.stringContaining('X1') },
  ]);
});

import { createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { cable } from './cable.fixture.ts';
import { SafetyState, StopReport } from '#shared/contract/safety.ts';
import {
  asked,
  callOf,
  closeAll,
  closeLater,
  code,
  desk,
  supply,
  type TestDesk,
  told,
} from './bench.fixture.ts';

afterEach(closeAll);

const stop = async (bench: TestDesk) =>
  await bench.handlers.safety.stop({ origin: 'button' }, callOf('operator'));

test('R-4: the stop switches off, latches across a restart, and holds until a reset', async () => {
  const simulated = await supply();
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  await bench.output(id, true);
  await bench.output(id, true, 2);
  const report = await stop(bench);
  expect(StopReport.parse(report)).toEqual(report);
  expect(report.lines).toMatchObject([{ instrument: id, model: 'SIM-PS2', result: 'off', outputs: 2 }]);
  expect(report.lines[0]?.wireMs).toBeLessThan(20);
  expect(await asked(simulated, 'OUTP1?;:OUTP2?')).toBe('0;0');
  const state = await bench.safety();
  expect(SafetyState.parse(state)).toEqual(state);
  expect(state).toMatchObject({
    latched: true,
    durable: true,
    reason: 'Emergency stop by operator.',
    live: [],
  });
  await bench.live(id, ({ link }) => link === 'ready' || link === 'busy');
  const refused = async () => {
    await expect(bench.output(id, true)).rejects.toEqual(code('SAFETY_LATCHED'));
    for (const text of ['OUTP1 ON', 'outp:all on', '*RCL 1', 'VOLT 1;:OUTP2:STAT 1'])
      await expect(bench.send(id, text, true), text).rejects.toEqual(code('SAFETY_LATCHED'));
    expect(await bench.set(id, 'voltage', 2)).toEqual({ readBack: 2 });
  };
  await refused();

  await bench.instruments.close();
  // Somebody switches it on at the front panel while the console is not there.
  await told(simulated, 'OUTP1 ON');
  await bench.start();
  const restored = await bench.safety(({ report: newest }) => newest?.complete ?? false);
  expect(restored).toMatchObject({
    latched: true,
    report: { origin: 'restored', lines: [{ result: 'off' }] },
  });
  expect(await asked(simulated, 'OUTP1?')).toBe('0');
  await bench.live(id, ({ channels }) => channels[0]?.output?.state === 'known');
  await refused();

  expect(await bench.handlers.safety.reset({}, callOf('operator'))).toEqual({});
  expect(await bench.safety()).toMatchObject({ latched: false, reason: null, report: null });
  expect(await asked(simulated, 'OUTP1?')).toBe('0');
  expect(await bench.output(id, true)).toEqual({ on: true });
  await bench.restart();
  expect((await bench.safety()).latched).toBe(false);
});

test('R-2: one link hangs and one instrument is gone; the others are off at once', async () => {
  const well = await supply({ serial: 'W1' });
  const hanging = await supply({ serial: 'H1' });
  const gone = await supply({ serial: 'G1' });
  const line = await cable(gone.port);
  const bench = await desk();
  const ids = {
    well: await bench.connect(well.address),
    hanging: await bench.connect(hanging.address),
    gone: await bench.connect(line.address),
  };
  for (const id of Object.values(ids)) await bench.output(id, true);
  hanging.faults.silent = true;
  await line.unplug();
  await bench.live(ids.gone, ({ link }) => link === 'unreachable');
  const start = performance.now();
  const report = await stop(bench);
  expect(performance.now() - start).toBeLessThan(1300);
  const told = (id: string) => report.lines.find(({ instrument }) => instrument === id);
  expect(told(ids.well)).toMatchObject({ result: 'off' });
  expect(told(ids.hanging)).toMatchObject({ result: 'unknown', note: expect.stringContaining('no answer') });
  expect(told(ids.hanging)?.wireMs).toBeLessThan(20);
  expect(told(ids.gone)).toMatchObject({ result: 'unknown', wireMs: null });
  hanging.faults.silent = false;
  expect(await asked(hanging, 'OUTP1?')).toBe('0');

  // It comes back with its output on: latched, the console sends it off.
  expect(await asked(gone, 'OUTP1?')).toBe('1');
  await line.plug();
  await bench.handlers.instruments.retry({ id: ids.gone }, bench.call());
  await bench.safety(
    ({ report: newest }) =>
      newest?.lines.every(({ instrument, result }) => instrument !== ids.gone || result === 'off') ?? false,
  );
  expect(await asked(gone, 'OUTP1?')).toBe('0');
});

test('R-3: the stop works with a history that takes nothing', async () => {
  const simulated = await supply();
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  await bench.output(id, true);
  bench.journal.broken = true;
  expect((await stop(bench)).lines).toMatchObject([{ result: 'off' }]);
  await bench.restart();
  await bench.live(id, ({ channels }) => channels[0]?.output?.state === 'known');
  expect((await bench.safety(({ report }) => report?.complete ?? false)).report?.lines).toMatchObject([
    { result: 'off' },
  ]);
});

test('R-2: another instrument that answers at the address is not taken for the one that was there', async () => {
  const simulated = await supply({ serial: 'A1' });
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  await bench.output(id, true);
  await simulated.close();
  await supply({ serial: 'B2', port: simulated.port });
  await bench.live(id, ({ link }) => link === 'unreachable');
  expect((await stop(bench)).lines).toMatchObject([{ instrument: id, result: 'unknown' }]);
});

test('switching everything off does not latch', async () => {
  const simulated = await supply();
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  await bench.output(id, true);
  await bench.instruments.switchOff('Ada');
  expect(await asked(simulated, 'OUTP1?')).toBe('0');
  expect(bench.instruments.live()).toEqual([]);
  expect((await bench.safety()).latched).toBe(false);
});

test('closing keeps outputs as they are', async () => {
  const simulated = await supply();
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  await bench.output(id, true);
  await bench.restart();
  expect(await asked(simulated, 'OUTP1?')).toBe('1');
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
  closeLater(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        for (const socket of sockets) socket.destroy();
      }),
  );
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const bench = await desk();
  await bench.connect(`tcp://127.0.0.1:${address.port}`);
  expect((await stop(bench)).lines).toMatchObject([
    { model: 'X1', result: 'unknown', outputs: 0, note: expect.stringContaining('X1') },
  ]);
});

test('R-4: a stop while an instrument is being greeted finds it all the same', async () => {
  const simulated = await supply();
  await told(simulated, 'OUTP1 ON');
  simulated.faults.slowMs = 60;
  const bench = await desk();
  const connecting = bench.connect(simulated.address);
  await bench.handlers.safety.stop({ origin: 'keys' }, callOf(null));
  await connecting.catch(() => undefined);
  await bench.restart();
  const state = await bench.safety(({ report }) => report?.complete ?? false);
  expect(state.latched).toBe(true);
  simulated.faults.slowMs = 0;
  expect(await asked(simulated, 'OUTP1?')).toBe('0');
});

test('R-3: a history that never answers holds up neither the stop nor an off', async () => {
  const simulated = await supply();
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  await bench.output(id, true);
  bench.journal.hanging = true;
  const setting = bench.set(id, 'voltage', 4);
  const outcome = expect(setting).rejects.toMatchObject({
    code: expect.stringMatching(/SAFETY_PREEMPTED|HISTORY_UNWRITABLE/),
  });
  expect((await stop(bench)).lines).toMatchObject([{ result: 'off' }]);
  await outcome;
  expect(await asked(simulated, 'OUTP1?;:SOUR1:VOLT?')).toBe('0;0.000');
});

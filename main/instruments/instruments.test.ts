import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { Instrument, Live } from '#shared/contract/instruments.ts';
import { callOf, closeAll, code, desk, first, supply } from './bench.fixture.ts';

afterEach(closeAll);

test('connect, set, on, and the panel shows it: constant voltage, then constant current by Ohm’s law', async () => {
  const simulated = await supply();
  simulated.channels[0]!.load.ohms = 5;
  const bench = await desk();
  const id = await bench.connect(simulated.address.toUpperCase().replace('TCP', 'tcp'));
  const [instrument] = await first<Instrument[]>(
    bench.handlers.instruments.list({}, callOf('viewer')),
    (list) => list[0]?.link !== 'connecting',
  );
  expect(Instrument.parse(instrument)).toEqual(instrument);
  expect(instrument).toMatchObject({
    id,
    address: simulated.address,
    serial: 'SIM0001',
    kind: 'dc-supply',
    trouble: null,
  });

  expect(await bench.set(id, 'current', 1)).toEqual({ readBack: 1 });
  expect(await bench.set(id, 'voltage', 3.3)).toEqual({ readBack: 3.3 });
  expect(await bench.output(id, true)).toEqual({ on: true });
  const live = await bench.live(
    id,
    ({ channels }) => channels[0]?.mode === 'CV' && (channels[0].readings.voltage ?? 0) > 3.2,
  );
  expect(Live.parse(live)).toEqual(live);
  expect(live.channels[0]).toMatchObject({
    settings: { voltage: { state: 'known', value: 3.3, changedAt: null } },
    output: { state: 'known', on: true, changedAt: null },
    readings: { voltage: expect.closeTo(3.3, 1), current: expect.closeTo(0.66, 1) },
  });
  expect(bench.instruments.live()).toMatchObject([{ instrument: id, channel: 1, state: 'on' }]);

  await bench.set(id, 'current', 0.5);
  const limited = await bench.live(
    id,
    ({ channels }) => channels[0]?.mode === 'CC' && Math.abs((channels[0].readings.voltage ?? 0) - 2.5) < 0.1,
  );
  expect(limited.channels[0]).toMatchObject({
    readings: { current: expect.closeTo(0.5, 1), power: expect.closeTo(1.25, 0) },
  });
  expect(bench.journal.readings.some(({ quantity, value }) => quantity === 'voltage' && value > 3.2)).toBe(
    true,
  );
  expect(bench.journal.intents.map(({ operator }) => operator.name)).toContain('administrator');
});

test('R-7: when the link is gone everything is unknown at once; it comes back by itself', async () => {
  const simulated = await supply();
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  await bench.output(id, true);
  await bench.live(id, ({ channels }) => channels[0]?.readings.voltage !== undefined);
  const { port } = simulated;
  const gone = bench.live(id, ({ link }) => link === 'unreachable');
  await simulated.close();
  for (const channel of (await gone).channels) {
    expect(channel).toMatchObject({
      readings: {},
      mode: null,
      settings: { voltage: { state: 'unknown', value: null } },
    });
    expect(channel.output).toMatchObject({ state: 'unknown', on: null });
  }
  expect((await gone).channels[0]?.output?.lastSeen).toBe(true);
  expect(bench.instruments.live()).toHaveLength(2);
  await expect(bench.set(id, 'voltage', 1)).rejects.toEqual(code('INSTRUMENT_UNREACHABLE'));

  await supply({ port });
  const back = await bench.live(id, ({ channels }) => channels[0]?.output?.state === 'known');
  expect(back.channels[0]?.output?.on).toBe(false);
});

test('R-7: an instrument that answers no more is unknown, though its link stands', async () => {
  const simulated = await supply();
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  await bench.live(id, ({ channels }) => channels[0]?.readings.voltage !== undefined);
  simulated.faults.silent = true;
  const live = await bench.live(id, ({ channels }) => channels[0]?.output?.state === 'unknown');
  expect(live.channels[0]?.readings).toEqual({});
  expect(live.link, 'before the session has given the link up').not.toMatch(/unreachable|connecting/);
});

test('another instrument at the same address is not driven', async () => {
  const simulated = await supply({ serial: 'A1' });
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  await simulated.close();
  const stranger = await supply({ port: simulated.port, serial: 'B2' });
  const [instrument] = await first<Instrument[]>(
    bench.handlers.instruments.list({}, callOf('viewer')),
    ([each]) => each?.trouble?.message.includes('B2') ?? false,
  );
  expect(instrument?.trouble?.message).toContain('Another instrument answers at');
  await expect(bench.output(id, true)).rejects.toEqual(code('INSTRUMENT_UNREACHABLE'));
  await stranger.close();
});

test('a connect that fails leaves nothing behind, and says why', async () => {
  const bench = await desk();
  const silent: Server = createServer((socket) => socket.resume());
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const closed = await supply();
  await closed.close();
  await expect(bench.connect('127.0.0.1')).rejects.toEqual(code('ADDRESS_INVALID'));
  await expect(bench.connect(closed.address)).rejects.toEqual(code('INSTRUMENT_UNREACHABLE'));
  await expect(bench.connect(`tcp://127.0.0.1:${address.port}`)).rejects.toEqual(code('INSTRUMENT_TIMEOUT'));
  const cancel = new AbortController();
  const connecting = Promise.resolve(
    bench.handlers.instruments.connect(
      { address: `tcp://127.0.0.1:${address.port}` },
      callOf('administrator', cancel.signal),
    ),
  );
  cancel.abort();
  await expect(connecting).rejects.toEqual(code('CANCELLED'));
  await new Promise((resolve) => silent.close(resolve));
  expect(await first(bench.handlers.instruments.list({}, callOf('viewer')), () => true)).toEqual([]);
  await bench.restart();
  expect(await first(bench.handlers.instruments.list({}, callOf('viewer')), () => true)).toEqual([]);
});

test('the same address, or the same instrument at another address, is refused', async () => {
  const simulated = await supply();
  const twin = await supply();
  const bench = await desk();
  await bench.connect(simulated.address);
  await expect(bench.connect(`${simulated.address}/`)).rejects.toEqual(code('INSTRUMENT_EXISTS'));
  await expect(bench.connect(twin.address)).rejects.toEqual(code('INSTRUMENT_EXISTS'));
  await simulated.close();
  await expect(bench.connect(simulated.address), 'nobody is asked').rejects.toEqual(
    code('INSTRUMENT_EXISTS'),
  );
});

test('the simulated bench is added once, and restored on its new port', async () => {
  const bench = await desk();
  const { ids } = await bench.handlers.instruments.addSimulatedBench({}, bench.call());
  expect(ids).toHaveLength(5);
  expect((await bench.handlers.instruments.addSimulatedBench({}, bench.call())).ids).toEqual(ids);
  await bench.restart();
  const live = await bench.live(ids[0]!, ({ channels }) => channels[0]?.output?.state === 'known');
  expect(live.channels).toHaveLength(2);
});

test('an instrument is not removed while an output is on, unless it shall stay so', async () => {
  const simulated = await supply();
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  await bench.output(id, true);
  const remove = async (outputs: 'refuse' | 'keep') =>
    await bench.handlers.instruments.remove({ id, outputs }, callOf('operator'));
  await expect(remove('refuse')).rejects.toEqual(code('OUTPUTS_LIVE'));
  await remove('keep');
  expect(simulated.channels).toHaveLength(2);
  await bench.restart();
  expect(await first(bench.handlers.instruments.list({}, callOf('viewer')), () => true)).toEqual([]);
  const again = await bench.connect(simulated.address);
  expect(
    (await bench.live(again, ({ channels }) => channels[0]?.output?.state === 'known')).channels[0]?.output
      ?.on,
  ).toBe(true);
});

test('an instrument’s own refusal is quoted, and older entries of its queue are not blamed on a command', async () => {
  const simulated = await supply();
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  await expect(bench.send(id, 'NONSENSE 1', true)).rejects.toMatchObject({
    code: 'INSTRUMENT_ERROR',
    message: expect.stringContaining('-113'),
  });
  await bench.send(id, 'NONSENSE?').catch(() => undefined);
  expect(await bench.set(id, 'voltage', 2)).toEqual({ readBack: 2 });
  expect(await bench.send(id, '*IDN?')).toMatchObject({
    reply: { kind: 'text', text: expect.stringContaining('SIM0001') },
  });
  await expect(bench.send(id, 'VOLT 1\nOUTP ON')).rejects.toEqual(code('INPUT_INVALID'));
});

test('R-9: with a history that takes nothing a set is refused and not sent; off and stop still work', async () => {
  const simulated = await supply();
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  await bench.output(id, true);
  bench.journal.broken = true;
  await expect(bench.set(id, 'voltage', 4)).rejects.toEqual(code('HISTORY_UNWRITABLE'));
  expect(await bench.output(id, false)).toEqual({ on: false });
  expect(
    (await bench.live(id, ({ channels }) => channels[0]?.settings.voltage?.state === 'known')).channels[0]
      ?.settings.voltage?.value,
  ).toBe(0);
  bench.journal.broken = false;
  await bench.output(id, true);
  bench.journal.broken = true;
  expect(await bench.handlers.instruments.allOff({ id }, bench.call())).toEqual({});
  const report = await bench.handlers.safety.stop({ origin: 'keys' }, callOf(null));
  expect(report.lines).toMatchObject([{ result: 'off', outputs: 2 }]);
});

test('R-7: after sleep nothing that was read before it is shown as if it were now', async () => {
  const simulated = await supply();
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  await bench.live(id, ({ channels }) => channels[0]?.output?.state === 'known');
  simulated.faults.silent = true;
  bench.instruments.distrustLinks();
  const live = await bench.live(id, () => true);
  expect(live.channels[0]).toMatchObject({
    output: { state: 'unknown' },
    settings: { voltage: { state: 'unknown' } },
  });
  simulated.faults.silent = false;
  await bench.live(id, ({ channels }) => channels[0]?.output?.state === 'known');
});

test('R-23: an instrument that was removed leaves no timer behind', async () => {
  const simulated = await supply();
  const bench = await desk();
  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  for (let round = 0; round < 10; round++) {
    const id = await bench.connect(simulated.address);
    await bench.handlers.instruments.remove({ id, outputs: 'keep' }, bench.call());
  }
  await expect.poll(timers).toBeLessThan(before + 5);
});

import { afterEach, expect, test } from 'vitest';
import { asked, closeAll, code, desk, first, supply, told, type TestDesk } from './bench.fixture.ts';

afterEach(closeAll);

const control = async (bench: TestDesk, id: string) => {
  const list = await first(bench.handlers.instruments.list({}, bench.call()), () => true);
  return list.find((each) => each.id === id)?.control;
};

test('R-28: a released instrument is in local, not read and not driven; off still works; taken back it is read anew', async () => {
  const simulated = await supply();
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  await bench.output(id, true);
  await bench.live(id, ({ channels }) => channels[0]?.output?.on === true);

  await bench.handlers.instruments.release({ id }, bench.call());
  expect(await control(bench, id)).toBe('local');
  expect(bench.journal.intents.map(({ text }) => text)).toContain(':SYST:LOC');
  const released = await bench.live(id, ({ channels }) => channels[0]?.output?.state === 'unknown');
  expect(released.channels[0]).toMatchObject({ readings: {}, settings: { voltage: { state: 'unknown' } } });
  expect(bench.instruments.live()).toHaveLength(2);
  const { instruments } = bench.handlers;
  for (const refused of [
    () => bench.set(id, 'voltage', 1),
    () => bench.output(id, true, 2),
    () => bench.send(id, '*IDN?'),
  ])
    await expect(refused()).rejects.toEqual(code('INSTRUMENT_LOCAL'));

  // A hand at the front panel, which the console does not see.
  await told(simulated, ':SOUR1:VOLT 4.5');
  expect(await bench.output(id, false)).toEqual({ on: false });
  expect(await asked(simulated, 'OUTP1?')).toBe('0');

  await instruments.take({ id }, bench.call());
  expect(await control(bench, id)).toBe('remote');
  const back = await bench.live(id, ({ channels }) => channels[0]?.settings.voltage?.state === 'known');
  expect(back.channels[0]?.settings.voltage).toMatchObject({ value: 4.5, changedAt: null });
});

test('R-1: the emergency stop reaches a released instrument, and watches it again', async () => {
  const simulated = await supply();
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  await bench.output(id, true);
  await bench.handlers.instruments.release({ id }, bench.call());
  const report = await bench.handlers.safety.stop({ origin: 'button' }, bench.call(null));
  expect(report.lines).toMatchObject([{ result: 'off' }]);
  expect(await asked(simulated, 'OUTP1?')).toBe('0');
  expect(await control(bench, id)).toBe('remote');
});

test('R-28: what is changed at the instrument is seen, with what it was, and recorded once it stands still', async () => {
  const simulated = await supply();
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  await bench.set(id, 'voltage', 3.3);
  await bench.live(id, ({ channels }) => channels[0]?.settings.voltage?.value === 3.3);
  await told(simulated, ':SOUR1:VOLT 5;:OUTP1 ON');
  const seen = await bench.live(id, ({ channels }) => (channels[0]?.output?.changedAt ?? null) !== null);
  expect(seen.channels[0]).toMatchObject({
    settings: { voltage: { state: 'known', value: 5, was: 3.3, changedAt: expect.any(Number) } },
    output: { state: 'known', on: true },
  });
  await expect
    .poll(() => bench.audit.filter(({ action }) => action === 'instruments.changedAtInstrument'), {
      timeout: 5000,
    })
    .toMatchObject([
      { who: 'console', detail: { channel: 1, what: 'voltage', was: 3.3, now: 5 } },
      { who: 'console', detail: { channel: 1, what: 'output', was: false, now: true } },
    ]);
  // Set by the console it is nobody else's any more.
  await bench.set(id, 'voltage', 2);
  const set = await bench.live(id, ({ channels }) => channels[0]?.settings.voltage?.value === 2);
  expect(set.channels[0]?.settings.voltage?.changedAt).toBeNull();
});

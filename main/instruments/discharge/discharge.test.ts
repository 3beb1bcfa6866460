import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { DischargeRun } from '#shared/contract/discharge.ts';
import { callOf, closeAll, code, supply } from '#main/instruments/bench.fixture.ts';
import { BatteryDesk, usual } from './battery.fixture.ts';

afterEach(closeAll);

test('a battery is discharged to its cut-off, the input read back off, and the result is there and written down', async () => {
  const at = await BatteryDesk.open();
  const { startVolts } = await at.start();
  expect(startVolts).toBeCloseTo(4.18, 1);
  const running = await at.run(({ curve }) => curve.seconds.length > 20);
  expect(running).toMatchObject({ phase: 'running', by: 'administrator', input: 'on', end: null });
  expect(running.volts).toBeGreaterThan(3);
  expect(running.amps).toBeCloseTo(1, 2);
  const run = await at.ended();
  expect(DischargeRun.parse(run)).toEqual(run);
  expect(run).toMatchObject({ end: { reason: 'cutOff' }, input: 'off', volts: null, left: null });
  expect(await at.isOn()).toBe(false);
  // A thousandth of an ampere hour, but for what is left at 3 V and for the first reading.
  expect(run.ampHours * 1000).toBeGreaterThan(0.88);
  expect(run.ampHours * 1000).toBeLessThan(1.02);
  expect(run.wattHours / run.ampHours).toBeGreaterThan(3.4);
  expect(run.endVolts).toBeLessThanOrEqual(3);
  expect(run.curve.ampHours.at(-1)).toBeCloseTo(run.ampHours, 6);
  // every command is on record, in its order, as the person's own; the off is the test's.
  const intents = at.room.journal.intents.map(({ text, operator }) => `${operator.name}: ${text}`);
  expect(intents).toEqual([
    'administrator: :SOUR:FUNC CURR',
    'administrator: :SOUR:CURR 1',
    'administrator: :INP:STAT ON',
    'administrator (battery test): :INP:STAT OFF',
  ]);
  expect(at.results).toMatchObject([
    {
      instrument: at.id,
      channel: 1,
      why: 'The cut-off voltage was reached.',
      reason: 'cutOff',
      input: 'off',
      startedBy: 'administrator',
    },
  ]);
});

test('the test goes on when the window that started it is gone, and stops at its time', async () => {
  const at = await BatteryDesk.open(1);
  const window = new AbortController();
  await at.start({ maxSeconds: 1 }, callOf('operator', window.signal));
  window.abort();
  const run = await at.ended();
  expect(run).toMatchObject({ end: { reason: 'time' }, input: 'off', by: 'operator' });
  expect(run.elapsedMs).toBeGreaterThanOrEqual(1000);
  expect(run.elapsedMs).toBeLessThan(1600);
});

test('it stops at its capacity, and says how long it will take', async () => {
  const at = await BatteryDesk.open(1);
  await at.start({ current: 3.6, maxAmpHours: 0.001 });
  const running = await at.run(({ left }) => left !== null);
  expect(running.left?.by).toBe('capacity');
  const run = await at.ended();
  expect(run.end?.reason).toBe('capacity');
  expect(run.ampHours).toBeGreaterThanOrEqual(0.001);
  expect(run.ampHours).toBeLessThan(0.0013);
});

test('one that is stopped is off when that is answered; a second stop does nothing', async () => {
  const at = await BatteryDesk.open(1);
  await at.start();
  expect(await at.stop()).toEqual({ stopped: true });
  expect(await at.isOn()).toBe(false);
  expect((await at.ended()).end?.reason).toBe('stopped');
  const { length } = at.room.journal.intents;
  expect(await at.stop()).toEqual({ stopped: false });
  expect(at.room.journal.intents).toHaveLength(length);
});

test('R-8: what cannot be is refused before anything is sent', async () => {
  const at = await BatteryDesk.open();
  const refused: [Parameters<BatteryDesk['start']>[0], string][] = [
    [{ cutOff: 4.5 }, 'DISCHARGE_CUT_OFF'],
    [{ current: 31 }, 'RANGE_EXCEEDED'],
    [{ cutOff: 61 }, 'RANGE_EXCEEDED'],
    [{ current: 1e-9 }, 'RANGE_EXCEEDED'],
  ];
  for (const [wish, why] of refused) await expect(at.start(wish)).rejects.toEqual(code(why));
  const { discharge } = at.room.handlers;
  const elsewhere = { id: at.id, channel: 2, ...usual };
  await expect(Promise.resolve(discharge.start(elsewhere, at.room.call()))).rejects.toEqual(
    code('POINT_UNKNOWN'),
  );
  const other = await supply();
  const id = await at.room.connect(other.address);
  await expect(
    Promise.resolve(discharge.start({ ...elsewhere, id, channel: 1 }, at.room.call())),
  ).rejects.toEqual(code('POINT_UNKNOWN'));
  expect(at.room.journal.intents).toEqual([]);
  at.load.frontPanel.set({ on: true });
  await expect(at.start()).rejects.toEqual(code('DISCHARGE_INPUT_ON'));
  expect(at.room.journal.intents).toEqual([]);
});

test('one test a channel, also when two begin at once', async () => {
  const at = await BatteryDesk.open(1);
  const both = await Promise.allSettled([at.start(), at.start()]);
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(both[1]).toMatchObject({ reason: { code: 'DISCHARGE_RUNNING' } });
  await expect(at.start()).rejects.toEqual(code('DISCHARGE_RUNNING'));
  await at.stop();
  await at.start();
  await at.stop();
});

test('R-4: the emergency stop ends it, and with the latch set none begins', async () => {
  const at = await BatteryDesk.open(1);
  await at.start();
  const { safety } = at.room.handlers;
  const report = await safety.stop({ origin: 'keys' }, at.room.call(null));
  expect(report.lines).toMatchObject([{ result: 'off' }]);
  expect(await at.ended()).toMatchObject({ end: { reason: 'emergencyStop' }, input: 'off' });
  expect(await at.isOn()).toBe(false);
  // The stop has sent it off: the test does not send it once more.
  expect(at.room.journal.intents.map(({ text }) => text)).not.toContain(':INP:STAT OFF');
  const { length } = at.room.journal.intents;
  await expect(at.start()).rejects.toEqual(code('SAFETY_LATCHED'));
  expect(at.room.journal.intents).toHaveLength(length);
  await safety.reset({}, at.room.call());
  await at.start();
  expect(await at.isOn()).toBe(true);
});

test('R-28: a hand at the load ends it: off, another current, another function', async () => {
  const at = await BatteryDesk.open(1);
  await at.start();
  at.load.frontPanel.set({ on: false });
  expect(await at.ended()).toMatchObject({ end: { reason: 'offAtInstrument' }, input: 'off' });
  for (const hand of [{ levels: { current: 0.5 } }, { mode: 'resistance' }] as const) {
    await at.start();
    at.load.frontPanel.set(hand);
    const run = await at.run(({ end, input }) => end?.reason === 'changed' && input === 'off');
    expect(run.by).toBe('administrator');
    expect(await at.isOn()).toBe(false);
  }
});

test('whoever switches the input off, or all of the instrument, ends it', async () => {
  const at = await BatteryDesk.open(1);
  const { instruments } = at.room.handlers;
  await at.start();
  await instruments.output({ id: at.id, channel: 1, on: false }, at.room.call('operator'));
  expect(await at.ended()).toMatchObject({ end: { reason: 'switchedOff' }, input: 'off' });
  await at.start();
  await instruments.allOff({ id: at.id }, at.room.call('operator'));
  await at.run(({ end, input }) => end?.reason === 'switchedOff' && input === 'off');
  await at.start();
  await at.room.send(at.id, 'CURR 0.2');
  await at.run(({ end, input }) => end?.reason === 'changed' && input === 'off');
  expect(await at.isOn()).toBe(false);
});

test('R-7: a link that is lost leaves the input unknown; it is switched off as soon as the load is back, and never on', async () => {
  const at = await BatteryDesk.open(1);
  await at.start();
  await at.load.close();
  const lost = await at.ended();
  expect(lost).toMatchObject({ end: { reason: 'linkLost' }, input: 'unknown' });
  expect(at.results).toMatchObject([{ reason: 'linkLost', input: 'unknown' }]);
  expect(at.bench.load.on).toBe(true);
  await at.plugIn();
  await at.room.handlers.instruments.retry({ id: at.id }, at.room.call());
  await at.run(({ input }) => input === 'off');
  expect(at.bench.load.on).toBe(false);
  await expect.poll(() => at.room.audit.map(({ action }) => action)).toContain('discharge.inputOff');
  expect(at.room.journal.intents.filter(({ text }) => text === ':INP:STAT ON')).toHaveLength(1);
});

test('R-7: a load that says nothing any more is sent off without an answer', async () => {
  const at = await BatteryDesk.open(1);
  await at.start();
  at.load.faults.silent = true;
  const run = await at.run(({ phase }) => phase === 'ended');
  expect(['notMeasured', 'linkLost']).toContain(run.end?.reason);
  expect(run.input).toBe('unknown');
  at.load.faults.clear();
  await at.run(({ input }) => input === 'off');
  expect(at.bench.load.on).toBe(false);
}, 30_000);

test('R-9: with a history that takes nothing none begins, and one that runs goes off all the same', async () => {
  const at = await BatteryDesk.open(1);
  at.room.journal.broken = true;
  await expect(at.start()).rejects.toEqual(code('HISTORY_UNWRITABLE'));
  expect(await at.isOn()).toBe(false);
  at.room.journal.broken = false;
  await at.start();
  at.room.journal.broken = true;
  expect(await at.stop()).toEqual({ stopped: true });
  expect(at.bench.load.on).toBe(false);
});

test('a folder that does not keep that it runs: the input stays off', async () => {
  const at = await BatteryDesk.open(1);
  await mkdir(join(at.room.folder, 'battery-tests.json', 'in the way'), { recursive: true });
  await expect(at.start()).rejects.toEqual(code('FOLDER_UNWRITABLE'));
  expect(await at.isOn()).toBe(false);
  expect(at.room.journal.intents.map(({ text }) => text)).not.toContain(':INP:STAT ON');
});

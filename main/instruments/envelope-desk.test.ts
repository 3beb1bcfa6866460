import { afterEach, expect, test } from 'vitest';
import type { Envelope } from '#shared/contract/channels.ts';
import { asked, callOf, closeAll, code, desk, supply, type TestDesk, told } from './bench.fixture.ts';

afterEach(closeAll);

const pmic: Envelope = { name: 'PMIC eval, rev C', maxVoltage: 5.5, maxCurrent: 2, maxPower: 6 };
const setEnvelope = async (bench: TestDesk, instrument: string, envelope: Envelope | null, channel = 1) =>
  await bench.handlers.safety.setEnvelope({ instrument, channel, envelope }, bench.call());

test('R-5: the envelope holds on every way in, however a command is spelt', async () => {
  const simulated = await supply();
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  await bench.set(id, 'current', 1);
  await bench.set(id, 'voltage', 1);
  await setEnvelope(bench, id, pmic);
  await expect(bench.set(id, 'voltage', 6)).rejects.toMatchObject({
    code: 'SAFETY_ENVELOPE',
    message: '6.00 V was not sent. PMIC eval, rev C allows 5.50 V.',
  });
  await expect(bench.set(id, 'current', 2.5)).rejects.toEqual(code('SAFETY_ENVELOPE'));
  for (const text of [
    'SOUR1:VOLT 6',
    ':source1:voltage:level:immediate:amplitude 6.0E0',
    'sour:volt 6000 mV',
    'SOUR1:CURR 1;VOLT 6',
    'SOUR1:VOLT 3;:OUTP1 ON;:SOUR1:VOLT 9',
    '*CLS;:SOUR1:VOLT +.6e1',
  ])
    await expect(bench.send(id, text, true), text).rejects.toEqual(code('SAFETY_ENVELOPE'));
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
    await expect(bench.send(id, text), text).rejects.toEqual(code('SAFETY_UNKNOWN_EFFECT'));
  // Whether a table knows this spelling or not, nothing of it is sent.
  for (const text of ['VOLT 6', 'CURR 1;VOLT 6', '\t VOLTAGE:LEVEL 6 ', 'SOUR1:VOLT 1;:VOLT 6'])
    await expect(bench.send(id, text), text).rejects.toMatchObject({
      code: expect.stringMatching(/^SAFETY_(ENVELOPE|UNKNOWN_EFFECT)$/),
    });
  await expect(bench.send(id, '*RCL 1', true, 'viewer')).rejects.toEqual(code('PERMISSION_DENIED'));
  expect(await asked(simulated, 'SOUR1:VOLT?;:SOUR1:CURR?;:OUTP1?')).toBe('1.000;1.000;0');
  expect(await bench.send(id, 'SOUR1:VOLT 5.5')).toMatchObject({ reply: null });
  expect(await asked(simulated, 'SOUR1:VOLT?')).toBe('5.500');
  expect(await bench.set(id, 'voltage', 25, 2)).toEqual({ readBack: 25 });
});

test('R-6: a confirmed command of unknown effect is read back, and an output outside the envelope goes off, recorded', async () => {
  const simulated = await supply();
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  await bench.set(id, 'current', 1);
  await bench.set(id, 'voltage', 3);
  await setEnvelope(bench, id, pmic);
  await bench.output(id, true);
  expect(await bench.send(id, 'APPL 1,12,1', true, 'operator')).toMatchObject({ reply: null });
  const live = await bench.live(
    id,
    ({ channels }) => channels[0]?.output?.state === 'known' && channels[0].output?.on === false,
  );
  expect(live.channels[0]?.settings.voltage).toMatchObject({ state: 'known', value: 12 });
  expect(await asked(simulated, 'OUTP1?')).toBe('0');
  await expect.poll(() => bench.audit.length).toBeGreaterThan(0);
  expect(bench.audit).toMatchObject([
    { action: 'safety.envelopeOff', who: 'console', detail: { channel: 1 }, result: 'ok' },
  ]);
  await expect(bench.output(id, true)).rejects.toEqual(code('SAFETY_ENVELOPE'));
  await bench.set(id, 'voltage', 3);
  expect(await bench.output(id, true)).toEqual({ on: true });
});

test('R-5: a new envelope switches off what is outside of it, and a hand on the front panel does not get past it', async () => {
  const simulated = await supply();
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  await bench.set(id, 'current', 1);
  await bench.set(id, 'voltage', 9);
  await bench.output(id, true);
  await bench.set(id, 'voltage', 3, 2);
  await bench.set(id, 'current', 1, 2);
  await bench.output(id, true, 2);
  await setEnvelope(bench, id, pmic);
  expect(await asked(simulated, 'OUTP1?;:OUTP2?')).toBe('0;1');
  await setEnvelope(bench, id, pmic, 2);
  expect(await asked(simulated, 'OUTP2?')).toBe('1');
  await told(simulated, 'SOUR2:VOLT 8');
  await bench.live(id, ({ channels }) => channels[1]?.output?.on === false);
  expect(await asked(simulated, 'OUTP2?')).toBe('0');
  await bench.restart();
  const live = await bench.live(id, ({ channels }) => channels[0]?.output?.state === 'known');
  expect(live.channels.map(({ envelope }) => envelope)).toEqual([pmic, pmic]);
  await expect(bench.output(id, true)).rejects.toEqual(code('SAFETY_ENVELOPE'));
  await setEnvelope(bench, id, null);
  await setEnvelope(bench, id, null, 2);
  expect(await bench.output(id, true)).toEqual({ on: true });
});

test('an envelope limits something, on a channel that there is; who may not change it may not remove it either', async () => {
  const simulated = await supply();
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  const nothing = { name: 'x', maxVoltage: null, maxCurrent: null, maxPower: null };
  await expect(setEnvelope(bench, id, nothing)).rejects.toEqual(code('INPUT_INVALID'));
  await expect(setEnvelope(bench, id, pmic, 3)).rejects.toEqual(code('POINT_UNKNOWN'));
  await setEnvelope(bench, id, pmic);
  const remove = async (role: 'operator' | 'administrator') =>
    await bench.handlers.instruments.remove({ id, outputs: 'refuse' }, callOf(role));
  await expect(remove('operator')).rejects.toEqual(code('PERMISSION_DENIED'));
  expect(await remove('administrator')).toEqual({});
});

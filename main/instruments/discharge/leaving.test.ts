import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { closeAll, code, desk } from '#main/instruments/bench.fixture.ts';
import { BatteryDesk } from './battery.fixture.ts';

afterEach(closeAll);

test('a load that is given back to its front panel is off before that', async () => {
  const at = await BatteryDesk.open(1);
  await at.start();
  await at.room.handlers.instruments.release({ id: at.id }, at.room.call());
  expect(await at.ended()).toMatchObject({ end: { reason: 'released' }, input: 'off' });
  const texts = at.room.journal.intents.map(({ text }) => text);
  expect(texts.indexOf(':INP:STAT OFF')).toBeLessThan(texts.indexOf(':SYST:LOC'));
  expect(at.bench.load.on).toBe(false);
  await expect(at.start()).rejects.toEqual(code('INSTRUMENT_LOCAL'));
});

test('a load is not taken off the desk with its test; when its input may stay as it is, the test ends first', async () => {
  const at = await BatteryDesk.open(1);
  await at.start();
  const { instruments } = at.room.handlers;
  const remove = async (outputs: 'refuse' | 'keep') =>
    await instruments.remove({ id: at.id, outputs }, at.room.call());
  await expect(remove('refuse')).rejects.toEqual(code('OUTPUTS_LIVE'));
  expect(at.bench.load.on).toBe(true);
  await remove('keep');
  expect(at.bench.load.on).toBe(false);
  expect(at.results).toMatchObject([{ reason: 'removed', input: 'off' }]);
});

test('a console that closes, or a PC that goes to sleep, ends it with the input off', async () => {
  const at = await BatteryDesk.open(1);
  await at.start();
  await at.room.instruments.beforeSleep();
  expect(at.bench.load.on).toBe(false);
  await at.start();
  await at.room.instruments.close();
  expect(at.bench.load.on).toBe(false);
  expect(at.results).toMatchObject([
    { reason: 'asleep', input: 'off' },
    { reason: 'closed', input: 'off' },
  ]);
  await at.room.start();
});

test('one that is beginning when the console closes does not outlive it', async () => {
  const at = await BatteryDesk.open(1);
  const beginning = at.start().catch(() => undefined);
  await at.room.instruments.close();
  await beginning;
  expect(at.bench.load.on).toBe(false);
  await at.room.start();
});

test('R-12: the input that a killed console has left on is switched off at the next start, and that is told', async () => {
  const at = await BatteryDesk.open(1);
  const file = join(at.room.folder, 'battery-tests.json');
  await at.start();
  const kept = await readFile(file, 'utf8');
  expect(JSON.parse(kept)).toMatchObject({ tests: [{ instrument: at.id, channel: 1, by: 'administrator' }] });
  await at.room.instruments.close();
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ tests: [] });
  // As if it had not closed.
  await writeFile(file, kept);
  at.load.frontPanel.set({ on: true });
  await at.room.start();
  await expect
    .poll(() => at.results.at(-1), { timeout: 5000 })
    .toMatchObject({
      reason: 'interrupted',
      input: 'off',
      startedBy: 'administrator',
    });
  expect(at.bench.load.on).toBe(false);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ tests: [] });
  // And a person may switch it on again.
  await at.room.output(at.id, true);
  expect(at.bench.load.on).toBe(true);
});

test('R-4: a record of tests that cannot be read latches the emergency stop, and the next start is in order', async () => {
  const room = await desk((folder) => writeFile(join(folder, 'battery-tests.json'), '{'));
  expect(await room.safety()).toMatchObject({
    latched: true,
    reason: expect.stringContaining('battery tests'),
  });
  await room.handlers.safety.reset({}, room.call());
  await room.restart();
  expect(await room.safety()).toMatchObject({ latched: false });
});

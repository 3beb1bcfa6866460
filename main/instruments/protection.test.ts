import { afterEach, expect, test } from 'vitest';
import { startSimulatedMeter } from '#main/simulator/meter.ts';
import { startSimulatedScope } from '#main/simulator/scope.ts';
import type { Live } from '#shared/contract/instruments.ts';
import { asked, closeAll, closeLater, code, desk, supply, type TestDesk, told } from './bench.fixture.ts';

afterEach(closeAll);

const state = (live: Live, channel = 1) => {
  const found = live.channels.find((each) => each.channel === channel);
  if (found === undefined) throw new Error('no such channel');
  return found;
};

const clear = async (room: TestDesk, id: string) =>
  await room.handlers.instruments.clearTrips({ id, channel: 1 }, room.call());

test('R-40: what trips shows as off and tripped, is recorded, and clearing it switches nothing on', async () => {
  const simulated = await supply();
  const room = await desk();
  const id = await room.connect(simulated.address);
  await room.set(id, 'voltage', 3);
  await room.output(id, true);
  // The intent is on the disk before a protection is moved.
  await room.handlers.instruments.set({ id, channel: 1, point: 'overVoltage', value: 2 }, room.call());
  expect(room.journal.intents.map(({ text }) => text)).toContain(':SOUR1:VOLT:PROT 2');
  // A poll may fall between the two that happen at once inside the instrument.
  const both = (live: Live): boolean =>
    (state(live).tripped?.value?.length ?? 0) > 0 && state(live).output?.on === false;
  const tripped = await room.live(id, both);
  expect(state(tripped)).toMatchObject({
    output: { state: 'known', on: false },
    tripped: { state: 'known', value: ['overVoltage'], was: [] },
    mode: null,
  });
  expect(await asked(simulated, 'OUTP1?;:SOUR1:VOLT:PROT:TRIP?')).toBe('0;1');
  // Switching on is refused by the instrument, and said.
  await expect(room.output(id, true)).rejects.toThrow(code('INSTRUMENT_ERROR'));
  expect(await clear(room, id)).toEqual({ trips: [] });
  expect(room.journal.intents.map(({ text }) => text).at(-1)).toBe(':OUTP1:PROT:CLE');
  expect(await asked(simulated, 'OUTP1?;:SOUR1:VOLT:PROT:TRIP?')).toBe('0;0');
  expect(state(await room.live(id, (live) => state(live).tripped?.state === 'known'))).toMatchObject({
    tripped: { value: [] },
    output: { on: false },
  });
  // Written down when it has stood still for a second.
  const recorded = (): unknown[] => room.audit.map(({ detail }) => detail['what']);
  await expect.poll(recorded, { timeout: 5000 }).toContain('protection');
});

test('R-40: a typed clear is refused while the output may be on, and beside anything else', async () => {
  const simulated = await supply();
  const room = await desk();
  const id = await room.connect(simulated.address);
  await room.output(id, true);
  await expect(room.send(id, 'OUTP1:PROT:CLE')).rejects.toThrow(code('SAFETY_TRIPPED'));
  await room.output(id, false);
  await expect(room.send(id, 'OUTP1:PROT:CLE;:OUTP1 ON')).rejects.toThrow(code('SAFETY_TRIPPED'));
  await room.send(id, 'OUTP1:PROT:CLE');
  expect(await asked(simulated, 'OUTP1?')).toBe('0');
});

test('R-40: an instrument that brings its output back when it is cleared is switched off again', async () => {
  const simulated = await supply();
  const room = await desk();
  const id = await room.connect(simulated.address);
  const written: string[] = [];
  const { clear: really } = Object.getPrototypeOf(simulated.channels[0]?.source) as { clear: () => void };
  const source = simulated.channels[0]?.source;
  if (source === undefined) throw new Error('no channel');
  source.clear = () => {
    really.call(source);
    simulated.channels[0]?.switchOutput(true);
    written.push('on');
  };
  await clear(room, id);
  expect(written).toEqual(['on']);
  expect(await asked(simulated, 'OUTP1?')).toBe('0');
  expect(room.journal.intents.map(({ text }) => text).slice(-2)).toEqual([
    ':OUTP1:PROT:CLE',
    ':OUTP1:STAT OFF',
  ]);
});

test('the protections are held like everything else: known, pending, changed at the instrument, unknown', async () => {
  const simulated = await supply();
  const room = await desk();
  const id = await room.connect(simulated.address);
  const first = state(await room.live(id, (live) => state(live).settings.overVoltage?.state === 'known'));
  expect(first.choices).toMatchObject({
    overVoltageProtection: { state: 'known', value: 'ON' },
    overCurrentProtection: { state: 'known', value: 'OFF' },
  });
  await told(simulated, ':SOUR1:CURR:PROT 0.5;:SOUR1:CURR:PROT:STAT ON');
  const changed = state(
    await room.live(id, (live) => state(live).choices.overCurrentProtection?.value === 'ON'),
  );
  expect(changed.choices.overCurrentProtection).toMatchObject({ state: 'known', was: 'OFF' });
  expect(changed.choices.overCurrentProtection?.changedAt).not.toBeNull();
  const { instruments } = room.handlers;
  const choice = { id, channel: 1, choice: 'overCurrentProtection', word: 'OFF' } as const;
  expect(await instruments.choose(choice, room.call())).toEqual({ readBack: 'OFF' });
  await expect(
    Promise.resolve(instruments.set({ id, channel: 1, point: 'overVoltage', value: 40 }, room.call())),
  ).rejects.toThrow(code('RANGE_EXCEEDED'));
  await expect(room.send(id, 'VOLT:PROT 40')).rejects.toThrow(code('RANGE_EXCEEDED'));
  await simulated.close();
  // Not 'dirty': an answer that is missing takes nothing from what was read before.
  const lost = (live: Live): boolean => live.link === 'unreachable' || live.link === 'connecting';
  const gone = state(await room.live(id, lost));
  expect(gone.settings.overVoltage).toMatchObject({ state: 'unknown', value: null });
  expect(gone.choices.overVoltageProtection).toMatchObject({ state: 'unknown', value: null });
  expect(gone.tripped).toMatchObject({ state: 'unknown', value: null });
});

test('a scope and a meter hold their settings; a single acquisition that ends is nobody’s change', async () => {
  const room = await desk();
  const scope = await startSimulatedScope();
  closeLater(() => scope.close());
  const meter = await startSimulatedMeter();
  closeLater(() => meter.close());
  const id = await room.connect(scope.address);
  const { instruments } = room.handlers;
  const set = async (point: 'timeScale' | 'verticalScale', value: number, channel = 1) =>
    await instruments.set({ id, channel, point, value }, room.call());
  expect(await set('timeScale', 2e-6)).toEqual({ readBack: 2e-6 });
  expect(await set('verticalScale', 0.05, 2)).toEqual({ readBack: 0.05 });
  const single = { id, channel: 1, choice: 'acquisition', word: 'SINGLE' } as const;
  const { readBack } = await instruments.choose(single, room.call());
  expect(['SINGLE', 'STOP']).toContain(readBack);
  const run = { ...single, word: 'RUN' };
  expect(await instruments.choose(run, room.call())).toEqual({ readBack: 'RUN' });
  await told(scope as never, ':STOP');
  await room.live(id, (live) => state(live).choices.acquisition?.value === 'STOP');
  expect(state(await room.live(id, () => true)).choices.acquisition).toMatchObject({ changedAt: null });

  const other = await room.connect(meter.address);
  const point = { id: other, channel: 1, point: 'voltageRange', value: 10 } as const;
  expect(await instruments.set(point, room.call())).toEqual({ readBack: 10 });
  const follows = (live: Live): boolean => state(live).choices.voltageAutoRange?.value === 'OFF';
  expect(state(await room.live(other, follows)).settings).toMatchObject({
    voltageRange: { value: 10 },
    voltageCycles: { value: 1 },
  });
});

import { afterEach, expect, test } from 'vitest';
import { startSimulatedMeter } from '#main/simulator/meter.ts';
import type { HeldWord } from '#shared/contract/channels.ts';
import type { Live } from '#shared/contract/instruments.ts';
import { closeAll, closeLater, desk, told } from './bench.fixture.ts';

afterEach(closeAll);

const follows = (live: Live): HeldWord => {
  const held = live.channels[0]?.choices.voltageAutoRange;
  if (held === undefined) throw new Error('no such choice');
  return held;
};
const reads = (word: string) => (live: Live) =>
  follows(live).state === 'known' && follows(live).value === word;

test('R-28: a range that is set here ends that it follows, and nobody is said to have changed that at the instrument', async () => {
  const simulated = await startSimulatedMeter();
  closeLater(() => simulated.close());
  const room = await desk();
  const id = await room.connect(simulated.address);
  await room.live(id, reads('ON'));
  await room.handlers.instruments.set({ id, channel: 1, point: 'voltageRange', value: 100 }, room.call());
  expect(follows(await room.live(id, reads('OFF')))).toMatchObject({ was: null, changedAt: null });
  // A hand at the instrument is still seen.
  await told(simulated, ':SENS:VOLT:RANG:AUTO ON');
  const live = await room.live(id, reads('ON'));
  expect(follows(live)).toMatchObject({ was: 'OFF' });
  expect(follows(live).changedAt).not.toBeNull();
  const recorded = (): unknown[] => room.audit.map(({ detail }) => detail['what']);
  await expect.poll(recorded, { timeout: 10_000 }).toContain('voltageAutoRange');
  expect(recorded().filter((what) => what === 'voltageAutoRange')).toHaveLength(1);
});

import { describe, expect, it } from 'vitest';
import type { ChannelInfo, HeldTrips } from '#shared/contract/channels.ts';
import { supplyInfo } from './channel.fixture.ts';
import { sayTrips } from './trip-words.ts';

const info: ChannelInfo = {
  ...supplyInfo(2),
  trips: [
    { trip: 'overVoltage', label: 'Over-voltage' },
    { trip: 'overCurrent', label: 'Over-current' },
  ],
};
const tripped = (part: Partial<HeldTrips>): HeldTrips => ({
  state: 'known',
  value: [],
  was: null,
  at: 0,
  changedAt: null,
  ...part,
});

describe('what is said of a protection that tripped', () => {
  it('says nothing while nothing has, or while that is not known', () => {
    expect(sayTrips(info, null)).toBeNull();
    expect(sayTrips(info, tripped({}))).toBeNull();
    expect(sayTrips(info, tripped({ state: 'unknown', value: null, was: ['overVoltage'] }))).toBeNull();
  });
  it('names what tripped, and that clearing switches nothing on', () => {
    const words = sayTrips(info, tripped({ value: ['overVoltage', 'overCurrent'] }));
    expect(words?.title).toBe('Over-voltage and Over-current protection has switched the output off.');
    expect(words?.remedy).toContain('stays off');
  });
  it('stays until it is read back as cleared', () => {
    expect(sayTrips(info, tripped({ state: 'pending', value: [], was: ['overCurrent'] }))?.title).toMatch(
      /^Over-current/u,
    );
    expect(sayTrips(info, tripped({ state: 'known', value: [], was: ['overCurrent'] }))).toBeNull();
  });
});

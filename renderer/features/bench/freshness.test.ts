import { describe, expect, it } from 'vitest';
import type { Live, SupplyChannel } from '#shared/contract/instruments.ts';
import { freshness } from './freshness.ts';

const held = { state: 'known', value: 1, was: null, at: 0 } as const;
const channel: SupplyChannel = {
  channel: 1,
  setVoltage: held,
  setCurrent: held,
  output: { state: 'known', on: true, lastSeen: true, since: 0 },
  mode: 'CV',
  voltage: 3.3,
  current: 0.5,
  power: 1.65,
  at: 10_000,
  envelope: null,
};
const live: Live = { id: 'a', link: 'ready', periodMs: 200, channels: [channel] };

describe('freshness', () => {
  it('is live within two periods', () => expect(freshness(live, channel, 10_400).kind).toBe('live'));
  it('is stale after them, with its age', () => {
    expect(freshness(live, channel, 22_100)).toEqual({ kind: 'stale', ageMs: 12_100, word: 'Stale 12 s' });
  });
  it.each(['unreachable', 'closed', 'connecting'] as const)(
    'is unknown when the link is %s, however new the reading',
    (link) => {
      expect(freshness({ ...live, link }, channel, 10_001).kind).toBe('unknown');
    },
  );
  it('is unknown when the window knows nothing', () => {
    expect(freshness(null, channel, 10_001).kind).toBe('unknown');
    expect(freshness(live, undefined, 10_001).kind).toBe('unknown');
    expect(freshness(live, { ...channel, voltage: null }, 10_001).kind).toBe('unknown');
    expect(freshness(live, { ...channel, at: null }, 10_001).kind).toBe('unknown');
  });
});

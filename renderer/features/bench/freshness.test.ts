import { describe, expect, it } from 'vitest';
import type { Live } from '#shared/contract/instruments.ts';
import { channelState, generatorInfo, supplyInfo } from './channel.fixture.ts';
import { freshness, freshnessAt } from './freshness.ts';

const info = supplyInfo(1);
const state = channelState({ at: 10_000 });
const live: Live = { id: 'a', link: 'ready', periodMs: 200, channels: [state] };

describe('freshness', () => {
  it('is live within two periods', () => expect(freshness(live, info, state, 10_400).kind).toBe('live'));
  it('is stale after them, with its age', () => {
    expect(freshness(live, info, state, 22_100)).toEqual({
      kind: 'stale',
      ageMs: 12_100,
      word: 'Stale 12 s',
    });
  });
  it.each(['unreachable', 'closed', 'connecting'] as const)(
    'is unknown when the link is %s, however new the reading',
    (link) => {
      expect(freshness({ ...live, link }, info, state, 10_001).kind).toBe('unknown');
    },
  );
  it('is unknown when the window knows nothing, or nothing could be measured', () => {
    expect(freshness(null, info, state, 10_001).kind).toBe('unknown');
    expect(freshness(live, info, { ...state, readings: {} }, 10_001).kind).toBe('unknown');
    const over = { ...state, readings: {}, overload: ['voltage' as const] };
    expect(freshness(live, info, over, 10_001).kind).toBe('live');
    expect(freshness(live, info, { ...state, at: null }, 10_001).kind).toBe('unknown');
  });
  it('is unknown while the instrument is at its front panel, and says so', () => {
    expect(freshness(live, info, state, 10_001, true)).toMatchObject({ kind: 'unknown', word: 'Released' });
  });
  it('does not wait for readings of what measures nothing', () => {
    const generator = { ...state, readings: {} };
    expect(freshness(live, generatorInfo, { ...generator, at: null }, 10_001).kind).toBe('live');
    expect(freshness(live, generatorInfo, generator, 10_400).kind).toBe('live');
    expect(freshness(live, generatorInfo, generator, 22_100).kind).toBe('stale');
  });
});

describe('freshnessAt', () => {
  it('is the same of one reading by itself', () => {
    expect(freshnessAt(live, 10_000, 10_400).kind).toBe('live');
    expect(freshnessAt(live, 10_000, 22_100)).toEqual({ kind: 'stale', ageMs: 12_100, word: 'Stale 12 s' });
    expect(freshnessAt(live, null, 10_400).kind).toBe('unknown');
    expect(freshnessAt({ ...live, link: 'unreachable' }, 10_000, 10_001).kind).toBe('unknown');
    expect(freshnessAt(live, 10_000, 10_001, true)).toMatchObject({ kind: 'unknown', word: 'Released' });
  });
});

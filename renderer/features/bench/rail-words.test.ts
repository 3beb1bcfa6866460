import { describe, expect, it } from 'vitest';
import type { Instrument } from '#shared/contract/instruments.ts';
import { railWord } from './rail-words.ts';

const range = { min: 0, max: 6, resolution: 0.001 };
const channel = (number: number) => ({
  channel: number,
  label: `CH${number}`,
  voltage: range,
  current: range,
});
const supply: Instrument = {
  id: 'a',
  name: 'Supply',
  address: 'tcp://127.0.0.1:5025',
  vendor: '',
  model: '',
  serial: '',
  firmware: '',
  driver: '',
  verified: 'manual',
  kind: 'dc-supply',
  simulated: true,
  link: 'ready',
  answeredAt: 1,
  latencyMs: 1,
  trouble: null,
  channels: [channel(1), channel(2)],
};
const output = (number: number, state: 'on' | 'unknown', instrument = 'a') => ({
  instrument,
  name: 'Supply',
  channel: number,
  state,
});

describe('what the rail says', () => {
  it('counts outputs that are on, of this instrument alone', () => {
    expect(railWord(supply, [output(1, 'on'), output(1, 'on', 'b')]).word).toBe('1 of 2 on');
  });
  it('says off only when none is on or unknown', () => {
    expect(railWord(supply, [])).toEqual({ kind: 'off', word: 'Off' });
  });
  it('says unknown before anything else', () => {
    expect(railWord(supply, [output(1, 'on'), output(2, 'unknown')]).kind).toBe('unknown');
    expect(railWord(supply, null).kind).toBe('unknown');
  });
  it('speaks of the link where there are no outputs', () => {
    expect(railWord({ ...supply, kind: 'generic', link: 'busy' }, []).word).toBe('Ready');
    expect(railWord({ ...supply, kind: 'generic', link: 'unreachable' }, []).kind).toBe('unknown');
  });
  it('does not call a supply that is gone off', () => {
    expect(railWord({ ...supply, link: 'unreachable' }, []).kind).toBe('unknown');
  });
});

import { describe, expect, it } from 'vitest';
import { countLive, type LiveOutputs, sayLive } from './live-text.ts';

const out = (name: string, channel: number, state: 'on' | 'unknown'): LiveOutputs[number] => ({
  instrument: name,
  name,
  channel,
  state,
});

describe('outputs that may be live, in words', () => {
  it('names instrument, outputs and state', () => {
    const live = [out('Supply A', 1, 'on'), out('Supply A', 2, 'on'), out('Supply B', 1, 'unknown')];
    expect(sayLive(live)).toBe('Supply A: outputs 1 and 2 on. Supply B: output 1 unknown.');
    expect(countLive(live)).toBe('2 on, 1 unknown');
  });
  it('keeps on and unknown of one instrument apart', () => {
    expect(sayLive([out('A', 1, 'on'), out('A', 2, 'unknown')])).toBe('A: output 1 on, output 2 unknown.');
  });
  it('is empty when nothing is live', () => {
    expect(sayLive([])).toBe('');
    expect(countLive([])).toBe('');
  });
});

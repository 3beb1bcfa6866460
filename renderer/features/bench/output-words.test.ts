import { describe, expect, it } from 'vitest';
import type { HeldOutput, SupplyChannel } from '#shared/contract/instruments.ts';
import { keyNote, keyState, whyLocked } from './output-words.ts';

const output = (
  state: HeldOutput['state'],
  on: boolean | null,
  lastSeen: boolean | null = on,
): HeldOutput => ({
  state,
  on,
  lastSeen,
  since: 1000,
});
const held = { state: 'known', value: 1.5, was: null, at: 0 } as const;
const channel = (out: HeldOutput, mode: SupplyChannel['mode'] = 'CV'): SupplyChannel => ({
  channel: 1,
  setVoltage: held,
  setCurrent: held,
  output: out,
  mode,
  voltage: 0,
  current: 0,
  power: 0,
  at: 0,
  envelope: null,
});

describe('output key words', () => {
  it.each([
    [output('known', true), 'on'],
    [output('known', false), 'off'],
    [output('pending', true), 'turning-on'],
    [output('pending', false), 'turning-off'],
    [output('unknown', null, true), 'unknown'],
    [output('known', null), 'unknown'],
    [undefined, 'unknown'],
  ] as const)('%j', (out, state) => expect(keyState(out)).toBe(state));

  it('says since when it is on, and at what limit', () => {
    expect(keyNote(channel(output('known', true)), 1_085_000)).toBe('On for 18 min 04 s');
    expect(keyNote(channel(output('known', true), 'CC'), 5000)).toBe('On for 4 s, at its limit');
  });
  it('says what it will give before it is turned on', () => {
    expect(keyNote(channel(output('known', false)), 0)).toBe('Gives 1.500 V, 1.500 A at most');
  });
  it('never reassures about an output that is not known', () => {
    expect(keyNote(channel(output('unknown', null, false)), 0)).toBe('Treat it as live. Last seen off');
    expect(keyNote(undefined, 0)).toBe('Treat it as live');
  });
  it('locks on while latched, and while that is not known', () => {
    expect(whyLocked(true)).not.toBeNull();
    expect(whyLocked(null)).not.toBeNull();
    expect(whyLocked(false)).toBeNull();
  });
  it('locks on while a setpoint stands outside the envelope, and says which', () => {
    const inside = channel(output('known', false));
    const envelope = { name: 'Board', maxVoltage: 1.4, maxCurrent: null, maxPower: null };
    expect(whyLocked(false, { ...inside, envelope })).toBe('Set V is over the envelope, 1.40 V');
    expect(whyLocked(false, { ...inside, envelope: { ...envelope, maxVoltage: 1.5, maxCurrent: 0.2 } })).toBe(
      'Limit A is over the envelope, 0.20 A',
    );
    expect(whyLocked(false, { ...inside, envelope: { ...envelope, maxVoltage: 1.5 } })).toBeNull();
  });
});

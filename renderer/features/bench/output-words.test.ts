import { describe, expect, it } from 'vitest';
import type { ChannelState, Envelope, HeldOutput } from '#shared/contract/channels.ts';
import { channelState, generatorInfo, held, loadInfo, output, supplyInfo } from './channel.fixture.ts';
import { keyName, keyNote, keyState, whyLocked } from './output-words.ts';

const info = supplyInfo(1);
const channel = (out: HeldOutput, part: Partial<ChannelState> = {}): ChannelState =>
  channelState({ settings: { voltage: held(1.5), current: held(1.5) }, output: out, ...part });
const word = (value: string): ChannelState['function'] => ({
  state: 'known',
  value,
  was: null,
  at: 0,
  changedAt: null,
});

describe('output key words', () => {
  it.each([
    [output('known', true), 'on'],
    [output('known', false), 'off'],
    [output('pending', true), 'turning-on'],
    [output('pending', false), 'turning-off'],
    [output('unknown', null, { lastSeen: true }), 'unknown'],
    [output('known', null), 'unknown'],
    [undefined, 'unknown'],
    [null, 'unknown'],
  ] as const)('%j', (out, state) => expect(keyState(out)).toBe(state));

  it('calls the input of a load an input, and numbers only what there are several of', () => {
    expect(keyName(info, 2)).toBe('Output 1');
    expect(keyName(loadInfo, 1)).toBe('Input');
  });
  it('says since when it is on, and at what limit', () => {
    expect(keyNote(info, channel(output('known', true)), 1_085_000)).toBe('On for 18 min 04 s');
    expect(keyNote(info, channel(output('known', true), { mode: 'CC' }), 5000)).toBe(
      'On for 4 s, at its limit',
    );
  });
  it('says what it will do before it is turned on', () => {
    const off = output('known', false);
    expect(keyNote(info, channel(off), 0)).toBe('Gives 1.500 V, 1.500 A at most');
    const settings = { current: held(0.48), voltage: held(5), resistance: held(4700), power: held(10) };
    const load = (at: string): string => keyNote(loadInfo, channel(off, { settings, function: word(at) }), 0);
    expect(load('CURR')).toBe('Takes 0.480 A');
    expect(load('VOLT')).toBe('Holds 5.000 V');
    expect(load('RES')).toBe('Is 4.700 kΩ');
    expect(load('POW')).toBe('Takes 10.000 W');
    const wave = { frequency: held(1000), amplitude: held(2), offset: held(-0.5) };
    expect(keyNote(generatorInfo, channel(off, { settings: wave }), 0)).toBe(
      'Gives 1.000 kHz, 2.000 Vpp, \u22120.500 V offset',
    );
  });
  it('does not guess a setpoint that is not known', () => {
    const off = output('known', false);
    const settings = { voltage: held(null), current: held(1) };
    expect(keyNote(info, channel(off, { settings }), 0)).toBe('Its setpoints are not known');
    expect(keyNote(loadInfo, channel(off, { settings, function: null }), 0)).toBe(
      'Its setpoint is not known',
    );
  });
  it('never reassures about an output that is not known', () => {
    expect(keyNote(info, channel(output('unknown', null, { lastSeen: false })), 0)).toBe(
      'Treat it as live. Last seen off',
    );
    expect(keyNote(info, undefined, 0)).toBe('Treat it as live');
  });
  it('locks on while latched, and while that is not known', () => {
    expect(whyLocked(true)).not.toBeNull();
    expect(whyLocked(null)).not.toBeNull();
    expect(whyLocked(false)).toBeNull();
  });
  it('locks on while a setpoint stands outside the envelope, and says which', () => {
    const open: Envelope = { name: 'Board', maxVoltage: null, maxCurrent: null, maxPower: null };
    const why = (limits: Partial<Envelope>): string | null =>
      whyLocked(false, {
        kind: 'dc-supply',
        info,
        state: channel(output('known', false), { envelope: { ...open, ...limits } }),
      });
    expect(why({ maxVoltage: 1.4 })).toBe('Set V is over the envelope, 1.40 V');
    expect(why({ maxVoltage: 1.5, maxCurrent: 0.2 })).toBe('Limit A is over the envelope, 0.20 A');
    expect(why({ maxVoltage: 1.5 })).toBeNull();
  });
  it('holds a load to the setpoint that rules', () => {
    const envelope = { name: 'Board', maxVoltage: 3, maxCurrent: 0.2, maxPower: null };
    const settings = { current: held(0.1), voltage: held(5) };
    const why = (at: string): string | null =>
      whyLocked(false, {
        kind: 'dc-load',
        info: loadInfo,
        state: channel(output('known', false), { envelope, settings, function: word(at) }),
      });
    expect(why('CURR')).toBeNull();
    expect(why('VOLT')).toBe('Voltage is over the envelope, 3.00 V');
  });
});

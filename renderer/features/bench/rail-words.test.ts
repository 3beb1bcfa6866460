import { describe, expect, it } from 'vitest';
import type { Instrument } from '#shared/contract/instruments.ts';
import { loadInfo, meterInfo, supply } from './channel.fixture.ts';
import { railWord, sayUnknown, wayWord } from './rail-words.ts';

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
  it('names the one input or output there is', () => {
    const load: Instrument = { ...supply, kind: 'dc-load', channels: [loadInfo] };
    expect(railWord(load, []).word).toBe('Input off');
    expect(railWord(load, [output(1, 'on')])).toEqual({ kind: 'on', word: 'Input on' });
    expect(railWord({ ...supply, kind: 'multimeter', channels: [meterInfo] }, []).word).toBe('Ready');
  });
  it('says released, and does not say off of outputs that nobody watches', () => {
    expect(railWord({ ...supply, control: 'local' }, [])).toEqual({ kind: 'unknown', word: 'Released' });
    const meter: Instrument = { ...supply, kind: 'multimeter', channels: [meterInfo], control: 'local' };
    expect(railWord(meter, [])).toEqual({ kind: 'off', word: 'Released' });
  });
});

describe('what is not known of an instrument that is gone', () => {
  it.each([
    [supply.channels, [1, 2], 'Outputs 1 and 2 unknown.'],
    [supply.channels, [2], 'Output 2 unknown.'],
    [[loadInfo], [1], 'Input unknown.'],
    [[meterInfo], [1], ''],
    [supply.channels, [], ''],
  ])('%#', (channels, unknown, words) => expect(sayUnknown(channels, unknown)).toBe(words));
});

it.each([
  ['tcp://10.0.0.5:5025', 'lan'],
  ['hislip://10.0.0.5:4880/hislip0', 'lan'],
  ['usb://1ab1:04ce/DS1Z', 'usb'],
  ['serial:///dev/ttyUSB0', 'serial'],
  ['prologix+serial:///dev/ttyUSB1?gpib=9', 'gpib'],
  ['gpib://0/22', 'gpib'],
  ['replay://run', 'recording'],
])('%s is reached by %s', (address, word) => {
  expect(wayWord({ address, simulated: false })).toBe(word);
  expect(wayWord({ address, simulated: true })).toBe('simulated');
});

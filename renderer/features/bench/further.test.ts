import { describe, expect, it } from 'vitest';
import {
  type ChannelInfo,
  choiceNames,
  type ChoiceName,
  type HeldWord,
  type Point,
  points,
} from '#shared/contract/channels.ts';
import { channelState, held, supplyInfo } from './channel.fixture.ts';
import { furtherGroups, placedNames } from './further.ts';
import { furtherFacts } from './further-words.ts';
import { pointKeys } from './points.ts';

const setting = (
  point: Point,
  part: Partial<ChannelInfo['settings'][number]> = {},
): ChannelInfo['settings'][number] => ({
  point,
  min: 0,
  max: 1000,
  resolution: 0.001,
  values: null,
  of: 'channel',
  under: null,
  rare: true,
  ...part,
});
const choice = (
  name: ChoiceName,
  words: readonly string[] = ['ON', 'OFF'],
  part: Partial<ChannelInfo['choices'][number]> = {},
): ChannelInfo['choices'][number] => ({
  choice: name,
  label: name,
  words: words.map((word) => ({ word, label: word.toLowerCase() })),
  of: 'channel',
  under: null,
  rare: true,
  ...part,
});
const word = (value: string | null, state: HeldWord['state'] = 'known'): HeldWord => ({
  state,
  value,
  was: null,
  at: 0,
  changedAt: null,
});
const info: ChannelInfo = {
  ...supplyInfo(1),
  settings: [
    ...supplyInfo(1).settings,
    setting('overVoltage'),
    setting('dutyCycle', { under: ['SQU'] }),
    setting('timeScale', { of: 'instrument' }),
    setting('voltageRange', { values: [0.1, 1, 10], under: ['VOLT'] }),
    setting('sweepTime'),
  ],
  choices: [
    choice('overVoltageProtection'),
    choice('overCurrentProtection'),
    choice('voltageAutoRange', ['ON', 'OFF'], { under: ['VOLT'] }),
    choice('sweep'),
  ],
};
const topics = (of: 'channel' | 'instrument', at: string | null): string[] =>
  furtherGroups(info, at, of).map(({ topic }) => topic);

describe('what is set beyond the first row', () => {
  it('has a place for every setting and choice that a driver can declare, but the setpoints with a key of their own', () => {
    const homeless = [...points, ...choiceNames].filter((name) => !placedNames.has(name));
    expect(homeless.filter((name) => pointKeys[name as Point] === undefined)).toEqual([]);
  });
  it('shows what means something under the function that is held, and nothing of it while that is unknown', () => {
    expect(topics('channel', 'SQU')).toEqual(['shape', 'sweep', 'protection']);
    expect(topics('channel', 'VOLT')).toEqual(['range', 'sweep', 'protection']);
    expect(topics('channel', null)).toEqual(['sweep', 'protection']);
  });
  it('keeps what is the whole instrument’s apart', () => {
    expect(topics('instrument', 'SQU')).toEqual(['horizontal']);
  });
  it('never lists a setpoint of the first row', () => {
    const names = furtherGroups(info, 'SQU', 'channel').flatMap(({ items }) =>
      items.map((item) => (item.kind === 'setting' ? item.setting.point : item.choice.choice)),
    );
    expect(names).not.toContain('voltage');
  });
});

describe('what a closed group says', () => {
  const facts = (topic: string, at: string | null, part: Parameters<typeof channelState>[0]) => {
    const group = furtherGroups(info, at, 'channel').find((each) => each.topic === topic)!;
    return furtherFacts('dc-supply', group, channelState(part)).map(
      ({ label, value, quiet }) => `${label} ${value}${quiet ? ' (quiet)' : ''}`,
    );
  };
  it('lets a protection that is off have no level, and one that is unknown no level either', () => {
    const settings = { overVoltage: held(3.63) };
    expect(facts('protection', null, { settings, choices: { overVoltageProtection: word('ON') } })[0]).toBe(
      'OVP 3.630 V',
    );
    expect(facts('protection', null, { settings, choices: { overVoltageProtection: word('OFF') } })[0]).toBe(
      'OVP off (quiet)',
    );
    expect(facts('protection', null, { settings })[0]).toBe('OVP \u2212 \u2212 \u2212');
  });
  it('says a protection without a level by its switch', () => {
    expect(facts('protection', null, { choices: { overCurrentProtection: word('OFF') } })[1]).toBe(
      'OCP off (quiet)',
    );
  });
  it('says that a range follows, and which one it is', () => {
    const settings = { voltageRange: held(0.1) };
    const range = (at: string) =>
      facts('range', 'VOLT', { settings, choices: { voltageAutoRange: word(at) } });
    expect(range('ON')).toEqual(['DC voltage range auto, 100 mV']);
    expect(range('OFF')).toEqual(['DC voltage range 100 mV']);
  });
  it('says no more of a sweep that is off', () => {
    const settings = { sweepTime: held(1) };
    expect(facts('sweep', null, { settings, choices: { sweep: word('OFF') } })).toEqual([
      'sweep off (quiet)',
    ]);
    expect(facts('sweep', null, { settings, choices: { sweep: word('ON') } })).toEqual([
      'sweep on',
      'Sweep time 1.000 s',
    ]);
  });
  it('never shows an old value as the one that is held', () => {
    const gone = { state: 'unknown', value: null, was: 5, at: 0, changedAt: null } as const;
    expect(
      facts('protection', null, {
        settings: { overVoltage: gone },
        choices: { overVoltageProtection: word('ON') },
      })[0],
    ).toBe('OVP \u2212 \u2212 \u2212 V');
  });
});

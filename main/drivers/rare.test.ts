import { describe, expect, test } from 'vitest';
import { families } from './choose.ts';
import { drive } from './drive.ts';
import { simulatedMeter } from './families/lablink-simulated-meter.ts';
import { simulatedScope } from './families/lablink-simulated-scope.ts';
import { simulatedSupply } from './families/lablink-simulated-supply.ts';
import { controlsOf, replay } from './transcript.fixture.ts';

const every =
  ':OUTP2:STAT?;:SOUR2:MODE?;:SOUR2:VOLT:PROT:TRIP?;:SOUR2:CURR:PROT:TRIP?;:SOUR2:VOLT?;:SOUR2:CURR?;:MEAS2:VOLT?;:MEAS2:CURR?;:MEAS2:POW?';
const answers = '0;OFF;1;0;3.3;0.5;0;0;0';

describe('what changes rarely', () => {
  test('is asked for in turn, one at a poll, each channel for itself', async () => {
    const supply = controlsOf(simulatedSupply, 'SIM-PS2');
    const talk = replay(`
      > ${every};:SOUR2:VOLT:PROT?
      < ${answers};5.5
      > ${every.replaceAll('2', '1')};:SOUR1:VOLT:PROT?
      < ${answers};6.5
      > ${every};:SOUR2:CURR:PROT?
      < ${answers};0.7
      > ${every};:SOUR2:VOLT:PROT:STAT?
      < ${answers};1
      > ${every};:SOUR2:CURR:PROT:STAT?
      < ${answers};OFF
      > ${every};:SOUR2:VOLT:PROT?
      < ${answers};5.5
    `);
    const set = { voltage: 3.3, current: 0.5 };
    const poll = async (channel: number) => await supply.poll(talk, channel, 'one');
    expect(await poll(2)).toMatchObject({ settings: { ...set, overVoltage: 5.5 }, trips: ['overVoltage'] });
    expect(await poll(1)).toMatchObject({ settings: { ...set, overVoltage: 6.5 }, choices: {} });
    expect((await poll(2)).settings).toEqual({ ...set, overCurrent: 0.7 });
    expect((await poll(2)).choices).toEqual({ overVoltageProtection: 'ON' });
    expect((await poll(2)).choices).toEqual({ overCurrentProtection: 'OFF' });
    expect((await poll(2)).settings).toEqual({ ...set, overVoltage: 5.5 });
    talk.finish();
  });
  test('is all asked for at once where everything has to be known, a few in a message', async () => {
    const meter = controlsOf(simulatedMeter, 'SIM-DM1');
    const asked: string[] = [];
    const talk = {
      askBytes: () => Promise.reject(new Error('nothing has bytes')),
      tell: () => Promise.reject(new Error('nothing is told')),
      ask: <V>(text: string, read: (reply: string) => V) => {
        asked.push(text);
        const reply = text.split(';').map((each) => (each === ':SENS:FUNC?' ? '"RES"' : '1'));
        return Promise.resolve(read(reply.join(';')));
      },
    };
    const poll = await meter.poll(talk, 1, 'all');
    expect(Object.keys(poll.settings)).toHaveLength(8);
    expect(Object.keys(poll.choices)).toHaveLength(5);
    expect(asked[0]).toBe(':SENS:FUNC?;:READ?');
    expect(asked.slice(1).map((text) => text.split(';').length)).toEqual([4, 4, 4, 1]);
  });
  test('what is the whole instrument’s is its first channel’s alone', async () => {
    const scope = controlsOf(simulatedScope, 'SIM-DS2');
    const [one, two] = scope.channels;
    const shared = one?.settings.filter(({ of }) => of === 'instrument').map(({ point }) => point);
    expect(shared).toEqual(['timeScale', 'timeOffset', 'triggerLevel']);
    expect(two?.settings.map(({ point }) => point)).toEqual(['verticalScale', 'verticalOffset']);
    expect(two?.choices.map(({ choice }) => choice)).toEqual(['display', 'coupling']);
    const nothing = replay('');
    await expect(scope.set(nothing, 2, 'timeScale', 1e-3)).rejects.toMatchObject({ code: 'POINT_UNKNOWN' });
    await expect(scope.choose(nothing, 2, 'triggerSlope', 'POS')).rejects.toMatchObject({
      code: 'POINT_UNKNOWN',
    });
    expect(drive(simulatedScope, 'SIM-DS2').effects('TIM:SCAL 1ms;:chan2:offs -500MV')).toEqual([
      { kind: 'setpoint', channel: 1, quantity: 'timeScale', value: 0.001 },
      { kind: 'setpoint', channel: 2, quantity: 'verticalOffset', value: -0.5 },
    ]);
  });
});

describe('choices', () => {
  test('are turned and read back; a word may be a command of its own', async () => {
    const scope = controlsOf(simulatedScope, 'SIM-DS2');
    const talk = replay(`
      > :TRIG:EDGE:SOUR CHAN2
      > :TRIG:EDGE:SOUR?
      < CHAN2
      > :SING
      > :ACQ:STAT?
      < STOP
      > :CHAN2:DISP OFF
      > :CHAN2:DISP?
      < 0
    `);
    expect(await scope.choose(talk, 1, 'triggerSource', 'CHAN2')).toBe('CHAN2');
    expect(await scope.choose(talk, 1, 'acquisition', 'SINGLE')).toBe('STOP');
    expect(await scope.choose(talk, 2, 'display', 'OFF')).toBe('OFF');
    talk.finish();
    await expect(scope.choose(replay(''), 1, 'triggerSource', 'EXT')).rejects.toMatchObject({
      code: 'WORD_UNKNOWN',
    });
  });
  test.each([
    ['TRIG:EDGE:SOUR channel2', [{ kind: 'choice', channel: 1, choice: 'triggerSource', word: 'CHAN2' }]],
    ['TRIG:EDGE:SOUR CHAN', 'unknown'],
    ['TRIG:EDGE:SOUR CHAN3', 'unknown'],
    ['SINGLE', [{ kind: 'choice', channel: 1, choice: 'acquisition', word: 'SINGLE' }]],
    ['SING 1', 'unknown'],
    ['chan2:disp 1', [{ kind: 'choice', channel: 2, choice: 'display', word: 'ON' }]],
    ['CHAN1:COUP ac', [{ kind: 'choice', channel: 1, choice: 'coupling', word: 'AC' }]],
    ['CHAN1:COUP GND', 'unknown'],
    ['AUT', 'unknown'],
  ] as const)('typed: %s', (text, meant) => {
    const effects = drive(simulatedScope, 'SIM-DS2').effects(text);
    expect(effects).toEqual(meant === 'unknown' ? [{ kind: 'unknown', text }] : meant);
  });
  test('protection: levels, switches, and clearing have their effects', () => {
    const { effects } = drive(simulatedSupply, 'SIM-PS2');
    expect(effects('VOLT:PROT 5.5;:SOUR2:CURR:PROT:STAT ON;:OUTP2:PROT:CLE')).toEqual([
      { kind: 'setpoint', channel: 1, quantity: 'overVoltage', value: 5.5 },
      { kind: 'choice', channel: 2, choice: 'overCurrentProtection', word: 'ON' },
      { kind: 'clear', channel: 2 },
    ]);
    expect(effects('OUTP3:PROT:CLE').map(({ kind }) => kind)).toEqual(['unknown']);
    expect(effects('OUTP:PROT:CLE 1').map(({ kind }) => kind)).toEqual(['unknown']);
    expect(effects('VOLT:PROT MAX').map(({ kind }) => kind)).toEqual(['unknown']);
    expect(effects('VOLT:PROT:TRIP?;:CURR:PROT?').map(({ kind }) => kind)).toEqual(['none', 'none']);
  });
  test.each(families.map((family) => [family.family, family] as const))(
    '%s: under names words that its selector has',
    (_, family) => {
      const words = family.selector?.words.map(({ word }) => word) ?? [];
      const places = [
        ...Object.values(family.settings),
        ...Object.values(family.choices).map(({ point }) => point),
      ];
      for (const { under } of places) for (const word of under ?? []) expect(words).toContain(word);
    },
  );
});

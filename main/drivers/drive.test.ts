import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseDrive } from './choose.ts';
import { defineFamily, type Family } from './define.ts';
import { drive } from './drive.ts';
import type { Controls, Conversation } from './driver.ts';
import { simulatedSupply } from './families/lablink-simulated-supply.ts';
import { parseIdentity } from './identity.ts';
import { fill, reading, setpoint } from './point.ts';
import { controlsOf, replay } from './transcript.fixture.ts';

const { voltage, current } = simulatedSupply.settings;
/** One that has nothing but what every poll asks for. */
const withoutRare: Family = {
  ...simulatedSupply,
  settings: { voltage, current },
  choices: {},
  protection: null,
};
const plain = (): Controls => controlsOf(withoutRare, 'SIM-PS2');
const supply = (): Controls => controlsOf(simulatedSupply, 'SIM-PS2');

describe('a transcript', () => {
  test('sets, and reads back', async () => {
    const talk = replay(`
      > :SOUR1:VOLT 3.3
      > :SOUR1:VOLT?
      < 3.300
      > :SOUR2:CURR 0.5
      > :SOUR2:CURR?
      < +5.00000000E-01
    `);
    expect(await supply().set(talk, 1, 'voltage', 3.3)).toBe(3.3);
    expect(await supply().set(talk, 2, 'current', 0.5)).toBe(0.5);
    talk.finish();
  });

  test('switches, and asks for errors', async () => {
    const talk = replay(`
      > :OUTP2:STAT ON
      > :OUTP2:STAT?
      < 1
      > :OUTP2:STAT OFF
      > :SYST:ERR?
      < -222,"Data out of range"
      > :SYST:ERR?
      < 0,"No error"
    `);
    const psu = supply();
    await psu.output(talk, 2, true);
    expect(await psu.readOutput(talk, 2)).toBe(true);
    await psu.output(talk, 2, false);
    expect(await psu.nextError(talk)).toEqual({ code: -222, text: 'Data out of range' });
    expect(await psu.nextError(talk)).toBeNull();
    talk.finish();
  });

  const question =
    ':OUTP1:STAT?;:SOUR1:MODE?;:SOUR1:VOLT?;:SOUR1:CURR?;:MEAS1:VOLT?;:MEAS1:CURR?;:MEAS1:POW?';
  test('polls a channel in one message', async () => {
    const talk = replay(`> ${question}\n< 1;CC;3.300;0.500;2.500;0.500;1.250`);
    const poll = await plain().poll(talk, 1, 'one');
    expect(poll).toMatchObject({
      on: true,
      mode: 'CC',
      word: null,
      settings: { voltage: 3.3, current: 0.5 },
    });
    expect(poll.readings.map(({ quantity, unit, value }) => [quantity, unit, value])).toEqual([
      ['voltage', 'V', 2.5],
      ['current', 'A', 0.5],
      ['power', 'W', 1.25],
    ]);
    talk.finish();
  });
  test('off has no mode, and what is no number is no reading', async () => {
    const poll = await plain().poll(replay(`> ${question}\n< 0;OFF;0;0;9.91E37;0;9.9E37`), 1, 'one');
    expect(poll).toMatchObject({ on: false, mode: null });
    expect(poll.readings.map(({ quantity }) => quantity)).toEqual(['current']);
    expect(poll.overload).toEqual(['power']);
  });
  test.each([
    '1;CC;3.3;0.5;2.5;0.5',
    '1;CC;3.3;0.5;2.5;0.5;1;2',
    '2;CC;3.3;0.5;2.5;0.5;1',
    '1;XX;3.3;0.5;2.5;0.5;1',
    '1;CC;9.91E37;0.5;2.5;0.5;1',
    '1;CC;3.3;0.5;2.5;0.5;1 W',
    '',
  ])('a poll that answers %j is refused as a whole', async (reply) => {
    await expect(plain().poll(replay(`> ${question}\n< ${reply}`), 1, 'one')).rejects.toMatchObject({
      code: expect.stringMatching('INSTRUMENT_REPLY'),
    });
  });
  test('one question after the other where the instrument cannot take several', async () => {
    const single: Family = { ...withoutRare, compound: false };
    const talk = replay(
      question
        .split(';')
        .map((text, i) => `> ${text}\n< ${['1', 'CV', '1', '1', '1', '1', '1'][i]}`)
        .join('\n'),
    );
    expect(await drive(single, 'SIM-PS2').controls?.poll(talk, 1, 'one')).toMatchObject({ mode: 'CV' });
    talk.finish();
  });
});

describe('nothing fails open: nothing is sent', () => {
  const nothing = replay('');
  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%d', async (value) => {
    await expect(supply().set(nothing, 1, 'voltage', value)).rejects.toMatchObject({
      code: 'VALUE_NOT_FINITE',
    });
  });
  test.each([
    ['voltage', 32.001],
    ['voltage', -0.001],
    ['current', 3.0001],
  ] as const)('%s %d', async (point, value) => {
    await expect(supply().set(nothing, 1, point, value)).rejects.toMatchObject({ code: 'RANGE_EXCEEDED' });
  });
  test('a channel that is not there', async () => {
    for (const channel of [0, 3, -1, 1.5, Number.NaN]) {
      await expect(supply().set(nothing, channel, 'voltage', 1)).rejects.toMatchObject({
        code: 'POINT_UNKNOWN',
      });
      await expect(supply().output(nothing, channel, false)).rejects.toMatchObject({ code: 'POINT_UNKNOWN' });
      await expect(supply().poll(nothing, channel, 'one')).rejects.toMatchObject({ code: 'POINT_UNKNOWN' });
    }
  });
  test('a range that is declared but not found', () => {
    const broken: Family = {
      ...simulatedSupply,
      models: { 'SIM-PS2': [{ label: 'CH1', limits: { voltage: [0, 1, 1] }, resolutions: {} }] },
    };
    expect(() => drive(broken, 'SIM-PS2')).toThrow(expect.objectContaining({ code: 'RANGE_UNKNOWN' }));
    const holes: Family = {
      ...simulatedSupply,
      models: {
        'SIM-PS2': [
          { label: 'CH1', limits: { voltage: [0, Number.NaN, 1], current: [0, 1, 1] }, resolutions: {} },
        ],
      },
    };
    expect(() => drive(holes, 'SIM-PS2')).toThrow(expect.objectContaining({ code: 'RANGE_UNKNOWN' }));
    expect(() => drive(simulatedSupply, 'SIM-PS3')).toThrow(
      expect.objectContaining({ code: 'RANGE_UNKNOWN' }),
    );
    expect(() => drive(simulatedSupply, 'constructor')).toThrow(
      expect.objectContaining({ code: 'RANGE_UNKNOWN' }),
    );
  });
  test('R-8: whatever is set, what is sent is inside the range and means exactly that value', () => {
    return fc.assert(
      fc.asyncProperty(fc.double(), fc.constantFrom('voltage', 'current'), async (value, point) => {
        const sent: string[] = [];
        const talk = {
          askBytes: () => Promise.reject(new Error('it has no bytes')),
          tell: (text: string) => Promise.resolve(void sent.push(text)),
          ask: async <V>(_: string, read: (reply: string) => V) => read('1'),
        };
        await supply()
          .set(talk, 2, point, value)
          .catch(() => undefined);
        if (sent.length === 0) return;
        expect(drive(simulatedSupply, 'SIM-PS2').effects(sent[0] ?? '')).toEqual([
          { kind: 'setpoint', channel: 2, quantity: point, value: value === 0 ? 0 : value },
        ]);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(point === 'voltage' ? 32 : 3);
      }),
    );
  });
});

describe('the table', () => {
  test('a wrong unit, a wrong limit name and a missing part do not compile', () => {
    const { settings } = simulatedSupply;
    const wire = { header: 'X', get: 'X?', set: 'X {value}', range: 'voltage' } as const;
    const amperes = setpoint('A', wire);
    const wrong = (): void => {
      // @ts-expect-error amperes do not stand where volts are declared
      defineFamily({ ...simulatedSupply, settings: { ...settings, voltage: amperes } });
      // @ts-expect-error the table has no limit of this name
      defineFamily({
        ...simulatedSupply,
        settings: { ...settings, voltage: setpoint('V', { ...wire, range: 'volts' }) },
      });
      // @ts-expect-error a measured value cannot be switched
      defineFamily({ ...simulatedSupply, output: reading('V', wire) });
      // @ts-expect-error a supply has a switch
      defineFamily({ ...simulatedSupply, output: null });
      // @ts-expect-error a setpoint has a range
      setpoint('V', { header: 'X', get: 'X?', set: 'X {value}' });
    };
    expect(wrong).toBeTypeOf('function');
  });
  test('a place in a template that nothing fills is a mistake', () => {
    expect(() => fill('X {slot}', 1)).toThrow('nothing fills');
  });
});

describe('who it is', () => {
  test.each([
    ['LabLink,SIM-PS2,SN001,1.0', { vendor: 'LabLink', model: 'SIM-PS2', serial: 'SN001', firmware: '1.0' }],
    ['A , B,0, 1,2\r\n', { vendor: 'A', model: 'B', serial: '', firmware: '1,2' }],
    ['ACME,X', { vendor: 'ACME', model: 'X', serial: '', firmware: '' }],
  ])('%j', (reply, identity) => {
    expect(parseIdentity(reply)).toEqual(identity);
  });
  test('nothing is nobody', () => {
    for (const reply of ['', ' ', ',,1,2'])
      expect(() => parseIdentity(reply)).toThrow(expect.objectContaining({ code: 'INSTRUMENT_REPLY' }));
  });
  test('the family that knows the model, or the generic one', () => {
    const identity = parseIdentity('LabLink,SIM-PS2,1,1');
    expect(chooseDrive(identity)).toMatchObject({ family: 'LabLink simulated supply', kind: 'dc-supply' });
    for (const other of [{ model: 'SIM-PS9' }, { vendor: 'NotLabLink' }, { model: 'toString' }])
      expect(chooseDrive({ ...identity, ...other })).toMatchObject({ kind: 'generic', controls: null });
  });
});

test.each([
  '0;CV;1;1;1;1',
  '0;CV;1;1;1;1;1;1',
  '0;CV;1;1;1;1;',
  '0;CX;1;1;1;1;1',
  '0;CV;;1;1;1;1',
  'EVENT 7',
  '',
])('R-10: %j is no answer to a poll, and is seen while it is read', async (reply) => {
  let doubted = 0;
  const talk: Conversation = {
    askBytes: () => Promise.reject(new Error('it has no bytes')),
    tell: () => Promise.resolve(),
    ask: async (_, read) => {
      try {
        return read(reply);
      } catch (error) {
        doubted++;
        throw error;
      }
    },
  };
  const supply = drive(simulatedSupply, 'SIM-PS2').controls;
  await expect(supply?.poll(talk, 1, 'one')).rejects.toMatchObject({ code: 'INSTRUMENT_REPLY' });
  for (const ask of [
    () => supply?.readOutput(talk, 1),
    () => supply?.readBack(talk, 1, 'voltage'),
    () => supply?.nextError(talk),
  ])
    await expect(ask()).rejects.toMatchObject({ code: 'INSTRUMENT_REPLY' });
  expect(doubted).toBe(4);
});

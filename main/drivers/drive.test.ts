import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headerPattern, matchHeader } from '#main/scpi/mnemonic.ts';
import { parseProgram } from '#main/scpi/program.ts';
import { chooseDrive, families } from './choose.ts';
import { defineFamily, type Family } from './define.ts';
import { drive } from './drive.ts';
import type { Controls, Conversation } from './driver.ts';
import { simulatedLoad } from './families/lablink-simulated-load.ts';
import { simulatedMeter } from './families/lablink-simulated-meter.ts';
import { simulatedScope } from './families/lablink-simulated-scope.ts';
import { simulatedSupply } from './families/lablink-simulated-supply.ts';
import { parseIdentity } from './identity.ts';
import { fill, reading, setpoint } from './point.ts';
import { replay } from './transcript.fixture.ts';

function controlsOf(family: Family, model: string): Controls {
  const { controls } = drive(family, model);
  if (controls === null) throw new Error('a family without controls');
  return controls;
}
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
    const poll = await supply().poll(talk, 1);
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
    const poll = await supply().poll(replay(`> ${question}\n< 0;OFF;0;0;9.91E37;0;9.9E37`), 1);
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
    await expect(supply().poll(replay(`> ${question}\n< ${reply}`), 1)).rejects.toMatchObject({
      code: expect.stringMatching('INSTRUMENT_REPLY'),
    });
  });
  test('one question after the other where the instrument cannot take several', async () => {
    const single: Family = { ...simulatedSupply, compound: false };
    const talk = replay(
      question
        .split(';')
        .map((text, i) => `> ${text}\n< ${['1', 'CV', '1', '1', '1', '1', '1'][i]}`)
        .join('\n'),
    );
    expect(await drive(single, 'SIM-PS2').controls?.poll(talk, 1)).toMatchObject({ mode: 'CV' });
    talk.finish();
  });
});

describe('other kinds', () => {
  test('a meter reads what its selector says, and calls its overload by name', async () => {
    const meter = controlsOf(simulatedMeter, 'SIM-DM1');
    const talk = replay(`
      > :SENS:FUNC?;:READ?
      < "CURR:AC";+1.25000E-01
      > :SENS:FUNC?;:READ?
      < "RES";9.9E37
      > :SENS:FUNC "VOLT:AC"
      > :SENS:FUNC?
      < "VOLT:AC"
    `);
    expect(await meter.poll(talk, 1)).toMatchObject({
      on: null,
      word: 'CURR:AC',
      settings: {},
      readings: [{ quantity: 'acCurrent', unit: 'A', value: 0.125 }],
      overload: [],
    });
    expect(await meter.poll(talk, 1)).toMatchObject({ word: 'RES', readings: [], overload: ['resistance'] });
    expect(await meter.choose(talk, 1, 'VOLT:AC')).toBe('VOLT:AC');
    talk.finish();
    const nothing = replay('');
    await expect(meter.choose(nothing, 1, 'VOLT:DC')).rejects.toMatchObject({ code: 'WORD_UNKNOWN' });
    await expect(meter.output(nothing, 1, true)).rejects.toMatchObject({ code: 'POINT_UNKNOWN' });
    await expect(meter.set(nothing, 1, 'voltage', 1)).rejects.toMatchObject({ code: 'POINT_UNKNOWN' });
  });
  test('a load means its only input, however it is addressed', () => {
    const { effects } = drive(simulatedLoad, 'SIM-EL1');
    expect(effects('INP ON')).toEqual([{ kind: 'output', channel: 1, on: true }]);
    expect(effects('sour:func:mode res;:res 4.7kOhm')).toEqual([
      { kind: 'function', channel: 1, word: 'RES' },
      { kind: 'setpoint', channel: 1, quantity: 'resistance', value: 4700 },
    ]);
    expect(effects('FUNC RES1').map(({ kind }) => kind)).toEqual(['unknown']);
    expect(effects('INP2 ON').map(({ kind }) => kind)).toEqual(['unknown']);
  });
  test('a scope is asked for the channel that is meant', async () => {
    const scope = controlsOf(simulatedScope, 'SIM-DS2');
    const talk = replay(`> :MEAS:VPP? CHAN2;:MEAS:VAV? CHAN2;:MEAS:FREQ? CHAN2\n< 1.0;0.5;9.9E37`);
    expect(await scope.poll(talk, 2)).toMatchObject({
      readings: [
        { channel: 2, quantity: 'peakToPeak', value: 1 },
        { channel: 2, quantity: 'voltage', value: 0.5 },
      ],
      overload: ['frequency'],
    });
    const { effects } = drive(simulatedScope, 'SIM-DS2');
    expect(effects('MEAS:VPP? channel1')).toEqual([{ kind: 'none' }]);
    expect(effects('MEAS:VPP? MATH').map(({ kind }) => kind)).toEqual(['unknown']);
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
      await expect(supply().poll(nothing, channel)).rejects.toMatchObject({ code: 'POINT_UNKNOWN' });
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

const wires = families.flatMap((family) =>
  [
    ...Object.entries({ ...family.settings, ...family.readings }),
    ['output', family.output],
    ['mode', family.mode],
    ['selector', family.selector?.point ?? null],
    ['measured', family.measured],
  ].flatMap(([name, point]) => (point === null ? [] : [[family, String(name), point as Wire] as const])),
);
type Wire = { readonly header: string; readonly get: string | null; readonly set: string | null };

describe('the tables', () => {
  test.each(wires.map(([family, name, point]) => [`${family.family}: ${name}`, point] as const))(
    '%s: what is sent fits the header, asks with a ?, sets without',
    (_name, point) => {
      const pattern = headerPattern(point.header);
      for (const template of [point.get, point.set]) {
        if (template === null) continue;
        const units = parseProgram(fill(template, 2, '1')) ?? [];
        expect(units).toHaveLength(1);
        expect(units[0]?.query).toBe(template === point.get);
        const numbered = point.header.includes('{ch}');
        expect(matchHeader(pattern, units[0]?.header ?? [])).toBe(numbered ? 2 : null);
        // From the root: it means the same wherever it stands in a message.
        expect(template.startsWith(':')).toBe(true);
      }
    },
  );
  const models = families.flatMap((family) =>
    Object.keys(family.models).map((model) => [family.family, model, family] as const),
  );
  test.each(models)(
    '%s, %s: all-off switches everything off and does nothing else',
    (_name, model, family) => {
      const driver = drive(family, model);
      const switches = driver.controls?.channels.some((channel) => channel.switches !== null);
      expect(family.allOff.length > 0).toBe(switches);
      for (const message of family.allOff) {
        const channel = family.allOutputs === null ? 1 : 'all';
        expect(driver.effects(message)).toEqual([{ kind: 'output', channel, on: false }]);
      }
    },
  );
  test.each(models)('%s, %s: every listed command does what the list says', (_name, model, family) => {
    const { commands, effects } = drive(family, model);
    const kinds = { ask: 'none', harmless: 'harmless', unknown: 'unknown' } as const;
    for (const { short, does, query, help, header } of commands) {
      expect(help, header).toMatch(/^[A-Z].*\.$/);
      expect(query, header).toBe(short.split(' ')[0]?.endsWith('?'));
      if (does === 'ask' || does === 'harmless' || does === 'unknown')
        expect(
          effects(short).map(({ kind }) => kind),
          short,
        ).toEqual([kinds[does]]);
    }
    expect(commands.map(({ short }) => short)).toContain('SYST:ERR?');
    expect(family.toLocal.flatMap((message) => effects(message))).toEqual([{ kind: 'harmless' }]);
  });
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
  await expect(supply?.poll(talk, 1)).rejects.toMatchObject({ code: 'INSTRUMENT_REPLY' });
  for (const ask of [
    () => supply?.readOutput(talk, 1),
    () => supply?.readBack(talk, 1, 'voltage'),
    () => supply?.nextError(talk),
  ])
    await expect(ask()).rejects.toMatchObject({ code: 'INSTRUMENT_REPLY' });
  expect(doubted).toBe(4);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Effect } from '#main/session/ports.ts';
import { drive as driveFamily } from './drive.ts';
import { genericScpi } from './families/generic-scpi.ts';
import { simulatedSupply } from './families/lablink-simulated-supply.ts';

const drive = driveFamily(simulatedSupply, 'SIM-PS2');
const effects = (message: string): readonly Effect[] => drive.effects(message);
const none: Effect = { kind: 'none' };
const harmless: Effect = { kind: 'harmless' };
const unknown = expect.objectContaining({ kind: 'unknown' });
const volts = (channel: number, value: number): Effect => ({
  kind: 'setpoint',
  channel,
  quantity: 'voltage',
  value,
});
const amps = (channel: number, value: number): Effect => ({
  kind: 'setpoint',
  channel,
  quantity: 'current',
  value,
});
const output = (channel: number | 'all', on: boolean): Effect => ({ kind: 'output', channel, on });

test.each<[string, unknown[]]>([
  ['SOUR1:VOLT 5', [volts(1, 5)]],
  [':source2:voltage:level:immediate:amplitude 500mV', [volts(2, 0.5)]],
  ['SOUR1:VOLT 3.3 V;CURR 250 MA', [volts(1, 3.3), amps(1, 0.25)]],
  ['SOUR1:VOLT -5', [volts(1, -5)]],
  ['SOUR1:VOLT 99', [volts(1, 99)]],
  ['SOUR:VOLT 5', [volts(1, 5)]],
  ['VOLT 5', [volts(1, 5)]],
  [':current:ampl 20mA;:VOLT:LEV:IMM 1', [amps(1, 0.02), volts(1, 1)]],
  ['VOLT 5;CURR 1', [volts(1, 5), amps(1, 1)]],
  ['SOUR2:VOLT 5;CURR 1', [volts(2, 5), amps(2, 1)]],
  ['VOLT? MAX;MODE?', [none, none]],
  ['OUTP2:STAT ON', [output(2, true)]],
  ['outp2 0', [output(2, false)]],
  ['OUTP:ALL OFF', [output('all', false)]],
  ['OUTPUT:ALL 1', [output('all', true)]],
  ['SOUR1:VOLT 1;:OUTP1 ON', [volts(1, 1), output(1, true)]],
  ['*CLS;*IDN?;SYST:ERR?', [harmless, none, none]],
  ['SOUR1:VOLT?;CURR? MAX;:MEAS2:POW?', [none, none, none]],
  ['SYST:REM', [harmless]],
  ['*ESE 1;*ESE?', [harmless, none]],
])('%s', (message, expected) => {
  expect(effects(message)).toEqual(expected);
});

test.each([
  'APPL 1,5,1',
  '*RCL 1',
  '*RST',
  '*TST?',
  'SOUR1:VOLT MAX',
  'SOUR1:VOLT UP',
  'SOUR1:VOLT DEF',
  'SOUR1:VOLT 5A',
  'SOUR1:VOLT 500m',
  'SOUR1:VOLT 1,2',
  'SOUR1:VOLT',
  'SOUR1:VOLT NAN',
  'SOUR1:VOLT #H10',
  'SOUR3:VOLT 1',
  'SOUR0:VOLT 1',
  'SOUR1:VOLTA 1',
  'VOLT2 1',
  'VOLT MAX',
  ':SOUR:SOUR:VOLT 1',
  'SOUR 1',
  'VOLT:LEV 5;CURR 1',
  'OUTP1 MAYBE',
  'OUTP1 2',
  'OUTP3 ON',
  'OUTP1:STAT',
  'VENDOR:THING?',
  'SOUR1:VOLT? 5',
  'MEAS1:VOLT',
  '*IDN',
  'DIAG:CAL 1',
  'OUTP1 ON\n',
  'OUTP1 OFF\r*RST',
  '',
  ';',
  '*IDN?\nOUTP1 ON',
])('%j is unknown', (message) => {
  expect(effects(message)).toContainEqual(unknown);
});

test('a relative path that the table does not know is unknown, also when its words are known elsewhere', () => {
  expect(effects('SOUR1:VOLT 1;OUTP1 ON')).toEqual([volts(1, 1), unknown]);
  expect(effects('OUTP1:STAT ON;ALL ON')).toEqual([output(1, true), unknown]);
  expect(effects('MEAS1:VOLT?;CURR?')).toEqual([none, none]);
});

describe('in any spelling', () => {
  const casing = (word: string): fc.Arbitrary<string> =>
    fc
      .array(fc.boolean(), { minLength: word.length, maxLength: word.length })
      .map((up) => Array.from(word, (c, i) => (up[i] ? c.toUpperCase() : c.toLowerCase())).join(''));
  const oneOf = (...words: string[]): fc.Arbitrary<string> => fc.constantFrom(...words).chain(casing);
  const space = fc.constantFrom(' ', '  ', '\t');
  const channel = fc.constantFrom(1, 2);
  /** The same value, written in different ways. */
  const written = (unit: 'V' | 'A') =>
    fc
      .integer({ min: 0, max: 32_000 })
      .chain((milli) =>
        fc
          .constantFrom(
            String(milli / 1000),
            `${milli}E-3`,
            `${milli}m${unit}`,
            `${milli} M${unit.toLowerCase()}`,
            `${milli / 1000}${unit}`,
            `+${milli / 1000} ${unit}`,
            `${milli}000u${unit}`,
          )
          .map((text) => ({ text, value: milli / 1000 })),
      );
  const setting = fc
    .tuple(
      fc.constantFrom('', ':'),
      fc.oneof(
        { arbitrary: fc.tuple(oneOf('SOUR', 'SOURCE'), channel), weight: 3 },
        // Left out, it is channel 1: as a whole, or its number alone.
        { arbitrary: fc.tuple(oneOf('SOUR', 'SOURCE', ''), fc.constant(null)), weight: 1 },
      ),
      fc.constantFrom<'voltage' | 'current'>('voltage', 'current'),
      fc.constantFrom('', ':LEV', ':level:IMM', ':Immediate', ':LEVEL:IMMEDIATE:AMPLITUDE', ':ampl'),
      space,
    )
    .chain(([colon, [source, ch], quantity, tail, gap]) =>
      fc
        .tuple(
          quantity === 'voltage' ? oneOf('VOLT', 'VOLTAGE') : oneOf('CURR', 'CURRENT'),
          written(quantity === 'voltage' ? 'V' : 'A'),
        )
        .map(([word, { text, value }]) => ({
          text: `${colon}${source}${ch ?? ''}${source === '' ? '' : ':'}${word}${tail}${gap}${text}`,
          effect: { kind: 'setpoint', channel: ch ?? 1, quantity, value } satisfies Effect as Effect,
        })),
    );
  const switching = fc
    .tuple(
      fc.constantFrom('', ':'),
      oneOf('OUTP', 'OUTPUT'),
      channel,
      fc.constantFrom('', ':STAT', ':state'),
      space,
      fc.boolean(),
    )
    .chain(([colon, word, ch, tail, gap, on]) =>
      oneOf(...(on ? ['ON', '1'] : ['OFF', '0'])).map((value) => ({
        text: `${colon}${word}${ch}${tail}${gap}${value}`,
        effect: output(ch, on),
      })),
    );

  test('R-5: the same meaning has the same effect, alone and in compound messages', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(setting, switching), { minLength: 1, maxLength: 5 }), (units) => {
        // From the root each, or the words would be looked for in the branch of the one before.
        const message = units.map(({ text }) => (text.startsWith(':') ? text : `:${text}`)).join(' ; ');
        expect(effects(message)).toEqual(units.map(({ effect }) => effect));
        for (const { text, effect } of units) expect(effects(text)).toEqual([effect]);
      }),
      { numRuns: 1000 },
    );
  });

  test('R-5: a unit that cannot be told never hides behind ones that can', () => {
    const strange = fc.constantFrom('APPL 1,2,3', '*RCL 1', ':DIAG:X', ':SOUR1:VOLT MAX', '*TST?', '*RST');
    fc.assert(
      fc.property(fc.array(switching, { maxLength: 3 }), strange, fc.nat(3), (units, odd, at) => {
        const texts = units.map(({ text }) => text);
        texts.splice(at, 0, odd);
        expect(effects(texts.join(';'))).toContainEqual(unknown);
      }),
    );
  });
});

test('garbage is never none or harmless', () => {
  const known = /idn|ese|esr|opc|sre|stb|cls|wai|sav|syst|sour|outp|meas|volt|curr|mode/i;
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom(...'*:;?# ,AVOLT1"\n'.split('')) }),
      ),
      (text) => {
        fc.pre(!known.test(text));
        for (const each of [drive, genericScpi]) expect(each.effects(text)).toContainEqual(unknown);
      },
    ),
    { numRuns: 20_000 },
  );
});

test('a good message with one character spoilt is never taken for less than it may do', () => {
  const good = ['SOUR1:VOLT 5', 'OUTP1:STAT ON', 'OUTP:ALL ON', ':SOUR2:CURR 500mA'];
  fc.assert(
    fc.property(
      fc.constantFrom(...good),
      fc.nat(30),
      fc.string({ minLength: 1, maxLength: 2 }),
      (message, at, spoil) => {
        const spoilt = message.slice(0, at) + spoil + message.slice(at + 1);
        for (const effect of effects(spoilt))
          expect(['setpoint', 'output', 'unknown']).toContain(
            effect.kind === 'none' && spoilt.includes('?') ? 'unknown' : effect.kind,
          );
      },
    ),
    { numRuns: 5000 },
  );
});

test('generic: only what IEEE 488.2 says', () => {
  expect(genericScpi.effects('*IDN?')).toEqual([none]);
  expect(genericScpi.effects('*CLS')).toEqual([harmless]);
  expect(genericScpi.effects('SYST:ERR:NEXT?')).toEqual([none]);
  for (const text of ['OUTP OFF', 'MEAS:VOLT?', '*SAV 1', '*RST', 'SOUR1:VOLT 1'])
    expect(genericScpi.effects(text)).toEqual([unknown]);
});

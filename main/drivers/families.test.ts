import { describe, expect, test } from 'vitest';
import { headerPattern, matchHeader } from '#main/scpi/mnemonic.ts';
import { parseProgram } from '#main/scpi/program.ts';
import { families } from './choose.ts';
import { drive } from './drive.ts';
import { simulatedLoad } from './families/lablink-simulated-load.ts';
import { simulatedMeter } from './families/lablink-simulated-meter.ts';
import { simulatedScope } from './families/lablink-simulated-scope.ts';
import { fill } from './point.ts';
import { controlsOf, replay } from './transcript.fixture.ts';

const wires = families.flatMap((family) => {
  const points: readonly (readonly [string, Wire | null])[] = [
    ...Object.entries({ ...family.settings, ...family.readings }),
    ...Object.entries(family.choices).map(([name, { point }]) => [name, point] as const),
    ...(family.protection?.trips.map(({ trip, point }) => [`tripped ${trip}`, point] as const) ?? []),
    ['output', family.output],
    ['mode', family.mode],
    ['selector', family.selector?.point ?? null],
    ['measured', family.measured],
  ];
  return points.flatMap(([name, point]) => (point === null ? [] : [[family, name, point] as const]));
});
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
    for (const { short, query, help, header } of commands) {
      expect(help, header).toMatch(/^[A-Z].*\.$/);
      expect(query, header).toBe(short.endsWith('?'));
    }
    // What sets, chooses or switches needs a parameter; the other tests send those.
    const plain = commands.filter(({ does }) => does in kinds);
    expect(plain.map(({ short }) => [short, effects(short).map(({ kind }) => kind)])).toEqual(
      plain.map(({ short, does }) => [short, [kinds[does as keyof typeof kinds]]]),
    );
    expect(commands.map(({ short }) => short)).toContain('SYST:ERR?');
    expect(family.toLocal.flatMap((message) => effects(message))).toEqual([{ kind: 'harmless' }]);
  });
});

describe('other kinds', () => {
  test('a meter reads what its selector says, and calls its overload by name', async () => {
    const meter = controlsOf(simulatedMeter, 'SIM-DM1');
    const talk = replay(`
      > :SENS:FUNC?;:READ?;:SENS:VOLT:RANG?
      < "CURR:AC";+1.25000E-01;1E1
      > :SENS:FUNC?;:READ?;:SENS:VOLT:AC:RANG?
      < "RES";9.9E37;1E1
      > :SENS:FUNC "VOLT:AC"
      > :SENS:FUNC?
      < "VOLT:AC"
    `);
    expect(await meter.poll(talk, 1, 'one')).toMatchObject({
      on: null,
      word: 'CURR:AC',
      settings: { voltageRange: 10 },
      readings: [{ quantity: 'acCurrent', unit: 'A', value: 0.125 }],
      overload: [],
    });
    expect(await meter.poll(talk, 1, 'one')).toMatchObject({
      word: 'RES',
      readings: [],
      overload: ['resistance'],
    });
    expect(await meter.choose(talk, 1, 'function', 'VOLT:AC')).toBe('VOLT:AC');
    talk.finish();
    const nothing = replay('');
    await expect(meter.choose(nothing, 1, 'function', 'VOLT:DC')).rejects.toMatchObject({
      code: 'WORD_UNKNOWN',
    });
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
    const talk = replay(
      `> :MEAS:VPP? CHAN2;:MEAS:VAV? CHAN2;:MEAS:FREQ? CHAN2;:CHAN2:SCAL?\n< 1.0;0.5;9.9E37;0.2`,
    );
    expect(await scope.poll(talk, 2, 'one')).toMatchObject({
      readings: [
        { channel: 2, quantity: 'peakToPeak', value: 1 },
        { channel: 2, quantity: 'voltage', value: 0.5 },
      ],
      settings: { verticalScale: 0.2 },
      overload: ['frequency'],
    });
    const { effects } = drive(simulatedScope, 'SIM-DS2');
    expect(effects('MEAS:VPP? channel1')).toEqual([{ kind: 'none' }]);
    expect(effects('MEAS:VPP? MATH').map(({ kind }) => kind)).toEqual(['unknown']);
  });
});

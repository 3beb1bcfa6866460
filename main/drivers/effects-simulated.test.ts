import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BenchCircuit } from '#main/simulator/bench-circuit.ts';
import { BenchTime } from '#main/simulator/bench-time.ts';
import { SupplyInstrument } from '#main/simulator/supply-instrument.ts';
import { drive as driveFamily } from './drive.ts';
import { simulatedSupply } from './families/lablink-simulated-supply.ts';

const drive = driveFamily(simulatedSupply, 'SIM-PS2');

/** An instrument that was written from the standards by somebody else, in a state that every change would show in. */
function instrument(): SupplyInstrument {
  const supply = new SupplyInstrument({
    bench: new BenchCircuit(),
    time: new BenchTime(() => 0),
    serial: '1',
    firmware: '1',
    seed: 1,
  });
  supply.change(1, { volts: 7.125, amps: 0.625, on: true });
  supply.change(2, { volts: 3.125, amps: 0.375, on: false });
  return supply;
}

type Held = { volts: number; amps: number; on: boolean };
const held = (supply: SupplyInstrument): Held[] =>
  [1, 2].map((channel) => {
    const { volts, amps, on } = supply.state(channel);
    return { volts, amps, on };
  });

/** The states that may be there when the effects are all that a message does: each effect was carried out or refused. */
function allowed(
  message: string,
  before: readonly Held[],
): { volts: Set<number>; amps: Set<number>; on: Set<boolean> }[] {
  const sets = before.map(({ volts, amps, on }) => ({
    volts: new Set([volts]),
    amps: new Set([amps]),
    on: new Set([on]),
  }));
  for (const effect of drive.effects(message))
    sets.forEach((set, index) => {
      const here = 'channel' in effect && (effect.channel === 'all' || effect.channel === index + 1);
      if (effect.kind === 'setpoint' && here)
        set[effect.quantity === 'voltage' ? 'volts' : 'amps']
          .add(Math.round(effect.value * 1000) / 1000)
          .add(effect.value);
      if (effect.kind === 'output' && here) set.on.add(effect.on);
    });
  return sets;
}

const pick = (...words: string[]): fc.Arbitrary<string> => fc.constantFrom(...words);
const unit = fc
  .tuple(
    pick('', '', ':', '::', '*'),
    fc.array(
      pick(
        'SOUR1',
        'source2',
        'SOUR',
        'VOLT',
        'voltage',
        'CURR',
        'LEV',
        'IMM',
        'AMPL',
        'OUTP1',
        'outp2',
        'OUTP',
        'ALL',
        'STAT',
        'MEAS1',
        'APPL',
        'MODE',
        'SYST',
        'ERR',
        'REM',
        'IDN',
        'RST',
        'RCL',
        'SAV',
        'CLS',
        'ESE',
        'OPC',
        'SOUR3',
        'OUTP0',
      ),
      { minLength: 1, maxLength: 4 },
    ),
    pick('', '', '', '?'),
    pick('', ' ', '\t', '  '),
    pick(
      '',
      '1',
      '0',
      'ON',
      'off',
      '2.5',
      '500mV',
      '2 V',
      '.25 A',
      '250MA',
      'MAX',
      'MIN',
      'DEF',
      'UP',
      '1,2,1',
      '-1',
      '99',
      '1e0',
      '#H1',
      '"ON"',
      'ON,ON',
      '0.4',
      '1.6V',
    ),
  )
  .map(([start, words, query, gap, value]) => `${start}${words.join(':')}${query}${gap}${value}`);
const likely = pick(
  'SOUR1:VOLT 2.5',
  ':SOUR2:CURR 250MA',
  'OUTP1 OFF',
  'OUTP2:STAT ON',
  ':OUTP:ALL ON',
  'VOLT 2.5',
  'CURR 1',
  'ALL OFF',
  'STAT ON',
  '*SAV 1',
  '*CLS',
  'SYST:REM',
  'SOUR1:VOLT?',
);

test('R-5: what the table says is all that the simulated supply then does, whatever the message', () => {
  let told = 0;
  fc.assert(
    fc.property(
      fc.array(fc.oneof(unit, likely), { minLength: 1, maxLength: 4 }),
      pick(';', ' ; '),
      (units, joint) => {
        const message = units.join(joint);
        if (drive.effects(message).some(({ kind }) => kind === 'unknown')) return true;
        told++;
        const supply = instrument();
        const sets = allowed(message, held(supply));
        supply.run(message);
        return held(supply).every(
          ({ volts, amps, on }, index) =>
            sets[index]?.volts.has(volts) && sets[index].amps.has(amps) && sets[index].on.has(on),
        );
      },
    ),
    { numRuns: 20_000 },
  );
  expect(told).toBeGreaterThan(1_000);
});

test('what the driver sends is understood: set, switched and polled without an error', async () => {
  const supply = instrument();
  const talk = {
    askBytes: () => Promise.reject(new Error('it has no bytes')),
    tell: (text: string) => Promise.resolve(void supply.run(text)),
    ask: async <V>(text: string, read: (reply: string) => V) => read(supply.run(text) ?? ''),
  };
  const psu = drive.controls;
  expect(await psu?.set(talk, 1, 'voltage', 3.3)).toBe(3.3);
  expect(await psu?.set(talk, 2, 'current', 0.5)).toBe(0.5);
  await psu?.output(talk, 2, true);
  expect(await psu?.readOutput(talk, 2)).toBe(true);
  expect(await psu?.poll(talk, 1, 'one')).toMatchObject({
    on: true,
    settings: { voltage: 3.3, current: 0.625 },
  });
  for (const message of psu?.allOff ?? []) supply.run(message);
  expect(await psu?.poll(talk, 2, 'one')).toMatchObject({ on: false, mode: null });
  expect(await psu?.nextError(talk)).toBeNull();
});

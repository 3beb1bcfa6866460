import { expect, test } from 'vitest';
import { BenchCircuit } from './bench-circuit.ts';
import { BenchTime } from './bench-time.ts';
import { GeneratorInstrument } from './generator-instrument.ts';
import { voltsAt, type Wave } from './wave.ts';

const sine: Wave = { shape: 'SIN', frequency: 1, amplitude: 2, offset: 0, duty: 50, symmetry: 100 };

test('a sweep goes evenly from start to stop, and on without a jump', () => {
  const wave: Wave = { ...sine, sweep: { start: 10, stop: 30, seconds: 2 } };
  // Periods after t: 10 t + 5 t² within a sweep, 40 in a whole one.
  for (const at of [0, 0.1, 0.77, 1.5, 1.999]) {
    const turns = 10 * at + 5 * at * at;
    expect(voltsAt(wave, at)).toBeCloseTo(Math.sin(2 * Math.PI * turns), 9);
    expect(voltsAt(wave, at + 6)).toBeCloseTo(Math.sin(2 * Math.PI * (turns + 120)), 6);
  }
  expect(Math.abs(voltsAt(wave, 2 - 1e-6) - voltsAt(wave, 2 + 1e-6))).toBeLessThan(1e-3);
  expect(voltsAt({ ...wave, shape: 'PULS' }, 0.05)).toBe(voltsAt({ ...sine, shape: 'PULS' }, 0.05));
});

test('the generator is told, asked and reset', () => {
  const bench = new BenchCircuit();
  const time = new BenchTime(() => 0);
  const one = new GeneratorInstrument({ bench, time, serial: 'SIM0004', firmware: '1.0.0', seed: 1 });
  one.run('FREQ:STAR 200;STOP 2kHz;:SWE:TIME 50ms;STAT ON');
  expect(one.run('FREQ:STAR?;STOP?;:SWE:TIME?;STAT?')).toBe(
    '+2.000000000E+02;+2.000000000E+03;+5.000000000E-02;1',
  );
  expect(bench.generatorPart.wave.sweep).toEqual({ start: 200, stop: 2000, seconds: 0.05 });
  one.run('SWE:STAT OFF');
  expect(bench.generatorPart.wave.sweep).toBeUndefined();
  one.run('FREQ:STOP 6MHz');
  expect(one.run('SYST:ERR?')).toMatch(/^-222/);
});

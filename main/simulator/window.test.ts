import { expect, test } from 'vitest';
import { BenchCircuit } from './bench-circuit.ts';
import { Circuit } from './circuit.ts';
import { GeneratorPart } from './generator-part.ts';
import { Capacitor, Resistor } from './parts.ts';
import { meanVolts, shapes, voltsAt, type Wave } from './wave.ts';

const sine: Wave = { shape: 'SIN', frequency: 1000, amplitude: 2, offset: 0.5, duty: 50, symmetry: 100 };

const rms = (volts: Float64Array): number => {
  const mean = volts.reduce((sum, each) => sum + each, 0) / volts.length;
  return Math.sqrt(volts.reduce((sum, each) => sum + (each - mean) ** 2, 0) / volts.length);
};

test('a sine arrives whole at high impedance, by half at 50 ohms, and not at all with the relay open', () => {
  const circuit = new Circuit();
  const net = circuit.net();
  const load = new Resistor(circuit, net, 0, 1e9);
  const generator = new GeneratorPart(circuit, net, sine);
  const look = (): Float64Array => circuit.window(2e-3, 4000, [net])[0] ?? new Float64Array();
  expect(rms(look())).toBeCloseTo(0, 9);
  generator.on = true;
  expect(rms(look())).toBeCloseTo(1 / Math.SQRT2, 4);
  expect(Math.max(...look())).toBeCloseTo(1.5, 3);
  load.ohms = 50;
  expect(rms(look())).toBeCloseTo(0.5 / Math.SQRT2, 4);
});

test('a low-pass of 1 kΩ and 100 nF at its corner: 3 dB less', () => {
  const circuit = new Circuit();
  const [drive, out] = [circuit.net(), circuit.net()];
  const corner = 1 / (2 * Math.PI * 1050 * 100e-9);
  const generator = new GeneratorPart(circuit, drive, { ...sine, offset: 0, frequency: corner });
  new Resistor(circuit, drive, out, 1000);
  new Capacitor(circuit, out, 0, 100e-9);
  generator.on = true;
  // Twenty periods: the beginning has died away in the last ten.
  const [volts = new Float64Array()] = circuit.window(20 / corner, 20_000, [out]);
  expect(rms(volts.subarray(10_000))).toBeCloseTo(0.5, 2);
});

test('nothing of a look lasts; the phase goes on with the time', () => {
  const bench = new BenchCircuit();
  const [first] = bench.channels;
  if (first === undefined) throw new Error('no channel');
  first.source.volts = 5;
  first.source.limit = 1;
  first.switchOutput(true);
  bench.generatorPart.wave = { ...sine, frequency: 250 };
  bench.generatorPart.on = true;
  bench.circuit.advance(0.1);
  const before = [first.senseVolts, first.source.amps, bench.circuit.volts(bench.generator)];
  const [one] = bench.circuit.window(4e-3, 1000, [bench.generator]);
  expect([first.senseVolts, first.source.amps, bench.circuit.volts(bench.generator)]).toEqual(before);
  expect(before[2], 'its mean, for whoever does not look closely').toBeCloseTo(0.5, 3);
  bench.circuit.advance(0.102);
  const [half] = bench.circuit.window(4e-3, 1000, [bench.generator]);
  expect(half?.[0]).toBeCloseTo(one?.[500] ?? Number.NaN, 6);
});

test('a supply has ripple, more of it under load, which a slow reading does not see', () => {
  const bench = new BenchCircuit();
  const second = bench.channels[1];
  if (second === undefined) throw new Error('no channel');
  second.source.volts = 5;
  second.source.limit = 3;
  second.switchOutput(true);
  bench.circuit.advance(0.1);
  const ripple = (): number => {
    const [volts = new Float64Array()] = bench.circuit.window(50e-6, 2000, [bench.bus]);
    return Math.max(...volts.subarray(1000)) - Math.min(...volts.subarray(1000));
  };
  const idle = ripple();
  expect(idle).toBeGreaterThan(1.5e-3);
  expect(idle).toBeLessThan(4e-3);
  second.load.ohms = 2.5;
  bench.circuit.advance(0.2);
  expect(ripple()).toBeGreaterThan(idle + 1e-3);
  expect(second.senseVolts).toBeCloseTo(5, 3);
});

test('a supply at its limit has ripple too, and its mean is the limit', () => {
  const bench = new BenchCircuit();
  const second = bench.channels[1];
  if (second === undefined) throw new Error('no channel');
  second.source.volts = 20;
  second.source.limit = 0.1;
  second.switchOutput(true);
  bench.circuit.advance(0.1);
  expect(second.source.limiting).toBe(true);
  for (const [seconds, samples] of [
    [50e-6, 2000],
    [10e-3, 2000],
  ] as const) {
    const [volts = new Float64Array()] = bench.circuit.window(seconds, samples, [bench.bus]);
    const settled = volts.subarray(samples / 2);
    expect(Math.max(...settled) - Math.min(...settled)).toBeGreaterThan(1e-3);
    expect(Math.max(...settled) - Math.min(...settled)).toBeLessThan(4e-3);
    const mean = settled.reduce((sum, each) => sum + each, 0) / settled.length;
    expect(mean).toBeCloseTo(second.senseVolts, 2);
    expect(bench.circuit.window(seconds, samples, [bench.bus])[0]).toEqual(volts);
  }
  expect(second.source.amps).toBe(0.1);
});

test('a look may begin later: the sources are where they are then, and nothing lasts', () => {
  const bench = new BenchCircuit();
  bench.generatorPart.wave = { ...sine, frequency: 250 };
  bench.generatorPart.on = true;
  bench.circuit.advance(0.1);
  const [now = new Float64Array()] = bench.circuit.window(4e-3, 1000, [bench.generator]);
  const [later] = bench.circuit.window(2e-3, 500, [bench.generator], { wait: 2e-3 });
  for (const at of [0, 250, 499]) expect(later?.[at]).toBeCloseTo(now[500 + at] ?? Number.NaN, 6);
  expect(bench.circuit.window(4e-3, 1000, [bench.generator])[0]).toEqual(now);
});

test.each(shapes)('%s has the mean that the slow time shows, and stays inside its amplitude', (shape) => {
  const wave: Wave = { shape, frequency: 10, amplitude: 2, offset: 1, duty: 30, symmetry: 40 };
  const volts = Array.from({ length: 10_000 }, (_, at) => voltsAt(wave, (at + 0.5) / 100_000));
  const mean = volts.reduce((sum, each) => sum + each, 0) / volts.length;
  expect(mean).toBeCloseTo(meanVolts(wave), shape === 'NOIS' ? 1 : 3);
  expect(Math.max(...volts)).toBeLessThanOrEqual(2);
  expect(Math.min(...volts)).toBeGreaterThanOrEqual(0);
});

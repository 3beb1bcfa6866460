import { beforeEach, describe, expect, test } from 'vitest';
import { BenchCircuit } from './bench-circuit.ts';
import { BenchTime } from './bench-time.ts';
import { MeterInstrument } from './meter-instrument.ts';

let bench: BenchCircuit;
let time: BenchTime;
let meter: MeterInstrument;
const tell = (message: string): string | null => meter.run(message);
const read = (message = 'READ?'): number => Number(tell(message));
const supply = (volts: number): void => {
  const channel = bench.channels[1]!;
  Object.assign(channel.source, { volts, limit: 3 });
  channel.switchOutput(volts > 0);
};
beforeEach(() => {
  bench = new BenchCircuit();
  time = new BenchTime(() => 0);
  meter = new MeterInstrument({ bench, time, serial: '1', firmware: '1', seed: 1 });
});

describe('ranges', () => {
  test('a range follows the value until one is chosen; beyond it there is no number', () => {
    supply(5);
    expect(tell('VOLT:RANG:AUTO?')).toBe('1');
    expect(read()).toBeCloseTo(5, 4);
    tell('VOLT:RANG 1');
    expect(tell('VOLT:DC:RANG?;RANG:AUTO?')).toBe('+1.000000E+00;0');
    expect(tell('READ?')).toBe('9.9E37');
    tell('SENS:VOLT:RANG:UPP 4');
    expect(tell('VOLT:RANG?')).toBe('+1.000000E+01');
    expect(read()).toBeCloseTo(5, 4);
    tell('VOLT:RANG:AUTO ON');
    expect(tell('VOLT:RANG:AUTO?')).toBe('1');
    expect(tell('VOLT:RANG? MIN;RANG? MAX;:CURR:RANG? MIN;:RES:RANG? MAX')).toBe(
      '+1.000000E-01;+1.000000E+03;+1.000000E-02;+1.000000E+04',
    );
    tell('VOLT:RANG 1001');
    expect(tell('SYST:ERR?')).toBe('-222,"Data out of range"');
  });

  test('a range reaches a fifth beyond its name', () => {
    tell('VOLT:RANG 10');
    supply(11.9);
    expect(read()).toBeCloseTo(11.9, 3);
    supply(12.1);
    expect(tell('READ?')).toBe('9.9E37');
  });

  test('one count is a millionth of the range, or more where it looks for less long', () => {
    supply(5);
    const steps = (message: string, step: number): void => {
      tell(message);
      for (let i = 0; i < 20; i++) {
        const counts = read() / step;
        expect(Math.abs(counts - Math.round(counts)), message).toBeLessThan(1e-3);
      }
    };
    steps('VOLT:RANG 10', 1e-5);
    steps('VOLT:RANG 1000', 1e-3);
    steps('VOLT:RANG 10;NPLC 0.02', 1e-3);
  });

  test('looking longer takes more time of the bench', () => {
    const took = (message: string): number => {
      tell(message);
      const before = time.seconds;
      read();
      return time.seconds - before;
    };
    expect(took('VOLT:NPLC 10')).toBeCloseTo(0.2, 9);
    expect(took('VOLT:NPLC 0.02')).toBeCloseTo(0.4e-3, 9);
    expect(tell('VOLT:NPLC 5;NPLC?;:CURR:NPLC?;:RES:NPLC? MAX')).toBe('10;1;100');
  });

  test('each function has its own; CONFigure sets its own back, *RST all, and *SAV keeps them', () => {
    tell('VOLT:RANG 1;:CURR:RANG 0.1;NPLC 10;*SAV 2;:CONF:VOLT');
    expect(tell('VOLT:RANG:AUTO?;:CURR:RANG:AUTO?')).toBe('1;0');
    tell('CONF:VOLT 5');
    expect(tell('VOLT:RANG?;RANG:AUTO?')).toBe('+1.000000E+01;0');
    tell('*RST');
    expect(tell('CURR:RANG:AUTO?;:CURR:NPLC?')).toBe('1;1');
    tell('*RCL 2');
    expect(tell('VOLT:RANG?;:CURR:RANG?;NPLC?;:SYST:ERR?')).toBe(
      '+1.000000E+00;+1.000000E-01;10;0,"No error"',
    );
  });
});

test('MEASure with its default node, with and without what to expect; a counter expects nothing', () => {
  supply(5);
  expect(read('MEAS:SCAL:VOLT:DC?')).toBeCloseTo(5, 4);
  expect(tell('MEAS:VOLT? 1')).toBe('9.9E37');
  expect(read('MEAS:VOLT? DEF')).toBeCloseTo(5, 4);
  expect(tell('MEAS:FREQ? 5')).toBe(null);
  expect(tell('SYST:ERR?')).toBe('-108,"Parameter not allowed"');
});

test('what was measured before a change is stale', () => {
  supply(5);
  expect(tell('INIT;FETC?;FETC?')).toMatch(/^(.*);\1$/);
  tell('VOLT:RANG 10');
  expect(tell('FETC?')).toBe(null);
  expect(tell('SYST:ERR?')).toBe('-230,"Data corrupt or stale"');
});

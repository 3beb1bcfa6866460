import { expect, test } from 'vitest';
import { BenchCircuit } from './bench-circuit.ts';

const cell = { ampHours: 0.001, ohms: 0.1 };

/** A bench whose clock the test moves, with a cell at the load. */
function bench() {
  let ms = 0;
  const made = new BenchCircuit();
  made.putBattery(cell);
  const time = made.time(() => ms);
  const volts = (): number => made.circuit.volts(made.loadIn);
  return {
    made,
    volts,
    time,
    /** Seconds go by, in tenths. */
    pass: (seconds: number): void => {
      for (let tenth = 0; tenth < seconds * 10; tenth++) {
        ms += 100;
        made.circuit.advance(time.seconds);
      }
    },
  };
}

test('without load it holds its voltage; under load it drops by its resistance and then falls to nothing', () => {
  const { made, volts, pass } = bench();
  pass(60);
  expect(volts()).toBeCloseTo(4.18, 2);
  made.load.levels.current = 1;
  made.load.on = true;
  pass(0.1);
  expect(volts()).toBeCloseTo(4.18 - 0.1 - 0.011, 1);
  pass(1.7);
  expect(made.battery.charge).toBeCloseTo(0.5, 2);
  expect(volts()).toBeCloseTo(3.745 - 0.1, 2);
  pass(1.5);
  expect(volts()).toBeLessThan(3.3);
  pass(2);
  expect(volts()).toBeLessThan(0.2);
});

test('what measurements take of the time of the bench takes nothing from it', () => {
  const { made, time, pass } = bench();
  made.load.levels.current = 1;
  made.load.on = true;
  for (let each = 0; each < 100; each++) {
    time.take(0.03);
    made.circuit.advance(time.seconds);
  }
  expect(made.battery.charge).toBeGreaterThan(0.99);
  pass(1.8);
  expect(made.battery.charge).toBeCloseTo(0.5, 2);
});

test('at the bus nobody sees it', () => {
  const { made, pass } = bench();
  pass(1);
  expect(Math.abs(made.circuit.volts(made.bus))).toBeLessThan(1e-3);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BenchCircuit, probeOhms, shuntOhms, voltmeterOhms } from './bench-circuit.ts';
import type { LoadMode } from './load-part.ts';

interface Case {
  readonly volts: number;
  readonly limit: number;
  readonly mode: LoadMode;
  readonly level: number;
  /** The resistor beside the load. */
  readonly ohms: number;
}

function build({ volts, limit, mode, level, ohms }: Case) {
  const bench = new BenchCircuit();
  const channel = bench.channels[1]!;
  channel.load.ohms = ohms;
  Object.assign(channel.source, { volts, limit });
  channel.switchOutput(true);
  bench.circuit.advance(10e-3);
  bench.load.mode = mode;
  bench.load.levels[mode] = level;
  bench.load.on = true;
  return { bench, channel, source: channel.source, load: bench.load };
}
const usual: Case = { volts: 5, limit: 3, mode: 'current', level: 1, ohms: 47 };

describe('steady state', () => {
  test.each<[string, Partial<Case>, { amps: number; volts: number; limiting: boolean }]>([
    ['constant current', {}, { amps: 1, volts: 5, limiting: false }],
    [
      'more than the supply gives: its limit, at next to no voltage',
      { level: 3.5 },
      { amps: 3, volts: 0.09, limiting: true },
    ],
    [
      'constant resistance',
      { mode: 'resistance', level: 10 },
      { amps: 5 / 10.01, volts: 5, limiting: false },
    ],
    [
      'constant voltage above the supply: nothing flows',
      { mode: 'voltage', level: 6 },
      { amps: 0, volts: 5, limiting: false },
    ],
    [
      'constant voltage below it: the supply limits',
      { mode: 'voltage', level: 4 },
      { amps: 3 - 4.0291 / 47, volts: 4.0291, limiting: true },
    ],
    [
      'constant voltage, nothing else on the net',
      { mode: 'voltage', level: 4, ohms: Infinity },
      { amps: 3, volts: 4.03, limiting: true },
    ],
    ['constant power', { mode: 'power', level: 4 }, { amps: 0.8013, volts: 5, limiting: false }],
    [
      'more power than there is: it collapses',
      { mode: 'power', level: 20 },
      { amps: 3, volts: 0.09, limiting: true },
    ],
  ])('%s', (_name, given, { amps, volts, limiting }) => {
    const { bench, channel, source, load } = build({ ...usual, ...given });
    bench.circuit.advance(1);
    expect(load.amps).toBeCloseTo(amps, 2);
    expect(channel.senseVolts).toBeCloseTo(volts, 3);
    expect(source.limiting).toBe(limiting);
  });

  test('a supply that comes up under constant power gets there; from collapse, power that fits is found again', () => {
    const { bench, channel, load } = build({ ...usual, mode: 'power', level: 10 });
    channel.switchOutput(false);
    bench.circuit.advance(1);
    expect(load.amps).toBeCloseTo(0, 6);
    channel.switchOutput(true);
    bench.circuit.advance(2);
    expect(load.amps * load.volts).toBeCloseTo(10, 6);
  });

  const some: fc.Arbitrary<Case> = fc
    .record({
      volts: fc.integer({ min: 0, max: 32_000 }).map((mv) => mv / 1000),
      limit: fc.integer({ min: 0, max: 3000 }).map((ma) => ma / 1000),
      mode: fc.constantFrom<LoadMode>('current', 'voltage', 'resistance', 'power'),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
      ohms: fc.oneof(fc.constant(47), fc.constant(Infinity), fc.double({ min: 1, max: 1e5, noNaN: true })),
    })
    .map(({ part, ...rest }) => {
      const most = { current: 5, voltage: 40, resistance: 10_000, power: 100 }[rest.mode];
      return { ...rest, level: Math.max(part * most, rest.mode === 'resistance' ? 0.1 : 0) };
    });

  test('any supply and any load: what flows in flows out at every net, and each holds to its own law', () => {
    fc.assert(
      fc.property(some, (given) => {
        const { bench, channel, source, load } = build(given);
        bench.circuit.advance(100);
        const bus = channel.senseVolts;
        // Kirchhoff at the bus, at the load, and power over all.
        const beside = bus / given.ohms + bus / voltmeterOhms + bus / probeOhms;
        expect(Math.abs(source.amps - beside - load.amps)).toBeLessThan(1e-6);
        expect(Math.abs(bus - load.volts - load.amps * shuntOhms)).toBeLessThan(1e-9);
        const burnt =
          load.volts * load.amps +
          bus * beside +
          load.amps ** 2 * shuntOhms +
          source.amps ** 2 * channel.leads.ohms;
        expect(Math.abs(channel.terminalVolts * source.amps - burnt)).toBeLessThan(1e-4);
        expect(load.amps).toBeGreaterThanOrEqual(0);
        expect(source.amps).toBeLessThanOrEqual(given.limit);
        // Each at its law: the supply at its voltage or its limit, the load at its level or fully open.
        const supplyHolds = Math.abs(bus - given.volts) < 1e-6 || Math.abs(source.amps - given.limit) < 1e-9;
        expect(supplyHolds).toBe(true);
        const law = {
          current: load.amps - given.level,
          voltage: load.amps === 0 && load.volts <= given.level ? 0 : load.volts - given.level,
          resistance: load.amps * given.level - load.volts,
          power: load.amps * load.volts - given.level,
        }[given.mode];
        const fullyOpen = Math.abs(load.volts - load.amps * 20e-3) < 1e-6;
        expect(Math.abs(law) < 1e-5 || fullyOpen).toBe(true);
        // And it stays: nothing swings between steps.
        const before = [source.amps, load.amps, bus];
        bench.circuit.advance(100.0001);
        [source.amps, load.amps, channel.senseVolts].forEach((now, i) => {
          expect(Math.abs(now - before[i]!)).toBeLessThan(1e-6);
        });
      }),
      { numRuns: 300 },
    );
  });

  test.each<[LoadMode, number]>([
    ['current', 1],
    ['voltage', 4],
    ['resistance', 10],
    ['power', 4],
  ])('switching on takes few steps, and few turns in each: constant %s', (mode, level) => {
    const { bench, load } = build({ ...usual, mode, level });
    const count = { steps: 0, turns: 0 };
    bench.circuit.add({ stamp: () => {}, drive: () => void count.steps++ });
    const current = load.current.bind(load);
    load.current = (open, perAmpere) => {
      count.turns++;
      return current(open, perAmpere);
    };
    bench.circuit.advance(1);
    expect(count.steps).toBeLessThan(200);
    expect(count.turns / count.steps).toBeLessThan(8);
  });

  test('the same steps give the same digits', () => {
    fc.assert(
      fc.property(some, fc.array(fc.integer({ min: 1, max: 3000 }), { maxLength: 10 }), (given, steps) => {
        const run = () => {
          const { bench, load, source } = build(given);
          let now = 10e-3;
          return steps.map((us) => {
            bench.circuit.advance((now += us * 1e-6));
            return [load.amps, load.volts, source.amps];
          });
        };
        expect(run()).toEqual(run());
      }),
      { numRuns: 30 },
    );
  });
});

describe('protection', () => {
  const strong = (volts: number, limit: number) => {
    const made = build({ ...usual, volts, limit, ohms: Infinity });
    made.bench.circuit.advance(1);
    return made;
  };
  test('over-power trips the input off, and switching it on again forgets that', () => {
    const { bench, load } = strong(50, 10);
    expect(load.trip).toBe(null);
    load.levels.current = 3.1;
    bench.circuit.advance(2);
    expect({ on: load.on, trip: load.trip }).toEqual({ on: false, trip: 'over-power' });
    bench.circuit.advance(3);
    expect(load.amps).toBe(0);
    load.levels.current = 1;
    load.on = true;
    bench.circuit.advance(4);
    expect({ on: load.on, trip: load.trip }).toEqual({ on: true, trip: null });
    expect(load.amps).toBeCloseTo(1, 6);
  });

  test('over-voltage trips it too', () => {
    const { load } = strong(70, 1);
    expect({ on: load.on, trip: load.trip }).toEqual({ on: false, trip: 'over-voltage' });
  });
});

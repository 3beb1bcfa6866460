import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BenchCircuit, dischargeOhms, probeOhms, voltmeterOhms } from './bench-circuit.ts';
import { Circuit } from './circuit.ts';
import { downProgramming, LimitedSource, senseHeadroom } from './limited-source.ts';
import { Capacitor, Resistor } from './parts.ts';

interface Case {
  readonly load: number;
  readonly leads: number;
  readonly capacitance: number;
  readonly volts: number;
  readonly limit: number;
}

const usual: Case = { load: 5, leads: 0.02, capacitance: 22e-6, volts: 3.3, limit: 1 };

function build(given: Partial<Case>) {
  const parts = { ...usual, ...given };
  const bench = new BenchCircuit([parts]);
  const channel = bench.channels[0];
  if (channel === undefined) throw new Error('no channel');
  channel.source.volts = parts.volts;
  channel.source.limit = parts.limit;
  channel.switchOutput(true);
  return { bench, channel, parts };
}

/** Ohm's law for one channel: what the leads and the load leave of setpoint, headroom and limit. */
function ohm({ load, leads, volts, limit }: Case) {
  const wanted = Math.min(volts / load, (volts + senseHeadroom) / (load + leads));
  const amps = Math.min(wanted, limit);
  return { amps, sense: amps * load, terminal: amps * (load + leads), limiting: wanted > limit };
}

describe('steady state is Ohm’s law', () => {
  test('5 ohms on 3.3 V with a limit of 0.5 A: constant current, 2.5 V at the load', () => {
    const { bench, channel } = build({ limit: 0.5 });
    bench.circuit.advance(5e-3);
    expect(channel.source.limiting).toBe(true);
    expect(channel.source.amps).toBeCloseTo(0.5, 9);
    expect(channel.senseVolts).toBeCloseTo(2.5, 6);
  });

  test.each<[string, Partial<Case>]>([
    ['as it is found', {}],
    ['a load of 1 ohm', { load: 1 }],
    ['a load of 47 ohms', { load: 47 }],
    ['a load of 3.3 ohms, exactly at the limit', { load: 3.3 }],
    ['12 V', { volts: 12 }],
    ['0 V', { volts: 0 }],
    ['32 V, 3 A', { volts: 32, limit: 3, load: 12 }],
    ['a limit of 0.1 A', { limit: 0.1 }],
    ['a limit of 0 A', { limit: 0 }],
    ['leads of 0.5 ohms, made up for by the sense leads', { leads: 0.5 }],
    ['leads of 5 ohms, more than the headroom makes up for', { leads: 5 }],
    ['leads of 0.5 ohms at the limit', { leads: 0.5, limit: 0.5 }],
    ['a capacitance of 1 uF', { capacitance: 1e-6 }],
    ['a capacitance of 1000 uF', { capacitance: 1e-3 }],
    ['no load', { load: Infinity }],
  ])('%s', (_name, given) => {
    const { bench, channel, parts } = build(given);
    bench.circuit.advance(2);
    const law = parts.load === Infinity ? { amps: 0, sense: 3.3, terminal: 3.3 } : ohm(parts);
    expect(channel.source.amps).toBeCloseTo(law.amps, 6);
    expect(channel.senseVolts).toBeCloseTo(law.sense, 5);
    expect(channel.terminalVolts).toBeCloseTo(law.terminal, 5);
  });

  test('any parts and settings: Ohm’s law, the limit held, power in is power out, no NaN', () => {
    const some = fc.record({
      load: fc.double({ min: 0.1, max: 1e5, noNaN: true }),
      leads: fc.double({ min: 1e-3, max: 10, noNaN: true }),
      capacitance: fc.double({ min: 1e-6, max: 1e-3, noNaN: true }),
      volts: fc.integer({ min: 0, max: 32000 }).map((mv) => mv / 1000),
      limit: fc.integer({ min: 0, max: 3000 }).map((ma) => ma / 1000),
    });
    fc.assert(
      fc.property(some, (parts) => {
        const { bench, channel } = build(parts);
        bench.circuit.advance(1e4);
        const law = ohm(parts);
        const { amps } = channel.source;
        expect(amps).toBeLessThanOrEqual(parts.limit);
        expect(Math.abs(amps - law.amps)).toBeLessThan(1e-6);
        expect(Math.abs(channel.senseVolts - law.sense)).toBeLessThan(1e-5);
        const given = channel.terminalVolts * amps;
        const taken = channel.senseVolts ** 2 / parts.load + amps ** 2 * parts.leads;
        expect(Math.abs(given - taken)).toBeLessThan(1e-4);
        // Which of the two holds is a matter of rounding where they meet.
        const meet = Math.abs(law.amps - parts.limit) <= 1e-3;
        expect(meet || channel.source.limiting === law.limiting).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('nothing reaches the other channel', () => {
    const bench = new BenchCircuit();
    const [one, two] = bench.channels;
    if (one === undefined || two === undefined) throw new Error('no channels');
    one.source.volts = 3.3;
    one.source.limit = 1;
    one.switchOutput(true);
    bench.circuit.advance(1);
    expect(one.source.amps).toBeCloseTo(0.66, 6);
    expect(two.senseVolts).toBeCloseTo(0, 6);
    two.source.volts = 24;
    two.source.limit = 1;
    two.switchOutput(true);
    bench.circuit.advance(2);
    expect(two.source.amps).toBeCloseTo(24 / 47 + 24 / voltmeterOhms + 24 / probeOhms, 6);
    expect(one.source.amps).toBeCloseTo(0.66, 6);
  });
});

describe('transients follow the closed form of an RC circuit', () => {
  test.each<[string, Partial<Case>]>([
    ['as it is found', { limit: 0.5 }],
    ['47 ohms', { load: 47, limit: 0.05 }],
    ['leads of 1 ohm', { leads: 1, limit: 0.5 }],
    ['a capacitance of 220 uF', { capacitance: 220e-6, limit: 0.5 }],
    ['a capacitance of 5 uF', { capacitance: 5e-6, limit: 0.5 }],
  ])('charging at the limit: %s', (_name, given) => {
    const { bench, channel, parts } = build(given);
    const ohms = parts.load + parts.leads;
    const tau = ohms * parts.capacitance;
    const final = parts.limit * ohms;
    for (const part of [0.1, 0.5, 1, 2, 3, 5]) {
      bench.circuit.advance(part * tau);
      // The circuit knows time in whole steps.
      const seconds = Math.floor(part * tau * 1e6) / 1e6;
      const error = channel.terminalVolts - final * (1 - Math.exp(-seconds / tau));
      expect(Math.abs(error) / final).toBeLessThan(0.01);
    }
  });

  test.each([5, 47, 1e4, Infinity])('output off with %d ohms: the charge leaves', (load) => {
    const { bench, channel, parts } = build({ load });
    bench.circuit.advance(1);
    const full = channel.terminalVolts;
    channel.switchOutput(false);
    const tau = parts.capacitance / (1 / dischargeOhms + 1 / (load + parts.leads));
    for (const part of [0.5, 1, 2, 5]) {
      const seconds = Math.floor(part * tau * 1e6) / 1e6;
      bench.circuit.advance(1 + seconds);
      expect(Math.abs(channel.terminalVolts - full * Math.exp(-seconds / tau)) / full).toBeLessThan(0.005);
    }
    expect(channel.source.amps).toBe(0);
    bench.circuit.advance(1.1);
    expect(channel.terminalVolts).toBeLessThan(1e-6);
  });

  test('a lower setpoint without a load: the supply draws the charge back at a constant current', () => {
    const { bench, channel, parts } = build({ load: Infinity, volts: 10 });
    bench.circuit.advance(1);
    channel.source.volts = 5;
    bench.circuit.advance(1.0005);
    expect(channel.source.amps).toBeCloseTo(-downProgramming, 9);
    expect(channel.terminalVolts).toBeCloseTo(10 - (downProgramming * 0.0005) / parts.capacitance, 3);
    bench.circuit.advance(1.01);
    expect(channel.terminalVolts).toBeCloseTo(5, 6);
  });

  test('a setpoint raised after a long rest: no long step skips the charging', () => {
    const { bench, channel, parts } = build({ limit: 1 });
    bench.circuit.advance(100);
    channel.source.volts = 4.5;
    const ohms = parts.load + parts.leads;
    const tau = ohms * parts.capacitance;
    const from = 3.3 * (ohms / parts.load);
    for (const part of [0.2, 0.5, 1]) {
      bench.circuit.advance(100 + part * tau);
      const seconds = Math.floor(part * tau * 1e6) / 1e6;
      const expected = ohms + (from - ohms) * Math.exp(-seconds / tau);
      expect(Math.abs(channel.terminalVolts - expected) / ohms).toBeLessThan(0.01);
    }
  });

  test('a load that changes is seen at once, and the steady state within 5 ms', () => {
    const { bench, channel } = build({ limit: 0.5, load: 47 });
    bench.circuit.advance(1);
    expect(channel.source.limiting).toBe(false);
    channel.load.ohms = 5;
    bench.circuit.advance(1.005);
    expect(channel.source.limiting).toBe(true);
    expect(channel.senseVolts).toBeCloseTo(2.5, 6);
  });
});

describe('the circuit', () => {
  test('two supplies on one load share it as Kirchhoff says', () => {
    const circuit = new Circuit();
    const load = circuit.net();
    new Resistor(circuit, load, 0, 0.5);
    const supply = (volts: number, limit: number) => {
      const plus = circuit.net();
      new Resistor(circuit, plus, load, 0.1);
      const source = new LimitedSource(circuit, { plus, minus: 0, sensePlus: plus, senseMinus: 0 });
      Object.assign(source, { volts, limit, on: true });
      return source;
    };
    const one = supply(3.3, 10);
    const two = supply(3.05, 10);
    circuit.advance(1e-3);
    const shared = (3.3 / 0.1 + 3.05 / 0.1) / (1 / 0.5 + 2 / 0.1);
    expect(circuit.volts(load)).toBeCloseTo(shared, 6);
    expect(one.amps).toBeCloseTo((3.3 - shared) / 0.1, 6);
    expect(two.amps).toBeCloseTo((3.05 - shared) / 0.1, 6);
    one.limit = 1;
    circuit.advance(2e-3);
    expect(one.amps).toBeCloseTo(1, 6);
    expect(circuit.volts(load)).toBeCloseTo((1 + 3.05 / 0.1) / (1 / 0.5 + 1 / 0.1), 6);
  });

  test('time in many small advances and in one comes to the same', () => {
    const one = build({ limit: 0.5 });
    const many = build({ limit: 0.5 });
    one.bench.circuit.advance(0.4e-3);
    for (let us = 0; us <= 400; us += 7) many.bench.circuit.advance(us * 1e-6);
    many.bench.circuit.advance(0.4e-3);
    expect(many.channel.senseVolts).toBeCloseTo(one.channel.senseVolts, 2);
  });

  test('energy from the source is never less than what the parts took', () => {
    const { bench, channel, parts } = build({ limit: 0.5 });
    let given = 0;
    let burnt = 0;
    for (let us = 1; us <= 2000; us++) {
      bench.circuit.advance(us * 1e-6);
      given += channel.terminalVolts * channel.source.amps * 1e-6;
      burnt += (channel.senseVolts ** 2 / parts.load) * 1e-6 * (1 + parts.leads / parts.load);
    }
    const stored = 0.5 * parts.capacitance * channel.terminalVolts ** 2;
    expect(given).toBeGreaterThanOrEqual(burnt + stored - 1e-12);
    expect(given / (burnt + stored)).toBeLessThan(1.02);
  });

  test('a net with a capacitor and nothing else is solved; time does not run backwards', () => {
    const circuit = new Circuit();
    const net = circuit.net();
    new Capacitor(circuit, net, 0, 1e-6);
    circuit.advance(1);
    circuit.advance(0.5);
    expect(circuit.volts(net)).toBe(0);
  });

  test('parts without a sense are refused', () => {
    const circuit = new Circuit();
    const net = circuit.net();
    for (const ohms of [0, -1, Number.NaN])
      expect(() => new Resistor(circuit, net, 0, ohms)).toThrow(RangeError);
    for (const farads of [0, Number.NaN, Infinity])
      expect(() => new Capacitor(circuit, net, 0, farads)).toThrow(RangeError);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Effect, Request } from '#main/session/ports.ts';
import type { Lane } from '#shared/contract/history.ts';
import type { Envelope } from '#shared/contract/channels.ts';
import { plainDevice, readBack } from './device.fixture.ts';
import type { Device } from './device.ts';
import { makeGuard } from './guard.ts';

const request = (
  effects: readonly Effect[],
  options: { lane?: Lane; confirmed?: boolean; withoutEnvelope?: boolean } = {},
): Request => ({
  text: 'anything',
  bytes: new Uint8Array(),
  lane: options.lane ?? 'person',
  operator: {
    name: 'Ada',
    confirmed: options.confirmed ?? false,
    withoutEnvelope: options.withoutEnvelope ?? false,
  },
  effects,
  expectsReply: false,
});
const volts = (value: number, channel = 1): Effect => ({
  kind: 'setpoint',
  channel,
  quantity: 'voltage',
  value,
});
const amps = (value: number, channel = 1): Effect => ({
  kind: 'setpoint',
  channel,
  quantity: 'current',
  value,
});
const on = (channel: number | 'all' = 1): Effect => ({ kind: 'output', channel, on: true });
const off: Effect = { kind: 'output', channel: 'all', on: false };
const mystery: Effect = { kind: 'unknown', text: '*RCL 3' };

const pmic: Envelope = { name: 'PMIC eval, rev C', maxVoltage: 5.5, maxCurrent: 2, maxPower: 6 };

function bench(envelope: Envelope | null = pmic) {
  const device = plainDevice('a', envelope === null ? new Map() : new Map([[1, envelope]]));
  readBack(device, 1, false, 1, 1);
  readBack(device, 2, false, 1, 1);
  const state = { latched: false, readBacks: 0, elapsed: 0 };
  const guard = makeGuard({
    device: (id) => (id === 'a' ? device : undefined),
    latched: () => state.latched,
    readBack: () => state.readBacks++,
    elapsed: () => state.elapsed,
  });
  const check = (effects: readonly Effect[], options?: Parameters<typeof request>[1]) => () =>
    guard.check('a', request(effects, options));
  return { device, guard, state, check };
}
const code = (expected: string) => expect.objectContaining({ code: expected });

test('R-5: a setpoint above the envelope is refused in plain words, at or below it passes', () => {
  const { check } = bench();
  expect(check([volts(6)])).toThrow('6.00 V was not sent. PMIC eval, rev C allows 5.50 V.');
  expect(check([volts(6)])).toThrow(
    expect.objectContaining({ remedy: 'Set 5.50 V or less, or have the envelope changed.' }),
  );
  expect(check([volts(5.51)])).toThrow(code('SAFETY_ENVELOPE'));
  expect(check([amps(2.001)])).toThrow(code('SAFETY_ENVELOPE'));
  expect(check([volts(5.5)])).not.toThrow();
  expect(check([volts(25, 2)]), 'channel 2 has no envelope').not.toThrow();
});

test('R-5: power is set voltage times current limit, and an unknown other side refuses', () => {
  const { check, device } = bench();
  readBack(device, 1, false, 5, 1);
  expect(check([amps(1.5)])).toThrow(
    '1.500 A was not sent. PMIC eval, rev C allows 6.00 W, and with a voltage setpoint of 5.00 V it makes 7.50 W.',
  );
  expect(check([amps(1.5)])).toThrow(
    expect.objectContaining({ remedy: 'Set 1.200 A or less, or lower the voltage setpoint first.' }),
  );
  expect(check([amps(1.2)])).not.toThrow();
  device.forget();
  expect(check([volts(1)])).toThrow('the current limit is not known');
  expect(check([on()])).toThrow(code('SAFETY_ENVELOPE'));
});

test('R-5: an output is not switched on with setpoints outside, pending ones included', () => {
  const { check, device } = bench();
  readBack(device, 1, false, 12, 0.1);
  expect(check([on()])).toThrow('its voltage setpoint is, or may be, 12.00 V');
  expect(check([on('all')])).toThrow(code('SAFETY_ENVELOPE'));
  expect(check([volts(3)])).not.toThrow();
  expect(check([on()]), 'not read back yet: the instrument may have refused it').toThrow(
    code('SAFETY_ENVELOPE'),
  );
  readBack(device, 1, false, 3, 0.1);
  expect(check([on()])).not.toThrow();
});

test('R-5: a compound message is held as a whole, in any order', () => {
  const { check } = bench();
  expect(check([volts(3), on()])).not.toThrow();
  expect(check([on(), volts(9)])).toThrow(code('SAFETY_ENVELOPE'));
  expect(check([volts(9), on(), volts(3)])).toThrow(code('SAFETY_ENVELOPE'));
  expect(check([volts(5), amps(1.3)])).toThrow(code('SAFETY_ENVELOPE'));
});

test('R-5: a refused message changes nothing of what is known', () => {
  const { check, device } = bench();
  const { version } = device;
  expect(check([volts(3), volts(9)])).toThrow(code('SAFETY_ENVELOPE'));
  expect(device.version).toBe(version);
  expect(device.live().channels[0]?.settings.voltage).toMatchObject({ state: 'known', value: 1 });
  expect(check([volts(3)])).not.toThrow();
  expect(device.live().channels[0]?.settings.voltage).toMatchObject({ state: 'pending', value: 3, was: 1 });
});

test('R-6: unknown effects are refused with an envelope, unless confirmed; then everything is unknown and read back', () => {
  const { check, device, guard, state } = bench();
  expect(check([mystery])).toThrow(code('SAFETY_UNKNOWN_EFFECT'));
  expect(check([volts(3, 7)], { confirmed: true }), 'a channel nobody knows').toThrow(
    code('SAFETY_UNKNOWN_EFFECT'),
  );
  expect(check([mystery, volts(3, 7)], { confirmed: true }), 'behind one that is confirmed').toThrow(
    code('SAFETY_UNKNOWN_EFFECT'),
  );
  expect(check([]), 'nobody has looked into it').toThrow(code('SAFETY_UNKNOWN_EFFECT'));
  expect(check([mystery, volts(9)], { confirmed: true })).toThrow(code('SAFETY_ENVELOPE'));
  expect(check([mystery, on()], { confirmed: true })).toThrow(code('SAFETY_ENVELOPE'));
  expect(check([mystery], { confirmed: true })).not.toThrow();
  guard.unknownSent('a');
  expect(state.readBacks).toBe(1);
  expect(device.live().channels[0]?.settings.voltage).toMatchObject({ state: 'unknown', value: null });
  expect(bench(null).check([mystery]), 'it may switch on what has no envelope').toThrow(
    code('SAFETY_UNKNOWN_EFFECT'),
  );
  expect(bench(null).check([mystery], { confirmed: true })).not.toThrow();
});

test('R-41: without an envelope an output is switched on only when the operator says so; off always', () => {
  const { check } = bench(null);
  expect(check([on()])).toThrow('Output 1 of Supply a was not switched on: it has no envelope.');
  for (const effects of [[on('all')], [volts(1), on(2)], [off, on(2)]])
    expect(check(effects)).toThrow(code('SAFETY_NO_ENVELOPE'));
  expect(check([off])).not.toThrow();
  expect(check([volts(1), amps(1)])).not.toThrow();
  expect(check([{ kind: 'unknown', text: 'FETC? 1' }]), 'a question alone').not.toThrow();
  expect(check([{ kind: 'unknown', text: 'DIAG:X 1?' }])).toThrow(code('SAFETY_UNKNOWN_EFFECT'));
  expect(check([on()], { withoutEnvelope: true })).not.toThrow();
  expect(check([on()], { confirmed: true })).not.toThrow();
  expect(check([mystery], { withoutEnvelope: true }), 'that is said of outputs').toThrow(
    code('SAFETY_UNKNOWN_EFFECT'),
  );
  expect(bench().check([on()])).not.toThrow();
  expect(bench().check([on('all')]), 'channel 2 has none').toThrow(code('SAFETY_NO_ENVELOPE'));
});

test('R-42: no more than the slew limit in any second, however it is split', () => {
  const { check, device, state } = bench({ ...pmic, maxPower: null, maxSlew: 2 });
  readBack(device, 1, true, 1, 1);
  const refused = code('SAFETY_ENVELOPE');
  expect(check([volts(3.5)])).toThrow(
    'PMIC eval, rev C allows a rise of 2.00 V in a second; from 1.00 V it may go to 3.00 V now.',
  );
  expect(check([volts(2), volts(3.5)])).toThrow(refused);
  expect(check([volts(2)])).not.toThrow();
  expect(check([volts(3.1)]), 'not read back: it may still be at 1 V').toThrow(refused);
  readBack(device, 1, true, 2, 1);
  state.elapsed += 999;
  expect(check([volts(3.1)])).toThrow('from 2.00 V it may go to 3.00 V now');
  expect(check([volts(0.5)]), 'down is not limited').not.toThrow();
  readBack(device, 1, true, 0.5, 1);
  expect(check([volts(1.6)]), 'up again is').toThrow(refused);
  state.elapsed += 1;
  expect(check([volts(2.5)])).not.toThrow();
  device.forget();
  expect(check([volts(1)]), 'from where is not known').toThrow('the voltage setpoint is not known');
});

test('R-42: an output that is switched on rises from 0 V; one that is off may be set to anything', () => {
  const { check, device, state } = bench({ ...pmic, maxPower: null, maxSlew: 2 });
  expect(check([volts(5)])).not.toThrow();
  readBack(device, 1, false, 5, 1);
  expect(check([on()])).toThrow('5.00 V was not sent.');
  expect(check([volts(2), on()]), 'the instrument may have refused 2 V').toThrow(code('SAFETY_ENVELOPE'));
  expect(check([volts(2)])).not.toThrow();
  readBack(device, 1, false, 2, 1);
  expect(check([on()])).not.toThrow();
  readBack(device, 1, true, 2, 1);
  expect(check([volts(2.1)])).toThrow(code('SAFETY_ENVELOPE'));
  expect(check([on()]), 'it is on').not.toThrow();
  state.elapsed += 1000;
  expect(check([volts(4)])).not.toThrow();
});

test('R-42: a message that is checked again before the wire counts once', () => {
  const { guard, device } = bench({ ...pmic, maxPower: null, maxSlew: 2 });
  readBack(device, 1, true, 1, 1);
  const message = request([volts(2.5)]);
  guard.check('a', message);
  guard.check('a', message);
  readBack(device, 1, true, 2.5, 1);
  expect(() => guard.check('a', request([volts(3.1)]))).toThrow(code('SAFETY_ENVELOPE'));
  expect(() => guard.check('a', request([volts(3)]))).not.toThrow();
});

test('R-4: with the latch set, on and unknown are refused, confirmed or not; off, setpoints and polls pass', () => {
  const { check, state } = bench(null);
  state.latched = true;
  expect(check([on(2)])).toThrow(code('SAFETY_LATCHED'));
  expect(check([volts(1), on('all')])).toThrow(code('SAFETY_LATCHED'));
  expect(check([mystery], { confirmed: true })).toThrow(code('SAFETY_LATCHED'));
  expect(check([off])).not.toThrow();
  expect(check([volts(2)])).not.toThrow();
  expect(check([{ kind: 'none' }], { lane: 'poll' })).not.toThrow();
  expect(check([on()], { lane: 'emergency' })).not.toThrow();
});

test('R-8: what is not finite or out of range is never sent, envelope or not', () => {
  const { check } = bench(null);
  expect(check([volts(Number.NaN)])).toThrow(code('VALUE_NOT_FINITE'));
  expect(check([volts(Number.POSITIVE_INFINITY)])).toThrow(code('VALUE_NOT_FINITE'));
  expect(check([volts(31)])).toThrow('31.00 V was not sent. Channel 1 takes 0.00 V to 30.00 V.');
  expect(check([volts(-1)])).toThrow(code('RANGE_EXCEEDED'));
});

test('an instrument that is not on the desk is not written to', () => {
  const { guard } = bench();
  expect(() => guard.check('gone', request([volts(1)]))).toThrow(code('INSTRUMENT_UNKNOWN'));
});

/** What the instrument really holds; it may take each part of a message or refuse it. */
interface Truth {
  voltage: number;
  current: number;
  on: boolean;
}
const part = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: 0, max: 8, noNaN: true }).map((value) => volts(value)) },
  { weight: 4, arbitrary: fc.double({ min: 0, max: 3, noNaN: true }).map((value) => amps(value)) },
  { weight: 4, arbitrary: fc.constantFrom(on(), on('all')) },
  { weight: 1, arbitrary: fc.constant(off) },
  { weight: 1, arbitrary: fc.constant(mystery) },
);
const step = fc.record({
  parts: fc.array(fc.record({ effect: part, taken: fc.boolean() }), { minLength: 1, maxLength: 4 }),
  readBackAfter: fc.boolean(),
});
const start = fc.record({
  voltage: fc.double({ min: 0, max: 8, noNaN: true }),
  current: fc.double({ min: 0, max: 3, noNaN: true }),
});

function apply(truth: Truth, effect: Effect): void {
  if (effect.kind === 'setpoint' && (effect.quantity === 'voltage' || effect.quantity === 'current'))
    truth[effect.quantity] = effect.value;
  if (effect.kind === 'output') truth.on = effect.on;
}
const inside = ({ voltage, current, on: isOn }: Truth): boolean =>
  !isOn || (voltage <= 5.5 + 0.0006 && current <= 2 + 0.0006 && voltage * current <= 6 + 0.006);

test('R-5: no sequence of messages, taken or refused by the instrument part by part, leads outside with the output on', () => {
  let sent = 0;
  let onInside = 0;
  fc.assert(
    fc.property(start, fc.array(step, { maxLength: 25 }), (begin, steps) => {
      const { guard, device } = bench();
      const truth: Truth = { ...begin, on: false };
      const tell = (of: Device): void => readBack(of, 1, truth.on, truth.voltage, truth.current);
      tell(device);
      for (const { parts, readBackAfter } of steps) {
        try {
          // As the session does: before the intent, and again before the wire.
          guard.check('a', request(parts.map(({ effect }) => effect)));
          guard.check('a', request(parts.map(({ effect }) => effect)));
        } catch {
          continue;
        }
        sent++;
        for (const { effect, taken } of parts) {
          if (taken) apply(truth, effect);
          if (!inside(truth)) return false;
          if (truth.on) onInside++;
        }
        if (readBackAfter) tell(device);
      }
      return true;
    }),
    { numRuns: 2000 },
  );
  // The property must not hold because nothing ever passes.
  expect(sent).toBeGreaterThan(1000);
  expect(onInside).toBeGreaterThan(500);
});

test('R-4, R-6: a pinned query that no table covers is held back where an unknown effect is, and is no change elsewhere', () => {
  const pinned: Effect = { kind: 'asks', text: 'MEAS:VOLT?' };
  const free = bench(null);
  const { version } = free.device;
  free.check([pinned], { lane: 'poll' })();
  expect(free.device.version, 'what is known stays known').toBe(version);
  free.state.latched = true;
  expect(free.check([pinned], { lane: 'poll' })).toThrow(code('SAFETY_LATCHED'));
  expect(bench().check([pinned], { lane: 'poll' })).toThrow(code('SAFETY_UNKNOWN_EFFECT'));
});

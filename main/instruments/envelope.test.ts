import { expect, test } from 'vitest';
import type { ChannelInfo, Envelope } from '#shared/contract/channels.ts';
import { outputRefusal, setpointRefusal, type Worst } from './envelope.ts';

const plain = { values: null, of: 'channel', under: null, rare: false } as const;
const facts: ChannelInfo = {
  channel: 1,
  label: 'CH1',
  switches: 'output',
  settings: [
    { point: 'voltage', min: -30, max: 30, resolution: 0.001, ...plain },
    { point: 'current', min: 0, max: 3, resolution: 0.001, ...plain },
  ],
  functions: null,
  choices: [],
  trips: [],
  readings: [],
  envelope: true,
};
const limits = (more: Partial<Envelope>): Envelope => ({
  name: 'board',
  maxVoltage: null,
  maxCurrent: null,
  maxPower: null,
  ...more,
});

test.each<[string, Partial<Envelope>, Worst, boolean]>([
  ['nothing limited', {}, { voltage: null, current: null }, true],
  ['voltage inside', { maxVoltage: 5 }, { voltage: 5, current: null }, true],
  ['voltage outside', { maxVoltage: 5 }, { voltage: 5.01, current: 0 }, false],
  ['voltage unknown', { maxVoltage: 5 }, { voltage: null, current: 0 }, false],
  ['current outside', { maxCurrent: 1 }, { voltage: 0, current: 1.01 }, false],
  ['current unknown', { maxCurrent: 1 }, { voltage: 0, current: null }, false],
  ['power inside', { maxPower: 6 }, { voltage: 6, current: 1 }, true],
  ['power outside', { maxPower: 6 }, { voltage: 6, current: 1.1 }, false],
  ['power with the voltage unknown', { maxPower: 6 }, { voltage: null, current: 1 }, false],
  ['power with the current unknown', { maxPower: 6 }, { voltage: 6, current: null }, false],
  ['power with both unknown', { maxPower: 6 }, { voltage: null, current: null }, false],
  ['half a step of what is read back', { maxVoltage: 5 }, { voltage: 5.0005, current: 0 }, true],
])('R-5: on with %s', (_, envelope, worst, allowed) => {
  expect(outputRefusal(limits(envelope), worst, facts)?.code).toBe(allowed ? undefined : 'SAFETY_ENVELOPE');
});

test.each<[string, Partial<Envelope>, 'voltage' | 'current', number, Worst, boolean]>([
  ['inside', { maxVoltage: 5 }, 'voltage', 5, { voltage: null, current: null }, true],
  ['outside', { maxVoltage: 5 }, 'voltage', 5.001, { voltage: null, current: null }, false],
  ['below zero, inside', { maxVoltage: 5 }, 'voltage', -5, { voltage: null, current: null }, true],
  ['below zero, outside', { maxVoltage: 5 }, 'voltage', -5.001, { voltage: null, current: null }, false],
  ['power', { maxPower: 6 }, 'current', 2, { voltage: 3, current: null }, true],
  ['too much power', { maxPower: 6 }, 'current', 2.1, { voltage: 3, current: null }, false],
  ['too much power below zero', { maxPower: 6 }, 'voltage', -4, { voltage: null, current: 2 }, false],
  ['power with the other unknown', { maxPower: 6 }, 'voltage', 0.1, { voltage: 0, current: null }, false],
])('R-5: a setpoint %s', (_, envelope, point, value, worst, allowed) => {
  const refusal = setpointRefusal(limits(envelope), point, value, worst);
  expect(refusal?.code).toBe(allowed ? undefined : 'SAFETY_ENVELOPE');
});

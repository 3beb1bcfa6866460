import type { Call } from '#main/bridge/caller.ts';
import type { Outcome, Request } from '#main/session/ports.ts';
import type { Link } from '#shared/contract/history.ts';

/** Instruments of a history that is filled: each has every fifth line. */
export const measuredInstruments = 5;

/** An instrument that is nowhere: what is measured here talks to none. */
export const linkOf = (index: number): Link => ({
  instrument: `i${index}`,
  name: `Supply ${index}`,
  address: `tcp://192.0.2.${index + 1}:5025`,
  vendor: 'LabLink',
  model: 'SIM-PSU-2',
  serial: `${index}`,
  firmware: '1.0',
  driver: 'lablink-simulated-supply 1',
});

/** A command that changes something, as a person gives it. */
export const commandOf = (number: number): Request => {
  const text = `SOUR1:VOLT ${(number % 30).toFixed(3)}`;
  return {
    text,
    bytes: Buffer.from(`${text}\n`),
    lane: 'person',
    operator: { name: 'Ada', confirmed: false },
    effects: [{ kind: 'setpoint', channel: 1, quantity: 'voltage', value: number % 30 }],
    expectsReply: false,
  };
};

export const settled: Outcome = { status: 'ok', reply: null, fault: null, queueMs: 0.2, wireMs: 0.4 };

/** Somebody who calls a handler, without end. */
export const caller = (): Call => ({
  seat: 'critical-paths',
  identity: null,
  who: 'critical paths',
  signal: new AbortController().signal,
});

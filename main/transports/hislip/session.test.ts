import { describe, expect, onTestFinished, test } from 'vitest';
import type { Fault } from '#shared/faults.ts';
import { off, on, person, ready, rig, tell } from '#main/session/session.fixture.ts';
import type { SessionOptions } from '#main/session/session.ts';
import { startSimulatedSupply } from '#main/simulator/supply.ts';
import { openHislip } from '#main/simulator/wires/hislip-server.ts';
import { transportFor } from '#main/transports/open.ts';
import { serve } from './links.fixture.ts';
import { message } from './server.fixture.ts';

/** The simulated server was written beside this transport, from the standard, and shares no code with it. */
const simulated = async (prefersOverlap: boolean, more: Partial<SessionOptions> = {}) => {
  const wire = await openHislip({ prefersOverlap });
  onTestFinished(() => wire.close());
  const supply = await startSimulatedSupply({ wires: [wire] });
  onTestFinished(() => supply.close());
  const made = await rig(undefined, {
    connect: transportFor(`hislip://127.0.0.1:${wire.port}/hislip0`),
    ...more,
  });
  onTestFinished(() => made.end());
  await ready(made);
  return { ...made, wire, supply };
};

const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'ok',
    (error: Fault) => error.code,
  );

describe.each([
  ['synchronized', false],
  ['overlap', true],
])('a session over HiSLIP, %s', (_, overlap) => {
  test('asks, tells and is told what went wrong', async () => {
    const { ask, session } = await simulated(overlap);
    await session.exchange('VOLT 3', tell([{ kind: 'setpoint', channel: 1, quantity: 'voltage', value: 3 }]));
    expect(await ask('VOLT?')).toBe('3.000');
    const answers = await Promise.all(Array.from({ length: 50 }, (__, n) => ask(n % 2 ? 'VOLT?' : '*IDN?')));
    expect(answers).toEqual(
      Array.from({ length: 50 }, (__, n) => (n % 2 ? '3.000' : 'LabLink,SIM-PS2,SIM0001,1.0.0')),
    );
    expect(await ask('SYST:ERR?')).toBe('0,"No error"');
  });

  test('an answer that is late: dirty, cleared, and the next answer is its own', async () => {
    const { ask, supply, session, reached, wire } = await simulated(overlap);
    for (let round = 0; round < 3; round++) {
      supply.faults.slowMs = 60_000;
      expect(await code(ask('CURR?', { deadlineMs: 30 }))).toBe('INSTRUMENT_TIMEOUT');
      supply.faults.clear();
      expect(await ask('VOLT?')).toBe('0.000');
      await reached('ready');
    }
    expect(session.status.state).toBe('ready');
    // It was cleared in place: the link is still the first one.
    expect(wire.clients).toBe(1);
  });

  // The instrument throws away what has not run yet together with the question that it was busy with.
  test('R-31: an emergency goes past a question that waits, and the link heals', async () => {
    const { ask, supply, session } = await simulated(overlap);
    await session.exchange('OUTP ON', tell(on));
    expect(await ask('OUTP?')).toBe('1');
    supply.faults.slowMs = 300;
    const waiting = code(ask('CURR?'));
    await new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
    const write = await session.emergency(['OUTP OFF'], person, 2_000);
    expect(write.reconnected).toBe(false);
    expect(await waiting).not.toBe('ok');
    supply.faults.clear();
    await expect.poll(() => ask('OUTP?')).toBe('0');
  });

  test('R-31: a switch-off on a link that is being cleared is sent behind it', async () => {
    const { ask, supply, session } = await simulated(overlap);
    await session.exchange('OUTP ON', tell(on));
    supply.faults.slowMs = 60_000;
    expect(await code(ask('CURR?', { deadlineMs: 20 }))).toBe('INSTRUMENT_TIMEOUT');
    supply.faults.clear();
    await session.exchange('OUTP OFF', tell(off));
    expect(await ask('OUTP?')).toBe('0');
  });

  test('a service request comes with its status byte', async () => {
    let serviced: (status: number | null) => void = () => undefined;
    const got = new Promise<number | null>((resolve) => {
      serviced = resolve;
    });
    const { session } = await simulated(overlap, { onService: (status) => serviced(status) });
    await session.exchange('*SRE 4', tell([]));
    await session.exchange('FOO', tell([]));
    expect(await got).toBe(0x44);
  });

  test('an instrument that restarts is found again', async () => {
    const { ask, supply, reached } = await simulated(overlap);
    supply.faults.refusing = true;
    await reached('unreachable');
    supply.faults.clear();
    await reached('ready');
    expect(await ask('*IDN?')).toContain('SIM-PS2');
  });
});

describe('a session over a scripted server', () => {
  const scripted = async () => {
    const server = await serve();
    server.answer = (text) => (text === '*IDN?\n' ? 'LabLink,SCRIPT,1,1.0\n' : `re ${text}`);
    const made = await rig(undefined, {
      connect: transportFor(`hislip://127.0.0.1:${server.port}/hislip0`),
    });
    onTestFinished(() => made.end());
    await ready(made);
    return { ...made, server };
  };

  test.each([
    ['FatalError', 'sync', message(2, 0, 0, 'Restarting'), 'INSTRUMENT_CLOSED'],
    ['FatalError', 'async', message(2, 0), 'INSTRUMENT_CLOSED'],
    ['Error', 'sync', message(3, 4), 'INSTRUMENT_REPLY'],
    ['a wrong prologue', 'sync', Buffer.from('rubbish'), 'INSTRUMENT_REPLY'],
    ['a length of 2^63', 'sync', message(7, 0, 0, '', 1n << 63n), 'REPLY_TOO_LARGE'],
    ['a length of 2^63', 'async', message(22, 0, 0, '', 1n << 63n), 'REPLY_TOO_LARGE'],
  ] as const)(
    '%s on the %s channel instead of an answer: told, and connected again',
    async (_, channel, bytes, expected) => {
      const { ask, server, reached } = await scripted();
      const { answer } = server;
      server.answer = (text) => {
        server.peer.say(channel, bytes);
        server.answer = answer;
        void text;
        return null;
      };
      expect(await code(ask('A?'))).toBe(expected);
      await reached('ready');
      expect(await ask('B?')).toBe('re B?');
      expect(server.peers).toHaveLength(2);
    },
  );
});

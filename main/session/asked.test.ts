import { afterEach, expect, test, vi } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { AskedInstrument, AskedTransport } from './asked.fixture.ts';
import { interfaceMessages } from './bus.ts';
import { identity, off, on, person, type Rig, ready, rig, tell, unknown } from './session.fixture.ts';

let rigs: Rig[] = [];
afterEach(async () => {
  for (const made of rigs) await made.end();
  rigs = [];
});
async function make(
  framing: 'polled' | 'message' = 'message',
): Promise<Rig & { instrument: AskedInstrument }> {
  const instrument = new AskedInstrument();
  const made = await rig(undefined, { connect: () => new AskedTransport(instrument, framing) });
  rigs.push(made);
  return { ...(await ready(made)), instrument };
}
const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'ok',
    (error: Fault) => error.code,
  );

test.each(['polled', 'message'] as const)(
  'a %s link is read for an answer alone, and given back after it',
  async (framing) => {
    const { instrument, ask, session } = await make(framing);
    expect(await ask('A?')).toBe('re A?');
    expect(instrument.waiting).toBe(0);
    await session.exchange('B', tell([{ kind: 'harmless' }]));
    expect(await ask('C?')).toBe('re C?');
    expect(instrument.lines).toEqual(['*IDN?', 'A?', 'B', 'C?']);
    // Once for each of the four exchanges, and it does no harm twice.
    expect(instrument.dones).toBeGreaterThanOrEqual(4);
  },
);

test('where the link marks END, the lines of an answer stay together', async () => {
  const { instrument, ask } = await make();
  instrument.handle = () => 'one\ntwo\nthree';
  expect(await ask('LIST?')).toBe('one\ntwo\nthree');
});

test.each(['polled', 'message'] as const)(
  'R-10: a late answer of a %s link never answers another question',
  async (framing) => {
    const { instrument, ask, session } = await make(framing);
    const late = Promise.withResolvers<string>();
    instrument.handle = (line) => (line === 'SLOW?' ? late.promise : `re ${line}`);
    expect(await code(ask('SLOW?', { deadlineMs: 80 }))).toBe('INSTRUMENT_TIMEOUT');
    expect(session.status.state).toBe('dirty');
    await vi.waitFor(() => expect(instrument.waiting).toBe(0));
    late.resolve('re SLOW?');
    expect(await ask('NEXT?')).toBe('re NEXT?');
    expect(instrument.clears).toBe(1);
    expect(instrument.links).toBe(1);
  },
);

test('R-10: without a device clear the late answer is seen by what it is, and the link is made anew', async () => {
  const { instrument, ask, reached } = await make();
  instrument.clearable = false;
  const late = Promise.withResolvers<string>();
  instrument.handle = (line) => (line === 'SLOW?' ? late.promise : `re ${line}`);
  expect(await code(ask('SLOW?', { deadlineMs: 80 }))).toBe('INSTRUMENT_TIMEOUT');
  late.resolve(`${identity}?`);
  await reached('unreachable');
  await reached('ready');
  expect(instrument.links).toBe(2);
});

test('a block cut short is refused, and the next question is in step', async () => {
  const { instrument, ask } = await make();
  instrument.handle = (line) => (line === 'DATA?' ? '#3100abc' : `re ${line}`);
  expect(await code(ask('DATA?'))).toBe('INSTRUMENT_REPLY');
  expect(await ask('NEXT?')).toBe('re NEXT?');
  expect(instrument.clears).toBe(1);
});

test('a cancelled question gives up the waiting in place', async () => {
  const { instrument, session } = await make();
  instrument.handle = () => new Promise(() => undefined);
  const controller = new AbortController();
  const asked = session.exchange('NEVER?', {
    lane: 'person',
    operator: person,
    effects: [{ kind: 'none' }],
    reply: true,
    signal: controller.signal,
  });
  await vi.waitFor(() => expect(instrument.waiting).toBe(1));
  controller.abort();
  expect(await code(asked)).toBe('CANCELLED');
  await vi.waitFor(() => expect(instrument.clears).toBe(1));
  expect(instrument.links).toBe(1);
});

test('R-1: an emergency goes past a read that waits, and the link is in step after it', async () => {
  const { instrument, session, ask } = await make();
  const never = new Promise<string>(() => undefined);
  instrument.handle = (line) => (line === 'NEVER?' ? never : line.endsWith('?') ? `re ${line}` : null);
  const asked = code(ask('NEVER?'));
  await vi.waitFor(() => expect(instrument.waiting).toBe(1));
  const write = session.emergency(['OUTP OFF'], person, 500);
  expect(instrument.lines.at(-1)).toBe('OUTP OFF');
  expect((await write).reconnected).toBe(false);
  expect(await asked).toMatch(/INSTRUMENT_REPLY|SAFETY_PREEMPTED/);
  expect(await ask('NEXT?')).toBe('re NEXT?');
  expect(instrument.links).toBe(1);
});

test('a switch-off goes out while the link is being brought back into step', async () => {
  const { instrument, session, ask } = await make();
  const late = Promise.withResolvers<string>();
  instrument.handle = (line) => (line === 'SLOW?' ? late.promise : line.endsWith('?') ? `re ${line}` : null);
  expect(await code(ask('SLOW?', { deadlineMs: 50 }))).toBe('INSTRUMENT_TIMEOUT');
  await session.exchange('OUTP OFF', tell(off));
  expect(instrument.lines).toContain('OUTP OFF');
  expect(await ask('NEXT?')).toBe('re NEXT?');
});

test('interface messages are recorded, guarded and in turn; what a link lacks is said and leaves it in step', async () => {
  const { instrument, session, ask, diary, watch } = await make();
  const act = (bus: 'status' | 'trigger' | 'local' | 'remote' | 'clear'): Promise<Uint8Array | null> =>
    session.exchange(interfaceMessages[bus].text, {
      lane: 'person',
      operator: person,
      effects: interfaceMessages[bus].effects,
      reply: false,
      bus,
    });
  expect(Buffer.from((await act('status')) ?? []).toString()).toBe('64');
  await act('trigger');
  await act('local');
  await act('clear');
  expect(instrument.lines).toEqual(['*IDN?', 'GET', 'GTL']);
  expect(instrument.clears).toBe(1);
  await expect(act('remote')).rejects.toMatchObject({
    code: 'LINK_LACKS',
    message: 'This link has no way to take the front panel. Nothing was sent.',
  });
  expect(session.status.state).toBe('ready');
  expect(await ask('A?')).toBe('re A?');
  expect(instrument.links).toBe(1);
  expect(diary.entries).toEqual(
    expect.arrayContaining([
      'note <SPE> ok',
      'intend <GET>',
      'settle <GET> ok',
      'intend <GTL>',
      'settle <REN> error',
    ]),
  );
  watch.refuse = ({ effects }) => {
    if (effects[0]?.kind === 'unknown') throw new Fault('SAFETY_UNKNOWN_EFFECT', 'no');
  };
  await expect(act('trigger')).rejects.toMatchObject({ code: 'SAFETY_UNKNOWN_EFFECT' });
  expect(instrument.lines.filter((line) => line === 'GET')).toHaveLength(1);
});

test('a request for service is passed on', async () => {
  const instrument = new AskedInstrument();
  const transports: AskedTransport[] = [];
  const heard: (number | null)[] = [];
  const made = await rig(undefined, {
    connect: () => {
      const transport = new AskedTransport(instrument, 'message');
      transports.push(transport);
      return transport;
    },
    onService: (statusByte) => heard.push(statusByte),
  });
  rigs.push(made);
  await ready(made);
  transports[0]?.serve(0x50);
  expect(heard).toEqual([0x50]);
});

test('R-31: a switch-off that the device clear may have thrown away is sent again, once, and not over a later ON', async () => {
  const { instrument, session, ask } = await make();
  const never = new Promise<string>(() => undefined);
  instrument.handle = (line) => (line === 'NEVER?' ? never : line.endsWith('?') ? `re ${line}` : null);
  const times = (text: string): number => instrument.lines.filter((line) => line === text).length;
  const asked = code(ask('NEVER?'));
  await vi.waitFor(() => expect(instrument.waiting).toBe(1));
  await session.emergency(['OUTP OFF'], person, 500);
  await asked;
  expect(await ask('A?')).toBe('re A?');
  expect(times('OUTP OFF')).toBe(2);

  // It has run: the next clear repeats nothing.
  expect(await code(ask('NEVER?', { deadlineMs: 50 }))).toBe('INSTRUMENT_TIMEOUT');
  expect(await ask('B?')).toBe('re B?');
  expect(times('OUTP OFF')).toBe(2);

  // Switched off, and on again by somebody who wants it on: the clear behind that switches nothing off.
  await session.exchange('OUTP OFF', tell(off));
  await session.exchange('OUTP ON', tell(on));
  expect(await code(ask('NEVER?', { deadlineMs: 50 }))).toBe('INSTRUMENT_TIMEOUT');
  expect(await ask('C?')).toBe('re C?');
  expect(times('OUTP OFF')).toBe(3);
});

test('R-32: a command of unknown effect is not thrown away by the recovery behind it; a stray answer of its own is', async () => {
  const { instrument, session, ask } = await make();
  await session.exchange('APPL 5', tell(unknown));
  expect(await ask('A?')).toBe('re A?');
  expect(instrument.clears).toBe(0);
  // This one answers although nothing was asked: the identity is not the first answer.
  instrument.handle = (line) => (line === 'APPL 6' ? 'odd' : line.endsWith('?') ? `re ${line}` : null);
  await session.exchange('APPL 6', tell(unknown));
  expect(await ask('B?')).toBe('re B?');
  expect(instrument.clears).toBe(1);
  expect(instrument.links).toBe(1);
});

import { afterEach, expect, test, vi } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { AskedInstrument, AskedTransport } from './asked.fixture.ts';
import { identity, off, person, type Rig, ready, rig, tell, unknown } from './session.fixture.ts';

let rigs: Rig[] = [];
afterEach(async () => {
  for (const made of rigs) await made.end();
  rigs = [];
});
async function make(
  transport: (instrument: AskedInstrument) => AskedTransport = (instrument) =>
    new AskedTransport(instrument, 'message'),
  reply = 2000,
): Promise<Rig & { instrument: AskedInstrument }> {
  const instrument = new AskedInstrument();
  const made = await rig(undefined, { connect: () => transport(instrument), timing: { reply } });
  rigs.push(made);
  return { ...(await ready(made)), instrument };
}
const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'ok',
    (error: Fault) => error.code,
  );
const never = new Promise<string>(() => undefined);

test('R-10: without a device clear no second identity proves anything, also where nothing was missing', async () => {
  const { instrument, session, ask } = await make();
  instrument.clearable = false;
  instrument.handle = (line) => (line === 'APPL 6' ? 'odd' : line.endsWith('?') ? `re ${line}` : null);
  await session.exchange('APPL 6', tell(unknown));
  // The first answer to the identity question is the odd one; a second question would get the first one's identity.
  expect(await code(ask('B?'))).toBe('INSTRUMENT_CLOSED');
  expect(instrument.lines.filter((line) => line === '*IDN?').length).toBeLessThanOrEqual(3);
});

test('a late identity is thrown away by the device clear, and the link stays', async () => {
  const { instrument, ask } = await make();
  const late = Promise.withResolvers<string>();
  instrument.identify = () => late.promise;
  expect(await code(ask('*IDN?', { deadlineMs: 60 }))).toBe('INSTRUMENT_TIMEOUT');
  instrument.identify = () => identity;
  late.resolve(identity);
  expect(await ask('A?')).toBe('re A?');
  expect(await ask('B?')).toBe('re B?');
  expect(instrument).toMatchObject({ links: 1, clears: 1 });
  // It is owed no more: the next recovery does not need another clear than its own.
  instrument.handle = (line) => (line === 'NEVER?' ? never : `re ${line}`);
  expect(await code(ask('NEVER?', { deadlineMs: 60 }))).toBe('INSTRUMENT_TIMEOUT');
  expect(await ask('C?')).toBe('re C?');
  expect(instrument).toMatchObject({ links: 1, clears: 2 });
});

test('R-10: a late identity that no device clear throws away is no proof', async () => {
  const { instrument, ask, reached } = await make();
  instrument.clearable = false;
  const late = Promise.withResolvers<string>();
  instrument.identify = () => late.promise;
  expect(await code(ask('*IDN?', { deadlineMs: 60 }))).toBe('INSTRUMENT_TIMEOUT');
  instrument.identify = () => identity;
  late.resolve(identity);
  await reached('unreachable');
  expect(instrument.lines.filter((line) => line === '*IDN?')).toHaveLength(2);
});

test('R-31: a switch-off written beside the question that proves an older one is not taken for run', async () => {
  const { instrument, session, ask } = await make();
  instrument.handle = (line) => (line === 'NEVER?' ? never : line.endsWith('?') ? `re ${line}` : null);
  const times = (text: string): number => instrument.lines.filter((line) => line === text).length;
  await session.exchange('OUTP OFF', tell(off));
  const slow = Promise.withResolvers<string>();
  instrument.identify = () => slow.promise;
  expect(await code(ask('NEVER?', { deadlineMs: 60 }))).toBe('INSTRUMENT_TIMEOUT');
  await vi.waitFor(() => expect(times('*IDN?')).toBe(2));
  expect(times('OUTP OFF')).toBe(2);
  await session.emergency(['OUTP OFF'], person, 500);
  instrument.identify = () => identity;
  slow.resolve(identity);
  // Only what went out before the identity was asked for is proven; this one went out behind it.
  await vi.waitFor(() => expect(session.status.state).toBe('ready'));
  expect(times('OUTP OFF')).toBe(3);
  expect(await code(ask('NEVER?', { deadlineMs: 60 }))).toBe('INSTRUMENT_TIMEOUT');
  expect(await ask('B?')).toBe('re B?');
  expect(times('OUTP OFF')).toBe(4);
});

test('a question for the identity that is not taken is not followed by another: the link is made anew', async () => {
  let stuck = false;
  class Stuck extends AskedTransport {
    override write(bytes: Uint8Array): Promise<void> {
      if (stuck && Buffer.from(bytes).toString().startsWith('*IDN?')) {
        stuckWrites++;
        return new Promise(() => undefined);
      }
      return super.write(bytes);
    }
  }
  let stuckWrites = 0;
  const { instrument, ask, reached } = await make((made) => new Stuck(made, 'message'), 200);
  instrument.handle = (line) => (line === 'NEVER?' ? never : `re ${line}`);
  stuck = true;
  expect(await code(ask('NEVER?', { deadlineMs: 60 }))).toBe('INSTRUMENT_TIMEOUT');
  await reached('unreachable');
  expect(stuckWrites).toBe(1);
  stuck = false;
  await reached('ready');
  expect(await ask('A?')).toBe('re A?');
});

test('a read that does not let go, and a link that cannot even be given up, end in a new link', async () => {
  let broken: 'no' | 'holds on' | 'fails' = 'no';
  class Broken extends AskedTransport {
    override read(signal: AbortSignal): ReturnType<AskedTransport['read']> {
      if (broken === 'no') return super.read(signal);
      if (broken === 'holds on') return new Promise(() => undefined);
      return Promise.reject(new Fault('INSTRUMENT_CLOSED', 'Pulled out.'));
    }
    override abort(): Promise<void> {
      return broken === 'no' ? super.abort() : Promise.reject(new Fault('INSTRUMENT_CLOSED', 'Gone.'));
    }
  }
  const { instrument, ask, reached } = await make((made) => new Broken(made, 'message'), 200);
  for (const how of ['holds on', 'fails'] as const) {
    broken = how;
    expect(await code(ask('A?', { deadlineMs: 60 }))).toMatch(/INSTRUMENT_(TIMEOUT|CLOSED)/);
    await reached('unreachable');
    broken = 'no';
    await reached('ready');
    expect(await ask('B?')).toBe('re B?');
  }
  expect(instrument.links).toBe(3);
});

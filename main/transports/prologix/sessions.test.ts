import { expect, test } from 'vitest';
import { ask, off, person, type Rig, tell } from '#main/session/session.fixture.ts';
import type { Fault } from '#shared/faults.ts';
import type { ScriptedAdapter } from './adapter.fixture.ts';
import { adapter, link, session } from './bus.fixture.ts';

const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'ok',
    (error: Fault) => error.code,
  );

/** Instruments that answer `re <place> <question>`. */
function populate(bus: ScriptedAdapter, places: readonly number[]): void {
  for (const place of places)
    bus.instrument(String(place), (message, self) => {
      if (message === '*IDN?\n') self.say(`LabLink,BUS${place},1,1`);
      else if (message.endsWith('?\n')) self.say(`re ${place} ${message.slice(0, -1)}`);
    });
}
async function up(made: Rig): Promise<Rig> {
  made.session.open();
  await made.reached('ready');
  return made;
}

test('an adapter that disappears with five instruments behind it: everybody is told at once, and all come back through one link', async () => {
  const bus = await adapter({ oneClient: true });
  const places = [1, 2, 3, 4, 5];
  populate(bus, places);
  const rigs = await Promise.all(places.map(async (place) => await up(await session(bus, place))));
  expect(bus.connections).toBe(1);
  const { port } = bus;
  bus.override = (line) => line.includes('?');
  const asked = rigs.map((made) => code(made.ask('A?')));
  await bus.got('A?\x1b\n');
  await bus.stop();
  expect(await Promise.all(asked)).toEqual(places.map(() => 'INSTRUMENT_CLOSED'));
  await Promise.all(rigs.map((made) => made.reached('unreachable')));
  for (const made of rigs)
    expect(made.session.status.trouble?.message).toMatch(/closed the connection|refused/);
  bus.override = () => false;
  bus.connections = 0;
  await bus.listen(port);
  await Promise.all(rigs.map((made) => made.reached('ready')));
  expect(bus.connections).toBe(1);
  expect(await Promise.all(rigs.map((made) => made.ask('B?')))).toEqual(
    places.map((each) => `re ${each} B?`),
  );
});

test('an adapter that falls silent is gone for everybody, and is connected to anew', async () => {
  const bus = await adapter();
  populate(bus, [1, 2]);
  const rigs = [await session(bus, 1), await session(bus, 2)];
  // Shorter than the deadline of an exchange: it is the adapter that gives no sign of life.
  for (const [index, made] of rigs.entries()) {
    await made.end();
    rigs[index] = await session(bus, index + 1, {
      connect: () => link(bus, index + 1, null, { silentMs: 150 }),
    });
  }
  await Promise.all(rigs.map(up));
  bus.override = () => true;
  expect(await Promise.all(rigs.map((made) => code(made.ask('A?'))))).toEqual([
    'INSTRUMENT_CLOSED',
    'INSTRUMENT_CLOSED',
  ]);
  bus.override = () => false;
  await Promise.all(rigs.map((made) => made.reached('ready')));
  expect(await rigs[0]?.ask('B?')).toBe('re 1 B?');
});

test('R-10: a late answer heals in place, by device clear and identity, while others are served', async () => {
  const bus = await adapter();
  populate(bus, [1, 2]);
  const [first, second] = [await up(await session(bus, 1)), await up(await session(bus, 2))];
  const slow = bus.at(1);
  const { handle } = slow;
  slow.handle = (message, self) => {
    if (message === 'SLOW?\n') self.later('re 1 SLOW?', 200);
    else handle(message, self);
  };
  expect(await code(first.ask('SLOW?', { deadlineMs: 60 }))).toBe('INSTRUMENT_TIMEOUT');
  expect(first.session.status.state).toBe('dirty');
  const [mine, theirs] = await Promise.all([first.ask('NEXT?'), second.ask('OTHER?')]);
  expect([mine, theirs]).toEqual(['re 1 NEXT?', 're 2 OTHER?']);
  expect(slow.orders).toEqual(['clr']);
  expect(bus.connections).toBe(1);
});

test('R-9: off does not wait for a link that is brought back into step, and leaves it whole', async () => {
  const bus = await adapter();
  populate(bus, [1, 2]);
  const [first] = [await up(await session(bus, 1)), await up(await session(bus, 2))];
  const supply = bus.at(1);
  const { handle } = supply;
  supply.handle = (message, self) => {
    if (message !== 'SLOW?\n') handle(message, self);
  };
  const states: string[] = [];
  first.session.onStatus(() => states.push(first.session.status.state));
  let switched: Promise<unknown> = Promise.resolve();
  bus.override = (line) => {
    if (line === '++clr') switched = first.session.exchange('OUTP OFF', tell(off));
    return false;
  };
  expect(await code(first.ask('SLOW?', { deadlineMs: 60 }))).toBe('INSTRUMENT_TIMEOUT');
  expect(await first.ask('NEXT?')).toBe('re 1 NEXT?');
  await switched;
  expect(supply.heard.map(String)).toContain('OUTP OFF\n');
  expect(states).not.toContain('unreachable');
});

test('R-10: more than one answer to one question: none is believed, and nothing of it reaches another', async () => {
  const bus = await adapter();
  populate(bus, [1, 2]);
  const [first, second] = [await up(await session(bus, 1)), await up(await session(bus, 2))];
  const twice = bus.at(1);
  const { handle } = twice;
  twice.handle = (message, self) => (message === 'A?\n' ? undefined : handle(message, self));
  let pieces = true;
  bus.override = async (line, socket) => {
    if (line !== '++read eoi' || !pieces || twice.heard.at(-1)?.toString() !== 'A?\n') return false;
    pieces = false;
    socket.write('1\n');
    await new Promise((resolve) => setTimeout(resolve, 10));
    socket.write('2\n');
    return true;
  };
  const [refused, other] = await Promise.all([code(first.ask('A?')), second.ask('B?')]);
  expect([refused, other]).toEqual(['INSTRUMENT_REPLY', 're 2 B?']);
  expect(await first.ask('C?')).toBe('re 1 C?');
});

test('R-1: an emergency stop goes past an instrument that says nothing, to every instrument behind the adapter', async () => {
  const bus = await adapter();
  populate(bus, [1, 2, 3]);
  const rigs = await Promise.all([1, 2, 3].map(async (place) => await up(await session(bus, place))));
  const silent = bus.at(1);
  silent.handle = () => undefined;
  const asked = code(rigs[0]?.ask('SILENT?') ?? Promise.resolve());
  const waiting = code(rigs[1]?.ask('WAITS?') ?? Promise.resolve());
  await silent.hears('SILENT?\n');
  bus.lines.length = 0;
  const stops = rigs.map((made) => made.session.emergency(['OUTP OFF'], person, 500));
  for (const stop of stops) expect(await stop).toMatchObject({ reconnected: false });
  await Promise.all([1, 2, 3].map((place) => bus.at(place).hears('OUTP OFF\n')));
  const first = bus.lines.indexOf('OUTP OFF\x1b\n');
  expect(bus.lines.slice(0, first).filter((line) => line === '++read eoi').length).toBeLessThanOrEqual(1);
  expect(await asked).toBe('SAFETY_PREEMPTED');
  expect(await waiting).toBe('SAFETY_PREEMPTED');
  expect(bus.connections).toBe(1);
  expect(await rigs[2]?.ask('AFTER?')).toBe('re 3 AFTER?');
});

test('an instrument that is switched off does not keep the others from their readings', async () => {
  const bus = await adapter();
  populate(bus, [1, 2, 3]);
  const [dead, ...others] = await Promise.all(
    [1, 2, 3].map(async (place) => await up(await session(bus, place))),
  );
  bus.instruments.delete('1');
  const gone = code(dead?.ask('A?', { deadlineMs: 1000 }) ?? Promise.resolve());
  let served = 0;
  let over = false;
  void gone.then(() => (over = true));
  while (!over)
    for (const made of others) {
      await made.ask('B?', { deadlineMs: 5000 });
      served++;
    }
  expect(await gone).toBe('INSTRUMENT_TIMEOUT');
  expect(served).toBeGreaterThan(4);
  for (const made of others) expect(made.session.status.state).toBe('ready');
});

test('a reply above the cap is refused, and the link heals', async () => {
  const bus = await adapter();
  populate(bus, [1]);
  const made = await up(await session(bus, 1, { replyCap: 1000 }));
  const big = bus.at(1);
  const { handle } = big;
  for (const reply of ['x'.repeat(300_000), '#9900000000rest']) {
    big.handle = (message, self) => (message === 'BIG?\n' ? self.say(reply) : handle(message, self));
    expect(await code(made.ask('BIG?'))).toBe('REPLY_TOO_LARGE');
    expect(await made.ask('B?')).toBe('re 1 B?');
  }
});

test('R-10: a second answer behind a long one is seen when the next question comes: a new link asks it', async () => {
  const bus = await adapter();
  populate(bus, [1]);
  const made = await up(await session(bus, 1));
  const twice = bus.at(1);
  const { handle } = twice;
  const block = `#6200000${'x'.repeat(200_000)}`;
  twice.handle = (message, self) =>
    message === 'DATA?\n' ? self.say(`${block}\n${'y'.repeat(100_000)}\n`) : handle(message, self);
  expect(['ok', 'INSTRUMENT_REPLY']).toContain(await code(made.ask('DATA?')));
  const next = await made.ask('B?').catch((error: Fault) => error.code);
  expect(['re 1 B?', 'INSTRUMENT_CLOSED']).toContain(next);
  if (made.session.status.state === 'unreachable') await made.reached('ready');
  expect(await made.ask('C?')).toBe('re 1 C?');
});

test('a block that is shorter than it says times out, and the link heals', async () => {
  const bus = await adapter();
  populate(bus, [1]);
  const made = await up(await session(bus, 1));
  const liar = bus.at(1);
  const { handle } = liar;
  liar.handle = (message, self) => (message === 'DATA?\n' ? self.say('#3100short') : handle(message, self));
  expect(await code(made.ask('DATA?', { deadlineMs: 150 }))).toBe('INSTRUMENT_TIMEOUT');
  expect(await made.ask('B?')).toBe('re 1 B?');
  expect(await code(made.session.exchange('*IDN?', ask()))).toBe('ok');
});

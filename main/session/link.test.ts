import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import type { Fault } from '#shared/faults.ts';
import { ask, type Got, identity, type Rig, ready, rig, setpoint, tell } from './session.fixture.ts';

let rigs: Rig[] = [];
afterEach(async () => {
  for (const made of rigs) await made.end();
  rigs = [];
});
const make: typeof rig = async (...args) => {
  const made = await rig(...args);
  rigs.push(made);
  return made;
};
const echo = ({ line, reply }: Got): void => {
  if (line.endsWith('?')) reply(`re ${line}`);
};
const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'ok',
    (error: Fault) => error.code,
  );

test('R-10: a stale answer is never taken for the answer to another question', async () => {
  const made = await ready(await make());
  const late = Promise.withResolvers<void>();
  // As an instrument does: it answers in order, the first one only after its deadline.
  let order: Promise<void> = late.promise;
  made.script.handle = (got) => {
    order = order.then(() => echo(got));
  };
  made.script.on('identity', ({ reply }) => {
    order = order.then(() => reply(identity));
  });
  expect(await code(made.ask('SLOW?', { deadlineMs: 100 }))).toBe('INSTRUMENT_TIMEOUT');
  expect(made.session.status.state).toBe('dirty');
  const next = made.ask('NEXT?', { deadlineMs: 1000 });
  await made.script.got('*IDN?', 2);
  late.resolve();
  expect(await next).toBe('re NEXT?');
  expect(made.script.connections).toBe(1);
  expect(made.script.lines).toEqual(['*IDN?', 'SLOW?', '*IDN?', 'NEXT?']);
});

test('R-10: when the missing answer is the identity itself, a new link is made: no late answer can look like the proof', async () => {
  const made = await ready(await make(echo));
  let answers = 0;
  made.script.on('identity', ({ reply }) => {
    if (answers++ > 0) reply(identity);
  });
  expect(await code(made.ask('*IDN?', { deadlineMs: 100 }))).toBe('INSTRUMENT_TIMEOUT');
  await made.reached('unreachable');
  await made.reached('ready');
  expect(made.script.connections).toBe(2);
  expect(await made.ask('A?')).toBe('re A?');
});

test('R-10: bytes that nobody asked for make the link dirty; it heals in place', async () => {
  const made = await ready(await make(echo));
  made.script.socket.write('surprise\n');
  await made.reached('dirty');
  expect(await made.ask('A?')).toBe('re A?');
  expect(made.script.connections).toBe(1);
  expect(made.script.lines).toEqual(['*IDN?', '*IDN?', 'A?']);
});

test('the rest of a terminator is no surprise', async () => {
  const made = await ready(await make(({ socket }) => void socket.write('x\r\n')));
  expect(await made.ask('A?')).toBe('x');
  made.script.socket.write('\r\n\0 ');
  expect(await made.ask('B?')).toBe('x');
  expect(made.script.lines).toEqual(['*IDN?', 'A?', 'B?']);
});

test('R-10: two answers to one question: neither is believed', async () => {
  const made = await ready(await make(({ socket }) => void socket.write('1\n2\n')));
  expect(await code(made.ask('A?'))).toBe('INSTRUMENT_REPLY');
  made.script.handle = echo;
  expect(await made.ask('B?')).toBe('re B?');
});

test('garbage without end: the link is given up and made anew', async () => {
  const made = await ready(await make(echo));
  const { socket } = made.script;
  const flood = setInterval(() => socket.write('noise noise '), 2);
  socket.once('close', () => clearInterval(flood));
  await once(socket, 'close');
  await made.reached('ready');
  expect(made.script.connections).toBe(2);
  expect(await made.ask('A?')).toBe('re A?');
});

test('a silent instrument: timeout, resync fails within its deadline, a new link', async () => {
  const made = await ready(await make(echo));
  made.script.handle = () => undefined;
  let silent = true;
  made.script.on('identity', ({ reply, socket }) => {
    if (!silent || socket !== made.script.sockets[0]) reply(identity);
  });
  expect(await code(made.ask('A?', { deadlineMs: 100 }))).toBe('INSTRUMENT_TIMEOUT');
  await made.reached('unreachable');
  silent = false;
  made.script.handle = echo;
  await made.reached('ready');
  expect(await made.ask('A?')).toBe('re A?');
  expect(made.script.connections).toBe(2);
});

test('a reply above the cap is refused, and the link heals', async () => {
  const made = await ready(await make(({ reply }) => reply('x'.repeat(5000)), { replyCap: 1000 }));
  expect(await code(made.ask('A?'))).toBe('REPLY_TOO_LARGE');
  made.script.handle = echo;
  expect(await made.ask('B?')).toBe('re B?');
});

test('a block without a terminator arrives', async () => {
  const made = await ready(await make(({ socket }) => void socket.write('#15a\nb\nc')));
  expect(await made.ask('DATA?')).toBe('#15a\nb\nc');
  expect(made.session.status.state).toBe('ready');
});

test('cancelled on the wire: CANCELLED, then resynchronised', async () => {
  const made = await ready(await make());
  const cancel = new AbortController();
  const asked = code(made.ask('A?', { signal: cancel.signal }));
  await made.script.got('A?');
  cancel.abort();
  expect(await asked).toBe('CANCELLED');
  made.script.handle = echo;
  expect(await made.ask('B?')).toBe('re B?');
  expect(made.diary.entries).toContain('note A? cancelled');
});

test('the instrument goes away: who waits is told, and it is greeted again when it is back', async () => {
  const made = await ready(await make());
  const all = [
    code(made.ask('A?')),
    code(made.ask('B?')),
    code(made.session.exchange('V 1', tell(setpoint))),
  ];
  await made.script.got('A?');
  made.script.socket.destroy();
  expect(await Promise.all(all)).toEqual(['INSTRUMENT_CLOSED', 'INSTRUMENT_CLOSED', 'INSTRUMENT_CLOSED']);
  await made.reached('ready');
  expect(made.script.lines).toEqual(['*IDN?', 'A?', '*IDN?']);
  expect(made.diary.entries).toContain('note A? lost');
});

test('unreachable: said at once, with the time of the next try; retry does not wait for it', async () => {
  const made = await make(echo, { timing: { backoffFirst: 60_000, backoffMax: 60_000, connect: 1000 } });
  made.script.onConnect = (socket) => {
    socket.destroy();
    return false;
  };
  made.session.open();
  await made.reached('unreachable');
  expect(made.session.status.trouble?.retryAt).toBeGreaterThan(Date.now() + 20_000);
  expect(await code(made.ask('A?'))).toBe('INSTRUMENT_CLOSED');
  made.script.onConnect = () => true;
  made.session.retry();
  await made.reached('ready');
  expect(made.session.status.trouble).toBeNull();
  expect(await made.ask('A?')).toBe('re A?');
});

test('when greeting fails, the link is given up politely and tried again', async () => {
  let tries = 0;
  const made = await make(echo, {
    greet: async () => {
      if (tries++ === 0) throw new Error('not the one');
    },
  });
  made.session.open();
  await made.reached('unreachable');
  await made.reached('ready');
  expect(tries).toBe(2);
});

test('what follows the identity is not taken for an answer: it is asked again', async () => {
  const slow = ({ line, reply }: Got): void => void setTimeout(() => reply(`re ${line}`), 30);
  const made = await ready(await make(slow, { timing: { quiet: 100 } }));
  let first = true;
  made.script.on('identity', ({ reply }) => {
    reply(identity);
    if (first) setTimeout(() => reply('one more'), 5);
    first = false;
  });
  made.session.distrust();
  expect(await made.ask('A?')).toBe('re A?');
  expect(made.script.lines).toEqual(['*IDN?', '*IDN?', '*IDN?', 'A?']);
});

test('nothing is asked while old answers are still coming', async () => {
  const made = await ready(await make(echo, { timing: { quiet: 150 } }));
  const { socket, lines } = made.script;
  let left = 12;
  let early = false;
  const trickle = setInterval(() => {
    early ||= lines.length > 1;
    socket.write(`old ${left}\n`);
    if (--left === 0) clearInterval(trickle);
  }, 4);
  await made.reached('dirty');
  expect(await made.ask('A?')).toBe('re A?');
  expect(left).toBe(0);
  expect(early).toBe(false);
});

test('distrust: the next exchange waits for a resync', async () => {
  const made = await ready(await make(echo));
  made.session.distrust();
  expect(made.session.status.state).toBe('dirty');
  expect(await made.ask('A?')).toBe('re A?');
  expect(made.script.lines).toEqual(['*IDN?', '*IDN?', 'A?']);
});

test('the states are told in order', async () => {
  const made = await make();
  const states: string[] = [];
  made.session.onStatus(() => states.push(made.session.status.state));
  expect(made.session.status.state).toBe('closed');
  made.session.open();
  await made.reached('ready');
  await code(made.ask('A?'));
  await made.reached('ready');
  await made.session.close();
  expect(made.session.status.state).toBe('closed');
  expect(states.filter((state, i) => state !== states[i - 1])).toEqual(
    expect.arrayContaining(['connecting', 'ready', 'busy', 'dirty', 'recovering']),
  );
  expect(made.session.status.answeredAt).toBeGreaterThan(0);
  expect(made.session.status.latencyMs).toBeGreaterThan(0);
});

test('close: who waits is told INSTRUMENT_CLOSED, the server sees a clean end, and nothing is tried again', async () => {
  const made = await ready(await make());
  const all = [code(made.ask('A?')), code(made.ask('B?'))];
  await made.script.got('A?');
  const ended = once(made.script.socket, 'end');
  await made.session.close();
  expect(await Promise.all(all)).toEqual(['INSTRUMENT_CLOSED', 'INSTRUMENT_CLOSED']);
  await ended;
  expect(await code(made.ask('C?'))).toBe('INSTRUMENT_CLOSED');
  expect(made.script.connections).toBe(1);
});

test('close while connecting and while backing off ends both', async () => {
  const made = await make(echo, { timing: { backoffFirst: 60_000, backoffMax: 60_000 } });
  await made.script.stop();
  made.session.open();
  await made.reached('unreachable');
  await made.session.close();
  expect(made.session.status.state).toBe('closed');
});

test('a write that the instrument does not take ends with its deadline, and the link is made anew', async () => {
  const made = await ready(await make(echo));
  made.script.socket.pause();
  const big = `DATA ${'x'.repeat(32 << 20)}`;
  expect(await code(made.session.exchange(big, ask({ reply: false, deadlineMs: 150 })))).toBe(
    'INSTRUMENT_TIMEOUT',
  );
  await made.reached('ready');
  expect(made.script.connections).toBe(2);
});

test('R-10: a link that is distrusted while the next question is on the wire takes no answer to it', async () => {
  const made = await ready(await make(({ line, reply }) => reply(`re ${line}`)));
  const held: Got[] = [];
  made.script.handle = (got) => void held.push(got);
  const first = made.ask('A?');
  const second = code(made.ask('B?', { deadlineMs: 5000 }));
  await made.script.got('A?');
  held[0]?.socket.write('noise\n');
  expect(await first).toBe('noise');
  // In the very turn in which the first answer is understood, the second question has been handed over already.
  made.session.distrust();
  expect(await second).toBe('INSTRUMENT_REPLY');
  expect(made.session.status.state).toBe('dirty');
  held[0]?.reply('re A?');
  made.script.handle = echo;
  expect(await made.ask('C?')).toBe('re C?');
  expect(made.script.connections).toBe(1);
});

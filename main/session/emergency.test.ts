import { afterEach, expect, test } from 'vitest';
import { TcpTransport } from '#main/transports/tcp.ts';
import { Fault } from '#shared/faults.ts';
import { type Got, on, person, type Rig, ready, rig, setpoint, tell } from './session.fixture.ts';

let rigs: Rig[] = [];
afterEach(async () => {
  for (const made of rigs) await made.end();
  rigs = [];
});
// Nothing here is about answers that come too late: on a busy machine none does.
const make: typeof rig = async (handle, more) => {
  const made = await rig(handle, {
    ...more,
    timing: { connect: 5000, record: 2000, ...more?.timing },
  });
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
const stop = (made: Rig, deadlineMs = 5000) => made.session.emergency(['OUTP:ALL OFF'], person, deadlineMs);

test('R-2: it is on the wire before anything else of this tick, past a question that waits', async () => {
  const made = await ready(await make());
  const waits = code(made.ask('SLOW?', { deadlineMs: 5000 }));
  await made.script.got('SLOW?');
  const queued = Array.from({ length: 50 }, (_, i) => code(made.ask(`Q${i}?`)));
  const change = code(made.session.exchange('SOUR1:VOLT 5', tell(setpoint)));
  const write = stop(made);
  await made.script.got('OUTP:ALL OFF');
  expect(await write).toMatchObject({ reconnected: false });
  expect((await write).wireMs).toBeLessThan(20);
  expect(await waits).toBe('SAFETY_PREEMPTED');
  expect(new Set(await Promise.all(queued))).toEqual(new Set(['SAFETY_PREEMPTED']));
  expect(await change).toBe('SAFETY_PREEMPTED');
  expect(made.script.lines.slice(0, 3)).toEqual(['*IDN?', 'SLOW?', 'OUTP:ALL OFF']);
  expect(made.diary.entries).toContain('note OUTP:ALL OFF ok');
  expect(made.watch.checked).not.toContain('OUTP:ALL OFF');
});

test('R-1: the bytes are with the transport when the call returns, and nothing was put before them', async () => {
  const calls: string[] = [];
  const made = await make(echo, {
    connect: () => {
      const tcp = new TcpTransport({ host: '127.0.0.1', port: made.script.port });
      const writeNow = tcp.writeNow.bind(tcp);
      tcp.writeNow = (bytes) => {
        writeNow(bytes);
        calls.push(Buffer.from(bytes).toString());
      };
      return tcp;
    },
  });
  await ready(made);
  made.diary.note = () => void calls.push('note');
  const write = made.session.emergency(['OUTP1 OFF', 'OUTP2 OFF'], person, 1000);
  expect(calls).toEqual(['OUTP1 OFF\nOUTP2 OFF\n']);
  await write;
  await made.script.got('OUTP2 OFF');
  expect(calls[1]).toBe('note');
});

test('the link resynchronises afterwards, and the read-back follows on the emergency lane', async () => {
  const made = await ready(await make());
  const waits = code(made.ask('SLOW?', { deadlineMs: 5000 }));
  await made.script.got('SLOW?');
  const write = stop(made);
  const readBack = made.ask('OUTP1:STAT?', { lane: 'emergency' });
  await write;
  // The answer of the interrupted question comes now.
  made.script.handle = ({ line, reply }) => reply(`re ${line}`);
  made.script.socket.write('stale\n');
  expect(await readBack).toBe('re OUTP1:STAT?');
  expect(await waits).toBe('SAFETY_PREEMPTED');
});

test('a command whose intent is still being written is never sent', async () => {
  const made = await ready(await make(echo));
  const held = Promise.withResolvers<void>();
  made.diary.onIntend = () => held.promise;
  const switchOn = code(made.session.exchange('OUTP1:STAT ON', tell(on)));
  await stop(made);
  held.resolve();
  expect(await switchOn).toBe('SAFETY_PREEMPTED');
  await made.ask('A?');
  expect(made.script.lines).not.toContain('OUTP1:STAT ON');
  expect(made.diary.entries).toContain('settle OUTP1:STAT ON cancelled');
});

test('R-3: no failure in the journal or the guard keeps it from the wire', async () => {
  const made = await ready(await make());
  made.diary.note = () => {
    throw new Error('broken');
  };
  made.diary.mode = 'hangs';
  made.watch.refuse = () => {
    throw new Fault('SAFETY_LATCHED', 'no');
  };
  const waiting = code(made.session.exchange('SOUR1:VOLT 5', tell(setpoint)));
  await stop(made);
  await made.script.got('OUTP:ALL OFF');
  expect(await waiting).toMatch(/SAFETY_/);
});

test('R-2: a link that takes no bytes is made anew and written to first, before it is greeted', async () => {
  const made = await ready(await make(echo));
  made.script.socket.pause();
  const stuck = code(
    made.session.exchange(`DATA ${'x'.repeat(32 << 20)}`, tell([{ kind: 'none' }], { deadlineMs: 10_000 })),
  );
  await new Promise((resolve) => setImmediate(resolve));
  const lines = made.script.lines.length;
  const write = await stop(made);
  expect(write.reconnected).toBe(true);
  expect(write.wireMs).toBeLessThan(1000);
  expect(await stuck).toBe('SAFETY_PREEMPTED');
  await made.script.got('OUTP:ALL OFF');
  expect(made.script.lines.slice(lines)[0]).toBe('OUTP:ALL OFF');
  await made.reached('ready');
  expect(made.script.lines.slice(lines)).toEqual(['OUTP:ALL OFF', '*IDN?']);
});

test('a link that is down is tried at once, in spite of the backoff', async () => {
  const made = await make(echo, { timing: { backoffFirst: 60_000, backoffMax: 60_000 } });
  let refuse = true;
  made.script.onConnect = (socket) => {
    if (refuse) socket.destroy();
    return !refuse;
  };
  made.session.open();
  await made.reached('unreachable');
  refuse = false;
  expect(await stop(made)).toMatchObject({ reconnected: true });
  await made.script.got('OUTP:ALL OFF');
});

test('R-2: a link that cannot be made in time: SAFETY_OUTPUT_UNKNOWN, and recorded as lost', async () => {
  const made = await ready(await make());
  await made.script.stop();
  await made.reached('unreachable');
  expect(await code(stop(made, 60))).toBe('SAFETY_OUTPUT_UNKNOWN');
  expect(made.diary.entries).toContain('note OUTP:ALL OFF lost');
});

test('a session that is closed, or was never opened, says that it does not know', async () => {
  const made = await make();
  expect(await code(stop(made))).toBe('SAFETY_OUTPUT_UNKNOWN');
  made.session.open();
  await made.reached('ready');
  await made.session.close();
  expect(await code(stop(made))).toBe('SAFETY_OUTPUT_UNKNOWN');
});

test('during greeting: written at once, and the instrument is greeted again on the same link', async () => {
  let greetings = 0;
  const made = await make(echo, {
    greet: async (session) => {
      greetings++;
      const question = {
        lane: 'person',
        operator: person,
        effects: [{ kind: 'none' }],
        reply: true,
      } as const;
      await session.exchange('*IDN?', question);
      await session.exchange(greetings === 1 ? 'HANG' : 'STATE?', { ...question, deadlineMs: 2000 });
    },
  });
  made.session.open();
  await made.script.got('HANG');
  await stop(made);
  await made.reached('ready');
  expect(greetings).toBe(2);
  expect(made.script.connections).toBe(1);
  expect(made.script.lines).toContain('OUTP:ALL OFF');
});

test('an exchange that was complete keeps its real outcome', async () => {
  const made = await ready(await make());
  const held = Promise.withResolvers<void>();
  const settle = made.diary.settle.bind(made.diary);
  made.diary.settle = async (id, outcome) => {
    await held.promise;
    await settle(id, outcome);
  };
  const set = code(made.session.exchange('SOUR1:VOLT 5', tell(setpoint)));
  await made.script.got('SOUR1:VOLT 5');
  await stop(made);
  held.resolve();
  expect(await set).toBe('ok');
});

test('after the tries that an emergency hurries, the backoff begins at its first step again', async () => {
  const made = await make(echo, { timing: { backoffFirst: 400, backoffMax: 60_000 } });
  await made.script.stop();
  made.session.open();
  await made.reached('unreachable');
  expect(await code(stop(made, 300))).toBe('SAFETY_OUTPUT_UNKNOWN');
  const ordinary = Promise.withResolvers<number>();
  const unwatch = made.session.onStatus(() => {
    const { state, trouble } = made.session.status;
    const left = (trouble?.retryAt ?? 0) - Date.now();
    if (state === 'unreachable' && left > 50) ordinary.resolve(left);
  });
  expect(await ordinary.promise).toBeLessThanOrEqual(400);
  unwatch();
});

test('R-2: a link that is refused again and again is tried without a pause while an emergency waits', async () => {
  const closed = await make();
  const { port } = closed.script;
  await closed.script.stop();
  let tries = 0;
  const made: Rig = await make(echo, {
    timing: { backoffFirst: 60_000, backoffMax: 60_000 },
    connect: () =>
      new TcpTransport({ host: '127.0.0.1', port: tries++ < 4 ? port : made.script.port, closeMs: 50 }),
  });
  made.session.open();
  await made.reached('unreachable');
  expect(await stop(made)).toMatchObject({ reconnected: true });
  expect(tries).toBe(5);
  await made.script.got('OUTP:ALL OFF');
});

import { expect, onTestFinished, test, vi } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { off, person, ready, rig, tell } from '#main/session/session.fixture.ts';
import { Faults } from '#main/simulator/faults.ts';
import { FrontPanel } from '#main/simulator/language/front-panel.ts';
import { Status } from '#main/simulator/language/status.ts';
import { openVxi11 } from '#main/simulator/wires/vxi11.ts';
import { transportFor } from '#main/transports/open.ts';

const identity = 'LabLink,TEST,1,1';

/** A session with a simulated instrument behind the simulated server, which was written beside this transport. */
async function conversation() {
  const lines: string[] = [];
  const faults = new Faults();
  const wire = await openVxi11({ portmap: false });
  wire.attach({
    instrument: {
      status: new Status(),
      panel: new FrontPanel(),
      run: (line) => {
        lines.push(line);
        if (line === '*IDN?') return identity;
        return line.endsWith('?') ? `re ${line}` : null;
      },
    },
    faults,
    oneClient: false,
  });
  let links = 0;
  const make = transportFor(`vxi11://127.0.0.1:${wire.port}/inst0`);
  const made = await rig(undefined, {
    connect: () => {
      links++;
      return make();
    },
  });
  onTestFinished(async () => {
    await made.end();
    await wire.close();
  });
  return { ...(await ready(made)), lines, faults, links: () => links };
}

const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'ok',
    (error: unknown) => (error instanceof Fault ? error.code : 'no fault'),
  );

test('R-10: an answer that comes too late never answers the next question, and the link stays', async () => {
  const { ask, faults, links } = await conversation();
  expect(await ask('A?')).toBe('re A?');
  faults.slowMs = 200;
  expect(await code(ask('SLOW?', { deadlineMs: 60 }))).toBe('INSTRUMENT_TIMEOUT');
  faults.slowMs = 0;
  expect(await ask('NEXT?')).toBe('re NEXT?');
  expect(links()).toBe(1);
});

test('a question that is cancelled is given up in place', async () => {
  const { ask, faults, links, lines } = await conversation();
  faults.slowMs = 200;
  const controller = new AbortController();
  const asked = code(ask('SLOW?', { signal: controller.signal }));
  // Long enough for the question to be with the instrument.
  await new Promise((resolve) => setTimeout(resolve, 30));
  controller.abort();
  expect(await asked).toBe('CANCELLED');
  faults.slowMs = 0;
  expect(await ask('NEXT?')).toBe('re NEXT?');
  expect(links()).toBe(1);
  expect(lines).not.toContain('SLOW?');
});

test('R-1: the emergency stop passes a question that waits; its off command is carried out, on the same link', async () => {
  const { session, ask, faults, links, lines } = await conversation();
  faults.slowMs = 150;
  const asked = code(ask('SLOW?'));
  await new Promise((resolve) => setTimeout(resolve, 30));
  const write = await session.emergency(['OUTP OFF'], person, 500);
  expect(write.reconnected).toBe(false);
  expect(await asked).toMatch(/INSTRUMENT_REPLY|SAFETY_PREEMPTED/);
  // Although the device clear behind it emptied the instrument, which was still busy with the question.
  expect(await ask('NEXT?', { lane: 'emergency' })).toBe('re NEXT?');
  expect(lines).toContain('OUTP OFF');
  expect(links()).toBe(1);
});

test('R-2: so does one that comes while a message is being written; then the link is made anew', async () => {
  const { session, ask, lines } = await conversation();
  const asked = code(ask('A?'));
  const write = session.emergency(['OUTP OFF'], person, 1_000);
  await write;
  expect(await asked).toMatch(/ok|INSTRUMENT_CLOSED|INSTRUMENT_REPLY|SAFETY_PREEMPTED/);
  await vi.waitFor(() => expect(lines).toContain('OUTP OFF'));
  await vi.waitFor(async () => expect(await ask('NEXT?')).toBe('re NEXT?'), 3_000);
});

test('a switch-off goes out, and is carried out, while the link is brought back into step', async () => {
  const { session, ask, faults, lines } = await conversation();
  faults.slowMs = 120;
  expect(await code(ask('SLOW?', { deadlineMs: 40 }))).toBe('INSTRUMENT_TIMEOUT');
  await session.exchange('OUTP OFF', tell(off));
  faults.slowMs = 0;
  expect(await ask('NEXT?')).toBe('re NEXT?');
  expect(lines).toContain('OUTP OFF');
});

test('an instrument that goes away and comes back is found again', async () => {
  const { ask, faults, reached } = await conversation();
  faults.refusing = true;
  await reached('unreachable');
  faults.refusing = false;
  await reached('ready');
  expect(await ask('A?')).toBe('re A?');
});

test.each([
  ['says nothing', { silent: true }, 'INSTRUMENT_TIMEOUT'],
  ['hangs up', { closing: true }, 'INSTRUMENT_CLOSED'],
  ['gives the answer to the question before', { stale: true }, 'INSTRUMENT_TIMEOUT'],
  ['never ends its answer', { unterminated: true }, 'INSTRUMENT_TIMEOUT'],
  ['stops in the middle', { partial: true }, 'INSTRUMENT_TIMEOUT'],
  ['announces a block that does not come', { lying: true }, 'INSTRUMENT_REPLY'],
  ['talks without end', { flood: true }, 'REPLY_TOO_LARGE'],
] as const)(
  'R-10: an instrument that %s is a fault, and the next answer is its own',
  async (_what, wrong, expected) => {
    const { ask, faults } = await conversation();
    Object.assign(faults, wrong, { messages: 1 });
    expect(await code(ask('A?', { deadlineMs: expected === 'REPLY_TOO_LARGE' ? 15_000 : 100 }))).toBe(
      expected,
    );
    faults.clear();
    await vi.waitFor(async () => expect(await ask('B?')).toBe('re B?'), 5_000);
  },
);

test('R-10: lines that nobody asked for answer no question', async () => {
  const { ask, faults } = await conversation();
  faults.unsolicitedMs = 1;
  for (let i = 0; i < 20; i++) {
    await new Promise((resolve) => setTimeout(resolve, 3));
    expect(await ask(`Q${i}?`)).toBe(`re Q${i}?`);
  }
});

/** A small generator with a seed, so that a failure can be repeated. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

test('R-10: 200 exchanges that are slow, late, cancelled and interrupted: never a wrong answer', async () => {
  const { session, ask, faults } = await conversation();
  const roll = dice(7);
  let right = 0;
  const wrong: (string | null)[] = [];
  for (let i = 0; i < 200; i++) {
    const question = `Q${i}?`;
    const kind = roll(20);
    faults.slowMs = kind < 4 ? 1 + roll(12) : 0;
    const controller = new AbortController();
    if (kind === 5) setTimeout(() => controller.abort(), roll(4));
    if (kind === 6) void session.emergency(['OUTP OFF'], person, 500).catch(() => undefined);
    const more = { deadlineMs: kind < 4 ? 1 + roll(12) : 2_000, signal: controller.signal };
    const got = await ask(question, more).catch((error: unknown) =>
      error instanceof Fault ? null : 'no fault',
    );
    if (got === `re ${question}`) right++;
    else if (got !== null) wrong.push(got);
  }
  expect(wrong).toEqual([]);
  expect(right).toBeGreaterThan(100);
});

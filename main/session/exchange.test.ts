import { afterEach, describe, expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import {
  ask,
  type Got,
  harmless,
  identity,
  off,
  on,
  type Rig,
  ready,
  rig,
  setpoint,
  tell,
  unknown,
} from './session.fixture.ts';

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

describe('the order of things', () => {
  test('R-11: a changing command is durable in the journal before the instrument sees a byte', async () => {
    const made = await ready(await make());
    const seen: string[] = [];
    let before: number | null = null;
    made.script.handle = ({ line }) => {
      before = made.diary.entries.indexOf(`durable ${line}`);
      seen.push(line);
    };
    await made.session.exchange('SOUR1:VOLT 5', tell(setpoint));
    await made.script.got('SOUR1:VOLT 5');
    expect(before).toBeGreaterThanOrEqual(0);
    expect(made.diary.entries.slice(-3)).toEqual([
      'intend SOUR1:VOLT 5',
      'durable SOUR1:VOLT 5',
      'settle SOUR1:VOLT 5 ok',
    ]);
  });

  test('R-11: nothing is sent when the journal cannot be written, or hangs', async () => {
    const made = await ready(await make());
    made.diary.mode = 'fails';
    expect(await code(made.session.exchange('SOUR1:VOLT 5', tell(setpoint)))).toBe('HISTORY_UNWRITABLE');
    made.diary.mode = 'hangs';
    expect(await code(made.session.exchange('SOUR1:VOLT 6', tell(setpoint)))).toBe('HISTORY_UNWRITABLE');
    made.diary.mode = 'works';
    await made.ask('*IDN?');
    expect(made.script.lines.filter((line) => line.startsWith('SOUR'))).toEqual([]);
  });

  test('R-9: an output-off reaches the instrument although the journal hangs, ahead of what waits for it', async () => {
    const made = await ready(await make(echo));
    made.diary.mode = 'hangs';
    const waiting = code(made.session.exchange('SOUR1:VOLT 5', tell(setpoint)));
    const switching = code(made.session.exchange('OUTP1:STAT OFF', tell(off)));
    await made.script.got('OUTP1:STAT OFF');
    expect(made.script.lines).not.toContain('SOUR1:VOLT 5');
    expect(made.diary.entries).not.toContain('durable OUTP1:STAT OFF');
    expect(await waiting).toBe('HISTORY_UNWRITABLE');
    // It was sent, and the person is told that the record is missing.
    expect(await switching).toBe('HISTORY_UNWRITABLE');
  });

  test('R-9: an output-off is recorded beside the wire', async () => {
    const made = await ready(await make());
    await made.session.exchange('OUTP1:STAT OFF', tell(off));
    expect(made.diary.entries.slice(-2)).toEqual(['durable OUTP1:STAT OFF', 'settle OUTP1:STAT OFF ok']);
  });

  test('an output-on that waits is not sent after a later output-off; a setpoint still is', async () => {
    const made = await ready(await make());
    const held = Promise.withResolvers<void>();
    made.diary.onIntend = () => held.promise;
    const switchOn = code(made.session.exchange('OUTP1:STAT ON', tell(on)));
    const set = code(made.session.exchange('SOUR1:VOLT 5', tell(setpoint)));
    const vendor = code(made.session.exchange('APPL 1,5,1', tell(unknown)));
    made.diary.onIntend = () => undefined;
    await made.session.exchange('OUTP1:STAT OFF', tell(off));
    held.resolve();
    expect(await Promise.all([switchOn, set, vendor])).toEqual(['CANCELLED', 'ok', 'CANCELLED']);
    await made.script.got('SOUR1:VOLT 5');
    expect(made.script.lines).not.toContain('OUTP1:STAT ON');
    expect(made.script.lines).not.toContain('APPL 1,5,1');
  });

  test('a refused command is journalled as refused and never sent', async () => {
    const made = await ready(await make(echo));
    made.watch.refuse = (request) => {
      if (request.text.includes('VOLT 9')) throw new Fault('SAFETY_ENVELOPE', 'Too much.');
    };
    expect(await code(made.session.exchange('SOUR1:VOLT 9', tell(setpoint)))).toBe('SAFETY_ENVELOPE');
    await made.ask('X?');
    expect(made.script.lines).not.toContain('SOUR1:VOLT 9');
    expect(made.diary.entries).toContain('note SOUR1:VOLT 9 refused');
    const refused = made.diary.outcomes.find(({ text }) => text === 'SOUR1:VOLT 9');
    expect(refused?.outcome.fault).toBe('SAFETY_ENVELOPE: Too much.');
  });

  test('the guard is asked when it is really sent: also after the intent was written', async () => {
    const made = await ready(await make(echo));
    made.diary.onIntend = () => {
      made.watch.refuse = () => {
        throw new Fault('SAFETY_LATCHED', 'Stopped.');
      };
    };
    expect(await code(made.session.exchange('OUTP1:STAT ON', tell(on)))).toBe('SAFETY_LATCHED');
    expect(made.diary.entries).toContain('settle OUTP1:STAT ON refused');
    made.watch.refuse = () => undefined;
    await made.ask('X?');
    expect(made.script.lines).not.toContain('OUTP1:STAT ON');
  });

  test('an outcome that cannot be recorded is not lost silently', async () => {
    const made = await ready(await make());
    made.diary.settles = 'fails';
    const fault = await made.session
      .exchange('SOUR1:VOLT 5', tell(setpoint))
      .catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'HISTORY_UNWRITABLE', details: { sent: true } });
    expect(made.session.status.state).toBe('ready');
  });

  test('queries are noted; fast polls are not; slow and failed polls are', async () => {
    const made = await ready(
      await make(
        ({ line, reply }) => {
          if (line === 'SLOW?') setTimeout(() => reply('x'), 60);
          else if (line !== 'NO?') reply('x');
        },
        { timing: { slow: 40 } },
      ),
    );
    await made.ask('A?');
    await made.ask('B?', { lane: 'poll' });
    await made.ask('SLOW?', { lane: 'poll' });
    expect(await code(made.ask('NO?', { lane: 'poll', deadlineMs: 100 }))).toBe('INSTRUMENT_TIMEOUT');
    expect(made.diary.entries.slice(1)).toEqual(['note A? ok', 'note SLOW? ok', 'note NO? timeout']);
    expect(made.diary.outcomes.at(-1)?.outcome.fault).toMatch(/^INSTRUMENT_TIMEOUT: .*did not answer "NO\?"/);
  });

  test('a message of unknown effect is reported to the guard, and the link proves itself before the next one', async () => {
    // It answers although nobody said that it would.
    const made = await ready(await make(({ line, reply }) => reply(`re ${line}`)));
    await made.session.exchange('VENDOR:THING', tell(unknown));
    expect(made.watch.unknown).toEqual(['i1']);
    expect(await made.ask('A?')).toBe('re A?');
  });
});

describe('lanes', () => {
  test('emergency before person before poll, and first come, first served in each', async () => {
    const made = await ready(await make(echo));
    const held = Promise.withResolvers<void>();
    made.script.handle = (got) => void held.promise.then(() => echo(got));
    const all = [
      made.ask('HOLD?'),
      made.ask('P1?', { lane: 'poll' }),
      made.ask('A?'),
      made.ask('P2?', { lane: 'poll' }),
      made.ask('B?'),
      made.ask('E?', { lane: 'emergency' }),
    ];
    await made.script.got('HOLD?');
    held.resolve();
    await Promise.all(all);
    expect(made.script.lines.slice(2)).toEqual(['E?', 'A?', 'B?', 'P1?', 'P2?']);
  });

  test('polls go on under the load of people, at least one in seventeen', async () => {
    const made = await ready(await make(echo));
    const all: Promise<string>[] = [made.ask('P?', { lane: 'poll' })];
    for (let i = 0; i < 100; i++) all.push(made.ask(`A${i}?`));
    all.push(made.ask('Q?', { lane: 'poll' }));
    await Promise.all(all);
    const at = made.script.lines.indexOf('Q?');
    expect(at).toBeGreaterThan(10);
    expect(at).toBeLessThan(25);
  });

  test('a full lane says OVERLOADED at once', async () => {
    const made = await ready(await make());
    const all: Promise<string>[] = [];
    for (let i = 0; i < 300; i++) all.push(code(made.ask('A?')));
    await Promise.race(all.slice(257));
    await made.session.close();
    const codes = await Promise.all(all);
    expect(codes.filter((one) => one === 'OVERLOADED')).toHaveLength(300 - 257);
    expect(codes.filter((one) => one === 'INSTRUMENT_CLOSED')).toHaveLength(257);
  });

  test('two who ask at once each get their own answer', async () => {
    const made = await ready(await make(echo));
    const questions = Array.from({ length: 100 }, (_, i) => `Q${i}?`);
    expect(await Promise.all(questions.map((text) => made.ask(text)))).toEqual(
      questions.map((text) => `re ${text}`),
    );
  });

  test('cancelled in the queue: never sent', async () => {
    const made = await ready(await make(echo));
    const held = Promise.withResolvers<void>();
    made.script.handle = (got) => void held.promise.then(() => echo(got));
    const first = made.ask('HOLD?');
    const cancel = new AbortController();
    const second = code(made.ask('A?', { signal: cancel.signal }));
    cancel.abort();
    expect(await second).toBe('CANCELLED');
    held.resolve();
    await first;
    await made.ask('B?');
    expect(made.script.lines).not.toContain('A?');
  });

  test('what is no single line is not sent', async () => {
    const made = await ready(await make(echo));
    for (const text of ['A?\nOUTP ON', 'A\r', 'Ω?'])
      expect(await code(made.session.exchange(text, ask()))).toBe('INPUT_INVALID');
  });
});

test('greeting comes first, and its answers are its own', async () => {
  const greeted: string[] = [];
  const made = await make(echo, {
    greet: async (session) => {
      for (const text of ['*IDN?', 'S1?', 'S2?'])
        greeted.push(
          Buffer.from((await session.exchange(text, ask({ effects: [{ kind: 'none' }] }))) ?? []).toString(),
        );
    },
  });
  made.session.open();
  const early = made.ask('EARLY?');
  expect(await early).toBe('re EARLY?');
  expect(greeted).toEqual([identity, 're S1?', 're S2?']);
  expect(made.script.lines).toEqual(['*IDN?', 'S1?', 'S2?', 'EARLY?']);
});

test('a harmless command is journalled before it is sent, too', async () => {
  const made = await ready(await make());
  await made.session.exchange('*CLS', tell(harmless));
  expect(made.diary.entries.slice(-3)).toEqual(['intend *CLS', 'durable *CLS', 'settle *CLS ok']);
});

test('a journal that is late once and then hangs does not keep a session from closing', async () => {
  const made = await ready(await make());
  const held = Promise.withResolvers<void>();
  made.diary.onIntend = () => held.promise;
  expect(await code(made.session.exchange('SOUR1:VOLT 5', tell(setpoint)))).toBe('HISTORY_UNWRITABLE');
  made.diary.settles = 'hangs';
  held.resolve();
  await expect.poll(() => made.diary.entries).toContain('settle SOUR1:VOLT 5 cancelled');
  await made.session.close();
  expect(made.script.lines).not.toContain('SOUR1:VOLT 5');
});

test('R-11: a message that nobody has looked into is durable first, as one that changes something', async () => {
  const made = await ready(await make());
  made.diary.mode = 'fails';
  expect(await code(made.session.exchange('ODD 1', tell([])))).toBe('HISTORY_UNWRITABLE');
  made.diary.mode = 'works';
  await made.session.exchange('ODD 2', tell([]));
  await made.script.got('ODD 2');
  expect(made.script.lines).not.toContain('ODD 1');
  expect(made.diary.entries).toContain('durable ODD 2');
});

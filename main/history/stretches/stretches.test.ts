import { describe, expect, test } from 'vitest';
import {
  allLines,
  audited,
  call,
  historyFile,
  link,
  openedHistory,
  outcome,
  request,
} from '#main/history/history.fixture.ts';
import { type Lane, type Link, type Stretch, stretchMax } from '#shared/contract/history.ts';
import type { Outcome } from '#main/session/ports.ts';

const opened = async () => {
  const { history, database } = await openedHistory(historyFile());
  const { journal, handlers } = history;
  /** What somebody sends and what comes back; its number. */
  const said = async (
    text: string,
    reply: string | Uint8Array | null = null,
    more: Partial<Outcome> & { lane?: Lane; over?: Link } = {},
  ): Promise<number> => {
    const { lane = 'person', over = link(), ...came } = more;
    const seq = await journal.intend(over, request(text, 'Ada', lane));
    await journal.settle(seq, outcome(reply, came));
    return seq;
  };
  /** From the row with the first number to the last row there is. */
  const since = (from: number, instrument: string | null = null): Stretch => ({ from, to: 1e9, instrument });
  const copy = async (stretch: Stretch, as: 'script' | 'transcript') =>
    handlers.copy({ stretch, as }, call());
  const compare = async (left: Stretch, right: Stretch) => handlers.compare({ left, right }, call());
  return { history, database, journal, handlers, said, since, copy, compare };
};
const input = (message?: string) => ({ code: 'INPUT_INVALID', ...(message !== undefined && { message }) });

describe('two stretches side by side', () => {
  test('are aligned by what people sent; the same, a difference, and one side alone', async () => {
    const { said, compare, history } = await opened();
    const from = await said('VOLT 1');
    await said('VOLT?', '1.000');
    await said('CURR?', '0.5');
    // Polls are no part of it, nor are audit rows.
    await said('MEAS?', '1', { lane: 'poll' });
    await history.audit.record(audited('instruments.set'));
    const left = { from, to: await said('*OPC?', '1'), instrument: null };
    const second = await said('VOLT 1', null, { status: 'timeout' });
    await said('VOLT?', '1.000');
    await said('OUTP ON');
    const right = { from: second, to: await said('*OPC?', '1'), instrument: null };

    const { lines, ...counts } = await compare(left, right);
    expect(
      lines.map(({ left: l, right: r, verdict }) => [l?.request ?? '', r?.request ?? '', verdict]),
    ).toEqual([
      ['VOLT 1', 'VOLT 1', 'differs'],
      ['VOLT?', 'VOLT?', 'same'],
      ['CURR?', '', 'left-only'],
      ['', 'OUTP ON', 'right-only'],
      ['*OPC?', '*OPC?', 'same'],
    ]);
    expect(counts).toEqual({ same: 2, differs: 1, leftOnly: 1, rightOnly: 1 });
  });

  test('a reply differs also behind what a line shows of it, and behind what was kept', async () => {
    const { said, compare } = await opened();
    const long = 'x'.repeat(3000);
    const huge = Buffer.alloc(70_000, 'x');
    const a = await said('A?', `${long}1`);
    const b = await said('A?', `${long}2`);
    const c = await said('A?', huge);
    const d = await said('A?', Buffer.concat([huge.subarray(1), Buffer.of(0x79)]));
    const e = await said('A?', huge);
    const one = (seq: number): Stretch => ({ from: seq, to: seq, instrument: null });
    expect(await compare(one(a), one(b))).toMatchObject({ differs: 1 });
    expect(await compare(one(c), one(d))).toMatchObject({ differs: 1 });
    expect(await compare(one(c), one(e))).toMatchObject({ same: 1 });
  });

  test('one instrument of a stretch is compared alone', async () => {
    const { said, since, compare } = await opened();
    const from = await said('A', null, { over: link('i1') });
    await said('B', null, { over: link('i2', 'Load') });
    expect(await compare(since(from, 'i1'), since(from, 'i2'))).toMatchObject({ leftOnly: 1, rightOnly: 1 });
    expect(await compare(since(from, 'i1'), since(from, 'i1'))).toMatchObject({ same: 1 });
  });

  test('one that is too long, or the wrong way round, is refused', async () => {
    const { journal, history, compare, since } = await opened();
    const at = Date.now();
    for (let n = 0; n <= stretchMax; n++) journal.note(link(), request(`A${n}`), outcome(), at);
    await history.audit.record(audited('instruments.set'));
    await expect(compare(since(1), since(1))).rejects.toMatchObject(
      input(`The stretch is too long: it has more than 5,000 lines.`),
    );
    // As many as there may be, the other way round: the worst there is.
    const { lines } = await compare({ ...since(1), to: 2501 }, { ...since(2502), to: 5001 });
    expect(lines).toHaveLength(5000);
    await expect(compare({ from: 9, to: 8, instrument: null }, since(1))).rejects.toMatchObject(input());
  });
});

describe('a script', () => {
  test('is what people sent, one message a line, and counts what it left out', async () => {
    const { said, since, copy, journal } = await opened();
    const from = await said('*RST');
    await said('VOLT 3.3 ', null);
    await said('VOLT?', '3.300', { lane: 'poll' });
    await said('OUTP OFF', null, { lane: 'emergency' });
    await said('VOLT 99', null, { status: 'refused', wireMs: null });
    await said('CURR 1', null, { status: 'cancelled', wireMs: null });
    await said('DISP "µ"', null, { status: 'timeout' });
    await said('DATA #12\u0000\u0001');
    await said(`DISP "${'x'.repeat(5000)}"`);
    await journal.intend(link(), request('IN FLIGHT'));
    const { text, lines, left } = await copy(since(from), 'script');
    expect(text).toBe('*RST\nVOLT 3.3\nOUTP OFF\nDISP "µ"\n');
    expect(lines).toBe(4);
    expect(Object.fromEntries(left.map(({ why, count }) => [why, count]))).toEqual({
      'were never sent': 2,
      'are binary: no line of text can hold them': 1,
      'are longer than 4,096 characters': 1,
      'have no outcome: whether they were sent is not known': 1,
    });
  });

  test('a message with a line feed inside is left out: it would become two', async () => {
    const { said, since, copy } = await opened();
    const from = await said('VOLT 1\nOUTP ON');
    expect(await copy(since(from), 'script')).toMatchObject({ text: '', left: [{ count: 1 }] });
  });

  test('is of one instrument: what was sent to one is not sent to another', async () => {
    const { said, since, copy } = await opened();
    const from = await said('VOLT 1');
    await said('CURR 2', null, { over: link('i2', 'Load') });
    for (const as of ['script', 'transcript'] as const)
      await expect(copy(since(from), as)).rejects.toMatchObject(
        input('This stretch has lines of more than one instrument.'),
      );
    expect(await copy(since(from, 'i2'), 'script')).toMatchObject({ text: 'CURR 2\n' });
  });
});

describe('a transcript', () => {
  test('has messages and replies in the format of recordings, and counts what it left out', async () => {
    const { said, since, copy, journal, history } = await opened();
    const from = await said('VOLT 3.3');
    await said('VOLT?', '3.300');
    await said('BLK?', Buffer.of(0x23, 0x31, 0x32, 0x00, 0xff));
    await said('SLOW?', null, { status: 'timeout', wireMs: 500 });
    await said('LONG?', Buffer.alloc(70_000, 'x'));
    await said('GONE?', null, { status: 'lost' });
    await said('VOLT 99', null, { status: 'refused', wireMs: null });
    journal.note(
      link(),
      { ...request('polled', 'console', 'poll'), bytes: Buffer.from('polled') },
      outcome('3 polls'),
      Date.now(),
    );
    await history.audit.record(audited('instruments.set'));
    const { text, lines, left } = await copy(since(from), 'transcript');
    const [heading, body] = [text.split('\n').slice(0, 5), text.split('\n').slice(5)];
    expect(heading).toMatchObject([
      '# LabLink transcript 1',
      '# instrument Supply',
      '# address tcp://127.0.0.1:5025',
      '# framing message',
      expect.stringMatching(/^# started \d{4}-.*Z$/),
    ]);
    expect(body.map((line) => line.replace(/^[\d.]+ /, ''))).toEqual([
      '> VOLT 3.3\\n',
      '> VOLT?\\n',
      '<! 3.300\\n',
      '> BLK?\\n',
      '<!* IzEyAP8K',
      '> SLOW?\\n',
      '# identity as the history knows it: the question was not in this stretch',
      '> *IDN?\\n',
      '<! LabLink,SIM-PSU-2,7,1.0\\n',
      '',
    ]);
    expect(lines).toBe(4);
    expect(left.map(({ count }) => count)).toEqual([1, 1, 1, 1]);
    const times = body.map((line) => Number(/^[\d.]+/.exec(line)?.[0] ?? Number.NaN)).filter((at) => at >= 0);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test('asks who is there only where nobody has', async () => {
    const { said, since, copy } = await opened();
    const from = await said('*IDN?', 'ACME,X1,9,2.0');
    const { text } = await copy(since(from), 'transcript');
    expect(text.match(/IDN/g)).toHaveLength(1);
  });

  test('that would be too long is refused; of nothing there is none', async () => {
    const { journal, history, copy, since, handlers } = await opened();
    const reply = outcome(Buffer.alloc(65_000, 'x'));
    for (let n = 0; n < 260; n++) journal.note(link(), request('DATA?'), reply, Date.now());
    await history.audit.record(audited('instruments.set'));
    await expect(copy(since(1), 'transcript')).rejects.toMatchObject(
      input('The replies of this stretch are too long for one transcript.'),
    );
    const nothing = { from: 262, to: 1e9, instrument: null };
    expect(await copy(nothing, 'transcript')).toEqual({ text: '', lines: 0, left: [] });
    await expect(handlers.replay({ stretch: nothing, name: 'x' }, call())).rejects.toMatchObject(
      input('Nothing in this stretch can be played back.'),
    );
  });
});

describe('a run of polls', () => {
  test('opens into its readings, newest first, and into no others', async () => {
    let now = 1_000_000;
    const file = historyFile();
    const first = await openedHistory(file, { now: () => now });
    const { journal } = first.history;
    const reading = (value: number, at: number, channel = 1, instrument = 'i1'): void => {
      const of = { channel, unit: 'V', quantity: 'voltage', value, at } as const;
      now = at + 3;
      journal.reading(link(instrument), [of, { ...of, quantity: 'current', unit: 'A', value: -value }], 5);
    };
    reading(1, 1_000_000);
    reading(2, 1_000_100);
    reading(9, 1_000_150, 2);
    // Another instrument, at the same time.
    reading(77, 1_000_150, 1, 'i2');
    reading(3, 1_000_200);
    await first.close();

    const second = await openedHistory(file, { now: () => now });
    now = 2_000_000;
    second.history.journal.reading(
      link(),
      [{ channel: 1, unit: 'V', quantity: 'voltage', value: 10, at: now - 3 }],
      5,
    );
    await second.close();
    const { history } = await openedHistory(file);
    const runs = (await allLines(history)).filter((row) => row.request === 'polled').toReversed();
    const open = async (seq: number, limit = 1000) => history.handlers.pollRun({ seq, limit }, call());
    const told = async (seq: number, limit?: number) => {
      const { readings, total } = await open(seq, limit);
      return [
        total,
        readings.map(({ at, channel, quantity, value }) => [at - 1e6, channel, quantity, value]),
      ];
    };
    const [one] = runs.filter(({ instrument }) => instrument === 'i1');
    expect(await told(one!.seq)).toEqual([
      8,
      [
        [200, 1, 'current', -3],
        [200, 1, 'voltage', 3],
        [150, 2, 'current', -9],
        [150, 2, 'voltage', 9],
        [100, 1, 'current', -2],
        [100, 1, 'voltage', 2],
        [0, 1, 'current', -1],
        [0, 1, 'voltage', 1],
      ],
    ]);
    expect(await told(one!.seq, 2)).toEqual([
      8,
      [
        [200, 1, 'current', -3],
        [200, 1, 'voltage', 3],
      ],
    ]);
    const other = runs.find(({ instrument }) => instrument === 'i2');
    expect(await told(other!.seq)).toEqual([
      2,
      [
        [150, 1, 'current', -77],
        [150, 1, 'voltage', 77],
      ],
    ]);
    expect(await told(runs.at(-1)!.seq)).toEqual([1, [[999_997, 1, 'voltage', 10]]]);
  });

  test('has none of the next run, also where their readings lie in one block', async () => {
    let now = 1_000_000;
    const file = historyFile();
    const { history, close } = await openedHistory(file, { now: () => now });
    const read = (over: Link, value: number, at: number): void => {
      now = at;
      history.journal.reading(over, [{ channel: 1, unit: 'V', quantity: 'voltage', value, at }], 1);
    };
    // Another firmware is another run.
    read(link(), 1, 1_000_000);
    read({ ...link(), firmware: '2.0' }, 2, 1_000_100);
    await close();
    const again = await openedHistory(file);
    const runs = (await allLines(again.history)).filter((row) => row.request === 'polled');
    const values = await Promise.all(
      runs.map(async ({ seq }) => again.history.handlers.pollRun({ seq, limit: 10 }, call())),
    );
    const found = values.map(({ readings }) => readings.map(({ value }) => value).join());
    expect(found.toSorted()).toEqual(['1', '2']);
  });

  test('is none where a line is something else', async () => {
    const { said, handlers } = await opened();
    const seq = await said('VOLT?', '3 polls');
    for (const each of [seq, seq + 1, 999])
      await expect(handlers.pollRun({ seq: each, limit: 1 }, call())).rejects.toMatchObject(
        input(`Row ${each} of the history is no run of polls.`),
      );
  });
});

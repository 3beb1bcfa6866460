import { expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { documented, type Words, wordsOf } from './documented.fixture.ts';
import { unsolicitedLine } from '#main/simulator/spoiled-answer.ts';
import type { Transport } from '#main/transports/transport.ts';
import { type OnWire, type OpenWire, onWire, session } from './wires.fixture.ts';

/** What a person reads where nothing else is said: the rows of the raw socket. */
const usual = {
  unterminated: 'reply-unterminated',
  late: 'reply-late',
  never: 'reply-never',
  flood: 'reply-too-large',
  longer: 'block-longer',
  shorter: 'block-shorter',
  huge: 'block-huge',
  several: 'reply-several',
  unplugged: 'block-unplugged',
} as const;

/** A row of the list, as this wire has it: the id of its words on the page, or how the exchange ends where it is no fault. */
export type Rows = Partial<Record<keyof typeof usual, string>>;

/** Where the link marks END, that is the end of a reply, and lines inside of it are content. */
export const withEnd: Rows = {
  unterminated: 'reply-never',
  several: '\xfe\x01\nA\nB',
  longer: 'block-longer-end',
  shorter: `#3100${'A'.repeat(500)}\n${'A'.repeat(500)}`,
};

const deadline = { deadlineMs: 300 };
const payload = 'A'.repeat(500);

/** What a question comes to: the words of its fault, or the answer. */
async function words(
  asked: Promise<string>,
  stand: Record<string, string> = { '300 ms': '100 ms' },
): Promise<Words | string> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const said = wordsOf(error, stand);
    return { ...said, reads: said.reads.replace(/\/dev\/pts\/\d+/, '/dev/ttyUSB0') };
  }
}

/** Asks until there is an answer. What is asked while the link is put in order, or made anew, is refused; it never gets another answer. */
export async function answersAgain({ ask, reached }: Pick<OnWire, 'ask' | 'reached'>): Promise<void> {
  const again = (): Promise<string> => ask('NEXT? 0').catch(() => 'a fault');
  for (let answer = await again(); answer !== '0'; answer = await again()) {
    expect(answer).toBe('a fault');
    await reached('ready');
  }
}

/** the questions after a fault get their own answers, each of them; nobody repeated the one that failed. */
export async function goesOn(it: OnWire, question: string): Promise<void> {
  for (const n of ['1', '2', '3']) expect(await it.ask(`NEXT? ${n}`)).toBe(n);
  await it.reached('ready');
  // None, where the instrument threw it away unread in a device clear.
  expect(it.lines.filter((line) => line === question).length).toBeLessThanOrEqual(1);
}

/** The link was not taken for a good one after the fault: it was dirty, or is another one. */
function wasDirty(it: OnWire): void {
  expect(it.states().filter((state) => ['dirty', 'recovering', 'unreachable'].includes(state))).not.toEqual(
    [],
  );
}

/** The rows of the bad-input list that each wire has. `rows`: where this one says something else. */
export function usualRows(open: OpenWire, rows: Rows = {}): void {
  const expected = (row: keyof typeof usual): Words | string | null => {
    const id = rows[row] ?? usual[row];
    return documented(id) ?? id;
  };

  test('R-10: a reply without a terminator', async () => {
    const it = await onWire(open);
    it.answer = () => '3.300';
    Object.assign(it.faults, { unterminated: true, messages: 1 });
    expect(await words(it.ask('VOLT?', deadline))).toEqual(expected('unterminated'));
    await goesOn(it, 'VOLT?');
    wasDirty(it);
  });

  test('R-10: a reply after its deadline does not answer the next question', async () => {
    const it = await onWire(open);
    it.answer = () => 'LATE';
    Object.assign(it.faults, { slowMs: 450, messages: 1 });
    expect(await words(it.ask('VOLT?', deadline))).toEqual(expected('late'));
    // Asked while the late answer is on its way.
    expect(await it.ask('NEXT? 7')).toBe('7');
    await goesOn(it, 'VOLT?');
    wasDirty(it);
  });

  test('R-10: a query that is never answered, then one that is', async () => {
    const it = await onWire(open);
    Object.assign(it.faults, { silent: true, messages: 1 });
    it.answer = () => 'NEVER';
    expect(await words(it.ask('VOLT?', deadline))).toEqual(expected('never'));
    await goesOn(it, 'VOLT?');
    wasDirty(it);
  });

  test('binary garbage is an answer of bytes, kept as they came', async () => {
    const it = await onWire(open);
    it.answer = () => '\xff\x00\x9b\x1b]\x80\xfe+\x07';
    expect(await it.ask('VOLT?')).toBe('\xff\x00\x9b\x1b]\x80\xfe+\x07');
    await goesOn(it, 'VOLT?');
  });

  test('R-10: garbage that holds several terminators', async () => {
    const it = await onWire(open);
    it.answer = () => '\xfe\x01\nA\nB';
    expect(await words(it.ask('VOLT?', deadline))).toEqual(expected('several'));
    await goesOn(it, 'VOLT?');
  });

  test('R-10: 64 MB of digits without an end', { timeout: 120_000 }, async () => {
    const it = await onWire(open);
    it.answer = () => '1';
    Object.assign(it.faults, { flood: true, messages: 1 });
    const said = await words(it.ask('DATA?', { deadlineMs: 100_000 }).catch(sizeOf));
    expect(said).toEqual(expected('flood'));
    // The rest of it may still be coming.
    await answersAgain(it);
    await goesOn(it, 'DATA?');
    wasDirty(it);
  });

  test.each([
    ['longer', 'it announces more than it holds', `#41000${payload}`],
    [
      'shorter',
      'it announces less than it holds, and a terminator lies in the rest',
      `#3100${payload}\n${payload}`,
    ],
    ['huge', 'its length has nine digits', `#9999999999${payload}`],
  ] as const)('R-10: a block whose header lies (%s): %s', async (row, _what, block) => {
    const it = await onWire(open);
    it.answer = () => block;
    // An adapter that marks END sends a byte more.
    const stand = { '300 ms': '200 ms', '508 bytes': '507 bytes' };
    expect(await words(it.ask('CURV?', deadline), stand)).toEqual(expected(row));
    await goesOn(it, 'CURV?');
  });

  test('R-10: unplugged in the middle of a block', async () => {
    const it = await onWire(open);
    it.answer = () => `#41000${'A'.repeat(1000)}`;
    Object.assign(it.faults, { partial: true, messages: 1 });
    const asked = words(it.ask('CURV?', { deadlineMs: 20_000 }), {
      // Whether what was under way is counted as lost is the system's.
      'The connection broke: read ECONNRESET.': 'The instrument closed the connection.',
    });
    await it.half('CURV?');
    await it.cut();
    expect(await asked).toEqual(expected('unplugged'));
    await it.reached('unreachable');
    expect(it.session.status.trouble?.remedy).toMatch(/\.$/);
    await it.mend();
    await it.reached('ready');
    expect(it.links()).toBeGreaterThan(1);
    await goesOn(it, 'CURV?');
  });

  test('R-10: lines that nobody asked for', async () => {
    const it = await onWire(open);
    it.faults.unsolicitedMs = 5;
    // Between question and answer nothing tells a line from an answer; its driver does, and distrusts the link.
    for (const n of ['1', '2', '3', '4', '5', '6']) {
      const answer = await it.ask(`NEXT? ${n}`).catch(() => 'a fault');
      expect([n, unsolicitedLine.trim(), 'a fault']).toContain(answer);
      // Between question and answer nothing tells a line from an answer, but what it says: as every driver does then.
      if (answer === unsolicitedLine.trim()) it.session.distrust();
    }
    it.faults.clear();
    it.session.distrust();
    await expect.poll(() => it.ask('NEXT? 9').catch(() => 'a fault')).toBe('9');
    await it.reached('ready');
  });
}

/** Two consoles on one instrument of a wire that takes both: each gets its own answers. */
export function twoConsoles(open: OpenWire): void {
  test('R-10: two consoles on one instrument: each gets its own answers', async () => {
    const it = await onWire(open);
    const other = await session(it.connectOther);
    other.session.open();
    await other.reached('ready');
    const asked = Array.from({ length: 40 }, (_, n) => `${n}`);
    const answers = await Promise.all(
      asked.map((n) => Promise.all([it.ask(`NEXT? a${n}`), other.ask(`NEXT? b${n}`)])),
    );
    expect(answers).toEqual(asked.map((n) => [`a${n}`, `b${n}`]));
    // One of them is late, and puts its link in order: the other one does not notice.
    it.answer = () => 'LATE';
    Object.assign(it.faults, { slowMs: 450, messages: 1 });
    const late = words(it.ask('VOLT?', deadline));
    expect(await other.ask('NEXT? b')).toBe('b');
    expect(await late).toMatchObject({ code: 'INSTRUMENT_TIMEOUT' });
    expect(await Promise.all([it.ask('NEXT? a'), other.ask('NEXT? b')])).toEqual(['a', 'b']);
  });
}

/** What a person reads of an instrument that cannot be reached; nothing of it was ever served. */
export async function unreachable(
  connect: () => Transport,
  stand: Record<string, string> = {},
): Promise<Omit<Words, 'code'>> {
  const made = await session(connect, { timing: { connect: 1_000, reply: 2_000 } });
  const states: string[] = [];
  made.session.onStatus(() => states.push(made.session.status.state));
  made.session.open();
  await made.reached('unreachable');
  expect(states).not.toContain('ready');
  const { message = '', remedy = '' } = made.session.status.trouble ?? {};
  const { reads, remedy: todo } = wordsOf(
    { code: '', message, remedy },
    { '1000 ms': '3000 ms', 'The link was given up: ': '', ...stand },
  );
  return { reads, remedy: todo };
}

/** What the page says of it. */
export function page(id: string): Omit<Words, 'code'> | null {
  const row = documented(id);
  return row === null ? null : { reads: row.reads, remedy: row.remedy };
}

/** A stream opens by itself, and nobody answers to `*IDN?`. */
export const usualSilence = 'host-silent';
/** A server that refuses: as with a raw socket, whatever is spoken behind it. */
export const refused = (): Omit<Words, 'code'> | null => page('host-refuses');
/** One that accepts and says nothing, where the link begins with an answer. */
export const neverOpened = (): Omit<Words, 'code'> | null => page('wire-silent');

/** The size that a reply was refused at differs from run to run. */
function sizeOf(error: unknown): never {
  if (!(error instanceof Fault)) throw error;
  const size = Number(error.details?.['size']).toLocaleString('en');
  throw new Fault(error.code, error.message.replace(size, '64,000,123'), { remedy: error.remedy });
}

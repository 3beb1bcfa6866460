import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountState, FakeConsole, settle } from '#renderer/stores/fake-console.fixture.ts';
import { openStores, type Stores } from '#renderer/stores/open-stores.ts';
import type { Entry } from './transcript.ts';
import { type Terminals, terminalsOf } from './terminals.ts';

const send = 'instruments.send';
let fake: FakeConsole;
let stores: Stores;
let terminals: Terminals;

beforeEach(async () => {
  fake = new FakeConsole();
  stores = openStores(fake.bridge, new EventTarget());
  await fake.connect();
  await fake.item('accounts.state', person('one'));
  terminals = terminalsOf(stores);
});
afterEach(() => stores.close());

const person = (id: string): unknown => ({
  ...(accountState(['instruments:read', 'instruments:control']) as object),
  user: { id, name: id, role: 'operator', recoveryCodesLeft: 10 },
});
const text = (reply: string): unknown => ({
  reply: { kind: 'text', text: reply, length: reply.length },
  wireMs: 4,
});
const entries = (id = 'a'): readonly Entry[] => terminals.of(id).getState().transcript.entries;
/** What the console was asked last. */
const input = (): unknown => [...fake.open.values()].at(-1)?.input;
const said = (id = 'a'): string[] =>
  entries(id).map((entry) =>
    entry.kind === 'unsent'
      ? `unsent ${entry.lines.join('|')}`
      : `${entry.text} ${entry.outcome.kind === 'fault' ? entry.outcome.fault.code : entry.outcome.kind}`,
  );

describe('a terminal', () => {
  it('sends a line and keeps what came of it', async () => {
    const done = terminals.send('a', ['VOLT?']);
    await settle();
    expect(input()).toEqual({ id: 'a', text: 'VOLT?', confirm: false });
    expect(terminals.of('a').getState().running).toMatchObject({ line: 1, of: 1, deadlineMs: 1000 });
    expect(said()).toEqual(['VOLT? running']);
    await fake.answer(send, text('3.3'));
    await done;
    expect(entries()[0]).toMatchObject({ outcome: { kind: 'reply', reply: { text: '3.3' }, wireMs: 4 } });
    expect(terminals.of('a').getState().running).toBeNull();
    expect(terminals.of('a').getState().history.sent).toEqual(['VOLT?']);
  });
  it('sends lines one after another, each once the one before has its answer', async () => {
    const done = terminals.send('a', ['*CLS', 'VOLT?']);
    await settle();
    expect(fake.count(send)).toBe(1);
    expect(said()).toEqual(['*CLS running']);
    await fake.answer(send, { reply: null, wireMs: 1 });
    expect(terminals.of('a').getState().running).toMatchObject({ line: 2, of: 2 });
    await fake.answer(send, text('3.3'));
    await done;
    expect(said()).toEqual(['*CLS reply', 'VOLT? reply']);
    expect(terminals.of('a').getState().history.sent).toEqual(['*CLS\nVOLT?']);
  });
  it('stops at the first fault and says which lines were not sent', async () => {
    const done = terminals.send('a', ['VOLT 3', 'FOO', 'OUTP ON', 'VOLT?']);
    await settle();
    await fake.answer(send, { reply: null, wireMs: 1 });
    await fake.fail(send, 'INSTRUMENT_ERROR');
    await done;
    expect(said()).toEqual(['VOLT 3 reply', 'FOO INSTRUMENT_ERROR', 'unsent OUTP ON|VOLT?']);
    expect(fake.asked.filter((name) => name === send)).toHaveLength(2);
  });
  it('gives up what is under way, tells the console, and sends nothing of the rest', async () => {
    const done = terminals.send('a', ['VOLT?', 'OUTP ON']);
    await settle();
    terminals.cancel('a');
    await done;
    expect(fake.count(send)).toBe(0);
    expect(said()).toEqual(['VOLT? CANCELLED', 'unsent OUTP ON']);
    expect(fake.asked.filter((name) => name === send)).toHaveLength(1);
  });
  it('has one run at a time, on each instrument', async () => {
    const first = terminals.send('a', ['VOLT?']);
    await terminals.send('a', ['OUTP ON']);
    const other = terminals.send('b', ['*IDN?']);
    await settle();
    expect(fake.count(send)).toBe(2);
    await fake.answer(send, text('b'));
    await fake.answer(send, text('a'));
    await Promise.all([first, other]);
    expect(said('a')).toEqual(['VOLT? reply']);
    expect(said('b')).toEqual(['*IDN? reply']);
  });
  it('R-6 confirms nothing by itself', async () => {
    const done = terminals.send('a', ['FOO']);
    await settle();
    await fake.fail(send, 'SAFETY_UNKNOWN_EFFECT');
    await done;
    expect(fake.count(send)).toBe(0);
    const confirmed = terminals.send('a', ['FOO'], { confirm: true });
    await settle();
    expect(input()).toEqual({ id: 'a', text: 'FOO', confirm: true });
    await fake.answer(send, { reply: null, wireMs: 1 });
    await confirmed;
    expect(entries()).toMatchObject([{ confirmed: false }, { confirmed: true }]);
  });
  it('hands its deadline to the console', async () => {
    terminals.of('a').setState({ deadlineMs: 30_000 });
    const done = terminals.send('a', ['CAL?']);
    await settle();
    expect(input()).toMatchObject({ deadlineMs: 30_000 });
    await fake.answer(send, text('0'));
    await done;
  });
  it('says that nobody knows when the console goes away under it', async () => {
    const done = terminals.send('a', ['OUTP ON', 'VOLT?']);
    await settle();
    await fake.lose();
    await done;
    expect(said()).toEqual(['OUTP ON CONNECTION_LOST', 'unsent VOLT?']);
    expect(terminals.of('a').getState().running).toBeNull();
  });
  it('is cleared but for what is under way', async () => {
    const first = terminals.send('a', ['VOLT?']);
    await settle();
    await fake.answer(send, text('3.3'));
    await first;
    const second = terminals.send('a', ['CURR?']);
    await settle();
    terminals.clear('a');
    expect(said()).toEqual(['CURR? running']);
    await fake.answer(send, text('1'));
    await second;
    expect(said()).toEqual(['CURR? reply']);
  });
});

describe('what a terminal holds', () => {
  const used = async (id: string): Promise<void> => {
    const done = terminals.send(id, ['VOLT?']);
    await settle();
    await fake.answer(send, text('3.3'));
    await done;
  };
  it('outlives the screen, the lock and a lost console', async () => {
    await used('a');
    await fake.item('accounts.state', accountState([]));
    await fake.lose();
    await fake.connect();
    await fake.item('accounts.state', person('one'));
    expect(terminalsOf(stores)).toBe(terminals);
    expect(said()).toEqual(['VOLT? reply']);
  });
  it('goes when somebody else signs in', async () => {
    await used('a');
    await fake.item('accounts.state', accountState([]));
    await fake.item('accounts.state', person('two'));
    expect(terminals.of('a').getState()).toMatchObject({
      transcript: { entries: [] },
      history: { sent: [] },
    });
  });
  it('R-23 goes with its instrument', async () => {
    await used('a');
    await used('b');
    const instrument = { id: 'b' };
    stores.instruments.setState({ value: [instrument as never] });
    expect(entries('a')).toEqual([]);
    expect(said('b')).toEqual(['VOLT? reply']);
  });
});

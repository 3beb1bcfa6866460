import { afterEach, expect, test } from 'vitest';
import { callOf, closeAll, code, desk, first, supply, type TestDesk } from './bench.fixture.ts';

afterEach(closeAll);

/** Reads the first item, and holds the stream until `end`. */
async function borrow(bench: TestDesk, target: string) {
  const ending = new AbortController();
  const call = callOf('operator', ending.signal);
  const stream = bench.handlers.instruments.borrow({ target }, call)[Symbol.asyncIterator]();
  const { value } = (await stream.next()) as { value: { id: string; onDesk: boolean } };
  const end = async (): Promise<void> => {
    ending.abort();
    await stream.next();
  };
  return { ...value, end };
}
const names = async (bench: TestDesk): Promise<string[]> =>
  (await first(bench.handlers.instruments.list({}, bench.call()), () => true)).map(({ name }) => name);

test('a stranger is there for as long as somebody reads, and leaves nothing on the desk', async () => {
  const simulated = await supply();
  const bench = await desk();
  const one = await borrow(bench, simulated.address);
  expect(one.onDesk).toBe(false);
  expect(await bench.send(one.id, '*IDN?')).toMatchObject({
    reply: { text: expect.stringContaining('SIM-PS2') },
  });
  const two = await borrow(bench, simulated.address);
  expect(two.id).toBe(one.id);
  await one.end();
  expect(await bench.send(one.id, '*IDN?')).toMatchObject({ reply: { kind: 'text' } });
  await two.end();
  expect(await names(bench)).toEqual([]);
  await bench.restart();
  expect(await names(bench)).toEqual([]);
});

test('one on the desk is found by name, id and address, and stays', async () => {
  const simulated = await supply();
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  const [name = ''] = await names(bench);
  for (const target of [name, id, simulated.address]) {
    const borrowed = await borrow(bench, target);
    expect(borrowed).toMatchObject({ id, onDesk: true });
    await borrowed.end();
  }
  expect(await names(bench)).toEqual([name]);
});

test('R-5: an envelope holds for a borrowed instrument, also when the desk is not connected to', async () => {
  const simulated = await supply();
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  const envelope = { name: 'board', maxVoltage: 5, maxCurrent: null, maxPower: null };
  await bench.handlers.safety.setEnvelope({ instrument: id, channel: 1, envelope }, bench.call());
  await bench.restart({ connectAll: false });
  expect(await names(bench)).toEqual([]);
  const borrowed = await borrow(bench, simulated.address);
  expect(borrowed).toMatchObject({ id, onDesk: true });
  await expect(bench.send(id, ':SOUR1:VOLT 6')).rejects.toEqual(code('SAFETY_ENVELOPE'));
  await borrowed.end();
  // By another spelling of the same place it is no stranger, either.
  const other = simulated.address.replace('127.0.0.1', 'localhost');
  await expect(borrow(bench, other)).rejects.toEqual(code('INSTRUMENT_EXISTS'));
  expect(await names(bench)).toEqual([]);
});

test.each([
  ['nobody', 'INSTRUMENT_UNKNOWN'],
  ['sim:toaster', 'ADDRESS_INVALID'],
  ['tcp://127.0.0.1:0', 'ADDRESS_INVALID'],
  ['tcp://127.0.0.1:1', 'INSTRUMENT_UNREACHABLE'],
])('%s is refused, and nothing is left', async (target, expected) => {
  const bench = await desk();
  await expect(borrow(bench, target)).rejects.toEqual(code(expected));
  expect(await names(bench)).toEqual([]);
});

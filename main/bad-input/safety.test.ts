import { expect, onTestFinished, test } from 'vitest';
import { lineClient } from '#main/simulator/client.fixture.ts';
import { startSimulatedSupply } from '#main/simulator/supply.ts';
import { documented, wordsOf } from './documented.fixture.ts';
import { type Desk, faultOf, openDesk, recorded, rowsWith, typed } from './fault-desk.fixture.ts';
import { peer } from './peer.fixture.ts';

/** A supply on the desk, and a second client that sees what it really does. */
async function supply() {
  const instrument = await startSimulatedSupply();
  onTestFinished(() => instrument.close());
  const desk = await openDesk();
  const { id } = await desk.client.instruments.connect({ address: instrument.address });
  const other = await lineClient(instrument.port);
  onTestFinished(() => other.close());
  return { desk, id, ask: (question: string) => other.ask(question) };
}

/** It stands in the history as refused, and the next question gets its own answer. */
async function refusedAndOn(desk: Desk, id: string, text: string): Promise<void> {
  expect((await recorded(desk, text)).row).toMatchObject({ status: 'refused', wireMs: null });
  expect(await typed(desk, id, 'SOUR1:VOLT?')).toMatch(/^\d+\.\d{3}$/);
}

test('R-41: an output that has no envelope, from the panel: it stays off unless the operator says so', async () => {
  const { desk, id, ask } = await supply();
  const { output } = desk.client.instruments;
  expect(wordsOf(await faultOf(output({ id, channel: 1, on: true })))).toEqual(documented('no-envelope'));
  expect(await ask('OUTP1?')).toBe('0');
  expect((await rowsWith(desk, 'instruments.output'))[0]).toMatchObject({ fault: 'SAFETY_NO_ENVELOPE' });
  expect(await output({ id, channel: 1, on: true, withoutEnvelope: true })).toEqual({ on: true });
  expect(await ask('OUTP1?')).toBe('1');
});

test('R-41: the same in the terminal, and by a message that may do it', async () => {
  const { desk, id, ask } = await supply();
  expect(wordsOf(await faultOf(typed(desk, id, 'OUTP1 ON')))).toEqual(documented('no-envelope'));
  await refusedAndOn(desk, id, 'OUTP1 ON');
  expect(wordsOf(await faultOf(typed(desk, id, '*RCL 1')))).toEqual(documented('no-envelope-unknown'));
  await refusedAndOn(desk, id, '*RCL 1');
  expect(await ask('OUTP1?')).toBe('0');
});

test('R-40: a protection is not cleared in the terminal while the output may be on', async () => {
  const { desk, id, ask } = await supply();
  await desk.client.instruments.output({ id, channel: 1, on: true, withoutEnvelope: true });
  expect(wordsOf(await faultOf(typed(desk, id, 'OUTP1:PROT:CLE')))).toEqual(documented('tripped-on'));
  await refusedAndOn(desk, id, 'OUTP1:PROT:CLE');
  expect(await ask('OUTP1?')).toBe('1');
});

test('R-40: and by a message of its own alone', async () => {
  const { desk, id, ask } = await supply();
  const message = 'OUTP1:PROT:CLE;:OUTP1 ON';
  expect(wordsOf(await faultOf(typed(desk, id, message)))).toEqual(documented('tripped-beside'));
  await refusedAndOn(desk, id, message);
  expect(await ask('OUTP1?')).toBe('0');
  expect(await typed(desk, id, 'OUTP1:PROT:CLE')).toBeNull();
});

test.each([
  ['pin-command', 'OUTP ON'],
  ['pin-several', 'MEAS:VOLT?;:OUTP ON'],
  ['pin-deed', '*TST?'],
] as const)('what does more than ask is not pinned (%s)', async (row, query) => {
  const instrument = await peer((_line, socket) => socket.write('1\n'));
  const desk = await openDesk();
  const { id } = await desk.client.instruments.connect({ address: instrument.address });
  const pins = [{ query, label: 'Output', unit: '' }];
  expect(wordsOf(await faultOf(desk.client.instruments.setPins({ id, pins })))).toEqual(documented(row));
  expect((await rowsWith(desk, 'instruments.setPins'))[0]).toMatchObject({ fault: 'INPUT_INVALID' });
  expect(await typed(desk, id, 'VOLT?')).toBe('1');
  expect(instrument.lines.filter((line) => /OUTP|TST/.test(line))).toEqual([]);
});

import { expect, onTestFinished, test } from 'vitest';
import { lineClient } from '#main/simulator/client.fixture.ts';
import { startSimulatedSupply } from '#main/simulator/supply.ts';
import { documented, wordsOf } from './documented.fixture.ts';
import { faultOf, firstRun, openDesk, recorded, stopped, typed, until } from './fault-desk.fixture.ts';
import { peer } from './peer.fixture.ts';

async function supplyFor(options: { readonly oneClient?: boolean } = {}) {
  const instrument = await startSimulatedSupply(options);
  onTestFinished(() => instrument.close());
  return instrument;
}

test('another program changes the setpoint and switches the output on: the panel shows it as theirs', async () => {
  const instrument = await supplyFor();
  const desk = await openDesk();
  const { id } = await desk.client.instruments.connect({ address: instrument.address });
  await desk.client.instruments.set({ id, channel: 1, point: 'voltage', value: 3.3 });
  const other = await lineClient(instrument.port);
  onTestFinished(() => other.close());
  other.send(':SOUR1:VOLT 12;:OUTP1 ON\n');
  const { channels } = await until(
    desk.client.instruments.live({ id }),
    ({ channels: [one] }) => one?.settings.voltage?.value === 12 && one.output?.on === true,
  );
  expect(channels[0]?.settings.voltage).toMatchObject({ state: 'known', was: 3.3 });
  expect(channels[0]?.settings.voltage?.changedAt).not.toBeNull();
  // What another one switched on, this stop switches off.
  expect((await stopped(desk)).report?.lines.map(({ result }) => result)).toEqual(['off']);
  expect(await other.ask(':OUTP1?')).toBe('0');
});

test('R-5: another program goes outside the envelope: the output is switched off', async () => {
  const instrument = await supplyFor();
  const desk = await openDesk({ seat: 'nobody' });
  await firstRun(desk);
  const { id } = await desk.client.instruments.connect({ address: instrument.address });
  await desk.client.instruments.set({ id, channel: 1, point: 'voltage', value: 3.3 });
  const envelope = { name: 'Sensor', maxVoltage: 5, maxCurrent: null, maxPower: null };
  await desk.client.safety.setEnvelope({ instrument: id, channel: 1, envelope });
  await desk.client.instruments.output({ id, channel: 1, on: true });
  const other = await lineClient(instrument.port);
  onTestFinished(() => other.close());
  other.send(':SOUR1:VOLT 12\n');
  await until(
    desk.client.instruments.live({ id }),
    ({ channels: [one] }) => one?.settings.voltage?.value === 12 && one.output?.on === false,
  );
  expect(await other.ask(':OUTP1?')).toBe('0');
});

test('an instrument with one place, and another program has it', async () => {
  const instrument = await supplyFor({ oneClient: true });
  const other = await lineClient(instrument.port);
  expect(await other.ask('*IDN?')).toContain('SIM-PS2');
  const desk = await openDesk();
  expect(wordsOf(await faultOf(desk.client.instruments.connect({ address: instrument.address })))).toEqual(
    documented('one-place-taken'),
  );
  other.close();
  await other.closed;
  const { id } = await desk.client.instruments.connect({ address: instrument.address });
  expect(await desk.client.instruments.set({ id, channel: 1, point: 'voltage', value: 2 })).toEqual({
    readBack: 2,
  });
});

test('R-10: lines come that nobody asked for: none of them is taken for an answer', async () => {
  const desk = await openDesk();
  const instrument = await peer((line, socket) => {
    // A second console on a serial server: its answers come to both.
    if (line === 'VOLT?') socket.write('99\n3.3\n');
    else socket.write(`${line.replace('NEXT? ', '')}\n`);
  });
  const { id } = await desk.client.instruments.connect({ address: instrument.address });
  expect(wordsOf(await faultOf(typed(desk, id, 'VOLT?')))).toEqual(documented('answers-interleaved'));
  expect((await recorded(desk, 'VOLT?')).row).toMatchObject({ status: 'error', reply: null });
  // Between two questions, too.
  instrument.sockets.at(-1)?.write('NOBODY ASKED\n');
  for (const n of ['1', '2', '3']) expect(await typed(desk, id, `NEXT? ${n}`)).toBe(n);
});

test('two windows set the same channel: each gets its own answer, and both are in the history', async () => {
  const instrument = await supplyFor();
  const desk = await openDesk();
  const { id } = await desk.client.instruments.connect({ address: instrument.address });
  const set = (value: number) => desk.client.instruments.set({ id, channel: 1, point: 'voltage', value });
  const values = [1, 2, 3, 4, 5, 6, 7, 8];
  await Promise.allSettled(values.map(set));
  for (const value of values) expect((await recorded(desk, `:SOUR1:VOLT ${value}`)).row.status).toBe('ok');
  expect(await set(9)).toEqual({ readBack: 9 });
});

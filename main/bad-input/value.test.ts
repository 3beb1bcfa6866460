import { expect, onTestFinished, test } from 'vitest';
import { lineClient } from '#main/simulator/client.fixture.ts';
import { startSimulatedSupply } from '#main/simulator/supply.ts';
import { documented, wordsOf } from './documented.fixture.ts';
import { faultOf, firstRun, openDesk, recorded, rowsWith, typed, until } from './fault-desk.fixture.ts';

/** A supply at 3.3 V, the desk it stands on, and a second client that sees what it really holds. */
async function supply(seat: 'owner' | 'nobody' = 'owner') {
  const instrument = await startSimulatedSupply();
  onTestFinished(() => instrument.close());
  const desk = await openDesk({ seat });
  // Only an administrator sets an envelope.
  if (seat === 'nobody') await firstRun(desk);
  const { id } = await desk.client.instruments.connect({ address: instrument.address });
  const set = (value: unknown) =>
    desk.client.instruments.set({ id, channel: 1, point: 'voltage', value: value as number });
  await set(3.3);
  const other = await lineClient(instrument.port);
  onTestFinished(() => other.close());
  /** It holds 3.3 V, the panel shows it as known, and the next setpoint is taken. */
  const stillThere = async (): Promise<void> => {
    expect(await other.ask(':SOUR1:VOLT?')).toBe('3.300');
    const shown = await until(
      desk.client.instruments.live({ id }),
      ({ channels }) => channels[0]?.settings.voltage?.state === 'known',
    );
    expect(shown.channels[0]?.settings.voltage?.value).toBe(3.3);
    expect(await set(1.5)).toEqual({ readBack: 1.5 });
  };
  return { desk, id, set, stillThere };
}

/** Voltage commands that were on the wire, as the history has them. */
const sent = async (desk: Parameters<typeof rowsWith>[0]): Promise<string[]> =>
  (await rowsWith(desk, 'VOLT '))
    .filter(({ kind, wireMs }) => kind === 'exchange' && wireMs !== null)
    .map(({ request }) => request.trim());

test.each([
  ['value-above', 33],
  ['value-below', -1],
] as const)('R-8: a setpoint out of range through the panel (%s)', async (id, value) => {
  const { desk, set, stillThere } = await supply();
  const before = await sent(desk);
  expect(wordsOf(await faultOf(set(value)))).toEqual(documented(id));
  expect(await sent(desk)).toEqual(before);
  expect((await rowsWith(desk, 'instruments.set'))[0]).toMatchObject({ fault: 'RANGE_EXCEEDED' });
  await stillThere();
});

test.each([
  ['NaN', Number.NaN],
  ['1e999', Number('1e999')],
  ['-1e999', Number('-1e999')],
  ['"3,3"', '3,3'],
  ['nothing', null],
  ['a list', [3]],
] as const)('R-8: what is no number through the panel: %s', async (_name, value) => {
  const { desk, set, stillThere } = await supply();
  const before = await sent(desk);
  const type = Array.isArray(value) ? 'array' : typeof value === 'number' ? String(value) : typeof value;
  expect(
    wordsOf(await faultOf(set(value)), {
      [`received ${value === null ? 'null' : type}`]: 'received NaN',
    }),
  ).toEqual(documented('value-no-number'));
  expect(await sent(desk)).toEqual(before);
  await stillThere();
});

test.each([
  ['typed-comma', 'SOUR1:VOLT 3,3'],
  ['typed-huge', 'SOUR1:VOLT 1e999'],
  ['typed-nan', 'SOUR1:VOLT NaN'],
  ['typed-half', 'SOUR1:VOLT'],
] as const)('through the terminal: %s', async (id, text) => {
  const { desk, id: instrument, stillThere } = await supply();
  // Without an envelope, nobody knows what it does before it is confirmed.
  const before = await sent(desk);
  expect(await faultOf(typed(desk, instrument, text))).toMatchObject({ code: 'SAFETY_UNKNOWN_EFFECT' });
  expect(await sent(desk)).toEqual(before);
  expect(wordsOf(await faultOf(typed(desk, instrument, text, undefined, true)))).toEqual(documented(id));
  const { row, request } = await recorded(desk, text);
  // It was sent as typed: the instrument refused it.
  expect(row).toMatchObject({ status: 'ok', operator: 'local:tester' });
  expect(Buffer.from(request).toString('latin1')).toBe(`${text}\n`);
  expect((await rowsWith(desk, 'instruments.send'))[0]).toMatchObject({ fault: 'INSTRUMENT_ERROR' });
  await stillThere();
});

test('R-8: a setpoint out of range through the terminal is not sent, either', async () => {
  const { desk, id, stillThere } = await supply();
  const before = await sent(desk);
  expect(wordsOf(await faultOf(typed(desk, id, 'SOUR1:VOLT 33')))).toEqual(documented('typed-above'));
  expect(await sent(desk)).toEqual(before);
  expect((await recorded(desk, 'SOUR1:VOLT 33')).row).toMatchObject({ status: 'refused', wireMs: null });
  await stillThere();
});

test('R-5: through the terminal with an envelope: what is out of it, or cannot be understood, is not sent', async () => {
  const { desk, id, stillThere } = await supply('nobody');
  const envelope = { name: 'Sensor', maxVoltage: 5, maxCurrent: null, maxPower: null };
  await desk.client.safety.setEnvelope({ instrument: id, channel: 1, envelope });
  const before = await sent(desk);
  expect(wordsOf(await faultOf(typed(desk, id, 'SOUR1:VOLT 5.1')))).toEqual(documented('envelope-above'));
  for (const value of ['3,3', '1e999', 'NaN'])
    expect(
      wordsOf(await faultOf(typed(desk, id, `SOUR1:VOLT ${value}`)), {
        [`SOUR1:VOLT ${value}`]: 'SOUR1:VOLT 3,3',
      }),
    ).toEqual(documented('envelope-unknown'));
  expect(await sent(desk)).toEqual(before);
  expect((await recorded(desk, 'SOUR1:VOLT 5.1')).row).toMatchObject({ status: 'refused' });
  await stillThere();
});

test('a message of two lines is not one message', async () => {
  const { desk, id, stillThere } = await supply();
  const before = await sent(desk);
  expect(wordsOf(await faultOf(typed(desk, id, 'SOUR1:VOLT 9\nOUTP1 ON')))).toEqual(
    documented('typed-lines'),
  );
  expect(await sent(desk)).toEqual(before);
  await stillThere();
});

import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { documented, wordsOf } from './documented.fixture.ts';
import { faultOf, openDesk, recorded, rowsWith, typed, until } from './fault-desk.fixture.ts';
import { peer } from './peer.fixture.ts';

/** What the instrument sends for `CURV?`; everything else it answers like an instrument. */
async function deskWith(send: (socket: Socket) => void) {
  const desk = await openDesk();
  const instrument = await peer((line, socket) => {
    if (line === 'CURV?') send(socket);
    else socket.write(`${line.replace('NEXT? ', '')}\n`);
  });
  const { id } = await desk.client.instruments.connect({ address: instrument.address });
  /** every question after it gets its own answer. */
  const goesOn = async (): Promise<void> => {
    await until(desk.client.instruments.list({}), (list) => list[0]?.link === 'ready');
    for (const n of ['1', '2', '3']) expect(await typed(desk, id, `NEXT? ${n}`)).toBe(n);
  };
  return { desk, id, goesOn };
}
const payload = 'A'.repeat(500);

describe('R-10: a block whose header lies about its length', () => {
  test('it announces more than it holds', async () => {
    const { desk, id, goesOn } = await deskWith((socket) => socket.write(`#41000${payload}\n`));
    expect(wordsOf(await faultOf(typed(desk, id, 'CURV?', 200)))).toEqual(documented('block-longer'));
    expect((await recorded(desk, 'CURV?')).row).toMatchObject({ status: 'timeout' });
    await goesOn();
  });

  test('it announces less than it holds', async () => {
    const { desk, id, goesOn } = await deskWith((socket) => socket.write(`#3100${payload}\n`));
    // What follows the block in the same line is shown as such: nobody can say which of both is wrong.
    expect(await typed(desk, id, 'CURV?')).toBe('block, 100 bytes');
    const { reply } = await recorded(desk, 'CURV?');
    expect(Buffer.from(reply ?? []).toString('latin1')).toBe(`#3100${payload}`);
    await goesOn();
  });

  test('it announces less than it holds, and a terminator lies in the rest', async () => {
    const { desk, id, goesOn } = await deskWith((socket) => socket.write(`#3100${payload}\n${payload}\n`));
    expect(wordsOf(await faultOf(typed(desk, id, 'CURV?')))).toEqual(documented('block-shorter'));
    expect((await recorded(desk, 'CURV?')).row).toMatchObject({ status: 'error', reply: null });
    await goesOn();
  });

  test('it announces a negative length: no block, but text', async () => {
    const { desk, id, goesOn } = await deskWith((socket) => socket.write(`#3-10${payload}\n`));
    expect(await typed(desk, id, 'CURV?')).toBe(`#3-10${payload}`);
    expect((await recorded(desk, 'CURV?')).row.status).toBe('ok');
    await goesOn();
  });

  test('its length is unstated (#0) and it has no end', async () => {
    const { desk, id, goesOn } = await deskWith((socket) => socket.write(`#0${payload}`));
    expect(wordsOf(await faultOf(typed(desk, id, 'CURV?', 200)))).toEqual(documented('block-endless'));
    await goesOn();
  });

  test('its length has nine digits', async () => {
    const { desk, id, goesOn } = await deskWith((socket) => socket.write(`#9999999999${payload}\n`));
    expect(wordsOf(await faultOf(typed(desk, id, 'CURV?')))).toEqual(documented('block-huge'));
    expect((await recorded(desk, 'CURV?')).row).toMatchObject({ status: 'error', reply: null });
    await goesOn();
  });
});

test('R-10: unplugged in the middle of a block', async () => {
  const { desk, id, goesOn } = await deskWith((socket) =>
    socket.write(`#41000${payload}`, () => socket.destroy()),
  );
  expect(wordsOf(await faultOf(typed(desk, id, 'CURV?')))).toEqual(documented('block-unplugged'));
  expect((await recorded(desk, 'CURV?')).row).toMatchObject({ status: 'lost', reply: null });
  await goesOn();
  // It was asked once: what was lost is not asked again by itself.
  expect((await rowsWith(desk, 'CURV?')).filter(({ kind }) => kind === 'exchange')).toHaveLength(1);
});

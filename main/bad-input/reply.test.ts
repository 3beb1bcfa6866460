import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { documented, wordsOf } from './documented.fixture.ts';
import { type Desk, faultOf, openDesk, recorded, typed, until } from './fault-desk.fixture.ts';
import { type Peer, peer } from './peer.fixture.ts';

/** A desk with one instrument that answers `NEXT? n` with n, and everything else as a test says. */
async function scripted(
  handle: (line: string, socket: Socket) => void,
): Promise<{ readonly desk: Desk; readonly id: string; readonly instrument: Peer }> {
  const desk = await openDesk();
  const instrument = await peer((line, socket) => {
    const next = /^NEXT\? (\d+)$/.exec(line);
    if (next === null) handle(line, socket);
    else socket.write(`${next[1]}\n`);
  });
  const { id } = await desk.client.instruments.connect({ address: instrument.address });
  return { desk, id, instrument };
}

/** the questions after a fault get their own answers, each of them, whatever is still on its way. */
async function nextAnswersAreTheirOwn(desk: Desk, id: string): Promise<void> {
  await until(desk.client.instruments.list({}), (list) => list[0]?.link === 'ready');
  for (const n of ['1', '2', '3']) {
    expect(await typed(desk, id, `NEXT? ${n}`)).toBe(n);
    expect((await recorded(desk, `NEXT? ${n}`)).row).toMatchObject({ status: 'ok', reply: n });
  }
}

const text = (bytes: Uint8Array | null): string | null =>
  bytes === null ? null : Buffer.from(bytes).toString('latin1');

test('R-10: a reply without a terminator', async () => {
  const { desk, id } = await scripted((_line, socket) => void socket.write('3.300'));
  expect(wordsOf(await faultOf(typed(desk, id, 'VOLT?', 100)))).toEqual(documented('reply-unterminated'));
  const detail = await recorded(desk, 'VOLT?');
  expect(detail.row).toMatchObject({ status: 'timeout', reply: null });
  expect(text(detail.request)).toBe('VOLT?\n');
  await nextAnswersAreTheirOwn(desk, id);
});

test('R-10: a reply after its deadline does not answer the next question', async () => {
  let late = (): void => undefined;
  const { desk, id } = await scripted((_line, socket) => {
    late = () => void socket.write('LATE\n');
  });
  expect(wordsOf(await faultOf(typed(desk, id, 'VOLT?', 100)))).toEqual(documented('reply-late'));
  // In the worst moment: just before the next question is asked.
  const next = typed(desk, id, 'NEXT? 7');
  late();
  expect(await next).toBe('7');
  expect((await recorded(desk, 'VOLT?')).row).toMatchObject({ status: 'timeout', reply: null });
  await nextAnswersAreTheirOwn(desk, id);
});

test('R-10: a query that is never answered, then one that is', async () => {
  const { desk, id, instrument } = await scripted(() => undefined);
  expect(wordsOf(await faultOf(typed(desk, id, 'VOLT?', 100)))).toEqual(documented('reply-never'));
  expect((await recorded(desk, 'VOLT?')).row).toMatchObject({ status: 'timeout' });
  await nextAnswersAreTheirOwn(desk, id);
  // It was asked once: nobody repeats a question by himself.
  expect(instrument.lines.filter((line) => line === 'VOLT?')).toHaveLength(1);
});

test('binary garbage with a terminator is shown as bytes, and kept as they came', async () => {
  const garbage = Buffer.from([0xff, 0x00, 0x9b, 0x1b, 0x5d, 0x80, 0xfe, 0x07]);
  const { desk, id } = await scripted(
    (_line, socket) => void socket.write(Buffer.concat([garbage, Buffer.from('\n')])),
  );
  expect(await typed(desk, id, 'VOLT?')).toBe('bytes, 8 bytes');
  const detail = await recorded(desk, 'VOLT?');
  expect(detail.row.status).toBe('ok');
  expect(Buffer.from(detail.reply ?? [])).toEqual(garbage);
  await nextAnswersAreTheirOwn(desk, id);
});

test('R-10: garbage that holds several terminators: none of it is an answer', async () => {
  const { desk, id } = await scripted(
    (_line, socket) => void socket.write(Buffer.from('\xfe\x01\nA\nB\n', 'latin1')),
  );
  expect(wordsOf(await faultOf(typed(desk, id, 'VOLT?', 200)))).toEqual(documented('reply-several'));
  expect((await recorded(desk, 'VOLT?')).row).toMatchObject({ status: 'error', reply: null });
  await nextAnswersAreTheirOwn(desk, id);
});

test('R-10: garbage that never stops: the link is made anew', async () => {
  const { desk, id } = await scripted((_line, socket) => {
    const timer = setInterval(() => socket.write(Buffer.from([0x55, 0xaa, 0x9b])), 5);
    socket.once('close', () => clearInterval(timer));
  });
  const given = until(desk.client.instruments.list({}), (list) => list[0]?.link === 'unreachable');
  const fault = await faultOf(typed(desk, id, 'VOLT?', 300));
  expect(wordsOf(fault, { [`: ${fault.details['arrived']} bytes`]: ': 180 bytes' })).toEqual(
    documented('reply-endless'),
  );
  const trouble = (await given)[0]?.trouble;
  expect(
    wordsOf(
      {
        code: 'INSTRUMENT_CLOSED',
        message: trouble?.message ?? '',
        remedy: trouble?.remedy ?? '',
      },
      // A PC that is busy may find the line quiet for a moment, and asks for the name.
      { 'It does not say who it is.': 'It does not stop sending.' },
    ),
  ).toEqual(documented('reply-endless-link'));
  await nextAnswersAreTheirOwn(desk, id);
});

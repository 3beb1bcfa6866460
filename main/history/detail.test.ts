import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { detailBytes, HistoryDetail } from '#shared/contract/history.ts';
import {
  audited,
  call,
  historyFile,
  link,
  openedHistory,
  outcome,
  request,
  tailOf,
} from './history.fixture.ts';

const opened = async () => {
  const { history } = await openedHistory(historyFile());
  const ask = async (seq: number): Promise<HistoryDetail> =>
    HistoryDetail.parse(await history.handlers.detail({ seq }, call()));
  return { ...history, history, ask };
};

test('a detail has the bytes as they went and came, terminators and all, and the number of its outcome', async () => {
  const { journal, ask } = await opened();
  const id = await journal.intend(link(), request('DISP "µ"'));
  expect(await ask(id)).toMatchObject({ reply: null, replyLength: null, replySha256: null, outcome: null });
  await journal.settle(id, outcome(Buffer.of(0x23, 0x31, 0x32, 0x00, 0xff, 0x0a)));
  const detail = await ask(id);
  expect([...detail.request]).toEqual([...Buffer.from('DISP "µ"\n', 'latin1')]);
  expect([...detail.reply!]).toEqual([0x23, 0x31, 0x32, 0x00, 0xff, 0x0a]);
  expect(detail).toMatchObject({
    replyLength: 6,
    replySha256: null,
    outcome: id + 1,
    seat: null,
    detail: null,
  });
  expect(detail.row).toMatchObject({ seq: id, reply: 'IEEE 488.2 block, 2 bytes', status: 'ok' });
});

test('of a cut reply there are 64 KiB, with the length and the digest of the whole', async () => {
  const { history, journal, ask } = await opened();
  const tail = tailOf(history);
  const whole = Buffer.alloc(200_000, 'abc');
  const id = await journal.intend(link(), request('DATA?'));
  await journal.settle(id, outcome(whole));
  journal.note(link(), request('NOTED?'), outcome(whole), Date.now());
  const noted = await tail.until((row) => row.request === 'NOTED?');
  for (const seq of [id, noted.seq]) {
    const { reply, replyLength, replySha256 } = await ask(seq);
    expect(Buffer.from(reply!).equals(whole.subarray(0, detailBytes))).toBe(true);
    expect(replyLength).toBe(200_000);
    expect(replySha256).toBe(createHash('sha256').update(whole).digest('hex'));
  }
});

test('a request that is longer than 64 KiB is cut there', async () => {
  const { journal, ask } = await opened();
  const id = await journal.intend(link(), request('X'.repeat(100_000)));
  expect((await ask(id)).request).toHaveLength(detailBytes);
});

test('an audit row has its seat and its details as they were recorded', async () => {
  const { history, audit, ask } = await opened();
  const tail = tailOf(history);
  await audit.record(audited('instruments.set', { id: 'i7', value: [1, { deep: true }] }, 'RANGE_EXCEEDED'));
  const row = await tail.until(({ kind }) => kind === 'audit');
  const detail = await ask(row.seq);
  expect(detail).toMatchObject({ seat: 's1', detail: { id: 'i7', value: [1, { deep: true }] }, reply: null });
  expect(Buffer.from(detail.request).toString()).toBe('instruments.set');
  // The instrument it is about is found by its filter; the row went over no link.
  expect(detail.row).toEqual(row);
  expect(row).toMatchObject({ instrument: 'i7', instrumentName: '', link: null });
});

test('there is no detail of a number that no line has: not of an outcome, not of none', async () => {
  const { journal, ask } = await opened();
  const id = await journal.intend(link(), request('A'));
  await journal.settle(id, outcome());
  for (const seq of [id + 1, id + 2, 1e12])
    await expect(ask(seq)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: `The history has no row ${seq}.`,
    });
});

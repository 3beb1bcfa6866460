import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { call, link, openedHistory, outcome, request } from '#main/history/history.fixture.ts';
import type { History } from '#main/history/service.ts';
import { parseAddress } from '#shared/address/parse.ts';
import { everything as anything, type Link } from '#shared/contract/history.ts';
import { closeAll, code, desk, supply, type TestDesk } from './bench.fixture.ts';

afterEach(closeAll);

/** Replies that are hard to play back: blocks of both kinds, bytes that end messages, padding, quotes, Latin-1, 64 KiB. */
const replies: readonly (string | Buffer)[] = [
  '+3.300000E+00',
  '"a;b","c, d"',
  '5 \u00b5V',
  Buffer.from('#15\n\r\0\xff ', 'latin1'),
  Buffer.from('#13abc;#12\n\n', 'latin1'),
  Buffer.from('#0\0\xff;\n\n', 'latin1'),
  '#HFF',
  '#',
  'a\\b\tc',
  Buffer.alloc(65_536, 0xa5),
  Buffer.from(`#6065528${'\n'.repeat(65_528)}`),
];

const known: Link = { ...link(), vendor: 'LabLink', model: 'SIM-PS2', serial: '', firmware: '1.0' };
const everything = { from: 1, to: 1e9, instrument: null };

/** What came from the wire for this message, as the history keeps it. */
async function got(bench: TestDesk, history: History, id: string, text: string): Promise<Buffer> {
  await bench.send(id, text);
  const page = await history.handlers.page(
    { ...anything, text, instrument: id, before: null, limit: 1 },
    call(),
  );
  const { reply } = await history.handlers.detail({ seq: page.rows[0]!.seq }, call());
  return Buffer.from(reply!);
}

test('a stretch of the history is an instrument: the console connects to it and gets every byte of it again', async () => {
  const bench = await desk();
  const { history } = await openedHistory(join(bench.folder, 'lablink.db'));
  await bench.restart({ journal: history.journal });
  for (const [number, reply] of replies.entries()) {
    const seq = await history.journal.intend(known, request(`ASK${'ABCDEFGHIJK'[number]}?`));
    await history.journal.settle(seq, outcome(reply, { wireMs: 0 }));
  }
  const { name, address } = await history.handlers.replay(
    { stretch: everything, name: 'Ä good run: #7!' },
    call(),
  );
  expect({ name, address }).toEqual({ name: 'a-good-run-7', address: 'replay://a-good-run-7' });
  expect(parseAddress(address)).toMatchObject({ scheme: 'replay' });
  expect(await bench.handlers.links.transcripts({}, bench.call())).toMatchObject([
    { name, address, instrument: known.name, recording: false },
  ]);
  // The driver of this model polls, and what polls find is not in the history: it is talked to all the same.
  const id = await bench.connect(address);
  for (const [number, reply] of replies.entries()) {
    const bytes = typeof reply === 'string' ? Buffer.from(reply, 'latin1') : reply;
    expect(await got(bench, history, id, `ASK${'ABCDEFGHIJK'[number]}?`), `reply ${number}`).toEqual(bytes);
  }
  await expect(bench.send(id, 'OTHER?')).rejects.toEqual(code('LINK_LACKS'));
  // Another of the same name stands beside it.
  const again = await history.handlers.replay(
    { stretch: { ...everything, instrument: known.instrument }, name: 'a good run 7' },
    call(),
  );
  expect(again.name).toBe('a-good-run-7-2');
  expect(readdirSync(join(bench.folder, 'transcripts')).sort()).toEqual([
    'a-good-run-7-2.transcript',
    'a-good-run-7.transcript',
  ]);
});

test('what was done at a real link is done again on its recording from the history', async () => {
  const simulated = await supply();
  const bench = await desk();
  const { history } = await openedHistory(join(bench.folder, 'lablink.db'));
  await bench.restart({ journal: history.journal });
  const id = await bench.connect(simulated.address);
  const asked = [':SOUR1:VOLT?', ':SOUR1:VOLT 4.5', ':SOUR1:VOLT?', '*IDN?'];
  const then: unknown[] = [];
  for (const text of asked) then.push((await bench.send(id, text)).reply);
  await bench.instruments.handlers.instruments.remove({ id, outputs: 'keep' }, bench.call());
  await history.audit.record({ at: 0, who: 'x', seat: '', action: 'x', detail: {}, result: 'ok' });
  const { address } = await history.handlers.replay(
    { stretch: { ...everything, instrument: id }, name: '***' },
    call(),
  );
  expect(address).toBe('replay://stretch');
  const again = await bench.connect(address);
  const now: unknown[] = [];
  for (const text of asked) now.push((await bench.send(again, text)).reply);
  expect(now).toEqual(then);
  expect(then[2]).not.toEqual(then[0]);
});

test('a folder of recordings that cannot be had is said, and nothing is left', async () => {
  const bench = await desk();
  const { history } = await openedHistory(join(bench.folder, 'none', '..', 'lablink.db'));
  const seq = await history.journal.intend(known, request('A?'));
  await history.journal.settle(seq, outcome('1'));
  writeFileSync(join(bench.folder, 'transcripts'), 'a file');
  await expect(history.handlers.replay({ stretch: everything, name: 'x' }, call())).rejects.toEqual(
    code('FOLDER_UNWRITABLE'),
  );
  expect(existsSync(join(bench.folder, 'none'))).toBe(false);
});

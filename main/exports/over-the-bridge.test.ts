import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { messagePortPair } from '#main/bridge/wires.fixture.ts';
import { openCore } from '#main/core.ts';
import { serveCore } from '#main/shells/serve-core.ts';
import { contract } from '#shared/contract/index.ts';
import { everything, type HistoryRow } from '#shared/contract/history.ts';
import { createClient } from '#shared/rpc/client.ts';

/** The whole console, and a client of it at the seat of its owner. */
async function consoleOf() {
  const folder = mkdtempSync(join(tmpdir(), 'lablink-marks-'));
  const core = await openCore({ folder, keyring: null, version: 'test', onQuit: () => undefined });
  core.admitLocal('cli:1', 'ada');
  const wires = await messagePortPair();
  serveCore(core, wires.server, 'cli:1');
  const client = createClient(contract, wires.client);
  onTestFinished(async () => {
    await wires.close();
    await core.close({ outputs: 'keep', who: 'test' });
    rmSync(folder, { recursive: true, force: true });
  });
  const recorded = async (text: string): Promise<HistoryRow[]> =>
    (await client.history.page({ ...everything, kind: 'audit', text, before: null, limit: 50 })).rows;
  return { folder, client, recorded };
}

test('who marked a row, and how, is in the history', async () => {
  const { client, recorded } = await consoleOf();
  const [start] = await recorded('console.start');
  const mark = { pinned: true, note: 'first day', tags: ['opening'] };
  expect(await client.history.mark({ seq: start!.seq, ...mark })).toEqual(mark);
  const [row] = await recorded('history.mark');
  expect(row).toMatchObject({ operator: 'local:ada', request: 'history.mark', status: 'ok' });
  const { detail } = await client.history.detail({ seq: row!.seq });
  expect(detail).toEqual({ seq: start!.seq, ...mark });
  expect((await recorded('console.start'))[0]).toEqual({ ...start, mark });
});

test('an export is recorded with what was taken; one that is left is recorded as cancelled, and leaves no file', async () => {
  const { folder, client, recorded } = await consoleOf();
  const ask = { filter: { ...everything, kind: 'audit' }, format: 'jsonl', folder: null } as const;
  let file = '';
  for await (const item of client.exports.write(ask)) if (item.kind === 'result') ({ file } = item.result);
  expect(file.startsWith(join(folder, 'exports'))).toBe(true);
  const [row] = await recorded('exports.write');
  expect(row).toMatchObject({ operator: 'local:ada', status: 'ok' });
  expect((await client.history.detail({ seq: row!.seq })).detail).toEqual(ask);
  const before = readdirSync(join(folder, 'exports'));
  expect(before).toHaveLength(2);

  const stop = new AbortController();
  const left = (async () => {
    for await (const _ of client.exports.write(ask, { signal: stop.signal })) stop.abort();
  })();
  await left.catch(() => undefined);
  await expect.poll(async () => (await recorded('exports.write'))[0]?.fault).toBe('CANCELLED');
  await expect.poll(() => readdirSync(join(folder, 'exports'))).toEqual(before);
});

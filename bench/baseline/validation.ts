import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from '#shared/schema.ts';
import { inTurns } from '../in-turns.ts';
import { below, type BenchRow, figure, median } from '../result.ts';
import { openPath } from './path-round.ts';
import { rounds, type Setting } from './setting.ts';

const sizes = { historyLines: 0, backupBytes: 0, backups: 0 };

/** ms as µs. */
const row = (what: string, ms: readonly number[], proof?: string): BenchRow => {
  const samples = ms.map((each) => each * 1000);
  return figure(what, median(samples), 'µs', { samples, ...(proof !== undefined && { proof }) });
};

/** A record and a request held against their declarations: compiled, as in main, and interpreted, as in a page. */
export async function validationRows({ root }: Setting): Promise<BenchRow[]> {
  if (z.config().jitless === true) throw new Error('zod interprets in main: it should compile its parsers');
  const place = { data: root, folder: root, sizes };
  const record = await openPath('validation.record', place);
  const request = await openPath('validation.request', place);
  const page = fork(new URL('../peers/interpreted-validation.ts', import.meta.url), [join(root, 'page')], {
    stdio: 'inherit',
  });
  await once(page, 'message', { signal: AbortSignal.timeout(30_000) });
  const found = await inTurns(
    [
      record,
      request,
      {
        name: 'interpreted',
        async round() {
          const answer = once(page, 'message', { signal: AbortSignal.timeout(30_000) });
          page.send('round');
          const [{ ms }] = (await answer) as [{ ms: number }];
          return ms;
        },
      },
    ],
    rounds,
  );
  const proofs = [await record.open.prove(), await request.open.prove()] as const;
  await record.open.close();
  await request.open.close();
  page.disconnect();
  return [
    below(row('validate a record of the history in main, compiled', found.get(record.name)!, proofs[0]), 1),
    row('the same interpreted, as in a page', found.get('interpreted')!),
    row('validate the request of a backup', found.get(request.name)!, proofs[1]),
  ];
}

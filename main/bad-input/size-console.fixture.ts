/**
 * A console in a process of its own, so that its memory can be measured: asks the instrument at the address `DATA?` some times,
 * each followed by a question that has an answer. Prints one line of JSON (`Measured`).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCore } from '#main/core.ts';
import { everything } from '#shared/contract/history.ts';
import { type FaultShape, faultShape } from '#shared/faults.ts';
import { windowOf } from './window.fixture.ts';

export interface Measured {
  readonly fault: FaultShape;
  /** What the questions after it were answered with. */
  readonly next: readonly string[];
  /** Statuses of `DATA?` in the history. */
  readonly statuses: readonly string[];
  /** Resident memory of the process, MB: before, and the most that was seen. */
  readonly before: number;
  readonly peak: number;
}

const [, , address = '', times = '1'] = process.argv;
const folder = mkdtempSync(join(tmpdir(), 'lablink-bad-'));
const core = await openCore({ folder, keyring: null, version: 'test', onQuit: () => undefined });
try {
  core.admitLocal('desk', 'tester');
  const { client } = windowOf(core, 'desk');
  const { id } = await client.instruments.connect({ address });
  const ask = async (text: string): Promise<string> => {
    const { reply } = await client.instruments.send({ id, text, confirm: false, deadlineMs: 20_000 });
    return reply?.kind === 'text' ? reply.text : 'no text';
  };
  const resident = (): number => Math.round(process.memoryUsage.rss() / 1e6);
  const before = resident();
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, resident())), 5);
  let fault: unknown = null;
  const next: string[] = [];
  for (let n = 1; n <= Number(times); n++) {
    await ask('DATA?').catch((error: unknown) => (fault = error));
    for (let tries = 0; tries < 50 && next.length < n; tries++)
      await ask(`NEXT? ${n}`).then(
        (answer) => next.push(answer),
        // The link is being made anew.
        () => new Promise((resolve) => setTimeout(resolve, 100)),
      );
  }
  clearInterval(watch);
  const { rows } = await client.history.page({ ...everything, text: 'DATA?', before: null, limit: 50 });
  const statuses = rows.filter(({ kind }) => kind === 'exchange').map(({ status }) => status);
  const measured: Measured = { fault: faultShape(fault), next, statuses, before, peak };
  process.stdout.write(`${JSON.stringify(measured)}\n`);
} finally {
  await core.close({ outputs: 'keep', who: 'test' });
  rmSync(folder, { recursive: true, force: true });
}
process.exit();

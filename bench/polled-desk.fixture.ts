import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openInstruments } from '#main/instruments/open-instruments.ts';
import { rolePermissions } from '#shared/contract/permissions.ts';
import { batchedJournal } from './instrument.fixture.ts';
import type { BenchRow } from './result.ts';

/** ms between two polls: 20 Hz. */
export const pollMs = 50;

/** Instruments that are polled while something else is measured. */
export interface PolledDesk {
  /** Polls so far of each instrument. */
  readonly polls: ReadonlyMap<string, number>;
  /** Ends it; says how often each was polled in a second. */
  end(): Promise<BenchRow>;
}

/**
 * Connects simulated instruments, which run in as many processes of their own (`peer`, which gets its number and how many it has
 * to start), and polls them at 20 Hz in this one. `onPoll` is told of each poll, with the instrument's id.
 */
export async function startPolledDesk(
  peer = 'simulated-desk.ts',
  counts: readonly number[] = [5],
  onPoll: (instrument: string) => void = () => undefined,
): Promise<PolledDesk> {
  const children = counts.map((count, number) =>
    fork(new URL(`./peers/${peer}`, import.meta.url), [String(number), String(count)], { stdio: 'inherit' }),
  );
  const said = await Promise.all(
    children.map(async (child) => {
      const [message] = (await once(child, 'message', { signal: AbortSignal.timeout(20_000) })) as [
        { addresses: string[] },
      ];
      return message.addresses;
    }),
  );
  const addresses = said.flat();
  const folder = mkdtempSync(join(tmpdir(), 'lablink-bench-desk-'));
  const book = batchedJournal();
  const polls = new Map<string, number>();
  const instruments = await openInstruments({
    folder,
    journal: {
      ...book.journal,
      // Once for each channel: the first one stands for the instrument.
      reading: (link, readings) => {
        if (readings.length > 0 && readings[0]?.channel !== 1) return;
        polls.set(link.instrument, (polls.get(link.instrument) ?? 0) + 1);
        onPoll(link.instrument);
      },
    },
    audit: { record: async () => undefined },
    trends: async ({ from, to }) => ({ from, to, min: new Float64Array(1), max: new Float64Array(1) }),
    timing: { poll: pollMs },
  });
  const role = 'administrator';
  const identity = {
    userId: role,
    name: role,
    role,
    permissions: rolePermissions[role],
    locked: false,
  } as const;
  const call = { seat: 'bench', identity, who: role, signal: new AbortController().signal };
  for (const address of addresses) await instruments.handlers.instruments.connect({ address }, call);
  polls.clear();
  const start = performance.now();
  return {
    polls,
    async end() {
      const seconds = (performance.now() - start) / 1000;
      const slowest = Math.min(...[...polls.values()].map((count) => count / seconds));
      await instruments.close();
      book.close();
      for (const child of children) child.disconnect();
      rmSync(folder, { recursive: true, force: true });
      const rate = polls.size === addresses.length ? slowest : 0;
      return {
        what: 'meanwhile five instruments were polled, the slowest',
        value: rate,
        unit: 'polls/s',
        goal: '',
        ok: true,
      };
    },
  };
}

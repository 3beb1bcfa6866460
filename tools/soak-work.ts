import { setTimeout as sleep } from 'node:timers/promises';
import type { LabLinkContract } from '#shared/contract/index.ts';
import { everything } from '#shared/contract/history.ts';
import type { Client } from '#shared/rpc/client-types.ts';
import { openWindow, type takeSeat } from '../e2e/console-client.ts';

export interface Latency {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly set: number;
  readonly page: number;
}

/** What is done at the desk, all the time: counted, so that a run in which nothing happened is none. */
export interface Work {
  readonly latencies: readonly Latency[];
  readonly counts: { sets: number; pages: number; windows: number; switches: number };
}

/** The supply on the simulated bench. */
async function supplyOf(client: Client<LabLinkContract>): Promise<string> {
  for await (const list of client.instruments.list({})) {
    const found = list.find(({ kind, link }) => kind === 'dc-supply' && link === 'ready');
    if (found !== undefined) return found.id;
  }
  throw new Error('there is no supply on the simulated bench');
}

/** Sets a voltage and reads a page of the history, twice a second; a window comes and goes every five seconds; an output switches. */
export async function workAt(
  seat: Awaited<ReturnType<typeof takeSeat>>,
  client: Client<LabLinkContract>,
  until: number,
): Promise<Work> {
  const latencies: Latency[] = [];
  const counts = { sets: 0, pages: 0, windows: 0, switches: 0 };
  const id = await supplyOf(client);
  const envelope = { name: 'Soak', maxVoltage: 5, maxCurrent: null, maxPower: null };
  await client.safety.setEnvelope({ instrument: id, channel: 1, envelope });
  for (let turn = 0; Date.now() < until; turn++) {
    const began = performance.now();
    const value = 1 + (turn % 20) / 10;
    const { readBack } = await client.instruments.set({ id, channel: 1, point: 'voltage', value });
    if (Math.abs(readBack - value) > 0.01) throw new Error(`${value} V was set and ${readBack} V read back`);
    counts.sets++;
    const set = performance.now() - began;
    const asked = performance.now();
    const { rows } = await client.history.page({ ...everything, before: null, limit: 50 });
    if (rows.length === 0) throw new Error('the history is empty');
    counts.pages++;
    latencies.push({ at: Date.now(), set, page: performance.now() - asked });
    if (turn % 10 === 0) {
      const window = await openWindow(seat);
      await window.client.history.totals({});
      // Streams that end with their window: what they leave behind would add up.
      for await (const _live of window.client.instruments.live({ id })) break;
      window.close();
      counts.windows++;
    }
    if (turn % 20 === 5) {
      await client.instruments.output({ id, channel: 1, on: turn % 40 === 5 });
      counts.switches++;
    }
    await sleep(Math.max(0, 500 - (performance.now() - began)));
  }
  await client.instruments.output({ id, channel: 1, on: false });
  return { latencies, counts };
}

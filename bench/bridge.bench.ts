import { connectClient, firstRun } from '../e2e/console-client.ts';
import { ConsoleProcess } from '../e2e/console-process.ts';
import { pollMs } from './polled-desk.fixture.ts';
import { below, type BenchResult, figure, median } from './result.ts';

const calls = 3000;

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor(share * (sorted.length - 1))]!;

/**
 * A call there and back over the WebSocket wire, from another process, through validation, permission, span and a real
 * handler (`history.totals`: two reads of the database on its own thread).
 */
export async function run(): Promise<BenchResult> {
  // The console itself has five instruments on its desk, too.
  await using console = new ConsoleProcess({ env: { LABLINK_POLL_MS: String(pollMs) } });
  const connection = await connectClient(await console.start());
  const { client } = connection;
  await firstRun(client);
  await client.instruments.addSimulatedBench({});
  for (let index = 0; index < 500; index++) await client.history.totals({});
  const took: number[] = [];
  for (let index = 0; index < calls; index++) {
    const start = performance.now();
    const { rows } = await client.history.totals({});
    took.push(performance.now() - start);
    if (rows < 1) throw new Error('the console did not answer the call');
  }
  connection.close();
  // Of every hundred calls in a row, for a comparison with another run.
  const samples = Array.from({ length: calls / 100 }, (_, each) =>
    median(took.slice(each * 100, each * 100 + 100)),
  );
  took.sort((a, b) => a - b);
  const p50 = percentile(took, 0.5);
  return {
    name: 'bridge',
    rows: [
      below(figure(`call there and back, p50 of ${calls}`, p50, 'ms', { samples }), 1),
      { what: 'call there and back, p99', value: percentile(took, 0.99), unit: 'ms', goal: '', ok: true },
    ],
  };
}

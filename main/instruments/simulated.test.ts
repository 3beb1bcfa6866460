import { afterEach, expect, test } from 'vitest';
import type { Instrument } from '#shared/contract/instruments.ts';
import { startSimulatedBench, type StartedBench } from '#main/simulator/start-bench.ts';
import { startThread } from '#main/threads/start.ts';
import { callOf, closeAll, closeLater, desk, first } from './bench.fixture.ts';
import { holdSimulated, simulatedAddress } from './simulated.ts';

afterEach(closeAll);

/** A bench as it is, whose thread a test can end from within the system, as a crash would. */
async function mortalBench(): Promise<StartedBench & { kill(): Promise<unknown> }> {
  const thread = startThread('bench');
  const instruments = (await thread.call('start', {})) as StartedBench['instruments'];
  return {
    instruments,
    onExit: (listener) => thread.onExit(listener),
    close: () => thread.close(),
    kill: () => thread.worker.terminate(),
  };
}

test('a bench whose thread has ended is started again when it is asked for', async () => {
  const started: Awaited<ReturnType<typeof mortalBench>>[] = [];
  const held = holdSimulated(async () => {
    const bench = await mortalBench();
    started.push(bench);
    return bench;
  });
  closeLater(() => held.close());
  const one = await held.start();
  expect(held.address('supply')).toBe(one.instruments[0]?.address);
  await started[0]?.kill();
  expect(() => held.address('supply')).toThrow(expect.objectContaining({ code: 'INSTRUMENT_UNREACHABLE' }));
  // That question has begun the start.
  const two = await held.start();
  expect(started).toHaveLength(2);
  expect(held.address('supply')).toBe(two.instruments[0]?.address);
});

test('a start that failed is tried again, and an old bench that ends late does not take away the new one', async () => {
  const ends: ((why: string) => void)[] = [];
  let fails = true;
  const held = holdSimulated(async () => {
    if (fails) throw new Error('no thread');
    return {
      instruments: [{ key: 'supply', name: 'Supply', address: `tcp://127.0.0.1:${1000 + ends.length}` }],
      onExit: (listener) => {
        ends.push(listener);
        return () => undefined;
      },
      close: () => Promise.resolve(),
    };
  });
  await expect(held.start()).rejects.toThrow('no thread');
  fails = false;
  await held.start();
  await held.close();
  await held.start();
  ends[0]?.('late');
  expect(held.address('supply')).toBe('tcp://127.0.0.1:1001');
});

test('an instrument of the simulated bench is reached again after the thread of the bench has died', async () => {
  let kill = (): Promise<unknown> => Promise.resolve();
  const bench = await desk(undefined, async () => {
    const made = await mortalBench();
    kill = () => made.kill();
    return made;
  });
  const { ids } = await bench.handlers.instruments.addSimulatedBench({}, bench.call());
  const id = ids[0] ?? '';
  await bench.live(id, ({ channels }) => channels[0]?.output?.state === 'known');
  const gone = bench.live(id, ({ channels }) => channels[0]?.output?.state === 'unknown');
  await kill();
  await gone;
  await bench.handlers.instruments.retry({ id }, bench.call());
  await bench.live(id, ({ channels, link }) => link === 'ready' && channels[0]?.output?.state === 'known');
  // And without anybody's help.
  await kill();
  await bench.live(id, ({ link }) => link === 'unreachable');
  await bench.live(id, ({ channels, link }) => link === 'ready' && channels[0]?.output?.state === 'known');
  const [instrument] = await first<Instrument[]>(
    bench.handlers.instruments.list({}, callOf('viewer')),
    () => true,
  );
  expect(instrument).toMatchObject({ address: simulatedAddress('supply'), trouble: null });
});

test('the bench of this console tells when it ends by itself, and not when it is closed', async () => {
  const bench = await startSimulatedBench();
  let told = 0;
  bench.onExit(() => told++);
  await bench.close();
  expect(told).toBe(0);
});

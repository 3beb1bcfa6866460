import { serveThread } from '#main/threads/serve.ts';
import { openBench } from './open-bench.ts';
import type { SimulatedBench } from './start-bench.ts';

let bench: SimulatedBench | null = null;

serveThread(
  {
    start: async () => {
      bench ??= await openBench();
      return bench.instruments;
    },
  },
  () => bench?.close(),
);

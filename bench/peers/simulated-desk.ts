import { openBench } from '#main/simulator/open-bench.ts';

/** The five simulated instruments in a process of their own: what simulating costs is not the console's. */
const bench = await openBench();
process.once('disconnect', () => void bench.close().then(() => process.exit(0)));
process.send?.({ addresses: bench.instruments.map(({ address }) => address) });

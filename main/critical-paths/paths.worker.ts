import { say, serveThread, threadData } from '#main/threads/serve.ts';
import { prepareData } from './data.ts';
import { PathRunner, type RunnerOptions } from './runner.ts';

const options = threadData() as RunnerOptions;
const runner = new PathRunner(options);

/** One start of the critical paths, away from the thread that talks to instruments. */
const work = {
  prepare: () =>
    prepareData(
      options.data,
      options.sizes,
      (what, part) => say({ what, part }),
      // Given up, the thread is ended.
      new AbortController().signal,
    ),
  open: (id: string) => runner.open(id),
  round: (id: string) => runner.round(id),
  prove: (id: string) => runner.prove(id),
};
/** The methods of this thread, for the side that calls. */
export type PathsWork = typeof work;

serveThread(work, () => runner.close());
